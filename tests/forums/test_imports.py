"""Lists of people: compared with who is registered, taken over at one go, taken back."""

import pytest
from django.core.exceptions import ValidationError

from exchange.audit.models import Event
from exchange.meetings.enums import Side
from forums import services
from forums.enums import RegistrationState
from forums.models import Quota, Registration
from tests.factories.accounts import UserFactory
from tests.factories.forums import EditionFactory, RegistrationFactory, list_of_people

pytestmark = pytest.mark.django_db
FIRM = "見本製作所"


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.fixture
def edition():
    """With three people of the counterpart: two are on the list, one only in name."""
    edition = EditionFactory(seats=(3, 5))
    RegistrationFactory(edition=edition, side=Side.COUNTERPART, name="見本 一郎", company=FIRM, title="課長",
                        email="ichiro@example.com")  # fmt: skip
    RegistrationFactory(edition=edition, side=Side.COUNTERPART, name="ミホン ジロウ", company=FIRM, email="")
    RegistrationFactory(
        edition=edition, side=Side.COUNTERPART, name="見本 一郎", company="別の会社", email="b@example.com"
    )
    Quota.objects.filter(edition=edition, side=Side.COUNTERPART).update(arrivals=3)
    other = EditionFactory()
    RegistrationFactory(
        edition=other, side=Side.COUNTERPART, name="見本 三郎", company=FIRM, email="saburo@example.com"
    )
    return edition


PEOPLE = [
    {"name": "見本 一郎", "company": FIRM, "title": "部長", "email": "ichiro@example.com"},
    {"name": "みほん・じろう", "company": "見本 製作所", "email": "jiro@example.com", "needs_interpreter": True},
    {"name": "見本 三郎", "company": FIRM, "email": "saburo@example.com", "diet": "halal"},
    {"name": "見本 四郎", "company": FIRM},
    {"name": "見本 五郎", "company": FIRM},
]


def kinds(source):
    return [row["kind"] for row in source.rows["rows"]]


def test_rows_are_compared_with_this_edition_only(edition):
    source = list_of_people(edition, PEOPLE)
    assert kinds(source) == ["same", "alike", "new", "new", "new"]
    assert [row["choice"] for row in source.rows["rows"]] == ["fix", "fix", "add", "add", "add"]


def test_what_was_chosen_is_taken_over_at_one_go(edition, staff, mailoutbox):
    source = list_of_people(edition, PEOPLE)
    source = services.choose_rows(source=source, choices={6: "skip", 2: "add"}, by=staff)  # 2: not offered
    source = services.apply_import(source=source, consents=True, by=staff)
    assert source.outcome == {"added": 2, "seated": 2, "waiting": 0, "fixed": 2, "skipped": 1, "told": 0}
    found = edition.registrations
    assert found.get(email="ichiro@example.com").title == "部長"
    jiro = found.get(email="jiro@example.com")
    assert (jiro.name, jiro.needs_interpreter, jiro.link_version) == ("みほん・じろう", True, 2)
    assert sorted(found.seated().values_list("seat", flat=True)) == [1, 2, 3, 4, 5]
    assert found.get(name="見本 三郎").language == "ja"
    event = Event.objects.get(verb="apply_import")
    assert event.by == staff
    assert event.changes["statement"]
    assert Event.objects.filter(verb="register", by=staff).count() == 2
    assert mailoutbox == []
    assert "ichiro" not in str(source.rows).replace("ichiro@example.com", "") or source.rows.keys() == {"fixed"}


def test_who_finds_no_seat_waits_in_the_order_of_the_list(edition, staff):
    many = [{"name": f"見本 {n}", "email": f"n{n}@example.com"} for n in range(4)]
    services.apply_import(source=list_of_people(edition, many), consents=True, by=staff)
    waiting = list(edition.registrations.waiting().values_list("name", flat=True))
    assert waiting == ["見本 2", "見本 3"]
    late, _new = services.register(
        edition=edition,
        side=Side.COUNTERPART,
        submission="0" * 32,
        origin="staff",
        name="見本 遅",
        email="late@example.com",
    )
    assert late.arrival == Quota.objects.get(edition=edition, side=Side.COUNTERPART).arrivals


def test_nothing_is_taken_without_the_statement_or_after_the_forum(edition, staff):
    source = list_of_people(edition, PEOPLE)
    with pytest.raises(ValidationError, match="동의"):
        services.apply_import(source=source, consents=False, by=staff)
    edition.state, edition.state_reason = "cancelled", "예시"
    edition.save()
    with pytest.raises(ValidationError, match="취소한"):
        services.apply_import(source=source, consents=True, by=staff)
    assert edition.registrations.count() == 3


