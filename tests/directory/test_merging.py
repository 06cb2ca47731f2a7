"""Two records that are one: merged with all that pointed to them, undone to the same rows."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from delegations.models import CalendarRemoval, Delegate
from exchange.audit.models import Event
from exchange.directory import services
from exchange.directory.finding import Term
from exchange.directory.folding import as_json, pointers
from exchange.directory.merging import last_merge, merge_organizations, merge_people, undo_merge
from exchange.directory.models import Merge, Organization, OrganizationFigure, Person, Post
from exchange.meetings.models import Attendance
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory, LegFactory
from tests.factories.directory import FigureFactory, OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.mous import CommitmentFactory, MouFactory

LEFT_OUT = {"audit", "sessions", "contenttypes", "account", "mfa", "auth", "admin"}


def rows():
    """Every row of the portal but the trail and the merges themselves."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in LEFT_OUT or model is Merge:
            continue
        if issubclass(model, Term):
            found[model._meta.label] = sorted(model.objects.values_list("record", "text", "place"))
        else:
            found[model._meta.label] = {row.pk: as_json(row) for row in model._base_manager.all()}
    return found


def dangling():
    """Rows that point to a record that is not there."""
    lost = []
    for model in (Person, Organization, Delegate):
        for pointer in pointers(model):
            there = model.objects.values("pk")
            rows = pointer.model._base_manager.exclude(**{f"{pointer.name}__in": there})
            lost += list(rows.exclude(**{pointer.name: None}))
    return lost


def merge(kept, gone, by, **choices):
    service = merge_people if isinstance(kept, Person) else merge_organizations
    return service(kept=kept, gone=gone, choices=choices, by=by)


# --- what is kept ---------------------------------------------------------------------------


def test_names_of_both_find_the_kept_record(staff):
    kept = PersonFactory(name_ko="오이가와 가상", name_latin="", aliases="예전 표기")
    gone = PersonFactory(
        name_ko="오유가와 가상", name_latin="Oigawa Sample", name_kana="オイガワ", email="a@example.com"
    )
    merge(kept, gone, staff)
    kept.refresh_from_db()
    assert (kept.name_ko, kept.name_latin, kept.name_kana) == ("오이가와 가상", "Oigawa Sample", "オイガワ")
    assert kept.aliases.splitlines() == ["예전 표기", "오유가와 가상"]
    assert kept.email == "a@example.com"
    assert list(Person.objects.called("오유가와 가상")) == [kept]


def test_a_chosen_column_is_taken_over_and_the_other_name_becomes_an_alias(staff):
    kept = PersonFactory(name_ko="가나다", country="KR", note="메모 1", phone="02-111-2222")
    gone = PersonFactory(name_ko="라마바", country="JP", note="메모 2", phone="02-333-4444")
    merge(kept, gone, staff, name_ko="gone", country="gone", phone="kept")
    kept.refresh_from_db()
    assert (kept.name_ko, kept.country, kept.phone) == ("라마바", "JP", "02-111-2222")
    assert kept.aliases == "가나다"
    assert kept.note == "메모 1\n\n메모 2"


def test_everything_that_pointed_to_the_one_that_goes_points_to_the_kept_one(staff):
    kept, gone = PersonFactory(), PersonFactory()
    delegate, attendance = DelegateFactory(person=gone), AttendanceFactory(person=gone)
    post = PostFactory(person=gone)
    removal = CalendarRemoval.objects.create(
        delegation=delegate.delegation, uid=delegate.delegation.items.model().uid, person=gone,
        title_ko="예시", starts_at="2024-07-18T00:00Z",
    )  # fmt: skip
    merge(kept, gone, staff)
    for row in (delegate, attendance, post, removal):
        row.refresh_from_db()
        assert row.person == kept
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert dangling() == []


