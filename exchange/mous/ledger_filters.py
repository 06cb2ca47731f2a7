import django_filters
from dateutil.relativedelta import relativedelta
from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.accounts.models import User
from exchange.accounts.roles import reads_everything
from exchange.core.days import years_of
from exchange.core.languages import in_language
from exchange.core.prepared import prepared
from exchange.directory.filters import ChoosingFilter, OrganizationChoiceFilter
from exchange.mous.models import Commitment, Mou

ALL = _("모두")
DUE = [("month", _("이번 달까지")), ("quarter", _("석 달 안")), ("year", _("올해 안"))]


class LedgerFilter(ChoosingFilter):
    q = django_filters.CharFilter(
        label=_("검색어"), method="search", max_length=200,
        widget=forms.TextInput({"type": "search", "placeholder": _("약속 내용, 사람, 기관")}),
    )  # fmt: skip
    counterpart = OrganizationChoiceFilter(label=_("상대 기관"))
    mou = django_filters.ChoiceFilter(label=pgettext_lazy("하나", "업무협약"), empty_label=ALL)
    owner = django_filters.ChoiceFilter(label=_("담당"), empty_label=ALL)
    due = django_filters.ChoiceFilter(label=_("기한"), choices=DUE, method="due_within", empty_label=ALL)
    year = django_filters.ChoiceFilter(label=_("약속한 해"), field_name="made_on__year", empty_label=ALL)

    class Meta(ChoosingFilter.Meta):
        model = Commitment
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.choices.user
        self.filters["mou"].extra["choices"] = _mous(user)
        self.filters["year"].extra["choices"] = [(year, year) for year in years_of(self.queryset, "made_on")]
        if reads_everything(user):
            self.filters["owner"].extra["choices"] = _owners(user)
        else:
            del self.filters["counterpart"], self.filters["owner"]  # everything here is its own

    def search(self, commitments, name, value):
        return commitments.search(value)

    def due_within(self, commitments, name, value):
        today = timezone.localdate()
        last = {
            "month": today + relativedelta(day=31),
            "quarter": today + relativedelta(months=3),
            "year": today + relativedelta(month=12, day=31),
        }[value]
        return commitments.live().filter(due_on__lte=last)


def _mous(user):
    """The younger first; two of one title are told apart by the year."""
    signed = _all_signed(user.pk) if reads_everything(user) else _signed(Mou.objects.visible_to(user))
    return [(mou.pk, f"{in_language(mou, 'title')[0]} {mou.signed_on.year}") for mou in signed]


def _signed(mous):
    return mous.exclude(signed_on=None).only("title_ko", "title_ja", "signed_on")


_all_signed = prepared(lambda user: _signed(Mou.objects.all()))
_other_owners = prepared(
    lambda user: (
        User.objects.filter(Exists(Commitment.objects.filter(owner=OuterRef("pk")))).exclude(pk=user).only("name")
    )
)


def _owners(user):
    return [(user.pk, _("나")), *((owner.pk, owner.name) for owner in _other_owners(user.pk))]