def test_somebody_who_registered_meanwhile_stops_all_of_it(edition, staff):
    source = list_of_people(edition, PEOPLE)
    services.register(edition=edition, side=Side.COUNTERPART, submission="1" * 32, origin="staff", by=staff,
                      name="見本 三郎", email="saburo@example.com")  # fmt: skip
    before = edition.registrations.count()
    with pytest.raises(ValidationError, match="4행") as refused:
        services.apply_import(source=source, consents=True, by=staff)
    assert refused.value.code == "stale"
    assert edition.registrations.count() == before
    source = services.compare_again(source=source)
    assert kinds(source) == ["same", "alike", "same", "new", "new"]
    assert services.apply_import(source=source, consents=True, by=staff).outcome["added"] == 2


def test_taken_twice_registers_once(edition, staff):
    source = list_of_people(edition, PEOPLE)
    services.apply_import(source=source, consents=True, by=staff)
    with pytest.raises(ValidationError, match="이미 등록"):
        services.apply_import(source=source, consents=True, by=staff)
    assert edition.registrations.count() == 6


def test_the_same_list_again_changes_nothing(edition, staff):
    services.apply_import(source=list_of_people(edition, PEOPLE), consents=True, by=staff)
    again = list_of_people(edition, PEOPLE)
    assert {row["choice"] for row in again.rows["rows"]} == {"skip", "fix"}
    outcome = services.apply_import(source=again, consents=True, by=staff).outcome
    assert (outcome["added"], outcome["fixed"]) == (0, 0)


def test_undoing_takes_back_what_nobody_touched(edition, staff):
    source = services.apply_import(source=list_of_people(edition, PEOPLE), consents=True, by=staff)
    touched = edition.registrations.get(name="見本 四郎")
    services.change_registration(registration=touched, by=staff, title="예시")
    services.change_registration(
        registration=edition.registrations.get(email="jiro@example.com"), by=staff, title="예시"
    )
    assert services.prospect_of_undo(source=source) == {
        "gone": 2, "kept": 1, "stays": [("見本 四郎", "changed")], "restored": 1, "not_restored": 1,
    }  # fmt: skip
    source = services.undo_import(source=source, by=staff)
    assert {key: source.outcome[key] for key in ("undone", "kept", "restored", "not_restored")} == {
        "undone": 2, "kept": 1, "restored": 1, "not_restored": 1,
    }  # fmt: skip
    assert edition.registrations.get(email="ichiro@example.com").title == "課長"
    assert set(edition.registrations.values_list("name", flat=True)) == {"見本 一郎", "みほん・じろう", "見本 四郎"}
    assert source.rows == {}


def test_undoing_gives_the_seats_to_those_who_wait(edition, staff, mailoutbox):
    source = services.apply_import(source=list_of_people(edition, PEOPLE[3:]), consents=True, tells=True, by=staff)
    RegistrationFactory(edition=edition, side=Side.COUNTERPART, name="見本 待", waiting=True)
    services.undo_import(source=source, by=staff)
    assert edition.registrations.get(name="見本 待").is_seated
    assert edition.registrations.filter(name="見本 四郎").exists() is False


def test_people_who_were_written_to_are_cancelled_and_told(edition, staff, mailoutbox):
    source = services.apply_import(source=list_of_people(edition, PEOPLE[2:3]), consents=True, tells=True, by=staff)
    assert [mail.to for mail in mailoutbox] == [["saburo@example.com"]]
    services.undo_import(source=source, by=staff)
    assert edition.registrations.get(name="見本 三郎").state == RegistrationState.CANCELLED
    assert [mail.to for mail in mailoutbox] == [["saburo@example.com"]] * 2


def test_a_list_nobody_decided_on_is_forgotten(edition, staff, settings):
    from datetime import timedelta

    from django.utils import timezone

    old, done = list_of_people(edition, PEOPLE), list_of_people(edition, PEOPLE)
    services.apply_import(source=done, consents=True, by=staff)
    assert services.forget_imports() == 0
    assert services.forget_imports(at=timezone.now() + timedelta(days=15)) == 2
    assert list(edition.imports.values_list("pk", "rows")) == [(done.pk, {})]
    assert not edition.imports.filter(pk=old.pk).exists()
    done.refresh_from_db()
    assert services.undo_import(source=done, by=staff).outcome["restored"] == 0


def test_a_discarded_list_leaves_no_people(edition, staff):
    source = list_of_people(edition, PEOPLE)
    services.discard_import(source=source, by=staff)
    assert edition.imports.count() == 0
    assert "見本" not in str(list(Event.objects.filter(verb="discard_import").values_list("changes", flat=True)))


def test_many_are_taken_in_few_statements(edition, staff, django_assert_max_num_queries):
    Quota.objects.filter(edition=edition, side=Side.COUNTERPART).update(seats=200)
    many = [{"name": f"見本 {n}", "company": FIRM, "email": f"n{n}@example.com"} for n in range(300)]
    source = list_of_people(edition, many)
    with django_assert_max_num_queries(20):
        services.apply_import(source=source, consents=True, by=staff)
    assert Registration.objects.filter(source=source).count() == 300
    with django_assert_max_num_queries(20):
        services.undo_import(source=source, by=staff)
