"""All that stands in the way of a plan, found once for a page: for the panel, and beside the rows it is about."""

from dataclasses import dataclass

from django.urls import reverse

from delegations.checks.check import Check, Line, page
from delegations.checks.clashes import people_in_two_places
from delegations.checks.days import days_off
from delegations.checks.journeys import entries_in_the_air, short_times
from delegations.checks.outside import legs_outside
from delegations.engagements import own_engagements
from delegations.enums import DelegationState


@dataclass(frozen=True)
class Warnings:
    delegation: object
    findings: tuple

    @property
    def checks(self):
        """One check for each kind, with its cases as lines."""
        kinds = dict.fromkeys(finding.kind for finding in self.findings)
        return [self._check(kind) for kind in kinds]

    def _check(self, kind):
        found = [finding for finding in self.findings if finding.kind == kind]
        lines = tuple(Line(finding.text, finding.url) for finding in found)
        return Check(kind.level, str(kind.text), url=self._where(kind, found), action=kind.action, lines=lines)

    def _where(self, kind, found):
        """The one entry that all of it is about, or the page of its kind."""
        items = {key for finding in found for what, key in finding.rows if what == "item"}
        if kind.page == "delegation_itinerary" and len(items) == 1:
            return reverse("delegations:delegation_item_edit", args=[self.delegation.slug, *items])
        return page(self.delegation, kind.page)

    def beside(self, what, key):
        """[(level, text, url)] about one row: beside("item", item.pk), beside("leg", leg.pk), beside("day", date)."""
        found = [finding for finding in self.findings if (what, key) in finding.rows]
        return [(finding.kind.level, finding.rows[what, key], finding.url) for finding in found]


def find_warnings(delegation):
    """Of a trip with its delegates, legs and entries loaded; a cancelled one stands in nobody's way.

    Asks one query for each kind of engagement.
    """
    if delegation.state == DelegationState.CANCELLED:
        return Warnings(delegation, ())
    own = list(own_engagements(delegation))
    found = [
        *people_in_two_places(delegation, own),
        *entries_in_the_air(delegation),
        *short_times(delegation, own),
        *days_off(delegation),
        *legs_outside(delegation),
    ]
    return Warnings(delegation, tuple(found))
