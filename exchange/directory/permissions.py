from exchange.accounts.roles import is_reader, is_writer
from exchange.core.permissions import is_visible, register

register("directory.list_organizations", is_reader)
register("directory.view_organization", is_visible)
register("directory.add_organization", is_writer)
register("directory.change_organization", is_writer)
register("directory.delete_organization", is_writer)
register("directory.merge_organization", is_writer)
register("directory.list_people", is_reader)
register("directory.view_person", is_visible)
register("directory.add_person", is_writer)
register("directory.change_person", is_writer)
register("directory.delete_person", is_writer)
register("directory.merge_person", is_writer)
register("directory.link_account", is_writer)
register("directory.view_merge", is_visible)
register("directory.undo_merge", is_writer)
