from django.db import transaction

from delegations.models import Host
from exchange.audit.versions import claim, settle
from exchange.core.languages import in_each_language
from exchange.core.sync import sync_rows
from exchange.directory.titles import entitle


@transaction.atomic
def set_hosts(*, delegation, rows, version=None, by):
    """Who receives the guests, in their order. A title left empty becomes that of the first day and stays."""
    delegation = claim(delegation, "set_hosts", version)
    existing = delegation.hosts.select_related("person")
    before = [_line(host) for host in existing]
    rows = entitle(rows, delegation.starts_on)
    hosts = sync_rows(existing, rows, build=lambda: Host(delegation=delegation))
    settle(delegation, "set_hosts", by=by, hosts=[before, [_line(host) for host in hosts]])
    return hosts


def _line(host):
    return in_each_language(lambda: host.local_label)
