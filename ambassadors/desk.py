"""What an ambassador finds on his first page."""

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.functional import cached_property

from ambassadors.enums import AssignmentAnswer, RequestState
from ambassadors.models import AdvisoryRequest, AdvisorySession, Ambassador, Assignment

SHOWN = 5


class Desk:
    def __init__(self, user):
        self.user, self.today = user, timezone.localdate()

    @cached_property
    def ambassador(self):
        return Ambassador.objects.visible_to(self.user).select_related("person").first()

    @property
    def name(self):
        """As his letters call him; an account may know no kanji."""
        return (self.ambassador.person if self.ambassador else self.user).local_name

    @cached_property
    def term(self):
        """Of today, else the one that begins next."""
        terms = self.ambassador.terms.filter(ends_on__gte=self.today) if self.ambassador else None
        return terms and terms.order_by("starts_on").first()

    @property
    def is_paused(self):
        return self.ambassador.is_paused

    @cached_property
    def _open(self):
        due = Assignment.objects.filter(request=OuterRef("pk"), answer=AssignmentAnswer.OPEN).values("answer_due_on")
        open_requests = AdvisoryRequest.objects.filter(ambassador=self.ambassador, slot__isnull=False)
        open_requests = open_requests.select_related("client").defer("search_key", "client__search_key")
        return list(open_requests.annotate(due_on=Subquery(due[:1])).order_by("assigned_at", "pk"))

    @property
    def waiting(self):
        return [request for request in self._open if request.state == RequestState.ASSIGNED]

    @property
    def accepted(self):
        return [request for request in self._open if request.state == RequestState.ACCEPTED]

    @cached_property
    def sessions(self):
        own = AdvisorySession.objects.filter(ambassador=self.ambassador).select_related("client")
        own = own.defer("question", "advice", "search_key", "client__search_key").prefetch_related("topics")
        return list(own[:SHOWN])
