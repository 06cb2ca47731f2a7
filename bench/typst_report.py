"""The block tree as Typst source, with the same fonts and measures."""

import json

from exchange.documents.blocks import Annexes, Clipping, Cover, Heading, Note, Outline, PageBreak, Photos, Table

HEAD = """#set page(paper: "a4", margin: (top: 25mm, right: 15mm, bottom: 22mm, left: 20mm), numbering: "- 1 -")
#set text(font: "Noto Serif CJK KR", size: 14pt, lang: "ko")
#set par(leading: 0.8em)
#show heading: set text(font: "Noto Sans CJK KR")
"""
MARKS = "ㅇ-*"


def write(tree, folder):
    (folder / "report.typ").write_text(HEAD + "\n\n".join(_block(block) for block in tree.blocks))


def _text(text):
    """Any text as a Typst string: nothing in it is markup."""
    return f"#{json.dumps(text, ensure_ascii=False)}"


def _block(block):  # noqa: PLR0911  one per kind of block
    match block:
        case Cover():
            return f"#align(center)[= {_text(block.title)}\n\n{_text(block.date)}\n\n{_text(block.body)}]\n#pagebreak()"
        case Heading():
            return f"{'=' * block.level} {_text(f'{block.number} {block.text}')}"
        case Outline():
            return "\n\n".join(_items(block.items, 0))
        case Table():
            cells = [[name] for name in block.columns] + [cell for row in block.rows for cell in row]
            content = ", ".join(f"[{' #linebreak() '.join(map(_text, cell))}]" for cell in cells)
            return f"#table(columns: (27mm, 1fr), {content})\n\n{_text(block.note)}"
        case Photos():
            figures = ", ".join(
                f'figure(image("{picture.sha256}.jpg", width: 85mm), caption: [{_text(picture.caption)}])'
                for picture in block.pictures
            )
            return f"{_text(block.label)}\n\n#grid(columns: 2, gutter: 4mm, {figures})"
        case Annexes():
            return _text(" ".join([block.label, *block.names, block.end]))
        case Clipping():
            return f"{_text(' | '.join(block.source))}\n\n=== {_text(block.headline)}"
        case Note():
            return _text(block.text)
        case PageBreak():
            return "#pagebreak()"


def _items(items, level):
    for item in items:
        label = f"{item.label} : " if item.label else ""
        yield f"#pad(left: {5 * level}mm)[{_text(f'{MARKS[min(level, 2)]} {label}{item.text}')}]"
        yield from _items(item.children, level + 1)
