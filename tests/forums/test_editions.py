"""Series and editions on their pages: whose turn it is, entering, changing, steps, calling off, who sees what."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from exchange.meetings.enums import Side
from exchange.mous.enums import Obligor
from forums import services
from forums.alternation import due_of
from forums.enums import BodyRole, EditionState, HostCountry
from forums.models import Edition, Series
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.forums import EditionFactory, RegistrationFactory, SeriesFactory, TaskFactory
from tests.factories.mous import YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
THIS_YEAR = timezone.localdate().year


def url(name, row):
    return reverse(f"forums:{name}", args=[row.pk])


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.fixture
def client(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def series():
    """Held in Tokyo last year: this year is Seoul's."""
    series = SeriesFactory()
    EditionFactory(series=series, year=THIS_YEAR - 1, host_country="JP", held=True, name_ko="예시 도쿄 포럼")
    return series


def proposed(client, address, **changes):
    """What the browser sends of a form that nobody touched, and what somebody changed in it."""
    forms = client.get(address).context
    row_sets = [each for name in ("bodies", "co_chairs") if (each := forms.get(name)) is not None]
    values = {bound.html_name: bound.value() for bound in forms["form"]}
    for rows in row_sets:
        for form in [rows.formset.management_form, *rows.forms]:
            values |= {bound.html_name: bound.value() for bound in form}
    if "version" in forms:
        values["version"] = forms["version"]
    return {name: value for name, value in (values | changes).items() if value not in (None, "", False)}


# --- whose turn ------------------------------------------------------------------------------------


def test_the_page_says_whose_turn_it_is_and_why(client, series):
    sentence = f"{THIS_YEAR - 1}년은 일본에서 열렸으므로 다음은 한국입니다."
    assert sentence in text(client.get(url("series_detail", series)))
    assert [turn.rail for turn in client.get(url("series_detail", series)).context["strip"]["turns"]] == [
        "jp", *["kr", "jp"] * 5,
    ]  # fmt: skip
    assert f"{THIS_YEAR - 1}년은 일본에서 열렸으므로 다음은 한국입니다." in text(
        client.get(reverse("forums:series_list"))
    )


def test_breaks_and_skipped_years_stand_in_the_outlook_with_their_reasons(client, staff, series):
    EditionFactory(
        series=series, year=THIS_YEAR, host_country="KR", state=EditionState.SKIPPED, state_reason="예시 건너뛴 까닭"
    )
    EditionFactory(series=series, year=THIS_YEAR + 1, host_country="JP", break_reason="예시 잇단 까닭")
    page = text(client.get(url("series_detail", series)))
    assert "예시 건너뛴 까닭" in page
    assert "예시 잇단 까닭" in page
    assert f"{THIS_YEAR - 1}년에 이어 다음도 일본에서 열기로 했습니다." in page
    assert f"열리지 않은 {THIS_YEAR}년은 차례에 들어가지 않습니다." in page
    staff.language = "ja"
    staff.save()
    page = text(client.get(url("series_detail", series)))
    for reason in ("예시 건너뛴 까닭", "예시 잇단 까닭"):  # in the outlook and in the list
        assert page.count(f'<span lang="ko">{reason}</span> <span class="badge outline">') == 2
    looks = [(turn.look, turn.repeats) for turn in client.get(url("series_detail", series)).context["strip"]["turns"]]
    assert looks[:4] == [("held", False), ("off", False), ("firm", True), ("plan", False)]


def test_what_is_due_without_history_and_where_the_host_never_changes():
    alone = SeriesFactory(alternates=False)
    held = EditionFactory(series=alone, year=2024, host_country="KR", held=True)
    assert due_of(alone, [held], this_year=2026).sentence == "늘 한국에서 여는 포럼입니다."
    first = due_of(SeriesFactory(), [], this_year=2026)
    assert (first.year, first.host_country, first.last) == (2026, HostCountry.KR, None)
    assert "첫 회차는 한국에서" in first.sentence


# --- series ----------------------------------------------------------------------------------------


def test_a_series_is_entered_with_a_free_slug_and_changed_by_one_at_a_time(client):
    body = OrganizationFactory(name_ko="가상 중앙회")
    promise = YearlyCommitmentFactory(counterpart=body, obligor=Obligor.JOINT)
    facts = {"name_ko": "예시 정책포럼", "name_en": "Sample Forum", "counterpart": "가상 중앙회", "alternates": "on"}
    for slug in ("sample-forum", "sample-forum-2"):
        text(client.post(reverse("forums:series_add"), facts | {"commitment": promise.pk}), 302)
        assert Series.objects.filter(slug=slug, commitment=promise).exists()
    series = Series.objects.get(slug="sample-forum")
    shown = proposed(client, url("series_edit", series))
    services.change_series(series=series, name_ko="먼저 고친 이름", by=UserFactory(staff=True))
    page = text(client.post(url("series_edit", series), shown | {"name_ko": "나중 이름"}), 409)
    assert "먼저 고친 이름" in page
    assert "나중 이름" in page
    assert Series.objects.get(pk=series.pk).name_ko == "먼저 고친 이름"


