from exchange.accounts.roles import is_counterpart, is_manager, is_reader, is_writer
from exchange.core.permissions import is_visible, register

register("mous.list_mous", is_reader | is_counterpart)
register("mous.view_mou", is_visible)
register("mous.add_mou", is_writer)
register("mous.change_mou", is_writer)
register("mous.unsign_mou", is_manager)  # the other side no longer sees it
register("mous.list_commitments", is_reader | is_counterpart)
register("mous.view_commitment", is_visible)
register("mous.view_internals", is_reader)  # reasons, history, who was asked when: between ourselves
register("mous.add_commitment", is_writer)
register("mous.change_commitment", is_writer)
register("mous.open_evidence", is_reader & is_visible)
register("mous.confirm_commitment", (is_writer | is_counterpart) & is_visible)
register("mous.answer_for_counterpart", is_counterpart)
register("mous.view_briefing", is_reader)
register("mous.export_commitments", is_reader)
