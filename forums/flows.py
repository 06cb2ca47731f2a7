from exchange.core.flows import Flow, Step
from forums.enums import EditionState
from forums.models.series import PENDING

PROPOSED, AGREED, ANNOUNCED, HELD, SKIPPED, CANCELLED = EditionState

EDITION = Flow(
    agree=Step({PROPOSED}, AGREED, "forums.change_edition"),
    announce=Step({AGREED}, ANNOUNCED, "forums.change_edition"),
    hold=Step({AGREED, ANNOUNCED}, HELD, "forums.change_edition"),
    skip=Step(set(PENDING), SKIPPED, "forums.change_edition"),
    cancel=Step(set(PENDING), CANCELLED, "forums.change_edition"),
    reopen=Step({SKIPPED, CANCELLED}, PROPOSED, "forums.change_edition"),
    unhold=Step({HELD}, ANNOUNCED, "forums.change_edition"),
)
