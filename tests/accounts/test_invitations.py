"""From an administrator's form to the invited person's first page."""

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone, translation

from exchange.accounts import selectors, services
from exchange.accounts.models import User
from exchange.audit.models import Event
from tests.accounts.conftest import NEW_PASSWORD, link_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

INVITE = "/accounts/users/invite/"
FORM = {"email": "Mori@Example.com", "name": "예시", "job_title": "課長", "role": "counterpart", "language": "ja"}


@pytest.fixture
def invite(administrator):
    def invite(**changes):
        return services.invite_user(by=administrator, **{**FORM, "is_administrator": False, **changes})

    return invite


def passwords(first=NEW_PASSWORD, second=None):
    return {"password1": first, "password2": first if second is None else second}


def test_the_whole_way_in(as_administrator, administrator, mailoutbox, client):
    assert as_administrator.post(INVITE, FORM).status_code == 302
    user = User.objects.get(email="mori@example.com")
    assert (user.role, user.language, user.invited_by) == ("counterpart", "ja", administrator)
    assert not user.has_usable_password()
    [mail] = mailoutbox
    assert mail.to == ["mori@example.com"]
    client.logout()
    page = client.get(link_in(mail))
    assert page.status_code == 200
    assert page["Content-Language"] == "ja"
    response = client.post(link_in(mail), passwords(), follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert response.wsgi_request.user == user
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert list(Event.objects.about(user).values_list("verb", "by")) == [
        ("accept_invitation", user.pk), ("invite", administrator.pk),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["ko", "ja", "en"])
def test_mail_speaks_the_invited_persons_language(language, invite, mailoutbox):
    invite(language=language)
    with translation.override(language):
        assert mailoutbox[0].subject == translation.gettext("셔틀교류 초대")


def test_two_invitations_at_once_invite_once(as_administrator, monkeypatch):
    """The other administrator was faster between the form's look and ours."""
    really = services.invite_user

    def overtaken(**fields):
        UserFactory(email=fields["email"])
        return really(**fields)

    monkeypatch.setattr(services, "invite_user", overtaken)
    response = as_administrator.post(INVITE, {**FORM, "email": "mori@example.com"})
    assert response.status_code == 200
    assert response.context["form"].errors["email"] == ["이미 등록된 이메일입니다."]
    assert response.context["form"]["name"].value() == FORM["name"]


def test_link_works_once(client, invite, mailoutbox):
    user = invite()
    link = link_in(mailoutbox[0])
    client.post(link, passwords())
    client.logout()
    assert client.get(link).status_code == 410
    assert client.post(link, passwords("another-line-2026")).status_code == 410
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


def test_two_clicks_at_once_set_one_password(invite):
    token = selectors.invitation_token(invite())
    services.accept_invitation(token=token, password=NEW_PASSWORD)
    with pytest.raises(services.ValidationError):
        services.accept_invitation(token=token, password="another-line-2026")


def test_link_dies_of_age(client, invite, settings, monkeypatch):
    user = invite()
    long_ago = (timezone.now() - timedelta(days=settings.INVITATION_DAYS, minutes=1)).timestamp()
    with monkeypatch.context() as patched:
        patched.setattr(signing.time, "time", lambda: long_ago)
        old = selectors.invitation_token(user)
    assert selectors.invited_user(old) is None
    assert selectors.invited_user(selectors.invitation_token(user)) == user
    assert client.get(f"/accounts/invitation/{old}/").status_code == 410


def test_newer_link_replaces_the_older(client, invite, administrator, mailoutbox):
    user = invite()
    services.resend_invitation(user=user, by=administrator)
    first, second = map(link_in, mailoutbox)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_link_of_a_deactivated_account_is_dead(client, invite, administrator, mailoutbox):
    user = invite()
    services.deactivate_user(user=user, by=administrator)
    assert client.post(link_in(mailoutbox[0]), passwords()).status_code == 410
    user.refresh_from_db()
    assert not user.has_usable_password()


@pytest.mark.parametrize("spoil", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "x", lambda t: t[::-1]])
def test_forged_link_is_refused(spoil, client, invite):
    token = selectors.invitation_token(invite())
    assert client.get(f"/accounts/invitation/{spoil(token)}/").status_code == 410


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (passwords("1234567890"), "password1"),
        (passwords("short1"), "password1"),
        (passwords("mori@example.com"), "password1"),
        (passwords(NEW_PASSWORD, "shuttle-line-2027"), "password2"),
        (passwords(""), "password1"),
    ],
)
def test_weak_or_differing_password_is_said_at_the_field(typed, field, client, invite, mailoutbox):
    user = invite()
    response = client.post(link_in(mailoutbox[0]), typed)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert not response.wsgi_request.user.is_authenticated


def test_accepted_invitation_is_not_sent_again(invite, administrator, mailoutbox):
    user = invite()
    services.accept_invitation(token=selectors.invitation_token(user), password=NEW_PASSWORD)
    with pytest.raises(services.ValidationError):
        services.resend_invitation(user=user, by=administrator)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "taken@example.com"}, "email"),
        ({"email": "TAKEN@example.com"}, "email"),
        ({"email": "no address"}, "email"),
        ({"name": ""}, "name"),
        ({"name": "가" * 101}, "name"),
        ({"role": "emperor"}, "role"),
        ({"language": "de"}, "language"),
        ({"role": ""}, "__all__"),
    ],
)
def test_bad_input_is_said_and_kept(changes, field, as_administrator):
    UserFactory(email="taken@example.com")
    before = User.objects.count()
    response = as_administrator.post(INVITE, {**FORM, **changes})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "課長" in response.content.decode()
    assert User.objects.count() == before


def test_mail_goes_to_files_by_default():
    from exchange import settings as portal

    assert portal.MAIL_TRANSPORT == "django.core.mail.backends.filebased.EmailBackend"
    assert str(portal.VAR_DIR / "mail") == portal.EMAIL_FILE_PATH
