"""Lists of people that came as files: read, decided row by row, taken over at one go, taken back.

`source.rows` in its three lives: {"rows": …} of forums.importing.matching while it is decided; {"fixed": …} with what
the merged registrations said before, so that it can be taken back; empty when its time is over.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.models import Event
from exchange.audit.services import record
from exchange.directory.finding import batched
from exchange.meetings.enums import Side
from forums import letters
from forums.enums import ImportState, Origin, RegistrationState
from forums.importing.matching import OPEN, Choice, Kind, changes_of, compare
from forums.importing.people import Person
from forums.models import BadgePrint, Quota, Registration, RegistrationImport
from forums.services.registrations import seat_waiting

KEPT_DAYS = 14
LANGUAGE_OF = {Side.OURS: "ko", Side.COUNTERPART: "ja"}
NOT_TOUCHED = ("register", "seat_waiting", "notify_registration")  # what the portal does with somebody by itself
RELATED = ("edition", "source", "invitation", "consent")
BATCH = 500
STATEMENT = _(
    "명단을 보낸 곳이, 명단에 있는 분들에게 포럼 운영을 위해 개인정보를 전달한다는 것을 알리고 동의를 받았다고 "
    "확인했습니다."
)
SENDER_STATEMENT = _(
    "명단에 있는 분들에게 포럼 운영을 위해 한국의 중소기업중앙회에 개인정보를 전달한다는 것을 알리고 동의를 받았습니다."
)


@transaction.atomic
def send_list(*, edition, file_name, listing, agrees, by):
    """The counterpart's list of its own side, for ours to look through; in place of one that nobody took over yet."""
    if not agrees:
        raise ValidationError({"agrees": _("개인정보 전달 동의를 확인해야 보낼 수 있습니다.")}, code="consent")
    for old in edition.imports.filter(uploaded_by=by, state=ImportState.PREVIEW):
        discard_import(source=old, by=by)
    return open_import(
        edition=edition, side=Side.COUNTERPART, file_name=file_name, listing=listing, by=by,
        statement=str(SENDER_STATEMENT),
    )  # fmt: skip


@transaction.atomic
def open_import(*, edition, side, file_name, listing, by, statement=""):
    """Nobody is registered yet. `listing`: of forums.importing.lists. `statement`: to which its sender agreed."""
    _refuse_closed(edition)
    rows = compare(edition, side, listing.people)
    if not rows:
        raise ValidationError(_("명단에 사람이 없습니다."), code="nobody")
    source = RegistrationImport.objects.create(
        edition=edition, side=side, file_name=file_name, uploaded_by=by, rows=listing.facts | {"rows": rows}
    )
    record("open_import", source, by=by, changes={"rows": len(rows)} | ({"statement": statement} if statement else {}))
    return source


def _refuse_closed(edition):
    if not edition.is_pending:
        raise ValidationError(_("이미 열렸거나 취소한 회차에는 명단을 등록할 수 없습니다."), code="state")


@transaction.atomic
def choose_rows(*, source, choices, by):
    """`choices`: {row number: choice}; what a row does not offer is left as it is."""
    source = _claimed(source, ImportState.PREVIEW)
    for row in source.rows["rows"]:
        choice = choices.get(row["n"])
        if choice in OPEN[Kind(row["kind"])]:
            row["choice"] = str(choice)
    source.save(update_fields=["rows"])
    return source


def _claimed(source, state):
    row = RegistrationImport.objects.select_for_update(of=("self",)).select_related("edition").get(pk=source.pk)
    if row.state != state:
        raise ValidationError(_("이미 등록했거나 되돌린 명단입니다."), code="state")
    return row


@transaction.atomic
def compare_again(*, source):
    """Somebody registered or changed meanwhile: the rows beside what is known now; choices stay where they can."""
    source = _claimed(source, ImportState.PREVIEW)
    before = {row["n"]: row for row in source.rows["rows"]}
    people = [Person(row["n"], row["facts"], row["faults"], _own_doubts(row)) for row in before.values()]
    rows = compare(source.edition, source.side, people)
    for row in rows:
        if row["kind"] == before[row["n"]]["kind"]:
            row["choice"] = before[row["n"]]["choice"]
    source.rows["rows"] = rows
    source.save(update_fields=["rows"])
    return source


