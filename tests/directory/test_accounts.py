"""An account of somebody outside our body becomes a person of the directory, and speaks for the bodies of his posts."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from exchange.audit.models import Event
from exchange.directory import services
from exchange.directory.models import Organization
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest():
    return UserFactory(counterpart=True, name="가상손님")


def test_a_writer_links_and_unlinks(pages, guest):
    person = PostFactory(organization__name_ko="가상단체").person
    url = f"/directory/people/{person.pk}/account/"
    assert url in pages.get(person.get_absolute_url()).content.decode()
    assert "가상단체" in pages.get(url).content.decode()
    assert pages.post(url, {"user": guest.pk}).headers["Location"] == person.get_absolute_url()
    assert [body.name_ko for body in Organization.objects.represented_by(guest)] == ["가상단체"]
    page = pages.get(person.get_absolute_url()).content.decode()
    assert guest.email in page
    assert url + "unlink/" in page
    pages.post(url + "unlink/")
    assert not Organization.objects.represented_by(guest).exists()
    assert [event.verb for event in Event.objects.about(person)] == ["unlink_account", "link_account"]


def test_only_free_accounts_of_outsiders_are_offered(pages, guest):
    taken, gone = UserFactory(counterpart=True), UserFactory(counterpart=True, deactivated=True)
    PersonFactory(user=taken)
    ambassador, ours = UserFactory(ambassador=True), UserFactory(manager=True)
    person = PersonFactory()
    url = f"/directory/people/{person.pk}/account/"
    assert set(pages.get(url).context["form"].fields["user"].queryset) == {guest, ambassador}
    for wrong in (taken, gone, ours):
        assert pages.post(url, {"user": wrong.pk}).context["form"].errors
        with pytest.raises(ValidationError):
            services.link_account(person=person, user=wrong, by=ours)
    services.link_account(person=person, user=guest, by=ours)
    with pytest.raises(ValidationError, match="이미 다른 계정"):
        services.link_account(person=person, user=ambassador, by=ours)
    assert guest.email in pages.get(url).content.decode()


def test_an_account_of_ours_is_not_unlinked_here(pages, staff):
    person = PersonFactory(user=staff)
    pages.post(f"/directory/people/{person.pk}/account/unlink/")
    person.refresh_from_db()
    assert person.user == staff


def test_a_guest_speaks_for_the_posts_of_today_only(guest):
    person, today = PersonFactory(user=guest), timezone.localdate()
    now = PostFactory(person=person, until=today)
    PostFactory(person=person, until=today - timedelta(days=1))
    PostFactory(person=person, since=today + timedelta(days=1))
    PostFactory()
    assert list(Organization.objects.represented_by(guest)) == [now.organization]


def test_readers_who_do_not_write_see_it_and_change_nothing(client, guest):
    person = PersonFactory(user=guest)
    client.force_login(UserFactory(executive=True))
    assert "unlink" not in client.get(person.get_absolute_url()).content.decode()
    assert client.get(f"/directory/people/{person.pk}/account/").status_code == 403
    client.force_login(guest)
    assert client.post(f"/directory/people/{person.pk}/account/unlink/").status_code == 403
    assert client.get(f"/directory/people/{PersonFactory().pk}/account/").status_code == 404
