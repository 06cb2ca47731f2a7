"""What one delegate goes on, to take him out of it."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from delegations import forms, selectors, services
from delegations.models import Delegation
from delegations.views.pages import trip_page
from exchange.core import days
from exchange.core.languages import in_language
from exchange.core.views import with_object


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_delegate_plan(request, delegation, delegate):
    """Those entries that name the delegate; what is for everybody is his as well, and is not shown."""
    delegate = get_object_or_404(delegation.delegates.select_related("person"), pk=delegate)
    form = forms.LeaveForm(request.POST or None, delegate=delegate, labels=entry_labels(delegation))
    if request.method == "POST" and form.is_valid():
        try:
            services.leave_plan(delegate=delegate, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s: 고른 이동편과 일정에서 뺐습니다.") % {"name": delegate.local_label})
            return redirect("delegations:delegation_delegates", delegation.slug)
    context = {"delegate": delegate, "form": form}
    return trip_page(request, delegation, "delegations/delegation_delegate_plan.html", tab="delegates", **context)


def tell_substitutes(request, delegation, before, after):
    """Somebody else in a row goes on what the row named: right for a substitute, so it is only said.

    `before`: {pk: delegate}, `after`: the delegates as they were saved.
    """
    for delegate in after:
        earlier = before.get(delegate.pk)
        if not (earlier and earlier.person_id and earlier.person_id != delegate.person_id):
            continue
        numbers = {"legs": delegate.legs.count(), "items": delegate.items.count()}
        if parts := services.parts_said(numbers):
            names = {"before": earlier.local_label, "now": delegate.local_label, "parts": parts}
            words = _("%(before)s 대신 %(now)s: %(parts)s에 그대로 함께합니다.") % names
            url = reverse("delegations:delegation_delegate_plan", args=[delegation.slug, delegate.pk])
            messages.info(request, format_html('{} <a href="{}">{}</a>', words, url, _("뺄 것 고르기")))


def entry_labels(trip, shift=timedelta(0)):
    """{part of the plan: the words for one of its rows}, each on the day where the shift puts it."""

    def leg(row):
        departure, arrival = row.local_departure, row.local_arrival
        times = f"{days.short_day(departure.date() + shift)} {departure:%H:%M} - {arrival:%H:%M}"
        ends = f"{in_language(row, 'origin')[0]} - {in_language(row, 'destination')[0]}"
        return " ".join(filter(None, [times, selectors.leg_title(row, trip.direction), row.number, ends]))

    def item(row):
        time = f"{row.starts:%H:%M}" if row.starts else ""
        what = filter(None, [in_language(row, "title")[0], in_language(row, "place")[0]])
        return " ".join(filter(None, [days.short_day(row.day + shift), time, " · ".join(what)]))

    return {"legs": leg, "items": item}
