"""Who goes: groups in protocol order, by hand and by keyboard, and people of an earlier trip."""

from datetime import date

import pytest
from django.urls import reverse

from delegations import services
from delegations.models import Delegation
from exchange.audit.versions import Overtaken
from tests.browser import already_signed_in
from tests.delegations.conftest import rows_data
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory, LegFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory

pytestmark = pytest.mark.django_db


def address(name, delegation):
    return reverse(f"delegations:delegation_{name}", args=[delegation.slug])


def row(group, title, person=""):
    return {"group": group, "person": person, "title_ko": title, "title_ja": ""}


def stored(delegation):
    return [(d.group, str(d)) for d in delegation.delegates.all()]


def test_rows_are_saved_in_the_order_of_their_groups(as_staff):
    trip = DelegationFactory()
    rows = [row("interpreters", "통역사"), row("leadership", "단장"), row("staff", "과장"), row("leadership", "부단장")]
    as_staff.post(address("delegates_edit", trip), rows_data(rows, version="1"))
    assert stored(trip) == [
        ("leadership", "단장"), ("leadership", "부단장"), ("staff", "과장"), ("interpreters", "통역사"),
    ]  # fmt: skip


def test_refusal_stands_at_its_row_also_when_groups_are_mixed(as_staff):
    trip, person = DelegationFactory(), PersonFactory(name_ko="가나다")
    rows = [row("staff", "과장", person.name_ko), row("staff", "차장"), row("leadership", "단장", person.name_ko)]
    response = as_staff.post(address("delegates_edit", trip), rows_data(rows, version="1"))
    forms = response.context["rows"].forms
    assert [bool(form.errors) for form in forms] == [True, False, False], "the leader is saved first"
    assert "같은 사람이 두 번 들어 있습니다." in response.text
    assert stored(trip) == []


def test_button_carries_a_row_into_the_next_group(as_staff):
    trip = DelegationFactory()
    rows = [row("leadership", "단장"), row("staff", "과장")]
    response = as_staff.post(address("delegates_edit", trip), rows_data(rows, **{"rows-up": "1"}, version="1"))
    shown = {group.value: [r.form["title_ko"].value() for r in group.rows] for group in response.context["rows"].groups}
    assert shown == {"leadership": ["단장", "과장"], "staff": [], "firms": [], "interpreters": []}


def test_read_page_shows_the_body_of_the_day_of_departure(as_staff):
    trip, person = DelegationFactory(), PersonFactory()
    PostFactory(person=person, organization=OrganizationFactory(name_ko="그때 기관"), until=date(2024, 12, 31))
    PostFactory(person=person, organization=OrganizationFactory(name_ko="지금 기관"), since=date(2025, 1, 1))
    DelegateFactory(delegation=trip, person=person)
    html = as_staff.get(address("delegates", trip)).text
    assert "그때 기관" in html and "지금 기관" not in html


def test_title_stays_after_a_later_change_of_post(staff, as_staff):
    trip, person = DelegationFactory(), PersonFactory(name_ko="가나다")
    post = PostFactory(person=person, title_ko="부회장")
    services.set_delegates(delegation=trip, rows=[row("staff", "", person) | {"person": person}], by=staff)
    post.title_ko = "회장"
    post.save()
    form = as_staff.get(address("delegates_edit", trip)).context["rows"].forms[0]
    assert form["title_ko"].value() == "부회장"
    again = {name: form[name].value() or "" for name in form.fields}
    as_staff.post(address("delegates_edit", trip), rows_data([again], version=str(Delegation.objects.get().version)))
    assert stored(trip) == [("staff", "가나다 부회장")]


def test_last_one_on_board_of_a_leg_cannot_leave_silently(as_staff):
    """Nobody named means everybody."""
    trip = DelegationFactory()
    LegFactory(delegation=trip, number="KE1").delegates.set([DelegateFactory(delegation=trip)])
    response = as_staff.post(address("delegates_edit", trip), rows_data([row("staff", "과장")], version="1"))
    assert "KE1" in response.text and "아무도 남지 않습니다" in response.text
    assert trip.delegates.get().title_ko == "실장"


# --- somebody else in a row -------------------------------------------------------------------------


@pytest.fixture
def busy():
    """A delegate who is named on a leg with another one, and on one entry alone."""
    trip = DelegationFactory()
    first = DelegateFactory(delegation=trip, person=PersonFactory(name_ko="가나다"), title_ko="실장")
    second = DelegateFactory(delegation=trip, person=PersonFactory(name_ko="라마바"), title_ko="과장")
    LegFactory(delegation=trip).delegates.set([first, second])
    ItineraryItemFactory(delegation=trip, title_ko="혼자 가는 시찰", delegates=[first])
    ItineraryItemFactory(delegation=trip, title_ko="모두의 만찬")
    return first


