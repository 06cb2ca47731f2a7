"""The proceedings of an edition: what they say in both languages, what they leave out, and how they are made."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from exchange.documents import definitions, wording
from exchange.documents.blocks import Annexes, Cover, Heading, Photos, Table, Tree
from exchange.documents.models import Document
from exchange.documents.renderers import render
from exchange.meetings.enums import Side
from forums.documents import PROCEEDINGS, build_proceedings, file_name
from forums.models import CoChair, Edition, EditionBody, EditionMeeting, Talk
from tests.documents.pdfs import assert_says, missing_glyphs
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory
from tests.factories.forums import (
    EditionFactory,
    RegistrationFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
    TalkFactory,
)
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory
from tests.factories.mous import CommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = date(2025, 11, 25)


@pytest.fixture
def edition():
    return EditionFactory(
        held=True, series__slug="sample", year=2025, number=2, host_country="JP", starts_on=DAY, seats=(20, 20),
        name_ko="예시 경제 포럼", name_ja="見本経済フォーラム", city_ko="도쿄", city_ja="東京", venue_ko="예시 호텔",
        theme_ko="예시 주제", planned_ours=100, planned_counterpart=200, attended_ours=80, attended_counterpart=120,
    )  # fmt: skip


@pytest.fixture
def full(edition):
    """All that there can be, and of each a look-alike that belongs to another edition."""
    for of, mark in ((edition, ""), (EditionFactory(held=True, year=2025, seats=(20, 20)), "남의 ")):
        fill(of, mark)
    return edition


def fill(edition, mark):
    body = OrganizationFactory(name_ko=f"{mark}예시 중앙회", name_ja="見本中央会", country="JP")
    EditionBody.objects.create(edition=edition, organization=body, role="host")
    speaker = PersonFactory(name_ko=f"{mark}예시연사", name_hanja="例示演士")
    CoChair.objects.create(
        edition=edition, side=Side.COUNTERPART, person=PersonFactory(name_ko=f"{mark}예시의장", name_kana="ギチョウ"),
        title_ko="회장", title_ja="会長",
    )  # fmt: skip
    room = RoomFactory(edition=edition, name_ko=f"{mark}예시 홀", name_ja="見本ホール")
    session = SessionFactory(
        edition=edition, room=room, hour=14, title_ko=f"{mark}세션 하나", title_ja="セッション1", attended_ours=60,
        note_ko=f"□ {mark}나눈 말\n ㅇ 한 단 아래", kind="session",
    )  # fmt: skip
    talk = TalkFactory(session=session, title_ko=f"{mark}예시 발표", title_ja="見本発表")
    SpeakerFactory(talk=talk, person=speaker, side=Side.COUNTERPART, title_ko="당시 부장", title_ja="当時部長")
    SpeakerFactory(talk=talk, person=PersonFactory(name_ko=f"{mark}예시좌장"), role="moderator", title_ko="교수")
    Talk.objects.filter(pk=talk.pk).update(slides_name="slides.pdf", slides_sha256="a" * 64, slides_size=9)
    SessionFactory(edition=edition, hour=16, title_ko=f"{mark}휴식", title_ja="休憩", kind="break")
    meeting = MeetingFactory(
        title_ko=f"{mark}포럼 면담", title_ja="面談", zone="Asia/Tokyo",
        starts_at=datetime(2025, 11, 25, 10, tzinfo=ZoneInfo("Asia/Tokyo")),
    )  # fmt: skip
    EditionMeeting.objects.create(edition=edition, meeting=meeting)
    AttendanceFactory(meeting=meeting, person=speaker, side=Side.COUNTERPART, title_ko="당시 부장")
    point = PointFactory(meeting=meeting, text_ko=f"{mark}함께 조사하기로 함", text_ja="共同調査を行う")
    PointFactory(meeting=meeting, parent=point, order=1, text_ko=f"{mark}조사 시기", text_ja="調査の時期")
    CommitmentFactory(meeting=meeting, point=point, sentence_ko=f"{mark}공동 조사를 한다", sentence_ja="共同調査")
    CommitmentFactory(meeting=meeting, sentence_ko=f"{mark}거둔 약속", state="dropped", dropped_reason="예시")
    RegistrationFactory(edition=edition, side=Side.COUNTERPART)
    RegistrationFactory(edition=edition, cancelled=True)


def chapters(tree):
    return [block.text for block in tree.blocks if isinstance(block, Heading) and block.level == 1]


def table(tree, role):
    [found] = [block for block in tree.blocks if isinstance(block, Table) and block.role == role]
    return found


def test_korean_says_all_of_it_and_nothing_of_another_edition(full):
    tree = build_proceedings(full, "ko")
    assert chapters(tree) == ["개요", "참가 현황", "프로그램", "순서별 내용", "면담", "약속 사항"]
    for words in (
        "예시 경제 포럼\n결과보고", "2025. 11.", "제2회", "2025. 11. 25.(화)", "일본 도쿄 예시 호텔", "예시 주제",
        "예시 중앙회", "예시의장 회장", "300명(한국 측 100명, 일본 측 200명)", "200명(한국 측 80명, 일본 측 120명)",
        "11.25(화) 14:00 ~ 15:00", "예시 홀", "60명(한국 측 60명)",
        "「예시 발표」 예시연사 당시 부장, 좌장 예시좌장 교수",
        "나눈 말", "한 단 아래", "포럼 면담", "함께 조사하기로 함", "조사 시기", "공동 조사를 한다",
        "발표 자료: 예시 발표 (slides.pdf)", "끝.",
    ):  # fmt: skip
        assert words in tree.text, words
    assert "남의" not in tree.text
    assert "거둔 약속" not in tree.text
    assert Tree.from_json(tree.as_json()) == tree
    assert [row[0] for row in table(tree, "schedule").rows] == [("14:00 ~ 15:00",), ("16:00 ~ 17:00",)]
    assert table(tree, "figures").rows == (
        (("계획",), ("100명",), ("200명",), ("300명",)),
        (("참가 신청 확정",), ("0명",), ("1명",), ("1명",)),
        (("실제",), ("80명",), ("120명",), ("200명",)),
        (("세션 하나",), ("60명",), ("-",), ("60명",)),
    )


def test_japanese_names_by_kanji_and_kana_and_marks_what_it_lacks(full):
    tree = build_proceedings(full, "ja")
    lacking = wording.NO_JAPANESE
    for words in (
        "見本経済フォーラム\n結果報告書", "2025年11月25日(火)", "第2回", "日本 東京 " + lacking + "예시 호텔",
        lacking + "예시 주제", "見本中央会", "ギチョウ 会長", "300名(韓国側 100名、日本側 200名)", "見本ホール",
        "例示演士 当時部長", lacking + "예시좌장", lacking + "나눈 말", lacking + "한 단 아래",
        "共同調査を行う", "調査の時期",
        "発表資料: 見本発表 (slides.pdf)", "以上",
    ):  # fmt: skip
        assert words in tree.text, words
    assert len(chapters(tree)) == 6


def test_what_is_not_known_is_not_there():
    edition = EditionFactory(state="proposed", starts_on=None, city_ko="", name_ja="", seats=False, year=2031)
    for language in ("ko", "ja"):
        tree = build_proceedings(edition, language)
        assert len(chapters(tree)) == 1
        assert "None" not in tree.text
        assert not [block for block in tree.blocks if isinstance(block, (Table, Photos))]
        [closing] = [block for block in tree.blocks if isinstance(block, Annexes)]
        assert closing.names == ()
    assert tree.title.startswith(wording.NO_JAPANESE)
    assert "제안" in build_proceedings(edition, "ko").text  # its state


def test_a_sample_says_so_on_its_cover(edition):
    Edition.objects.update(is_sample=True)
    for language, mark in (("ko", "[예시]"), ("ja", "[見本]")):
        [cover] = [block for block in build_proceedings(edition, language).blocks if isinstance(block, Cover)]
        assert cover.title.startswith(mark)


def test_days_of_a_longer_forum_stand_apart(edition):
    Edition.objects.update(ends_on=date(2025, 11, 26))
    SessionFactory(edition=edition)
    second = SessionFactory(edition=edition, title_ko="이튿날")
    type(second).objects.filter(pk=second.pk).update(starts_at=datetime(2025, 11, 26, 0, tzinfo=ZoneInfo("UTC")))
    tree = build_proceedings(edition, "ko")
    assert [block.text for block in tree.blocks if isinstance(block, Heading) and block.level == 2] == [
        "11.25(화)", "11.26(수)",
    ]  # fmt: skip
    assert "09:00 ~ 10:00" in tree.text  # by the clock of the venue


def test_photographs_come_with_their_captions(edition):
    meeting = MeetingFactory()
    EditionMeeting.objects.create(edition=edition, meeting=meeting)
    photo = PhotoFactory(meeting=meeting, caption_ko="악수하는 두 회장", caption_ja="握手")
    [photos] = [block for block in build_proceedings(edition, "ja").blocks if isinstance(block, Photos)]
    assert [(picture.sha256, picture.caption) for picture in photos.pictures] == [(photo.print_sha256, "握手")]


@pytest.mark.parametrize("number", [1, 4])
def test_it_costs_the_same(edition, number, django_assert_num_queries):
    for _n in range(number):
        fill(edition, f"{_n} ")
    with django_assert_num_queries(16):
        build_proceedings(edition, "ko")


def test_the_pages_hold_every_word(full):
    for language, lines in (
        ("ko", "예시 경제 포럼|개요|공식 명칭|참가 현황|프로그램|세션 하나|나눈 말|면담|약속 사항|끝."),
        ("ja", "見本経済フォーラム|概要|公式名称|参加状況|プログラム|例示演士|面談|約束事項|以上"),
    ):
        data = render(build_proceedings(full, language), "pdf")
        assert_says(data, lines.split("|"))
        assert list(missing_glyphs(data)) == []


def test_it_is_named_and_found_by_people(edition):
    definition = definitions.get(PROCEEDINGS)
    assert definition.find("sample-2025") == edition
    for key in ("sample-2024", "sample", "", "sample-٢٠٢٥", f"sample-{'9' * 30}"):
        with pytest.raises(Edition.DoesNotExist):
            definition.find(key)
    assert file_name(edition, "ko") == "2025-11 예시 경제 포럼 결과보고"
    assert file_name(edition, "ja") == "2025-11 見本経済フォーラム 結果報告書"
    assert definition.page(edition) == reverse("forums:edition_proceedings", args=[edition.pk])


def test_writers_make_it_readers_look_and_nobody_else(edition):
    client = Client()
    page, make = definitions.get(PROCEEDINGS).page(edition), [PROCEEDINGS, edition.pk, "ja"]
    for who, status in (({"executive": True}, 403), ({"staff": True}, 302)):
        client.force_login(UserFactory(**who))
        shown = client.get(page, {"language": "ja"})
        assert shown.context["document"].language == "ja"
        assert ("언제든지" in shown.text) == ("staff" in who) != ("담당 실무자가 만들면" in shown.text)
        assert client.post(reverse("documents:document_make", args=make)).status_code == status
    client.force_login(UserFactory(executive=True))
    assert "담당 실무자가 만들면" not in client.get(page, {"language": "ja"}).text  # it is there to be read
    assert client.get(page, {"language": "xx"}).context["document"].language == "ko"
    assert [d.language for d in Document.objects.filter(definition=PROCEEDINGS)] == ["ja"]
    client.force_login(UserFactory(ambassador=True))
    assert client.get(page).status_code == 404
    assert client.post(reverse("documents:document_make", args=make)).status_code in (403, 404)
