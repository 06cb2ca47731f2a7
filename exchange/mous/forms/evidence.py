from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.core.forms import OneChip
from exchange.meetings import files
from exchange.mous import records
from exchange.mous.enums import EvidenceKind
from exchange.mous.forms.pickers import EditionChoiceField, HeldMeetingField, RecordChoiceField
from exchange.mous.forms.texts import NoteField
from exchange.mous.models import Evidence

PROOFS = {EvidenceKind.MEETING: "meeting", EvidenceKind.DOCUMENT: "edition", EvidenceKind.FILE: "file"}
MISSING = {
    "meeting": _("근거가 되는 면담을 골라 주세요."),
    "edition": _("근거가 되는 보고서를 골라 주세요."),
    "file": _("올릴 파일을 골라 주세요."),
    "note_ko": _("무엇을 보여 주는지 적어 주세요."),
}
UNDATED = _("언제 있었던 일인지 적어 주세요.")


class EvidenceForm(forms.ModelForm):
    """What proves it: one kind of record, what it shows, and of which day; a meeting or report brings its own day."""

    kind = forms.ChoiceField(label=_("근거의 종류"), choices=EvidenceKind, widget=OneChip)
    meeting = HeldMeetingField(label=pgettext_lazy("하나", "면담"))
    edition = EditionChoiceField(label=_("게시된 보고서"))
    file = forms.FileField(label=_("파일"), widget=forms.FileInput({"accept": files.ACCEPT, "class": "drop"}))
    note_ko = NoteField(label=_("무엇을 보여 주는가(한국어)"), max_length=500)
    note_ja = NoteField(label=_("무엇을 보여 주는가(일본어)"), max_length=500, required=False)

    class Meta:
        model = Evidence
        fields = ["kind", "meeting", "edition", "dated_on", "note_ko", "note_ja"]

    def __init__(self, *args, user, commitment, **kwargs):
        super().__init__(*args, instance=Evidence(commitment=commitment, kind=EvidenceKind.MEETING), **kwargs)
        self.records = {kind.name: RecordChoiceField(kind) for kind in records.kinds()}
        self.fields |= self.records
        self.fields["kind"].choices = _kinds()
        for field in (self.fields["meeting"], self.fields["edition"], *self.records.values()):
            field.user = user
        self.fields["dated_on"].required = False
        self.fields["dated_on"].help_text = _("면담, 보고서 같은 기록은 비워 두면 그 날짜로 적습니다.")
        for name, message in MISSING.items():
            self.fields[name].error_messages["required"] = message

    def _clean_fields(self):
        """The chosen kind needs its own record; what the choice hides does not count."""
        proofs = PROOFS | {name: name for name in self.records}
        needed = proofs.get(self["kind"].data, "note_ko")
        for name in (*MISSING, *self.records):
            self.fields[name].required = name == needed
        super()._clean_fields()
        for name in {*proofs.values()} - {needed}:
            self.cleaned_data[name] = None
            self.errors.pop(name, None)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("dated_on") and "dated_on" not in self.errors:
            cleaned["dated_on"] = self._own_day(cleaned)
        return cleaned

    def _own_day(self, cleaned):
        if meeting := cleaned.get("meeting"):
            return meeting.local_day
        if edition := cleaned.get("edition"):
            return edition.dated_on
        if record := self._record(cleaned):
            return record.day
        if not self.errors:
            self.add_error("dated_on", ValidationError(UNDATED))
        return None

    def _record(self, cleaned):
        kind = records.kind_named(cleaned.get("kind"))
        row = kind and cleaned.get(kind.name)
        return records.Record(kind, row) if row else None

    def _post_clean(self):
        """The service judges the row as a whole, when its file lies in the store."""

    def facts(self):
        facts = {name: self.cleaned_data[name] for name in self._meta.fields}
        if record := self._record(self.cleaned_data):
            facts |= {"kind": EvidenceKind.RECORD, "record": record}
        return facts

    @property
    def record_fields(self):
        return [self[name] for name in self.records]


def _kinds():
    """Records of features stand beside meetings and reports."""
    plain = [choice for choice in EvidenceKind.choices if choice[0] != EvidenceKind.RECORD]
    return [*plain[:2], *[(kind.name, kind.label) for kind in records.kinds()], *plain[2:]]
