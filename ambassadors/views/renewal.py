"""The renewal round: who ends soon, what he did, what is decided, and the next term."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from ambassadors import services
from ambassadors.models import Term
from ambassadors.renewal import MONTHS, months_asked, renewal_rows, round_of
from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object

ON_A_PAGE = 15


@require_GET
@require_permission("ambassadors.list_ambassadors")
def renewal_list(request):
    today, months = timezone.localdate(), months_asked(request.GET.get("months"))
    page = page_of(round_of(request.user, months, today=today), request, size=ON_A_PAGE)
    context = {"months": months, "choices": MONTHS, "page": page, **_drawn(request, list(page), today)}
    return render(request, "ambassadors/renewal_list.html", context)


def _drawn(request, terms, today):
    decides = request.user.has_perm("ambassadors.decide_renewal")
    return {"rows": renewal_rows(terms, today, token=get_token(request) if decides else ""), "decides": decides}


def _of_person(rows):
    return rows.select_related("ambassador__person")


@require_POST
@with_object(Term, "ambassadors.decide_renewal", rows=_of_person)
def renewal_decide(request, term):
    """htmx puts the row anew; without it the list comes back."""
    refusal = ""
    try:
        services.decide_renewal(
            term=term, decision=request.POST.get("decision", ""), reason=request.POST.get("reason", ""),
            by=request.user,
        )  # fmt: skip
    except ValidationError as error:
        refusal = " ".join(error.messages)
    if not request.htmx:
        messages.add_message(request, messages.ERROR if refusal else messages.SUCCESS, refusal or _("저장했습니다."))
        return redirect("ambassadors:renewal_list")
    row = Term.objects.visible_to(request.user).select_related("ambassador__person").get(pk=term.pk)
    context = _drawn(request, [row], timezone.localdate())
    context["rows"][0]["said"] = refusal or _("저장했습니다.")
    return render(request, "ambassadors/_renewal_rows.html", context)


@require_POST
@with_object(Term, "ambassadors.decide_renewal", rows=_of_person)
def term_renew(request, term):
    try:
        following = services.renew(term=term, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        to = "ambassadors:renewal_list", ()
    else:
        said = _("%(name)s 민간대사를 제%(n)d기로 재위촉했습니다. 위촉장 번호를 적고 위촉장을 만드세요.")
        messages.success(request, said % {"name": term.ambassador.person.local_name, "n": following.number})
        to = "ambassadors:term_document", (following.pk,)
    answer = redirect(to[0], *to[1])
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer
