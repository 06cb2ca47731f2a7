import json

import pytest

from delegations.interchange import as_bytes, export_delegation
from delegations.models import Delegation
from exchange.audit.models import Event
from tests.factories.delegations import DelegationFactory, ItineraryItemFactory, LegFactory
from tests.factories.meetings import PhotoFactory

TRIPS = "/api/v1/delegations/"
TRIP = {
    "title_ko": "가상 파견",
    "purpose_ko": "협의",
    "starts_on": "2026-04-01",
    "ends_on": "2026-04-03",
    "place_ko": "일본 도쿄",
}


def test_a_trip_is_created_and_named_by_its_month(staff):
    answer = staff.post(TRIPS, TRIP, format="json")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["slug"] == "2026-04"
    assert answer.json()["report_due_on"] == "2026-05-03"
    assert str(Delegation.objects.get().owner_id) == staff.session["_auth_user_id"]


def test_one_trip_is_read_with_all_that_belongs_to_it(staff):
    item = ItineraryItemFactory(delegation=LegFactory().delegation)
    read = staff.get(f"{TRIPS}{item.delegation.slug}/").json()
    assert read["legs"][0]["departs_at"] == "2024-07-17T16:10:00+09:00"
    assert [row["title_ko"] for row in read["items"]] == [item.title_ko]


def test_the_head_and_the_texts_of_the_report_change(staff):
    trip = DelegationFactory(title_ko="옛 제목")
    sent = {"title_ko": "새 제목", "lessons_ko": "시사점"}
    answer = staff.patch(f"{TRIPS}{trip.slug}/", sent, format="json")
    assert answer.status_code == 200
    trip.refresh_from_db()
    assert (trip.title_ko, trip.lessons_ko) == ("새 제목", "시사점")
    assert {e.verb for e in Event.objects.about(trip)} == {"change", "write_report_texts"}


def test_a_trip_is_not_cancelled_by_the_way(staff):
    trip = DelegationFactory()
    staff.patch(f"{TRIPS}{trip.slug}/", {"state": "cancelled", "cancelled_reason": "몰래"}, format="json")
    trip.refresh_from_db()
    assert (trip.state, trip.cancelled_reason) == ("planned", "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_ko": ""}, "title_ko"),
        ({"starts_on": "20204-04-01"}, "starts_on"),
        ({"starts_on": "0202-04-01"}, "starts_on"),
        ({"ends_on": "2026-03-01"}, "ends_on"),
        ({"slug": "나쁜 번호"}, "slug"),
        ({"slug": "taken"}, "slug"),
        ({"owner": 1}, "owner"),
    ],
)
def test_errors_name_the_field(staff, change, field):
    DelegationFactory(slug="taken")
    answer = staff.post(TRIPS, {**TRIP, **change}, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert Delegation.objects.count() == 1


def test_a_trip_goes_out_and_comes_in_again(staff):
    trip = LegFactory().delegation
    answer = staff.get(f"{TRIPS}{trip.slug}/document/")
    assert answer.content == as_bytes(export_delegation(trip))
    assert f'filename="{trip.slug}.json"' in answer.headers["Content-Disposition"]
    assert Event.objects.about(trip).get(verb="export_delegation").by_id == int(staff.session["_auth_user_id"])
    trip.delete()
    sent = staff.post(f"{TRIPS}import/", answer.content, content_type="application/json")
    assert (sent.status_code, sent.json()["slug"]) == (201, trip.slug)
    assert staff.get(f"{TRIPS}{trip.slug}/document/").content == answer.content


def test_a_trip_whose_picture_is_lost_says_so(staff):
    meeting = PhotoFactory(print_sha256="0" * 64).meeting
    trip = DelegationFactory()
    trip.meetings.add(meeting)
    answer = staff.get(f"{TRIPS}{trip.slug}/document/")
    assert answer.status_code == 409
    assert "사진" in answer.json()["detail"]


def test_two_who_take_the_same_name_at_once_do_not_break_anything(staff, monkeypatch):
    DelegationFactory(slug="taken")
    monkeypatch.setattr(Delegation, "full_clean", lambda *args, **kwargs: None)  # both have passed the check
    answer = staff.post(TRIPS, {**TRIP, "slug": "taken"}, format="json")
    assert answer.status_code == 409
    assert Delegation.objects.count() == 1


def test_a_refused_document_names_paths_and_changes_nothing(staff):
    document = export_delegation(LegFactory().delegation)
    document["delegation"]["slug"] = "other"
    document["delegation"]["legs"][0]["origin_code"] = "gmp"
    answer = staff.post(f"{TRIPS}import/", json.dumps(document), content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["delegation.legs[0].origin_code"])
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '{"format": 1}', '"x"'])
def test_what_is_no_document_is_refused(staff, body):
    assert staff.post(f"{TRIPS}import/", body, content_type="application/json").status_code == 400
