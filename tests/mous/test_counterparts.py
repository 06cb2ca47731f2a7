"""The pages of promises as the other side reads them: in Japanese, without ways that end before a wall."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from lxml import html

from exchange.meetings.enums import Side
from exchange.mous import services
from exchange.mous.enums import Answer, EvidenceKind, Obligor
from exchange.mous.models import Commitment, Party
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import MeetingFactory, PointFactory
from tests.factories.mous import ClauseFactory, CommitmentFactory, EvidenceFactory, MouFactory, YearlyCommitmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return OrganizationFactory(name_ko="예시 단체", name_ja="例示団体", country="JP")


@pytest.fixture
def colleague(client, body):
    user = UserFactory(counterpart=True)
    PostFactory(person=PersonFactory(user=user), organization=body)
    client.force_login(user)
    return user


def tree(response):
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def section(page, name):
    return " ".join(page.xpath(f'string(//section[@aria-labelledby="{name}-h"])').split())


def test_the_first_page_says_what_waits_and_what_is_owed(client, colleague, body):
    today = timezone.localdate()
    MouFactory(counterpart=body, title_ja="例示協約")
    for obligor in Obligor:
        CommitmentFactory(
            counterpart=body, obligor=obligor, sentence_ja=f"約束 {obligor}", due_on=today + timedelta(days=3)
        )
    answered = CommitmentFactory(counterpart=body, sentence_ja="答えた約束")
    services.answer_wording(commitment=answered, answer=Answer.OBJECTED, comment="違います", by=colleague)
    page = tree(client.get("/"))
    assert "例示団体" in page.xpath("string(//main)")
    waiting, own, ours = (section(page, name) for name in ("waiting", "own", "ours"))
    assert all(f"約束 {obligor}" in waiting for obligor in Obligor)
    assert "答えた約束" not in waiting
    assert ("約束 ours" in own, "約束 counterpart" in own, "約束 joint" in own) == (False, True, True)
    assert ("約束 ours" in ours, "約束 counterpart" in ours, "D-3" in ours) == (True, False, True)
    assert "例示協約" in section(page, "mous")


def test_an_account_that_nobody_linked_is_told_so(client):
    client.force_login(UserFactory(counterpart=True))
    CommitmentFactory(sentence_ja="よその約束")
    page = tree(client.get("/"))
    assert page.xpath('//main//div[contains(@class, "notice")]')
    assert "よその約束" not in page.xpath("string(//main)")


@pytest.mark.parametrize("number", [1, 30])
def test_pages_cost_the_same_for_any_number_of_rows(client, colleague, body, number, django_assert_max_num_queries):
    mou = MouFactory(counterpart=body)
    for _ in range(number):
        promise = CommitmentFactory(counterpart=body, clause=ClauseFactory(mou=mou), meeting=None, mou=mou)
        YearlyCommitmentFactory(counterpart=body, obligor=Obligor.OURS)
        MouFactory(counterpart=body)
    for _ in range(number):
        EvidenceFactory(
            commitment=promise,
            kind=EvidenceKind.MEETING,
            meeting=MeetingFactory(),
            note_ko="",
            dated_on=date(2025, 1, 1),
        )
        services.answer_wording(commitment=promise, answer=Answer.CONFIRMED, by=colleague)
    for path in ("/", "/mous/", mou.get_absolute_url(), "/commitments/", promise.get_absolute_url()):
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200


def test_no_way_ends_before_a_wall(client, colleague, body, staff):
    """Whatever is a link on these pages opens."""
    mou = MouFactory(counterpart=body, predecessor=MouFactory())
    Party.objects.create(mou=mou, side=Side.OURS, organization=OrganizationFactory(), signatory=PersonFactory())
    meeting = MeetingFactory(counterparts=[body])
    promise = services.commit_point(
        point=PointFactory(meeting=meeting), obligor=Obligor.JOINT, owner=staff, by=staff, counterpart=body, mou=mou
    )
    clause = ClauseFactory(mou=mou)
    services.commit_clause(clause=clause, obligor=Obligor.JOINT, owner=staff, by=staff, counterpart=body)
    EvidenceFactory(
        commitment=promise, kind=EvidenceKind.MEETING, meeting=meeting, note_ko="", dated_on=date(2025, 1, 1)
    )
    ways = {"/"}
    lineage = f"{mou.get_absolute_url()}lineage/"
    for path in ("/", "/mous/", "/commitments/", mou.get_absolute_url(), lineage, promise.get_absolute_url()):
        found = tree(client.get(path)).xpath("//main//a/@href")
        ways |= {way.partition("#")[0] for way in found if way.startswith("/")}
    assert {mou.get_absolute_url(), promise.get_absolute_url()} <= ways
    assert [way for way in ways if client.get(way).status_code != 200] == []


def test_what_is_not_yet_in_japanese_says_so(client, colleague, body):
    mou = MouFactory(counterpart=body, title_ko="협약 제목")
    clause = ClauseFactory(mou=mou, text_ko="조항의 글")
    promise = CommitmentFactory(counterpart=body, clause=clause, meeting=None, mou=mou, sentence_ko="약속의 글")
    EvidenceFactory(commitment=promise, note_ko="근거의 글")
    assert not Commitment.objects.exclude(sentence_ja="").exists()
    for path, texts in (
        ("/", ["약속의 글", "협약 제목"]),
        ("/mous/", ["협약 제목"]),
        ("/commitments/", ["약속의 글"]),
        (mou.get_absolute_url(), ["협약 제목", "조항의 글", "약속의 글"]),
        (promise.get_absolute_url(), ["약속의 글", "근거의 글"]),
    ):
        page = tree(client.get(path, headers={"accept-language": "ja"}))
        assert page.get("lang") == "ja"
        for text in texts:
            shown = page.xpath(f'//main//*[@lang="ko"][contains(., "{text}")]')
            assert shown, (path, text)
            marks = [each for each in shown if "日本語" in "".join(each.xpath("string(..)"))]
            assert marks, (path, text)
