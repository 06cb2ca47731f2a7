"""Addresses of pages by the dozen: Django puts each together anew, which costs as much as drawing the row."""

from functools import cache

from django.urls import reverse

page = cache(reverse)  # of a page that stands for no row


def of_row(name, key):
    """The address of the page `name` for a row with this number or slug."""
    before, after = _around_key(name)
    return f"{before}{key}{after}"


@cache
def _around_key(name):
    before, _key, after = reverse(name, args=[0]).rpartition("0")
    return before, after
