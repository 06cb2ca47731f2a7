from exchange.accounts.roles import is_reader, is_writer
from exchange.core.permissions import is_visible, register

register("documents.list_documents", is_reader)
register("documents.view_edition", is_visible)
register("documents.request_rendition", is_writer)
register("documents.view_rendition", is_visible)
register("documents.retry_rendition", is_writer)
register("documents.publish_edition", is_writer)
register("documents.withdraw_edition", is_writer)
