"""The administrators' pages, and what they never let happen."""

import pytest

from exchange.accounts import services
from exchange.accounts.models import User
from exchange.audit.models import Event
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/accounts/users/"
OTHERS = ["staff", "manager", "executive", "ambassador", "counterpart"]


def page_of(user, verb=""):
    return f"{LIST}{user.pk}/{verb}"


def names(response):
    return {user.name for user in response.context["page"]}


# --- finding --------------------------------------------------------------------------


def test_list_is_searched_and_filtered(as_administrator, administrator):
    kim = UserFactory(manager=True, name="예시 김", email="kim@example.com")
    lee = UserFactory(deactivated=True, name="예시 이")
    both = UserFactory(executive=True, is_administrator=True, name="예시 박")
    assert names(as_administrator.get(LIST)) == {administrator.name, kim.name, lee.name, both.name}
    assert names(as_administrator.get(LIST, {"q": "KIM@ 부장"})) == {kim.name}
    assert names(as_administrator.get(LIST, {"role": "manager"})) == {kim.name}
    assert names(as_administrator.get(LIST, {"role": "administrator"})) == {administrator.name, both.name}
    assert names(as_administrator.get(LIST, {"state": "inactive"})) == {lee.name}
    assert names(as_administrator.get(LIST, {"state": "waiting"})) == set()
    assert "찾는 사용자가 없습니다" in as_administrator.get(LIST, {"q": "없는이름"}).content.decode()


def test_unknown_filter_is_ignored(as_administrator, administrator):
    assert names(as_administrator.get(LIST, {"role": "emperor", "page": "99"})) == {administrator.name}


@pytest.mark.parametrize("count", [1, 30])
def test_list_asks_the_database_the_same(count, as_administrator, administrator, django_assert_num_queries):
    UserFactory.create_batch(count)
    with django_assert_num_queries(6):
        as_administrator.get(LIST)


@pytest.mark.parametrize("role", OTHERS)
def test_others_do_not_see_accounts(role, client):
    user, stranger = UserFactory(**{role: True}), UserFactory()
    client.force_login(user)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}invite/").status_code == 403
    assert client.get(page_of(stranger)).status_code == 404
    assert client.get(page_of(user)).status_code == 403  # visible, but not theirs to change
    for verb in ("deactivate/", "reactivate/", "resend/"):
        assert client.post(page_of(stranger, verb)).status_code == 404
        assert client.post(page_of(user, verb)).status_code == 403
    assert User.objects.get(pk=stranger.pk).is_active


# --- changing -------------------------------------------------------------------------


def form_of(user, **changes):
    fields = {"name": user.name, "job_title": user.job_title, "role": user.role, "language": user.language}
    return {**fields, **({"is_administrator": "on"} if user.is_administrator else {}), **changes}


def test_role_is_changed_and_recorded(as_administrator, administrator):
    user = UserFactory(staff=True)
    assert as_administrator.post(page_of(user), form_of(user, role="manager")).status_code == 302
    user.refresh_from_db()
    assert user.role == "manager"
    event = Event.objects.about(user).get()
    assert (event.verb, event.by, event.changes) == ("change", administrator, {"role": ["staff", "manager"]})


def test_nothing_changed_is_not_recorded(as_administrator):
    user = UserFactory(staff=True)
    as_administrator.post(page_of(user), form_of(user))
    assert not Event.objects.about(user).exists()


def test_email_is_not_changed_by_the_form(as_administrator):
    user = UserFactory(staff=True)
    as_administrator.post(page_of(user), form_of(user, email="other@example.com", password="x", is_active=""))
    assert User.objects.get(pk=user.pk).email == user.email
    assert User.objects.get(pk=user.pk).is_active


def test_account_keeps_a_role_or_the_mark(as_administrator):
    user = UserFactory(staff=True)
    response = as_administrator.post(page_of(user), form_of(user, role=""))
    assert response.context["form"].non_field_errors()
    assert User.objects.get(pk=user.pk).role == "staff"


def test_own_mark_is_not_laid_down(as_administrator, administrator):
    UserFactory(administrator=True)
    data = form_of(administrator, role="staff")
    del data["is_administrator"]
    response = as_administrator.post(page_of(administrator), data)
    assert "is_administrator" in response.context["form"].errors
    assert User.objects.get(pk=administrator.pk).is_administrator


def test_oneself_is_not_deactivated(as_administrator, administrator):
    UserFactory(administrator=True)
    assert as_administrator.post(page_of(administrator, "deactivate/")).status_code == 403
    with pytest.raises(services.ValidationError, match="다른 관리자"):
        services.deactivate_user(user=administrator, by=administrator)
    assert User.objects.get(pk=administrator.pk).is_active


def test_last_administrator_stays_when_two_act_on_each_other(administrator):
    other = UserFactory(administrator=True)
    services.deactivate_user(user=other, by=administrator)
    with pytest.raises(services.ValidationError, match="마지막 관리자"):
        services.deactivate_user(user=administrator, by=other)  # whose page was opened before
    assert User.objects.administrators().get() == administrator


def test_buttons_answer_only_to_post(as_administrator):
    user = UserFactory()
    assert as_administrator.get(page_of(user, "deactivate/")).status_code == 405
    assert User.objects.get(pk=user.pk).is_active


# --- the end of an account ----------------------------------------------------------------


def test_deactivation_ends_sessions_for_good(client, administrator):
    user = UserFactory(staff=True)
    client.force_login(user)
    assert client.get("/").status_code == 200
    cookie = client.cookies["sessionid"].value
    services.deactivate_user(user=User.objects.get(pk=user.pk), by=administrator)
    services.reactivate_user(user=User.objects.get(pk=user.pk), by=administrator)
    assert client.cookies["sessionid"].value == cookie
    assert client.get("/").status_code == 302


def test_deactivated_account_is_out_at_once(client, administrator):
    user = UserFactory(staff=True)
    client.force_login(user)
    services.deactivate_user(user=user, by=administrator)
    assert client.get("/").status_code == 302


def test_deactivated_account_does_not_sign_in_until_used_again(client, administrator):
    user = UserFactory(staff=True)
    services.deactivate_user(user=user, by=administrator)
    sign_in = {"login": user.email, "password": PASSWORD}
    assert client.post("/accounts/login/", sign_in)["Location"] == "/accounts/inactive/"
    assert client.get("/").status_code == 302
    services.reactivate_user(user=User.objects.get(pk=user.pk), by=administrator)
    assert client.post("/accounts/login/", sign_in)["Location"] == "/"


def test_pages_change_an_account(as_administrator):
    user = UserFactory(staff=True)
    response = as_administrator.post(page_of(user, "deactivate/"), follow=True)
    assert "사용을 중지했습니다" in response.content.decode()
    assert not User.objects.get(pk=user.pk).is_active
    response = as_administrator.post(page_of(user, "reactivate/"), follow=True)
    assert User.objects.get(pk=user.pk).is_active
    response = as_administrator.post(page_of(user, "resend/"), follow=True)
    assert "이미 비밀번호를 정했거나" in response.content.decode()


def test_permission_to_view_is_being_visible(administrator):
    users = [administrator, UserFactory(), UserFactory(ambassador=True), UserFactory(deactivated=True)]
    for viewer in users[:3]:
        for user in users:
            assert viewer.has_perm("accounts.view_user", user) == (user in User.objects.visible_to(viewer))
