from exchange.core.flows import Flow, Step
from exchange.documents.enums import EditionState

EDITION = Flow(
    publish=Step({EditionState.DRAFT}, EditionState.PUBLISHED, "documents.publish_edition"),
    withdraw=Step({EditionState.PUBLISHED}, EditionState.WITHDRAWN, "documents.withdraw_edition"),
)
