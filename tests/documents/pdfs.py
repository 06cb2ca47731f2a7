"""What a PDF really holds, read back from its bytes."""

import io
import re
import subprocess

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

BULLETS = re.compile(r"[\s\u2060□■ㅇ○◦\-·・－*※:：,、.]")
PAGE_NUMBER = re.compile(r"- ?\d+ ?-")


def pages(data):
    """Lines of every page, in the order a reader meets them; page numbers left out."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode().replace("\u2060", "")
    for page in text.removesuffix("\f").split("\f"):
        lines = [line.strip() for line in page.splitlines()]
        yield [line for line in lines if line and not PAGE_NUMBER.fullmatch(line)]


def bare(text):
    """Compared without spaces, bullets and leading zeros, as the list of the report's lines says."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", BULLETS.sub("", text))


def assert_says(data, lines):
    """The document holds every line, in this order."""
    text, place = bare("".join(" ".join(page) for page in pages(data))), 0
    for line in lines:
        found = text.find(bare(line), place)
        assert found >= 0, f"{line!r} is not in the document, or not at its place"
        place = found + len(bare(line))


def missing_glyphs(data):
    """Signs on the pages that no embedded font draws: (page, font, number)."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        known = {}
        for number, page in enumerate(pdf.pages, start=1):
            fonts = page.obj.Resources.get("/Font", {})
            for name, cid in _shown(page):
                if name not in known:
                    known[name] = _glyphs(fonts[name])
                if cid == 0 or cid not in known[name]:
                    yield number, name, cid


def _shown(page):
    font = None
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    yield from ((font, int.from_bytes(codes[i : i + 2])) for i in range(0, len(codes), 2))


def _glyphs(font):
    """The glyph numbers that the embedded font program holds; KeyError when it is not embedded."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    program = descriptor["/FontFile3"] if "/FontFile3" in descriptor else descriptor["/FontFile2"]
    data = io.BytesIO(program.read_bytes())
    if program.get("/Subtype") != "/CIDFontType0C":
        return set(range(len(TTFont(data).getGlyphOrder())))
    fonts = CFFFontSet()
    fonts.decompile(data, None)
    return {int(name.removeprefix("cid")) for name in fonts.topDictIndex[0].charset if name != ".notdef"}


def pictures_of_pages(data, folder):
    """Every page as a viewer draws it: raw grey pixels."""
    folder.mkdir()
    command = ["pdftoppm", "-r", "40", "-gray", "-", folder / "page"]
    subprocess.run(command, input=data, check=True)
    return [path.read_bytes() for path in sorted(folder.iterdir())]
