"""/admin/ is a window for administrators, not a second door to the data."""

import pytest
from django.contrib import admin
from django.urls import reverse

from exchange.accounts.models import User
from exchange.audit.models import Event
from exchange.audit.services import record
from exchange.notices.models import Mail, RuleRun
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory

pytestmark = pytest.mark.django_db

USERS, EVENTS = "/admin/accounts/user/", "/admin/audit/event/"


def test_sign_in_of_the_administration_is_the_portals(client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/login/?next=/admin/"
    assert (
        client.get("/admin/login/?next=/admin/audit/event/")["Location"] == "/accounts/login/?next=/admin/audit/event/"
    )
    assert client.post("/admin/login/", {"username": "x", "password": "y"})["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("role", ["staff", "manager", "executive", "ambassador", "counterpart"])
def test_nobody_else_enters(role, client):
    client.force_login(UserFactory(**{role: True}, language="ko"))
    for address in ("/admin/", USERS, EVENTS):
        response = client.get(address, follow=True)
        assert response.status_code == 403
        assert "권한이 없습니다" in response.content.decode()


def test_administrator_reads_accounts_and_events(as_administrator, administrator):
    event = record("예시", UserFactory(name="예시 김"), by=administrator)
    index = as_administrator.get("/admin/").content.decode()
    assert USERS in index and EVENTS in index
    assert "예시 김" in as_administrator.get(USERS, {"q": "김"}).content.decode()
    assert "예시 김" in as_administrator.get(EVENTS).content.decode()
    assert as_administrator.get(f"{EVENTS}{event.pk}/change/").status_code == 200
    page = as_administrator.get(f"{USERS}{administrator.pk}/change/").content.decode()
    assert administrator.password not in page


def test_nothing_is_written_there(as_administrator, administrator):
    user = UserFactory()
    event = record("예시", user, by=administrator)
    for address, pk in ((USERS, user.pk), (EVENTS, event.pk)):
        assert as_administrator.get(f"{address}add/").status_code == 403
        assert as_administrator.post(f"{address}{pk}/change/", {"name": "다른 이름"}).status_code == 403
        assert as_administrator.post(f"{address}{pk}/delete/", {"post": "yes"}).status_code == 403
        data = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
        as_administrator.post(address, data)
    assert User.objects.get(pk=user.pk).name == user.name
    assert Event.objects.filter(pk=event.pk).exists()


def test_no_business_data_stands_there(as_administrator):
    """Whatever other packages register, only accounts, events and whether mail leaves are offered and opened."""
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        expected = 200 if model in (User, Event, Mail, RuleRun) else 403
        assert as_administrator.get(address).status_code == expected, model


def test_events_about_the_business_are_for_readers(client, as_administrator, administrator):
    event = record(
        "예시", DelegationFactory(title_ko="감춘 출장"), by=administrator, changes={"place": ["감춘 곳", ""]}
    )
    for address in (EVENTS, f"{EVENTS}?q=감춘", f"{EVENTS}{event.pk}/change/", "/admin/"):
        assert "감춘 출장" not in as_administrator.get(address, follow=True).content.decode()
    client.force_login(UserFactory(staff=True, is_administrator=True))
    assert "감춘 출장" in client.get(EVENTS).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_lists_ask_the_database_the_same(count, as_administrator, administrator, django_assert_num_queries):
    for _number in range(count):
        record("예시", administrator, by=administrator)
    with django_assert_num_queries(9):
        as_administrator.get(EVENTS)
