"""The programme for everybody: only when it is meant, in three languages, and nothing of people but who speaks."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from forums import services
from forums.models import Edition, Speaker, Talk
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory
from tests.factories.forums import (
    EditionFactory,
    RegistrationFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
    TalkFactory,
    TaskFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def edition():
    """Of two days, public, with a talk and all that nobody outside may see."""
    year = 2027
    edition = EditionFactory(
        year=year, starts_on=date(year, 5, 20), ends_on=date(year, 5, 21), is_programme_public=True, interpreters=1,
        name_en="Sample Forum", note="안에서만 보는 비고",
    )  # fmt: skip
    room = RoomFactory(edition=edition, name_ko="가홀", name_ja="ホールA", name_en="Hall A")
    session = SessionFactory(
        edition=edition, room=room, title_ko="가 세션", title_ja="セッションA", title_en="Session A", note_ko="말한 것",
        interpreters=3,
    )  # fmt: skip
    person = PersonFactory(name_ko="예시 발표자", name_latin="Sample Speaker", email="speaker@example.com", note="비밀")
    slides = {"slides_name": "몰래.pdf", "slides_sha256": "0" * 64}
    talk = TalkFactory(session=session, title_ko="가 발표", title_en="Talk A", **slides)
    SpeakerFactory(talk=talk, person=person, title_ko="회장", title_en="President", role="moderator")
    RegistrationFactory(edition=edition, name="예시 신청자")
    TaskFactory(edition=edition, title_ko="예시 할 일", is_shared=True)
    return edition


def page(edition, language=""):
    return reverse("forums:programme", args=[edition.pk]) + (f"?language={language}" if language else "")


def test_it_opens_only_when_it_is_public_and_announced(client, edition):
    calendar = reverse("forums:programme_calendar", args=[edition.pk])
    staff = UserFactory(staff=True)
    assert client.get(page(edition)).status_code == 200
    switch = reverse("forums:edition_programme_public", args=[edition.pk])
    client.force_login(staff)
    assert page(edition) in client.get(reverse("forums:edition_programme", args=[edition.pk])).content.decode()
    client.post(switch, {"public": "0"})
    assert [client.get(url).status_code for url in (page(edition), calendar)] == [404, 404]
    client.post(switch, {"public": "1"})
    client.logout()
    for state, status in (("proposed", 404), ("agreed", 404), ("announced", 200), ("held", 200), ("cancelled", 404)):
        Edition.objects.filter(pk=edition.pk).update(state=state, state_reason="예시")
        assert client.get(page(edition)).status_code == status
        assert client.get(calendar).status_code == status


def test_three_languages_and_nothing_of_people_but_who_speaks(client, edition, django_assert_num_queries):
    texts = {
        "ko": ("가 세션", "가홀", "한국 측", "회장"),
        "ja": ("セッションA", "ホールA"),
        "en": ("Session A", "Talk A", "President"),
    }
    for language, expected in texts.items():
        with django_assert_num_queries(4):
            response = client.get(page(edition, language))
        html = response.content.decode()
        assert response["Content-Language"] == language
        assert f'lang="{language}"' in html[:200]
        assert [text for text in expected if text not in html] == []
        hidden = ("speaker@example.com", "비밀", "몰래.pdf", "예시 신청자", "예시 할 일", "안에서만", "말한 것", "통역")
        assert [text for text in hidden if text in html] == []
    client.force_login(UserFactory(staff=True))
    assert "Session A" in client.get(page(edition, "en")).content.decode()


def test_what_is_not_translated_is_marked_and_staff_hear_of_it_before_they_publish(client, edition):
    note = "이 언어로 옮기지 않은 글"
    japanese, english = (client.get(page(edition, language)) for language in ("ja", "en"))
    assert '<span lang="ko">가 발표</span>' in japanese.content.decode()
    assert (japanese.context["is_mixed"], english.context["is_mixed"]) == (True, False)
    assert note not in client.get(page(edition, "ko")).content.decode()
    Talk.objects.update(title_ja="発表A", title_en="")
    Speaker.objects.update(title_ja="会長")
    assert not client.get(page(edition, "ja")).context["is_mixed"]
    Edition.objects.update(is_programme_public=False)
    client.force_login(UserFactory(staff=True))
    text = client.get(reverse("forums:edition_programme", args=[edition.pk])).content.decode()
    assert "영어: 1곳(가 발표)" in text
    assert "일본어: " not in text


def test_the_calendar_keeps_its_entries_and_moves_them(client, edition):
    session = edition.sessions.get()
    later = SessionFactory(edition=edition, hour=11, room=session.room, title_ko="나 세션")

    def events():
        data = client.get(reverse("forums:programme_calendar", args=[edition.pk])).content
        return {str(event["SUMMARY"]): event for event in Calendar.from_ical(data).walk("VEVENT")}

    before = events()
    event = before["가 세션"]
    assert event.decoded("DTSTART") == session.starts_at
    assert event["DTSTART"].params["TZID"] == "Asia/Seoul"
    assert event.decoded("DTEND") == session.ends_at
    assert "가홀" in event["LOCATION"]
    assert "10:00 가 발표 - 예시 발표자 (회장)" in event["DESCRIPTION"]
    services.move_session(session=later, place=0, by=UserFactory(staff=True))
    after = events()
    for title in ("가 세션", "나 세션"):
        assert after[title]["UID"] == before[title]["UID"]
        assert after[title]["SEQUENCE"] > before[title]["SEQUENCE"]
    assert after["나 세션"].decoded("DTSTART") == session.starts_at
    assert "speaker@example.com" not in str(after)


def test_a_session_taken_out_of_a_public_programme_is_cancelled_in_calendars(client, edition):
    staff = UserFactory(staff=True)

    def events():
        data = client.get(reverse("forums:programme_calendar", args=[edition.pk])).content
        return {str(event["SUMMARY"]): event for event in Calendar.from_ical(data).walk("VEVENT")}

    def added(title, hour):
        starts_at = edition.sessions.first().starts_at.replace(hour=hour)
        return services.save_session(edition=edition, title_ko=title, starts_at=starts_at, minutes=30, by=staff)

    services.publish_programme(edition=edition, public=True, by=staff)
    shown = added("본 순서", 5)
    before = events()["본 순서"]
    services.delete_session(session=shown, by=staff)
    services.publish_programme(edition=edition, public=False, by=staff)
    services.delete_session(session=added("못 본 순서", 6), by=staff)  # it came and went while nobody looked
    services.publish_programme(edition=edition, public=True, by=staff)
    after = events()
    assert "못 본 순서" not in after and after["가 세션"]["STATUS"] == "CONFIRMED"
    gone = after["본 순서"]
    assert (gone["STATUS"], gone["UID"]) == ("CANCELLED", before["UID"])
    assert gone["SEQUENCE"] > before["SEQUENCE"]
    assert gone.decoded("DTSTART") == before.decoded("DTSTART")
