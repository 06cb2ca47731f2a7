"""What the queue says of each request, ready for `{% each %}`."""

from django.conf import settings
from django.db.models import Case, IntegerField, When
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ambassadors.cities import local_city
from ambassadors.enums import AssignmentAnswer, RequestState
from ambassadors.models import AdvisoryRequest, Assignment
from exchange.core import days
from exchange.core.languages import once_a_language, reader
from exchange.core.markup import filled
from exchange.core.templatetags.portal import dday_badge, labels

NOTHING = SafeString("")
FIELDS = [
    "received_at", "country", "city", "topic", "question", "state", "is_sample", "client__name", "ambassador",
    "ambassador__person__name_ko", "ambassador__person__name_hanja", "ambassador__person__name_kana",
    "ambassador__person__name_latin", "ambassador__person__country",
]  # fmt: skip
FOR_STAFF = (RequestState.RECEIVED, RequestState.ASSIGNED, RequestState.ACCEPTED)
FOR_AMBASSADOR = (RequestState.ASSIGNED, RequestState.ACCEPTED)
LOOKS = {
    RequestState.RECEIVED: "warn", RequestState.ASSIGNED: "info", RequestState.ACCEPTED: "ok",
    RequestState.CLOSED: "outline", RequestState.REJECTED: "outline", RequestState.WITHDRAWN: "outline",
}  # fmt: skip


def in_order(requests, state, *, is_own):
    """Of those that are open: what waits for somebody first, the oldest before. Of those that ended: the latest."""
    rows = requests.select_related("client", "ambassador__person").only(*FIELDS)
    if state in RequestState.values:
        return rows.filter(state=state).order_by("received_at" if state in FOR_STAFF else "-received_at", "pk")
    if is_own:  # all of his, what he has finished last
        ranks = Case(*[When(state=each, then=place) for place, each in enumerate(FOR_AMBASSADOR)],
                     default=len(FOR_AMBASSADOR), output_field=IntegerField())  # fmt: skip
        return rows.order_by(ranks, "-received_at", "-pk")
    return rows.open().order_by("-state", "received_at", "pk")  # backwards by name it is FOR_STAFF; index request_open


def rows_of(requests, *, is_own):
    """`is_own`: his own list names no ambassador."""
    requests = list(requests)
    reads, words, today = reader(), _words(), timezone.localdate()
    countries, topics, states = (labels(AdvisoryRequest, name, reads) for name in ("country", "topic", "state"))
    asked = [row.pk for row in requests if row.state == RequestState.ASSIGNED]
    due = dict(
        Assignment.objects.filter(request__in=asked, answer=AssignmentAnswer.OPEN).values_list(
            "request", "answer_due_on"
        )
    ) if asked else {}  # fmt: skip
    return [
        {
            "url": row.get_absolute_url(),
            "firm": row.client.name,
            "sample": words["sample"] if row.is_sample else NOTHING,
            "number": row.reference,
            "question": Truncator(" ".join(row.question.split())).chars(70),
            "place": f"{countries[row.country]} {local_city(row.city, reads)}".strip(),
            "topic": topics[row.topic],
            "day": days.day(timezone.localdate(row.received_at), reads),
            "state": filled('<span class="badge {}">{}</span>', LOOKS[row.state], states[row.state]),
            "since": _since(row, due, today, reads, words),
            "who": NOTHING
            if is_own or not row.ambassador
            else filled("<span>{}</span>", row.ambassador.person.local_name),
        }
        for row in requests
    ]


def _since(row, due, today, reads, words):
    """How long it has waited for us, or by when the ambassador is to answer."""
    if row.state == RequestState.RECEIVED:
        waited = (today - timezone.localdate(row.received_at)).days
        late = "danger" if waited > settings.ADVISORY_QUEUE_DAYS else "outline"
        return filled('<span class="badge {}">{}</span>', late, words["waits"] % {"n": waited}) if waited else NOTHING
    return dday_badge(due[row.pk], today, reads) if row.pk in due else NOTHING


@once_a_language
def _words():
    return {
        "sample": filled(' <span class="sample">{}</span>', _("예시")),
        "waits": _("%(n)d일째 대기"),
    }
