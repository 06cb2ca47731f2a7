"""The people of a warning: one line for what happens to several of them in the same way."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.engagements import row_of, who_is


def together(cases):
    """{case: those whom it happens to} from (case, who) pairs, in the order of their appearance."""
    found = {}
    for case, who in cases:
        found.setdefault(case, []).append(who)
    return found


def pairs_together(pairs):
    """[(one, the other, people)] of pairs of engagements: the same two things are one case, whoever is at them."""
    found = {}
    for one, other in pairs:
        found.setdefault((row_of(one), row_of(other)), (one, other, []))[2].append(one.who)
    return list(found.values())


def named(delegation, people):
    """전원, one delegate, or the first in protocol order and how many others."""
    everybody = list(delegation.delegates.all())
    going = [delegate for delegate in everybody if who_is(delegate) in people]
    if len(going) == len(everybody) > 1:
        return _("전원")
    others = len(going) - 1
    if not others:
        return going[0].local_label
    return ngettext("%(name)s 외 %(n)d명", "%(name)s 외 %(n)d명", others) % {"name": going[0].local_label, "n": others}
