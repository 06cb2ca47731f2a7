from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.core.days import LAST_YEAR
from exchange.core.forms import OneChip, ZoneField
from exchange.mous.forms.mous import whole
from forums.enums import EditionState, HostCountry
from forums.models import Edition
from forums.models.series import EARLIEST
from forums.succession import PARTS, PROGRAMME, SPEAKERS, THEME, found_in, proposed

NAMES = ("name_ko", "name_ja", "name_en")
FOLLOWING = ("number", "zone", "starts_on", *NAMES, "seats_ours", "seats_counterpart")
LABELS = (
    _("순서의 틀: 회의장, 순서, 발표 자리"),
    _("발표자와 발표 제목"),
    _("준비 할 일(완료 표시는 지우고, 두 기관이 함께 보는 일은 새 주최 측에 맞춤)"),
    _("안내문"),
    _("주제"),
    _("주최·주관·후원 기관"),
    _("공동 의장"),
    _("좌석 수와 참가 계획"),
    _("참가 신청 기간(같은 날수만큼 옮김)"),
)


def is_sane(year):
    return EARLIEST <= year <= LAST_YEAR


class CloneForm(forms.ModelForm):
    """The next edition of a series, and what of the source it takes over.

    What is proposed follows the year, host and number that are chosen, unless somebody typed over it: `shown_…` say
    for which of them the page was drawn.
    """

    host_country = forms.ChoiceField(label=_("주최국"), choices=HostCountry, widget=OneChip)
    zone = ZoneField(label=_("개최지 시간대"))
    next_reason = forms.CharField(label=_("다음 회차가 그대로인 까닭"), max_length=300, required=False)
    seats_ours = forms.IntegerField(label=_("좌석(한국 측)"), min_value=0, max_value=100_000)
    seats_counterpart = forms.IntegerField(label=_("좌석(일본 측)"), min_value=0, max_value=100_000)
    parts = forms.MultipleChoiceField(label=_("가져올 것"), required=False, widget=forms.CheckboxSelectMultiple)
    shown_year = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown_host = forms.ChoiceField(choices=HostCountry, widget=forms.HiddenInput, required=False)

    class Meta:
        model = Edition
        fields = ["year", "number", "host_country", "break_reason", "zone", "starts_on", *NAMES]

    def __init__(self, data=None, *, source, typed):
        self.source, self.this_year = source, timezone.localdate().year
        self.found = found_in(source)
        blank = Edition(series=source.series, state=EditionState.PROPOSED)
        super().__init__(data, instance=blank, initial=self._first(data) | typed)
        whole(self)
        self.fields["break_reason"].help_text = ""
        self.fields["parts"].choices = [
            (part, label) for part, label in zip(PARTS, LABELS, strict=True) if part in self.found
        ]
        if data is None:
            self.initial |= {"shown_year": self.initial["year"], "shown_host": self.initial["host_country"]}

    def _first(self, data):
        shown = data or {}
        year = shown.get("shown_year", "")
        host = shown.get("shown_host")
        chosen = {"year": int(year)} if year.isdecimal() and is_sane(int(year)) else {}
        chosen |= {"host": HostCountry(host)} if host in HostCountry.values else {}
        wanted = [part for part in self.found if part not in {SPEAKERS, THEME}]
        return proposed(self.source, this_year=self.this_year, **chosen) | {"parts": wanted}

    def clean_year(self):
        year = self.cleaned_data["year"]
        if self.source.series.editions.filter(year=year).exists():
            raise ValidationError(_("이 포럼의 그해 회차가 이미 있습니다."), code="taken")
        return year

    def clean(self):
        cleaned = super().clean()
        if is_sane(cleaned.get("year") or 0) and cleaned.get("host_country"):
            self._follow(cleaned)
        if not cleaned.get("starts_on") and "starts_on" not in self.errors and PROGRAMME in cleaned.get("parts", ()):
            self.add_error("starts_on", _("순서를 가져오려면 첫날을 적어 주세요. 시각은 그날부터 다시 놓입니다."))
        if SPEAKERS in cleaned.get("parts", ()) and PROGRAMME not in cleaned["parts"]:
            self.add_error("parts", _("발표자는 순서의 틀과 함께 가져올 수 있습니다."))
        return cleaned

    def _follow(self, cleaned):
        year, host = cleaned["year"], HostCountry(cleaned["host_country"])
        number = cleaned.get("number") if "number" in self.changed_data else None
        fresh = proposed(self.source, year=year, host=host, number=number, this_year=self.this_year)
        fresh = {name: fresh[name] for name in FOLLOWING if name not in self.changed_data and name not in self.errors}
        cleaned |= fresh
        self.data = self.data.copy()  # the page shows what is meant now
        for name, value in (fresh | {"shown_year": year, "shown_host": host.value}).items():
            self.data[name] = "" if value is None else str(value)

    def wanted(self):
        """What plan_next takes."""
        dropped = ("shown_year", "shown_host", "next_reason")
        return {name: value for name, value in self.cleaned_data.items() if name not in dropped}
