"""Meetings and reports chosen by typing: the text that stands in the field is read back as the one record it means."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse, reverse_lazy
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from exchange.core.search import matches
from exchange.core.templatetags.portal import plain_day
from exchange.directory.choices import SEPARATOR
from exchange.directory.fields import ChoiceInput
from exchange.documents.models import Edition
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Meeting
from exchange.mous.models import Commitment
from exchange.mous.models.evidence import NOT_HELD

OFFERED, MOST_LIKE = 10, 50
SENTENCE = 120  # characters of it in a label


class Meetings:
    """`2024. 7. 18. 10:30 · 업무협약 체결`"""

    url = reverse_lazy("mous:meeting_options")

    @staticmethod
    def like(text, user):
        return Meeting.objects.visible_to(user).search(_title(text))

    @staticmethod
    def label(meeting):
        clock = f"{meeting.local_start:%H:%M}"
        return f"{plain_day(meeting.local_day)} {clock}{SEPARATOR}{meeting.title_ko}"


class HeldMeetings(Meetings):
    url = reverse_lazy("mous:held_meeting_options")

    @staticmethod
    def like(text, user):
        return Meetings.like(text, user).filter(state=MeetingState.HELD)


class Reports:
    """Published ones, and only under their own title: `2024. 7. 31. · 일본 파견 결과 보고`"""

    url = reverse_lazy("mous:edition_options")

    @staticmethod
    def like(text, user):
        published = Edition.objects.visible_to(user).published().without_text()
        return matches(published, _title(text))

    @staticmethod
    def label(edition):
        return f"{plain_day(edition.dated_on)}{SEPARATOR}{edition.title}"


class Commitments:
    """Those that are still owed: `2024. 7. 18. · 매년 한국과 일본을 오가며 …`"""

    url = reverse_lazy("mous:commitment_options")

    @staticmethod
    def like(text, user):
        live = Commitment.objects.visible_to(user).live()
        return live.search(_title(text).replace("…", "")).order_by("-made_on", "pk")

    @staticmethod
    def label(commitment):
        sentence = " ".join(commitment.sentence_ko.split())
        return f"{plain_day(commitment.made_on)}{SEPARATOR}{Truncator(sentence).chars(SENTENCE)}"


class Records:
    """Those of one kind that a feature keeps (exchange.mous.records)."""

    def __init__(self, kind):
        self.kind = kind

    @property
    def url(self):
        return reverse("mous:record_options", args=[self.kind.name])

    def like(self, text, user):
        return self.kind.candidates(_title(text), user)

    def label(self, row):
        return f"{plain_day(self.kind.day(row))}{SEPARATOR}{self.kind.title(row)}"


def _title(text):
    """Behind the day, where there is one."""
    return text.split(SEPARATOR, 1)[-1]


def options(finder, text, user):
    """As static/picker.js reads them."""
    found = [finder.label(row) for row in finder.like(text, user)[:OFFERED]] if text else []
    shown = [(label, *label.split(SEPARATOR, 1)) for label in found]
    return {
        "options": [
            {"value": label, "name": name, "lang": "ko", "other": "", "note": day} for label, day, name in shown
        ],
        "status": str(_("%(count)s건") % {"count": len(found)} if found else _("맞는 기록이 없습니다.")),
    }


class RecordInput(ChoiceInput):
    finder = None

    def get_context(self, name, value, attrs):
        context = forms.TextInput.get_context(self, name, value, attrs)
        context["widget"] |= {"url": str(self.finder.url), "offered": self.offered}
        return context


class _RecordField(forms.Field):
    """`user` is given by the form: whose records may be chosen."""

    widget = RecordInput
    finder = user = None

    def __init__(self, **kwargs):
        super().__init__(help_text=_("제목의 일부를 적으면 목록이 나옵니다."), **kwargs)
        self.widget.finder = self.finder
        self.widget.attrs["maxlength"] = 400

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else self.finder.label(value)

    def to_python(self, value):
        text = " ".join((value or "").split())
        if not text:
            return None
        found = list(self.finder.like(text, self.user)[:MOST_LIKE])
        exact = [row for row in found if self.finder.label(row) == text] or found
        if len(exact) == 1:
            return exact[0]
        raise self._unclear(exact)

    def _unclear(self, found):
        if not found:
            return ValidationError(_("맞는 기록이 없습니다. 제목이나 이름의 일부를 적어 보세요."), code="unknown")
        self.widget.offered = labels = [self.finder.label(row) for row in found[:5]]
        words = _("해당하는 기록이 여럿입니다. 다음 가운데 하나를 그대로 적어 주세요.")
        return ValidationError(f"{words} {' / '.join(labels)}", code="ambiguous")


class MeetingChoiceField(_RecordField):
    finder = Meetings


class HeldMeetingField(_RecordField):
    finder = HeldMeetings

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code == "unknown" and Meetings.like(value, self.user).exists():
                raise ValidationError(NOT_HELD, code="state") from error
            raise


class CommitmentChoiceField(_RecordField):
    finder = Commitments


class EditionChoiceField(_RecordField):
    finder = Reports


class RecordChoiceField(_RecordField):
    def __init__(self, kind):
        self.finder = Records(kind)
        missing = _("근거가 되는 기록을 골라 주세요.")
        super().__init__(label=kind.label, error_messages={"required": missing})
