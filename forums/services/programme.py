from datetime import timedelta
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.versions import claim, settle
from exchange.core import zones
from exchange.core.sync import sync_rows
from exchange.directory.enums import Country
from exchange.directory.models import Person
from exchange.meetings import files
from exchange.meetings.enums import Side
from forums.models import Edition, Room, Session, Speaker, Talk
from forums.removals import entry_of

TITLES = ("title_ko", "title_ja", "title_en")
OUTSIDE = _("발표를 모두 더하면 %(talks)d분으로, 이 순서의 %(session)d분보다 깁니다.")


@transaction.atomic
def save_rooms(*, edition, rooms, by, version=None):
    row = claim(edition, "save_rooms", version)
    kept = sync_rows(row.rooms.all(), rooms, build=lambda: Room(edition=row))
    settle(row, "save_rooms", by=by, rooms=[room.name_ko for room in kept])
    return kept


@transaction.atomic
def save_session(*, edition, session=None, version=None, by, **facts):
    """A new part of the programme, or facts of one. Its day is one of the edition's days at the venue."""
    Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    row = claim(session, "save_session", version) if session else Session(edition=edition)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    refuse_outside_edition(row, edition)
    if row.room_id and row.room.edition_id != edition.pk:
        raise ValidationError({"room": _("다른 회차의 회의장입니다.")})
    if row.pk:
        _refuse_longer_than(row, sum(row.talks.values_list("minutes", flat=True)), at="minutes")
    row.save()
    settle(row, "save_session", by=by, title=row.title_ko, starts_at=row.starts_at.isoformat(), minutes=row.minutes)
    return row


def refuse_outside_edition(session, edition):
    if not edition.starts_on:
        raise ValidationError({"starts_at": _("회차의 첫날을 먼저 정해 주세요.")}, code="undated")
    day = zones.local(session.starts_at, edition.zone).date()
    if not edition.starts_on <= day <= edition.last_day:
        raise ValidationError({"starts_at": _("포럼이 열리는 날이 아닙니다.")}, code="outside")


def _refuse_longer_than(session, minutes, *, at):
    if minutes > session.minutes:
        params = {"talks": minutes, "session": session.minutes}
        raise ValidationError({at: ValidationError(OUTSIDE, code="outside", params=params)})


@transaction.atomic
def delete_session(*, session, by):
    """The event keeps what calendar programs have to be told of it (forums.removals)."""
    edition = claim(session.edition, "delete_session", None)
    settle(edition, "delete_session", by=by, title=session.title_ko, entry=entry_of(session))
    session.delete()


@transaction.atomic
def save_talk(*, session, talk=None, version=None, speakers=None, by, **facts):
    """A new talk at the end of the session, or facts of one; `speakers`: rows in their order, where given."""
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    row = claim(talk, "save_talk", version) if talk else Talk(session=session, order=_last(session) + 1)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    others = session.talks.exclude(pk=row.pk).values_list("minutes", flat=True)
    _refuse_longer_than(session, sum(others) + row.minutes, at="minutes")
    row.save()
    if speakers is not None:
        sync_rows(row.speakers.all(), introduced(speakers, session.edition), build=lambda: Speaker(talk=row))
    settle(row, "save_talk", by=by, title=row.title_ko, minutes=row.minutes)
    return row


def introduced(speakers, edition):
    """What nobody wrote of a speaker, side and title, is that of the post held on the forum's day; it stays so."""
    wanting = [row for row in speakers if not (row.get("side") and any(row.get(name) for name in TITLES))]
    people = Person.objects.with_posts().in_bulk([row["person"].pk for row in wanting]) if wanting else {}
    for row in wanting:
        post = people[row["person"].pk].post_on(edition.starts_on or timezone.localdate())
        is_theirs = post is not None and post.organization.country == Country.JP
        row["side"] = row.get("side") or (Side.COUNTERPART if is_theirs else Side.OURS)
        if post and not any(row.get(name) for name in TITLES):
            row |= {name: _title(post, name[-2:]) for name in TITLES}
    return speakers


def _title(post, language):
    """Body and title; nothing where the title is not known in that language."""
    title = getattr(post, f"title_{language}")
    return f"{getattr(post.organization, f'name_{language}')} {title}".strip()[:200] if title else ""


def _last(session):
    return session.talks.aggregate(last=Max("order"))["last"] or 0


