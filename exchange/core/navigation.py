"""The main menu. Each app offers its entries once, in `AppConfig.ready()`."""

from dataclasses import dataclass

from exchange.core import addresses


@dataclass(frozen=True)
class Entry:
    """`permission` decides who sees it; a lower `order` stands further left."""

    order: int
    label: object
    url_name: str
    permission: str | None = None


@dataclass(frozen=True)
class Item:
    url: str
    label: object
    current: bool


_entries: list[Entry] = []


def register(entry):
    _entries.append(entry)


def items_for(request):
    items = []
    for entry in sorted(_entries, key=lambda e: e.order):
        if entry.permission is None or request.user.has_perm(entry.permission):
            url = addresses.page(entry.url_name)
            current = request.path == url if url == "/" else request.path.startswith(url)
            items.append(Item(url, entry.label, current))
    return items
