"""A new person or body without leaving the form in which it is needed: a dialog that static/picker.js fetches."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from exchange.core.views import require_permission
from exchange.directory import services
from exchange.directory.choices import SEPARATOR
from exchange.directory.editing import show_error
from exchange.directory.enums import Country
from exchange.directory.fields import Choices, OrganizationChoiceField
from exchange.directory.forms import OrganizationForm, PersonForm, name_initial


class QuickPersonForm(PersonForm):
    organization = OrganizationChoiceField(label=pgettext_lazy("하나", "기관"), required=False)
    title_ko = forms.CharField(label=_("직위(한국어)"), max_length=100, required=False)

    class Meta(PersonForm.Meta):
        fields = ["name_ko", "name_hanja", "name_kana", "name_latin", "country"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("organization") and not cleaned.get("title_ko"):
            self.add_error("title_ko", _("이 기관에서 맡은 직위를 적어 주세요."))
        if cleaned.get("title_ko") and not cleaned.get("organization") and "organization" not in self.errors:
            self.add_error("organization", _("이 직위를 맡은 기관을 적어 주세요."))
        return cleaned

    def save(self, commit=True):
        fields, user = dict(self.values), self.choices.user
        post = {name: fields.pop(name) for name in ("organization", "title_ko")}
        person = services.create_person(by=user, **fields)
        if post["organization"]:
            services.set_posts(person=person, rows=[post], by=user)
        return person


class QuickOrganizationForm(OrganizationForm):
    website = parent = None

    class Meta(OrganizationForm.Meta):
        fields = ["name_ko", "name_ja", "name_en", "kind", "country"]

    def save(self, commit=True):
        return services.create_organization(by=self.choices.user, **self.values)


@require_http_methods(["GET", "POST"])
@require_permission("directory.add_person")
def person_quick_add(request):
    initial = name_initial(_name(request, 100), kanji="name_hanja", kana="name_kana")
    if "name_kana" in initial:
        initial["country"] = Country.JP
    choices = Choices(request.user)
    form = QuickPersonForm(request.POST or None, prefix="new-person", initial=initial, choices=choices)
    return _dialog(request, "directory/person_quick_add.html", form, choices.people)


@require_http_methods(["GET", "POST"])
@require_permission("directory.add_organization")
def organization_quick_add(request):
    initial = name_initial(_name(request, 200), kanji="name_ja", kana="name_ja")
    initial["country"] = Country.JP if "name_ja" in initial else Country.KR
    choices = Choices(request.user)
    form = QuickOrganizationForm(request.POST or None, prefix="new-body", initial=initial, choices=choices)
    return _dialog(request, "directory/organization_quick_add.html", form, choices.organizations)


def _name(request, longest):
    return request.GET.get("name", "").replace("\0", " ").split(SEPARATOR)[0].strip()[:longest]


def _dialog(request, template, form, finder):
    """The form, or what the field of the page is to hold once the record is made."""
    if form.is_valid():
        try:
            with transaction.atomic():
                record = form.save()
        except ValidationError as error:
            show_error(form, None, error)
        else:
            return JsonResponse({"value": finder.label(record.pk)}, status=201)
    similar = [(label, record, reason) for (record, reason, _used), (_record, label) in _labelled(form, finder)]
    return render(request, template, {"form": form, "similar": similar})


def _labelled(form, finder):
    return zip(form.similar, finder.labels([record for record, _reason, _used in form.similar]), strict=True)
