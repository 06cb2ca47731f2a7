"""What somebody else saved of a trip, line by line, beside what is being typed."""

from django.utils.translation import gettext as _

from delegations.enums import DelegateGroup
from delegations.forms import DelegationForm, ReportTextsForm
from delegations.models import Clipping, Delegate, Delegation, Host, ItineraryItem, Leg
from exchange.core import days


def compare(part, stored, mine):
    """[(line of the stored trip, whether it is missing from mine)] for the part that was saved."""
    theirs, typed = _PARTS[part](stored, mine)
    return [(line, line not in typed) for line in theirs]


def _texts(form_class):
    def lines_of(stored, mine):
        names = [name for name in form_class.base_fields if name in mine]
        typed = Delegation(**{name: mine[name] for name in names})
        return _fact_lines(form_class, names, stored), _fact_lines(form_class, names, typed)

    return lines_of


def _fact_lines(form_class, names, trip):
    """Label and value; a text of several lines is compared line by line."""
    found = []
    for name in names:
        label = form_class.base_fields[name].label
        found += [f"{label}: {line}" for line in _shown(trip, name).splitlines() or ["-"]]
    return found


def _shown(trip, name):
    value = getattr(trip, name)
    if name.endswith("_on"):
        return days.day(value) if value else ""
    display = getattr(trip, f"get_{name}_display", None)
    return str(display() if display else value or "")


def _delegates(stored, mine):
    """A title that is left to the post compares as the one that was stored."""
    theirs = list(stored.delegates.all())
    titles = {d.person_id: (d.title_ko, d.title_ja) for d in theirs if d.person_id}
    typed = [_built(Delegate, row) for row in mine]
    for delegate in typed:
        if not delegate.title_ko:
            delegate.title_ko, delegate.title_ja = titles.get(delegate.person_id, ("", delegate.title_ja))
    return _delegate_lines(theirs), _delegate_lines(typed)


def _hosts(stored, mine):
    return [_host_line(host) for host in stored.hosts.select_related("person")], [
        _host_line(_built(Host, row)) for row in mine
    ]


def _host_line(host):
    name = host.person.local_name if host.person else ""
    return f"{name} {' / '.join(filter(None, [host.title_ko, host.title_ja, host.duty_ko, host.duty_ja]))}".strip()


def _delegate_lines(delegates):
    """Both titles as they are typed, the person as the reader calls him."""
    labels = dict(DelegateGroup.choices)
    return [
        f"{labels.get(d.group, '')}: {d.person.local_name if d.person else ''} {titles}".rstrip()
        for d in delegates
        for titles in [" / ".join(filter(None, [d.title_ko, d.title_ja]))]
    ]


def _legs(stored, mine):
    theirs = [_leg_line(leg, leg.delegates.all()) for leg in stored.legs.all()]
    return theirs, [_leg_line(_built(Leg, row), row.get("delegates") or ()) for row in mine]


def _leg_line(leg, delegates):
    departure, arrival = leg.local_departure, leg.local_arrival
    ends = f"{departure:%H:%M} - {days.short_day(arrival)} {arrival:%H:%M}"
    return f"{leg.get_direction_display()}: {days.short_day(departure)} {ends} {leg}{_who(delegates)}"


def compare_item(stored, mine):
    """The same for one entry of the itinerary, fact by fact; `stored` None: it was deleted."""
    if stored is None:
        return []
    typed = _built(ItineraryItem, mine)
    pairs = zip(
        _item_facts(stored, stored.delegates.all()), _item_facts(typed, mine.get("delegates") or ()), strict=True
    )
    return [(line, line != own) for line, own in pairs]


def _item_facts(item, delegates):
    times = "-".join(f"{time:%H:%M}" for time in (item.starts, item.ends) if time)
    texts = [item.title_ko, item.title_ja, item.place_ko, item.place_ja, item.address]
    named = [ItineraryItem._meta.get_field(name).verbose_name for name in _ITEM_TEXTS]
    lines = [f"{label}: {text or '-'}" for label, text in zip(named, texts, strict=True)]
    return [f"{days.short_day(item.day)} {times}" if item.day else "-", *lines, _who(delegates).strip()]


def _who(delegates):
    names = ", ".join(sorted(delegate.local_label for delegate in delegates))
    return f" ({names})" if names else f" ({_('전원')})"


def _clippings(stored, mine):
    return [_clipping_line(c) for c in stored.clippings.all()], [_clipping_line(_built(Clipping, row)) for row in mine]


def _clipping_line(clipping):
    day = days.day(clipping.published_on) if clipping.published_on else ""
    parts = [clipping.outlet, day, clipping.page, clipping.headline, clipping.author, clipping.link]
    return " ".join(filter(None, [*parts, clipping.copyright_note]))


def _built(model, row):
    """An unsaved row of the columns that were typed."""
    columns = {field.name for field in model._meta.concrete_fields} - {"id"}
    return model(**{name: value for name, value in row.items() if name in columns})


_ITEM_TEXTS = ("title_ko", "title_ja", "place_ko", "place_ja", "address")
_PARTS = {
    "change": _texts(DelegationForm),
    "write_report_texts": _texts(ReportTextsForm),
    "set_delegates": _delegates,
    "set_hosts": _hosts,
    "set_legs": _legs,
    "set_clippings": _clippings,
}
