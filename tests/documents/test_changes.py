"""What differs between two states of a document."""

from dataclasses import replace

import pytest

from exchange.documents.blocks import Cover, Heading, Item, Outline, Tree
from exchange.documents.changes import Change, changes


def tree(*lessons, title="예시 결과 보고"):
    items = tuple(Item(text) for text in lessons)
    blocks = (Cover(title, "2024. 8.", "KBIZ"), Heading(1, "출장 개요", "1"), Heading(1, "시사점", "2"), Outline(items))
    return Tree(title=title, author="", description="", date="2024-08-01", language="ko", blocks=blocks)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (tree("가"), tree("가"), []),
        (tree("가", "나"), tree("가", "다"), [Change("시사점", "나", "다")]),
        (tree("가"), tree("가", "나"), [Change("시사점", "", "나")]),
        (tree("가", "나"), tree("나"), [Change("시사점", "가", "")]),
        (tree("가", title="갑"), tree("가", title="을"), [Change("", "갑", "을")]),
        (tree("가", "나"), tree("다", "라", "마"), [
            Change("시사점", "가", "다"), Change("시사점", "나", "라"), Change("시사점", "", "마"),
        ]),
    ],
)  # fmt: skip
def test_changed_lines_with_their_chapter(old, new, found):
    assert changes(old, new) == found


def test_the_metadata_of_the_file_is_no_change_of_the_text():
    assert changes(tree("가"), replace(tree("가"), description="다른 설명")) == []
