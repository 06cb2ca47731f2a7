"""Thirty random reports: no page ends in a lonely heading, no Korean word is broken at a line's end."""

import random

import pytest

from exchange.documents.blocks import Annexes, Cover, Heading, Item, Outline, Photos, Table, Tree
from exchange.documents.renderers import render
from tests.documents.pdfs import pages
from tests.documents.test_pdf import picture

pytestmark = pytest.mark.slow

SYLLABLES = "가나다라마바사아자차카타파하교류협약중소기업일본한국"
TAIL = ("에서", "으로", "까지", ",", "·한국")


class Author:
    """Writes reports of words that are all different, so that a broken one is recognised."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.used = set()

    def word(self):
        while True:
            word = "".join(self.random.choices(SYLLABLES, k=self.random.randint(3, 7)))  # a heading of two is spread
            if self.random.random() < 0.2:
                word += self.random.choice(TAIL)
            if word not in self.used:
                self.used.add(word)
                return word

    def line(self, longest=30):
        return " ".join(self.word() for _ in range(self.random.randint(1, longest)))

    def items(self, depth=3):
        for _ in range(self.random.randint(1, 4)):
            children = self.items(depth - 1) if depth > 1 and self.random.random() < 0.6 else ()
            yield Item(self.line(), children=tuple(children))

    def meeting(self):
        yield Heading(2, self.line(6))
        facts = [Item(self.line(2), "일시"), Item(self.line(8), "장소")]
        if self.random.random() < 0.5:
            sides = (Item(self.line(12), "한국"), Item(self.line(12), "일본"))
            facts.append(Item(label="참석자", children=sides))
        else:
            facts.append(Item(self.line(12), "참석자"))
        yield Outline(tuple(facts), role="facts")
        yield Outline((Item(self.line() if self.random.random() < 0.5 else "", "주요내용", tuple(self.items())),))
        if count := self.random.choice([0, 0, 1, 2, 3, 4, 6]):
            yield Photos("행사사진", tuple(picture(self.line(3)) for _ in range(count)))

    def schedule(self):
        yield Heading(2, "일정")
        days = self.random.randint(1, 9)
        rows = tuple(
            ((self.word(),), tuple(self.line(8) for _ in range(self.random.randint(1, 5)))) for _ in range(days)
        )
        yield Table(("날짜", "주요내용"), rows, role="schedule", note=self.line(10))

    def day(self):
        return tuple(self.line(8) for _ in range(self.random.randint(1, 5)))

    def report(self):
        blocks = [Heading(1, self.line(4), "1"), *self.schedule(), Heading(1, self.line(4), "2")]
        for _ in range(self.random.randint(1, 6)):
            blocks += self.meeting()
        blocks += [Heading(1, self.line(4), "3"), Outline(tuple(self.items())), Annexes("붙임", (self.line(4),), "끝.")]
        return Tree("예시", "예시", "예시", "2024-08-01", "ko", (Cover("예시 보고", "2024. 8.", "예시"), *blocks))


@pytest.mark.parametrize("seed", range(30))
def test_random_report_breaks_well(seed):
    author = Author(seed)
    tree = author.report()
    printed = list(pages(render(tree, "pdf")))
    assert lonely_headings(tree, printed) == []
    assert broken_words(author.used, printed) == set()
    assert all(printed), "an empty page"


def lonely_headings(tree, printed):
    """Headings whose last line is the last of a page, and labels left behind by what they introduce."""
    headings = {f"{b.number or '□'} {b.text}" for b in tree.blocks if isinstance(b, Heading)}
    labels = {"ㅇ 주요내용", "ㅇ 행사사진", "ㅇ 참 석 자", "□ 일 정", "날 짜 주요내용"}
    return [page[-1] for page in printed if page[-1] in labels or any(h.endswith(page[-1]) for h in headings)]


def broken_words(words, printed):
    """Words that stand whole on no line."""
    whole = {word for page in printed for line in page for word in line.split()}
    return words - whole


def test_the_checks_can_fail():
    author = Author(0)
    word = author.word()
    heading = Heading(2, "제목")
    tree = Tree("예시", "예시", "예시", "2024-08-01", "ko", (heading,))
    assert broken_words({word}, [[word[:1], word[1:]]]) == {word}
    assert lonely_headings(tree, [["줄", "□ 제목"]]) == ["□ 제목"]
