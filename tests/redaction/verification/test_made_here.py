# SPDX-License-Identifier: EUPL-1.2
"""What holds for our own documents alone: one revision without gaps, fonts of drawn letters, nothing else touched."""

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from redaction.verification import certify, verify
from redaction.verification.collateral import same_letters
from redaction.verification.engines import Character, EngineFailed
from redaction.verification.fonts import letters_not_drawn, mapped_codes
from redaction.verification.hidden import unreferenced
from redaction.verification.structure import jpeg_markers, structure
from schemas.errors import NotVerified
from schemas.redacted import FaultKind
from tests.redaction.verification.test_gate import WORD, drawn, ours, saved

LINES = (f"De heer {WORD} kwam langs.", "Een regel zonder naam", "en nog een regel")


def test_what_we_made_is_compared_with_what_it_was_made_from() -> None:
    redacted = ours(*LINES)
    verified = certify(redacted, terms=(WORD,), before=saved(*drawn(*LINES)))
    assert "text outside the boxes" in verified.report.checks


@pytest.mark.parametrize(
    "before",
    [
        (*LINES[:2], "en nog een langere regel"),
        (*LINES, "een regel die verdween"),
        (LINES[0], LINES[2], LINES[1]),
        (*LINES[:2], "", LINES[2]),
    ],
)
def test_text_that_was_lost_moved_or_changed_is_found(before: tuple[str, ...]) -> None:
    with pytest.raises(NotVerified, match="collateral"):
        certify(ours(*LINES), terms=(WORD,), before=saved(*drawn(*before)))


def test_pages_without_a_box_are_compared_too() -> None:
    redacted = replace(ours("Een regel"), boxes=())
    assert verify(redacted.data, ours=True, before=saved(*drawn("Een regel"))).clean
    assert not verify(redacted.data, ours=True, before=saved(*drawn("Een andere regel"))).clean


def _formula(*parts: tuple[str, float]) -> list[Character]:
    return [Character(text, x, 100.0, x + 6, 108.0) for text, x in parts]


def test_parts_of_a_formula_may_come_in_another_order() -> None:
    was = _formula(("a", 40), ("=", 52), ("b", 66))
    assert same_letters(was, _formula(("=", 52), ("b", 66.2), ("a", 40)))
    assert not same_letters(was, _formula(("=", 52), ("b", 69), ("a", 40)))
    assert not same_letters(was, _formula(("=", 52), ("b", 66), ("b", 66)))
    line = [("x", 6.0 * place) for place in range(60)]
    assert not same_letters(_formula(("a", 400), *line), _formula(*line, ("a", 400)))


def test_of_a_letter_that_its_font_did_not_tell_the_place_counts() -> None:
    was = [Character("\ude1d", 40.0, 100.0, 46.0, 108.0, known=False), *_formula(("b", 66))]
    assert same_letters(was, _formula((":", 40), ("b", 66)))
    assert not same_letters(was, _formula((":", 44), ("b", 66)))
    assert not same_letters([replace(was[0], known=True), was[1]], _formula(("x", 40), ("b", 66)))


def test_a_sign_that_each_engine_guesses_at_is_no_loss() -> None:
    """An ornament without a character of its own: one file says a copyright sign, the other a control code."""
    redacted = replace(ours("Zie © hier"), boxes=())
    assert verify(redacted.data, ours=True, before=saved(*drawn("Zie § hier"))).clean
    assert not verify(redacted.data, ours=True, before=saved(*drawn("Zie S hier"))).clean


def _after_end(data: bytes) -> bytes:
    return data + WORD.encode()


def _before_start(data: bytes) -> bytes:
    return WORD.encode() + b"\n" + data


def _between(data: bytes) -> bytes:
    cut = data.index(b"endobj") + len(b"endobj")
    return data[:cut] + b"\n% " + WORD.encode() + data[cut:]


def _in_a_stream_gap(data: bytes) -> bytes:
    cut = data.index(b"endstream")
    return data[:cut] + b"\n" + WORD.encode() + b"\n" + data[cut:]