def test_a_series_needs_a_name_and_a_body_and_keeps_what_was_typed(client):
    page = text(client.post(reverse("forums:series_add"), {"name_ja": "見本フォーラム", "counterpart": "없는 기관"}))
    assert "없는 기관" in page
    assert "見本フォーラム" in page
    assert not Series.objects.exists()


# --- entering an edition ---------------------------------------------------------------------------


def test_a_new_edition_comes_with_its_year_host_and_clock(client, series):
    address = url("edition_add", series)
    shown = proposed(client, address)
    assert (shown["year"], shown["host_country"], shown["zone"]) == (THIS_YEAR, "KR", "Asia/Seoul")
    assert f"{THIS_YEAR - 1}년은 일본에서 열렸으므로 한국 차례입니다." in text(client.get(address))
    text(client.post(address, shown | {"name_ko": "예시 서울 포럼"}), 302)
    edition = series.editions.get(year=THIS_YEAR)
    assert (edition.state, edition.host_country, edition.zone) == ("proposed", "KR", "Asia/Seoul")


def test_breaking_the_rule_asks_for_the_reason_at_the_field_and_loses_nothing(client, series):
    address = url("edition_add", series)
    typed = proposed(client, address, name_ko="예시 포럼", host_country="JP", theme_ko="예시 주제", planned_ours=100)
    response = client.post(address, typed)
    page = text(response)
    assert "break_reason" in response.context["form"].errors
    assert 'name="break_reason"' in page
    assert f"{THIS_YEAR - 1}년 회차도 일본에서 열어, 교차 개최 원칙에서 벗어납니다." in page
    assert "예시 주제" in page
    text(client.post(address, typed | {"break_reason": "예시 사유"}), 302)
    edition = series.editions.get(year=THIS_YEAR)
    assert (edition.break_reason, edition.zone, edition.planned_ours) == ("예시 사유", "Asia/Tokyo", 100)


def test_the_sentence_beside_the_host_follows_the_choice(client, series):
    address = url("edition_add", series)
    chosen = {"year": THIS_YEAR, "host_country": "JP", "zone": "Asia/Seoul"}
    page = text(client.get(address, chosen))
    assert 'name="break_reason"' in page
    assert '<option value="Asia/Tokyo" selected>' in page
    assert 'name="break_reason"' not in text(client.get(address, chosen | {"host_country": "KR"}))
    assert text(client.get(address, {"year": "²0", "host_country": "XX"}))  # nonsense in the address harms nothing


def test_an_edition_before_the_next_says_why_the_next_stays(client, series):
    EditionFactory(series=series, year=THIS_YEAR + 1, host_country="KR")
    address = url("edition_add", series)
    typed = proposed(client, address, year=THIS_YEAR, host_country="KR", name_ko="예시 포럼")
    response = client.post(address, typed)
    assert "next_reason" in response.context["form"].errors
    assert f"{THIS_YEAR + 1}년 회차가 같은 나라(한국)에서 잇달아 열립니다." in text(response)
    text(client.post(address, typed | {"next_reason": "예시 그대로"}), 302)
    assert series.editions.get(year=THIS_YEAR + 1).break_reason == "예시 그대로"


def test_one_held_before_the_portal_is_entered_with_what_is_known(client, series):
    address = url("edition_add", series)
    known = {"year": 2014, "host_country": "KR", "name_ko": "예시 첫 포럼", "is_held": "on", "attended_total": 200}
    typed = proposed(client, address, **known)
    assert "starts_on" in client.post(address, typed).context["form"].errors
    text(client.post(address, typed | {"starts_on": "2014-05-29"}), 302)
    edition = series.editions.get(year=2014)
    assert (edition.state, edition.attended, edition.planned) == ("held", 200, None)
    assert "200" in text(client.get(url("edition_detail", edition)))


