import hashlib
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.core.rows import RowForm
from exchange.core.search import forms_in, normalise
from exchange.directory import uses
from exchange.directory.fields import ChoosingForm, OrganizationChoiceField
from exchange.directory.merging import NAMES
from exchange.directory.models import Organization, OrganizationFigure, Person, Post
from exchange.directory.similar import similar_organizations, similar_people


class RecordForm(ChoosingForm, forms.ModelForm):
    """Asks before a second record is made of one that is there; the answer holds for the very names it was given to."""

    confirmed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    similar = ()  # a record that may be the same, why, and where it is used

    def clean(self):
        cleaned = super().clean()
        typed = self._meta.model(**{name: cleaned.get(name) or "" for name in self.name_fields})
        known = forms_in(self.instance.search_key)
        new = {normalise(name): name for name in typed.names}
        new = {form: name for form, name in new.items() if form and form not in known}
        self.confirmation = hashlib.sha256("|".join(sorted(new)).encode()).hexdigest()
        found = self.find_similar(list(new.values()), cleaned) if new else []
        if found:
            used = uses.counted([record for record, _reason in found])
            self.similar = [(record, reason, used.get(record.pk, [])) for record, reason in found]
        if self.similar and cleaned.get("confirmed") != self.confirmation:
            self.add_error(
                None, ValidationError(_("비슷한 기록이 있습니다. 같은 대상인지 확인해 주세요."), code="similar")
            )
        return cleaned

    @property
    def asks_only(self):
        """Nothing is wrong, but somebody has to look."""
        errors = [error for found in self.errors.as_data().values() for error in found]
        return all(error.code == "similar" for error in errors)

    @property
    def values(self):
        """The cleaned columns, as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "confirmed"}


class OrganizationForm(RecordForm):
    noun = "organization"
    name_fields = (*NAMES[Organization], "aliases")
    website = forms.URLField(label=_("누리집"), required=False, assume_scheme="https")
    parent = OrganizationChoiceField(
        label=_("상위 기관"), required=False, help_text=_("이름을 적으면 등록된 기관을 찾아 줍니다.")
    )

    class Meta:
        model = Organization
        fields = [
            "name_ko", "name_ja", "name_en", "short_name_ko", "short_name_ja", "short_name_en", "aliases",
            "kind", "country", "parent", "founded_on", "address", "website",
        ]  # fmt: skip
        widgets = {"aliases": forms.Textarea(attrs={"rows": 3})}

    def find_similar(self, names, cleaned):
        return similar_organizations(names, user=self.choices.user, exclude=self.instance)


class FigureRow(RowForm):
    row_template = "directory/figure_row.html"
    is_movable = False

    class Meta:
        model = OrganizationFigure
        fields = ["label", "value", "as_of", "source", "is_approximate"]


class PersonForm(RecordForm):
    noun = "person"
    name_fields = (*NAMES[Person], "aliases")

    class Meta:
        model = Person
        fields = [
            "name_ko", "name_hanja", "name_kana", "name_latin", "aliases", "country", "email", "phone", "note",
        ]  # fmt: skip
        widgets = {
            "aliases": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 3}),
            "phone": forms.TextInput(attrs={"type": "tel"}),
        }

    def find_similar(self, names, cleaned):
        country = cleaned.get("country")
        return similar_people(names, user=self.choices.user, country=country, exclude=self.instance)


class PostRow(ChoosingForm, RowForm):
    row_template = "directory/post_row.html"
    is_movable = False
    organization = OrganizationChoiceField(label=pgettext_lazy("하나", "기관"))

    class Meta:
        model = Post
        fields = ["organization", "title_ko", "title_ja", "title_en", "since", "until"]


def name_initial(text, *, kanji, kana):
    """Where a name belongs by its letters; `kanji` and `kana` name the fields for these."""
    scripts = {unicodedata.name(char, "").split(" ")[0] for char in text}
    if "HANGUL" in scripts:
        return {"name_ko": text}
    if scripts & {"HIRAGANA", "KATAKANA"}:
        return {(kanji if "CJK" in scripts else kana): text}
    if "CJK" in scripts:
        return {kanji: text}
    return {"name_latin" if kana == "name_kana" else "name_en": text}
