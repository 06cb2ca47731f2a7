"""Addresses of pages by the dozen: Django puts each together anew, which costs as much as drawing the row."""

from functools import cache

from django.urls import reverse

FIRST = 10**9  # numbers that stand for the keys until they are known

page = cache(reverse)  # of a page that stands for no row


def of_row(name, *keys):
    """The address of the page `name` for a row with this number or slug, or with those of its parents first."""
    return _form(name, len(keys)).format(*keys)


@cache
def _form(name, count):
    marks = [str(FIRST + place) for place in range(count)]
    address = reverse(name, args=marks)
    for mark in marks:
        address = address.replace(mark, "{}")
    return address
