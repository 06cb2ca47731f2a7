"""The report's chapter of promises."""

from datetime import date

import pytest
from django.urls import reverse

from delegations.documents import build_report
from delegations.models import DelegationMeeting
from exchange.documents.blocks import Heading, Table
from exchange.mous.enums import Obligor, Recurrence
from tests.factories.delegations import DelegationFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.mous import ClauseFactory, CommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def trip():
    trip = DelegationFactory()
    DelegationMeeting.objects.create(delegation=trip, meeting=MeetingFactory())
    return trip


def chapters(tree):
    return [block.text for block in tree.blocks if isinstance(block, Heading) and block.level == 1]


def promised(tree):
    return [block.rows for block in tree.blocks if isinstance(block, Table) and block.role == "promises"]


def test_promises_born_on_the_trip_are_a_chapter(trip):
    meeting = trip.meetings.get()
    body = OrganizationFactory(name_ko="예시 중앙회", name_ja="例示中央会", short_name_ko="", short_name_ja="")
    clause = ClauseFactory(mou__meeting=meeting, text_ko="예시 조항", text_ja="例示条項")
    CommitmentFactory(
        clause=clause, meeting=None, sentence_ko="매년 포럼", sentence_ja="毎年フォーラム",
        recurrence=Recurrence.YEARLY, recurs_from=2025,
    )  # fmt: skip
    CommitmentFactory(
        meeting=meeting, sentence_ko="초청하기로 함", obligor=Obligor.COUNTERPART, counterpart=body,
        due_on=date(2024, 10, 31),
    )  # fmt: skip
    CommitmentFactory(meeting=meeting, sentence_ko="거둔 약속", state="dropped", dropped_reason="예시")
    CommitmentFactory(sentence_ko="다른 자리의 약속")
    korean, japanese = build_report(trip, "ko"), build_report(trip, "ja")
    assert promised(korean) == [
        (
            (("매년 포럼",), ("양측 공동",), ("해마다",)),
            (("초청하기로 함",), ("예시 중앙회",), ("2024. 10. 31.(목)",)),
        )
    ]
    [[first, second]] = promised(japanese)
    assert first == (("毎年フォーラム",), ("双方共同",), ("毎年",))
    assert second[0][0].endswith("초청하기로 함")
    assert second[0][0] != "초청하기로 함"  # a missing Japanese text says so
    assert "약속 사항" in chapters(korean)
    assert "約束事項" in chapters(japanese)


def test_a_trip_without_promises_has_no_such_chapter(trip):
    CommitmentFactory(sentence_ko="다른 자리의 약속")
    assert "약속 사항" not in chapters(build_report(trip, "ko"))


def test_the_overview_fetches_them(trip, as_staff):
    CommitmentFactory(meeting=trip.meetings.get(), sentence_ko="이 출장의 약속")
    CommitmentFactory(sentence_ko="다른 자리의 약속")
    address = reverse("delegations:delegation_promises", args=[trip.slug])
    overview = as_staff.get(trip.get_absolute_url()).text
    assert f'<a href="{address}">' in overview
    assert "이 출장의 약속" not in overview
    for headers, is_page in (({}, True), ({"HX-Request": "true", "HX-Target": "promises"}, False)):
        found = as_staff.get(address, headers=headers).text
        assert "이 출장의 약속" in found
        assert "다른 자리" not in found
        assert ("<html" in found) == is_page
    trip.meeting_links.all().delete()
    assert address not in as_staff.get(trip.get_absolute_url()).text
