from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from exchange.core.languages import in_language
from exchange.directory.fields import ChoosingForm, OrganizationChoiceField
from exchange.mous.enums import Recurrence
from exchange.mous.forms.mous import whole
from exchange.mous.models import Commitment
from forums.models import Series

SENTENCE = 90  # characters of a promise in the list


class SeriesForm(ChoosingForm, forms.ModelForm):
    counterpart = OrganizationChoiceField(label=Series._meta.get_field("counterpart").verbose_name)

    class Meta:
        model = Series
        fields = ["name_ko", "name_ja", "name_en", "counterpart", "alternates", "commitment", "slug"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self)
        self.initial["counterpart"] = self.instance.counterpart if self.instance.pk else None
        promises = Commitment.objects.visible_to(user).filter(recurrence=Recurrence.YEARLY)
        self.fields["commitment"].queryset = promises.order_by("made_on", "pk")
        self.fields["commitment"].label_from_instance = self._sentence
        self.fields["commitment"].empty_label = _("없음")
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("주소와 파일 이름에 쓰는 영문 소문자입니다. 비워 두면 저절로 정합니다.")

    @staticmethod
    def _sentence(promise):
        return Truncator(in_language(promise, "sentence")[0]).chars(SENTENCE)

    def clean_slug(self):
        """Empty: a new series gets a free one, an old one keeps its own."""
        return self.cleaned_data["slug"] or self.initial.get("slug", "")

    def _get_validation_exclusions(self):
        """The service finds a free number where none is typed."""
        return super()._get_validation_exclusions() | ({"slug"} if not self.cleaned_data.get("slug") else set())
