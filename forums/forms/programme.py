"""The programme as people type it: days and clocks at the venue, talks in minutes."""

from datetime import timedelta

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from exchange.core import zones
from exchange.core.forms import ClockField
from exchange.core.rows import RowForm
from exchange.directory.fields import ChoosingForm, PersonChoiceField
from exchange.meetings import files
from exchange.mous.forms.mous import whole
from forums.models import Room, Session, Speaker, Talk
from forums.models.programme import DAY_MINUTES
from forums.sides import SIDES

MINUTE = timedelta(minutes=1)
AFTER = 60  # minutes that a new session takes


class RoomRow(RowForm):
    class Meta:
        model = Room
        fields = ["name_ko", "name_ja", "name_en"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self)


class SessionForm(forms.ModelForm):
    """Day and clocks are those of the venue; an end at 24:00 is not known to clocks, 23:59 is."""

    day = forms.DateField(label=_("날짜"))
    starts = ClockField(label=_("시작"), help_text=_("14:00 또는 1400처럼 적습니다."))
    ends = ClockField(label=_("마침"))
    interpreters = forms.IntegerField(
        label=_("필요한 통역사 수"), min_value=0, max_value=100, required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = Session
        fields = ["kind", "title_ko", "title_ja", "title_en", "room", "interpreters"]

    field_order = ["kind", "title_ko", "title_ja", "title_en", "day", "starts", "ends", "room", "interpreters"]

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        whole(self)
        self.fields["room"].queryset = edition.rooms.all()
        self.fields["room"].label_from_instance = lambda room: room.local_name
        self.fields["room"].empty_label = _("정하지 않음")
        if edition.starts_on:
            self.fields["day"].widget.attrs |= {
                "min": edition.starts_on.isoformat(),
                "max": edition.last_day.isoformat(),
            }
        if self.instance.pk:
            starts, ends = (
                zones.local(instant, edition.zone) for instant in (self.instance.starts_at, self.instance.ends_at)
            )
            self.initial |= {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}

    def clean_interpreters(self):
        return self.cleaned_data["interpreters"] or 0

    def clean(self):
        cleaned = super().clean()
        day, starts, ends = (cleaned.get(name) for name in ("day", "starts", "ends"))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("마치는 시각이 시작 시각보다 빠르거나 같습니다."))
        elif day and starts and ends:
            self._place(day, starts, ends)
        return cleaned

    def _place(self, day, starts, ends):
        try:
            self.instance.starts_at = zones.to_instant(day, starts, self.edition.zone)
            length = zones.to_instant(day, ends, self.edition.zone) - self.instance.starts_at
        except forms.ValidationError as error:
            self.add_error("starts", error)
        else:
            self.instance.minutes = length // MINUTE

    def facts(self):
        """What save_session takes."""
        placed = {"starts_at": self.instance.starts_at, "minutes": self.instance.minutes}
        return {name: self.cleaned_data[name] for name in self._meta.fields} | placed

    def refuse(self, error):
        """The service names the columns, the page shows day and clocks."""
        show_at(self, error, {"starts_at": "day", "minutes": "ends"})


def show_at(form, error, fields):
    """A service's refusal at the field of the form that is about the same thing."""
    parts = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error}
    for name, errors in parts.items():
        field = fields.get(name, name)
        form.add_error(field if field in form.fields else None, errors)


class TalkForm(forms.ModelForm):
    minutes = forms.IntegerField(
        label=_("길이(분)"), min_value=1, max_value=DAY_MINUTES,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = Talk
        fields = ["title_ko", "title_ja", "title_en", "minutes", "language", "needs_interpreter"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self)

    def facts(self):
        """What save_talk takes."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class SpeakerRow(ChoosingForm, RowForm):
    """Side and title left empty become those of the day of the forum."""

    row_template = "forums/_speaker_row.html"
    first_field = "person"

    person = PersonChoiceField(label=_("인물"))
    side = forms.ChoiceField(label=_("편"), choices=[("", _("소속 기관의 나라")), *SIDES], required=False)

    class Meta:
        model = Speaker
        fields = ["person", "role", "side", "title_ko", "title_ja", "title_en"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self)

    def has_changed(self):
        return bool({*self.changed_data} - {"role", "side"})


def rows_of(parts, form_class):
    return [model_to_dict(part, form_class.Meta.fields) | {"id": part.pk} for part in parts]


class SlidesForm(forms.Form):
    upload = forms.FileField(
        label=_("발표 자료"), required=False, widget=forms.FileInput({"accept": files.ACCEPT, "class": "drop"})
    )
    public = forms.BooleanField(label=_("공개된 순서 화면에서 누구나 내려받을 수 있게 함"), required=False)

    def __init__(self, *args, talk, **kwargs):
        super().__init__(*args, initial={"public": talk.is_slides_public}, **kwargs)
        self.talk = talk

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("upload") and not self.talk.slides_sha256 and "upload" not in self.errors:
            self.add_error("upload", _("올릴 파일을 골라 주세요."))
        return cleaned
