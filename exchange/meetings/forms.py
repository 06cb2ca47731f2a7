from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.core import clocks, zones
from exchange.core.days import validate_year
from exchange.core.forms import ClockField
from exchange.core.languages import reader
from exchange.core.rows import ADD, MAX_ROWS, RowForm, RowSet
from exchange.directory.choices import SEPARATOR
from exchange.directory.fields import ChoosingForm, OrganizationChoiceField, OrganizationsChoiceField, PersonChoiceField
from exchange.meetings import outline
from exchange.meetings.enums import MeetingState, PointKind, Side
from exchange.meetings.models import Attendance, Meeting, Photo, Point

FACTS = [
    "title_ko", "title_ja", "starts_at", "ends_at", "zone", "country", "venue_ko", "venue_ja",
    "address", "summary_ko", "summary_ja", "state", "cancelled_reason",
]  # fmt: skip


class MeetingForm(ChoosingForm, forms.ModelForm):
    """The facts of a meeting. Day and times are those of the clock where it takes place.

    form = MeetingForm(request.POST or None, choices=Choices(request.user))
    if form.is_valid(): create_meeting(**form.facts(), by=request.user)
    """

    day = forms.DateField(label=_("날짜"), validators=[validate_year])
    starts = ClockField(label=_("시작"))
    ends = ClockField(label=_("끝"), required=False)
    zone = forms.ChoiceField(label=_("시간대"), initial=Meeting._meta.get_field("zone").default)
    counterparts = OrganizationsChoiceField(label=_("상대 기관"), required=False)

    class Meta:
        model = Meeting
        fields = [
            "title_ko", "title_ja", "day", "starts", "ends", "zone", "country", "venue_ko", "venue_ja",
            "address", "counterparts", "summary_ko", "summary_ja", "state", "cancelled_reason",
        ]  # fmt: skip
        widgets = {"summary_ko": forms.Textarea, "summary_ja": forms.Textarea}

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        initial = (_clock_of(instance) if instance else {}) | (initial or {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["zone"].choices = clocks.choices(self.instance.zone)

    def clean(self):
        cleaned = super().clean()
        if {"day", "starts", "zone"} <= cleaned.keys():
            cleaned["starts_at"] = self._instant("starts")
            cleaned["ends_at"] = self._instant("ends") if cleaned.get("ends") else None
            self._check_order(cleaned["starts_at"], cleaned["ends_at"])
            self.instance.starts_at, self.instance.ends_at = cleaned["starts_at"], cleaned["ends_at"]
        if cleaned.get("state") == MeetingState.CANCELLED and not cleaned.get("cancelled_reason"):
            self.add_error("cancelled_reason", _("취소 사유를 적어 주세요."))
        return cleaned

    def facts(self):
        """What create_meeting and change_meeting take."""
        return {name: self.cleaned_data[name] for name in [*FACTS, "counterparts"]}

    def _instant(self, name):
        """A time that was not touched keeps its instant: the record may end on a later day."""
        stored = f"{name}_at"
        if self.instance.pk and not {"day", "starts", "ends", "zone"} & set(self.changed_data):
            return getattr(self.instance, stored)
        try:
            return zones.to_instant(self.cleaned_data["day"], self.cleaned_data[name], self.cleaned_data["zone"])
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def _check_order(self, starts_at, ends_at):
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends", _("끝나는 시각이 시작 시각보다 늦어야 합니다."))


def _clock_of(meeting):
    start, end = meeting.local_start, meeting.local_end
    return {
        "day": start.date(),
        "starts": start.time(),
        "ends": end and end.time(),
        "counterparts": list(meeting.counterparts.values_list("pk", flat=True)),
    }


class AttendanceRow(ChoosingForm, RowForm):
    row_template = "meetings/attendance_row.html"
    group_field, first_field = "side", "person"

    side = forms.ChoiceField(label=_("편"), choices=Side, initial=Side.OURS, widget=forms.HiddenInput)
    person = PersonChoiceField(label=pgettext_lazy("하나", "인물"), required=False)
    organization = OrganizationChoiceField(label=_("당시 소속"), required=False)

    class Meta:
        model = Attendance
        fields = ["side", "person", "title_ko", "title_ja", "organization"]


class ShownAnew:
    """Rows that a page puts in place of those that were typed."""

    def show(self, rows):
        self.formset = self._unbound(rows)


_POST = ("side", "title_ko", "title_ja")
_WHO = ("person", *_POST)


def _marks_of(row):
    """By what somebody at the table is known again; a bare post renamed in one language still by the other."""
    if person := (row["person"] or "").strip():
        return {person}
    return {(row["side"], name, row[name]) for name in ("title_ko", "title_ja") if row[name]}


class AttendanceRows(ShownAnew, RowSet):
    """People at the table by side; `candidates` (exchange.meetings.candidates) are seated with one click."""

    group_template = "meetings/candidates.html"

    def __init__(self, request, *, candidates, choices, **kwargs):
        self.candidates, self.choices = candidates, choices
        super().__init__(request, AttendanceRow, form_kwargs={"choices": choices}, **kwargs)

    @property
    def is_open(self):
        """Folded once somebody sits there, until a button of these rows is pressed or something is wrong."""
        return self._action() is not None or self.has_errors or not any(names for _label, names in self.seated)

    @cached_property
    def seated(self):
        """[(side, who sits there)] as the page shows it."""
        return [(group.label, list(filter(None, [_called(row.form) for row in group.rows]))) for group in self.groups]

    @cached_property
    def offered(self):
        """{side: those who do not sit at the table yet, as the page shows it}."""
        rows = [{name: form[name].value() for name in _WHO} for form in self.forms]
        sides = {side: [] for side in Side}
        for candidate in self._not_among(rows):
            sides[candidate.side].append(candidate)
        return sides

    def _not_among(self, rows):
        names = dict(self.choices.people.labels([each.person.pk for each in self.candidates if each.person]))
        seated = {text for row in rows for text in _marks_of(row)}
        marks = [
            _marks_of({"person": each.person and names[each.person.pk]} | {name: getattr(each, name) for name in _POST})
            for each in self.candidates
        ]
        return [each for each, own in zip(self.candidates, marks, strict=True) if not seated & own]

    def _after_button(self):
        action, where = self._action() or ("", "")
        rows = [row for row in self._typed() if set(row.values()) - {"", None, row["side"]}]
        chosen = [each for each in self._not_among(rows) if each.is_meant_by(where)] if action == ADD else []
        return self._unbound(rows + [each.row for each in chosen]) if chosen else super()._after_button()


def _called(seat):
    """Name and title, or what of it there is."""
    person, *titles = [seat[name].value() or "" for name in ("person", "title_ja", "title_ko")]
    title = next(filter(None, titles if reader() == "ja" else titles[::-1]), "")
    return f"{person.split(SEPARATOR)[0]} {title}".strip()


class PointRow(RowForm):
    level = forms.IntegerField(
        min_value=0, max_value=outline.MAX_LEVEL, required=False, initial=0, widget=forms.HiddenInput
    )
    kind = forms.ChoiceField(label=_("종류"), choices=PointKind, initial=PointKind.INFORMATION)

    class Meta:
        model = Point
        fields = ["text_ko", "text_ja", "kind"]
        widgets = {"text_ko": forms.Textarea({"rows": 1}), "text_ja": forms.Textarea({"rows": 1})}
        error_messages = {"text_ko": {"required": _("내용을 적거나 이 줄을 빼 주세요.")}}

    def has_changed(self):
        return bool(set(self.changed_data) - {"level", "kind"})


class PointRows(ShownAnew, RowSet):
    """Lines of an outline: a button moves a line together with the lines below it. Pasted text becomes lines."""

    notices = ()
    deepest, most = outline.MAX_LEVEL, MAX_ROWS

    def __init__(self, request, **kwargs):
        super().__init__(request, PointRow, **kwargs)

    @property
    def pasted(self):
        return self.request.POST.get(f"{self.prefix}-pasted", "") if self.request.method == "POST" else ""

    @property
    def filled(self):
        return sum(bool(form["text_ko"].value()) for form in self.forms)

    @property
    def has_japanese(self):
        """The Japanese stands open where there is some, or where the page was sent with it open."""
        return "with-ja" in self.request.POST or any(form["text_ja"].value() for form in self.forms)

    @property
    def wants_save(self):
        """Pasted text that is not lines yet is shown as lines before it is saved."""
        return super().wants_save and not self.pasted.strip()

    def is_valid(self):
        valid = super().is_valid()
        self.rows = outline.stepwise(self.rows)
        return valid

    def _after_button(self):
        rows, (action, where) = outline.stepwise(self._typed()), self._action() or ("", "")
        if self.pasted.strip():
            return self._with_pasted(rows)
        if not action:
            return self._unbound(rows)
        rows, at = outline.rearranged(rows, action, int(where) if where.isdecimal() else len(rows))
        formset = self._unbound(rows)
        form = formset.forms[min(at, len(formset.forms) - 1)]
        form.focus = action
        if action == ADD:
            form.fields["text_ko"].widget.attrs["autofocus"] = True
        return formset

    def _with_pasted(self, rows):
        rows = [row for row in rows if row["text_ko"] or row["text_ja"] or row["id"]]
        lines, flattened = outline.pasted(self.pasted)
        self.notices = [
            _("붙여 넣은 %(number)d줄을 맨 아래에 더했습니다. 아직 저장하지 않았습니다.") % {"number": len(lines)}
        ]
        if flattened:
            self.notices.append(outline.flattened_note(flattened))
        return self._unbound(rows + lines)


class PhotoRow(RowForm):
    picked = forms.BooleanField(required=False)  # for what a button does with several photos

    class Meta:
        model = Photo
        fields = ["caption_ko", "caption_ja"]
        widgets = {"caption_ko": forms.TextInput({"placeholder": _("어떤 장면인지")})}
