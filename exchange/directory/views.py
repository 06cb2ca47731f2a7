from django.shortcuts import render
from django.views.decorators.http import require_GET

from exchange.core.search import normalise
from exchange.core.views import require_permission
from exchange.directory.choices import SUGGESTED, Choices


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
    text = request.GET.get(request.htmx.trigger_name or "q", "")[:100]
    found = finder.queryset.search(text)[:SUGGESTED] if normalise(text) else []
    options = [(label, _hint(text, record, label)) for record, label in finder.labels(list(found))]
    return render(request, "directory/options.html", {"options": options})


def _hint(text, record, label):
    """Other forms of the name. Browsers hide an option that does not hold what was typed, so it is said too."""
    others = [name for name in record.names if name and name not in label]
    hint = " · ".join(others)[:80]
    return hint if text.casefold() in f"{label}\n{hint}".casefold() else f"{text} → {hint or record.local_name}"
