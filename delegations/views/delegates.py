from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from delegations import forms, selectors, services
from delegations.enums import Direction
from delegations.loading import load_delegates, load_posts
from delegations.models import Delegate, Delegation
from delegations.views.entries import tell_substitutes
from delegations.views.pages import rows_page, trip_page
from exchange.core.languages import in_language
from exchange.core.rows import RowSet
from exchange.core.views import with_object
from exchange.directory.fields import Choices

OFFERED_TRIPS = 50


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_delegates(request, delegation):
    load_posts(load_delegates(delegation))
    for delegate in delegation.delegates.all():
        delegate.post = post_of(delegate, delegation.starts_on)
    context = {"trip": delegation, "groups": selectors.groups_of(delegation)}
    if delegation.direction == Direction.INBOUND:
        context["hosts"] = delegation.hosts.select_related("person")
    return trip_page(request, delegation, "delegations/delegation_delegates.html", tab="delegates", **context)


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_delegates_edit(request, delegation):
    def save(rows, version):
        before = {delegate.pk: delegate for delegate in delegation.delegates.select_related("person")}
        after = services.set_delegates(delegation=delegation, rows=rows, version=version, by=request.user)
        tell_substitutes(request, delegation, before, after)

    rows = RowSet(
        request,
        forms.DelegateRow,
        initial=forms.rows_of_delegates(delegation),
        form_kwargs={"choices": Choices(request.user)},
    )
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_delegates_edit.html", tab="delegates",
        saved=_("출장자를 저장했습니다."), done="delegations:delegation_delegates",
    )  # fmt: skip


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_hosts_edit(request, delegation):
    """Who of us receives the guests."""

    def save(rows, version):
        services.set_hosts(delegation=delegation, rows=rows, version=version, by=request.user)

    rows = RowSet(
        request, forms.HostRow, initial=forms.rows_of_hosts(delegation),
        form_kwargs={"choices": Choices(request.user)},
    )  # fmt: skip
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_hosts_edit.html", tab="delegates",
        saved=_("영접자를 저장했습니다."), done="delegations:delegation_delegates",
    )  # fmt: skip


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_delegates_take(request, delegation):
    """Most of those who go were there the last time: choose that trip, tick them."""
    trips = _trips_to_take_from(delegation, request.user)
    source = next((trip for trip in trips if trip.slug == request.GET.get("trip")), trips[0] if trips else None)
    offered = _not_here_yet(source, delegation) if source else []
    form = forms.TakeDelegatesForm(
        request.POST if request.method == "POST" else None,
        delegates=offered,
        label=lambda delegate: told_with_post(delegate, delegation.starts_on),
        initial={"delegates": [delegate.pk for delegate in offered]},
    )
    if request.method == "POST" and form.is_valid():
        services.take_delegates(delegation=delegation, by=request.user, **form.cleaned_data)
        messages.success(request, _("출장자를 가져왔습니다. 순서와 직위를 확인해 주세요."))
        return redirect("delegations:delegation_delegates_edit", delegation.slug)
    return trip_page(
        request, delegation, "delegations/delegation_delegates_take.html", tab="delegates",
        form=form, trips=trips, source=source, offered=offered,
    )  # fmt: skip


def _trips_to_take_from(delegation, user):
    """Newest first, those of the same kind before others."""
    others = Delegation.objects.visible_to(user).exclude(pk=delegation.pk)
    others = others.filter(Exists(Delegate.objects.filter(delegation=OuterRef("pk"))))[:OFFERED_TRIPS]
    kind = (delegation.direction, delegation.country)
    return sorted(others, key=lambda trip: (trip.direction, trip.country) != kind)


def _not_here_yet(source, delegation):
    here = set(delegation.delegates.values_list("person", "title_ko"))
    people = {person for person, title in here if person}
    bare = {title for person, title in here if not person}
    delegates = load_posts(load_delegates(source)).delegates.all()
    return [d for d in delegates if d.person_id not in people and (d.person_id or d.title_ko not in bare)]


def post_of(delegate, day):
    return delegate.person.post_on(day) if delegate.person else None


def told_with_post(delegate, day):
    """The delegate as he would go on that day; another title than on the earlier trip is said."""
    then = in_language(delegate, "title")[0]
    post = post_of(delegate, day)
    now = post.local_title if post else then
    name = delegate.person.local_name if delegate.person else ""
    parts = [delegate.get_group_display(), f"{name} {now}".strip()]
    if post:
        parts.append(post.organization.local_name)
    if then and then != now:
        parts.append(pgettext("직위", "그때는 %(title)s") % {"title": then})
    return " · ".join(parts)
