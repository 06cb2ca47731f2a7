import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.core.rows import RowForm
from exchange.directory.fields import ChoosingForm, OrganizationChoiceField
from exchange.directory.models import Organization, OrganizationFigure, Person, Post

SAME_SHOWN = 5


class RecordForm(ChoosingForm, forms.ModelForm):
    """Asks before a second record is made under a name that is already there."""

    confirmed = forms.BooleanField(label=_("확인했습니다. 다른 기록이므로 새로 등록합니다."), required=False)

    same = ()  # pairs of a record that is called so already and its label

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is None:
            model = self._meta.model
            typed = model(**{name: cleaned.get(name) or "" for name in self.name_fields})
            found = model.objects.visible_to(self.choices.user).called(*typed.names)[:SAME_SHOWN]
            self.same = getattr(self.choices, self.finder).labels(list(found))
            if self.same and not cleaned.get("confirmed"):
                self.add_error("confirmed", _("같은 이름의 기록이 있습니다. 같은 대상이 아닌지 확인해 주세요."))
        return cleaned

    @property
    def values(self):
        """The cleaned columns, as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "confirmed"}


class OrganizationForm(RecordForm):
    finder = "organizations"
    name_fields = (
        "name_ko", "name_ja", "name_en", "short_name_ko", "short_name_ja", "short_name_en", "aliases",
    )  # fmt: skip
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


class FigureRow(RowForm):
    row_template = "directory/figure_row.html"
    is_movable = False

    class Meta:
        model = OrganizationFigure
        fields = ["label", "value", "as_of", "source", "is_approximate"]


class PersonForm(RecordForm):
    finder = "people"
    name_fields = ("name_ko", "name_hanja", "name_kana", "name_latin", "aliases")

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
