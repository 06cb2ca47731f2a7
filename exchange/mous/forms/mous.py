from functools import partial

from django import forms
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from exchange.core.forms import OneChip
from exchange.core.languages import in_language
from exchange.core.rows import RowForm, RowSet
from exchange.directory.fields import ChoosingForm, OrganizationChoiceField, PersonChoiceField
from exchange.meetings.enums import Side
from exchange.mous.enums import REWORDINGS, Lineage, MouState
from exchange.mous.forms.pickers import MeetingChoiceField
from exchange.mous.forms.texts import NoteField, whole
from exchange.mous.models import Clause, Mou, Party


class MouForm(forms.ModelForm):
    """The facts of an MOU. One that is not signed yet gets its day by signing."""

    meeting = MeetingChoiceField(label=Mou._meta.get_field("meeting").verbose_name, required=False)

    class Meta:
        model = Mou
        fields = [
            "title_ko", "title_ja", "predecessor", "signed_on", "signed_precision", "place_ko", "place_ja", "meeting",
            "starts_on", "ends_on",
        ]  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self)
        self.initial["meeting"] = self.instance.meeting
        self.fields["title_ko"].help_text = _(
            "협약서의 제목을 적습니다. 상대 기관도 이 제목을 보므로 양측 기관의 이름을 함께 적습니다."
        )
        self.fields["meeting"].user = user
        self.fields["predecessor"].queryset = Mou.objects.visible_to(user).exclude(pk=self.instance.pk)
        self.fields["predecessor"].label_from_instance = lambda mou: mou.local_title
        self.fields["predecessor"].empty_label = _("없음")
        if self.instance.pk and self.instance.state == MouState.DRAFT:
            del self.fields["signed_on"], self.fields["signed_precision"]
        elif self.instance.pk:
            self.fields["signed_on"].required = True
        else:
            self.fields["signed_on"].help_text = _("이미 체결한 협약이면 적습니다. 비워 두면 준비 중인 협약이 됩니다.")

    def facts(self):
        """What create_mou and change_mou take."""
        facts = dict(self.cleaned_data)
        if not self.instance.pk:
            facts["state"] = MouState.IN_FORCE if facts["signed_on"] else MouState.DRAFT
        return facts


class SignForm(forms.ModelForm):
    class Meta:
        model = Mou
        fields = ["signed_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"signed_on": timezone.localdate()}, **kwargs)
        self.fields["signed_on"].required = True


class EndForm(forms.ModelForm):
    class Meta:
        model = Mou
        fields = ["ended_on", "ended_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"ended_on": timezone.localdate()}, **kwargs)
        whole(self)
        for field in self.fields.values():
            field.required = True

    def _get_validation_exclusions(self):
        """The state is still the old one here; the step itself asks whether both are said."""
        return super()._get_validation_exclusions() | {"state"}


class UnsignForm(forms.Form):
    reason = NoteField(
        label=_("취소 사유"), max_length=300, error_messages={"required": _("체결을 취소하는 사유를 적어 주세요.")}
    )

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)


class CorrectionForm(forms.Form):
    """Why a signed MOU is put right; the service says whether it has to be said."""

    kind = forms.ChoiceField(
        label=_("정정의 종류"), choices=[(each, each.label) for each in REWORDINGS], widget=OneChip, required=False
    )
    reason = NoteField(
        label=_("정정 사유"), max_length=300, required=False,
        help_text=_("예: 협약서 원본과 대조하여 오기를 바로잡음. 이전 문장과 함께 이력에 남습니다."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="correction", **kwargs)


class PartyRow(ChoosingForm, RowForm):
    """A body under the heading of its side; a title left empty is that of the day of signing."""

    row_template = "mous/_party_row.html"
    group_field, first_field = "side", "organization"

    side = forms.ChoiceField(label=_("편"), choices=Side, widget=forms.HiddenInput)
    organization = OrganizationChoiceField(label=_("기관"))
    signatory = PersonChoiceField(label=_("서명자"), required=False)

    class Meta:
        model = Party
        fields = ["side", "organization", "signatory", "title_ko", "title_ja"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole(self)


def rows_of_parties(mou):
    fields = PartyRow.Meta.fields
    return [model_to_dict(party, fields) | {"id": party.pk} for party in mou.parties.all()]


def _one_of(clauses, key):
    """Django asks also for keys that are none."""
    if int(key) not in clauses:
        raise ValueError(key)
    return clauses[int(key)]


class ClauseRow(RowForm):
    """`ancestors`: the clauses of the MOU before, by their keys; without any there is no lineage to name."""

    row_template = "mous/_clause_row.html"
    is_movable = False  # they stand by their numbers

    number = forms.IntegerField(
        label=Clause._meta.get_field("number").verbose_name, required=False, min_value=1, max_value=999
    )
    ancestor = forms.TypedChoiceField(label=_("이전 협약의 조항"), required=False, empty_value=None)

    class Meta:
        model = Clause
        fields = ["number", "text_ko", "text_ja", "lineage", "ancestor"]
        error_messages = {"text_ko": {"required": _("조항의 내용을 적거나 이 줄을 빼 주세요.")}}

    def __init__(self, *args, mou, ancestors, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.mou = mou
        self.fields["lineage"].initial = Lineage.NEW
        if not ancestors:
            del self.fields["lineage"], self.fields["ancestor"]
            return
        field = self.fields["ancestor"]
        field.choices = [
            ("", _("없음")),
            *[(key, f"{c.mark} {Truncator(in_language(c, 'text')[0]).chars(80)}") for key, c in ancestors.items()],
        ]
        field.coerce = partial(_one_of, ancestors)

    def has_changed(self):
        return bool({*self.changed_data} - {"lineage"})


class ClauseRows(RowSet):
    """Numbers that are left empty go on from the one above."""

    def __init__(self, request, mou):
        old = mou.predecessor.clauses.all() if mou.predecessor else ()
        options = {"mou": mou, "ancestors": {clause.pk: clause for clause in old}}
        rows = [model_to_dict(clause, ClauseRow.Meta.fields) | {"id": clause.pk} for clause in mou.clauses.all()]
        super().__init__(request, ClauseRow, initial=rows, form_kwargs=options)
        self.is_first = not rows  # nothing is recorded yet

    def is_valid(self):
        if not super().is_valid():
            return False
        above = 0
        for row in self.rows:
            row["number"] = above = row["number"] or above + 1
        return True
