"""At the door: a phone, a desk with a scanner, two doors at once; counted once, and strangers learn nothing."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from forums import letters, services
from forums.attendance import came_to
from forums.models import CheckIn
from tests.factories.accounts import UserFactory
from tests.factories.forums import EditionFactory, RegistrationFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def edition():
    return EditionFactory(open=True, seats=(3, 3))


@pytest.fixture
def row(edition):
    return RegistrationFactory(edition=edition, name="예시 참가자 하나", email="one@example.com")


@pytest.fixture
def badge(row):
    return letters.badge_link(row).removeprefix(settings.SITE_URL)


@pytest.fixture
def desk():
    client = Client()
    client.force_login(UserFactory(staff=True))
    return client


def test_a_phone_shows_the_person_and_counts_once(desk, row, badge):
    opened = desk.get(badge)
    assert ("예시 참가자 하나" in opened.content.decode(), opened.context["came"]) == (True, None)
    for _time in range(2):
        again = desk.post(badge, follow=True)
    assert CheckIn.objects.count() == 1
    assert again.context["came"] == CheckIn.objects.get()
    services.change_registration(registration=row, email="other@example.com")  # a badge is printed once
    assert desk.get(badge).status_code == 200
    desk.post(reverse("forums:check_in_undo", args=[again.context["came"].pk]), {"from": "badge"})
    assert not CheckIn.objects.exists()


def test_strangers_learn_nothing(client, row, badge):
    sent = client.get(badge)
    assert sent.status_code == 302
    assert sent.url.startswith(f"{reverse('account_login')}?next={badge[:60]}")  # and back
    for role, code in (("counterpart", 403), ("ambassador", 403), ("executive", 403)):
        client.force_login(UserFactory(**{role: True}))
        answer = client.get(badge)
        assert (answer.status_code, row.name in answer.content.decode()) == (code, False)
        assert client.post(badge).status_code == code
    own = letters.registration_link(row).rpartition("/registered/")[2].rstrip("/")
    client.force_login(UserFactory(staff=True))
    assert client.get(reverse("forums:check_in_badge", args=[own])).status_code == 404
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("mangle", [str, lambda text: text.replace(":", "+").replace("_", "="), "　{}\n".format])
def test_a_scanner_checks_in_at_once(desk, edition, row, badge, mangle):
    page = reverse("forums:edition_check_in", args=[edition.pk])
    typed = mangle(settings.SITE_URL + badge)
    first, again = (desk.post(page, {"q": typed}).context["told"] for _time in range(2))
    assert (first["row"], first["is_first"], again["is_first"]) == (row, True, False)
    assert CheckIn.objects.count() == 1


def test_a_name_at_the_desk(desk, edition, row):
    page = reverse("forums:edition_check_in", args=[edition.pk])
    waits = RegistrationFactory(edition=edition, name="예시 참가자 둘", waiting=True)
    RegistrationFactory(name="예시 참가자 셋")  # of another forum
    found = desk.post(page, {"q": "참가자"}).context["people"]
    assert [each["row"] for each in found] == [waits, row] or [each["row"] for each in found] == [row, waits]
    assert desk.post(page, {"person": row.pk}).context["told"]["is_first"]
    assert "확정된 참가자가 아닙니다" in desk.post(page, {"person": waits.pk}).context["told"]["refusal"]
    assert "선택" not in str(desk.get(page).context["form"]["q"].as_field_group())
    for typed in ("없는 사람", "ㅗㅅ세://", "", f"{settings.SITE_URL}/forums/check-in/{'x' * 40}/"):
        assert desk.post(page, {"q": typed}).context["form"].errors, typed
    stranger = letters.badge_link(RegistrationFactory())
    assert "다른 회차" in desk.post(page, {"q": stranger}).content.decode()
    assert CheckIn.objects.count() == 1


def test_a_door_of_a_session_counts_for_it(desk, edition, row, badge):
    session = SessionFactory(edition=edition)
    page = reverse("forums:edition_check_in", args=[edition.pk])
    assert desk.post(page, {"door": session.pk}, follow=True).context["session"] == session
    assert desk.get(f"{page}?door=").context["session"] == session  # opening a page changes nothing
    desk.post(badge)
    assert came_to(edition) == {None: {"ours": 1}, session.pk: {"ours": 1}}
    assert desk.post(page, {"door": ""}, follow=True).context["session"] is None
    desk.post(badge)
    assert CheckIn.objects.filter(registration=row).count() == 2
    assert came_to(edition)[None] == {"ours": 1}
