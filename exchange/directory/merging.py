"""Two records that are one: everything goes to the kept one, and comes back when that was wrong."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.audit.services import record
from exchange.core.search import normalise
from exchange.directory.folding import Join, Plan, Undoing, from_json, gone_in, take, touched
from exchange.directory.models import Merge, Organization, Person, Post
from exchange.directory.services import refuse_cycle

NAMES = {
    Person: ("name_ko", "name_hanja", "name_kana", "name_latin"),
    Organization: ("name_ko", "name_ja", "name_en", "short_name_ko", "short_name_ja", "short_name_en"),
}
CHOSEN = {
    Person: (*NAMES[Person], "country", "email", "phone"),
    Organization: (*NAMES[Organization], "kind", "country", "parent", "founded_on", "address", "website"),
}
KEPT, GONE = "kept", "gone"


@transaction.atomic
def merge_people(*, kept, gone, choices, by):
    """`choices`: column -> "kept" or "gone", for the columns in which both say something."""
    kept, gone = _locked_pair(Person, kept, gone)
    if refusal := refusal_of_merging(kept, gone):
        raise ValidationError(refusal, code="two_accounts")
    return _merge(kept, gone, choices, by=by)


@transaction.atomic
def merge_organizations(*, kept, gone, choices, by):
    """`choices` as for people. A body below the one that goes moves up to the body above that."""
    kept, gone = _locked_pair(Organization, kept, gone)
    merge = _merge(kept, gone, choices, by=by)
    refuse_cycle(Organization.objects.get(pk=kept.pk))
    return merge


@transaction.atomic
def undo_merge(*, merge, by):
    """The record that went and what stays as it is because somebody changed it since."""
    merge = Merge.objects.get(pk=merge.pk)
    model = Person if merge.kept_person_id else Organization
    kept = model.objects.select_for_update(of=("self",)).filter(pk=merge.kept.pk).first()  # first, as a merge does
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if refusal := refusal_of_undoing(merge):
        raise ValidationError(refusal, code="not_to_be_undone")
    if kept != merge.kept:
        raise ValidationError(_("그사이 지워졌거나 다른 기록에 합쳐졌습니다."), code="gone")
    undoing = Undoing()
    undoing.take_back(merge.steps)
    gone = model.objects.filter(pk=merge.gone_pk).first()
    if gone is None:
        raise ValidationError(_("없어진 기록을 되살릴 수 없습니다: %(why)s") % {"why": " / ".join(undoing.stayed)})
    if model is Organization:
        for body in (gone, Organization.objects.get(pk=kept.pk)):
            refuse_cycle(body)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.full_clean()
    merge.save()
    record("undo_merge", kept, by=by, changes={"gone": [str(gone), gone.pk], "stayed": undoing.stayed})
    record("come_back", gone, by=by, changes={"kept": [str(kept), kept.pk]})
    return gone, undoing.stayed


def planned(kept, gone, choices):
    """The steps of a merge, before anything is written; both records must be fresh, `kept` is changed in memory."""
    plan = Plan(joins={Post: Join(_same_post, _post_of_both)})
    plan.fold(kept, gone, _taken_over(kept, gone, choices))
    return plan.steps


def differing(kept, gone):
    """The columns in which both records say something, and not the same."""
    pairs = ((name, getattr(kept, name), getattr(gone, name)) for name in CHOSEN[type(kept)])
    return [name for name, ours, theirs in pairs if ours not in (None, "") and theirs not in (None, "", ours)]


def last_merge(record):
    """The one that can be taken back: merges upon merges come apart in their order, the latest first."""
    return Merge.objects.standing().of(record).order_by("-pk").first()


def refusal_of_merging(kept, gone):
    """Why these two cannot be one, or nothing."""
    if isinstance(kept, Person) and kept.user_id and gone.user_id:
        return _("두 기록에 서로 다른 사용자 계정이 이어져 있어 합칠 수 없습니다. 한쪽 계정을 먼저 정리해 주세요.")
    return ""


def refusal_of_undoing(merge):
    """Why the merge cannot be taken back now, or nothing."""
    if merge.undone_at:
        return _("이미 되돌린 합치기입니다.")
    last = last_merge(merge.kept)
    if last != merge:
        message = _("이 기록에는 더 나중에 ‘%(name)s’ 기록이 합쳐졌습니다. 나중의 것부터 되돌려 주세요.")
        return message % {"name": last}
    if later := _merge_upon(merge):
        message = _("여기서 옮긴 것이 더 나중에 합친 ‘%(name)s’ 기록에도 들어 있습니다. 나중의 것부터 되돌려 주세요.")
        return message % {"name": later}
    return ""


def _merge_upon(merge):
    """A later merge that took away what this one needs: it brings that row back as it was in between."""
    rows = touched(merge.steps)
    later = Merge.objects.standing().filter(pk__gt=merge.pk).order_by("-pk")
    return next((each for each in later.iterator() if rows & gone_in(each.steps)), None)


def _merge(kept, gone, choices, *, by):
    steps = planned(kept, gone, choices)
    take(steps)
    merge = Merge(
        gone_pk=gone.pk, gone_uid=gone.uid, gone_name=str(gone)[:200], steps=steps, merged_at=timezone.now(),
        merged_by=by, **{f"kept_{kept._meta.model_name}_id": kept.pk},
    )  # fmt: skip
    merge.full_clean()
    merge.save()
    record("merge", kept, by=by, changes={"gone": [str(gone), gone.pk], "changed": list(steps[-1]["changed"])})
    record("go_into", gone, by=by, changes={"kept": [str(kept), kept.pk]})
    return merge


def _locked_pair(model, kept, gone):
    """Both rows, locked in the order of their keys, so that two merges at once never wait for each other in a ring."""
    if kept.pk == gone.pk:
        raise ValidationError(_("같은 기록입니다. 합칠 다른 기록을 골라 주세요."), code="same")
    rows = model.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:  # noqa: PLR2004
        raise ValidationError(_("그사이 지워졌거나 다른 기록에 합쳐졌습니다."), code="gone")
    return found[kept.pk], found[gone.pk]


def _taken_over(kept, gone, choices):
    """The columns of the kept record that change."""
    model = type(kept)
    new = {}
    for name in CHOSEN[model]:
        ours, theirs = getattr(kept, name), getattr(gone, name)
        blank = ours in (None, "")
        if theirs not in (None, "", ours) and (blank or choices.get(name) == GONE):
            new[name] = theirs
    if model is Person:
        new |= _note_and_account(kept, gone)
    elif _reaches(new.get("parent", kept.parent), {kept.pk, gone.pk}):  # what lies between the two stays below
        new["parent"] = gone.parent if _reaches(kept.parent, {gone.pk}) else kept.parent
    new["aliases"] = _aliases(kept, gone, new)
    return {name: value for name, value in new.items() if value != getattr(kept, name)}


def _note_and_account(kept, gone):
    notes = dict.fromkeys(note for note in (kept.note, gone.note) if note)
    return {"note": "\n\n".join(notes), "user": kept.user or gone.user}


def _reaches(body, keys):
    """The body or one above it is among these."""
    seen = set()
    while body and body.pk not in seen:
        if body.pk in keys:
            return True
        seen.add(body.pk)
        body = body.parent
    return False


def _aliases(kept, gone, new):
    """Every form of either name that is not one of the main ones: nothing that finds the record is lost."""
    main = {normalise(new.get(name, getattr(kept, name))) for name in NAMES[type(kept)]}
    lines = {line: None for line in kept.aliases.splitlines() if line}
    known = main | {normalise(line) for line in lines}
    for form in [*kept.names, *gone.names]:
        if normalise(form) and normalise(form) not in known:
            known.add(normalise(form))
            lines[form] = None
    return "\n".join(lines) if len(lines) > len(kept.aliases.splitlines()) else kept.aliases


# --- posts that are one -----------------------------------------------------------------------


def _same_post(post, pointer):
    other = post.organization_id if pointer == "person" else post.person_id
    return other, normalise(post.title_ko) or post.title_ko


def _post_of_both(kept, post):
    """What the kept post takes over when the times overlap or touch; a post without any date takes the other's."""
    times = [(row.since, row.until) for row in (kept, post)]
    titles = {name: getattr(post, name) for name in ("title_ja", "title_en") if not getattr(kept, name)}
    if (None, None) in times:
        since, until = next((time for time in times if time != (None, None)), (None, None))
    elif _apart(*times[0], *times[1]):
        return None
    else:
        since = None if None in (kept.since, post.since) else min(kept.since, post.since)
        until = None if None in (kept.until, post.until) else max(kept.until, post.until)
    new = {"since": since, "until": until, **titles}
    return {name: value for name, value in new.items() if value != getattr(kept, name)}


def _apart(since, until, other_since, other_until):
    day = timedelta(days=1)
    return bool((until and other_since and until + day < other_since)
                or (other_until and since and other_until + day < since))  # fmt: skip


def gone_record(merge):
    """The record as it was when it went, unsaved."""
    return from_json(Person if merge.kept_person_id else Organization, merge.steps[-1]["row"])
