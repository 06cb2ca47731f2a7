from exchange.accounts.roles import is_reader, is_writer
from exchange.core.permissions import is_visible, register

register("delegations.list_delegations", is_reader)
register("delegations.view_delegation", is_visible)
register("delegations.add_delegation", is_writer)
register("delegations.change_delegation", is_writer)
register("delegations.cancel_delegation", is_writer)
register("delegations.clone_delegation", is_writer)
register("delegations.import_delegation", is_writer)
register("delegations.export_delegation", is_reader)
register("delegations.make_report", is_writer)
