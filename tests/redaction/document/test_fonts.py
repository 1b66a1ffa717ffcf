# SPDX-License-Identifier: EUPL-1.2
"""Fonts of the fresh document hold what is drawn and nothing of what was removed."""

import io
from typing import Any

import numpy as np
import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont, TTLibError

from redaction.document import truetype, type1
from redaction.document.cff import Program
from tests.redaction.document.made_fonts import EMBEDDED, KINDS, _cff, _truetype, font_document
from tests.redaction.document.roads import opened, redacted, rendered
from tests.redaction.witnesses import pdfium_text, pypdf_text

SHOWN = "besluit over de aanvraag"


def _plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
def test_harmless_document_looks_and_reads_the_same(kind: str) -> None:
    data = font_document(kind, SHOWN)
    made = redacted(data)
    assert rendered(data).min() < 128
    assert (rendered(made) == rendered(data)).all()
    assert _plain(pdfium_text(made)) == _plain(SHOWN)
    assert _plain(pypdf_text(made)) == _plain(SHOWN)


@pytest.mark.parametrize("kind", KINDS)
def test_letters_of_the_removed_word_leave_no_trace(kind: str) -> None:
    """Two documents in which other letters came first, so that all codes and glyph numbers differ."""
    first = redacted(font_document(kind, f"Wypkje\n{SHOWN}"), "Wypkje")
    second = redacted(font_document(kind, f"Ximfoz\n{SHOWN}"), "Ximfoz")
    assert first == second
    assert SHOWN.split()[0] in pdfium_text(first)


@pytest.mark.parametrize("kind", KINDS)
def test_letters_that_were_never_drawn_leave_no_trace(kind: str) -> None:
    assert redacted(font_document(kind, f"Wypkje\n{SHOWN}", SHOWN)) == redacted(font_document(kind, SHOWN))


@pytest.mark.parametrize("kind", KINDS)
def test_twice_is_the_same_as_once(kind: str) -> None:
    once = redacted(font_document(kind, f"Wypkje\n{SHOWN}"), "Wypkje")
    assert (rendered(redacted(once)) == rendered(once)).all()
    assert redacted(redacted(once)) == redacted(once)


@pytest.mark.parametrize("kind", EMBEDDED)
def test_program_has_the_drawn_glyphs_only(kind: str) -> None:
    with opened(redacted(font_document(kind, f"Wypkje\n{SHOWN}"), "Wypkje")) as pdf:
        font = _own_font(pdf)
        assert _glyph_count(font) == len(set(SHOWN)) + 1


@pytest.mark.parametrize("kind", EMBEDDED)
def test_names_say_nothing(kind: str) -> None:
    with opened(redacted(font_document(kind, SHOWN))) as pdf:
        for item in pdf.objects:
            assert b"Geheim" not in item.unparse(resolved=True)
            if isinstance(item, pikepdf.Stream):
                assert b"Geheim" not in item.read_bytes()


def _own_font(pdf: pikepdf.Pdf) -> Any:
    return next(
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    )


def _glyph_count(descriptor: Any) -> int:
    if "/FontFile2" in descriptor:
        program = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
        assert set(program.keys()) <= {
            *("GlyphOrder", "head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap", "cvt ", "fpgm", "prep")
        }
        return int(program["maxp"].numGlyphs)
    if "/FontFile3" in descriptor:
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(descriptor.FontFile3.read_bytes()), None, isCFF2=False)
        assert not len(fonts.GlobalSubrs)
        return len(fonts[0].charset)
    return len(type1.Program(descriptor.FontFile.read_bytes())._parts.glyphs)


def test_spaces_keep_their_word_spacing() -> None:
    """Word spacing goes by code 32 in simple fonts, whatever letter the font has there (9.3.3)."""
    data = font_document("Differences", SHOWN)
    with opened(data) as pdf:
        page = pdf.pages[0].obj
        page.Resources.Font.F1.Encoding = pikepdf.Name.WinAnsiEncoding
        del page.Resources.Font.F1.Widths
        page.Contents = pdf.make_stream(b"BT /F1 16 Tf 9 Tw 20 60 Td (de aanvraag van de dag) Tj ET")
        out = io.BytesIO()
        pdf.save(out)
    assert (rendered(redacted(out.getvalue())) == rendered(out.getvalue())).all()


def test_font_of_a_saved_state_comes_back_after_it() -> None:
    with opened(font_document("TrueType", SHOWN)) as pdf:
        page = pdf.pages[0].obj
        page.Resources.Font.F2 = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        before, after = page.Contents.read_bytes().split(b"Tj", 1)
        inner = b"Tj ET q BT /F2 9 Tf 20 20 Td (Ook dit) Tj ET Q BT 20 40 Td <212223> Tj "
        page.Contents = pdf.make_stream(before + inner + after)
        out = io.BytesIO()
        pdf.save(out)
    made = redacted(out.getvalue())
    assert np.abs(rendered(made) - rendered(out.getvalue())).max() == 0
    assert "Ook dit" in pdfium_text(made)


def test_a_part_that_is_scaled_relative_to_the_whole_font_keeps_its_size() -> None:
    """fontTools leaves the usual matrix of the whole out; ``1 0 0 1`` alone makes letters a thousand times too big."""
    program = Program(_cff("ab", by_cid=True))
    program.top.rawDict["FontMatrix"] = [0.001, 0, 0, 0.001, 0, 0]
    (part,) = program.top.FDArray
    part.rawDict["FontMatrix"] = [1, 0, 0, 1, 0, 0]
    made = CFFFontSet()
    made.decompile(io.BytesIO(program.made([1], ["cid00001"], cid_count=2)), None)
    (part,) = made[0].FDArray
    assert part.rawDict["FontMatrix"] == [0.001, 0, 0, 0.001, 0, 0]


def test_names_of_glyphs_hold_no_words() -> None:
    """``parenleft`` in a font would be taken for the word left, and ``period`` for a period."""
    with opened(redacted(font_document("Type 1", "(a) b. c, 0"))) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        names = [str(item) for item in font.Encoding.Differences if not isinstance(item, int)]
    assert "/a" in names
    assert all(len(name) < 5 for name in names)


@pytest.mark.parametrize("wrong", [3, 1 << 14])
def test_a_list_of_outlines_with_a_wrong_place_is_read_as_readers_do(wrong: int) -> None:
    """Programs that reduce fonts leave places in the list that lie before their own start, or behind the end."""
    sound = _truetype("abc")
    font = TTFont(io.BytesIO(sound))
    assert font["head"].indexToLocFormat == 0
    loca = font.reader.tables["loca"]
    place = loca.offset + loca.length - 4  # where the last outline begins
    data = sound[:place] + wrong.to_bytes(2, "big") + sound[place + 2 :]
    with pytest.raises(TTLibError):
        TTFont(io.BytesIO(data))["glyf"]
    assert truetype.Program(data).outline(1) == truetype.Program(sound).outline(1) != b""


def test_a_program_that_lists_no_names_of_its_glyphs_goes_by_number() -> None:
    program = Program(_cff("ab", by_cid=True))
    assert program._usual_charset(_cff("ab", by_cid=True)) == [".notdef", "cid00001", "cid00002"]
