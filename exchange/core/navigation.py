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
    seen = [each for each in _entries if each.permission is None or request.user.has_perm(each.permission)]
    urls = [addresses.page(entry.url_name) for entry in seen]
    around = [url for url in urls if request.path == url or (url != "/" and request.path.startswith(url))]
    current = max(around, key=len, default="")  # of entries one within the other the inner one
    return tuple(Item(url, entry.label, url == current) for url, entry in zip(urls, seen, strict=True))
