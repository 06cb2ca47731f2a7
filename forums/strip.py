"""The outlook as a picture: two rails, and the forum going to and fro between them."""

from itertools import pairwise

STEP, KR, JP, HEIGHT = 10, 10, 30, 40
LEVELS = {"kr": KR, "jp": JP}


def draw(turns):
    """`width` and `height` of the field, and the ways from one forum to the next; years without one are passed by."""
    places = [(STEP * n + STEP // 2, turn) for n, turn in enumerate(turns) if not turn.is_off]
    ways = [{"path": _way(*a, *b), "look": "plan" if b[1].look == "plan" else ""} for a, b in pairwise(places)]
    return {"turns": turns, "width": STEP * len(turns), "height": HEIGHT, "kr": KR, "jp": JP, "ways": ways}


def _way(x, turn, to_x, to_turn):
    y, to_y, half = LEVELS[turn.rail], LEVELS[to_turn.rail], (x + to_x) / 2
    return f"M{x} {y}C{half:g} {y} {half:g} {to_y} {to_x} {to_y}"
