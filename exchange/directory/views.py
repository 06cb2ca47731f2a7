"""Finding and suggesting; the pages of one kind of record are in organization_views and person_views."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from exchange.core.search import normalise
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
        "people": people.closest_first(text).with_posts()[:SHOWN],
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
    """What a typed text may mean, for a datalist; htmx sends it under the name of the input."""
    text = request.GET.get(request.htmx.trigger_name or "q", "")[:MAX_TEXT]
    found = finder.queryset.search(text).closest_first(text)[:SUGGESTED] if normalise(text) else []
    options = [(label, _hint(text, record, label)) for record, label in finder.labels(list(found))]
    return render(request, "directory/options.html", {"options": options})


def _hint(text, record, label):
    """Other forms of the name. Browsers hide an option that does not hold what was typed, so it is said too."""
    others = [name for name in record.names if name and name not in label]
    hint = " · ".join(others)[:80]
    return hint if text.casefold() in f"{label}\n{hint}".casefold() else f"{text} → {hint or record.local_name}"
