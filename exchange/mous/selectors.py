"""What the pages of one commitment read, each in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from exchange.audit.models import Event
from exchange.audit.verbs import sentence
from exchange.audit.wording import changes_of
from exchange.core.counting import number_of
from exchange.core.paging import page_of
from exchange.meetings.models import Meeting
from exchange.mous import records
from exchange.mous.flows import COMMITMENT, OCCURRENCE
from exchange.mous.forms.steps import AskForm, DropForm, DueForm
from exchange.mous.models import Evidence, Mou, Occurrence
from exchange.mous.serving import serving, with_servings

EVENTS, MOST_EVENTS = 20, 500  # of the history: at first, and when all are asked for


@dataclass(frozen=True)
class Line:
    """One line of the history; `about` is the year where it is about one."""

    event: Event
    about: str = ""

    @property
    def sentence(self):
        return sentence(self.event.verb)

    @property
    def changes(self):
        return changes_of(self.event)


def in_full(visible):
    """Commitments with what their own page says of them."""
    whole = visible.listed().select_related("counterpart", "owner", "meeting", "point", "clause__mou", "mou")
    return with_servings(whole)


def whole_page(commitment, request):
    """`commitment` from `listed`. What is between ourselves (reasons, history) only readers get."""
    user = request.user
    sees_internals = user.has_perm("mous.view_internals")
    evidence = commitment.evidence.select_related("meeting", "edition", "recorded_by", "occurrence")
    proofs = number_of(Evidence, "occurrence")
    occurrences = list(commitment.occurrences.annotate(proofs=proofs).reverse()) if commitment.is_yearly else []
    for occurrence in occurrences:
        occurrence.steps = OCCURRENCE.open_steps(occurrence, user)
    shown = page_of(evidence, request, count=commitment.evidence_count)
    records.load(shown)
    context = {
        "commitment": commitment,
        "steps": COMMITMENT.open_steps(commitment, user),
        "sees_internals": sees_internals,
        "seen_mous": _seen_mous(commitment, user, sees_internals),
        "evidence": shown,
        "occurrences": occurrences,
        "servings": serving(commitment, user) if commitment.is_served else [],
        "attended": set(),
        "due_changes": [],
        "history": [],
    }
    if sees_internals:
        context["due_changes"] = commitment.due_changes.select_related("by")
        return context | _history(commitment, occurrences, whole="history" in request.GET)
    return context | {"attended": _attended(commitment, context["evidence"])}


def _attended(commitment, evidence):
    """Keys of the meetings that its counterpart sat in, and may be reminded of by name."""
    named = {commitment.meeting_id, *(each.meeting_id for each in evidence)} - {None}
    seats = Meeting.counterparts.through.objects.filter(organization=commitment.counterpart_id, meeting__in=named)
    return set(seats.values_list("meeting", flat=True))


def _seen_mous(commitment, user, sees_internals):
    """Keys of the MOUs that may be named: a counterpart may have promised something under one that others signed."""
    named = {commitment.mou_id, commitment.clause and commitment.clause.mou_id} - {None}
    if sees_internals or not named:
        return named
    return set(Mou.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True))


def _history(commitment, occurrences, *, whole):
    """Newest first, with what happened to its years."""
    years = {str(occurrence.pk): str(occurrence.year) for occurrence in occurrences}
    about = Q(object_type=commitment._meta.label_lower, object_id=str(commitment.pk))
    if years:
        about |= Q(object_type=Occurrence._meta.label_lower, object_id__in=years)
    most = MOST_EVENTS if whole else EVENTS
    events = list(Event.objects.filter(about).select_related("by")[: most + 1])
    own = commitment._meta.label_lower
    lines = [Line(event, "" if event.object_type == own else years[event.object_id]) for event in events[:most]]
    return {"history": lines, "has_more_history": len(events) > most}


def page_forms(commitment):
    """The small forms as they stand before anybody typed into them."""
    return {
        "due_form": DueForm(before=commitment.due_on),
        "ask_form": AskForm(auto_id="ask-%s"),
        "drop_form": DropForm(auto_id="drop-%s"),
    }


def lines_beside(stored, facts):
    """[(what stands there now, whether it is not what was typed)] for somebody who was overtaken."""
    return [
        (f"{stored._meta.get_field(name).verbose_name}: {_shown(stored, name)}", getattr(stored, name) != value)
        for name, value in facts.items()
    ]


def _shown(stored, name):
    if hasattr(stored, f"get_{name}_display"):
        return getattr(stored, f"get_{name}_display")()
    value = getattr(stored, name)
    return _("없음") if value in (None, "") else str(value)
