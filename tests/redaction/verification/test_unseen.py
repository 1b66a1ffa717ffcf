# SPDX-License-Identifier: EUPL-1.2
"""Text that no eye sees is found; text that is only thin, light or small is no fault."""

import io

import pikepdf
import pytest

from redaction.removal import prepare, redact
from redaction.removal.terms import find_terms
from redaction.textlayer import read_text_layer
from redaction.verification import verify
from redaction.verification.objects import own_units
from schemas.redacted import FaultKind
from schemas.review import ReviewedFindings
from tests.redaction.content.made_pdfs import PdfMaker, one_page
from tests.redaction.verification.test_gate import WORD, drawn, kinds, saved

TEXT = b"Geheel onzichtbaar"


def shown(state: bytes, text: bytes = TEXT) -> bytes:
    return b"BT /F1 11 Tf 40 250 Td (Besluit) Tj ET BT " + state + b" 40 150 Td (" + text + b") Tj ET "


BLANK = {
    "white on white": shown(b"1 g /F1 11 Tf"),
    "almost white on white": shown(b".99 g /F1 11 Tf"),
    "mode 3": shown(b"3 Tr /F1 11 Tf"),
    "a tenth of a point": shown(b"/F1 .1 Tf"),
    "clipped away": b"q 0 0 9 9 re W n " + shown(b"/F1 11 Tf") + b"Q",
    "over several lines": shown(b"1 g /F1 11 Tf") + b"BT 1 g /F1 11 Tf 40 100 Td (nog een regel) Tj ET",
}
COVERED = {
    "black on black": b"0 g 30 140 300 30 re f " + shown(b"0 g /F1 11 Tf"),
    "bar over it": shown(b"0 g /F1 11 Tf") + b"0 g 30 140 300 30 re f",
    "grey bar over it": shown(b"0 g /F1 11 Tf") + b".5 g 30 140 300 30 re f",
    "grey on grey": b".5 g 30 140 300 30 re f " + shown(b".5 g /F1 11 Tf"),
}
SEEN = {
    "light grey": shown(b".9 g /F1 11 Tf"),
    "light grey and small": shown(b".88 g /F1 3 Tf"),
    "thin letters": shown(b"1 Tr .05 w .6 G /F1 6 Tf"),
    "tiny": shown(b"/F1 1.2 Tf"),
    "narrow letters": shown(b".85 g /F1 4 Tf", b"lil iiil il"),
    "red on green of the same grey": b"0 .5 0 rg 30 140 300 30 re f " + shown(b".98 0 0 rg /F1 11 Tf"),
    "white on black": b"0 g 30 140 300 30 re f " + shown(b"1 g /F1 11 Tf"),
    "upwards": b"BT .88 g /F1 4 Tf 0 1 -1 0 40 100 Tm (" + TEXT + b") Tj ET",
    "struck through": shown(b"0 g /F1 11 Tf") + b"0 g 30 152 300 2 re f",
}


@pytest.mark.parametrize("content", BLANK.values(), ids=BLANK.keys())
def test_blank_text_is_found(content: bytes) -> None:
    assert kinds(one_page(content)) == {FaultKind.HIDDEN_DATA}


@pytest.mark.parametrize("content", COVERED.values(), ids=COVERED.keys())
def test_covered_text_is_found(content: bytes) -> None:
    assert kinds(one_page(content)) == {FaultKind.TEXT_UNDER_BOX}


@pytest.mark.parametrize("content", SEEN.values(), ids=SEEN.keys())
def test_text_that_is_seen_is_no_fault(content: bytes) -> None:
    assert kinds(one_page(content)) == set()


def test_text_beside_the_page_is_found() -> None:
    assert FaultKind.HIDDEN_DATA in kinds(one_page(shown(b"/F1 11 Tf"), entries=b"/CropBox[0 200 400 300]"))


def test_both_kinds_on_one_page_are_told() -> None:
    both = BLANK["white on white"] + b"0 g 30 90 300 30 re f BT 0 g /F1 11 Tf 40 100 Td (" + TEXT + b") Tj ET"
    assert kinds(one_page(both)) == {FaultKind.HIDDEN_DATA, FaultKind.TEXT_UNDER_BOX}


def test_letters_that_only_another_program_can_draw_are_no_fault() -> None:
    maker = PdfMaker()
    system = b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    font = maker.add(b"<</Type/Font/Subtype/CIDFontType0/BaseFont/Niets/CIDSystemInfo" + system + b">>")
    wide = b"<</Type/Font/Subtype/Type0/BaseFont/Niets/Encoding/UniGB-UTF16-H/DescendantFonts[%d 0 R]>>" % font
    text = b"BT /F9 12 Tf 40 150 Td <4e2d6587793a4f8b> Tj ET"
    maker.page(text, resources=b"/Font<</F9 %d 0 R>>" % maker.add(wide))
    assert FaultKind.HIDDEN_DATA not in kinds(maker.finish())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("unit", [0.5, 2, 10])
def test_pages_with_a_unit_of_their_own_are_judged_in_it(unit: float, turn: int) -> None:
    with pikepdf.open(io.BytesIO(saved(*drawn(f"De heer {WORD} kwam langs.", "Een regel zonder naam")))) as pdf:
        page = pdf.pages[0].obj
        page.UserUnit, page.Rotate, page.CropBox = unit, turn, pikepdf.Array([10, 20, 380, 290])
        out = io.BytesIO()
        pdf.save(out, min_version="1.6")
    prepared = prepare(out.getvalue()).data
    assert own_units(prepared) == {0: unit}
    layer = read_text_layer(prepared)
    found = find_terms(layer, (WORD,), ground="5.1.2.e")
    reviewed = ReviewedFindings(
        digest=layer.digest, redactions=found, decisions=(), policy_version="t", model_version="t"
    )
    result = redact(prepared, reviewed)
    assert verify(result.data, terms=(WORD,), boxes=result.boxes, ours=True, before=prepared).faults == ()
    untouched = {fault.kind for fault in verify(prepared, boxes=result.boxes).faults}
    assert {FaultKind.TEXT_UNDER_BOX, FaultKind.BOX_NOT_UNIFORM} & untouched
