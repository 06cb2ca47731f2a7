from django import forms
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.core import zones
from exchange.core.forms import OneChip, ZoneField
from exchange.core.rows import RowForm
from exchange.directory.fields import ChoosingForm, OrganizationChoiceField, PersonChoiceField
from exchange.mous.forms.mous import whole
from forums.enums import EditionState, HostCountry
from forums.models import CoChair, Edition, EditionBody
from forums.models.series import ZONES
from forums.sides import SIDES

LANGUAGES = ("ko", "ja", "en")
OPENING = ("registration_opens_at", "registration_closes_at")
ATTENDED = ("attended_ours", "attended_counterpart", "attended_total")
STEPS_OFF = [("skip", _("건너뜀: 그해에는 열지 않음")), ("cancel", _("취소: 준비하다가 그만둠"))]


def texts(*names):
    return [f"{name}_{language}" for name in names for language in LANGUAGES]


class EditionForm(forms.ModelForm):
    """The facts of an edition. `typed`: what the page holds while the year and the host are still being chosen."""

    host_country = forms.ChoiceField(label=_("주최국"), choices=HostCountry, widget=OneChip)
    zone = ZoneField(label=_("개최지 시간대"))
    next_reason = forms.CharField(label=_("다음 회차가 그대로인 까닭"), max_length=300, required=False)

    class Meta:
        model = Edition
        fields = [
            "year", "number", "host_country", "break_reason", *texts("name"), *texts("theme"), *texts("city"),
            *texts("venue"), "zone", "starts_on", "ends_on", *texts("text"), "planned_ours", "planned_counterpart",
            "planned_total", *ATTENDED, "interpreters", *OPENING, "note",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self)
        for name in OPENING:
            if instant := getattr(self.instance, name):
                self.initial[name] = zones.local(instant, self.instance.zone).replace(tzinfo=None)
        self.fields["break_reason"].help_text = ""
        self.fields["interpreters"].required = False
        if self.instance.pk and not self.instance.is_held:
            for name in ATTENDED:
                del self.fields[name]

    def clean_interpreters(self):
        return self.cleaned_data["interpreters"] or 0

    def clean(self):
        cleaned = super().clean()
        self._follow_host(cleaned)
        for name in OPENING:
            if (instant := cleaned.get(name)) and cleaned.get("zone"):
                clock = timezone.make_naive(instant)  # typed as the clock at the venue shows it
                try:
                    cleaned[name] = zones.to_instant(clock.date(), clock.time(), cleaned["zone"])
                except forms.ValidationError as error:
                    self.add_error(name, error)
        return cleaned

    def _follow_host(self, cleaned):
        """The zone that was proposed with the other host goes along where nobody touched it."""
        host, changed = cleaned.get("host_country"), self.changed_data
        if host and "host_country" in changed and "zone" not in changed and cleaned.get("zone") in ZONES.values():
            cleaned["zone"] = ZONES[host]

    def facts(self):
        """What create_edition and change_edition take."""
        return dict(self.cleaned_data)


class NewEditionForm(EditionForm):
    """One to come, or one that was held before the portal was there: then with its day, and what else is known."""

    is_held = forms.BooleanField(label=_("이미 열린 회차입니다"), required=False)

    def clean(self):
        cleaned = super().clean()
        self.instance.state = EditionState.HELD if cleaned.get("is_held") else EditionState.PROPOSED
        if not cleaned.get("is_held"):
            cleaned |= dict.fromkeys(ATTENDED)
        return cleaned

    def facts(self):
        facts = super().facts()
        return facts | {"state": EditionState.HELD if facts.pop("is_held") else EditionState.PROPOSED}


class BodyRow(ChoosingForm, RowForm):
    row_template = "forums/_body_row.html"
    first_field = "organization"

    organization = OrganizationChoiceField(label=_("기관"))

    class Meta:
        model = EditionBody
        fields = ["role", "organization"]


class CoChairRow(ChoosingForm, RowForm):
    row_template = "forums/_co_chair_row.html"
    first_field = "person"

    side = forms.ChoiceField(label=_("편"), choices=SIDES)
    person = PersonChoiceField(label=_("인물"))

    class Meta:
        model = CoChair
        fields = ["side", "person", "title_ko", "title_ja"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self)

    def has_changed(self):
        return bool({*self.changed_data} - {"side"})


def rows_of(parts, form_class):
    return [model_to_dict(part, form_class.Meta.fields) | {"id": part.pk} for part in parts.all()]


class CallOffForm(forms.Form):
    """`following`: the next edition, where it would then follow one in its own country."""

    SWAP, STAY = "swap", "stay"

    step = forms.ChoiceField(label=_("구분"), choices=STEPS_OFF, widget=OneChip)
    reason = forms.CharField(
        label=_("까닭"), max_length=300, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("건너뛰거나 취소한 까닭을 적어 주세요.")},
    )  # fmt: skip
    then = forms.ChoiceField(
        label=_("다음 회차"), widget=forms.RadioSelect,
        error_messages={"required": _("다음 회차의 주최국을 어떻게 할지 골라 주세요.")},
    )  # fmt: skip
    next_reason = forms.CharField(label=_("다음 회차가 그대로인 까닭"), max_length=300, required=False)

    def __init__(self, *args, following=None, may_swap=False, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self)
        if not following:
            del self.fields["then"], self.fields["next_reason"]
            return
        swap = [(self.SWAP, _("뒤 회차들의 주최국을 서로 바꿈"))] if may_swap else []
        self.fields["then"].choices = [*swap, (self.STAY, _("주최국을 그대로 두고 까닭을 남김"))]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("then") == self.STAY and not cleaned.get("next_reason", "").strip():
            self.add_error("next_reason", _("교차 개최에서 벗어나는 까닭을 적어 주세요."))
        return cleaned

    def facts(self):
        """What call_off takes."""
        facts = {name: self.cleaned_data[name] for name in ("step", "reason")}
        if "then" not in self.fields:
            return facts
        stays = self.cleaned_data["then"] == self.STAY
        return facts | {"swap_next": not stays, "next_reason": self.cleaned_data["next_reason"] if stays else ""}
