"""Long lists: counted as far as somebody may look, and no further."""

import pytest

from exchange.core import paging
from exchange.core.paging import PortalPaginator
from exchange.directory.models import Organization
from tests.factories.directory import OrganizationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def bodies(monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 4)
    monkeypatch.setattr(PortalPaginator, "reach", 4)
    return [OrganizationFactory(name_ko=f"예시 {number:02}") for number in range(11)]


def page(number):
    return PortalPaginator(Organization.objects.order_by("name_ko"), 2).get_page(number)


def test_a_long_list_says_that_there_is_more(bodies):
    first = page(None)
    assert first.paginator.total == "4+"
    assert first.has_next()


def test_every_row_is_reached_page_by_page(bodies):
    seen, number = [], 1
    while True:
        here = page(number)
        seen += here
        if not here.has_next():
            break
        number = here.next_page_number()
    assert seen == bodies
    assert here.paginator.total == 11


def test_a_number_beyond_the_end_shows_the_last_page(bodies):
    assert list(page(999)) == bodies[-1:]
    assert list(page("예시")) == bodies[:2]


def test_a_short_list_is_counted_to_its_end(bodies):
    few = PortalPaginator(Organization.objects.filter(name_ko__lt="예시 03"), 2).get_page(1)
    assert few.paginator.total == 3
