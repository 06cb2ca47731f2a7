"""Finding and suggesting; the pages of one kind of record are in organization_views and person_views."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from exchange.core import addresses
from exchange.core.search import is_initial, normalise
from exchange.core.views import require_permission
from exchange.directory.choices import SUGGESTED, Choices
from exchange.directory.models import Organization, Person

SHOWN = 8
MAX_TEXT = 100


@require_GET
@require_permission("directory.list_organizations")
def directory_search(request):
    """Both kinds at once; each has a list of its own with all of it."""
    text = request.GET.get("q", "")[:MAX_TEXT]
    organizations = Organization.objects.visible_to(request.user).search(text)
    people = Person.objects.visible_to(request.user).search(text)
    context = {
        "text": text,
        "organization_count": organizations.count(),
        "person_count": people.count(),
        "organizations": organizations.closest_first(text)[:SHOWN],
        "people": people.closest_first(text).with_post_today()[:SHOWN],
    }
    return render(request, "directory/directory_search.html", context)


@require_GET
@require_permission("directory.list_people")
def person_options(request):
    return _options(request, Choices(request.user).people)


@require_GET
@require_permission("directory.list_organizations")
def organization_options(request):
    return _options(request, Choices(request.user).organizations)


def _options(request, finder):
    """What a typed text may mean, and the way to a new record, as static/picker.js reads it."""
    text = request.GET.get("q", "").replace("\0", " ")[:MAX_TEXT].strip()
    options = finder.options(text)
    count = len(options)
    if count >= SUGGESTED:
        status = _("처음 %(count)s건. 더 적으면 좁혀집니다.") % {"count": count}
    else:
        status = (
            ngettext("%(count)s건", "%(count)s건", count) % {"count": count} if count else _("맞는 기록이 없습니다.")
        )
    answer = {"options": options, "status": status, "add": _way_to_add(request, finder.noun, text)}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _way_to_add(request, noun, text):
    """Nobody is called by initials or by marks alone."""
    key = normalise(text)
    if not key or all(map(is_initial, key)) or not request.user.has_perm(f"directory.add_{noun}"):
        return None
    words = _("새 인물로 등록: ‘%(name)s’") if noun == "person" else _("새 기관으로 등록: ‘%(name)s’")
    address = f"{addresses.page(f'directory:{noun}_quick_add')}?{urlencode({'name': text})}"
    return {"text": words % {"name": text}, "url": address}
