from exchange.accounts.roles import is_manager, is_reader
from exchange.core.permissions import register

register("privacy.list_consents", is_reader)
register("privacy.publish_consent", is_manager)
