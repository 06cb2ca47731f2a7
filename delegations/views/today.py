"""The trip on a phone: today's entries, and a photo or a note into the right minutes."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from delegations import selectors, services, today
from delegations.loading import load_addresses, load_trip
from delegations.models import Delegation
from exchange.core.rows import MAX_ROWS
from exchange.core.views import with_object
from exchange.meetings import images, outline
from exchange.meetings.services import add_photo, append_points

MAX_NOTE = 5000


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("메모"), required=False, max_length=MAX_NOTE, widget=forms.Textarea,
        help_text=gettext_lazy("한 줄이 주요내용의 한 줄이 됩니다."),
    )  # fmt: skip


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_today(request, delegation):
    return _today_page(request, delegation, _asked(request))


@require_POST
@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_note_add(request, delegation, item):
    """Photos and lines for the minutes of this entry; what is good is kept, what is not is named."""
    uploads = request.FILES.getlist("photos")
    item = delegation.items.filter(pk=item).first()
    if item is None:
        for upload in uploads:
            _refuse_photo(request, upload, _("그사이 지워진 일정입니다."))
        return _today_page(request, delegation, None, lost=request.POST.get("note", ""))
    form = NoteForm(request.POST, auto_id=f"note-{item.pk}-%s")
    if form.is_valid() and not (uploads or form.cleaned_data["note"].strip()):
        form.add_error("note", _("사진을 고르거나 메모를 적어 주세요."))
    if form.is_valid() and _is_too_long(item, form.cleaned_data["note"]):
        form.add_error("note", _("주요내용은 %(most)d줄까지입니다. 줄을 합쳐 주세요.") % {"most": MAX_ROWS})
    if not form.is_valid():
        return _today_page(request, delegation, item.day, wrong=(item.pk, form))
    photos = sum(_keep_photo(request, item, upload) for upload in uploads)
    try:
        lines = _keep_note(request, item, form.cleaned_data["note"])
    except ValidationError as error:
        if error.code != "gone":  # the entry, while a photo was being developed
            raise
        return _today_page(request, delegation, item.day, lost=form.cleaned_data["note"])
    kept = [
        ngettext("사진 %(n)d장", "사진 %(n)d장", photos) % {"n": photos} if photos else "",
        ngettext("메모 %(n)d줄", "메모 %(n)d줄", lines) % {"n": lines} if lines else "",
    ]
    if any(kept):
        messages.success(request, _("면담 기록에 남겼습니다: %(what)s") % {"what": ", ".join(filter(None, kept))})
    return redirect(f"{reverse('delegations:delegation_today', args=[delegation.slug])}?day={item.day}#item-{item.pk}")


def _keep_photo(request, item, upload):
    try:
        picture = images.prepare(upload)  # before there is a record: a bad file alone makes none
        add_photo(meeting=services.meeting_of_item(item=item, by=request.user), picture=picture, by=request.user)
    except ValidationError as error:
        _refuse_photo(request, upload, " ".join(error.messages))
        return 0
    return 1


def _refuse_photo(request, upload, reason):
    refused = {"name": upload.name, "reason": reason}
    messages.error(request, _("%(name)s: 저장하지 않았습니다. %(reason)s") % refused)


def _keep_note(request, item, note):
    rows, _deeper = outline.pasted(note)
    if rows:
        append_points(meeting=services.meeting_of_item(item=item, by=request.user), rows=rows, by=request.user)
    return len(rows)


def _is_too_long(item, note):
    """The page of the minutes could not save them all again."""
    written = item.meeting.points.count() if item.meeting else 0
    return written + len(outline.pasted(note)[0]) > MAX_ROWS


def _asked(request):
    try:
        return parse_date(request.GET.get("day", ""))
    except ValueError:
        return None


def _today_page(request, delegation, asked, *, wrong=(None, None), lost=None):
    """`wrong`: an entry's key and its form as it was typed; `lost`: what was typed about an entry that is gone."""
    trip = load_addresses(load_trip(delegation))
    day = today.day_of(trip, asked)
    stops = today.stops_of(trip, day, request.user)
    key, form = wrong
    forms_of = {}
    if request.user.has_perm("delegations.change_delegation", delegation):
        for stop in stops:
            if stop.takes_notes:
                pk = stop.slot.item.pk
                forms_of[pk] = form if pk == key else NoteForm(auto_id=f"note-{pk}-%s")
    here = today.proposed(stops) if forms_of else None
    context = {
        "delegation": trip,
        "day": day,
        "clock": today.clock_of(trip),
        "days": selectors.all_days_of(trip),
        "stops": [(stop, forms_of.get(stop.slot.item and stop.slot.item.pk)) for stop in stops],
        "here": here and here.slot.item.pk,
        "wrong": key,
        "lost": lost,
    }
    return render(request, "delegations/delegation_today.html", context, status=200 if lost is None else 404)