def _own_doubts(row):
    return [doubt for doubt in row["doubts"] if doubt[1] not in ("other_side", "twin")]


def apply_import(*, source, **options):
    """All that was chosen, or nothing. `consents`: that whoever sent the list answers for the people on it.

    ValidationError (stale) where somebody registered or changed since the rows were shown: compare_again.
    """
    try:
        return _applied(source=source, **options)
    except IntegrityError:  # an address was taken, by another side, between the look and the write
        message = _("그 사이에 등록된 분이 명단에 있습니다. 다시 맞추었으니 확인하고 등록해 주세요.")
        raise ValidationError(message, code="stale") from None


@transaction.atomic
def _applied(*, source, consents, tells=False, by, at=None):
    at = at or timezone.now()
    if not consents:
        raise ValidationError({"consents": _("개인정보 전달 동의를 확인해야 등록할 수 있습니다.")}, code="consent")
    source = _claimed(source, ImportState.PREVIEW)
    quota = Quota.objects.select_for_update().get(edition=source.edition_id, side=source.side)
    _refuse_closed(quota.edition)
    chosen = {choice: [row for row in source.rows["rows"] if row["choice"] == choice] for choice in Choice}
    known = _locked(source.edition, chosen)
    _refuse_stale(source, chosen, known)
    fixed = _fix(chosen[Choice.FIX], known, tells=tells, by=by, at=at)
    added = _add(source, quota, chosen[Choice.ADD], by=by, at=at)
    if tells:
        for row in added:
            letters.registered(row)
    seated = sum(row.is_seated for row in added)
    told = [*(bool(row.email) for row in added), *("email" in entry["before"] for entry in fixed)]
    source.outcome = {
        "added": len(added), "seated": seated, "waiting": len(added) - seated, "fixed": len(fixed),
        "skipped": len(chosen[Choice.SKIP]), "told": sum(told) if tells else 0,
    }  # fmt: skip
    source.rows = {"fixed": fixed}
    source.state, source.done_at = ImportState.DONE, at
    source.save()
    record("apply_import", source, by=by, at=at, changes={**source.outcome, "statement": str(STATEMENT)})
    return source


def _locked(edition, chosen):
    """{pk: registration} of all with whom a row may meet."""
    active = Registration.objects.active().filter(edition=edition)
    pks = [row["match"][0] for row in chosen[Choice.FIX]]
    addresses = [row["facts"]["email"] for choice in (Choice.ADD, Choice.FIX) for row in chosen[choice]
                 if row["facts"].get("email")]  # fmt: skip
    known = {}
    for name, values in (("pk", pks), ("email", addresses)):
        for batch in batched(values, BATCH):
            rows = active.select_for_update(of=("self",)).filter(**{f"{name}__in": batch})
            known |= {row.pk: row for row in rows}
    return known


def _refuse_stale(source, chosen, known):
    owner = {row.email: row.pk for row in known.values() if row.email}
    stale, corrected = [], set()
    for row in chosen[Choice.FIX]:
        pk, version = row["match"]
        email = row["facts"].get("email")
        twice = pk in corrected  # one person, two rows: which of them is meant nobody can say
        corrected.add(pk)
        if twice or pk not in known or known[pk].version != version or owner.get(email, pk) != pk:
            stale.append(row["n"])
    stale += [row["n"] for row in chosen[Choice.ADD] if row["facts"].get("email") in owner]
    if stale:
        rows = ", ".join(map(str, sorted(stale)[:20]))
        message = _("그 사이에 등록이 바뀐 행이 있습니다: %(rows)s행. 다시 맞추었으니 확인하고 등록해 주세요.")
        raise ValidationError(message, code="stale", params={"rows": rows})