def test_faults_stand_at_their_fields_in_the_readers_language(client, series):
    address = url("edition_add", series)
    taken = proposed(client, address, year=THIS_YEAR - 1, name_ko="예시")
    assert "이 포럼의 그해 회차가 이미 있습니다." in str(client.post(address, taken).context["form"].errors["year"])
    days = {"starts_on": f"{THIS_YEAR}-05-20", "ends_on": f"{THIS_YEAR}-05-19"}
    backwards = client.post(address, proposed(client, address, name_ko="예시", **days))
    assert "ends_on" in backwards.context["form"].errors
    ahead = proposed(client, address, year=THIS_YEAR + 1, name_ko="예시", is_held="on")
    refused = client.post(address, ahead | {"starts_on": f"{THIS_YEAR + 1}-05-20"})
    assert "starts_on" in refused.context["form"].errors
    assert series.editions.count() == 1


# --- changing --------------------------------------------------------------------------------------


def test_facts_bodies_and_co_chairs_are_saved_together(client, series):
    edition = EditionFactory(series=series, year=THIS_YEAR, state=EditionState.PROPOSED)
    task = TaskFactory(edition=edition, days=-10)
    chair = PersonFactory(name_ko="가상 의장")
    PostFactory(person=chair, title_ko="회장", title_ja="会長", since=date(2000, 1, 1))
    OrganizationFactory(name_ko="가상 주최")
    OrganizationFactory(name_ko="가상 후원")
    address = url("edition_edit", edition)
    typed = proposed(client, address, starts_on=f"{THIS_YEAR}-06-10", ends_on=f"{THIS_YEAR}-06-11")
    opening = {"registration_opens_at": f"{THIS_YEAR}-05-01T09:00", "zone": "America/Los_Angeles"}
    rows = {
        "bodies-TOTAL_FORMS": 2, "bodies-0-role": "host", "bodies-0-organization": "가상 주최",
        "bodies-1-role": "patron", "bodies-1-organization": "가상 후원",
        "co_chairs-TOTAL_FORMS": 1, "co_chairs-0-side": "ours", "co_chairs-0-person": "가상 의장",
    }  # fmt: skip
    shift = (date(THIS_YEAR, 6, 10) - edition.starts_on).days
    moves = {"move-shift": shift, "move-moves": ["tasks"]}
    text(client.post(address, typed | opening | rows | moves), 302)
    edition.refresh_from_db()
    assert edition.registration_opens_at.isoformat() == f"{THIS_YEAR}-05-01T16:00:00+00:00"
    assert [(body.role, body.organization.name_ko) for body in edition.bodies.all()] == [
        (BodyRole.HOST, "가상 주최"), (BodyRole.PATRON, "가상 후원"),
    ]  # fmt: skip
    assert edition.co_chairs.get().title_ja == "会長"
    task.refresh_from_db()
    assert task.due_on == date(THIS_YEAR, 5, 31)
    page = text(client.get(url("edition_detail", edition)))
    assert "가상 후원" in page
    assert "09:00" in page
    twice = proposed(client, address) | {"bodies-1-role": "host", "bodies-1-organization": "가상 주최"}
    assert "같은 구분의 같은 기관이 이미 있습니다." in text(client.post(address, twice))


def test_whoever_saves_second_is_told_and_keeps_his_words(client, series):
    edition = EditionFactory(series=series, year=THIS_YEAR)
    shown = proposed(client, url("edition_edit", edition))
    services.change_edition(edition=edition, theme_ko="먼저 저장한 주제", by=UserFactory(staff=True))
    page = text(client.post(url("edition_edit", edition), shown | {"theme_ko": "나의 주제"}), 409)
    assert "먼저 저장한 주제" in page
    assert "나의 주제" in page
    edition.refresh_from_db()
    assert edition.theme_ko == "먼저 저장한 주제"


# --- steps -----------------------------------------------------------------------------------------


def test_an_edition_is_agreed_announced_called_off_and_reopened(client, series):
    edition = EditionFactory(series=series, year=THIS_YEAR, state=EditionState.PROPOSED, starts_on=None, ends_on=None)
    step = url("edition_step", edition)
    client.post(step, {"step": "agree"})
    assert "개최일을 먼저" in text(client.post(step, {"step": "announce"}, follow=True))
    services.change_edition(edition=edition, starts_on=date(THIS_YEAR, 5, 20), by=UserFactory(staff=True))
    client.post(step, {"step": "announce"})
    edition.refresh_from_db()
    assert (edition.state, bool(edition.agreed_at), bool(edition.announced_at)) == ("announced", True, True)
    client.post(step, {"step": "hold"})  # needs figures, and a page of its own
    client.post(step, {"step": "nonsense"})
    off = url("edition_call_off", edition)
    assert "까닭을 적어 주세요." in text(client.post(off, {"step": "cancel"}))
    text(client.post(off, {"step": "cancel", "reason": "예시 취소 까닭"}), 302)
    assert "예시 취소 까닭" in text(client.get(url("edition_detail", edition)))
    client.post(step, {"step": "reopen"})
    edition.refresh_from_db()
    assert (edition.state, edition.state_reason) == ("proposed", "")


