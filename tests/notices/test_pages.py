"""Everybody's own notices: the list, the bell, the choice of mails; nothing of others, nothing that may not be seen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from delegations.models import Delegation
from exchange.accounts.models import User
from exchange.audit.models import Event
from exchange.notices import running
from exchange.notices.models import Notice, Preference
from tests.browser import already_signed_in
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory, EditionFactory
from tests.factories.notices import NoticeFactory

pytestmark = pytest.mark.django_db

LIST = "/notices/"
PREFERENCES = "/notices/preferences/"


@pytest.fixture
def user(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


def page_of(client, path=LIST):
    return client.get(path).content.decode()


def count_of(client):
    return client.get("/notices/count/").json()


def test_the_list_has_my_notices_unread_first(client, user):
    NoticeFactory(recipient=user, subject__title_ko="읽은 출장", read_at=timezone.now())
    NoticeFactory(recipient=user, subject__title_ko="새 출장")
    NoticeFactory(subject__title_ko="남의 출장")
    page = page_of(client)
    assert page.index("새 출장") < page.index("읽은 출장")
    assert "남의 출장" not in page
    assert "읽지 않음 1건" in page
    assert count_of(client) == {"unread": 1, "label": "읽지 않은 알림 1건"}


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator", "executive"])
def test_every_role_has_a_list_even_if_it_is_empty(role, client):
    client.force_login(UserFactory(**{role: True}))
    NoticeFactory(subject__title_ko="남의 출장")
    assert "남의 출장" not in page_of(client)
    assert count_of(client)["unread"] == 0


def test_notices_are_read_in_the_language_of_their_reader(client, user, trip_due, today):
    trip_due(7, owner=user, title_ko="도쿄 출장", title_ja="東京出張")
    running.run_rules(today)
    User.objects.filter(pk=user.pk).update(language="ja")
    page = page_of(client)
    assert "東京出張" in page
    assert "도쿄 출장" not in page


def test_opening_a_notice_reads_it_and_leads_to_its_subject(client, user):
    notice = NoticeFactory(recipient=user)
    trip = Delegation.objects.get(pk=notice.subject_id)
    assert client.get(f"{LIST}{notice.pk}/").headers["Location"] == f"/delegations/{trip.slug}/report/"
    first = Notice.objects.get().read_at
    client.get(f"{LIST}{notice.pk}/")
    assert first == Notice.objects.get().read_at
    assert first
    assert count_of(client)["unread"] == 0


def test_others_notices_are_not_there(client, user):
    notice = NoticeFactory(subject__title_ko="남의 출장")
    assert client.get(f"{LIST}{notice.pk}/").status_code == 404
    assert client.post(f"{LIST}{notice.pk}/read/").status_code == 404
    client.post(f"{LIST}read/")
    assert Notice.objects.get().read_at is None


def test_all_that_stood_on_the_page_is_read_and_nothing_newer(client, user):
    NoticeFactory.create_batch(2, recipient=user)
    until = re.search(r'name="until" value="(\d+)"', page_of(client))[1]
    newer = NoticeFactory(recipient=user)
    client.post(f"{LIST}read/", {"until": until})
    assert list(Notice.objects.unread()) == [newer]
    client.post(f"{LIST}read/", {"until": "nonsense"})
    assert not Notice.objects.unread().exists()


def test_what_the_reader_may_not_see_any_more_is_not_worded(client, user):
    """The notice was made for a colleague who has another role by now."""
    notice = NoticeFactory(recipient=user, subject__title_ko="비밀출장", subject__slug="secret-trip")
    deleted = NoticeFactory(recipient=user, subject_id=987654, facts={"due": "2024-08-19"})
    assert "비밀출장" in page_of(client)
    User.objects.filter(pk=user.pk).update(role="ambassador")
    page = page_of(client)
    assert page.count("볼 수 없는 알림") == 2
    for word in ("비밀출장", "secret-trip", "결과 보고 기한"):
        assert word not in page
        assert word not in client.get("/api/v1/notices/").content.decode()
    for hidden in (notice, deleted):
        assert client.get(f"{LIST}{hidden.pk}/").headers["Location"] == LIST


def test_what_is_over_is_shown_as_over_before_the_next_run(client, user):
    notice = NoticeFactory(recipient=user)
    assert "끝난 알림" not in page_of(client)
    EditionFactory(document=DocumentFactory(subject_id=notice.subject_id), published=True)
    assert "끝난 알림" in page_of(client)


def test_a_notice_of_a_rule_that_is_gone_harms_nobody(client, user):
    NoticeFactory(recipient=user, rule="gone")
    assert "볼 수 없는 알림" in page_of(client)


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_costs_the_same_for_one_and_for_many(count, client, user, django_assert_num_queries):
    first = NoticeFactory(recipient=user)
    for day in range(count - 1):
        trip = first.subject_id if day % 2 else None
        fields = {"subject_id": trip, "facts": first.facts} if trip else {}
        NoticeFactory(recipient=user, on=first.on + timedelta(days=day + 1), **fields)
    page_of(client)
    with django_assert_num_queries(5):  # session, user, numbers, notices, trips
        page_of(client)
    with django_assert_num_queries(3):
        count_of(client)


def test_the_browser_keeps_the_count_for_itself_and_not_for_long(client, user):
    headers = client.get("/notices/count/").headers
    assert headers["Cache-Control"] == "private, max-age=60"
    assert "Cookie" in headers["Vary"]


def test_the_choice_of_mails_is_kept_and_recorded(client, user):
    assert 'value="at_once" checked' in re.sub(r' (?:id|required|class)(="[^"]*")?', "", page_of(client, PREFERENCES))
    assert client.post(PREFERENCES, {"mail": "daily"}).headers["Location"] == "/accounts/profile/"
    assert client.post(PREFERENCES, {"mail": "daily"}).status_code == 302
    preference = Preference.objects.get(user=user)
    assert preference.mail == "daily"
    assert Event.objects.about(preference).get().changes == {"mail": ["at_once", "daily"]}
    assert page_of(client, "/accounts/profile/").count('value="daily"') == 1
    response = client.post(PREFERENCES, {"mail": "pigeon"})
    assert response.context["form"].errors["mail"]
    assert Preference.objects.get().mail == "daily"


@pytest.mark.once
def test_the_bell_rings_and_falls_silent(page, live_server):
    user = UserFactory(staff=True)
    for day in range(2):
        NoticeFactory(recipient=user, on=timezone.localdate() + timedelta(days=day))
    already_signed_in(page, user)
    page.goto("/")
    bell = page.locator("a.bell", has_text="읽지 않은 알림 2건")
    bell.click()
    page.get_by_role("button", name=re.compile("^읽음")).first.click()
    page.get_by_role("link", name="읽지 않은 알림 1건").wait_for()
    NoticeFactory(recipient=user)
    page.locator("a.tit").first.click()
    page.wait_for_url("**/report/")
    page.get_by_role("link", name="읽지 않은 알림 1건").click()
    page.get_by_role("button", name="모두 읽음으로").click()
    page.locator("a.bell .num").wait_for(state="hidden")
    assert page.get_by_role("link", name="알림", exact=True).count() == 1
