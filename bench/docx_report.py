"""The block tree as a .docx, for LibreOffice."""

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from exchange.documents.blocks import Annexes, Clipping, Cover, Heading, Note, Outline, PageBreak, Photos, Table

MARKS = "ㅇ-*"


def write(tree, folder):
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Noto Serif CJK KR", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK KR")
    for block in tree.blocks:
        _add(document, block, folder)
    document.save(folder / "report.docx")


def _add(document, block, folder):
    match block:
        case Cover():
            document.add_heading(block.title, 0)
            document.add_paragraph(block.date)
            document.add_paragraph(block.body)
            document.add_page_break()
        case Heading():
            document.add_heading(f"{block.number} {block.text}".strip(), block.level)
        case Outline():
            _add_items(document, block.items, 0)
        case Table():
            _add_table(document, block)
        case Photos():
            _add_photos(document, block, folder)
        case Annexes():
            document.add_paragraph(f"{block.label} {' '.join(block.names)} {block.end}")
        case Clipping():
            document.add_paragraph(" | ".join(block.source))
            document.add_heading(block.headline, 3)
        case Note():
            document.add_paragraph(block.text)
        case PageBreak():
            document.add_page_break()


def _add_items(document, items, level):
    for item in items:
        label = f"{item.label} : " if item.label else ""
        paragraph = document.add_paragraph(f"{MARKS[min(level, 2)]} {label}{item.text}")
        paragraph.paragraph_format.left_indent = Mm(5 * level)
        _add_items(document, item.children, level + 1)


def _add_table(document, block):
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, block.columns, strict=True):
        cell.text = name
    for row in block.rows:
        for cell, lines in zip(table.add_row().cells, row, strict=True):
            cell.text = "\n".join(lines)
    document.add_paragraph(block.note)


def _add_photos(document, block, folder):
    table = document.add_table(rows=0, cols=2)
    for start in range(0, len(block.pictures), 2):
        cells = table.add_row().cells
        for cell, picture in zip(cells, block.pictures[start : start + 2], strict=False):
            cell.paragraphs[0].add_run().add_picture(str(folder / f"{picture.sha256}.jpg"), width=Mm(75))
            cell.add_paragraph(picture.caption)
