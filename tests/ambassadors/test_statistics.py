"""The tallies are what counting gives, whatever is done to sessions; the page says them, and leads to the rows."""

import random
import re
from collections import Counter
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from ambassadors import services
from ambassadors.activity import activity_of
from ambassadors.enums import SessionState, Topic
from ambassadors.models import AdvisorySession, SessionTopic, Tally
from ambassadors.models.tallies import periods_of
from ambassadors.statistics import Period, Statistics
from exchange.audit.models import Event
from exchange.privacy.enums import Purpose
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import (
    AmbassadorFactory,
    ClientFactory,
    RequestFactory,
    SessionFactory,
    TermFactory,
    consent_text,
)

pytestmark = pytest.mark.django_db
NUMBERS = ("sessions", "minutes", "preparation", "travel", "confirmed", "rated", "stars")


def counted():
    """The slow way: every session looked at."""
    sums = Counter()
    for row in AdvisorySession.objects.counted().prefetch_related("topics"):
        numbers = {
            "sessions": 1, "minutes": row.minutes, "preparation": row.preparation_minutes,
            "travel": row.travel_minutes, "confirmed": row.is_confirmed,
            "rated": row.satisfaction is not None, "stars": row.satisfaction or 0,
        }  # fmt: skip
        keys = [("all", ""), ("ambassador", row.ambassador_id), ("client", row.client_id), ("country", row.country)]
        keys += [("topic", topic.topic) for topic in row.topics.all()]
        for period in periods_of(row.held_on):
            for kind, key in keys:
                for name, number in numbers.items():
                    sums[period, kind, str(key), name] += number
    return {key: number for key, number in sums.items() if number}


def kept():
    rows = Tally.objects.values("period", "kind", "key", *NUMBERS)
    return {(r["period"], r["kind"], r["key"], name): r[name] for r in rows for name in NUMBERS if r[name]}


