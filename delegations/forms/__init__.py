from delegations.forms.clippings import ClippingRow, rows_of_clippings
from delegations.forms.cloning import CloneForm, TakeDelegatesForm
from delegations.forms.delegates import DelegateRow, rows_of_delegates
from delegations.forms.items import ItemRow, rows_of_items
from delegations.forms.legs import LegRow, LegRows, rows_of_legs
from delegations.forms.meetings import LinkMeetingForm
from delegations.forms.trips import CancelForm, DelegationForm, ReportTextsForm

__all__ = [
    "CancelForm", "ClippingRow", "CloneForm", "DelegateRow", "DelegationForm", "ItemRow", "LegRow", "LegRows", "LinkMeetingForm",
    "ReportTextsForm", "TakeDelegatesForm", "rows_of_clippings", "rows_of_delegates", "rows_of_items", "rows_of_legs",
]  # fmt: skip
