"""One search over everything that the reader may see."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from delegations.models import Delegation
from exchange.core.search import matches
from exchange.core.views import require_permission
from exchange.directory.models import Organization, Person
from exchange.documents.models import Edition
from exchange.meetings.models import Meeting
from exchange.mous.models import Commitment, Mou

SHOWN = 5
LONGEST = 100


@dataclass(frozen=True)
class Kind:
    """One kind of record: `found(user, text)` is what the list page at `list_url` shows for the same words."""

    name: str
    title: object
    list_url: str
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


def _reports(user, text):
    published = Edition.objects.visible_to(user).published().without_text().select_related("document")
    return matches(published, text)


KINDS = [
    Kind("people", _("인물"), "directory:person_list", _people),
    Kind("organizations", _("기관"), "directory:organization_list", _organizations),
    Kind("trips", _("출장"), "delegations:delegation_list", _trips),
    Kind("meetings", _("면담"), "meetings:meeting_list", _meetings),
    Kind("mous", _("업무협약"), "mous:mou_list", _mous),
    Kind("promises", _("약속"), "mous:commitment_list", _promises),
    Kind("reports", _("보고서"), "documents:document_list", _reports),
]


@require_permission("exchange.search")
def search(request):
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    groups = [hits for kind in KINDS if (hits := _hits(kind, request.user, text)).rows] if text else []
    context = {"text": text, "groups": groups, "total": sum(hits.count for hits in groups)}
    return render(request, "search.html", context)


def _hits(kind, user, text):
    found = kind.found(user, text)
    more = f"{reverse(kind.list_url)}?{urlencode({'q': text})}"
    first = list(found[: SHOWN + 1])
    return Hits(kind, first[:SHOWN], len(first) if len(first) <= SHOWN else found.count(), more)
