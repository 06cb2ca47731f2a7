"""What came of a meeting, as a page of its own and as what the page of the minutes fetches."""

import re

import pytest
from django.urls import reverse

from exchange.meetings.enums import MeetingState
from exchange.mous.enums import EvidenceKind
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory, PointFactory
from tests.factories.mous import CommitmentFactory, EvidenceFactory, MouFactory

pytestmark = pytest.mark.django_db
FETCHED = {"HX-Request": "true", "HX-Target": "outcomes"}


def address(meeting):
    return reverse("meetings:meeting_outcomes", args=[meeting.pk])


def filled(number=1):
    """A meeting with promised and plain lines, a proof and a signing."""
    meeting = MeetingFactory(counterparts=[OrganizationFactory(name_ko="예시 단체")])
    for _ in range(number):
        CommitmentFactory(meeting=meeting, point=PointFactory(meeting=meeting), sentence_ko="여기서 나온 약속")
        proved = CommitmentFactory(sentence_ko="여기서 이행한 약속")
        EvidenceFactory(commitment=proved, kind=EvidenceKind.MEETING, note_ko="", meeting=meeting)
        MouFactory(meeting=meeting, title_ko="여기서 맺은 협약")
        PointFactory(meeting=meeting, text_ko="아직 약속이 아닌 줄")
    return meeting


def test_the_minutes_stand_before_what_came_of_them_is_asked_for(signed_in):
    meeting = filled()
    CommitmentFactory(meeting=MeetingFactory(), sentence_ko="다른 자리의 약속")
    page = signed_in(staff=True).get(meeting.get_absolute_url()).text
    assert "아직 약속이 아닌 줄" in page
    assert "여기서" not in page
    assert f'<a href="{address(meeting)}">' in page  # without a script


def test_each_line_is_given_what_belongs_to_it(signed_in):
    meeting = filled()
    CommitmentFactory(meeting=MeetingFactory(), sentence_ko="다른 자리의 약속")
    promised, plain = meeting.points.all()
    found = signed_in(staff=True).get(address(meeting), headers=FETCHED).text
    parts = dict(re.findall(r'<div hx-swap-oob="beforeend:#([^"]+)">(.*?)</div>', found, re.DOTALL))
    assert set(parts) == {f"point-{promised.pk}", f"point-{plain.pk} .tools"}
    assert promised.commitments.get().get_absolute_url() in parts[f"point-{promised.pk}"]
    assert reverse("mous:commitment_from_point", args=[plain.pk]) in parts[f"point-{plain.pk} .tools"]
    assert [found.count(words) for words in ("여기서 이행한 약속", "여기서 맺은 협약", "다른 자리")] == [1, 1, 0]
    assert "<html" not in found
    read = signed_in(executive=True).get(address(meeting), headers=FETCHED).text
    assert "약속으로" not in read
    assert "여기서 나온 약속" in read


def test_a_page_of_its_own_says_all_of_it(signed_in):
    meeting = filled()
    page = signed_in(staff=True).get(address(meeting)).text
    for words in ("여기서 이행한 약속", "여기서 맺은 협약", "약속 보기", "약속으로", "아직 약속이 아닌 줄"):
        assert words in page
    assert "hx-swap-oob" not in page


def test_a_planned_meeting_is_prepared(signed_in):
    meeting = filled()
    meeting.state = MeetingState.PLANNED
    meeting.save()
    assert "만나기 전에" in signed_in(executive=True).get(address(meeting), headers=FETCHED).text


@pytest.mark.parametrize("number", [1, 4])
def test_it_costs_the_same_however_much_there_is(signed_in, django_assert_num_queries, number):
    staff, meeting = signed_in(staff=True), filled(number)
    with django_assert_num_queries(7):
        staff.get(address(meeting), headers=FETCHED)
    with django_assert_num_queries(8):
        staff.get(address(meeting))
