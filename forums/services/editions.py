from functools import partial
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exchange.audit.services import record
from exchange.audit.versions import claim, settle
from exchange.core import zones
from exchange.core.sync import sync_rows
from exchange.directory.models import Person
from exchange.meetings.enums import Side
from exchange.mous.answers import unanswered_objection
from exchange.mous.enums import CommitmentState, EvidenceKind, OccurrenceState, Recurrence
from exchange.mous.records import Record
from exchange.mous.services import (
    add_evidence,
    delete_evidence,
    keep_occurrence,
    open_occurrences,
    reopen_occurrence,
)
from forums.alternation import other
from forums.enums import EditionState
from forums.flows import EDITION
from forums.models import CoChair, Edition, EditionBody, EditionMeeting, Quota, Series
from forums.models.series import LIVE, PENDING, ZONES
from forums.proved import EDITION as PROOF
from forums.services.shifting import PARTS, Shift

SLUG = 50  # characters, and room for a number
REPEATS_AFTER = _(
    "%(year)d년 회차의 주최국이 직전 회차와 같아집니다. 그 회차의 주최국을 바꾸거나 까닭을 함께 적어 주세요."
)


@transaction.atomic
def create_series(*, by, slug="", **facts):
    """Without a slug it gets a free one, after its English name where it has one."""
    series = Series(slug=slug or _free_slug(facts.get("name_en", "")), **facts)
    series.full_clean()
    series.save()
    settle(series, "create_series", by=by)
    return series


@transaction.atomic
def change_series(*, series, version=None, by, **facts):
    row = claim(series, "change_series", version)
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    if row.alternates and not before.get("alternates", row.alternates):
        _require_alternation(row)
    row.save()
    for edition in row.editions.held() if "commitment" in facts else ():
        _prove(edition, by=by)
    settle(row, "change_series", by=by, **_changes(before, facts))
    return row


