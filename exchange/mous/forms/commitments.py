from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.accounts.models import User
from exchange.accounts.roles import WRITERS
from exchange.core.days import FIRST_YEAR, LAST_YEAR
from exchange.core.forms import OneChip
from exchange.directory.fields import ChoosingForm, OrganizationChoiceField
from exchange.mous.enums import MouState, Obligor, Recurrence
from exchange.mous.forms.pickers import MeetingChoiceField
from exchange.mous.forms.texts import NoteField
from exchange.mous.models import Clause, Commitment, Mou


class MouField(forms.ModelChoiceField):
    def label_from_instance(self, mou):
        return f"{mou.local_title} ({mou.signed_on.year})"


class ClauseField(forms.ModelChoiceField):
    def label_from_instance(self, clause):
        return f"{clause.mou.local_title} ({clause.mou.signed_on.year}) {clause.mark} {clause.text_ko[:60]}"


class CommitmentForm(ChoosingForm, forms.ModelForm):
    """What people say of a commitment besides its sentence and its due date."""

    obligor = forms.ChoiceField(label=_("누구의 약속"), choices=Obligor, widget=OneChip)
    counterpart = OrganizationChoiceField(label=_("상대 기관"), required=False)
    mou = MouField(label=pgettext_lazy("하나", "업무협약"), queryset=Mou.objects.none(), required=False)
    recurrence = forms.ChoiceField(label=_("반복"), choices=Recurrence, widget=OneChip, initial=Recurrence.ONCE)
    recurs_from = forms.IntegerField(
        label=_("반복을 시작하는 해"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    indicator_ko = NoteField(label=_("확인 기준(한국어)"), max_length=300, required=False)
    indicator_ja = NoteField(label=_("확인 기준(일본어)"), max_length=300, required=False)

    class Meta:
        model = Commitment
        fields = [
            "obligor", "counterpart", "owner", "mou", "recurrence", "recurs_from",
            "sentence_ja", "indicator_ko", "indicator_ja",
        ]  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        writers = Q(role__in=WRITERS, is_active=True)  # and whoever looks after it now, even if he has left
        self.fields["owner"].queryset = User.objects.filter(writers | Q(pk=self.instance.owner_id))
        self.fields["owner"].empty_label = None
        self.fields["mou"].queryset = Mou.objects.visible_to(user).exclude(state=MouState.DRAFT)
        self.fields["mou"].empty_label = _("없음")

    def clean(self):
        """What the choice of a recurrence hides does not count."""
        cleaned = super().clean()
        once = cleaned.get("recurrence") == Recurrence.ONCE
        unused = "recurs_from" if once else "due_on"
        if unused in self.fields:
            cleaned[unused] = None
            self.errors.pop(unused, None)
        return cleaned

    def facts(self):
        """What the services take."""
        return {name: self.cleaned_data[name] for name in self.fields}


class NewCommitmentForm(CommitmentForm):
    """From a line of the minutes or from a clause: its words stand already."""

    class Meta(CommitmentForm.Meta):
        fields = [*CommitmentForm.Meta.fields, "due_on"]


class OwnCommitmentForm(NewCommitmentForm):
    """By hand: the sentence is typed, and where it was said is chosen."""

    meeting = MeetingChoiceField(label=_("출처 면담"), required=False)
    clause = ClauseField(label=_("출처 조항"), queryset=Clause.objects.none(), required=False)

    class Meta(NewCommitmentForm.Meta):
        fields = ["sentence_ko", "meeting", "clause", "made_on", *NewCommitmentForm.Meta.fields]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["made_on"].required = False
        self.fields["made_on"].help_text = _("비워 두면 면담한 날이나 협약을 체결한 날로 적습니다.")
        self.fields["meeting"].user = user
        clauses = Clause.objects.visible_to(user).exclude(mou__state=MouState.DRAFT)
        self.fields["clause"].queryset = clauses.select_related("mou").order_by("-mou__signed_on", "mou", "number")
        self.fields["clause"].empty_label = _("없음")

    def clean(self):
        cleaned = super().clean()
        meeting, clause = cleaned.get("meeting"), cleaned.get("clause")
        if not {"meeting", "clause"} & self.errors.keys() and bool(meeting) == bool(clause):
            self.add_error("meeting", ValidationError(_("약속의 출처로 조항이나 면담 가운데 하나를 골라 주세요.")))
        elif not cleaned.get("made_on") and "made_on" not in self.errors and (meeting or clause):
            cleaned["made_on"] = meeting.local_day if meeting else clause.mou.signed_on
        return cleaned


class CommitmentChangeForm(CommitmentForm):
    """The sentence is exact and stays; a due date moves with a reason, on the commitment's own page."""

    class Meta(CommitmentForm.Meta):
        fields = [*CommitmentForm.Meta.fields, "made_on"]
