"""A whole trip out, in and out again: the same bytes; a faulty document changes nothing and says where."""

import base64
import copy
import functools
import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from delegations import scans
from delegations.importing import ImportRefused, import_delegation
from delegations.interchange import as_bytes, export_delegation
from delegations.models import Delegation
from exchange.audit.models import Event
from exchange.core import sandbox
from exchange.directory.merging import merge_organizations, merge_people
from exchange.directory.models import Organization, Person, Post
from exchange.meetings.models import Meeting, Point
from tests.factories.accounts import UserFactory
from tests.factories.delegations import (
    ClippingFactory,
    DelegateFactory,
    DelegationFactory,
    ItineraryItemFactory,
    LegFactory,
)
from tests.factories.directory import FigureFactory, OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import (
    AttachmentFactory,
    AttendanceFactory,
    MeetingFactory,
    PhotoFactory,
    PointFactory,
    pdf,
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "media", "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


def full_trip(**fields):
    """A trip with something of everything."""
    trip = DelegationFactory(lessons_ko="시사점", **fields)
    body = FigureFactory(organization=OrganizationFactory(parent=OrganizationFactory(), aliases="가\n나")).organization
    leader, clerk = PersonFactory(name_hanja="假想", aliases="다른 표기"), PersonFactory()
    PostFactory(person=leader, organization=body), PostFactory(person=leader, title_ko="위원장")
    meeting = MeetingFactory(counterparts=[body, OrganizationFactory()], ends_at=None, zone="America/Los_Angeles")
    trip.meetings.add(meeting, MeetingFactory())
    AttendanceFactory(meeting=meeting)
    AttendanceFactory(meeting=meeting, side="counterpart", person=PersonFactory(), organization=OrganizationFactory())
    point = PointFactory(meeting=meeting)
    PointFactory(meeting=meeting, parent=PointFactory(meeting=meeting, parent=point), kind="agreement")
    PointFactory(meeting=meeting)
    (
        PhotoFactory(meeting=meeting, taken_at=datetime(2024, 7, 18, 5, 1, 2, 345, tzinfo=UTC)),
        PhotoFactory(meeting=meeting),
    )
    AttachmentFactory(meeting=meeting, data=pdf())
    DelegateFactory(delegation=trip, person=leader, group="leadership")
    going = DelegateFactory(delegation=trip, person=clerk)
    DelegateFactory(delegation=trip, person=None, title_ko="통역")
    LegFactory(delegation=trip).delegates.add(going)
    ItineraryItemFactory(delegation=trip, meeting=meeting, delegates=[going], address="東京都中央区新川1-26-19")
    ItineraryItemFactory(delegation=trip, starts=None)
    ClippingFactory(delegation=trip)
    scan = scans.take_in(SimpleUploadedFile("예시 기사.jpg", picture(size=(1700, 900))))
    ClippingFactory(
        delegation=trip, is_licensed=True, copyright_note="예시 허락", scan_name=scan.name, scan_sha256=scan.sha256,
        scan_pages=scan.pages,
    )  # fmt: skip
    return trip


def empty_portal():
    """Forget the trip and whoever it names, as if another portal took the document in."""
    Delegation.objects.all().delete()
    Meeting.objects.all().delete()
    Person.objects.all().delete()
    Organization.objects.update(parent=None)
    Organization.objects.all().delete()


@pytest.mark.django_db
def test_the_document_comes_back_from_an_empty_portal_byte_for_byte():
    before = as_bytes(export_delegation(full_trip()))
    empty_portal()
    trip = import_delegation(before, by=None)
    assert as_bytes(export_delegation(trip)) == before
    assert Event.objects.about(trip).get().verb == "import_delegation"
    assert Point.objects.filter(parent__parent__isnull=False).exists()


@pytest.mark.django_db
def test_the_document_says_everything():
    document = export_delegation(full_trip())
    trip = document["delegation"]
    assert {name: len(document[name]) for name in ("organizations", "people", "files")} == {
        "organizations": 5, "people": 3, "files": 7,
    }  # fmt: skip
    assert [row["level"] for row in trip["meetings"][0]["points"]] == [0, 1, 2, 0]
    assert [row["delegates"] for row in trip["items"]] == [[1], []]
    assert [row["address"] for row in trip["items"]] == ["東京都中央区新川1-26-19", ""]
    assert [row["delegates"] for row in trip["legs"]] == [[1]]
    assert not {"uid", "order"} & {*trip["legs"][0], *trip["items"][0]}
    assert trip["meetings"][0]["starts_at"].endswith("-07:00")


@pytest.mark.django_db
def test_people_and_organisations_that_are_known_are_reused_as_they_stand():
    document = export_delegation(full_trip())
    Delegation.objects.all().delete()
    Meeting.objects.all().delete()
    Person.objects.update(name_ko="그사이 바뀐 이름")
    people, bodies, posts = (model.objects.count() for model in (Person, Organization, Post))
    import_delegation(document, by=UserFactory())
    assert [people, bodies, posts] == [model.objects.count() for model in (Person, Organization, Post)]
    assert set(Person.objects.values_list("name_ko", flat=True)) == {"그사이 바뀐 이름"}


@pytest.mark.django_db
def test_people_may_be_left_out_when_the_portal_knows_them():
    document = export_delegation(full_trip())
    Delegation.objects.all().delete()
    Meeting.objects.all().delete()
    trip = import_delegation({**document, "people": [], "organizations": []}, by=UserFactory())
    assert trip.delegates.exclude(person=None).count() == 2


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60)
HOSTILE = TEXT | st.sampled_from(
    ["\u202eتيم\u2066", "👩‍👩‍👧‍👦 🇰🇷", "<b>&amp;</b>", "가" * 60, " \t앞뒤 ", "\u2028줄\r\n둘", "{{ 7*7 }}", "'; --"]
)
ZONES = ["Asia/Seoul", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Europe/Berlin", "Asia/Kathmandu"]


def drawn_trip(data):
    text = lambda: data.draw(HOSTILE)  # noqa: E731
    several = lambda: range(data.draw(st.integers(0, 3)))  # noqa: E731
    zone = lambda: data.draw(st.sampled_from(ZONES))  # noqa: E731
    instant = datetime(2024, 3, 9, tzinfo=UTC) + data.draw(st.timedeltas(timedelta(0), timedelta(days=400)))
    trip = DelegationFactory(title_ko=text(), purpose_ko=text(), lessons_ja=text(), place_ja=text())
    people = [PersonFactory(name_ko=text(), note=text(), aliases="\n".join([text(), text()])) for _ in several()]
    delegates = [DelegateFactory(delegation=trip, person=person, title_ko=text()) for person in people]
    for person in people:
        for _number in several():
            body = OrganizationFactory(name_ko=text(), aliases=text(), address=text())
            PostFactory(person=person, organization=body, title_ko=text())
    for number in several():
        meeting = MeetingFactory(title_ko=text(), starts_at=instant + timedelta(hours=number), zone=zone())
        trip.meetings.add(meeting)
        for person in people:
            AttendanceFactory(meeting=meeting, person=person, title_ko=text())
        above = None
        for _line in several():
            above = PointFactory(meeting=meeting, text_ko=text(), parent=data.draw(st.sampled_from([above, None])))
        ItineraryItemFactory(
            delegation=trip, meeting=meeting, title_ko=text(), zone=zone(), starts=data.draw(st.none() | st.times()),
            delegates=delegates and data.draw(st.lists(st.sampled_from(delegates), unique=True)),
        )  # fmt: skip
    for _number in several():
        flown = data.draw(st.timedeltas(timedelta(minutes=1), timedelta(hours=20)))
        ends = {"number": f"KE{_number}", "origin_ko": text(), "origin_zone": zone(), "destination_zone": zone()}
        leg = LegFactory(delegation=trip, departs_at=instant, arrives_at=instant + flown, **ends)
        leg.delegates.set(delegates and data.draw(st.lists(st.sampled_from(delegates), unique=True)))
        ClippingFactory(delegation=trip, headline=text(), published_on=None)
    return trip


@pytest.mark.django_db(transaction=False)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_trip_comes_back_byte_for_byte(data):
    with transaction.atomic():
        before = as_bytes(export_delegation(drawn_trip(data)))
        empty_portal()
        assert as_bytes(export_delegation(import_delegation(before, by=None))) == before
        transaction.set_rollback(True)


# --- what is wrong is said at its path, and nothing is kept --------------------------------------


def picture(kind="JPEG", size=(64, 64)):
    buffer = BytesIO()
    Image.new("RGB", size).save(buffer, kind)
    return buffer.getvalue()


def put_file(document, place, data):
    """Give the photo or attachment at `place` other bytes, rightly named."""
    sha256 = hashlib.sha256(data).hexdigest()
    document["files"][sha256] = base64.b64encode(data).decode()
    place[1][place[0]] = sha256


def trip_of(document):
    return document["delegation"]


def first(document):
    return trip_of(document)["meetings"][0]


def photo(document):
    return first(document)["photos"][0]


def attachment(document):
    return first(document)["attachments"][0]


def scan(document):
    return trip_of(document)["clippings"][1]


def any_file(document):
    return next(iter(document["files"]))


BREAKS = {
    "format": lambda d: d.update(format="other"),
    "version": lambda d: d.update(version=2),
    "organizations": lambda d: d.update(organizations={}),
    "delegation": lambda d: d.pop("delegation"),
    "surprise": lambda d: d.update(surprise=1),
    "delegation.slug": lambda d: trip_of(d).update(slug="taken"),
    "delegation.title_ko": lambda d: trip_of(d).update(title_ko=""),
    "delegation.starts_on": lambda d: trip_of(d).update(starts_on="어제"),
    "delegation.colour": lambda d: trip_of(d).update(colour="red"),
    "delegation.delegates[0].group": lambda d: trip_of(d)["delegates"][0].update(group="vip"),
    "delegation.delegates[0].person": lambda d: trip_of(d)["delegates"][0].update(person="nobody"),
    "delegation.delegates[1]": lambda d: trip_of(d)["delegates"].insert(1, trip_of(d)["delegates"][0]),
    "delegation.legs[0].origin_code": lambda d: trip_of(d)["legs"][0].update(origin_code="gmp"),
    "delegation.legs[0].origin_zone": lambda d: trip_of(d)["legs"][0].update(origin_zone="Mars/Olympus"),
    "delegation.legs[0].arrives_at": lambda d: trip_of(d)["legs"][0].update(arrives_at="2024-07-17T00:00:00+09:00"),
    "delegation.items[1].ends": lambda d: trip_of(d)["items"][1].update(ends="25:00"),
    "delegation.items[0].meeting": lambda d: trip_of(d)["items"][0].update(meeting=str(MeetingFactory().uid)),
    "delegation.items[0].delegates": lambda d: trip_of(d)["items"][0].update(delegates=[99]),
    "delegation.legs[0].delegates": lambda d: trip_of(d)["legs"][0].update(delegates=[99]),
    "delegation.meetings[0].uid": lambda d: first(d).update(uid=str(MeetingFactory().uid)),
    "delegation.meetings[0].points[1].kind": lambda d: first(d)["points"][1].update(kind="joke"),
    "delegation.meetings[0].points[1].level": lambda d: first(d)["points"][1].update(level=3),
    "delegation.meetings[0].counterparts": lambda d: first(d).update(counterparts=["?"]),
    "delegation.meetings[0].attendances[1].side": lambda d: first(d)["attendances"][1].pop("side"),
    "delegation.meetings[0].photos[0].print_sha256": lambda d: put_file(d, ("print_sha256", photo(d)), b"GIF89a"),
    "delegation.meetings[0].photos[0].thumbnail_sha256": lambda d: photo(d).update(thumbnail_sha256="0" * 64),
    "delegation.meetings[0].attachments[0].size": lambda d: attachment(d).update(size=1),
    "delegation.meetings[0].attachments[0].name": lambda d: attachment(d).update(name="자료.exe"),
    "delegation.meetings[0].attachments[0].content_type": lambda d: attachment(d).update(content_type="text/html"),
    "delegation.clippings[0].headline": lambda d: trip_of(d)["clippings"][0].pop("headline"),
    "delegation.clippings[0].copyright_note": lambda d: trip_of(d)["clippings"][0].update(copyright_note="가" * 301),
    "delegation.clippings[0].published_on": lambda d: trip_of(d)["clippings"][0].update(published_on="2099-01-01"),
    "delegation.clippings[1].scan_name": lambda d: scan(d).update(scan_name="기사.exe"),
    "delegation.clippings[1].scan_sha256": lambda d: scan(d).update(scan_sha256="0" * 64),
    "delegation.clippings[1].scan_pages": lambda d: scan(d).update(scan_pages=[]),
    "delegation.clippings[1].scan_pages[0]": lambda d: scan(d)["scan_pages"][0].update(width=9),
    "organizations[0].kind": lambda d: d["organizations"][0].update(kind="club"),
    "organizations[1].figures": lambda d: d["organizations"][1].update(figures=3),
    "people": lambda d: d["people"].append(d["people"][0]),
    "people[0].posts": lambda d: d["people"][0].update(posts=[1]),
    "files.0": lambda d: d["files"].update({"0": "QQ=="}),
}


@functools.cache
def sound_document():
    """Written once: what breaks it works on a copy."""
    document = export_delegation(full_trip())
    empty_portal()
    return document


@pytest.mark.django_db
def test_the_document_is_sound_before_it_is_broken():
    assert import_delegation(copy.deepcopy(sound_document()), by=None).slug


@pytest.mark.django_db
@pytest.mark.parametrize("path", BREAKS)
def test_a_faulty_document_is_refused_at_its_path(path):
    document = copy.deepcopy(sound_document())
    DelegationFactory(slug="taken")
    BREAKS[path](document)
    rows = {model: model.objects.count() for model in (Delegation, Meeting, Person, Organization, Event)}
    with pytest.raises(ImportRefused) as refused, transaction.atomic():
        import_delegation(document, by=UserFactory())
    assert any(found == path or found.startswith(f"{path}[") for found in refused.value.errors), refused.value.errors
    assert all(reasons and all(reasons) for reasons in refused.value.errors.values())
    assert rows == {model: model.objects.count() for model in rows}


@pytest.mark.django_db
def test_a_picture_that_is_none_or_truncated_or_bursts_is_refused(monkeypatch):
    document = export_delegation(full_trip())
    empty_portal()
    monkeypatch.setattr("delegations.importing.PRINT_SIDE", 160)
    photo(document).update(width=64, height=64)
    trip_of(document)["clippings"].clear()  # their pages are larger than this side
    for data in (b"<svg/>", picture()[:-300], picture("WEBP"), picture(size=(161, 8)), b""):
        broken = copy.deepcopy(document)
        put_file(broken, ("print_sha256", photo(broken)), data)
        with pytest.raises(ImportRefused) as refused, transaction.atomic():
            import_delegation(broken, by=None)
        assert list(refused.value.errors) == ["delegation.meetings[0].photos[0].print_sha256"]


@pytest.mark.django_db
def test_a_document_from_before_there_were_scans_still_comes_in():
    document = export_delegation(full_trip())
    empty_portal()
    for row in trip_of(document)["clippings"]:
        for name in ("scan_name", "scan_sha256", "scan_pages", "copyright_note", "is_licensed"):
            del row[name]
    assert [bool(c.scan_pages) for c in import_delegation(document, by=None).clippings.all()] == [False, False]


@pytest.mark.django_db
def test_a_hostile_scan_is_refused_as_an_upload_would_be():
    document = export_delegation(full_trip())
    empty_portal()
    for data in (b"<svg/>", picture(size=(1700, 900))[:-300], b""):
        broken = copy.deepcopy(document)
        put_file(broken, ("scan_sha256", scan(broken)), data)
        with pytest.raises(ImportRefused) as refused, transaction.atomic():
            import_delegation(broken, by=None)
        assert list(refused.value.errors) == ["delegation.clippings[1].scan_name"]


@pytest.mark.django_db(transaction=True)
def test_files_are_examined_before_anything_is_locked(monkeypatch):
    """A file may take a minute; SQLite has one writer at a time."""
    document = export_delegation(full_trip())
    empty_portal()
    run, seen = sandbox.run, []

    def watched(*arguments):
        seen.append(transaction.get_connection().in_atomic_block)
        return run(*arguments)

    monkeypatch.setattr(sandbox, "run", watched)
    trip = import_delegation(document, by=UserFactory())
    assert seen == [False, False]  # the scan and the attachment
    assert trip.clippings.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("change", [lambda data: "!!", lambda data: base64.b64encode(data + b"x").decode()])
def test_bytes_that_are_not_what_their_name_says_are_refused(change):
    document = export_delegation(full_trip())
    name = any_file(document)
    document["files"][name] = change(base64.b64decode(document["files"][name]))
    with pytest.raises(ImportRefused) as refused:
        import_delegation(document, by=None)
    assert list(refused.value.errors) == [f"files.{name}"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", [b"\xff", "", "[1]", "[" * 100_000, '{"format": NaN}', '{"format": "\\ud800"}'])
def test_what_is_no_document_is_refused(text):
    with pytest.raises(ImportRefused):
        import_delegation(text, by=None)


@pytest.mark.django_db
def test_bodies_that_stand_above_each_other_are_refused():
    document = export_delegation(full_trip())
    empty_portal()
    one, other = document["organizations"][:2]
    one["parent"], other["parent"] = other["uid"], one["uid"]
    with pytest.raises(ImportRefused) as refused, transaction.atomic():
        import_delegation(document, by=None)
    assert next(iter(refused.value.errors)).endswith(".parent")


@pytest.mark.django_db
def test_reasons_are_in_the_language_of_the_user():
    with translation.override("en"), pytest.raises(ImportRefused) as refused:
        import_delegation({**export_delegation(full_trip()), "people": [{"name_ko": "이름"}]}, by=None)
    assert refused.value.errors == {"people[0].uid": ["This field is required."]}


@pytest.mark.django_db
def test_the_commands_write_and_read_the_same_document(tmp_path, capsys):
    trip, file = full_trip(), tmp_path / "trip.json"
    call_command("export_delegation", trip.slug, output=file)
    call_command("export_delegation", trip.slug)
    assert capsys.readouterr().out == file.read_text()
    empty_portal()
    owner = UserFactory(email="owner@example.com")
    call_command("import_delegation", file, by="Owner@example.com")
    assert Delegation.objects.get().owner == owner
    with pytest.raises(CommandError, match=r"delegation\.slug"):
        call_command("import_delegation", file)


@pytest.mark.django_db
def test_the_commands_say_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_delegation", "nowhere")
    with pytest.raises(CommandError, match=r"none\.json"):
        call_command("import_delegation", tmp_path / "none.json")
    with pytest.raises(CommandError, match="nobody@example"):
        call_command("import_delegation", tmp_path / "none.json", by="nobody@example.com")


@pytest.mark.django_db
def test_a_record_that_was_merged_since_is_not_made_again():
    trip = full_trip()
    document = export_delegation(trip)
    Delegation.objects.all().delete()
    Meeting.objects.all().delete()
    by, kept, body = UserFactory(), PersonFactory(), OrganizationFactory()
    gone = Person.objects.filter(posts__isnull=False).first()
    gone_body = Organization.objects.get(figures__isnull=False)
    merge_people(kept=kept, gone=gone, choices={}, by=by)
    merge_organizations(kept=body, gone=gone_body, choices={}, by=by)
    people, bodies = Person.objects.count(), Organization.objects.count()
    trip = import_delegation(document, by=by)
    assert (Person.objects.count(), Organization.objects.count()) == (people, bodies)
    assert trip.delegates.filter(person=kept).exists()
    assert trip.meetings.filter(counterparts=body).exists()
