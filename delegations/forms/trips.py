from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegations import proposals
from delegations.enums import Direction
from delegations.models import Delegation
from exchange.accounts.models import User
from exchange.accounts.roles import WRITERS
from exchange.directory.enums import Country
from exchange.mous.forms.pickers import CommitmentChoiceField

LONGEST = timedelta(days=366)  # more is a slip of the keyboard


class DelegationForm(forms.ModelForm):
    """The facts of a trip; what belongs to it has pages of its own."""

    commitment = CommitmentChoiceField(label=_("이 출장으로 지키는 약속"), required=False)

    class Meta:
        model = Delegation
        fields = [
            "title_ko", "title_ja", "direction", "country", "starts_on", "ends_on", "place_ko", "place_ja",
            "purpose_ko", "purpose_ja", "department_ko", "department_ja", "owner", "reviewed_on", "slug",
            "commitment",
        ]  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commitment"].user = user
        self.initial["commitment"] = self.instance.commitment  # the field is typed: it shows the row, not its number
        writers = Q(role__in=WRITERS, is_active=True)  # and whoever looks after it now, even if he has left
        self.fields["owner"].queryset = User.objects.filter(writers | Q(pk=self.instance.owner_id))
        self.fields["slug"].required = False

    def clean_slug(self):
        """Empty: a new trip gets a free one, an old one keeps its own."""
        return self.cleaned_data["slug"] or self.initial.get("slug", "")

    def _post_clean(self):
        """The length is judged after each day's own year."""
        super()._post_clean()
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on - starts_on > LONGEST:
            self.add_error("ends_on", _("출장 기간이 1년을 넘습니다. 연도를 확인해 주세요."))


class NewDelegationForm(DelegationForm):
    """A new trip comes with what it is most likely called; `typed`: what the page holds while choices change."""

    LEADING = ("direction", "country")
    FOLLOWING = ("title_ko", "title_ja", "place_ko", "place_ja")
    BESIDE = ("starts_on", "ends_on")

    def __init__(self, data=None, *, user, typed, **kwargs):
        super().__init__(data, initial=self._proposed(user, typed), user=user, **kwargs)

    @classmethod
    def _proposed(cls, user, typed):
        direction = typed.get("direction") if typed.get("direction") in Direction.values else Direction.OUTBOUND
        country = typed.get("country") if typed.get("country") in Country.values else Country.JP
        now = proposals.titles(direction, country) | proposals.place(direction, country, user)
        own = {name: typed.get(name, "") for name in cls.FOLLOWING}
        kept = {name: text for name, text in own.items() if not proposals.is_proposed(name, text, user)}
        kept |= {name: typed[name] for name in cls.BESIDE if name in typed}
        now |= proposals.department(user) | {"owner": user.pk}
        return now | kept | {"direction": direction, "country": country}


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("취소 사유"), max_length=300)


class ReportTextsForm(forms.ModelForm):
    class Meta:
        model = Delegation
        fields = ["lessons_ko", "lessons_ja", "next_steps_ko", "next_steps_ja", "report_dated_on"]
        help_texts = {
            "lessons_ko": _("한 줄이 보고서의 한 항목이 됩니다."),
            "next_steps_ko": _("한 줄이 보고서의 한 항목이 됩니다."),
            "report_dated_on": _("표지에 적히는 연월입니다."),
        }