def test_a_person_twice_in_one_place_becomes_one_row(staff):
    kept, gone = PersonFactory(), PersonFactory()
    trip, meeting = DelegationFactory(), MeetingFactory()
    mine, theirs = DelegateFactory(delegation=trip, person=kept), DelegateFactory(delegation=trip, person=gone)
    both = ItineraryItemFactory(delegation=trip, delegates=[mine, theirs])
    only_gone = ItineraryItemFactory(delegation=trip, delegates=[theirs])
    leg = LegFactory(delegation=trip)
    leg.delegates.set([theirs])
    AttendanceFactory(meeting=meeting, person=kept, title_ko="회장")
    AttendanceFactory(meeting=meeting, person=gone, title_ko="이사장")
    done = merge(kept, gone, staff)
    assert list(trip.delegates.all()) == [mine]
    for going in (both, only_gone, leg):
        assert list(going.delegates.all()) == [mine]
    assert [row.title_ko for row in meeting.attendances.all()] == ["회장"]
    folded = {step["fold"] for step in done.steps if "fold" in step}
    assert folded >= {"delegations.Delegate", "meetings.Attendance", "directory.Person"}
    assert "이사장" in str(done.steps)


def test_two_parties_of_one_mou_become_one_and_come_apart_again(staff):
    kept, gone = OrganizationFactory(country="JP"), OrganizationFactory(country="JP")
    mou, other = MouFactory(counterpart=kept), MouFactory(counterpart=gone)
    twin = mou.parties.create(side="counterpart", organization=gone, title_ko="예시 회장", signatory=PersonFactory())
    commitment = CommitmentFactory(counterpart=gone, mou=other)
    before = rows()
    done = merge(kept, gone, staff)
    commitment.refresh_from_db()
    assert [party.organization for party in (mou.parties.get(), other.parties.get())] == [kept, kept]
    assert (commitment.counterpart, dangling()) == (kept, [])
    assert undo_merge(merge=done, by=staff)[1] == []
    assert rows() == before
    assert mou.parties.get(pk=twin.pk).title_ko == "예시 회장"


def test_one_post_twice_becomes_one_with_the_time_of_both(staff):
    kept, gone, body = PersonFactory(), PersonFactory(), OrganizationFactory()
    post = {"organization": body, "title_ko": "부회장"}
    PostFactory(person=kept, since=date(2023, 3, 1), until=date(2024, 2, 29), **post)
    PostFactory(person=gone, since=date(2024, 3, 1), until=None, title_ja="副会長", **post)
    PostFactory(person=gone, since=date(2010, 1, 1), until=date(2012, 1, 1), **post)
    PostFactory(person=gone, since=date(2024, 3, 1), organization=body, title_ko="이사")
    merge(kept, gone, staff)
    held = {(p.title_ko, p.title_ja, p.since, p.until) for p in kept.posts.all()}
    assert held == {
        ("부회장", "副会長", date(2023, 3, 1), None),
        ("부회장", "", date(2010, 1, 1), date(2012, 1, 1)),
        ("이사", "", date(2024, 3, 1), None),
    }


def test_a_post_without_dates_takes_the_known_ones(staff):
    kept, gone, body = PersonFactory(), PersonFactory(), OrganizationFactory()
    PostFactory(person=kept, organization=body)
    PostFactory(person=gone, organization=body, since=date(2023, 3, 1), until=date(2024, 2, 29))
    merge(kept, gone, staff)
    post = kept.posts.get()
    assert (post.since, post.until) == (date(2023, 3, 1), date(2024, 2, 29))


def test_a_body_is_merged_with_figures_posts_meetings_and_what_is_below(staff):
    kept, gone = OrganizationFactory(), OrganizationFactory(short_name_ko="줄임", founded_on=date(1956, 4, 10))
    figure = {"label": "회원", "as_of": date(2024, 1, 1)}
    FigureFactory(organization=kept, value=1, **figure), FigureFactory(organization=gone, value=2, **figure)
    FigureFactory(organization=gone, label="직원")
    person = PersonFactory()
    PostFactory(organization=kept, person=person), PostFactory(organization=gone, person=person)
    both, one = MeetingFactory(counterparts=[kept, gone]), MeetingFactory(counterparts=[gone])
    AttendanceFactory(organization=gone)
    below = OrganizationFactory(parent=gone)
    merge(kept, gone, staff)
    kept.refresh_from_db(), below.refresh_from_db()
    assert (kept.short_name_ko, kept.founded_on, below.parent) == ("줄임", date(1956, 4, 10), kept)
    assert {f.label: f.value for f in kept.figures.all()} == {"회원": 1, "직원": 937}
    assert [list(meeting.counterparts.all()) for meeting in (both, one)] == [[kept], [kept]]
    assert Post.objects.get().organization == kept
    assert dangling() == []