@transaction.atomic
def delete_talk(*, talk, by):
    session = claim(talk.session, "delete_talk", None)
    settle(session, "delete_talk", by=by, title=talk.title_ko)
    talk.delete()


@transaction.atomic
def move_talk(*, talk, session, place, by):
    """To this place (from 0) among the talks of a session of the same edition; those after it begin later."""
    Session.objects.select_for_update(of=("self",)).filter(pk__in={talk.session_id, session.pk}).count()
    row = claim(talk, "move_talk", None)
    session = Session.objects.get(pk=session.pk)
    if session.edition_id != row.session.edition_id:
        raise ValidationError(_("다른 회차의 순서로는 옮길 수 없습니다."), code="edition")
    others = list(session.talks.exclude(pk=row.pk))
    _refuse_longer_than(session, sum(each.minutes for each in others) + row.minutes, at="minutes")
    row.session = session
    row.save()
    others.insert(max(0, min(place, len(others))), row)
    for order, each in enumerate(others):
        each.order = order
    Talk.objects.bulk_update(others, ["order"])
    settle(row, "move_talk", by=by, session=session.pk, place=row.order)
    return row


@transaction.atomic
def move_session(*, session, place, by):
    """To this place (from 0) among the sessions of its day and room: the day begins when it began, each keeps its
    length, and the pauses stay where they were.
    """
    edition = claim(session.edition, "move_session", None)
    line = [each for each in edition.sessions.select_for_update(of=("self",)).filter(room=session.room_id)
            if _day(each, edition) == _day(session, edition)]  # fmt: skip
    gaps = [after.starts_at - before.ends_at for before, after in pairwise(line)]
    begins = line[0].starts_at
    moved = next(each for each in line if each.pk == session.pk)
    line.remove(moved)
    line.insert(max(0, min(place, len(line))), moved)
    for each, gap in zip(line, [*gaps, timedelta(0)], strict=True):
        if each.starts_at != begins:
            each.starts_at = begins
            _shift(each, by)
        begins = each.ends_at + gap
    settle(edition, "move_session", by=by, title=moved.title_ko, starts_at=moved.starts_at.isoformat())
    return moved


def follow_edition(edition, *, days, zone, by):
    """The edition has moved by so many days, and from this clock to its own. Each session goes along, at the same time
    of the venue's day. ValidationError where a clock that is turned forward skips that time.
    """
    for session in edition.sessions.select_for_update(of=("self",)):
        clock = zones.local(session.starts_at, zone)
        session.starts_at = zones.to_instant(clock.date() + days, clock.time(), edition.zone)
        _shift(session, by)


def _shift(session, by):
    """Whoever has its form open, with the time before, is told."""
    claim(session, "save_session", None)
    session.save(update_fields=["starts_at"])
    settle(session, "save_session", by=by, title=session.title_ko, starts_at=session.starts_at.isoformat())


def _day(session, edition):
    return zones.local(session.starts_at, edition.zone).date()


@transaction.atomic
def publish_programme(*, edition, public, by):
    """Everybody may read the programme of an announced or held edition, or no longer; twice changes nothing."""
    row = claim(edition, "publish_programme", None)
    row.is_programme_public = public
    row.save(update_fields=["is_programme_public"])
    settle(row, "publish_programme", by=by, public=public)
    return row


def keep_slides(*, talk, upload=None, public, by):
    """The slides of a talk, in the place of those before. ValidationError says why a file is not kept."""
    facts = {f"slides_{name}": value for name, value in files.keep(upload).items()} if upload else {}
    with transaction.atomic():
        row = claim(talk, "keep_slides", None)
        for name, value in facts.items():
            setattr(row, name, value)
        row.is_slides_public = public and bool(row.slides_sha256)
        row.save()
        settle(row, "keep_slides", by=by, name=row.slides_name, sha256=row.slides_sha256, public=row.is_slides_public)
    return row


@transaction.atomic
def remove_slides(*, talk, by):
    row = claim(talk, "remove_slides", None)
    gone = {"name": row.slides_name, "sha256": row.slides_sha256}
    row.slides_name = row.slides_sha256 = row.slides_content_type = ""
    row.slides_size, row.is_slides_public = 0, False
    row.save()
    settle(row, "remove_slides", by=by, **gone)
    return row
