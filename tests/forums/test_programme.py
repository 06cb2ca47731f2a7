"""The programme as staff write it: times as typed, talks that follow each other, what clashes, order, slides."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.core import content, zones
from exchange.directory.enums import Country
from forums import services
from forums.models import Session, Speaker, Talk
from forums.slides import kept_slides
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.forums import (
    EditionFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
    TalkFactory,
)
from tests.meetings import samples

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def edition():
    return EditionFactory(interpreters=2, host_country="JP")


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


def url(name, row):
    return reverse(f"forums:{name}", args=[row.pk])


def read(client, edition):
    return client.get(url("edition_programme", edition)).content.decode()


def clock(session):
    return f"{zones.local(session.starts_at, session.edition.zone):%H:%M}"


def speakers(*rows, count=None):
    """As the browser sends the rows of speakers."""
    sent = {"speakers-TOTAL_FORMS": count or len(rows), "speakers-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        filled = {"id": "", "role": "speaker", "side": "", "title_ko": "", "title_ja": "", "title_en": ""} | row
        sent |= {f"speakers-{number}-{name}": value for name, value in filled.items()}
    return sent


def test_a_session_is_typed_by_day_and_clock_and_refused_where_it_cannot_be(client, staff, edition):
    room, foreign = RoomFactory(edition=edition), RoomFactory()
    typed = {
        "kind": "session", "title_ko": "예시 세션", "day": edition.starts_on, "starts": "1430", "ends": "15시 20분",
        "room": room.pk, "interpreters": "2",
    }  # fmt: skip
    add = url("session_add", edition)
    for wrong, message in (
        ({"ends": "14:00"}, "마치는 시각이 시작 시각보다 빠르거나 같습니다."),
        ({"starts": "저녁"}, "시각을 16:10 또는 1610처럼"),
        ({"day": edition.starts_on + timedelta(days=9)}, "포럼이 열리는 날이 아닙니다."),
        ({"room": foreign.pk}, "올바르게 선택해 주세요"),
    ):
        html = client.post(add, typed | wrong).content.decode()
        assert message in html
        assert 'value="예시 세션"' in html
    assert not edition.sessions.exists()
    client.post(add, typed)
    session = edition.sessions.get()
    assert (clock(session), session.minutes, session.room, session.interpreters) == ("14:30", 50, room, 2)
    proposed = client.get(add).content.decode()
    assert 'value="15:20"' in proposed

    edit, version = url("session_edit", session), {"version": session.version}
    TalkFactory(session=session, minutes=45)
    html = client.post(edit, typed | version | {"ends": "15:00"}).content.decode()
    assert "45분" in html
    assert "30분보다 깁니다" in html
    assert client.post(edit, typed | version | {"title_ko": "먼저"}).status_code == 302
    overtaken = client.post(edit, typed | version | {"title_ko": "나중"})
    assert overtaken.status_code == 409
    assert "먼저" in overtaken.content.decode()
    client.post(url("session_delete", session))
    assert not Talk.objects.exists()


def test_a_talk_takes_the_place_and_title_of_the_day(client, staff, edition):
    session = SessionFactory(edition=edition, minutes=40)
    body = OrganizationFactory(name_ko="예시 일본 단체", name_ja="見本団体", country=Country.JP)
    person = PersonFactory(name_ko="예시 발표자", name_kana="ミホン")
    PostFactory(person=person, organization=body, title_ko="회장", title_ja="会長", since=date(edition.year, 1, 1))
    PostFactory(
        person=person, organization=body, title_ko="과장", title_ja="課長", until=date(edition.year - 1, 12, 31)
    )
    typed = {"title_ko": "예시 발표", "minutes": "50", "language": "ja", "needs_interpreter": "on"}
    who = speakers({"person": "예시 발표자"})
    add = url("talk_add", session)
    html = client.post(add, typed | who).content.decode()
    assert "50분으로, 이 순서의 40분보다 깁니다" in html
    assert 'value="예시 발표자' in html
    filled = client.post(add, typed | who | {"introduce": "1"}).content.decode()
    assert "예시 일본 단체 회장" in filled
    assert "見本団体 会長" in filled
    assert not Talk.objects.exists()
    client.post(add, typed | who | {"minutes": "30"})
    speaker = Speaker.objects.get()
    assert (speaker.side, speaker.title_ko, speaker.title_ja) == ("counterpart", "예시 일본 단체 회장", "見本団体 会長")
    own = speakers({"id": speaker.pk, "person": "예시 발표자", "side": "ours", "title_ko": "고문"})
    client.post(url("talk_edit", speaker.talk), typed | own | {"minutes": "30", "version": speaker.talk.version})
    speaker.refresh_from_db()
    assert (speaker.side, speaker.title_ko, speaker.title_ja) == ("ours", "고문", "")
    html = client.post(url("talk_add", session), typed | speakers({"person": "없는 사람"})).content.decode()
    assert "맞는 기록이 없습니다" in html


def test_what_clashes_is_said_beside_the_rows_and_above(client, staff, edition, django_assert_num_queries):
    hall, other = RoomFactory(edition=edition, name_ko="가홀"), RoomFactory(edition=edition, name_ko="나홀")
    first = SessionFactory(edition=edition, room=hall, interpreters=2, title_ko="가 세션")
    second = SessionFactory(edition=edition, room=other, interpreters=1, title_ko="나 세션")
    third = SessionFactory(edition=edition, room=hall, hour=9, minutes=90, title_ko="다 세션")
    person = PersonFactory(name_ko="예시 바쁜 분")
    SpeakerFactory(talk=TalkFactory(session=first, title_ko="가 발표", order=0), person=person)
    SpeakerFactory(talk=TalkFactory(session=second, title_ko="나 발표", order=0), person=person)
    SpeakerFactory(talk=TalkFactory(session=second, title_ko="뒤 발표", order=1), person=person)
    TalkFactory(session=third, needs_interpreter=True)
    late = SessionFactory(edition=edition, hour=12, title_ko="밖 세션")
    Session.objects.filter(pk=late.pk).update(starts_at=late.starts_at + timedelta(days=2))
    with django_assert_num_queries(6):
        html = read(client, edition)
    assert "살펴볼 곳" in html
    assert "예시 바쁜 분 님이 같은 시간에 두 곳에 잡혀 있습니다: ‘가 발표’, ‘나 발표’" in html
    assert "다른 곳에도 잡혀 있습니다: ‘가 발표’(10:00~10:20)" in html
    assert "‘뒤 발표’" not in html
    assert "가홀에서 두 순서의 시간이 겹칩니다: ‘다 세션’, ‘가 세션’" in html
    assert "10:00~11:00 통역사가 3명 필요한데 2명뿐입니다." in html
    assert "통역이 필요한 발표가 1건 있는데 통역사가 없습니다: ‘다 세션’" in html
    assert "포럼이 열리는 날이 아닙니다: ‘밖 세션’" in html
    assert "기간 밖" in html
    client.force_login(UserFactory(executive=True))
    seen = read(client, edition)
    assert "살펴볼 곳" in seen
    assert url("session_edit", first) not in seen


def test_rows_move_by_buttons_and_the_times_follow(client, staff, edition):
    first, second = (SessionFactory(edition=edition, hour=hour, minutes=40) for hour in (10, 11))
    talks = [TalkFactory(session=first, order=n, title_ko=f"발표 {n}") for n in range(2)]
    html = read(client, edition)
    assert html.index("발표 0") < html.index("발표 1")
    client.post(url("talk_move", talks[1]), {"place": "0", "session": ""})
    html = read(client, edition)
    assert html.index("발표 1") < html.index("발표 0")
    moved = client.post(url("session_move", second), {"place": "0"}, headers={"hx-request": "true"}).content.decode()
    assert "10:00에 시작합니다" in moved
    for session in (first, second):
        session.refresh_from_db()
    assert (clock(second), clock(first)) == ("10:00", "11:00")

    long = TalkFactory(session=second, minutes=30)
    refused = client.post(
        url("talk_move", long), {"place": "0", "session": first.pk}, headers={"hx-request": "true"}
    ).content.decode()
    assert "길어" in refused or "깁니다" in refused
    long.refresh_from_db()
    assert long.session == second
    elsewhere = SessionFactory()
    client.post(url("talk_move", talks[0]), {"place": "0", "session": elsewhere.pk})
    for nonsense in ("", "-1", "x", "9" * 30):
        assert client.post(url("talk_move", talks[0]), {"place": nonsense, "session": nonsense}).status_code == 302
    assert set(first.talks.all()) == set(talks)


def test_a_form_that_shows_the_time_before_a_move_is_told(client, staff, edition):
    first, second = (SessionFactory(edition=edition, hour=hour, minutes=40) for hour in (10, 11))
    services.move_session(session=second, place=0, by=UserFactory(staff=True))
    sent = {
        "kind": "session", "title_ko": "고친 제목", "day": edition.starts_on, "starts": "10:00", "ends": "10:40",
        "version": first.version,
    }  # fmt: skip
    told = client.post(url("session_edit", first), sent)
    assert told.status_code == 409
    assert "고친 제목" in told.content.decode()
    first.refresh_from_db()
    assert clock(first) == "11:00"
    assert client.post(url("session_edit", first), sent | {"version": first.version}).status_code == 302


def test_rooms_are_written_in_their_order(client, staff, edition):
    gone = RoomFactory(edition=edition, name_ko="예시 옛 홀")
    session = SessionFactory(edition=edition, room=gone)
    sent = {"rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 0, "version": edition.version}
    for number, name in enumerate(("나홀", "나홀")):
        sent |= {f"rows-{number}-name_ko": name, f"rows-{number}-name_ja": "ホール", f"rows-{number}-name_en": ""}
    assert "같은 이름의 회의장" in client.post(url("edition_rooms", edition), sent).content.decode()
    client.post(url("edition_rooms", edition), sent | {"rows-1-name_ko": "가홀"})
    assert [room.name_ko for room in edition.rooms.all()] == ["나홀", "가홀"]
    session.refresh_from_db()
    assert session.room is None


def test_slides_are_examined_kept_and_given_to_whom_the_programme_is(client, staff, edition):
    talk = TalkFactory(session=SessionFactory(edition=edition))
    edit, slides = url("talk_slides_edit", talk), url("talk_slides", talk)

    def send(name, data, **facts):
        return client.post(edit, {"upload": SimpleUploadedFile(name, data), **facts})

    assert "올릴 수 없는 종류" in send("예시.exe", b"MZ").content.decode()
    assert "깨져서" in send("예시.pdf", samples.pdf()[:100]).content.decode()
    assert client.get(slides).status_code == 404
    send("예시 발표.pdf", samples.pdf())
    response = client.get(slides)
    assert b"".join(response.streaming_content) == samples.pdf()
    assert response["Content-Disposition"].startswith("attachment")
    talk.refresh_from_db()
    assert list(kept_slides()) == [talk.slides_sha256]
    assert talk.slides_sha256 in content.referenced()
    client.post(edit, {"public": "on"})
    talk.refresh_from_db()
    assert talk.is_slides_public
    assert talk.slides_name == "예시 발표.pdf"
    client.logout()
    assert client.get(slides).status_code == 404  # the programme is not public
    services.publish_programme(edition=edition, public=True, by=staff)
    assert b"".join(client.get(slides).streaming_content) == samples.pdf()
    Talk.objects.update(is_slides_public=False)
    assert client.get(slides).status_code == 404
    client.force_login(staff)
    client.post(edit, {"remove": "1"})
    assert not list(kept_slides())


def test_the_counterpart_reads_the_programme_of_its_forum_in_japanese(client, edition):
    user = UserFactory(counterpart=True, language="ja")
    PostFactory(person=PersonFactory(user=user), organization=edition.series.counterpart)
    session = SessionFactory(edition=edition, title_ko="제목만 한국어", interpreters=5)
    SpeakerFactory(talk=TalkFactory(session=session, title_ko="발표", title_ja="見本発表"), title_ja="会長")
    foreign = SessionFactory(edition__series__counterpart=OrganizationFactory(), title_ko="남의 순서")
    client.force_login(user)
    html = read(client, edition)
    assert "見本発表" in html
    assert "日本語なし" in html
    assert url("session_edit", session) not in html
    assert client.get(url("edition_programme", foreign.edition)).status_code == 404
    for name in ("session_edit", "session_delete", "talk_add"):
        assert client.get(url(name, session)).status_code == 403
        assert client.get(url(name, foreign)).status_code == 404
