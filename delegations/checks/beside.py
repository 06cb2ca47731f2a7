"""The warnings that stand beside the rows of the itinerary, each in its place on the page."""

from delegations.checks.warnings import find_warnings


def place(what, key):
    """The id of the element beside a row: place("item", item.pk), place("leg", leg.pk), place("day", date)."""
    return f"beside-{what}-{key}"


def warnings_by_place(delegation):
    """{place: [(level, text, url)]}"""
    warnings = find_warnings(delegation)
    rows = dict.fromkeys(row for finding in warnings.findings for row in finding.rows)
    return {place(*row): warnings.beside(*row) for row in rows}
