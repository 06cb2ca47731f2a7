"""What the page of one request reads, in a fixed number of queries."""

from dataclasses import dataclass

from django.utils import timezone

from ambassadors.enums import RequestState
from ambassadors.flows import REQUEST
from ambassadors.forms.requests import CloseForm, DeclineForm, RejectForm, TakeBackForm
from ambassadors.models import AdvisorySession, Assignment
from ambassadors.proposals import proposals_for
from exchange.accounts.enums import Role
from exchange.accounts.roles import reads_everything
from exchange.audit.models import Event
from exchange.audit.verbs import sentence

EVENTS = 60
STEP_FORMS = {"close": CloseForm, "reject": RejectForm, "take_back": TakeBackForm, "decline": DeclineForm}


@dataclass(frozen=True)
class Line:
    event: Event

    @property
    def sentence(self):
        return sentence(self.event.verb)


def whole_page(asked, request, **shown):
    """Assignments to others, history and proposals only our people read; who looked at the contact, managers."""
    user = request.user
    assignments = Assignment.objects.visible_to(user).filter(request=asked)
    context = {
        "asked": asked,
        "reads_all": reads_everything(user),
        "assignments": list(assignments.select_related("ambassador__person", "assigned_by")),
        "sessions": AdvisorySession.objects.visible_to(user).filter(request=asked),
        "steps": REQUEST.open_steps(asked, user),
        "proposals": [], "lacks_account": False,
        "sought": request.GET.get("find", "").strip(),
        "history": [], "views": [], "typed_name": "",
        "shows_contact": False,
    } | {f"{name}_form": form(auto_id=f"{name}-%s") for name, form in STEP_FORMS.items()}  # fmt: skip
    if context["reads_all"]:
        context |= _history(asked, user)
    if "assign" in context["steps"] and asked.state == RequestState.RECEIVED:
        context["proposals"] = proposals_for(asked, today=timezone.localdate(), sought=context["sought"])
        context["lacks_account"] = not all(each.has_account for each in context["proposals"])
    return context | shown


def _history(asked, user):
    events = list(Event.objects.about(asked).select_related("by")[:EVENTS])
    received = next((event for event in events if event.verb == "receive_request"), None)
    views = [event for event in events if event.verb == "view_contact"]
    return {
        "history": [Line(event) for event in events if event.verb != "view_contact"],
        "views": views if user.role == Role.MANAGER else [],
        "typed_name": received.changes.get("firm", "") if received else "",
    }
