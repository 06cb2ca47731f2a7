from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.mous.forms.mous import whole
from exchange.mous.forms.pickers import MeetingChoiceField
from forums.models import Edition, Session

MOST = 100_000  # people
FIGURES = ("attended_ours", "attended_counterpart", "attended_total")


class FiguresForm(forms.ModelForm):
    """Who came: of each side, or all together where no more is known."""

    class Meta:
        model = Edition
        fields = FIGURES

    def clean(self):
        cleaned = super().clean()
        ours, theirs, total = (cleaned.get(name) for name in FIGURES)
        if total is not None and (ours is not None or theirs is not None):
            if total != (ours or 0) + (theirs or 0):
                self.add_error("attended_total", _("측별 인원의 합과 다릅니다. 측별로 적었으면 전체는 비워 두세요."))
            cleaned["attended_total"] = None
        return cleaned


class SessionForm(forms.ModelForm):
    """What became of one session."""

    class Meta:
        model = Session
        fields = ["attended_ours", "attended_counterpart", "note_ko", "note_ja"]
        widgets = {name: forms.Textarea({"rows": 3}) for name in ("note_ko", "note_ja")}

    @property
    def is_open(self):
        """Something stands in it, written or counted at the door."""
        return bool(self.is_written or self.initial.get("attended_ours") or self.initial.get("attended_counterpart"))

    @property
    def is_written(self):
        return any(getattr(self.instance, name) not in (None, "") for name in self._meta.fields)


class ResultsForm:
    """The figures of the edition and a form for each of its sessions, saved together."""

    def __init__(self, data, edition, sessions, came):
        """`came`: {session.pk or None: {side: people checked in}}, proposed where nobody wrote a figure."""
        self.counted = _counted(edition, came.get(None, {}))
        self.figures = FiguresForm(data, instance=edition, initial=self.counted)
        self.sessions = [
            SessionForm(data, instance=row, prefix=f"s{row.pk}", initial=_counted(row, came.get(row.pk, {})))
            for row in sessions
        ]
        for form in self.all:
            whole(form)
            for name in form.fields.keys() & set(FIGURES):
                form.fields[name].validators.append(MaxValueValidator(MOST))

    @property
    def all(self):
        return [self.figures, *self.sessions]

    @property
    def faulty(self):
        return [form for form in self.all if form.errors]

    @property
    def is_counted(self):
        """What it proposes comes from the door."""
        return bool(self.counted) and not self.figures.is_bound

    @property
    def written(self):
        return [form for form in self.sessions if form.is_written]

    def is_valid(self):
        return not [form for form in self.all if not form.is_valid()]  # every form shows its errors

    def facts(self):
        """What write_results takes."""
        return {
            "figures": self.figures.cleaned_data,
            "sessions": {form.instance.pk: form.cleaned_data for form in self.sessions},
        }


def _counted(row, came):
    written = (
        row.attended_ours is not None or row.attended_counterpart is not None or getattr(row, "attended_total", None)
    )
    return {} if written else {f"attended_{side}": number for side, number in came.items()}


class LinkMeetingForm(forms.Form):
    meeting = MeetingChoiceField(label=pgettext_lazy("하나", "면담"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].user = user
