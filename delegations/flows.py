from delegations.enums import DelegationState
from exchange.core.flows import Flow, Step

DELEGATION = Flow(
    cancel=Step({DelegationState.PLANNED}, DelegationState.CANCELLED, "delegations.cancel_delegation"),
    restore=Step({DelegationState.CANCELLED}, DelegationState.PLANNED, "delegations.cancel_delegation"),
)
