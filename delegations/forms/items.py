from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from delegations.models import ItineraryItem
from exchange.core.forms import Chips, ZoneField
from exchange.core.languages import in_language
from exchange.core.rows import RowForm


def _one_of(records):
    """From the key that a browser sends to the record; Django asks also for keys that are none."""

    def coerce(key):
        if int(key) not in records:
            raise ValueError(key)
        return records[int(key)]

    return coerce


class ItemRow(RowForm):
    """`trip` is a loaded delegation: its meetings and delegates are what can be chosen."""

    row_template = "delegations/_item_row.html"
    is_movable = False

    zone = ZoneField(label=_("시간대"), initial="Asia/Tokyo")
    meeting = forms.TypedChoiceField(label=_("면담 기록"), required=False, empty_value=None)
    delegates = forms.TypedMultipleChoiceField(
        label=_("참석"), required=False, widget=Chips, empty_value=(), help_text=_("비워 두면 전원입니다.")
    )

    class Meta:
        model = ItineraryItem
        fields = [
            "day", "starts", "ends", "kind", "title_ko", "title_ja", "place_ko", "place_ja", "zone", "meeting",
            "delegates",
        ]  # fmt: skip

    def __init__(self, *args, trip, **kwargs):
        super().__init__(*args, **kwargs)
        meetings = {link.meeting_id: link.meeting for link in trip.meeting_links.all()}
        delegates = {delegate.pk: delegate for delegate in trip.delegates.all()}
        self.fields["meeting"].choices = [
            ("", "---------"),
            *((key, in_language(meeting, "title")[0]) for key, meeting in meetings.items()),
        ]
        self.fields["meeting"].coerce = _one_of(meetings)
        self.fields["delegates"].choices = [(key, delegate.local_label) for key, delegate in delegates.items()]
        self.fields["delegates"].coerce = _one_of(delegates)

    def clean(self):
        super().clean()
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if ends and not starts:
            self.add_error("starts", _("끝나는 시각이 있으면 시작 시각도 적어 주세요."))
        elif ends and ends <= starts:
            self.add_error("ends", _("끝나는 시각이 시작 시각보다 늦어야 합니다."))
        return self.cleaned_data


def rows_of_items(delegation):
    return [
        model_to_dict(item, [name for name in ItemRow.Meta.fields if name != "delegates"])
        | {"id": item.pk, "delegates": [delegate.pk for delegate in item.delegates.all()]}
        for item in delegation.items.all()
    ]