def replace(as_staff, delegate, person):
    rows = [
        row(d.group, d.title_ko, d.person.name_ko if d != delegate else person.name_ko) | {"id": d.pk}
        for d in delegate.delegation.delegates.all()
    ]
    return as_staff.post(
        address("delegates_edit", delegate.delegation), rows_data(rows, version=str(delegate.delegation.version)),
        follow=True,
    )  # fmt: skip


def plan_page(delegate):
    return reverse("delegations:delegation_delegate_plan", args=[delegate.delegation.slug, delegate.pk])


def test_substitute_is_said_to_go_on_what_the_row_named(as_staff, busy):
    html = replace(as_staff, busy, PersonFactory(name_ko="<i>사아자</i>")).text
    assert "가나다 실장 대신 &lt;i&gt;사아자&lt;/i&gt; 실장: 이동편 1, 일정 1에 그대로 함께합니다." in html
    assert f'href="{plan_page(busy)}"' in html
    page = as_staff.get(plan_page(busy)).text
    assert "KE2103" in page and "혼자 가는 시찰" in page and "모두의 만찬" not in page


def test_nothing_is_said_where_nobody_changed_or_nothing_was_named(as_staff, busy):
    assert "대신" not in replace(as_staff, busy, busy.person).text
    free = DelegateFactory(delegation=busy.delegation, person=PersonFactory(name_ko="차카타"))
    busy.delegation.refresh_from_db()
    assert "대신" not in replace(as_staff, free, PersonFactory(name_ko="파하하")).text


def test_delegate_leaves_what_is_ticked(as_staff, busy):
    leg, item = busy.legs.get(), busy.items.get()
    assert "골라 주세요" in as_staff.post(plan_page(busy), {}).text
    refused = as_staff.post(plan_page(busy), {"legs": [leg.pk], "items": [item.pk]})
    assert "‘혼자 가는 시찰’에 가는 사람이 아무도 남지 않습니다." in refused.text
    assert (busy.legs.count(), busy.items.count()) == (1, 1), "nothing is half done"
    version = Delegation.objects.get().version
    assert as_staff.post(plan_page(busy), {"legs": [leg.pk]}).status_code == 302
    assert [d.person.name_ko for d in leg.delegates.all()] == ["라마바"]
    with pytest.raises(Overtaken):
        services.set_legs(delegation=busy.delegation, rows=[], version=version, by=UserFactory(staff=True))


def test_entries_of_another_delegate_are_not_offered(as_staff, busy):
    other = ItineraryItemFactory(delegates=[DelegateFactory()])
    assert as_staff.post(plan_page(busy), {"items": [other.pk]}).status_code == 200
    stranger = other.delegates.get()
    assert as_staff.get(plan_page(busy).replace(f"/{busy.pk}/", f"/{stranger.pk}/")).status_code == 404


# --- people of an earlier trip ----------------------------------------------------------------------


@pytest.fixture
def earlier():
    earlier = DelegationFactory(title_ko="지난 파견", starts_on=date(2023, 7, 17), ends_on=date(2023, 7, 20))
    DelegateFactory(delegation=earlier, person=None, title_ko="중앙회장", group="leadership")
    promoted = PersonFactory(name_ko="가나다")
    PostFactory(person=promoted, title_ko="과장", until=date(2023, 12, 31))
    PostFactory(person=promoted, title_ko="부장", since=date(2024, 1, 1))
    DelegateFactory(delegation=earlier, person=promoted, title_ko="과장")
    DelegateFactory(delegation=earlier, title_ko="대리", person=PersonFactory(name_ko="라마바"))
    return earlier


def test_people_of_an_earlier_trip_come_along_with_their_titles_of_now(as_staff, earlier):
    trip = DelegationFactory()
    DelegateFactory(delegation=trip, title_ko="통역사", group="interpreters", person=None)
    response = as_staff.get(address("delegates_take", trip))
    assert "가나다 부장" in response.text and "그때는 과장" in response.text
    chosen = [d.pk for d in earlier.delegates.exclude(title_ko="대리")]
    response = as_staff.post(f"{address('delegates_take', trip)}?trip={earlier.slug}", {"delegates": chosen})
    assert response.url == address("delegates_edit", trip)
    assert stored(trip) == [("leadership", "중앙회장"), ("staff", "가나다 부장"), ("interpreters", "통역사")]
    offered = as_staff.get(address("delegates_take", trip)).context["offered"]
    assert [str(d) for d in offered] == ["라마바 대리"], "nobody comes twice"


def test_taking_the_same_people_twice_changes_nothing(staff, earlier):
    trip = DelegationFactory()
    for _twice in range(2):
        services.take_delegates(delegation=trip, delegates=list(earlier.delegates.all()), by=staff)
    assert len(stored(trip)) == 3


def test_trip_of_the_same_kind_is_offered_first(as_staff, earlier):
    other = DelegationFactory(country="VN", starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 2))
    DelegateFactory(delegation=other)
    trip = DelegationFactory()
    context = as_staff.get(address("delegates_take", trip)).context
    assert (context["source"], context["trips"]) == (earlier, [earlier, other])
    assert as_staff.get(address("delegates_take", trip), {"trip": other.slug}).context["source"] == other


