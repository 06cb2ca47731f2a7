"""The sentence beside the host, and a whole preparation of the next year, as somebody does them at the screen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.models import Edition
from tests.browser import already_signed_in
from tests.factories.accounts import UserFactory
from tests.factories.forums import EditionFactory, SessionFactory, TalkFactory, TaskFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
THIS_YEAR = timezone.localdate().year


def test_the_host_is_judged_while_it_is_chosen_and_the_next_year_prepared(page, live_server):
    held = EditionFactory(year=THIS_YEAR - 1, host_country="JP", held=True, name_ko=f"{THIS_YEAR - 1} 예시 포럼")
    TalkFactory(session=SessionFactory(edition=held, title_ko="예시 본회의"), title_ko="예시 지난 발표")
    TaskFactory(edition=held, title_ko="예시 공문")
    already_signed_in(page, UserFactory(staff=True))
    page.goto(reverse("forums:series_detail", args=[held.series_id]))
    page.get_by_role("link", name=f"{THIS_YEAR}년 회차 준비하기").click()
    page.get_by_role("radio", name="일본").check()
    reason = page.get_by_label("같은 나라에서 잇달아 여는 까닭")
    reason.wait_for()
    assert page.locator("#id_zone").input_value() == "Asia/Tokyo"
    page.get_by_role("radio", name="한국").check()
    reason.wait_for(state="detached")
    page.get_by_role("button", name="미리 보기").click()
    preview = page.locator("#preview")
    assert "발표 1" in preview.inner_text()
    assert "예시 지난 발표" not in preview.inner_text()
    assert not Edition.objects.filter(year=THIS_YEAR).exists()
    page.get_by_role("button", name="이대로 만들기").click()
    page.get_by_role("heading", name=f"{THIS_YEAR} 예시 포럼").wait_for()
    made = Edition.objects.get(year=THIS_YEAR)
    assert (made.host_country, made.zone, made.tasks.count(), made.sessions.count()) == ("KR", "Asia/Seoul", 1, 1)
