from datetime import UTC, date, datetime

from django.template import engines


def test_a_day_is_the_one_in_seoul():
    """Five in the morning of 2 March is still the first in Greenwich."""
    moment = datetime(2026, 3, 1, 20, tzinfo=UTC)
    written = engines["django"].from_string("{{ moment|plain_day }} {{ moment|day }} {{ date|plain_day }}")
    assert written.render({"moment": moment, "date": date(2026, 3, 1)}) == "2026. 3. 2. 2026. 3. 2.(월) 2026. 3. 1."
