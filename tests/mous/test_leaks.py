"""A counterpart sees what is its own and nothing of any other: asked everywhere, with look-alikes that could leak.

Whatever belongs to the other counterpart, or is internal, holds one of MARKS; own data hold OWN.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.accounts.enums import Role
from exchange.audit.services import record
from exchange.core import content
from exchange.meetings.enums import MeetingState, Side
from exchange.mous import services
from exchange.mous.enums import Answer, EvidenceKind, Lineage, MouState, Obligor
from exchange.mous.models import Commitment, DueChange, Evidence, Mou, MouFile, Party
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.documents import DocumentFactory, EditionFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PointFactory, pdf
from tests.factories.mous import ClauseFactory, CommitmentFactory, EvidenceFactory, MouFactory
from tests.factories.notices import NoticeFactory
from tests.house.test_permission_matrix import named_patterns

pytestmark = pytest.mark.django_db

SECRET, SECRET_JA, ASKED = "가상비밀", "仮想秘密", date(2025, 9, 17)
MARKS = (SECRET, SECRET_JA, "2025. 9. 17.", "9. 17.", "2025-09-17", "2025年9月17日", "9月17日")
OWN = "우리것"
LISTED = {"mous:mou_list", "mous:commitment_list"}


def promises_of(body, word, word_ja, writer, ours):
    """Everything that may hang on one counterpart."""
    mou = MouFactory(title_ko=f"{word} 협약", title_ja=f"{word_ja}協約", counterpart=body, place_ko=f"{word} 호텔")
    Party.objects.create(mou=mou, side=Side.OURS, organization=ours)
    clause = ClauseFactory(mou=mou, text_ko=f"{word} 조항", text_ja=f"{word_ja}条項")
    data = pdf(len(word))
    kept = {"sha256": content.store(data), "size": len(data), "content_type": "application/pdf"}
    file = MouFile.objects.create(mou=mou, name=f"{word}.pdf", **kept)
    meeting = MeetingFactory(title_ko=f"{word} 면담", title_ja=f"{word_ja}面談", counterparts=[body])
    AttendanceFactory(meeting=meeting, title_ko=f"{word} 직위", side=Side.COUNTERPART, organization=body)
    point = PointFactory(meeting=meeting, text_ko=f"{word} 발언", text_ja=f"{word_ja}発言")
    promise = services.commit_point(point=point, obligor=Obligor.COUNTERPART, owner=writer, by=writer, mou=mou)
    services.commit_clause(
        clause=clause, obligor=Obligor.JOINT, owner=writer, by=writer, counterpart=body,
        recurrence="yearly", recurs_from=2024,
    )  # fmt: skip
    note = EvidenceFactory(commitment=promise, note_ko=f"{word} 근거", note_ja=f"{word_ja}根拠")
    proof = EvidenceFactory(
        commitment=promise, kind=EvidenceKind.FILE, note_ko="", file_name=f"{word} 자료.pdf", dated_on=ASKED, **kept
    )
    services.answer_wording(commitment=promise, answer=Answer.OBJECTED, comment=f"{word} 의견", by=writer)
    yearly = Commitment.objects.get(clause=clause)
    return {
        "mou": mou, "clause": clause, "file": file, "point": point, "commitment": promise, "evidence": proof,
        "note": note, "occurrence": yearly.occurrences.first(), "counterpart": body, "yearly": yearly,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def files_in_memory(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def sides(db, files_in_memory):
    """(account of SMRJ, what is its own, what is NFSBA's)"""
    writer = UserFactory(staff=True)
    ours = OrganizationFactory(name_ko="예시 중앙회")
    smrj = OrganizationFactory(name_ko=f"{OWN} 기구", name_ja="例示機構", country="JP")
    nfsba = OrganizationFactory(name_ko=f"{SECRET} 단체", name_ja=f"{SECRET_JA}団体", country="JP")
    user = UserFactory(counterpart=True)
    person = PersonFactory(user=user)
    yesterday = timezone.localdate() - timedelta(days=1)
    PostFactory(person=person, organization=smrj)
    PostFactory(person=person, organization=nfsba, until=yesterday)  # he was there once
    PostFactory(person=person, organization=ours)  # and is lent to us
    own, other = (
        promises_of(body, word, word_ja, writer, ours)
        for body, word, word_ja in ((smrj, OWN, "自分"), (nfsba, SECRET, SECRET_JA))
    )
    hide_internal_facts(own, other, writer)
    for mou in (own["mou"], other["mou"]):
        record("change_mou", mou, by=writer, changes={"title_ko": ["", SECRET]})
    NoticeFactory(  # from the time when he was there
        rule="commitment-due", subject=other["commitment"], recipient=user, facts={"due": "2025-01-01"}
    )
    return user, own, other


def hide_internal_facts(own, other, writer):
    """What is ours to know stands in the very rows that the counterpart reads."""
    promise, clause = own["commitment"], own["clause"]
    Commitment.objects.filter(pk=promise.pk).update(last_asked_on=ASKED, mou=other["mou"])
    type(own["point"]).objects.filter(pk=own["point"].pk).update(text_ko=f"{SECRET} 고친 발언", text_ja=SECRET_JA)
    DueChange.objects.create(
        commitment=promise, before=date(2025, 3, 1), after=date(2025, 4, 1), reason=f"{SECRET} 사정",
        at=timezone.now(), by=writer,
    )  # fmt: skip
    talk = MeetingFactory(
        title_ko=f"{SECRET} 내부 면담", title_ja=SECRET_JA, starts_at=datetime(2025, 5, 1, 1, tzinfo=UTC)
    )
    paper = EditionFactory(document=DocumentFactory(), published=True, title=f"{SECRET} 보고")
    for kind, link in ((EvidenceKind.MEETING, {"meeting": talk}), (EvidenceKind.DOCUMENT, {"edition": paper})):
        EvidenceFactory(commitment=promise, kind=kind, note_ko="", dated_on=date(2025, 5, 1), **link)
    Evidence.objects.filter(pk=own["evidence"].pk).update(file_name=f"{SECRET}.pdf", dated_on=date(2025, 5, 2))
    CommitmentFactory(
        counterpart=own["counterpart"],
        state="dropped",
        dropped_reason=f"{SECRET} 철회",
        sentence_ko=f"{OWN} 철회한 약속",
    )
    CommitmentFactory(counterpart=None, obligor=Obligor.OURS, sentence_ko=f"{SECRET} 우리끼리 약속")
    Mou.objects.filter(pk=own["mou"].pk).update(predecessor=other["mou"])
    type(clause).objects.filter(pk=clause.pk).update(lineage=Lineage.CHANGED, ancestor=other["clause"])
    MouFactory(title_ko=f"{SECRET} 준비 중", counterpart=own["counterpart"], state=MouState.DRAFT, signed_on=None)
    shared = MouFactory(title_ko=f"{OWN} 셋이 맺은 협약", counterpart=own["counterpart"])
    Party.objects.create(mou=shared, side=Side.COUNTERPART, organization=OrganizationFactory(name_ko="함께 맺은 곳"))
    CommitmentFactory(mou=shared, counterpart=other["counterpart"], sentence_ko=f"{SECRET} 셋 가운데 그쪽 약속")
    MeetingFactory(
        title_ko=f"{SECRET} 앞으로의 면담", counterparts=[own["counterpart"]], state=MeetingState.PLANNED,
        starts_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip


@pytest.fixture
def asks(sides):
    """asks(method, path, data) -> (status, all that the answer says) for the account of SMRJ, in Japanese."""
    client = Client(raise_request_exception=True)
    client.force_login(sides[0])

    def ask(path, data=None, method="get"):
        response = getattr(client, method)(path, data or {})
        said = b"".join(response.streaming_content) if response.streaming else response.content
        return response.status_code, f"{dict(response.headers)}{said.decode(errors='replace')}"

    return ask


def marks_in(text):
    return [mark for mark in MARKS if mark in text]


ROWS = {
    "commitment_from_point": "point",
    "commitment_from_clause": "clause",
    "evidence_add": "commitment",
}


def addresses(rows):
    """(name, address) of every page and endpoint of promises that asks for a row, with these rows."""
    for name, parameters in sorted(set(named_patterns()), key=lambda each: (each[0], sorted(each[1]))):
        namespace, _, view = name.partition(":")
        noun = ROWS.get(view, view.split("_")[0])
        if not {*parameters} - {"format", "kind"} or (namespace == "api" and noun not in rows):
            continue
        if namespace in {"mous", "api"}:
            keys = {"pk": rows[noun].pk, "file": rows["file"].pk, "year": 2024, "uid": getattr(rows[noun], "uid", "")}
            if namespace == "api" and "pk" in parameters:
                keys["pk"] = rows["note"].pk
            yield name, reverse(name, kwargs={key: keys[key] for key in parameters})


def pages():
    """Every address that asks for no row."""
    for name, parameters in sorted(set(named_patterns()), key=str):
        if not parameters:
            yield name, reverse(name)


def test_no_page_says_a_word_of_the_other_counterpart(sides, asks):
    _user, own, other = sides
    for name, path in pages():
        for question in ({}, {"q": "상비밀"}, {"counterpart": str(other["counterpart"].pk)}, {"year": "2024"}):
            status, said = asks(path, question)
            assert status < 500, (name, status)
            assert marks_in(said) == [], (name, question)
            if name in LISTED and not question:
                assert OWN in said or "自分" in said, name
    for name, path in addresses(own):
        status, said = asks(path)
        assert status < 500, (name, status)
        assert marks_in(said) == [], name
    for name in ("mou_detail", "commitment_detail", "commitment_confirm", "mou_lineage"):
        key = "mou" if name.startswith("mou") else "commitment"
        status, said = asks(reverse(f"mous:{name}", args=[own[key].pk]))
        assert (status, "自分" in said) == (200, True), name


def test_every_row_of_the_other_counterpart_is_as_if_not_there(sides, asks):
    _user, _own, other = sides
    asked = set()
    for name, path in addresses(other):
        for method in ("get", "post"):
            status, said = asks(path, method=method)
            assert status == 404 or (status == 405 and marks_in(said) == []), (name, method, status)
            asked.add((name, status))
    assert {name for name, status in asked if status == 404} >= {
        "mous:mou_detail", "mous:mou_file", "mous:commitment_detail", "mous:commitment_confirm", "mous:evidence_file",
        "mous:counterpart_briefing", "mous:mou_lineage", "mous:commitment_from_point", "api:commitment_detail",
        "api:commitment_confirm",
    }  # fmt: skip


def test_numbers_count_only_what_is_own(sides, asks):
    user, own, _other = sides
    client = Client()
    client.force_login(user)
    mine = Commitment.objects.filter(counterpart=own["counterpart"])
    assert client.get("/commitments/").context["ledger"].count() == mine.count() == 3
    assert client.get("/mous/").context["page"].paginator.count == 2
    assert client.get("/").context["desk"].waiting.count == 2
    assert client.get("/api/v1/commitments/").json()["count"] == 3
    assert client.get("/api/v1/mous/").json()["count"] == 2
    assert client.get("/notices/count/").json()["unread"] <= 1


def test_spreadsheet_search_and_calendar_are_not_for_the_other_side(asks):
    for name in ("mous:commitment_export", "search", "calendar", "meetings:meeting_list", "directory:person_list"):
        assert asks(reverse(name))[0] == 403, name


def test_own_files_that_are_shown_come_and_others_do_not(sides, asks):
    _user, own, other = sides
    assert asks(reverse("mous:mou_file", args=[own["file"].pk]))[0] == 200
    assert asks(reverse("mous:mou_file", args=[other["file"].pk]))[0] == 404
    for rows, status in ((own, 403), (other, 404)):  # of a proof the other side is told its day, kind and note
        assert asks(reverse("mous:evidence_file", args=[rows["evidence"].pk]))[0] == status


def test_who_has_no_post_today_sees_nothing(sides, asks):
    user, own, _other = sides
    user.person.posts.update(until=timezone.localdate() - timedelta(days=1))
    for path in ("/", "/mous/", "/commitments/"):
        status, said = asks(path)
        assert (status, OWN in said or "自分" in said) == (200, False), path
    assert asks(own["commitment"].get_absolute_url())[0] == 404


# --- the rule itself -------------------------------------------------------------


BODIES = 3


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    posts=st.lists(st.tuples(st.integers(0, BODIES - 1), st.integers(-2, 2), st.integers(-2, 2)), max_size=4),
    mous=st.lists(
        st.tuples(st.sets(st.integers(0, BODIES - 1)), st.integers(0, BODIES - 1), st.sampled_from(MouState.values)),
        max_size=4,
    ),
    promised=st.lists(st.none() | st.integers(0, BODIES - 1), max_size=5),
    role=st.sampled_from(Role.values),
    is_active=st.booleans(),
)
def test_who_sees_what_is_one_rule(posts, mous, promised, role, is_active):
    """`visible_to` and `has_perm` say what these lines of plain Python say."""
    for model in (Commitment, Mou):
        model.objects.all().delete()
    today = timezone.localdate()
    bodies = OrganizationFactory.create_batch(BODIES)
    user = UserFactory(role=role, is_active=is_active, deactivated_at=timezone.now())
    person = PersonFactory(user=user)
    held = set()
    for body, *days in posts:
        first, last = sorted(days)
        PostFactory(
            person=person, organization=bodies[body], since=today + timedelta(days=first),
            until=today + timedelta(days=last),
        )  # fmt: skip
        if first <= 0 <= last:
            held.add(body)
    reads = is_active and role in {Role.STAFF, Role.MANAGER, Role.EXECUTIVE}
    speaks = is_active and role == Role.COUNTERPART
    for theirs, ours, state in mous:
        mou = MouFactory(state=state, **ENDED if state == MouState.ENDED else {})
        for number in theirs | {ours}:
            side = Side.COUNTERPART if number in theirs else Side.OURS
            Party.objects.create(mou=mou, side=side, organization=bodies[number])
        expect(mou, "mous.view_mou", user, reads or (speaks and state != MouState.DRAFT and bool(theirs & held)))
    for number in promised:
        body = None if number is None else bodies[number]
        promise = CommitmentFactory(counterpart=body, obligor=Obligor.OURS)
        expect(promise, "mous.view_commitment", user, reads or (speaks and number in held))


ENDED = {"ended_on": date(2025, 1, 1), "ended_reason": "예시"}


def expect(row, permission, user, is_seen):
    row = type(row).objects.get(pk=row.pk)
    assert type(row).objects.visible_to(user).filter(pk=row.pk).exists() == is_seen
    assert user.has_perm(permission, row) == is_seen
