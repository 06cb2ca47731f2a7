"""What goes along when an edition starts on another day, as the page asks for it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from exchange.audit.models import Event
from exchange.core import zones
from forums import services
from forums.models import Edition
from forums.services.shifting import INSTANTS
from tests.factories.accounts import UserFactory
from tests.factories.forums import EditionFactory, SessionFactory, TalkFactory, TaskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY, WEEK = date(2027, 5, 20), timedelta(days=7)


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def edition():
    opens, closes = (zones.to_instant(date(2027, month, 1), time(9), "Asia/Seoul") for month in (3, 5))
    edition = EditionFactory(starts_on=DAY, registration_opens_at=opens, registration_closes_at=closes)
    TalkFactory(session=SessionFactory(edition=edition))
    TaskFactory(edition=edition, days=-30, due_on=DAY - timedelta(days=30))
    return edition


def plan(edition):
    """(day of the session, days and date of the task, days on which registration opens and closes)"""
    row = Edition.objects.get(pk=edition.pk)
    task = row.tasks.get()
    session = zones.local(row.sessions.get().starts_at, row.zone).date()
    opening = [zones.local(getattr(row, name), row.zone) for name in INSTANTS]
    return session, (task.days, task.due_on), [each.strftime("%m-%d %H:%M") for each in opening]


STOOD = (DAY, (-30, date(2027, 4, 20)), ["03-01 09:00", "05-01 09:00"])
ALL_MOVED = (DAY + WEEK, (-30, date(2027, 4, 27)), ["03-08 09:00", "05-08 09:00"])


def sent(client, address, **more):
    """What the browser sends of the page as it stands, with other days."""
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value for name, value in data.items()}
    day = DAY + WEEK
    data |= {"starts_on": day, "ends_on": day, "version": Edition.objects.get().version}
    data |= {f"{rows}-{name}": "0" for rows in ("bodies", "co_chairs") for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {name: "" if value is None else value for name, value in data.items()} | more


def test_the_page_asks_what_goes_along_and_takes_all_or_what_is_ticked(client, staff, edition):
    address = reverse("forums:edition_edit", args=[edition.pk])
    asked = client.post(address, sent(client, address))
    assert "아직 저장하지 않았습니다." in asked.text and "7일 뒤로" in asked.text
    assert [box.choice_label for box in asked.context["move"].form["moves"]] == [
        "순서 1, 발표 1", "준비 할 일 1", "참가 신청 기간",
    ]  # fmt: skip
    assert all(box.data["selected"] for box in asked.context["move"].form["moves"])
    assert plan(edition) == STOOD
    ticked = {"move-shift": "7", "move-moves": ["programme", "tasks", "opening"]}
    assert client.post(address, sent(client, address, **ticked)).status_code == 302
    assert plan(edition) == ALL_MOVED
    assert Event.objects.about(edition).get(verb="change_edition").changes["moved"]["ko"] == (
        "순서 1, 발표 1, 준비 할 일 1, 참가 신청 기간: +7일"
    )


def test_what_is_not_ticked_stays_on_its_day_and_what_is_typed_anew_is_meant(client, staff, edition):
    address = reverse("forums:edition_edit", args=[edition.pk])
    typed = {"move-shift": "7", "move-moves": ["opening"], "registration_closes_at": "2027-05-15T18:00"}
    assert client.post(address, sent(client, address, **typed)).status_code == 302
    assert plan(edition) == (DAY, (-37, date(2027, 4, 20)), ["03-08 09:00", "05-15 18:00"])


def test_a_task_that_would_lie_too_far_off_moves_nothing(staff, edition):
    edition.tasks.update(days=-729, due_on=DAY - timedelta(days=729))
    stood = plan(edition)
    with pytest.raises(ValidationError, match="예시 할 일"):
        services.change_edition(
            edition=edition, starts_on=DAY + WEEK, ends_on=DAY + WEEK, moves=["programme"], by=staff
        )
    assert plan(edition) == stood
