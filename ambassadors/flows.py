from ambassadors.enums import RequestState, SessionState
from exchange.core.flows import Flow, Step

RECEIVED, ASSIGNED, ACCEPTED, CLOSED, REJECTED, WITHDRAWN = RequestState
DRAFT, SUBMITTED, DISPUTED, CONFIRMED, CHECKED = SessionState

REQUEST = Flow(
    assign=Step({RECEIVED}, ASSIGNED, "ambassadors.assign_request"),
    accept=Step({ASSIGNED}, ACCEPTED, "ambassadors.answer_request"),
    decline=Step({ASSIGNED}, RECEIVED, "ambassadors.answer_request"),
    take_back=Step({ASSIGNED, ACCEPTED}, RECEIVED, "ambassadors.assign_request"),
    close=Step({ACCEPTED}, CLOSED, "ambassadors.close_request"),
    reject=Step({RECEIVED}, REJECTED, "ambassadors.assign_request"),
    reopen_request=Step({CLOSED, REJECTED}, RECEIVED, "ambassadors.assign_request"),
)
SESSION = Flow(
    check=Step({SUBMITTED, CONFIRMED}, CHECKED, "ambassadors.check_session"),
    uncheck=Step({CHECKED}, SUBMITTED, "ambassadors.check_session"),
)
