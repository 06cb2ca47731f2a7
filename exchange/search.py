"""One search over everything that the reader may see."""

from dataclasses import dataclass

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from ambassadors.models import AdvisoryRequest, AdvisorySession, Ambassador
from delegations.models import Delegation
from exchange.core.search import matches
from exchange.core.views import require_permission
from exchange.directory.models import Organization, Person
from exchange.documents.models import Edition
from exchange.meetings.models import Meeting
from exchange.mous.models import Commitment, Mou
from forums.models import Edition as ForumEdition

SHOWN = 5
LONGEST = 100


@dataclass(frozen=True)
class Kind:
    """One kind of record: `found(user, text)` is what the list page at `list_url` shows for the same words.

    It is looked for where the user may open that page (`permission`).
    """

    name: str
    title: object
    list_url: str
    permission: str
    found: object


@dataclass(frozen=True)
class Hits:
    kind: Kind
    rows: list
    count: int
    more: str


def _people(user, text):
    return Person.objects.visible_to(user).search(text).closest_first(text).with_post_today()


def _organizations(user, text):
    return Organization.objects.visible_to(user).search(text).closest_first(text)


def _trips(user, text):
    return matches(Delegation.objects.visible_to(user), text)


def _meetings(user, text):
    return Meeting.objects.visible_to(user).search(text)


def _mous(user, text):
    return Mou.objects.visible_to(user).search(text)


def _promises(user, text):
    return Commitment.objects.visible_to(user).listed().search(text)


def _forums(user, text):
    """By what the edition is called, or the forum of which it is one."""
    editions = ForumEdition.objects.visible_to(user)
    names = [(f"series__name_{language}__icontains", text) for language in ("ko", "ja", "en")]
    of_series = Q(*names, _connector=Q.OR)
    return editions.filter(of_series | Q(pk__in=editions.search(text).order_by().values("pk"))).select_related("series")


def _reports(user, text):
    published = Edition.objects.visible_to(user).published().without_text().select_related("document")
    return matches(published, text)


def _ambassadors(user, text):
    called = Person.objects.search(text).values("pk")
    return Ambassador.objects.visible_to(user).filter(person__in=called).select_related("person")


def _requests(user, text):
    return AdvisoryRequest.objects.visible_to(user).search(text).select_related("client")


def _sessions(user, text):
    return AdvisorySession.objects.visible_to(user).search(text).select_related("client")


KINDS = [
    Kind("people", _("인물"), "directory:person_list", "directory.list_people", _people),
    Kind("organizations", _("기관"), "directory:organization_list", "directory.list_organizations", _organizations),
    Kind("trips", _("출장"), "delegations:delegation_list", "delegations.list_delegations", _trips),
    Kind("meetings", _("면담"), "meetings:meeting_list", "meetings.list_meetings", _meetings),
    Kind("mous", _("업무협약"), "mous:mou_list", "mous.list_mous", _mous),
    Kind("promises", _("약속"), "mous:commitment_list", "mous.list_commitments", _promises),
    Kind("forums", _("포럼"), "forums:series_list", "forums.list_forums", _forums),
    Kind("reports", _("보고서"), "documents:document_list", "documents.list_documents", _reports),
    Kind("ambassadors", _("민간대사"), "ambassadors:ambassador_list", "ambassadors.list_ambassadors", _ambassadors),
    Kind("requests", _("자문 신청"), "ambassadors:request_list", "ambassadors.list_requests", _requests),
    Kind("sessions", _("자문 일지"), "ambassadors:session_list", "ambassadors.list_sessions", _sessions),
]


@require_permission("exchange.search")
def search(request):
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    kinds = [kind for kind in KINDS if request.user.has_perm(kind.permission)] if text else []
    groups = [hits for kind in kinds if (hits := _hits(kind, request.user, text)).rows]
    context = {"text": text, "groups": groups, "total": sum(hits.count for hits in groups)}
    return render(request, "search.html", context)


def _hits(kind, user, text):
    found = kind.found(user, text)
    more = f"{reverse(kind.list_url)}?{urlencode({'q': text})}"
    first = list(found[: SHOWN + 1])
    return Hits(kind, first[:SHOWN], len(first) if len(first) <= SHOWN else found.count(), more)
