"""Fonts cut in one step, instead of WeasyPrint's two: half of the time of a report went there.

WeasyPrint keeps every glyph number of the 65,535 of a Noto CJK font, empties the unused ones and then
compresses half a megabyte of nothing. These fonts are CID-keyed and a glyph's number is its CID, which
survives in the small font's own table; so the pages, which name glyphs by CID, need no empty places.
Any other font goes WeasyPrint's way.
"""

import io

from fontTools.ttLib import TTFont
from weasyprint.pdf import stream
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

USELESS_TABLES = (b"BASE", b"DSIG", b"GDEF", b"GPOS", b"GSUB", b"VORG", b"vhea", b"vmtx")


_numbers_are_cids = {}  # font name -> whether its glyph numbers are its CIDs; looked at once in a process


class ReportFont(Font):
    def subset(self, to_unicode, hinting):
        if to_unicode and not self.missing and "CFF " in self.tables and _numbers_are_cids.get(self.name, True):
            small = _cut(self.hb_face, sorted(to_unicode))
            if small and self._keeps_numbers(small, sorted(to_unicode)):
                self.file_content = small
                return
        super().subset(to_unicode, hinting)

    def _keeps_numbers(self, small, glyphs):
        """The glyphs of the cut font carry the numbers they had in the whole one."""
        if self.name not in _numbers_are_cids:
            names = set(TTFont(io.BytesIO(small)).getGlyphOrder())
            _numbers_are_cids[self.name] = names.issuperset(f"cid{glyph:05}" for glyph in glyphs if glyph)
        return _numbers_are_cids[self.name]


def _cut(face, glyphs):
    plan = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    _fill(harfbuzz_subset.hb_subset_input_glyph_set(plan), glyphs)
    useless = sorted(harfbuzz.hb_tag_from_string(name, -1) for name in USELESS_TABLES)
    _fill(harfbuzz_subset.hb_subset_input_set(plan, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG), useless)
    harfbuzz_subset.hb_subset_input_set_flags(
        plan, harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    )
    small = ffi.gc(harfbuzz_subset.hb_subset_or_fail(face, plan), harfbuzz.hb_face_destroy)
    return get_hb_object_data(small) if small else None


def _fill(numbers, values):
    harfbuzz.hb_set_add_sorted_array(numbers, ffi.new(f"hb_codepoint_t[{len(values)}]", values), len(values))


def install():
    stream.Font = ReportFont
