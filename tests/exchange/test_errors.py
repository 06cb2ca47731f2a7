"""Pages that cannot be shown still say what happened, in the portal's look."""

import pytest
from django.test import Client, RequestFactory
from django.views import defaults

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_missing_page(client, sign_in):
    sign_in(staff=True)
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "찾는 페이지가 없습니다" in response.content.decode()
    assert 'aria-label="주 메뉴"' in response.content.decode()


def test_what_one_may_not_do(client, sign_in):
    sign_in(executive=True)
    response = client.get("/delegations/add/")
    assert response.status_code == 403
    assert "이 작업을 할 권한이 없습니다" in response.content.decode()


def test_stale_form_says_that_nothing_is_lost():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(staff=True))
    response = client.post("/accounts/profile/", {"name": "예시"})
    assert response.status_code == 403
    assert "뒤로 가기" in response.content.decode()


def test_foreign_host_is_refused(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "요청을 이해하지 못했습니다" in response.content.decode()


def test_fault_page_needs_neither_user_nor_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = defaults.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "문제가 생겼습니다" in response.content.decode()


def test_fault_of_a_page_becomes_that_page(client, sign_in, monkeypatch):
    sign_in(staff=True)
    monkeypatch.setattr("exchange.home.reader_context", lambda *args: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "문제가 생겼습니다" in response.content.decode()


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_needs_no_sign_in(path, client):
    assert client.get(path).content == b"ok"


def test_pages_carry_the_security_headers(client):
    response = client.get("/accounts/login/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
