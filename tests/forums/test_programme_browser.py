"""The order of the programme by keyboard and by hand, and what is read out."""

import pytest
from django.urls import reverse

from tests.browser import already_signed_in
from tests.factories.accounts import UserFactory
from tests.factories.forums import EditionFactory, RoomFactory, SessionFactory, TalkFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def test_talks_and_sessions_move_by_keys_and_by_hand(page, live_server):
    edition = EditionFactory()
    room = RoomFactory(edition=edition)
    first, second = (
        SessionFactory(edition=edition, room=room, hour=hour, title_ko=f"{hour}시 순서") for hour in (10, 11)
    )
    talks = [TalkFactory(session=first, order=n, title_ko=f"발표 {n}") for n in range(2)]
    already_signed_in(page, UserFactory(staff=True))
    page.goto(reverse("forums:edition_programme", args=[edition.pk]))

    handle = page.locator(f"#t{talks[0].pk} [data-sort-handle]")
    handle.focus()
    page.keyboard.press("ArrowDown")
    page.locator("#moved", has_text="2번째").wait_for(state="attached")
    assert page.locator(f"#t{talks[0].pk} time").inner_text().startswith("10:20")
    assert page.evaluate("document.activeElement.closest('[data-key]').dataset.key") == f"t{talks[0].pk}"
    page.keyboard.press("ArrowDown")  # over the border, into the next session
    page.locator("#moved", has_text="11시 순서").wait_for(state="attached")
    assert page.locator(f"#s{second.pk} #t{talks[0].pk} time").inner_text().startswith("11:00")

    page.locator(f"#s{second.pk} > .slot [data-sort-handle]").drag_to(page.locator(f"#s{first.pk} > .slot time"))
    page.locator("#moved", has_text="10:00에 시작").wait_for(state="attached")
    assert page.locator(f"#s{second.pk} > .slot time").inner_text().startswith("10:00")
    second.refresh_from_db()
    first.refresh_from_db()
    assert second.starts_at < first.starts_at
