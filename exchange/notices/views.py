"""Everybody's own notices."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object
from exchange.notices import selectors, services, wording
from exchange.notices.forms import PreferenceForm, ReadAllForm
from exchange.notices.models import Notice

COUNT_SECONDS = 60  # many tabs ask once


@require_permission("notices.list_notices")
def notice_list(request):
    numbers = selectors.numbers_of(request.user)
    page = page_of(selectors.notices_of(request.user), request, count=numbers["total"])
    lines = wording.lines_of(page, reader=request.user)
    newest = max((line.notice.pk for line in lines), default=0)
    return render(request, "notices/notice_list.html", numbers | {"page": page, "lines": lines, "newest": newest})


@with_object(Notice, "notices.read_notice")
def notice_open(request, notice):
    """On to what the notice is about; having looked is having read."""
    [line] = wording.lines_of([notice], reader=request.user)
    services.read_notice(notice=notice, by=request.user)
    return redirect(line.words.url if line.words else "notices:notice_list")


@require_POST
@with_object(Notice, "notices.read_notice")
def notice_read(request, notice):
    services.read_notice(notice=notice, by=request.user)
    return redirect("notices:notice_list")


@require_POST
@require_permission("notices.list_notices")
def notice_read_all(request):
    form = ReadAllForm(request.POST)
    services.read_all_notices(by=request.user, until=form.cleaned_data["until"] if form.is_valid() else None)
    messages.success(request, _("모두 읽음으로 표시했습니다."))
    return redirect("notices:notice_list")


@require_GET
@require_permission("notices.list_notices")
def notice_count(request):
    """For the bell, which asks for it after its page: static/bell.js. The browser keeps the answer a while."""
    unread = selectors.unread_count(request.user)
    response = JsonResponse({"unread": unread, "label": selectors.unread_label(unread)})
    patch_cache_control(response, private=True, max_age=COUNT_SECONDS)
    return response


@require_permission("notices.change_preference")
def preference_change(request):
    preference = selectors.preference_of(request.user)
    form = PreferenceForm(request.POST or None, initial={"mail": preference.mail})
    if request.method == "POST" and form.is_valid():
        services.change_preference(by=request.user, **form.cleaned_data)
        messages.success(request, _("알림 설정을 저장했습니다."))
        return redirect("accounts:profile")
    return render(request, "notices/preference_change.html", {"form": form})