class Life:
    """A year of sessions, in which anything may happen next."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.by = UserFactory(staff=True)
        self.ambassadors = [AmbassadorFactory(), AmbassadorFactory(country="DE", zone="Europe/Berlin")]
        self.clients = [ClientFactory(), ClientFactory()]
        self.consent = consent_text(Purpose.CASEBOOK)

    def one(self, *states):
        rows = list(AdvisorySession.objects.filter(state__in=states))
        return self.chance.choice(rows) if rows else None

    def some_topics(self):
        return self.chance.sample(list(Topic), self.chance.randint(1, 3))

    def log(self):
        chance = self.chance
        services.log_session(
            submission=uuid4(), ambassador=chance.choice(self.ambassadors),
            client=chance.choice(self.clients), topics=self.some_topics(), submit=chance.random() < 0.7,
            held_on=timezone.localdate() - timedelta(days=chance.randint(1, 360)), mode="video",
            minutes=chance.randint(5, 90), travel_minutes=chance.randint(0, 90), preparation_minutes=5,
            question="?", advice="!", is_free=True, has_no_interest=True, by=self.by, country="",
        )  # fmt: skip

    def submit(self):
        if row := self.one(SessionState.DRAFT):
            services.submit_session(session=row, topics=self.some_topics(), by=self.by)

    def throw_away(self):
        if row := self.one(SessionState.DRAFT):
            services.delete_draft(session=row, by=self.by)

    def correct(self):
        if row := self.one("submitted", "confirmed", "checked", "disputed"):
            facts = {"minutes": row.minutes + 10, "country": "JP", "client": self.chance.choice(self.clients)}
            facts["held_on"] = row.held_on - timedelta(days=self.chance.randint(0, 3))
            services.correct_session(session=row, topics=self.some_topics(), reason="고침", by=self.by, **facts)

    def answer(self):
        if row := self.one("submitted"):
            agrees = self.chance.random() < 0.7
            services.answer_session(
                session=row, agrees=agrees, comment="" if agrees else "아님", link_version=row.link_version,
                satisfaction=self.chance.choice([None, 1, 5]), case_consent=self.consent if agrees else None,
            )  # fmt: skip

    def check(self):
        if row := self.one("submitted", "confirmed"):
            services.check_session(session=row, by=self.by)

    def uncheck(self):
        if row := self.one("checked"):
            services.uncheck_session(session=row, by=self.by)


@pytest.mark.database
@pytest.mark.parametrize("seed", [1, 2])
def test_the_tallies_never_drift_from_what_counting_gives(seed):
    life = Life(seed)
    deeds = [life.log, life.log, life.log, life.submit, life.throw_away, life.correct, life.answer, life.check,
             life.uncheck]  # fmt: skip
    for step in range(70):
        life.chance.choice(deeds)()
        if step % 10 == 9:
            assert kept() == counted()
    assert sum(1 for key in kept() if key[1] == "topic") > 20  # something was counted


@pytest.mark.database
def test_what_is_written_in_bulk_past_the_services_is_counted_too():
    one, other = SessionFactory(held_on=date(2026, 3, 31)), SessionFactory(held_on=date(2026, 4, 1))
    twin = SessionFactory.build(ambassador=one.ambassador, client=one.client, request=None, held_on=date(2026, 4, 2))
    AdvisorySession.objects.bulk_create([twin])
    SessionTopic.objects.bulk_create([SessionTopic(session=twin, topic=each) for each in (Topic.LAW, Topic.PEOPLE)])
    assert kept() == counted()
    AdvisorySession.objects.update(country="DE", minutes=7, held_on=date(2025, 12, 31))
    SessionTopic.objects.filter(topic=Topic.LAW).update(topic=Topic.COMPANY)
    assert kept() == counted() and kept()["2025-Q4", "country", "DE", "minutes"] == 21
    SessionTopic.objects.filter(session=other).delete()
    AdvisorySession.objects.filter(pk=other.pk).update(state=SessionState.DRAFT, submitted_at=None)
    assert kept() == counted() and kept()["2025", "all", "", "sessions"] == 2


def rows_on(page):
    """{first cell: (address, the other cells)} of every table row of the page."""
    found = re.findall(r'<tr><th scope="row"><a href="([^"]*)">(.*?)</a></th>(.*?)</tr>', page)
    return {
        re.sub("<[^>]*>", "", name): (unescape(url), re.findall(r'<td class="n[^"]*">([^<]*)</td>', cells))
        for url, name, cells in found
    }


def test_the_page_counts_what_was_done_in_the_period_and_leads_to_the_rows(client):
    mine = AmbassadorFactory(person__name_ko="김하나")
    here = {"ambassador": mine, "client": ClientFactory(name="가나정밀"), "topics": [Topic.LAW, Topic.COMPANY]}
    SessionFactory(**here, held_on=date(2026, 5, 2), minutes=90, travel_minutes=30, confirmed=True, satisfaction=4)
    SessionFactory(**here, held_on=date(2026, 6, 30), minutes=30)
    SessionFactory(**here, held_on=date(2026, 6, 30), minutes=600, draft=True)
    SessionFactory(ambassador__country="DE", held_on=date(2026, 7, 1), minutes=60, checked=True)
    SessionFactory(ambassador__country="DE", held_on=date(2025, 7, 1))
    client.force_login(UserFactory(executive=True))
    address = reverse("ambassadors:advisory_statistics")

    rows = rows_on(client.get(address, {"period": "2026"}).text)
    assert rows["베트남"][1] == ["2", "2.0", "0.0", "0.5", "50%", "4.0"]
    assert rows["독일"][1] == ["1", "1.0", "0.0", "0.0", "100%", "-"]
    assert rows["법과 제도"][1][0] == rows["가나정밀"][1][0] == rows["김하나"][1][0] == "2"
    assert [rows[f"2026년 {month}월"][1][0] for month in (5, 6, 7)] == ["1", "1", "1"]
    assert rows["2026년 1월"][1] == ["0", "-", "-", "-", "-", "-"]  # a month without any is a row as well
    quarter = rows_on(client.get(address, {"period": "2026-Q2"}).text)
    assert [name for name in quarter if name.startswith("2026")] == ["2026년 4월", "2026년 5월", "2026년 6월"]
    assert "독일" not in quarter and quarter["베트남"][1][0] == "2"
    ever = rows_on(client.get(address, {"period": "all", "by": "country"}).text)
    assert ever["독일"][1][0] == "2" and list(ever) == ["독일", "베트남"]

    for name, (url, cells) in (rows | quarter | ever).items():  # every link shows as many rows as it promises
        assert client.get(url).context["page"].paginator.count == int(cells[0]), name


def test_no_period_is_left_out_and_none_is_shown_before_it_comes():
    him = AmbassadorFactory(terms=False)
    for day in (date(2023, 5, 2), date(2026, 6, 30)):
        SessionFactory(
            ambassador=him, held_on=day, entered_on=day, minutes=60, preparation_minutes=30, travel_minutes=600
        )
    user = UserFactory(staff=True)

    def course(code):
        found = Statistics(user, Period.read(code, None), today=date(2026, 7, 1)).course
        return [(row["name"], row["sessions"]) for row in found]

    assert course("all") == [("2023년", "1"), ("2024년", "0"), ("2025년", "0"), ("2026년", "1")]
    assert [name for name, _number in course("2026")] == [f"2026년 {month}월" for month in range(1, 8)]
    assert len(course("2024")) == 12 and course("2026-06") == []
    whole = Statistics(user, Period.read("2026", None), today=date(2026, 7, 1)).total
    term = TermFactory(ambassador=him, starts_on=date(2026, 1, 1))
    assert whole.hours == f"{activity_of([term])[term.pk].hours:.1f}" == "1.5"  # everywhere the same hours


def test_every_period_has_its_page_and_none_costs_more(client, django_assert_num_queries):
    client.force_login(UserFactory(staff=True))
    address = reverse("ambassadors:advisory_statistics")
    empty = client.get(address, {"period": "2026-11"}).text
    assert "이 기간에는 상담이 없습니다." in empty
    for count in (1, 12):
        for number in range(count):
            SessionFactory(held_on=date(2025, number % 12 + 1, 3), topics=list(Topic))
        with django_assert_num_queries(9):
            client.get(address, {"period": "2025"})
    whole = client.get(address, {"period": "all"}).text
    assert whole.count("모두 보기") == 2  # of thirteen ambassadors and thirteen clients only ten are shown
    for odd in ("2026-13", "2026-Q5", "x", "99999", "2026-1"):
        assert client.get(address, {"period": odd}).status_code == 200


def test_figures_are_not_for_ambassadors(client):
    own = AmbassadorFactory(user=UserFactory(ambassador=True))
    SessionFactory(ambassador=own)
    client.force_login(own.person.user)
    assert client.get(reverse("ambassadors:advisory_statistics")).status_code == 403
    assert client.get(reverse("ambassadors:session_export")).status_code == 403
    assert not Tally.objects.visible_to(own.person.user)


def sheet_of(response):
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


def test_the_spreadsheet_holds_what_the_list_shows_but_no_formula_and_no_contact(client):
    staff = UserFactory(staff=True)
    asked = RequestFactory(assigned_to=AmbassadorFactory(), accepted=True, contact_name="연락 비밀",
                           contact_email="secret@example.com", contact_phone="+82-2-9999-1234")  # fmt: skip
    SessionFactory(
        ambassador=asked.ambassador, request=asked, question="=HYPERLINK(\"http://evil.example\")",
        advice="+82 \x07@SUM(1)", next_step="-2+3", confirmed=True, client_comment="@cmd", satisfaction=5,
        topics=[Topic.LAW, Topic.PEOPLE], minutes=45,
    )  # fmt: skip
    SessionFactory(
        contact_name="연락 비밀", contact_email="secret@example.com", client=ClientFactory(name="=1+1"), country="DE"
    )
    SessionFactory(draft=True, question="초안")
    client.force_login(staff)
    response = client.get(reverse("ambassadors:session_export"))
    rows = sheet_of(response)
    assert len(rows) == 3
    cells = [cell for row in rows for cell in row if isinstance(cell, str)]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert {"'=1+1", "'-2+3", "'@cmd", "법과 제도, 인력"} <= set(cells) and "초안" not in cells
    assert not [cell for cell in cells if "비밀" in cell or "secret" in cell or "9999" in cell]
    assert Event.objects.get(verb="export_sessions").changes == {"rows": 2}

    german = sheet_of(client.get(reverse("ambassadors:session_export"), {"country": "DE"}))
    assert len(german) == 2 and "'=1+1" in german[1]
    assert "xlsx" in response["Content-Disposition"]


@pytest.mark.parametrize("period, days", [
    ("2024-Q1", ("2024-01-01", "2024-03-31")), ("2024-02", ("2024-02-01", "2024-02-29")),
    ("2025", ("2025-01-01", "2025-12-31")), ("2025-Q4", ("2025-10-01", "2025-12-31")),
])  # fmt: skip
def test_a_period_knows_its_first_and_last_day(period, days):
    found = Period.read(period, date(2026, 1, 1))
    assert (found.code, tuple(found.days.values())) == (period, days)