@pytest.mark.parametrize("choice", ["swap", "stay"])
def test_calling_off_asks_what_becomes_of_the_next_host(client, series, choice):
    edition = EditionFactory(series=series, year=THIS_YEAR, host_country="KR", state=EditionState.PROPOSED)
    after = EditionFactory(
        series=series, year=THIS_YEAR + 1, host_country="JP", state=EditionState.PROPOSED, venue_ko="예시 도쿄 회관"
    )
    off = url("edition_call_off", edition)
    assert f"{THIS_YEAR + 1}년 회차가 직전 회차와 같은 나라(일본)에서 열립니다." in text(client.get(off))
    typed = {"step": "skip", "reason": "예시 까닭"}
    assert "then" in client.post(off, typed).context["form"].errors
    assert "next_reason" in client.post(off, typed | {"then": "stay"}).context["form"].errors
    text(client.post(off, typed | {"then": choice, "next_reason": "예시 그대로"}), 302)
    after.refresh_from_db()
    expected = ("KR", "", "") if choice == "swap" else ("JP", "예시 그대로", "예시 도쿄 회관")
    assert (after.host_country, after.break_reason, after.venue_ko) == expected


def test_only_an_unused_proposal_is_deleted(client, series):
    used = EditionFactory(series=series, year=THIS_YEAR, state=EditionState.PROPOSED)
    RegistrationFactory(edition=used)
    assert "지울 수 없습니다" in text(client.post(url("edition_delete", used)))
    unused = EditionFactory(series=series, year=THIS_YEAR + 1, host_country="JP", state=EditionState.PROPOSED)
    assert "되돌릴 수 없습니다" in text(client.get(url("edition_delete", unused)))
    text(client.post(url("edition_delete", unused)), 302)
    assert list(Edition.objects.filter(series=series, year__gte=THIS_YEAR)) == [used]


# --- who sees what ---------------------------------------------------------------------------------


def test_the_counterpart_sees_its_forum_in_numbers_and_never_people_or_another_body(
    client, django_assert_max_num_queries
):
    bodies = {name: OrganizationFactory(name_ko=f"가상 {name}", country="JP") for name in ("ours", "theirs")}
    editions = {}
    for name, body in bodies.items():
        forum = SeriesFactory(name_ko=f"{name} 포럼", name_ja=f"{name} フォーラム", counterpart=body)
        editions[name] = EditionFactory(series=forum, name_ja=f"{name} 回次", note=f"{name} 내부 메모", seats=(4, 6))
        RegistrationFactory(
            edition=editions[name], side=Side.COUNTERPART, name=f"{name} 참가자", company="예시 비밀정밀"
        )
        RegistrationFactory(edition=editions[name], side=Side.COUNTERPART, waiting=True, name=f"{name} 대기자")
    user = UserFactory(counterpart=True)
    PostFactory(person=PersonFactory(user=user), organization=bodies["ours"], since=date(2000, 1, 1))
    client.force_login(user)
    own, other = editions["ours"], editions["theirs"]
    with django_assert_max_num_queries(12):
        page = text(client.get(url("edition_detail", own)))
    side = client.get(url("edition_detail", own)).context["sides"][1]
    assert (side["seats"], side["registered"], side["waiting"]) == (6, 1, 1)
    pages = [page, text(client.get("/")), text(client.get(reverse("forums:series_list")))]
    pages.append(text(client.get(url("series_detail", own.series))))
    assert all("ours" in each for each in pages)
    for hidden in ("참가자", "대기자", "비밀정밀", "내부 메모", "theirs"):
        assert not [each for each in pages if hidden in each], hidden
    for name, row in (("edition_detail", other), ("series_detail", other.series)):
        text(client.get(url(name, row)), 404)
    for name, row in (("edition_edit", own), ("edition_clone", own), ("series_edit", own.series)):
        text(client.get(url(name, row)), 403)
    text(client.post(url("edition_step", own), {"step": "agree"}), 403)


def test_lists_cost_the_same_however_long(client, django_assert_num_queries):
    def queries(of):
        with django_assert_num_queries(5):
            client.get(reverse("forums:series_list"))
        with django_assert_num_queries(4):
            client.get(url("series_detail", of))

    series = SeriesFactory()
    EditionFactory(series=series, year=2014, host_country="JP", held=True)
    client.get(reverse("forums:series_list"))  # what is asked once for each process
    queries(series)
    for year in range(2015, 2026):
        EditionFactory(series=series, year=year, host_country="KR" if year % 2 else "JP", held=True)
        SeriesFactory(counterpart=OrganizationFactory())
    queries(series)
