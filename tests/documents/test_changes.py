"""What differs between two states of a document."""

from dataclasses import replace

import pytest

from exchange.documents.blocks import Annexes, Cover, Heading, Item, Outline, Tree
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


def test_a_new_chapter_is_only_its_own_lines():
    annexes = Annexes("붙임", ("언론 보도 3건.",), "끝.")
    old, new = tree("가"), tree("가")
    old = replace(old, blocks=(*old.blocks, annexes))
    chapter = (Heading(1, "향후계획", "3"), Outline((Item("실무 협의"),)))
    new = replace(new, blocks=(*new.blocks, *chapter, annexes))
    assert changes(old, new) == [Change("향후계획", "", "향후계획"), Change("향후계획", "", "실무 협의")]


def test_the_metadata_of_the_file_is_no_change_of_the_text():
    assert changes(tree("가"), replace(tree("가"), description="다른 설명")) == []
