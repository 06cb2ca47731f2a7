"""What somebody else saved beside what is being typed, line by line; lines of his can be taken over."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from exchange.meetings.enums import PointKind, Side


@dataclass(frozen=True)
class Pair:
    """The same line in both versions, or a line that only one of them has. `mine` and `theirs` are rows of a form."""

    key: str
    theirs: dict | None
    mine: dict | None
    their_text: str
    my_text: str
    is_suggested: bool = False  # only they changed it

    @property
    def differs(self):
        return self.their_text != self.my_text

    @property
    def is_either(self):
        """Two lines of one place: his can come instead of mine, or before it."""
        return self.differs and self.theirs is not None and self.mine is not None and "id" in self.theirs

    @property
    def key_of_both(self):
        return f"{self.key}+"

    @property
    def is_missing(self):
        """Mine alone: taking it over takes the line out."""
        return self.theirs is None


def side_by_side(part, theirs, mine, *, describe, base=None):
    """Pairs in reading order. `base`: the texts that both began with, where the record still knows them."""
    their_texts, my_texts = [describe(row) for row in theirs], [describe(row) for row in mine]
    pairs = []
    for at_theirs, at_mine in _matched(theirs, mine, their_texts, my_texts):
        their_row, their_text = (None, "") if at_theirs is None else (theirs[at_theirs], their_texts[at_theirs])
        my_row, my_text = (None, "") if at_mine is None else (mine[at_mine], my_texts[at_mine])
        is_suggested = _only_they_changed(their_row, my_row, base) if their_text != my_text else False
        pairs.append(Pair(f"{part}:{len(pairs)}", their_row, my_row, their_text, my_text, is_suggested))
    return pairs


def taken(pairs, keys):
    """My rows, with those of theirs whose keys were chosen."""
    return [row for pair in pairs for row in _rows_of(pair, keys) if row is not None]


def _rows_of(pair, keys):
    if pair.is_either and pair.key_of_both in keys:
        is_one_record = str(pair.theirs["id"]) == str(pair.mine["id"])
        return [{**pair.theirs, "id": ""} if is_one_record else pair.theirs, pair.mine]
    return [pair.theirs if pair.key in keys else pair.mine]


def _matched(theirs, mine, their_texts, my_texts):
    """(place in theirs, place in mine): equal texts, then what stands between them, one against the other."""
    for kind, i, i_end, j, j_end in SequenceMatcher(None, their_texts, my_texts, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(range(i, i_end), range(j, j_end), strict=True)
        else:
            yield from _facing(theirs, mine, range(i, i_end), range(j, j_end))


def _facing(theirs, mine, left, right):
    """Rows that are the same record face each other; between them the first faces the first."""
    place = {str(mine[at]["id"]): at for at in right if mine[at].get("id")}
    i, j = left.start, right.start
    for at in left:
        own = place.get(str(theirs[at].get("id")), -1)
        if own >= j:
            yield from zip_longest(range(i, at), range(j, own))
            yield at, own
            i, j = at + 1, own + 1
    yield from zip_longest(range(i, left.stop), range(j, right.stop))


def _only_they_changed(their_row, my_row, base):
    if base is None or their_row is None or their_row["text_ko"] in base:
        return False
    return my_row is None or my_row["text_ko"] in base


# --- how a row of each part reads -------------------------------------------------------------


def fact_text(row):
    return f"{row['label']}: {row['shown'] or '-'}"


def seat_text(row):
    body = f"({row['organization']})" if row["organization"] else ""
    words = [row["person"], row["title_ko"], row["title_ja"], body]
    return f"{Side(row['side']).label}: {' '.join(filter(None, words))}"


def point_text(row):
    """The text with its depth; a plain piece of information does not say its kind."""
    indent = "\N{NO-BREAK SPACE}" * 3 * int(row["level"] or 0)
    kind = row["kind"] if row["kind"] in PointKind.values else PointKind.INFORMATION
    said = "" if kind == PointKind.INFORMATION else f"[{PointKind(kind).label}] "
    lines = filter(None, [row["text_ko"], row["text_ja"]])
    return f"{indent}{said}{' / '.join(lines)}".replace("\r\n", "\n")


# --- captions: the page of the photos -----------------------------------------------------------


def compare(part, stored, mine):
    """[(line of the stored captions, whether it is missing from mine)]."""
    assert part == "change_photos"
    theirs = [(photo.caption_ko, photo.caption_ja) for photo in stored.photos.all()]
    typed = [_caption_line(row["caption_ko"], row["caption_ja"]) for row in mine]
    return [(line, line not in typed) for line in (_caption_line(*captions) for captions in theirs)]


def _caption_line(korean, japanese):
    return f"{korean} {japanese}".strip()
