"""Putting two records into one and taking that back. The address names the record that stays, `?with=` the other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from exchange.core.templatetags.portal import plain_day
from exchange.core.views import with_object
from exchange.directory import folding, merging
from exchange.directory.fields import Choices, ChoosingForm, OrganizationChoiceField, PersonChoiceField
from exchange.directory.models import Merge, Organization, Person
from exchange.directory.similar import similar_organizations, similar_people
from exchange.directory.uses import page_of, places, title_of


class OtherPersonForm(ChoosingForm, forms.Form):
    other = PersonChoiceField(label=pgettext_lazy("하나", "인물"))


class OtherOrganizationForm(ChoosingForm, forms.Form):
    other = OrganizationChoiceField(label=pgettext_lazy("하나", "기관"))


class ChoicesForm(forms.Form):
    """One question for each column in which the two records differ."""

    def __init__(self, *args, kept, gone, **kwargs):
        super().__init__(*args, **kwargs)
        for name in merging.differing(kept, gone):
            self.fields[name] = forms.ChoiceField(
                label=kept._meta.get_field(name).verbose_name,
                choices=[(merging.KEPT, shown(kept, name)), (merging.GONE, shown(gone, name))],
                widget=forms.RadioSelect,
                initial=merging.KEPT,
            )


@dataclass(frozen=True)
class Page:
    """What differs between merging people and merging bodies."""

    template: str
    form: type
    find_similar: Callable
    merge: Callable


@dataclass
class Line:
    """One column of both records; `options` are the two buttons where somebody has to choose."""

    label: str
    kept: str
    gone: str
    options: list


@require_http_methods(["GET", "POST"])
@with_object(Person, "directory.merge_person")
def person_merge(request, person):
    page = Page("directory/person_merge.html", OtherPersonForm, similar_people, merging.merge_people)
    return _merge_page(request, person, page)


@require_http_methods(["GET", "POST"])
@with_object(Organization, "directory.merge_organization")
def organization_merge(request, organization):
    page = Page(
        "directory/organization_merge.html", OtherOrganizationForm, similar_organizations, merging.merge_organizations
    )
    return _merge_page(request, organization, page)


@require_http_methods(["GET", "POST"])
@with_object(Merge, "directory.undo_merge")
def merge_undo(request, merge):
    refusal = merging.refusal_of_undoing(merge)
    if request.method == "POST":
        try:
            gone, stayed = merging.undo_merge(merge=merge, by=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            said = _("합치기를 되돌렸습니다. ‘%(name)s’ 기록을 되살렸습니다.")
            messages.success(request, said % {"name": gone.local_name})
            if stayed:
                said = _("합친 뒤에 고쳐져 그대로 둔 것이 있습니다: %(what)s")
                messages.warning(request, said % {"what": " / ".join(stayed)})
            return redirect(gone)
    moved, folded = folding.counts(merge.steps)
    context = {
        "merge": merge, "record": merge.kept, "gone": merging.gone_record(merge), "moved": _named(moved),
        "folded_count": len(folded), "refusal": refusal,
    }  # fmt: skip
    return render(request, "directory/merge_undo.html", context)


def or_kept(model):
    """The address of a record that was merged leads to the one that was kept, for whoever may see that one."""

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, pk, **kwargs):
            try:
                return view(request, *args, pk=pk, **kwargs)
            except Http404:
                kept = model.objects.visible_to(request.user).formerly(gone_pk=pk).first()
                if kept is None:
                    raise
            messages.info(request, _("합쳐진 기록입니다. 남긴 기록을 보여 드립니다."))
            return redirect(kept)  # not for ever: a merge can be undone

        return wrapped

    return decorate


def _merge_page(request, kept, page):
    gone = _other(request, kept)
    if gone is None:
        return _choose_page(request, kept, page)
    form = ChoicesForm(request.POST if request.method == "POST" else None, kept=kept, gone=gone)
    refusal = merging.refusal_of_merging(kept, gone)
    if request.method == "POST" and form.is_valid():
        try:
            page.merge(kept=kept, gone=gone, choices=form.cleaned_data, by=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        except IntegrityError:
            refusal = _("그사이 다른 사람이 이 기록들을 고쳤습니다. 다시 확인해 주세요.")
        else:
            said = _("‘%(gone)s’ 기록을 합쳤습니다. 잘못이면 이 화면에서 되돌릴 수 있습니다.")
            messages.success(request, said % {"gone": gone.local_name})
            return redirect(kept)
    lines = list(_lines(kept, gone, form))
    user = request.user
    used = [(kept, list(places(kept, user=user))), (gone, list(places(gone, user=user)))]
    moved, folded = folding.counts(merging.planned(*_fresh(kept, gone), {}))
    pages = [(row, page_of(row, type(kept))) for row in folded]
    context = {
        "record": kept, "gone": gone, "form": form, "lines": lines, "used": used, "moved": _named(moved),
        "folded": [(folding.label(row), page, page and title_of(page)) for row, page in pages], "refusal": refusal,
        "swap_url": f"{reverse(f'directory:{kept._meta.model_name}_merge', args=[gone.pk])}?with={kept.pk}",
    }  # fmt: skip
    return render(request, page.template, context)


def _choose_page(request, kept, page):
    """Which record is it the same as?"""
    form = page.form(request.GET if "other" in request.GET else None, choices=Choices(request.user))
    if form.is_bound and form.is_valid():
        if form.cleaned_data["other"] != kept:
            return redirect(f"{request.path}?with={form.cleaned_data['other'].pk}")
        form.add_error("other", _("같은 기록입니다. 합칠 다른 기록을 골라 주세요."))
    found = page.find_similar(kept.names, user=request.user, exclude=kept)
    context = {"record": kept, "gone": None, "form": form, "similar": found}
    return render(request, page.template, context)


def _other(request, kept):
    key = request.GET.get("with", "")
    if not key:
        return None
    if not (key.isascii() and key.isdigit()) or int(key) == kept.pk:
        raise Http404
    return get_object_or_404(type(kept).objects.visible_to(request.user), pk=int(key))


def _fresh(*records):
    """Copies to plan with: planning changes the kept one in memory."""
    return [type(record).objects.get(pk=record.pk) for record in records]


def _lines(kept, gone, form):
    for name in (*merging.CHOSEN[type(kept)], "aliases", *(["note"] if isinstance(kept, Person) else [])):
        ours, theirs = shown(kept, name), shown(gone, name)
        if ours or theirs:
            options = list(form[name]) if name in form.fields else []
            yield Line(kept._meta.get_field(name).verbose_name, ours, theirs, options)


def _named(moved):
    return [(model._meta.verbose_name, number) for model, number in moved.items()]


def shown(record, name):
    """The column as a page shows it."""
    value = getattr(record, name)
    if record._meta.get_field(name).choices:
        return getattr(record, f"get_{name}_display")()
    if isinstance(value, date):
        return plain_day(value)
    return getattr(value, "local_name", value) or ""
