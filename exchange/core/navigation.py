"""The main menu. Each app offers its entries once, in `AppConfig.ready()`."""

from dataclasses import dataclass, field

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
    label: object = field(compare=False)  # follows from the address
    current: bool


_entries: list[Entry] = []


def register(entry):
    _entries.append(entry)
    _entries.sort(key=lambda each: each.order)


def items_for(request):
    """What this user may open, as a tuple: the menu is drawn once for all who see the same."""
    items = []
    for entry in _entries:
        if entry.permission is None or request.user.has_perm(entry.permission):
            url = addresses.page(entry.url_name)
            current = request.path == url if url == "/" else request.path.startswith(url)
            items.append(Item(url, entry.label, current))
    return tuple(items)