def test_nobody_ticked_and_strangers_are_refused(as_staff, earlier):
    trip, stranger = DelegationFactory(), DelegateFactory()
    where = f"{address('delegates_take', trip)}?trip={earlier.slug}"
    assert "데려올 사람을 골라 주세요." in as_staff.post(where, {}).text
    for key in (stranger.pk, "x", 10**30):
        assert as_staff.post(where, {"delegates": [key]}).status_code == 200
    assert stored(trip) == []


def test_without_an_earlier_trip_the_page_says_so(as_staff):
    assert "다른 출장이 없습니다" in as_staff.get(address("delegates_take", DelegationFactory())).text


def test_executive_takes_nobody_along(client, executive, earlier):
    client.force_login(executive)
    trip = DelegationFactory()
    assert client.post(address("delegates_take", trip)).status_code == 403


# --- in the browser -----------------------------------------------------------------------------------


@pytest.fixture
def edit_page(page):
    trip = DelegationFactory()
    for group, title in (("leadership", "단장"), ("leadership", "부단장"), ("staff", "과장"), ("staff", "대리")):
        DelegateFactory(delegation=trip, group=group, title_ko=title, person=None)
    already_signed_in(page, UserFactory(staff=True))
    page.goto(address("delegates_edit", trip))
    return trip, page


def shown(page):
    return page.locator(".edit-rows ol").evaluate_all(
        "lists => lists.map(list => [...list.querySelectorAll('input[name$=title_ko]')].map(input => input.value))"
    )


def handle(page, title):
    return page.locator("ol > li").filter(has=page.locator(f"input[value='{title}']")).locator("[data-sort-handle]")


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_keyboard_moves_a_row_over_the_border_and_what_is_seen_is_saved(edit_page):
    trip, page = edit_page
    handle(page, "과장").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert shown(page) == [["단장", "과장", "부단장"], ["대리"], [], []]
    assert page.locator("p[role=status].sr-only").inner_text() == "회장단 2번째, 모두 3"
    assert handle(page, "과장").evaluate("handle => handle === document.activeElement")
    page.get_by_role("button", name="위로 4").click()  # htmx draws the rows as they are numbered now
    page.locator(".edit-rows ol").first.locator("> li").nth(3).wait_for()
    assert shown(page) == [["단장", "과장", "부단장", "대리"], [], [], []]
    assert handle(page, "과장").is_visible()
    page.get_by_role("button", name="저장").click()
    page.wait_for_url(lambda url: url.endswith("/delegates/"))
    assert stored(trip) == [("leadership", title) for title in ("단장", "과장", "부단장", "대리")]


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_pointer_drags_into_another_group_and_escape_takes_it_back(edit_page):
    trip, page = edit_page
    before = shown(page)

    def drag(title, target, *, drop=True):
        start, end = handle(page, title).bounding_box(), page.locator(".edit-rows ol").nth(target).bounding_box()
        page.mouse.move(start["x"] + 8, start["y"] + 8)
        page.mouse.down()
        page.mouse.move(end["x"] + 40, end["y"] + end["height"] / 4, steps=6)
        assert page.locator(".sort-before, .sort-after, .sort-into").count() == 1
        if not drop:
            page.keyboard.press("Escape")
        page.mouse.up()

    drag("대리", 0, drop=False)
    assert shown(page) == before
    drag("대리", 0)
    assert "대리" in shown(page)[0]
    order = [title for titles in shown(page) for title in titles]
    page.get_by_role("button", name="저장").click()
    page.wait_for_url(lambda url: url.endswith("/delegates/"))
    assert [title for _group, title in stored(trip)] == order


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_enter_makes_the_next_row_before_the_next_key(edit_page):
    trip, page = edit_page
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    page.locator("input[value='부단장']").press("Enter")
    assert page.evaluate("document.activeElement.name") == "rows-2-person"
    page.keyboard.press("Tab")
    page.keyboard.type("고문")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("감사")
    page.locator("button[value=interpreters]").click()
    page.keyboard.press("Tab")
    page.keyboard.type("통역사")
    assert "POST" not in asked, "nothing had to be waited for"
    assert shown(page) == [["단장", "부단장", "고문", "감사"], ["과장", "대리"], [], ["통역사"]]
    page.get_by_role("button", name="위로 4").click()  # the server knows the new rows by their numbers
    page.locator("button[autofocus]").wait_for()
    assert shown(page)[0] == ["단장", "부단장", "감사", "고문"]
    page.get_by_role("button", name="저장").click()
    page.wait_for_url(lambda url: url.endswith("/delegates/"))
    assert [title for _group, title in stored(trip)] == ["단장", "부단장", "감사", "고문", "과장", "대리", "통역사"]
