from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.enums import DelegateGroup
from delegations.models import Delegate, Host
from exchange.core.rows import RowForm
from exchange.directory.fields import ChoosingForm, PersonChoiceField


class DelegateRow(ChoosingForm, RowForm):
    """Somebody under the heading of his group; the title left empty is that of the post."""

    group_field, first_field, is_quick = "group", "person", True
    group = forms.ChoiceField(label=_("조"), choices=DelegateGroup.choices, widget=forms.HiddenInput)
    person = PersonChoiceField(label=pgettext_lazy("하나", "인물"), required=False)

    class Meta:
        model = Delegate
        fields = ["group", "person", "title_ko", "title_ja"]


def rows_of_delegates(delegation):
    fields = [*DelegateRow.Meta.fields, "id"]
    return [model_to_dict(delegate, fields) | {"id": delegate.pk} for delegate in delegation.delegates.all()]


class HostRow(ChoosingForm, RowForm):
    """One of ours who receives the guests; the title left empty is that of the post."""

    first_field, is_quick = "person", True
    person = PersonChoiceField(label=pgettext_lazy("하나", "인물"), required=False)

    class Meta:
        model = Host
        fields = ["person", "title_ko", "title_ja", "duty_ko", "duty_ja"]


def rows_of_hosts(delegation):
    fields = [*HostRow.Meta.fields, "id"]
    return [model_to_dict(host, fields) | {"id": host.pk} for host in delegation.hosts.all()]