@pytest.mark.parametrize("above_kept", [True, False])
def test_a_body_merged_with_one_above_or_below_it_makes_no_ring(staff, above_kept):
    top = OrganizationFactory()
    upper = OrganizationFactory(parent=top)
    middle = OrganizationFactory(parent=upper)
    lower = OrganizationFactory(parent=middle)
    before = rows()
    kept, gone = (lower, upper) if above_kept else (upper, lower)
    done = merge(kept, gone, staff, parent="gone")
    kept.refresh_from_db(), middle.refresh_from_db()
    assert (kept.parent, middle.parent) == (top, kept)
    undo_merge(merge=done, by=staff)
    assert rows() == before


# --- what is refused ----------------------------------------------------------------------------


def test_two_accounts_are_two_people(staff):
    kept, gone = PersonFactory(user=UserFactory()), PersonFactory(user=UserFactory())
    with pytest.raises(ValidationError, match="계정"):
        merge(kept, gone, staff)
    assert Person.objects.count() == 2


def test_an_account_goes_along_and_comes_back(staff):
    user = UserFactory(ambassador=True)
    kept, gone = PersonFactory(), PersonFactory(user=user)
    done = merge(kept, gone, staff)
    assert Person.objects.get(user=user) == kept
    undo_merge(merge=done, by=staff)
    assert Person.objects.get(user=user) == gone


def test_a_record_is_not_merged_with_itself_nor_with_one_that_is_gone(staff):
    kept, gone = PersonFactory(), PersonFactory()
    with pytest.raises(ValidationError):
        merge(kept, kept, staff)
    merge(kept, gone, staff)
    for pair in ((kept, gone), (gone, kept)):
        with pytest.raises(ValidationError):
            merge(*pair, staff)
    assert Merge.objects.count() == 1


def test_merges_come_apart_in_their_order_and_once(staff):
    first, second, third = PersonFactory.create_batch(3)
    DelegateFactory(person=first)
    before = rows()
    into_second = merge(second, first, staff)
    into_third = merge(third, second, staff)
    into_second.refresh_from_db()
    assert into_second.kept == third
    with pytest.raises(ValidationError, match="나중"):
        undo_merge(merge=into_second, by=staff)
    assert last_merge(third) == into_third
    undo_merge(merge=into_third, by=staff)
    undo_merge(merge=into_second, by=staff)
    with pytest.raises(ValidationError, match="이미"):
        undo_merge(merge=into_second, by=staff)
    assert rows() == before


def test_a_body_and_a_person_of_it_come_apart_in_their_order(staff):
    bodies, people = OrganizationFactory.create_batch(2), PersonFactory.create_batch(2)
    for person, body in zip(people, bodies, strict=True):
        PostFactory(person=person, organization=body, title_ko="회장")
    before = rows()
    of_bodies = merge(*bodies, staff)
    of_people = merge(*people, staff)  # one post takes the place of both
    with pytest.raises(ValidationError, match=str(of_people)):
        undo_merge(merge=of_bodies, by=staff)
    undo_merge(merge=of_people, by=staff)
    undo_merge(merge=of_bodies, by=staff)
    assert rows() == before


