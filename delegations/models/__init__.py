from delegations.models.clippings import Clipping
from delegations.models.journeys import CalendarRemoval, ItineraryItem, Leg
from delegations.models.trips import REPORT, Delegate, Delegation, DelegationMeeting, Host, validate_slug_is_free

__all__ = [
    "REPORT", "CalendarRemoval", "Clipping", "Delegate", "Delegation", "DelegationMeeting", "Host", "ItineraryItem",
    "Leg", "validate_slug_is_free",
]  # fmt: skip
