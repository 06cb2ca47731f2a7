"""Invitations by mail with a private link each, and the open links of both sides; for staff."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exchange.core.paging import page_of
from exchange.core.views import with_object
from exchange.meetings.enums import Side
from exchange.mous.forms.refusals import refuse
from forums import letters, services
from forums.forms.invitations import InviteForm, first_choices
from forums.invitation_listing import ANSWERS, answer_counts, answered, rows_of
from forums.models import Edition, Invitation
from forums.opening import why_closed
from forums.sides import RAILS, SIDES


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_registrations", rows=lambda seen: seen.select_related("series"))
def edition_invitations(request, edition):
    """Written to are those who stand in the preview, and only once it was seen."""
    form = InviteForm(request.POST or None, edition=edition, initial=first_choices(Side.COUNTERPART))
    shows_preview = form.is_valid() and "again" not in request.POST
    if shows_preview and "send" in request.POST:
        try:
            made = services.invite(edition=edition, side=form.cleaned_data["side"], people=form.facts, by=request.user)
        except ValidationError as error:
            refuse(form, error)
            shows_preview = False
        else:
            messages.success(request, _("%(n)d명에게 초청장을 보냈습니다.") % {"n": len(made)})
            return redirect("forums:edition_invitations", edition.pk)
    return _page(request, edition, form, shows_preview=shows_preview)


def _page(request, edition, form, *, shows_preview):
    answer = request.GET.get("answer") if request.GET.get("answer") in dict(ANSWERS) else ""
    invited = Invitation.objects.visible_to(request.user).filter(edition=edition)
    page = page_of(answered(invited, answer), request)
    counts = answer_counts(invited)
    context = {
        "edition": edition, "form": form, "shows_preview": shows_preview, "page": page, "rows": rows_of(page),
        "answer": answer, "answers": [(value, label, counts[value]) for value, label in ANSWERS],
        "all": sum(counts.values()), "closed": why_closed(edition),
        "links": [(RAILS[side], label, side, letters.open_link(edition, side)) for side, label in SIDES],
    }  # fmt: skip
    return render(request, "forums/edition_invitations.html", context)


@require_POST
@with_object(Invitation, "forums.change_registrations", rows=lambda seen: seen.select_related("edition"))
def invitation_again(request, invitation):
    try:
        services.invite_again(invitation=invitation, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s 님에게 초청장을 다시 보냈습니다.") % {"name": invitation.name})
    return redirect("forums:edition_invitations", invitation.edition_id)


@require_POST
@with_object(Edition, "forums.change_registrations")
def edition_links_renew(request, edition):
    services.renew_open_links(edition=edition, by=request.user)
    messages.success(request, _("이제까지의 공개 링크를 끝내고 새 링크를 만들었습니다."))
    return redirect("forums:edition_invitations", edition.pk)
