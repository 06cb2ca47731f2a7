"""The consent texts as our people read them, and the next version of one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from exchange.core.views import require_permission
from exchange.privacy import services
from exchange.privacy.enums import Purpose
from exchange.privacy.forms import TEXTS, ConsentForm
from exchange.privacy.models import ConsentText


@require_GET
@require_permission("privacy.list_consents")
def consent_list(request):
    rows = [(purpose, ConsentText.objects.in_force(purpose)) for purpose in Purpose]
    return render(request, "privacy/consent_list.html", {"rows": rows})


@require_GET
@require_permission("privacy.list_consents")
def consent_detail(request, purpose):
    """Every version, the one in force open: whoever agreed did so to one of these, word for word."""
    purpose = _purpose(purpose)
    versions = ConsentText.objects.filter(purpose=purpose).select_related("published_by").order_by("-version")
    return render(request, "privacy/consent_detail.html", {"purpose": purpose, "versions": versions})


@require_http_methods(["GET", "POST"])
@require_permission("privacy.publish_consent")
def consent_publish(request, purpose):
    """Written, looked at in three languages, then published: what was published never changes."""
    purpose = _purpose(purpose)
    latest = ConsentText.objects.in_force(purpose)
    form = ConsentForm(request.POST if request.method == "POST" else None, latest=latest)
    is_shown = form.is_valid() and "edit" not in request.POST
    if is_shown and "publish" in request.POST:
        texts = {name: form.cleaned_data[name] for name in TEXTS}
        try:
            text = services.publish_consent_text(
                purpose=purpose, based_on=form.cleaned_data["based_on"], by=request.user, **texts
            )
        except ValidationError as error:
            form.tell_overtaken(error, ConsentText.objects.in_force(purpose))
            is_shown = False
        else:
            messages.success(
                request, _("제%(n)d판을 게시했습니다. 이제부터 이 글에 동의를 받습니다.") % {"n": text.version}
            )
            return redirect("privacy:consent_detail", purpose=purpose.value)
    context = {"purpose": purpose, "form": form, "latest": latest, "is_shown": is_shown}
    return render(request, "privacy/consent_publish.html", context | {"number": latest.version + 1 if latest else 1})


def _purpose(value):
    if value not in Purpose.values:
        raise Http404(value)
    return Purpose(value)
