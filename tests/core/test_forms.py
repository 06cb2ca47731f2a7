"""Fields that several rooms share."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.core.forms import ClockField


@settings(max_examples=60, deadline=None)
@given(value=st.times(), form=st.sampled_from(["%H:%M", "%H%M", "%H시 %M분", "%H時%M分", "%H.%M", "%H：%M"]))
def test_every_clock_is_understood(value, form):
    assert ClockField().clean(value.strftime(form)) == value.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("text", "clock"), [("9", time(9)), ("9시", time(9)), ("930", time(9, 30)), ("００１０", time(0, 10))]
)
def test_short_clock_is_understood(text, clock):
    assert ClockField().clean(text) == clock


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=8))
def test_any_other_text_is_no_clock(text):
    try:
        assert ClockField(required=False).clean(text) is None or any(char.isdigit() for char in text)
    except ValidationError as error:
        assert error.code == "invalid"