def _fix(rows, known, *, tells, by, at):
    """What the list says of those who are registered; returns what undoing needs."""
    undo, changed = [], []
    for row in rows:
        registration = known[row["match"][0]]
        changes = changes_of(row["facts"], _facts_of(registration, row["facts"]))
        if not changes:
            continue
        _write(registration, {name: value for name, (_before, value) in changes.items()})
        changed.append((registration, list(changes)))
        before = {name: value for name, (value, _after) in changes.items()}
        undo.append({"pk": registration.pk, "version": registration.version, "before": before})
    _save(changed, tells=tells, by=by, at=at)
    return undo


def _facts_of(registration, names):
    return {name: getattr(registration, name) for name in names}


def _write(registration, facts):
    """Under a new address the private link that went to the old one ends."""
    for name, value in facts.items():
        setattr(registration, name, value)
    registration.version += 1
    registration.link_version += "email" in facts
    _judge(registration)


def _judge(registration):
    """The facts; whom it points to the portal knows."""
    registration.fold()
    registration.full_clean(exclude=RELATED, validate_unique=False, validate_constraints=False)


def _save(changed, *, tells, by, at):
    fields = sorted({name for _row, names in changed for name in names} | {"version", "link_version", "search_key"})
    rows = [row for row, _names in changed]
    Registration.objects.bulk_update(rows, fields, batch_size=BATCH)
    _record_all(
        "change_registration", rows, by=by, at=at,
        changes=[{"version": row.version, "fields": names} for row, names in changed],
    )  # fmt: skip
    for row, names in changed:
        if tells and "email" in names:  # the old link has ended; untold, registering once more brings the new one
            letters.registered(row)


def _add(source, quota, rows, *, by, at):
    """As forums.services.register seats one after the other, in as many statements for five thousand as for fifty."""
    taken = Registration.objects.seated().filter(edition=source.edition_id, side=source.side)
    taken = set(taken.values_list("seat", flat=True))
    seats = (number for number in range(1, quota.seats + 1) if number not in taken)
    added = []
    for row in rows:
        quota.arrivals += 1
        seat = next(seats, None)
        registration = Registration(**{"language": LANGUAGE_OF[source.side]} | row["facts"] | {
            "edition": source.edition, "side": source.side, "source": source, "origin": Origin.IMPORTED,
            "arrival": quota.arrivals, "seat": seat, "seated_at": at if seat else None, "registered_at": at,
            "state": RegistrationState.REGISTERED if seat else RegistrationState.WAITING,
        })  # fmt: skip
        _judge(registration)
        added.append(registration)
    quota.save(update_fields=["arrivals"])
    Registration.objects.bulk_create(added, batch_size=BATCH)
    changes = [{"state": str(row.state), "origin": str(row.origin)} for row in added]
    _record_all("register", added, by=by, at=at, changes=changes)
    return added


def _record_all(verb, rows, *, by, at, changes):
    Event.objects.bulk_create(
        (Event(
            at=at, by=by, verb=verb, object_type=row._meta.label_lower, object_id=str(row.pk),
            object_label=str(row)[:300], changes=change,
        ) for row, change in zip(rows, changes, strict=True)),
        batch_size=BATCH,
    )  # fmt: skip


@transaction.atomic
def discard_import(*, source, by):
    """Nothing of it is kept."""
    source = _claimed(source, ImportState.PREVIEW)
    record("discard_import", source.edition, by=by, changes={"import": source.pk, "rows": len(source.rows["rows"])})
    source.delete()


@transaction.atomic
def undo_import(*, source, by, at=None):
    """Registrations of it that nobody has touched go, merged ones say what they said before.

    Where their people were written to they are cancelled and told so; `outcome` says what had to stay.
    """
    at = at or timezone.now()
    source = _claimed(source, ImportState.DONE)
    quota = Quota.objects.select_for_update().get(edition=source.edition_id, side=source.side)
    made = list(source.registrations.select_for_update(of=("self",)).active())
    touched = _reasons_to_stay(made)
    gone = [row for row in made if str(row.pk) not in touched]
    was_told = source.outcome["told"] > 0
    _cancel([row for row in gone if was_told and row.email], by=by, at=at)
    _remove([row for row in gone if not (was_told and row.email)], by=by, at=at)
    fixed = source.rows["fixed"] if source.rows else []
    restored, kept = _restore(fixed, source.outcome["fixed"], tells=was_told, by=by, at=at)
    seat_waiting(quota, at=at)
    source.outcome |= {
        "undone": len(gone), "kept": len(made) - len(gone), "restored": restored, "not_restored": kept,
    }  # fmt: skip
    source.rows = {}
    source.state, source.undone_at = ImportState.UNDONE, at
    source.save()
    record("undo_import", source, by=by, at=at, changes=source.outcome)
    return source


