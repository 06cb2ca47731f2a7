import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from ambassadors.anonymity import marks_in
from ambassadors.enums import Topic
from ambassadors.models import AdvisorySession, Case, Casebook, SessionTopic
from exchange.directory.filters import countries

ALL = _("모두")
TAKEN = "add"  # the page on which a book is made


class CasebookForm(forms.ModelForm):
    class Meta:
        model = Casebook
        fields = ["title_ko", "title_ja", "dated_on", "slug", "preface_ko", "preface_ja"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].help_text = _("주소에 들어갑니다. 영문 소문자와 숫자, 붙임표로 적습니다. 예: 2026")
        if self.instance.pk:
            del self.fields["slug"]

    def clean_slug(self):
        if self.cleaned_data["slug"] == TAKEN:
            raise ValidationError(_("다른 화면이 쓰는 주소입니다. 다른 이름을 적어 주세요."), code="taken")
        return self.cleaned_data["slug"]


class CaseForm(forms.ModelForm):
    """What staff make of the anonymised copy; a mark that stands yet is said at its field, and may stay."""

    class Meta:
        model = Case
        fields = [
            "title_ko", "title_ja", "firm_ko", "firm_ja", "question_ko", "question_ja", "advice_ko", "advice_ja",
            "result_ko", "result_ja",
        ]  # fmt: skip

    @property
    def pairs(self):
        """The fields in Korean, each with its Japanese beside it."""
        names = [name.removesuffix("_ko") for name in self.fields if name.endswith("_ko")]
        return [(self[f"{name}_ko"], self[f"{name}_ja"]) for name in names]

    @property
    def marks(self):
        return marks_in(*[str(self[name].value() or "") for name in self.fields])


class CandidateFilter(django_filters.FilterSet):
    country = django_filters.ChoiceFilter(label=_("대상 나라"), choices=countries, empty_label=ALL)
    topic = django_filters.ChoiceFilter(label=_("자문 분야"), choices=Topic, method="of_topic", empty_label=ALL)

    class Meta:
        model = AdvisorySession
        fields = []

    def of_topic(self, sessions, name, value):
        return sessions.filter(Exists(SessionTopic.objects.filter(session=OuterRef("pk"), topic=value)))
