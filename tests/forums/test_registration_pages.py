"""Staff: the list and its filters, one person's page, the seats, the spreadsheet; and when contacts go."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from exchange.audit.models import Event
from exchange.notices.models import Mail
from forums import services, tasks
from forums.models import CheckIn, Registration
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory, PostFactory
from tests.factories.forums import EditionFactory, InvitationFactory, RegistrationFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.fixture
def desk(staff):
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def edition():
    return EditionFactory(open=True, seats=(2, 2))


def shown(client, edition, **asked):
    answer = client.get(reverse("forums:edition_registrations", args=[edition.pk]), asked)
    assert answer.status_code == 200
    assert answer.context["page"].paginator.count == len(answer.context["rows"])
    return [row["name"] for row in answer.context["rows"]]


def people_of(edition):
    """Of each kind one, and a stranger of another forum who looks like the first."""
    now = timezone.now()
    rows = {
        "kim": {"name": "예시 김", "company": "예시정밀", "needs_interpreter": True, "registered_at": now},
        "sato": {"name": "見本 佐藤", "name_other": "미혼 사토", "side": "counterpart", "language": "ja",
                 "diet": "halal", "email": "sato@example.com", "registered_at": now - timedelta(minutes=1)},
        "late": {"name": "예시 대기", "state": "waiting", "seat": None, "registered_at": now - timedelta(minutes=2)},
    }  # fmt: skip
    made = {key: RegistrationFactory(edition=edition, **facts) for key, facts in rows.items()}
    RegistrationFactory(name="예시 김 (다른 포럼)", needs_interpreter=True)
    return made


def test_the_list_is_filtered(desk, staff, edition):
    made = people_of(edition)
    services.check_in(registration=made["sato"], by=staff)
    assert shown(desk, edition) == ["예시 김", "見本 佐藤", "예시 대기"]
    found = {
        "side": ("counterpart", ["見本 佐藤"]), "state": ("waiting", ["예시 대기"]), "language": ("ja", ["見本 佐藤"]),
        "interpreter": ("yes", ["예시 김"]), "diet": ("halal", ["見本 佐藤"]), "came": ("yes", ["見本 佐藤"]),
        "q": ("미혼", ["見本 佐藤"]),
    }  # fmt: skip
    assert {name: shown(desk, edition, **{name: value}) for name, (value, _names) in found.items()} == {
        name: names for name, (_value, names) in found.items()
    }
    assert shown(desk, edition, q="sato@") == ["見本 佐藤"]
    assert shown(desk, edition, came="no", side="ours", state="registered") == ["예시 김"]
    counts = desk.get(reverse("forums:edition_registrations", args=[edition.pk])).context["sides"]
    assert [(side["seats"], side["registered"], side["waiting"], side["came"]) for side in counts] == [
        (2, 1, 1, 0), (2, 1, 0, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_takes_the_same_queries_for_one_and_for_many(desk, staff, django_assert_num_queries, number):
    edition = EditionFactory(seats=(10, 10))
    for row in RegistrationFactory.create_batch(number, edition=edition):
        services.check_in(registration=row, by=staff)
    shown(desk, edition)
    with django_assert_num_queries(10):
        shown(desk, edition)


def test_staff_register_mend_and_cancel_somebody(desk, edition, mailoutbox):
    add = reverse("forums:registration_add", args=[edition.pk])
    page = desk.get(add).context["form"].initial | {
        "side": "counterpart", "name": "見本 花子", "language": "ja", "diet": "none", "email": ""
    }  # fmt: skip
    for _time in range(2):
        answer = desk.post(add, page)
    row = Registration.objects.get()
    assert (answer.url, row.origin, row.side, row.seat) == (row.get_absolute_url(), "staff", "counterpart", 1)
    assert mailoutbox == []  # there is nowhere to write to
    edit = reverse("forums:registration_edit", args=[row.pk])
    stale = page | {"version": row.version, "title": "課長"}
    services.change_registration(registration=row, company="見本商事")  # by himself
    overtaken = desk.post(edit, stale)
    assert (overtaken.status_code, "見本商事" in overtaken.content.decode()) == (409, True)
    desk.post(edit, stale | {"version": overtaken.context["version"], "company": "見本商事"})
    row.refresh_from_db()
    assert (row.title, row.company) == ("課長", "見本商事")
    detail = desk.get(row.get_absolute_url())
    assert [line.event.verb for line in detail.context["history"]] == ["change_registration"] * 2 + ["register"]
    desk.post(reverse("forums:registration_cancel", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.seat) == ("cancelled", None)


def test_somebody_who_came_is_not_cancelled(desk, staff, edition):
    row = RegistrationFactory(edition=edition)
    services.check_in(registration=row, by=staff)
    answer = desk.post(reverse("forums:registration_cancel", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, "이미 입장" in answer.content.decode()) == ("registered", True)


def test_more_seats_go_to_those_who_wait_fewer_than_are_taken_are_refused(desk, edition, mailoutbox):
    for n in range(4):
        services.register(
            edition=edition, side="ours", submission=f"00000000-0000-0000-0000-00000000000{n}", origin="staff",
            name=f"예시 {n}", email=f"guest{n}@example.com",
        )  # fmt: skip
    mailoutbox.clear()
    quotas = reverse("forums:edition_quotas", args=[edition.pk])
    refused = desk.post(quotas, {"ours": "1", "counterpart": "9"})
    assert list(refused.context["form"].errors) == ["ours"]
    assert list(edition.quotas.values_list("seats", flat=True)) == [2, 2]  # neither side
    desk.post(quotas, {"ours": "3", "counterpart": "2"})
    rows = Registration.objects.order_by("arrival")
    assert [(row.state, row.seat) for row in rows] == [
        ("registered", 1), ("registered", 2), ("registered", 3), ("waiting", None),
    ]  # fmt: skip
    assert [mail.to for mail in mailoutbox] == [["guest2@example.com"]]


def test_the_spreadsheet_holds_what_the_list_shows_and_asks_why(desk, edition):
    people_of(edition)
    RegistrationFactory(edition=edition, name="=1+1", email="", side="counterpart")
    address = reverse("forums:registrations_export", args=[edition.pk])
    assert desk.post(address, {"reason": " "}).status_code == 302
    assert not Event.objects.filter(verb="export_registrations").exists()
    answer = desk.post(address + "?side=counterpart", {"reason": "명찰 대조"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    names = [row[3].value for row in sheet.iter_rows(min_row=2)]
    assert names == ["見本 佐藤", "'=1+1"]
    event = Event.objects.get(verb="export_registrations")
    assert event.changes == {"rows": 2, "reason": "명찰 대조"}


def test_who_sees_people(client, edition):
    row = RegistrationFactory(edition=edition)
    pages = {
        "edition_registrations": edition.pk, "registration_detail": row.pk, "registration_add": edition.pk,
        "edition_invitations": edition.pk, "edition_check_in": edition.pk,
    }  # fmt: skip
    answers = {}
    for role in ("executive", "counterpart", "ambassador", "administrator"):
        client.force_login(UserFactory(**{role: True}))
        answers[role] = [client.get(reverse(f"forums:{name}", args=[pk])).status_code for name, pk in pages.items()]
    assert answers.pop("executive") == [200, 200, 403, 403, 403]
    assert {code for codes in answers.values() for code in codes} == {404}
    speaker = UserFactory(counterpart=True)  # of the body that holds this forum: numbers, never people
    PostFactory(person=PersonFactory(user=speaker), organization=edition.series.counterpart)
    client.force_login(speaker)
    codes = {name: client.get(reverse(f"forums:{name}", args=[pk])).status_code for name, pk in pages.items()}
    assert (codes.pop("registration_detail"), set(codes.values())) == (404, {403})
    overview = client.get(edition.get_absolute_url()).content.decode()
    assert row.name not in overview


def test_contacts_go_when_their_time_is_over(settings):
    settings.EMAIL_BACKEND = "exchange.notices.outbox.OutboxBackend"
    settings.FORUM_CONTACT_MONTHS = 6
    year = timezone.localdate().year
    old = EditionFactory(held=True, year=year - 1, seats=(3, 3))
    fresh = EditionFactory(year=year + 1, seats=(3, 3))
    facts = {"email": "guest@example.com", "phone": "+82 2-1", "diet": "halal", "diet_note": "예시"}
    gone, stays = (RegistrationFactory(edition=each, **facts) for each in (old, fresh))
    invited = [InvitationFactory(edition=each, email="invited@example.com") for each in (old, fresh)]
    services.change_registration(registration=gone, email="moved@example.com")
    services.change_registration(registration=stays, email="moved@example.com")
    assert Mail.objects.count() == 2
    assert tasks.remove_old_contacts() is None
    assert services.remove_old_contacts() == 0
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.name, gone.email, gone.phone, gone.diet, gone.diet_note, gone.has_contact) == (
        gone.name, "", "", "none", "", False,
    )  # fmt: skip
    assert (stays.email, stays.diet_note, stays.has_contact) == ("moved@example.com", "예시", True)
    assert list(old.invitations.all()) == []
    assert list(fresh.invitations.all()) == [invited[1]]
    assert [fresh.name_ko in mail.body for mail in Mail.objects.all()] == [True]
    assert Event.objects.filter(verb="remove_contact", object_id=str(gone.pk)).count() == 1


def test_check_ins_count_for_sessions_of_their_own_edition_only(staff, edition):
    row, foreign = RegistrationFactory(edition=edition), SessionFactory()
    with pytest.raises(ValidationError):
        services.check_in(registration=row, session=foreign, by=staff)
    assert not CheckIn.objects.exists()


def test_a_language_is_called_as_the_reader_calls_it(client, staff):
    row = RegistrationFactory(language="ja")
    client.force_login(staff)
    for reads, called in (("ko", "일본어"), ("ja", "日本語"), ("en", "Japanese")):
        staff.language = reads
        staff.save()
        assert f"<dd>{called}</dd>" in client.get(row.get_absolute_url()).content.decode()
