"""One literal number of queries for each page, however many rows it shows."""

from datetime import date, time

import pytest
from django.urls import reverse

from exchange.documents import definitions
from exchange.documents.services import request_rendition
from tests.factories.delegations import (
    ClippingFactory,
    DelegateFactory,
    DelegationFactory,
    ItineraryItemFactory,
    LegFactory,
)
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory
from tests.factories.mous import CommitmentFactory

pytestmark = pytest.mark.django_db
PAGES = {
    "detail": 11,
    "checks": 12,
    "promises": 5,
    "delegates": 8,
    "itinerary": 11,
    "meetings": 7,
    "report": 12,
    "history": 8,
    "clone": 12,
    "edit": 5,
    "delegates_edit": 8,
    "delegates_take": 10,
    "legs_edit": 7,
    "clippings_edit": 5,
    "meeting_add": 10,
}


def fill(delegation, number):
    for n in range(number):
        delegate = DelegateFactory(delegation=delegation)
        LegFactory(delegation=delegation, number=f"KE{n}")
        meeting = MeetingFactory()
        PointFactory(meeting=meeting), PhotoFactory(meeting=meeting), AttendanceFactory(meeting=meeting)
        delegation.meeting_links.create(meeting=meeting)
        CommitmentFactory(meeting=meeting)
        ItineraryItemFactory(delegation=delegation, starts=time(8 + n), meeting=meeting, delegates=[delegate])
        ClippingFactory(delegation=delegation)


@pytest.mark.parametrize(("name", "queries"), PAGES.items())
@pytest.mark.parametrize("rows", [1, 7])
def test_page_asks_the_same_for_one_row_and_many(as_staff, django_assert_num_queries, name, queries, rows):
    delegation = DelegationFactory()
    fill(delegation, rows)
    fill(DelegationFactory(), rows)
    address = reverse(f"delegations:delegation_{name}", args=[delegation.slug])
    with django_assert_num_queries(queries):
        assert as_staff.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 7])
def test_report_tab_with_an_edition_asks_the_same(as_staff, staff, django_assert_num_queries, rows):
    delegation = DelegationFactory()
    fill(delegation, rows)
    request_rendition(definition=definitions.get("trip-report"), subject=delegation, language="ko", by=staff)
    with django_assert_num_queries(27):
        assert as_staff.get(reverse("delegations:delegation_report", args=[delegation.slug])).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_list_asks_the_same_for_one_row_and_many(as_staff, django_assert_num_queries, rows):
    for n in range(rows):
        fill(DelegationFactory(starts_on=date(2000 + n, 1, 1), ends_on=date(2000 + n, 1, 3)), 1)
    with django_assert_num_queries(6):
        assert as_staff.get(reverse("delegations:delegation_list")).status_code == 200
