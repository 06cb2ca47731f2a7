"""The next edition from the last one: what is taken over, what never is, and nothing before it was seen."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from exchange.audit.models import Event
from exchange.core import zones
from exchange.meetings.enums import Side
from forums import services
from forums.enums import BodyRole, EditionState
from forums.models import CheckIn, EditionBody, Invitation, Registration, Speaker
from forums.naming import counted_up, number_in, ordinal
from forums.succession import PARTS, plan_next, proposed
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.forums import (
    EditionFactory,
    InvitationFactory,
    RegistrationFactory,
    RoomFactory,
    SeriesFactory,
    SessionFactory,
    SpeakerFactory,
    TalkFactory,
    TaskFactory,
)

LAST, NEXT = 2031, 2032  # both ahead of any clock this runs by
USUAL = ("programme", "tasks", "texts", "bodies", "co_chairs", "seats", "opening")
database = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def source():
    """Held in Tokyo, with one of everything that may be taken over and of everything that never is."""
    source = EditionFactory(
        year=LAST, number=2, host_country="JP", held=True, seats=(100, 200), starts_on=date(LAST, 11, 25), ends_on=None,
        name_ko=f"제2회 {LAST} 예시 포럼", name_ja=f"第2回 {LAST} 見本フォーラム", name_en=f"2nd Sample Forum {LAST}",
        text_ko=f"{LAST}년 예시 안내", theme_ko="예시 주제", venue_ko="예시 도쿄 회관", city_ko="도쿄", interpreters=3,
        attended_ours=90, attended_counterpart=110, note="예시 메모", is_programme_public=True,
        registration_opens_at=datetime(LAST, 9, 1, 0, 0, tzinfo=UTC),
    )  # fmt: skip
    for country, role in (("JP", "host"), ("KR", "host"), ("JP", "patron"), ("KR", "patron")):
        body = OrganizationFactory(name_ko=f"가상 {country} {role}", country=country)
        EditionBody.objects.create(edition=source, organization=body, role=role)
    room = RoomFactory(edition=source, name_ko="예시 홀")
    session = SessionFactory(edition=source, room=room, title_ko=f"{LAST} 예시 순서", note_ko="예시 기록", hour=14)
    talk = TalkFactory(session=session, title_ko="예시 지난 발표", slides_name="old.pdf", language="ja", minutes=25)
    SpeakerFactory(talk=talk, person=PersonFactory(name_ko="가상 발표자"))
    TaskFactory(edition=source, title_ko="예시 할 일", days=-90, done_at=datetime(LAST, 8, 1, tzinfo=UTC),
                done_by=UserFactory(staff=True))  # fmt: skip
    InvitationFactory(edition=source)
    guest = RegistrationFactory(edition=source, name="예시 지난 참가자")
    CheckIn.objects.create(registration=guest, at=datetime(LAST, 11, 25, tzinfo=UTC), by=UserFactory(staff=True))
    return source


def plan_of(source, parts=USUAL, **chosen):
    facts = proposed(source, this_year=NEXT) | {"break_reason": ""} | chosen
    return plan_next(source, parts=parts, **facts)


def cloned(source, **chosen):
    return services.clone_edition(source=source, plan=plan_of(source, **chosen), by=UserFactory(staff=True))[0]


class TestWhatIsWritten:
    pytestmark = database

    def test_the_frame_is_taken_over_on_the_other_side_of_the_sea(self, source):
        edition = cloned(source)
        assert (edition.year, edition.host_country, edition.zone, edition.state) == (
            NEXT,
            "KR",
            "Asia/Seoul",
            "proposed",
        )
        assert (edition.number, edition.name_ko) == (3, f"제3회 {NEXT} 예시 포럼")
        assert (edition.name_ja, edition.name_en) == (f"第3回 {NEXT} 見本フォーラム", f"3rd Sample Forum {NEXT}")
        assert (edition.starts_on, edition.starts_on.weekday()) == (date(NEXT, 11, 23), source.starts_on.weekday())
        assert (edition.text_ko, edition.interpreters) == (f"{NEXT}년 예시 안내", 3)
        assert [(body.role, body.organization.name_ko) for body in edition.bodies.all()] == [
            (BodyRole.HOST, "가상 KR host"), (BodyRole.HOST, "가상 JP host"),
            (BodyRole.PATRON, "가상 KR patron"), (BodyRole.PATRON, "가상 JP patron"),
        ]  # fmt: skip
        assert dict(edition.quotas.values_list("side", "seats")) == {Side.OURS: 200, Side.COUNTERPART: 100}
        session = edition.sessions.get()
        assert zones.local(session.starts_at, edition.zone).isoformat() == f"{NEXT}-11-23T14:00:00+09:00"
        assert (session.room.name_ko, session.room.edition, session.title_ko) == (
            "회의장 1",  # another venue has halls of its own
            edition,
            f"{NEXT} 예시 순서",
        )
        talk = session.talks.get()
        assert (talk.title_ko, talk.minutes, talk.language) == ("발표 1", 25, "ja")
        task = edition.tasks.get()
        assert (task.due_on, task.is_done) == (date(NEXT, 8, 25), False)
        assert Event.objects.about(edition).filter(verb="clone_edition").count() == 1

    def test_people_and_what_came_of_it_stay_behind(self, source):
        edition = cloned(source, parts=PARTS)
        assert not Registration.objects.filter(edition=edition).exists()
        assert not Invitation.objects.filter(edition=edition).exists()
        assert not CheckIn.objects.filter(registration__edition=edition).exists()
        assert (edition.attended, edition.note, edition.venue_ko, edition.city_ko) == (None, "", "", "")
        assert (edition.is_programme_public, edition.link_version, edition.held_at) == (False, 1, None)
        session = edition.sessions.get()
        assert (session.note_ko, session.talks.get().slides_name) == ("", "")
        assert source.registrations.count() == source.invitations.count() == 1
        assert session.talks.get().speakers.get().person.name_ko == "가상 발표자"  # asked for: PARTS holds them
        assert session.talks.get().title_ko == "예시 지난 발표"

    def test_speakers_come_only_when_asked_for(self, source):
        edition = cloned(source)
        assert not Speaker.objects.filter(talk__session__edition=edition).exists()

    @pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin"])
    def test_the_hours_are_those_of_the_new_clock(self, source, zone):
        edition = cloned(source, zone=zone, starts_on=date(NEXT, 7, 7))
        assert f"{zones.local(edition.sessions.get().starts_at, zone):%m-%d %H:%M}" == "07-07 14:00"
        assert f"{zones.local(edition.registration_opens_at, zone):%m-%d %H:%M}" == "04-13 09:00"

    def test_an_hour_that_the_new_clock_skips_is_said(self, source):
        source.sessions.update(starts_at=datetime(LAST, 11, 24, 17, 30, tzinfo=UTC))  # 02:30 in Tokyo
        with pytest.raises(ValidationError, match="없는 시각"):
            plan_of(source, zone="America/Los_Angeles", starts_on=date(NEXT, 3, 14))

    def test_a_co_chair_has_the_title_of_that_day(self, source):
        chair = PersonFactory(name_ko="가상 의장")
        PostFactory(person=chair, title_ko="예시 부회장", since=date(2020, 1, 1), until=date(LAST, 12, 31))
        PostFactory(person=chair, title_ko="예시 회장", since=date(NEXT, 1, 1))
        source.co_chairs.create(side=Side.OURS, person=chair, title_ko="예시 부회장")
        assert cloned(source).co_chairs.get().title_ko == "예시 회장"

    def test_the_work_of_the_host_goes_to_the_new_host_and_nothing_of_ours_is_shared(self, source):
        owner, gone = UserFactory(staff=True), UserFactory(staff=True, deactivated=True)
        shared = {"edition": source, "is_shared": True}
        TaskFactory(title_ko="예시 회의장 예약", side="counterpart", **shared)  # of Tokyo, the host
        TaskFactory(title_ko="예시 명단", title_ja="名簿の送付", side="ours", owner=owner, **shared)  # of the guest
        TaskFactory(title_ko="일본 측 예시 발표자", side="counterpart", **shared)
        TaskFactory(title_ko="상대 기관에 예시 공문", side="ours", owner=gone, **shared)
        TaskFactory(edition=source, title_ko="예시 내부 결재", owner=owner)
        tasks = {task.title_ko: (task.side, task.owner) for task in cloned(source).tasks.select_related("owner")}
        assert tasks == {
            "예시 할 일": ("ours", None),
            "예시 회의장 예약": ("ours", None),
            "예시 명단": ("counterpart", None),
            "일본 측 예시 발표자": ("counterpart", None),
            "상대 기관에 예시 공문": ("ours", None),
            "예시 내부 결재": ("ours", owner),
        }

    def test_the_next_one_of_a_sample_is_no_sample(self, source):
        type(source).objects.filter(pk=source.pk).update(is_sample=True)
        source.refresh_from_db()
        assert cloned(source).is_sample is False

    def test_twice_pressed_is_one_edition_and_a_broken_plan_writes_nothing(self, source):
        plan, user = plan_of(source), UserFactory(staff=True)
        first = services.clone_edition(source=source, plan=plan, by=user)
        assert services.clone_edition(source=source, plan=plan, by=user) == (first[0], False)
        assert first[0].tasks.count() == 1
        bad = plan_of(source, year=NEXT + 1, starts_on=date(NEXT + 1, 5, 5), host_country="JP", zone="Asia/Tokyo")
        bad.sessions[0]["talks"][0]["minutes"] = 9999  # longer than its session: the database refuses
        with pytest.raises(IntegrityError, match="talk_outside_session"):
            services.clone_edition(source=source, plan=bad, by=user)
        assert not source.series.editions.filter(year=NEXT + 1).exists()

    def test_a_forum_that_stays_at_home_keeps_its_place_and_its_seats(self):
        home = EditionFactory(
            series=SeriesFactory(alternates=False), year=LAST, held=True, venue_ko="예시 제주 회관", seats=(300, 20)
        )
        edition = cloned(home)
        assert (edition.host_country, edition.venue_ko) == ("KR", "예시 제주 회관")
        assert dict(edition.quotas.values_list("side", "seats")) == {Side.OURS: 300, Side.COUNTERPART: 20}


class TestPage:
    pytestmark = database

    @pytest.fixture
    def asked(self, client, source):
        client.force_login(UserFactory(staff=True))
        return client, reverse("forums:edition_clone", args=[source.pk])

    @staticmethod
    def shown(response, **changes):
        values = {bound.html_name: bound.value() for bound in response.context["form"]}
        return {name: value for name, value in (values | changes).items() if value not in (None, "")}

    def test_nothing_is_written_before_it_was_seen(self, asked, source):
        client, address = asked
        typed = self.shown(client.get(address))
        assert (typed["year"], typed["host_country"], typed["name_ko"]) == (NEXT, "KR", f"제3회 {NEXT} 예시 포럼")
        preview = client.post(address, typed)
        text = preview.content.decode()
        for line in ("발표 1", "예시 할 일", "주최 가상 KR host", "14:00", f"{NEXT} 예시 순서", "회의장 1"):
            assert line in text
        assert "예시 지난 참가자" not in text
        assert not source.series.editions.filter(year=NEXT).exists()
        confirmed = typed | {"confirm": "1", "digest": preview.context["plan"].digest}
        assert (
            "미리 본 뒤에 내용이 달라졌습니다" in client.post(address, confirmed | {"seats_ours": 7}).content.decode()
        )
        TaskFactory(edition=source, title_ko="예시 새 할 일", days=-5)
        assert "미리 본 뒤에 내용이 달라졌습니다" in client.post(address, confirmed).content.decode()
        assert not source.series.editions.filter(year=NEXT).exists()
        confirmed["digest"] = client.post(address, typed).context["plan"].digest
        made = client.post(address, confirmed)
        edition = source.series.editions.get(year=NEXT)
        assert made["Location"] == client.post(address, confirmed)["Location"] == edition.get_absolute_url()
        assert edition.tasks.count() == 2

    def test_what_nobody_touched_follows_the_year_and_the_host(self, asked, source):
        client, address = asked
        typed = self.shown(client.get(address))
        later = client.post(address, typed | {"year": NEXT + 1, "host_country": "JP"})
        assert "break_reason" in later.context["form"].errors  # one after the other in Japan
        chosen = typed | {"year": NEXT + 1, "host_country": "JP", "break_reason": "예시 사유", "name_en": "My own name"}
        plan = client.post(address, chosen).context["plan"]
        assert (plan.facts["name_ko"], plan.facts["name_en"]) == (f"제3회 {NEXT + 1} 예시 포럼", "My own name")
        assert (plan.facts["zone"], plan.seats) == ("Asia/Tokyo", {"ours": 100, "counterpart": 200})
        assert plan.facts["starts_on"] == date(NEXT + 1, 11, 22)

    def test_only_what_there_is_is_offered(self, asked, source):
        client, address = asked
        offered = [value for value, _label in client.get(address).context["form"].fields["parts"].choices]
        assert offered == ["programme", "speakers", "tasks", "texts", "theme", "bodies", "seats", "opening"]
        type(source).objects.update(registration_opens_at=None, theme_ko="")
        source.tasks.all().delete()
        form = client.get(address).context["form"]
        kept = ["programme", "speakers", "texts", "bodies", "seats"]
        assert [value for value, _label in form.fields["parts"].choices] == kept
        assert form["parts"].value() == [part for part in kept if part != "speakers"]

    def test_faults_stand_at_their_fields(self, asked, source):
        client, address = asked
        EditionFactory(series=source.series, year=NEXT, host_country="KR", state=EditionState.PROPOSED)
        typed = self.shown(client.get(address))
        assert typed["year"] == NEXT + 1
        assert "year" in client.post(address, typed | {"year": NEXT}).context["form"].errors
        response = client.post(address, typed | {"starts_on": ""})
        assert "starts_on" in response.context["form"].errors
        assert response.context["plan"] is None
        for nonsense in ("30000", "1", "0", "abc", "-5", "99999999999999999999"):
            wrong = client.post(address, typed | {"year": nonsense, "shown_year": nonsense, "confirm": "1"})
            assert "year" in wrong.context["form"].errors


# --- names -----------------------------------------------------------------------------------------


def test_names_count_up_where_they_hold_year_or_number():
    up = {"year": 2025, "to_year": 2026, "number": 1, "to_number": 2}
    assert counted_up("제1회 2025 한일 포럼(제11회 통합)", **up) == "제2회 2026 한일 포럼(제11회 통합)"
    assert counted_up("第1回 日韓フォーラム2025", **up) == "第2回 日韓フォーラム2026"
    assert counted_up("First Policy Forum", **up) == "Second Policy Forum"
    assert counted_up("The 1st Forum, 21st century", **up) == "The 2nd Forum, 21st century"
    assert counted_up("예시 12025호", **up) == "예시 12025호"
    assert counted_up("Twelfth Forum", year=2025, to_year=2026, number=12, to_number=13) == "13th Forum"
    assert (number_in("예시", "第 7 回 見本"), number_in("예시")) == (7, None)


@given(st.integers(1, 300))
def test_ordinals_end_as_they_are_said(number):
    said = ordinal(number)
    assert int(said[:-2]) == number
    assert said.endswith("th") == (number % 10 not in {1, 2, 3} or number % 100 in {11, 12, 13})
