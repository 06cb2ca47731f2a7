"""The measures of a language's page, in em: what the style sheet and the templates share."""

from dataclasses import dataclass

from exchange.documents.renderers.typesetting import RESERVE, SANS, SERIF

WIDEST_LABEL = 5  # letters; a longer label keeps its own width


@dataclass(frozen=True)
class Look:
    marks: tuple[str, str, str]
    syllable: float  # advance of one letter of a label
    dash: float  # width of the second and third mark with the gap after it
    after_marks: tuple[float, float, float]  # what each mark leaves of its width
    beside_colon: float

    @property
    def annex(self):
        """Width of the spread word 붙임 with the gap after it."""
        return round(2 * self.syllable + 2.2, 3)

    @property
    def widths(self):
        """For every width of a column of labels: how far values hang, how far shorter labels are spread."""
        for letters in range(1, WIDEST_LABEL + 1):
            column = letters * self.syllable
            yield {
                "letters": letters,
                "fact1": round(1.25 + column + 0.95, 3),
                "fact2": round(self.dash + column + 0.95, 3),
                "group": round(self.dash + column + 0.984, 3),
                "gaps": [(n, round((letters - n) / (n - 1) * self.syllable, 3)) for n in range(2, letters)],
            }


LOOKS = {
    "ko": Look(("ㅇ", "-", "*"), syllable=0.966, dash=0.8, after_marks=(0.33, 0.454, 0.322), beside_colon=0.3115),
    "ja": Look(("○", "・", "－"), syllable=1, dash=1, after_marks=(0.25, 0, 0), beside_colon=-0.025),
}


def style_context(language):
    return {
        "look": LOOKS[language],
        "language": language,
        "serif": _families(SERIF[language]),
        "sans": _families(SANS[language]),
    }


def _families(names):
    return ", ".join(f"'{name}'" for name in (*names, RESERVE))
