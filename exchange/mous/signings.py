"""What other pages say of MOUs: a meeting which one was signed at it, a body which ones it has signed."""

from urllib.parse import urlencode

from django.utils.translation import ngettext

from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.core.prepared import prepared
from exchange.directory.ways import Way
from exchange.meetings.outcomes import Outcome
from exchange.mous.models import Mou


def signed_at(meeting, user):
    """For the page of a meeting."""
    mous = list(Mou.objects.visible_to(user).filter(meeting=meeting))
    return Outcome(panel="mous/_meeting_mous.html" if mous else "", rows=mous)


_all_signed_by = prepared(lambda body: Mou.objects.filter(parties__organization=body))


def way_to_mous(organization, user):
    """For the page of a body: its MOU, or the list of several."""
    if reads_everything(user):
        mous = _all_signed_by(organization.pk)
    else:
        mous = list(Mou.objects.visible_to(user).filter(parties__organization=organization))
    if not mous:
        return None
    label = ngettext("업무협약 %(n)d건", "업무협약 %(n)d건", len(mous)) % {"n": len(mous)}
    several = f"{addresses.page('mous:mou_list')}?{urlencode({'q': organization.name_ko})}"
    return Way(label, mous[0].get_absolute_url() if len(mous) == 1 else several)
