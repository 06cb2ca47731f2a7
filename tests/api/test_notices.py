"""Notices as programs read them: the caller's own."""

import pytest

from exchange.accounts.models import User
from exchange.notices.models import Notice
from tests.factories.notices import NoticeFactory

NOTICES = "/api/v1/notices/"


@pytest.fixture
def user(staff):
    return User.objects.get(pk=staff.session["_auth_user_id"])


def test_the_list_has_the_own_notices_in_words(staff, user):
    notice = NoticeFactory(recipient=user, subject__title_ko="도쿄 출장", subject__slug="tokyo")
    NoticeFactory(subject__title_ko="남의 출장")
    answer = staff.get(NOTICES).json()
    assert answer["count"] == 1
    found = answer["results"][0]
    assert (found["id"], found["rule"], found["title"]) == (notice.pk, "report-due", "도쿄 출장")
    assert found["url"] == "http://testserver/delegations/tokyo/report/"
    assert "지났습니다" in found["text"]
    assert (found["settled"], found["read_at"]) == (False, None)


def test_notices_are_marked_as_read(staff, user):
    first, _second = NoticeFactory.create_batch(2, recipient=user)
    other = NoticeFactory()
    assert staff.post(f"{NOTICES}{first.pk}/read/").json()["read_at"]
    assert staff.post(f"{NOTICES}{other.pk}/read/").status_code == 404
    assert staff.post(f"{NOTICES}read/").json() == {"read": 1}
    assert list(Notice.objects.unread()) == [other]


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_costs_the_same_for_one_and_for_many(count, staff, user, django_assert_num_queries):
    NoticeFactory.create_batch(count, recipient=user)
    with django_assert_num_queries(2 + 3):  # sign-in; count, notices, trips
        assert len(staff.get(NOTICES).json()["results"]) == count