def prospect_of_undo(*, source):
    """(how many would go, who would stay and why, how many would say again what they said before), without doing it."""
    made = list(source.registrations.active().order_by("arrival"))
    reasons = _reasons_to_stay(made)
    stays = [(row.name, reasons[str(row.pk)]) for row in made if str(row.pk) in reasons]
    wanted = {entry["pk"]: entry["version"] for entry in source.rows.get("fixed", [])} if source.rows else {}
    now = Registration.objects.active().filter(pk__in=wanted).values_list("pk", "version")
    restored = sum(wanted[pk] == version for pk, version in now)
    return {
        "gone": len(made) - len(stays), "kept": len(stays), "stays": stays, "restored": restored,
        "not_restored": source.outcome["fixed"] - restored,
    }  # fmt: skip


def _reasons_to_stay(rows):
    """{key, as a text: came, changed or badge} of those with whom somebody did something since."""
    keys, found = [str(row.pk) for row in rows], {}
    runs = BadgePrint.objects.filter(edition__in={row.edition_id for row in rows})
    for badges in runs.values_list("badges", flat=True):
        found |= dict.fromkeys(badges.keys() & set(keys), "badge")
    for batch in batched(keys, BATCH):
        events = Event.objects.filter(object_type=Registration._meta.label_lower, object_id__in=batch)
        for key, verb in events.exclude(verb__in=NOT_TOUCHED).order_by("pk").values_list("object_id", "verb"):
            found[key] = "came" if verb == "check_in" or found.get(key) == "came" else "changed"
    return found


def _cancel(rows, *, by, at):
    for row in rows:
        row.state, row.seat, row.seated_at, row.cancelled_at = RegistrationState.CANCELLED, None, None, at
        row.version += 1
    fields = ["state", "seat", "seated_at", "cancelled_at", "version"]
    Registration.objects.bulk_update(rows, fields, batch_size=BATCH)
    _record_all("cancel_registration", rows, by=by, at=at, changes=[{} for _row in rows])
    for row in rows:
        letters.cancelled(row)


def _remove(rows, *, by, at):
    _record_all("remove_registration", rows, by=by, at=at, changes=[{} for _row in rows])
    for batch in batched([row.pk for row in rows], BATCH):
        Registration.objects.filter(pk__in=batch).delete()


def _restore(fixed, count, *, tells, by, at):
    """(how many say what they said before, how many were changed since or whose address somebody else has now)"""
    wanted = {entry["pk"]: entry for entry in fixed}
    rows = Registration.objects.select_for_update(of=("self",)).active().filter(pk__in=wanted)
    changed = []
    for row in rows:
        entry = wanted[row.pk]
        email = entry["before"].get("email")
        others = Registration.objects.active().filter(edition=row.edition_id, email=email).exclude(pk=row.pk)
        if row.version != entry["version"] or (email and others.exists()):
            continue
        _write(row, entry["before"])
        changed.append((row, list(entry["before"])))
    _save(changed, tells=tells, by=by, at=at)
    return len(changed), count - len(changed)


@transaction.atomic
def forget_imports(*, at=None):
    """People's data of lists that nobody took over or that can no longer be taken back; returns how many."""
    before = (at or timezone.now()) - timedelta(days=KEPT_DAYS)
    old = RegistrationImport.objects.filter(state=ImportState.PREVIEW, uploaded_at__lt=before)
    count = old.count()
    for source in old.select_related("edition"):
        record("discard_import", source.edition, by=None, changes={"import": source.pk})
    old.delete()
    done = RegistrationImport.objects.filter(state=ImportState.DONE, done_at__lt=before, rows__has_key="fixed")
    return count + done.update(rows={})
