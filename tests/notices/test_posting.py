"""New notices become letters: at once, once a day or not at all, in the reader's language."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from exchange.notices import posting, services
from exchange.notices.models import Mail, Notice, NoticeQuerySet, Preference
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.notices import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]

MONDAY = datetime(2026, 11, 23, tzinfo=timezone.get_default_timezone())


def post(day=0, hour=10):
    posting.post_notices(MONDAY + timedelta(days=day, hours=hour))


def test_several_notices_are_one_letter(remind, trip_due, owner, settings):
    near, far = trip_due(7, owner=owner, title_ko="도쿄 출장"), trip_due(14, owner=owner, title_ko="오사카 출장")
    remind()
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (owner.email, "[셔틀교류] 알림 2건")
    for notice in Notice.objects.all():
        assert f"{settings.SITE_URL}/notices/{notice.pk}/\n" in mail.body  # which leads to the trip, and is read then
    assert all(f"{trip.title_ko}\n" in mail.body for trip in (near, far))
    assert "7일 남았습니다" in mail.body
    assert set(Notice.objects.values_list("mail", flat=True)) == {mail.pk}
    remind()
    assert Mail.objects.count() == 1


def test_a_single_notice_is_the_subject(remind, trip_due, owner):
    trip_due(0, owner=owner, title_ko="도쿄\n출장")
    remind()
    assert Mail.objects.get().subject == "[셔틀교류] 오늘이 결과 보고 기한입니다. 도쿄 출장"


def test_a_letter_speaks_the_language_of_its_reader(remind, trip_due):
    trip_due(7, owner=UserFactory(staff=True, language="en"), title_ko="도쿄", title_ja="東京")
    trip_due(7, owner=UserFactory(staff=True, language="ja"), title_ko="도쿄", title_ja="東京")
    remind()
    english, japanese = Mail.objects.order_by("pk")
    assert "도쿄" in english.body
    assert "東京" in japanese.body
    assert "도쿄" not in japanese.body


@pytest.mark.parametrize(("hour", "letters"), [(7, 0), (8, 1), (20, 1), (21, 0)])
def test_letters_are_made_in_the_daytime(hour, letters):
    NoticeFactory()
    post(hour=hour)
    assert Mail.objects.count() == letters
    post(day=1)
    assert Mail.objects.count() == 1


def test_a_digest_comes_once_on_the_morning_of_a_working_day(owner):
    services.change_preference(mail="daily", by=owner)
    NoticeFactory.create_batch(2, recipient=owner)
    post(day=-2)  # Saturday
    post(hour=7)
    assert not Mail.objects.exists()
    post()
    assert Mail.objects.get().subject == "[셔틀교류] 알림 2건"
    NoticeFactory(recipient=owner)
    post(hour=15)
    assert Mail.objects.count() == 1
    post(day=1)
    assert Mail.objects.count() == 2
    assert not Notice.objects.waiting().exists()


def test_a_holiday_is_no_working_day():
    assert not posting.is_workday(datetime(2026, 10, 9).date())  # 한글날, a Friday
    assert posting.is_workday(MONDAY.date())


def test_whoever_wants_no_mail_gets_none_also_later(owner):
    services.change_preference(mail="none", by=owner)
    NoticeFactory(recipient=owner)
    post()
    services.change_preference(mail="at_once", by=owner)
    post(day=1)
    assert not Mail.objects.exists()
    assert Notice.objects.unread().count() == 1


def test_nothing_is_mailed_that_is_read_settled_hidden_or_for_nobody():
    NoticeFactory(read_at=timezone.now())
    NoticeFactory(settled_at=timezone.now())
    NoticeFactory(recipient=UserFactory(ambassador=True), subject__title_ko="비밀출장")
    NoticeFactory(recipient=UserFactory(staff=True, deactivated=True))
    NoticeFactory(subject__state="cancelled", subject__cancelled_reason="연기")
    post()
    assert not Mail.objects.exists()
    assert not Notice.objects.waiting().exists()


def test_one_mail_hides_what_its_reader_may_not_see(owner):
    """Another rule's notice reaches the same letter; the one that is hidden leaves no trace in it."""
    NoticeFactory(recipient=owner, subject__title_ko="도쿄 출장")
    NoticeFactory(recipient=owner, subject_id=0, facts={"due": "2024-08-19"})
    post()
    assert "도쿄 출장" in Mail.objects.get().subject


def test_a_letter_that_fails_does_not_stop_those_to_others(monkeypatch):
    broken, fine = NoticeFactory.create_batch(2)
    really = posting.wording.lines_of

    def fail(notices, *, reader):
        if reader == broken.recipient:
            raise ValueError("broken")
        return really(notices, reader=reader)

    monkeypatch.setattr(posting.wording, "lines_of", fail)
    with pytest.raises(ExceptionGroup, match="letters of notices failed"):
        post()
    assert Mail.objects.get().to == fine.recipient.email
    assert Notice.objects.waiting().get() == broken


def test_a_letter_and_the_marks_on_its_notices_are_one(monkeypatch):
    """Whatever happens between the two: the next run finds neither, and says it once."""

    def die(self, **values):
        raise OSError("killed")

    NoticeFactory()
    with monkeypatch.context() as patched:
        patched.setattr(NoticeQuerySet, "update", die)
        with pytest.raises(ExceptionGroup):
            post()
    assert not Mail.objects.exists()
    post()
    assert Mail.objects.count() == 1


def test_a_long_letter_lists_the_first_and_counts_the_rest(owner):
    trip = DelegationFactory()
    for day in range(35):
        NoticeFactory(recipient=owner, subject=trip, on=trip.ends_on + timedelta(days=day))
    post()
    mail = Mail.objects.get()
    assert mail.subject == "[셔틀교류] 알림 35건"
    assert mail.body.count(trip.title_ko) == 30
    assert "그 밖에 5건이 더 있습니다." in mail.body


def test_the_digest_of_the_day_is_marked(owner):
    services.change_preference(mail="daily", by=owner)
    NoticeFactory(recipient=owner)
    post()
    assert Preference.objects.get(user=owner).digest_on == MONDAY.date()


@pytest.mark.parametrize("people", [1, 4])
def test_a_letter_costs_the_same_for_many_notices(people, django_assert_num_queries):
    for user in UserFactory.create_batch(people, staff=True):
        NoticeFactory.create_batch(people, recipient=user)
    with django_assert_num_queries(1 + 10 * people):
        post()