def test_what_a_record_names_comes_back_before_it(staff):
    bodies, people = OrganizationFactory.create_batch(2), PersonFactory.create_batch(2)
    for person in people:
        PostFactory(person=person, organization=bodies[1], title_ko="회장")
    before = rows()
    of_people = merge(*people, staff)
    of_bodies = merge(*bodies, staff)  # the body of the post that went is gone
    with pytest.raises(ValidationError, match=str(of_bodies)):
        undo_merge(merge=of_people, by=staff)
    undo_merge(merge=of_bodies, by=staff)
    undo_merge(merge=of_people, by=staff)
    assert rows() == before


# --- undone later ----------------------------------------------------------------------------------


def test_what_was_changed_since_stays_and_is_said(staff):
    kept, gone, other = PersonFactory(name_latin=""), PersonFactory(name_latin="Sample"), PersonFactory()
    moved, stays = AttendanceFactory(person=gone), AttendanceFactory(person=gone)
    done = merge(kept, gone, staff)
    Attendance.objects.filter(pk=stays.pk).update(person=other)
    kept.refresh_from_db()
    kept.name_latin, kept.aliases = "Changed", f"{kept.aliases}\n새 표기"
    kept.save()
    added = AttendanceFactory(person=kept)
    _gone, stayed = undo_merge(merge=done, by=staff)
    for row in (moved, stays, added, kept):
        row.refresh_from_db()
    assert (moved.person, stays.person, added.person) == (gone, other, kept)
    assert (kept.name_latin, kept.aliases) == ("Changed", "새 표기")
    assert len(stayed) == 2
    assert any("로마자" in said for said in stayed)
    assert [event.verb for event in Event.objects.all()][:2] == ["come_back", "undo_merge"]


def test_a_folded_row_whose_place_is_gone_stays_away_and_is_said(staff):
    kept, gone = PersonFactory(), PersonFactory()
    trip = DelegationFactory()
    mine, theirs = DelegateFactory(delegation=trip, person=kept), DelegateFactory(delegation=trip, person=gone)
    ItineraryItemFactory(delegation=trip, delegates=[theirs])
    done = merge(kept, gone, staff)
    trip.delete()
    back, stayed = undo_merge(merge=done, by=staff)
    assert back == gone
    assert any("출장자" in said for said in stayed)
    assert not Delegate.objects.filter(pk__in=[mine.pk, theirs.pk]).exists()
    assert dangling() == []


def test_who_may_be_gone_from_the_record_is_not_lost_when_the_body_above_is_deleted(staff):
    above = OrganizationFactory()
    kept, gone = OrganizationFactory(), OrganizationFactory(parent=above)
    done = merge(kept, gone, staff)
    Organization.objects.filter(pk=kept.pk).update(parent=None)
    above.delete()
    back, _stayed = undo_merge(merge=done, by=staff)
    assert back.parent is None


# --- any graph -----------------------------------------------------------------------------------


def days(data):
    start = data.draw(st.none() | st.dates(date(2020, 1, 1), date(2022, 1, 1)))
    end = data.draw(st.none() | st.dates(start or date(2020, 1, 1), date(2024, 1, 1)))
    return {"since": start, "until": end}


def draw_world(data):
    """People and bodies with everything that can point to them, at random."""
    people = [PersonFactory(name_ko=data.draw(st.sampled_from(["가", "나"])), note=f"{n}") for n in range(3)]
    bodies = [OrganizationFactory(aliases=data.draw(st.sampled_from(["", "다", "다\n라"]))) for _n in range(3)]
    person, body = (lambda: data.draw(st.sampled_from(people))), (lambda: data.draw(st.sampled_from(bodies)))
    if data.draw(st.booleans()):
        Organization.objects.filter(pk=bodies[0].pk).update(parent=bodies[1])
    for _n in range(data.draw(st.integers(0, 5))):
        title = data.draw(st.sampled_from(["회장", "이사"]))
        PostFactory(person=person(), organization=body(), title_ko=title, **days(data))
    for n in range(data.draw(st.integers(0, 3))):
        label, as_of = data.draw(st.sampled_from(["회원", "직원"])), date(2024, 1, 1) + timedelta(days=n % 2)
        if not OrganizationFigure.objects.filter(organization=(at := body()), label=label, as_of=as_of).exists():
            FigureFactory(organization=at, label=label, as_of=as_of, value=n)
    for _n in range(data.draw(st.integers(0, 2))):
        draw_trip(data, people)
        meeting = MeetingFactory(counterparts=data.draw(st.lists(st.sampled_from(bodies), unique=True)))
        for who in data.draw(st.lists(st.sampled_from(people), unique=True)):
            AttendanceFactory(meeting=meeting, person=who, organization=data.draw(st.none() | st.sampled_from(bodies)))
    return people, bodies


