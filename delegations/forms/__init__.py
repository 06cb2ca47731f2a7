from delegations.forms.clippings import ClippingRow, keep_scans, rows_of_clippings
from delegations.forms.cloning import CloneForm, LeaveForm, TakeDelegatesForm
from delegations.forms.delegates import DelegateRow, HostRow, rows_of_delegates, rows_of_hosts
from delegations.forms.items import ItemForm, MoveItemForm, QuickItemForm
from delegations.forms.legs import LegRow, LegRows, rows_of_legs
from delegations.forms.meetings import LinkMeetingForm, PartyForm
from delegations.forms.moving import Move
from delegations.forms.trips import CancelForm, DelegationForm, NewDelegationForm, ReportTextsForm

__all__ = [
    "CancelForm", "ClippingRow", "CloneForm", "DelegateRow", "DelegationForm", "HostRow", "ItemForm", "LeaveForm",
    "LegRow", "LegRows", "LinkMeetingForm", "Move", "MoveItemForm", "NewDelegationForm", "PartyForm", "QuickItemForm",
    "ReportTextsForm", "TakeDelegatesForm", "keep_scans", "rows_of_clippings", "rows_of_delegates", "rows_of_hosts",
    "rows_of_legs",
]  # fmt: skip
