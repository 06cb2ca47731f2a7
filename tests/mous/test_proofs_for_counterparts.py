"""What the other side reads of evidence and of answers: enough to know it again, nothing of ours."""

from datetime import date

import pytest
from lxml import html

from exchange.mous import services
from exchange.mous.enums import Answer, EvidenceKind
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.mous import CommitmentFactory, EvidenceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def body():
    return OrganizationFactory(name_ko="예시 단체", name_ja="例示団体", country="JP")


@pytest.fixture
def colleague(client, body):
    user = UserFactory(counterpart=True, language="ja")
    PostFactory(person=PersonFactory(user=user), organization=body)
    client.force_login(user)
    return user


def section(client, promise, name):
    page = html.fromstring(client.get(promise.get_absolute_url()).content.decode())
    return page.xpath(f'//section[@aria-labelledby="{name}-h"]')[0]


def words(part):
    return " ".join(part.xpath("string()").split())


def test_a_meeting_is_named_to_who_sat_in_it_and_a_file_has_somebody_to_ask(client, colleague, body):
    owner = UserFactory(staff=True, name="김예시", email="owner@example.com")
    talk = {"title_ko": "함께한 면담", "title_ja": "同席した面談", "venue_ja": "東京の会場", "summary_ja": "内部の要旨"}
    ours, others = MeetingFactory(counterparts=[body], **talk), MeetingFactory(title_ja="よその面談")
    promise = CommitmentFactory(counterpart=body, meeting=ours, owner=owner, sentence_ja="約束の文")
    for meeting in (ours, others):
        EvidenceFactory(
            commitment=promise, kind=EvidenceKind.MEETING, meeting=meeting, note_ko="", dated_on=date(2025, 1, 1)
        )
    EvidenceFactory(commitment=promise, kind=EvidenceKind.FILE, sha256="a" * 64, file_name="내부자료.pdf", note_ko="")
    shown, origin = words(section(client, promise, "evidence")), words(section(client, promise, "origin"))
    for said in ("同席した面談", "東京の会場", "Kim Yesi", "owner@example.com"):
        assert said in shown, said
    assert "同席した面談" in origin
    for hidden in ("よその面談", "内部の要旨", "内部자료", "내부자료"):
        assert hidden not in shown + origin, hidden
    client.force_login(owner)
    mine = words(section(client, promise, "evidence"))
    assert "내부자료.pdf" in mine
    assert "owner@example.com" not in mine


def test_japanese_comes_first_and_korean_says_what_it_is(client, colleague, body):
    promise = CommitmentFactory(counterpart=body, sentence_ko="약속의 글", sentence_ja="約束の文")
    ours = UserFactory(manager=True, name="김예시")
    services.answer_wording(commitment=promise, answer=Answer.OBJECTED, comment="우리의 의견", by=ours)
    services.answer_wording(commitment=promise, answer=Answer.OBJECTED, comment="当方の意見", by=colleague)
    first, second = section(client, promise, "origin").xpath(".//blockquote")
    assert words(first) == "約束の文"
    assert words(second) == "韓国語 약속의 글"
    assert second.xpath('.//*[@lang="ko"]/text()') == ["약속의 글"]
    answers = section(client, promise, "confirmations")
    assert answers.xpath('.//p[span[text()="韓国語"]]/span[@lang="ko"]/text()') == ["우리의 의견"]
    assert "当方の意見" in words(answers)
    assert "Kim Yesi" in words(answers)