def _free_slug(name):
    stem = slugify(name)[:SLUG].strip("-") or "forum"
    taken = set(Series.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    free = (f"{stem}-{number}" for number in count(2))
    return stem if stem not in taken else next(each for each in free if each not in taken)


def _require_alternation(series):
    for edition in series.editions.live():
        edition.series = series
        edition.clean()


@transaction.atomic
def create_edition(*, series, year, host_country, by, bodies=(), co_chairs=(), seats=None, next_reason="", **facts):
    """Also one held before the portal: with its state and what is known.

    `seats`: of each side, {Side.OURS: 100, …}; without it what is planned. `next_reason`: why the next edition, which
    would then follow one in its own country, stays there.
    """
    Series.objects.select_for_update(of=("self",)).get(pk=series.pk)  # two editions at once are compared
    facts = {"zone": ZONES[host_country]} | facts
    edition = Edition(series=series, year=year, host_country=host_country, **facts)
    edition.full_clean()
    _give_reason_after(edition, next_reason, by=by)
    _refuse_repeat_after(edition)
    _refuse_held_ahead(edition)
    edition.save()
    _sync_parts(edition, bodies, co_chairs)
    seats = seats or {Side.OURS: edition.planned_ours, Side.COUNTERPART: edition.planned_counterpart}
    Quota.objects.bulk_create(Quota(edition=edition, side=side, seats=seats.get(side) or 0) for side in Side)
    settle(edition, "create_edition", by=by, year=year, host=str(host_country), state=str(edition.state))
    if edition.is_held:
        _prove(edition, by=by)
    return edition


@transaction.atomic
def change_edition(
    *, edition, version=None, by, bodies=None, co_chairs=None, next_reason="", moves=PARTS, **facts
):  # fmt: skip
    """Facts and, where given, bodies and co-chairs. The state changes by steps only.

    `moves`: what goes along when it starts on another day. `next_reason` as in create_edition.
    """
    Series.objects.select_for_update(of=("self",)).get(pk=edition.series_id)
    row = claim(edition, "change_edition", version)
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    shift = Shift(row, before, moves)
    shift.move_opening(facts)
    row.full_clean()
    if row.year != before.get("year", row.year) and row.series.editions.live().filter(
        year__gt=min(row.year, before["year"])
    ).exclude(pk=row.pk).exists():  # fmt: skip
        raise ValidationError({"year": _("뒤에 다른 회차가 있어 연도를 바꿀 수 없습니다.")})
    _give_reason_after(row, next_reason, by=by)
    _refuse_repeat_after(row)
    _refuse_held_ahead(row)
    row.save()
    moved = shift.move_plan(by=by)
    if shift.starts_on != row.starts_on and row.is_held:
        _take_back_proofs(row, by=by)
        _prove(row, by=by)
    _sync_parts(row, bodies, co_chairs)
    settle(row, "change_edition", by=by, **_changes(before, facts), **moved)
    return row


def _sync_parts(edition, bodies, co_chairs):
    """A refused row says in `part` to which of the two it belongs. None: they stay as they are."""
    parts = {"bodies": (bodies, EditionBody), "co_chairs": (_entitled(co_chairs, edition), CoChair)}
    for name, (rows, model) in parts.items():
        if rows is None:
            continue
        try:
            sync_rows(getattr(edition, name).all(), rows, build=partial(model, edition=edition))
        except ValidationError as error:
            error.part = name
            raise


def _entitled(rows, edition):
    """A title left empty becomes that of the post held on the first day and stays."""
    wanting = [row for row in rows or () if not (row.get("title_ko") or row.get("title_ja"))]
    people = Person.objects.with_posts().in_bulk([row["person"].pk for row in wanting]) if wanting else {}
    for row in wanting:
        if post := people[row["person"].pk].post_on(edition.starts_on or timezone.localdate()):
            row |= {"title_ko": post.title_ko, "title_ja": post.title_ja}
    return rows


@transaction.atomic
def delete_edition(*, edition, by):
    """A proposal to which nothing was added yet; anything else is cancelled with its reason."""
    Series.objects.select_for_update(of=("self",)).get(pk=edition.series_id)
    row = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if row.state != EditionState.PROPOSED or row.registrations.exists() or row.invitations.exists():
        raise ValidationError(_("합의했거나 참가 신청이 있는 회차는 지울 수 없습니다. 취소해 주세요."), code="used")
    _refuse_repeat_after(row, gone=True)
    record("delete_edition", row.series, by=by, changes={"year": row.year, "name": row.name_ko})
    row.delete()


@transaction.atomic
def take_step(*, edition, step, by, at=None):
    """agree, announce, reopen: steps that need no more than a press."""
    Series.objects.select_for_update(of=("self",)).get(pk=edition.series_id)
    cleared = {}
    if step == "reopen":
        cleared = {"state_reason": ""}
        back = Edition.objects.get(pk=edition.pk)
        back.state = EditionState.PROPOSED
        _refuse_repeat_after(back)
    return EDITION.apply(step, edition, by=by, at=at or timezone.now(), **cleared)


@transaction.atomic
def hold_edition(*, edition, by, at=None, **figures):
    """It took place: with the figures of who came. From now on it proves the promise of its year, which is kept."""
    at = at or timezone.now()
    Series.objects.select_for_update(of=("self",)).get(pk=edition.series_id)
    edition = EDITION.apply("hold", edition, by=by, at=at, **figures)
    _refuse_held_ahead(edition, at=at)
    _prove(edition, by=by)
    return edition


def _refuse_held_ahead(edition, *, at=None):
    today = zones.local(at or timezone.now(), edition.zone).date()
    if edition.is_held and edition.starts_on > today:
        raise ValidationError({"starts_on": _("아직 오지 않은 날의 회차는 개최로 표시할 수 없습니다.")}, code="ahead")


def _prove(edition, *, by):
    """Evidence of the commitment of its series, where that was made before and is still owed; of a yearly one the year
    is kept. Not while the counterpart's objection to its wording waits for an answer.
    """
    commitment = edition.series.commitment
    if not commitment or commitment.state == CommitmentState.DROPPED or edition.starts_on < commitment.made_on:
        return
    if edition.evidence_links.filter(evidence__commitment=commitment).exists():
        return
    if commitment.recurrence == Recurrence.YEARLY:
        open_occurrences(commitments=[commitment], today=timezone.localdate())  # the new year's may not be there yet
    evidence = add_evidence(
        commitment=commitment, by=by, record=Record(PROOF, edition), kind=EvidenceKind.RECORD,
        dated_on=edition.starts_on, is_sample=edition.is_sample,
    )  # fmt: skip
    year = evidence.occurrence
    if year and year.state != OccurrenceState.KEPT and not unanswered_objection(commitment):
        keep_occurrence(occurrence=year, by=by)


@transaction.atomic
def unhold_edition(*, edition, by, at=None):
    """It was marked by mistake: its evidence goes as well, and a year is owed again that it alone had kept."""
    Series.objects.select_for_update(of=("self",)).get(pk=edition.series_id)
    _take_back_proofs(edition, by=by)
    return EDITION.apply("unhold", edition, by=by, at=at or timezone.now())


def _take_back_proofs(edition, *, by):
    for link in edition.evidence_links.select_related("evidence__occurrence", "evidence__commitment"):
        year = link.evidence.occurrence
        if year and year.state == OccurrenceState.KEPT and year.evidence.count() == 1:
            reopen_occurrence(occurrence=year, by=by)
        delete_evidence(evidence=link.evidence, by=by)


@transaction.atomic
def call_off(*, edition, step, reason, swap_next=False, next_reason="", by, at=None):
    """`skip` or `cancel`. Where the next edition would then follow one in its own country, either the hosts of all
    that are still to come change places (`swap_next`), or the next says why (`next_reason`).
    """
    at = at or timezone.now()
    Series.objects.select_for_update(of=("self",)).get(pk=edition.series_id)
    list(edition.quotas.select_for_update().order_by("side"))  # whoever registers now has done so, or finds it off
    later = list(edition.series.editions.filter(state__in=LIVE, year__gt=edition.year).order_by("year"))
    if later and repeats_without(edition, later[0]):
        if swap_next and all(each.state in PENDING for each in later):
            return _off_and_swapped(edition, step, reason, later, by=by, at=at)
        if not next_reason.strip():
            message = ValidationError(REPEATS_AFTER, code="next", params={"year": later[0].year})
            raise ValidationError({"next_reason": message})
        change_edition(edition=later[0], by=by, break_reason=next_reason.strip())
    return EDITION.apply(step, edition, by=by, at=at, state_reason=reason.strip())


def _off_and_swapped(edition, step, reason, later, *, by, at):
    """While they change places, one after the other, each may repeat: the reason of now stands in for that moment."""
    kept = {each.pk: each.break_reason for each in later}
    for each in later:
        change_edition(edition=each, by=by, break_reason=each.break_reason or reason)
    edition = EDITION.apply(step, edition, by=by, at=at, state_reason=reason.strip())
    for each in later:
        change_edition(edition=each, by=by, host_country=other(each.host_country), **_moved(each))
    for each in later:
        change_edition(edition=each, by=by, break_reason=kept[each.pk])
    return edition


def _moved(edition):
    """In the other country: its clock, and no place of the former."""
    places = [f"{name}_{language}" for name in ("city", "venue") for language in ("ko", "ja", "en")]
    return dict.fromkeys(places, "") | {"zone": ZONES[other(edition.host_country)]}


def repeats_without(edition, following):
    """Whether the next edition would follow one in its own country once this one is off."""
    before = edition.previous_live()
    return bool(
        edition.series.alternates
        and before
        and not following.break_reason
        and before.host_country == following.host_country
    )


def _give_reason_after(edition, reason, *, by):
    following = repeated_after(edition)
    if following and reason.strip():
        change_edition(edition=following, by=by, break_reason=reason.strip())


def _refuse_repeat_after(edition, *, gone=False):
    """In words what the trigger edition_next_repeats refuses."""
    if following := repeated_after(edition, gone=gone):
        error = ValidationError(REPEATS_AFTER, code="next", params={"year": following.year})
        raise error if gone else ValidationError({"next_reason": error})


def repeated_after(edition, *, gone=False):
    """The next edition, where it would follow one in its own country without saying why."""
    following = edition.next_live() if edition.series.alternates else None
    if not following or following.break_reason:
        return None
    stays = edition.is_live and not gone
    before = edition if stays else edition.previous_live()
    return following if before and before.host_country == following.host_country else None


@transaction.atomic
def link_meeting(*, edition, meeting, by):
    row = claim(edition, "link_forum_meeting", None)
    if EditionMeeting.objects.filter(meeting=meeting).exists():
        raise ValidationError({"meeting": _("이 면담은 이미 다른 회차에 이어져 있습니다.")}, code="linked")
    EditionMeeting.objects.create(edition=row, meeting=meeting)
    settle(row, "link_forum_meeting", by=by, meeting=meeting.pk)


@transaction.atomic
def unlink_meeting(*, edition, meeting, by):
    row = claim(edition, "unlink_forum_meeting", None)
    row.meeting_links.filter(meeting=meeting).delete()
    settle(row, "unlink_forum_meeting", by=by, meeting=meeting.pk)


def _changes(before, facts):
    return {name: [str(before[name] or ""), str(facts[name] or "")] for name in facts if before[name] != facts[name]}
