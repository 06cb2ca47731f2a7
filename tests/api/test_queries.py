"""Lists and details cost the same for one row and for many."""

import pytest

from tests.factories.ambassadors import AmbassadorFactory, RequestFactory, SessionFactory
from tests.factories.delegations import (
    ClippingFactory,
    DelegateFactory,
    DelegationFactory,
    ItineraryItemFactory,
    LegFactory,
)
from tests.factories.directory import FigureFactory, OrganizationFactory, PersonFactory, PostFactory
from tests.factories.documents import EditionFactory, RenditionFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory
from tests.factories.mous import CommitmentFactory, EvidenceFactory, OccurrenceFactory

SIGN_IN = 2  # session and user


def organizations(count):
    for _number in range(count):
        FigureFactory.create_batch(count, organization=OrganizationFactory(parent=OrganizationFactory()))


def people(count):
    for _number in range(count):
        PostFactory.create_batch(count, person=PersonFactory())


def meetings(count):
    for _number in range(count):
        full_meeting(count)


def full_meeting(count):
    meeting = MeetingFactory(counterparts=OrganizationFactory.create_batch(count))
    for _number in range(count):
        AttendanceFactory(meeting=meeting, person=PersonFactory(), organization=OrganizationFactory())
        PointFactory(meeting=meeting, parent=PointFactory(meeting=meeting))
    return meeting


def documents(count):
    for _number in range(count):
        RenditionFactory(edition=EditionFactory(published=True), ready=True)


def commitments(count):
    for _number in range(count):
        EvidenceFactory.create_batch(count, commitment=CommitmentFactory())
        OccurrenceFactory()


def advice(count):
    for _number in range(count):
        ambassador = AmbassadorFactory(topics=["law", "market"])
        SessionFactory.create_batch(count, request=RequestFactory(assigned_to=ambassador), topics=["law", "market"])


LISTS = {
    "organizations/": (organizations, 3),
    "people/": (people, 3),
    "meetings/": (meetings, 3),
    "delegations/": (DelegationFactory.create_batch, 2),
    "documents/": (documents, 3),
    "commitments/": (commitments, 2),
    "ambassadors/": (advice, 4),
    "advisory/requests/": (advice, 2),
    "advisory/sessions/": (advice, 3),
}


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_many(staff, django_assert_num_queries, path, count):
    make, queries = LISTS[path]
    make(count)
    with django_assert_num_queries(SIGN_IN + queries):
        assert len(staff.get(f"/api/v1/{path}").json()["results"]) >= count


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(("path", "queries"), [("", 20), ("document/", 25)])
def test_a_trip_costs_the_same_whatever_it_holds(staff, django_assert_num_queries, path, queries, count):
    trip = DelegationFactory()
    for _number in range(count):
        meeting = full_meeting(count)
        PhotoFactory(meeting=meeting)
        trip.meetings.add(meeting)
        delegate = DelegateFactory(delegation=trip)
        PostFactory(person=delegate.person)
        LegFactory(delegation=trip, number=f"KE{trip.legs.count()}"), ClippingFactory(delegation=trip)
        ItineraryItemFactory(delegation=trip, meeting=meeting, delegates=[delegate])
    with django_assert_num_queries(SIGN_IN + queries):
        assert staff.get(f"/api/v1/delegations/{trip.slug}/{path}").status_code == 200


def test_a_list_comes_in_pages(staff):
    DelegationFactory.create_batch(51)
    first = staff.get("/api/v1/delegations/").json()
    assert (first["count"], len(first["results"])) == (51, 50)
    assert len(staff.get(first["next"]).json()["results"]) == 1
    assert staff.get("/api/v1/delegations/?page=9").status_code == 404
