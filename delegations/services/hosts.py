from django.db import transaction

from delegations.models import Host
from exchange.audit.versions import claim, settle
from exchange.core.languages import in_each_language
from exchange.core.sync import sync_rows
from exchange.directory.models import Person


@transaction.atomic
def set_hosts(*, delegation, rows, version=None, by):
    """Who receives the guests, in their order. A title left empty becomes that of the first day and stays."""
    delegation = claim(delegation, "set_hosts", version)
    existing = delegation.hosts.select_related("person")
    before = [_line(host) for host in existing]
    people = Person.objects.with_posts().in_bulk([row["person"].pk for row in rows if row.get("person")])
    for row in rows:
        if row.get("person") and not row.get("title_ko"):
            post = people[row["person"].pk].post_on(delegation.starts_on)
            row["title_ko"] = post.title_ko if post else ""
            row["title_ja"] = row.get("title_ja") or (post.title_ja if post else "")
    hosts = sync_rows(existing, rows, build=lambda: Host(delegation=delegation))
    settle(delegation, "set_hosts", by=by, hosts=[before, [_line(host) for host in hosts]])
    return hosts


def _line(host):
    return in_each_language(lambda: host.local_label)
