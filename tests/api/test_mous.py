"""MOUs through the API: under the permissions and by the services of the pages."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from exchange.mous import services
from exchange.mous.enums import Lineage, MouState
from exchange.mous.models import Mou
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import MeetingFactory, pdf
from tests.factories.mous import ClauseFactory, MouFactory, PartyFactory

MOUS = "/api/v1/mous/"
SIGNED = {"title_ko": "가상 협약", "signed_on": "2024-07-18"}


def one(mou):
    return f"{MOUS}{mou.uid}/"


@pytest.fixture
def speaker(db):
    """speaker(body) -> a client of somebody who speaks for that body."""

    def of(body):
        user = UserFactory(counterpart=True, language="ja")
        PostFactory(person=PersonFactory(user=user), organization=body)
        client = APIClient()
        client.force_login(user)
        return client

    return of


def test_an_mou_is_created_with_parties_and_clauses(staff):
    body, person, old = OrganizationFactory(), PersonFactory(), ClauseFactory()
    PostFactory(person=person, organization=body, title_ko="회장")
    sent = {
        **SIGNED,
        "predecessor": str(old.mou.uid),
        "parties": [{"side": "counterpart", "organization": str(body.uid), "signatory": str(person.uid)}],
        "clauses": [
            {"number": 1, "text_ko": "하나", "lineage": "kept", "ancestor": old.pk},
            {"number": 2, "text_ko": "둘"},
        ],
    }
    answer = staff.post(MOUS, sent, format="json")
    assert answer.status_code == 201, answer.json()
    mou = Mou.objects.get(uid=answer.json()["uid"])
    assert (mou.state, mou.parties.get().title_ko) == (MouState.IN_FORCE, "회장")
    assert list(mou.clauses.values_list("number", "lineage", "ancestor")) == [(1, "kept", old.pk), (2, "new", None)]
    assert answer.json()["parties"][0]["organization_name"] == body.name_ko
    assert staff.get(one(mou)).json() == answer.json()
    draft = staff.post(MOUS, {"title_ko": "준비"}, format="json").json()
    assert (draft["state"], draft["signed_on"]) == ("draft", None)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "title_ko"),
        ({**SIGNED, "starts_on": "2025-01-02", "ends_on": "2025-01-01"}, "ends_on"),
        ({**SIGNED, "signed_on": "2099-01-01"}, "signed_on"),
        ({**SIGNED, "state": "ended", "title_ko": ""}, "title_ko"),
        ({**SIGNED, "clauses": [{"number": 1, "text_ko": "갑"}, {"number": 1, "text_ko": "을"}]}, "clauses"),
        ({**SIGNED, "clauses": [{"number": 1, "text_ko": "갑", "lineage": "kept"}]}, "clauses"),
        ({**SIGNED, "clauses": [{"number": 0, "text_ko": "갑"}]}, "clauses"),
        ({**SIGNED, "parties": [{"side": "ours"}]}, "parties"),
        ({**SIGNED, "predecessor": "x"}, "predecessor"),
    ],
)
def test_errors_name_the_field_and_nothing_is_kept(staff, sent, field):
    answer = staff.post(MOUS, sent, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Mou.objects.exists()


def test_a_loop_and_a_stale_version_are_refused(staff):
    first = MouFactory()
    second = MouFactory(predecessor=first)
    answer = staff.patch(one(first), {"predecessor": str(second.uid), "version": first.version}, format="json")
    assert (answer.status_code, list(answer.json())) == (400, ["predecessor"])
    assert list(staff.patch(one(first), {"title_ko": "갑"}, format="json").json()) == ["version"]
    services.change_mou(mou=first, title_ko="남이 고침", by=UserFactory(staff=True))
    answer = staff.patch(one(first), {"title_ko": "갑", "version": 1}, format="json")
    assert answer.status_code == 409
    first.refresh_from_db()
    assert (first.title_ko, first.predecessor) == ("남이 고침", None)
    version = staff.get(one(first)).json()["version"]
    answer = staff.patch(one(first), {"clauses": [{"number": 1, "text_ko": "갑"}], "version": version}, format="json")
    assert [row["text_ko"] for row in answer.json()["clauses"]] == ["갑"]


def test_steps_are_taken_by_name(staff):
    mou = MouFactory(state=MouState.DRAFT, signed_on=None, counterpart=OrganizationFactory())
    PartyFactory(mou=mou)
    answer = staff.patch(one(mou), {"signed_on": "2024-07-18", "version": 1}, format="json")
    assert list(answer.json()) == ["signed_on"]
    assert list(staff.post(f"{one(mou)}step/", {"step": "sign"}, format="json").json()) == ["signed_on"]
    steps = [
        ({"step": "sign", "signed_on": "2024-07-18"}, "in_force"),
        ({"step": "end", "ended_on": "2026-01-01", "ended_reason": "갱신"}, "ended"),
        ({"step": "revive"}, "in_force"),
    ]
    for sent, state in steps:
        assert staff.post(f"{one(mou)}step/", sent, format="json").json()["state"] == state
    answer = staff.post(f"{one(mou)}step/", {"step": "revive"}, format="json")
    assert answer.status_code == 400 and "지금 상태" in str(answer.json())


def test_files_go_in_and_out(staff, speaker):
    mou = MouFactory(counterpart=OrganizationFactory())
    for name, data, status in (("협약서.pdf", pdf(1), 201), ("협약서.pdf", pdf(1), 400), ("가짜.pdf", b"x", 400)):
        answer = staff.post(f"{one(mou)}files/", {"file": SimpleUploadedFile(name, data)}, format="multipart")
        assert answer.status_code == status, answer.json()
    page = f"{one(mou)}files/{mou.files.get().pk}/"
    assert b"".join(speaker(mou.parties.get().organization).get(page).streaming_content) == pdf(1)
    assert speaker(OrganizationFactory()).get(page).status_code == 404
    assert staff.post(f"{page}delete/").json()["files"] == []


def test_a_counterpart_reads_its_own_ones_and_nothing_internal(speaker):
    body, meeting = OrganizationFactory(name_ja="仮想連合会"), MeetingFactory()
    foreign = ClauseFactory(mou=MouFactory(title_ko="남의 협약", counterpart=OrganizationFactory()))
    mou = MouFactory(counterpart=body, meeting=meeting, predecessor=foreign.mou)
    ClauseFactory(mou=mou, number=1, lineage=Lineage.CHANGED, ancestor=foreign)
    services.end_mou(mou=mou, ended_on=date(2026, 1, 1), ended_reason="안쪽 사정", by=UserFactory(staff=True))
    MouFactory(title_ko="초안", counterpart=body, state=MouState.DRAFT, signed_on=None)
    client = speaker(body)
    [row] = client.get(MOUS).json()["results"]
    whole = client.get(one(mou)).json()
    for data in (row, whole):
        assert (data["uid"], data["predecessor"]) == (str(mou.uid), None)
        assert not {"meeting", "ended_reason"} & data.keys()
    assert whole["clauses"][0]["ancestor"] is None
    assert whole["parties"][0]["organization_name"] == "仮想連合会"
    assert client.get(f"{MOUS}?q=남의").json()["results"] == []
    assert client.get(one(foreign.mou)).status_code == 404
    assert client.patch(one(mou), {"title_ko": "갑", "version": 1}, format="json").status_code == 403
    assert client.post(f"{one(mou)}step/", {"step": "revive"}, format="json").status_code == 403
    assert client.post(MOUS, SIGNED, format="json").status_code == 403
