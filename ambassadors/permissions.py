import rules

from ambassadors.enums import RequestState, SessionState
from ambassadors.models.ambassadors import speaks_for_himself
from exchange.accounts.roles import is_reader, is_writer
from exchange.core.permissions import is_visible, register


@rules.predicate
def is_ambassador(user):
    return speaks_for_himself(user)


@rules.predicate
def is_draft(user, session):
    return session is not None and session.state == SessionState.DRAFT


@rules.predicate
def is_accepted(user, request):
    """His own, from his yes to its end: before it he reads what is asked, not by whom to call back."""
    return request is not None and request.state == RequestState.ACCEPTED


register("ambassadors.list_ambassadors", is_reader)
register("ambassadors.view_ambassador", is_visible)
register("ambassadors.view_own", is_ambassador)  # the way to his own page
register("ambassadors.add_ambassador", is_writer)
register("ambassadors.change_ambassador", is_writer)
register("ambassadors.change_profile", (is_writer | is_ambassador) & is_visible)  # languages, topics, pause, texts
register("ambassadors.change_terms", is_writer)
register("ambassadors.decide_renewal", is_writer)
register("ambassadors.view_term", is_visible)
register("ambassadors.make_term_documents", is_writer)
register("ambassadors.list_requests", is_reader | is_ambassador)
register("ambassadors.view_request", is_visible)
register("ambassadors.view_contact", (is_writer | (is_ambassador & is_accepted)) & is_visible)  # each view is logged
register("ambassadors.assign_request", is_writer)
register("ambassadors.answer_request", is_ambassador & is_visible)
register("ambassadors.close_request", (is_writer | is_ambassador) & is_visible)
register("ambassadors.list_sessions", is_reader | is_ambassador)
register("ambassadors.view_session", is_visible)
register("ambassadors.log_session", is_ambassador)
register("ambassadors.change_session", is_ambassador & is_visible)  # a draft freely, later with a reason
register("ambassadors.delete_draft", is_ambassador & is_visible & is_draft)
register("ambassadors.add_outcome", (is_writer | is_ambassador) & is_visible)
register("ambassadors.remove_checked", is_writer & is_visible)  # what stood there when it was checked: with a reason
register("ambassadors.check_session", is_writer & is_visible)
register("ambassadors.view_statistics", is_reader)
register("ambassadors.export_sessions", is_reader)
register("ambassadors.list_casebooks", is_reader)
register("ambassadors.view_casebook", is_visible)
register("ambassadors.change_casebook", is_writer)