def _revision(data: bytes) -> bytes:
    return data + data[data.rindex(b"startxref") :]


@pytest.mark.parametrize("change", [_after_end, _before_start, _between, _in_a_stream_gap, _revision])
def test_bytes_outside_the_objects_are_found(change: Callable[[bytes], bytes]) -> None:
    data = ours(*LINES).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert structure(pdf, data) == []
        assert structure(pdf, change(data))


def _picture(**told: bytes) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", **told)
    return out.getvalue()


@pytest.mark.parametrize("told", [{"exif": b"Exif\0\0" + WORD.encode()}, {"comment": WORD.encode()}])
def test_a_picture_with_texts_of_its_own_is_found(told: dict[str, bytes]) -> None:
    def faults(samples: bytes) -> list[str]:
        pdf = pikepdf.new()
        kept = pikepdf.Stream(pdf, samples, Subtype=pikepdf.Name.Image, Filter=pikepdf.Name.DCTDecode)
        pdf.Root["/Picture"] = pdf.make_indirect(kept)
        return [fault.detail for fault in structure(pdf, b"") if "picture" in fault.detail]

    assert faults(_picture()) == []
    assert faults(_picture(**told))
    assert list(jpeg_markers(b"geen jpeg")) == []


def _font(codes: str, mapped: bytes, widths: list[int]) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.TrueType,
        FirstChar=65,
        Widths=pikepdf.Array(widths),
        ToUnicode=pikepdf.Stream(pdf, mapped),
    )
    page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    page.obj["/Contents"] = pikepdf.Stream(pdf, f"BT /F 9 Tf ({codes}) Tj ET".encode())
    return pdf


@pytest.mark.parametrize(
    ("codes", "mapped", "widths", "clean"),
    [
        ("AB", b"1 beginbfrange <41> <42> <0041> endbfrange", [500, 500], True),
        ("AC", b"2 beginbfchar <41> <0041> <43> <0043> endbfchar", [500, 0, 500], True),
        ("AC", b"1 beginbfrange <41> <43> <0041> endbfrange", [500, 0, 500], False),
        ("AC", b"2 beginbfchar <41> <0041> <43> <0043> endbfchar", [500, 500, 500], False),
        ("AC", b"3 beginbfchar <41> <0041> <42> <0042> <43> <0043> endbfchar", [500, 0, 500], False),
    ],
)
def test_a_font_tells_of_drawn_letters_only(codes: str, mapped: bytes, widths: list[int], clean: bool) -> None:
    assert (letters_not_drawn(_font(codes, mapped, widths)) == []) is clean


def test_maps_with_lists_are_read() -> None:
    assert list(mapped_codes(b"beginbfrange <01> <02> [<0041> <0042>] <05> <05> <0043> endbfrange")) == [1, 2, 5]


def test_a_font_without_its_descendant_is_a_failure_and_no_crash() -> None:
    pdf = _font("AB", b"", [500, 500])
    font = pdf.pages[0].obj.Resources.Font.F
    font.Subtype, font.Encoding = pikepdf.Name.Type0, pikepdf.Name("/Identity-H")
    font.DescendantFonts = pikepdf.Array()
    with pytest.raises(EngineFailed):
        letters_not_drawn(pdf)


@pytest.mark.parametrize("key", ["/Naam", "/Extends", "/DecodeParms"])
def test_a_stream_that_holds_objects_has_no_keys_of_its_own(key: str) -> None:
    data = ours(*LINES).data
    at = data.index(b"/ObjStm")
    start, end = data.rindex(b"<<", 0, at), data.index(b">>", at)
    told = key.encode() + b"(" + WORD.encode() + b")"
    changed = data[:end] + told + data[end:]
    assert start < at and told in changed
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert unreferenced(pdf) == []
    report = verify(changed, ours=True)
    assert FaultKind.STRUCTURE in {fault.kind for fault in report.faults}
    assert not verify(changed, terms=(WORD,)).clean
