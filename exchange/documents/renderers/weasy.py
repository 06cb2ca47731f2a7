"""Fonts cut in one step instead of WeasyPrint's two: half of the time of a report went there.

WeasyPrint keeps every glyph number of the 65,535 of a Noto CJK font, empties the unused ones and then
compresses half a megabyte of nothing. These fonts are CID-keyed and a glyph's number is its CID, which
the cut font's own table keeps; so the pages, which name glyphs by CID, need no empty places. Viewers
follow that table only in a bare CFF program, so the font is embedded without its OpenType wrapping.
Any other font goes WeasyPrint's way.
"""

import io

import pydyf
from fontTools.cffLib import CFFFontSet
from weasyprint.pdf import stream
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset

USELESS_TABLES = (b"BASE", b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"VORG", b"cmap", b"name", b"post", b"vhea", b"vmtx")
_numbers_are_cids = {}  # font name -> whether its glyph numbers are its CIDs; looked at once in a process


class ReportFont(Font):
    is_bare = False

    @property
    def type(self):
        return "otf" if self.is_bare else super().type

    def subset(self, to_unicode, hinting):
        if to_unicode and not self.missing and "CFF " in self.tables and _numbers_are_cids.get(self.name, True):
            glyphs = sorted(to_unicode)
            small = _cut(self.hb_face, glyphs)
            if small and self._keeps_numbers(small, glyphs):
                self.file_content, self.is_bare = small, True
                return
        super().subset(to_unicode, hinting)

    def _keeps_numbers(self, small, glyphs):
        """The glyphs of the cut font carry the numbers they had in the whole one."""
        if self.name not in _numbers_are_cids:
            fonts = CFFFontSet()
            fonts.decompile(io.BytesIO(small), None)
            names = set(fonts.topDictIndex[0].charset)
            _numbers_are_cids[self.name] = names.issuperset(f"cid{glyph:05}" for glyph in glyphs if glyph)
        return _numbers_are_cids[self.name]


def _cut(face, glyphs):
    """The CFF program of the font with these glyphs only."""
    plan = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    _fill(harfbuzz_subset.hb_subset_input_glyph_set(plan), glyphs)
    useless = sorted(harfbuzz.hb_tag_from_string(name, -1) for name in USELESS_TABLES)
    _fill(harfbuzz_subset.hb_subset_input_set(plan, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG), useless)
    harfbuzz_subset.hb_subset_input_set_flags(
        plan, harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    )
    small = ffi.gc(harfbuzz_subset.hb_subset_or_fail(face, plan), harfbuzz.hb_face_destroy)
    return _table(small, b"CFF ") if small else None


def _fill(numbers, values):
    harfbuzz.hb_set_add_sorted_array(numbers, ffi.new(f"hb_codepoint_t[{len(values)}]", values), len(values))


def _table(face, name):
    blob = harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(name, -1))
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(blob, length)
    content = bytes(ffi.buffer(data, length[0])) if length[0] else b""
    harfbuzz.hb_blob_destroy(blob)
    return content


def name_bare_fonts(_document, pdf):
    """WeasyPrint writes OpenType beside every CFF font; called before the file is written."""
    for thing in pdf.objects:
        is_font = isinstance(thing, pydyf.Stream) and thing.extra.get("Subtype") == "/OpenType"
        if is_font and not thing.stream[0].startswith(b"OTTO"):
            thing.extra["Subtype"] = "/CIDFontType0C"


def install():
    stream.Font = ReportFont
