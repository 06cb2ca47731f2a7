from django import forms
from django.utils.translation import gettext_lazy as _

from delegations.models import Delegation
from delegations.services import CLONED_TEXTS
from exchange.core.days import validate_year


class RowsField(forms.MultipleChoiceField):
    """Some of the rows that are offered, in the order in which they are offered."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, rows, label):
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [(key, label(row)) for key, row in self.rows.items()]

    def clean(self, value):
        keys = set(super().clean(value))
        return [row for key, row in self.rows.items() if key in keys]


class TakeDelegatesForm(forms.Form):
    delegates = RowsField(label=_("출장자"), error_messages={"required": _("데려올 사람을 골라 주세요.")})

    def __init__(self, *args, delegates, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegates"].offer(delegates, label)


class LeaveForm(forms.Form):
    """What a delegate, who is named there, goes on no longer. `labels` as in CloneForm."""

    legs = RowsField(label=_("이동편"), required=False)
    items = RowsField(label=_("일정"), required=False)

    def __init__(self, *args, delegate, labels, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in labels.items():
            self.fields[name].offer(getattr(delegate, name).all(), label)

    def clean(self):
        super().clean()
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("뺄 이동편이나 일정을 골라 주세요."))
        return self.cleaned_data


class CloneForm(forms.ModelForm):
    """What of a trip's plan is wanted again, one by one. `labels`: field name -> the words for one of its rows."""

    KEEP, REFRESH = "keep", "refresh"

    delegates = RowsField(label=_("출장자"), required=False)
    titles = forms.ChoiceField(
        label=_("출장자의 직위"), widget=forms.RadioSelect, initial=REFRESH,
        choices=[(REFRESH, _("새 출발일의 직위로 바꿈")), (KEEP, _("그때 직위 그대로"))],
    )  # fmt: skip
    legs = RowsField(label=_("이동편"), required=False)
    items = RowsField(label=_("일정"), required=False)
    texts = forms.MultipleChoiceField(
        label=_("그 밖의 글"), required=False, widget=forms.CheckboxSelectMultiple, initial=["department"],
        choices=list(zip(CLONED_TEXTS, [_("담당 부서"), _("시사점"), _("향후계획")], strict=True)),
    )  # fmt: skip

    class Meta:
        model = Delegation
        fields = ["starts_on", "title_ko", "title_ja", "purpose_ko", "purpose_ja"]

    def __init__(self, *args, labels, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in labels.items():
            rows = list(getattr(self.instance, name).all())
            self.fields[name].offer(rows, label)
            self.initial.setdefault(name, [row.pk for row in rows])

    def clean_starts_on(self):
        validate_year(self.cleaned_data["starts_on"])
        return self.cleaned_data["starts_on"]

    def _post_clean(self):
        """The source itself is not changed; the service judges the clone."""