def draw_trip(data, people):
    trip = DelegationFactory()
    going = data.draw(st.lists(st.sampled_from(people), unique=True))
    delegates = [DelegateFactory(delegation=trip, person=who) for who in going]
    for make in (ItineraryItemFactory, LegFactory):
        row = make(delegation=trip)
        row.delegates.set([who for who in delegates if data.draw(st.booleans())])
    uid = trip.items.get().uid
    for who in data.draw(st.lists(st.sampled_from(people), unique=True)):
        CalendarRemoval.objects.create(
            delegation=trip, uid=uid, person=who, title_ko="예시", starts_at="2024-07-18T00:00Z"
        )


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_merged_and_undone_is_as_before(data):
    from django.db import transaction

    with transaction.atomic():
        staff = UserFactory(staff=True)
        people, bodies = draw_world(data)
        before, merges = rows(), []
        for _n in range(data.draw(st.integers(1, 3))):
            records = data.draw(st.sampled_from([people, bodies]))
            if len(records) > 1:
                kept, gone = data.draw(st.permutations(records))[:2]
                choices = {name: data.draw(st.sampled_from(["kept", "gone"])) for name in ("name_ko", "parent")}
                merges.append(merge(kept, gone, staff, **choices))
                records.remove(gone)
                assert dangling() == []
        for done in reversed(merges):
            assert undo_merge(merge=Merge.objects.get(pk=done.pk), by=staff)[1] == []
        assert rows() == before
        transaction.set_rollback(True)


# --- pages -------------------------------------------------------------------------------------------


def words(response):
    return html.fromstring(response.content.decode()).xpath("string(//main)")


def test_two_records_are_found_compared_merged_and_undone_on_pages(pages):
    kept, gone = PersonFactory(name_ko="오이가와 가상"), PersonFactory(name_ko="오유가와 가상", phone="02-111-2222")
    meeting = AttendanceFactory(person=gone).meeting
    trip = DelegateFactory(person=kept).delegation
    both = [trip.delegates.get(), DelegateFactory(delegation=trip, person=gone)]
    ItineraryItemFactory(delegation=trip, delegates=both)
    url = f"/directory/people/{kept.pk}/merge/"
    assert f"?with={gone.pk}" in html.fromstring(pages.get(url).content.decode()).xpath("//main//a/@href")
    assert pages.get(url, {"other": "오유가와 가상"}).url == f"{url}?with={gone.pk}"
    compared = pages.get(f"{url}?with={gone.pk}")
    for said in ("오유가와 가상", "02-111-2222", "참석자 1건", str(meeting), "하나로 합칩니다"):
        assert said in words(compared)
    assert compared.context["form"].fields.keys() == {"name_ko"}
    assert Person.objects.count() == 2
    assert pages.post(f"{url}?with={gone.pk}", {"name_ko": "gone"}).url == f"/directory/people/{kept.pk}/"
    shown = pages.get(f"/directory/people/{gone.pk}/", follow=True)
    assert shown.redirect_chain == [(f"/directory/people/{kept.pk}/", 302)]
    assert "합쳐진 기록" in words(shown)
    (undo,) = html.fromstring(shown.content.decode()).xpath('//a[contains(@href, "/merges/")]/@href')
    assert "오유가와 가상" in words(pages.get(undo))
    assert pages.post(undo).url == f"/directory/people/{gone.pk}/"
    assert pages.post(undo).status_code == 200
    assert "이미 되돌린" in words(pages.get(undo))


