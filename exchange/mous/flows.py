from exchange.core.flows import Flow, Step
from exchange.mous.enums import CommitmentState, MouState, OccurrenceState

OPEN, IN_PROGRESS, KEPT, MISSED, DROPPED = CommitmentState

MOU = Flow(
    sign=Step({MouState.DRAFT}, MouState.IN_FORCE, "mous.change_mou"),
    unsign=Step({MouState.IN_FORCE}, MouState.DRAFT, "mous.unsign_mou"),
    end=Step({MouState.IN_FORCE}, MouState.ENDED, "mous.change_mou"),
    revive=Step({MouState.ENDED}, MouState.IN_FORCE, "mous.change_mou"),
)
COMMITMENT = Flow(
    start=Step({OPEN}, IN_PROGRESS, "mous.change_commitment"),
    keep=Step({OPEN, IN_PROGRESS, MISSED}, KEPT, "mous.change_commitment"),
    miss=Step({OPEN, IN_PROGRESS}, MISSED, "mous.change_commitment"),
    drop=Step({OPEN, IN_PROGRESS}, DROPPED, "mous.change_commitment"),
    reopen=Step({KEPT, MISSED, DROPPED}, IN_PROGRESS, "mous.change_commitment"),
)
OCCURRENCE = Flow(
    keep=Step({OccurrenceState.OPEN, OccurrenceState.MISSED}, OccurrenceState.KEPT, "mous.change_commitment"),
    reopen=Step({OccurrenceState.KEPT}, OccurrenceState.OPEN, "mous.change_commitment"),
)