def test_trips_of_one_title_are_told_apart_by_their_days(pages):
    kept, gone = PersonFactory(name_ko="가"), PersonFactory(name_ko="나")
    for year in (2025, 2026):
        trip = DelegationFactory(title_ko="같은 제목", starts_on=date(year, 7, 1), ends_on=date(year, 7, 2))
        DelegateFactory(delegation=trip, person=gone)
    shown = words(pages.get(f"/directory/people/{kept.pk}/merge/?with={gone.pk}"))
    assert "같은 제목 · 2025. 7. 1.(화)" in shown and "같은 제목 · 2026. 7. 1.(수)" in shown


def test_an_incomplete_choice_merges_nothing(pages):
    kept, gone = OrganizationFactory(name_ko="가"), OrganizationFactory(name_ko="나")
    url = f"/directory/organizations/{kept.pk}/merge/?with={gone.pk}"
    for sent in ({}, {"name_ko": "both"}):
        assert pages.post(url, sent).status_code == 200
    assert Organization.objects.count() == 2
    assert pages.post(url, {"name_ko": "kept"}).status_code == 302


@pytest.mark.parametrize("asked", ["0", "x", "-1", "9" * 30, "²", "{kept}"])
def test_an_odd_other_record_is_not_found(pages, asked):
    kept = PersonFactory()
    assert pages.get(f"/directory/people/{kept.pk}/merge/", {"with": asked.format(kept=kept.pk)}).status_code == 404


@pytest.mark.parametrize("role", ["executive", "ambassador", "counterpart", "administrator"])
def test_only_writers_merge_and_outsiders_learn_nothing(client, db, staff, role):
    user = UserFactory(**{role: True})
    own = PersonFactory(user=user)
    kept, gone, other = PersonFactory(), PersonFactory(name_ko="비밀인물"), PersonFactory()
    done = merge(kept, gone, staff)
    client.force_login(user)
    refused = 403 if role == "executive" else 404
    for path in (f"people/{kept.pk}/merge/?with={other.pk}", f"merges/{done.pk}/undo/"):
        for send in (client.get, client.post):
            response = send(f"/directory/{path}")
            assert response.status_code == refused
            assert "비밀인물" not in response.content.decode()
    assert client.get(f"/directory/people/{gone.pk}/").status_code == (302 if role == "executive" else 404)
    assert client.get(f"/directory/people/{own.pk}/merge/?with={kept.pk}").status_code == 403
    assert not Merge.objects.exclude(undone_at=None).exists()


@pytest.mark.parametrize("many", [1, 20])
def test_comparing_costs_the_same_for_any_number_of_rows(pages, django_assert_num_queries, many):
    kept, gone = PersonFactory(), PersonFactory()
    for person in (kept, gone):
        PostFactory.create_batch(many, person=person)
        AttendanceFactory.create_batch(many, person=person)
    with django_assert_num_queries(45):  # of each record what points to it, one query for each kind; the plan
        pages.get(f"/directory/people/{kept.pk}/merge/?with={gone.pk}")


# --- at once ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_leave_one_record_and_wait_for_nobody():
    from threading import Barrier, Thread

    from django.db import OperationalError

    staff = UserFactory(staff=True)
    people = PersonFactory.create_batch(2)
    AttendanceFactory(person=people[0]), AttendanceFactory(person=people[1])
    start, refused = Barrier(2), []

    def run(kept, gone):
        start.wait()
        try:
            merge(kept, gone, staff)
        except (ValidationError, OperationalError) as error:  # SQLite lets one of them write
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in (people, people[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
    assert len(refused) == 1
    assert Person.objects.count() == Merge.objects.count() == 1
    assert set(Attendance.objects.values_list("person", flat=True)) == set(Person.objects.values_list("pk", flat=True))


def test_a_kept_record_that_nothing_uses_is_deleted_with_the_trace_of_its_merge(staff):
    kept, gone = PersonFactory(), PersonFactory()
    merge(kept, gone, staff)
    services.delete_person(person=kept, by=staff)
    assert not Person.objects.exists()
    assert not Merge.objects.exists()
