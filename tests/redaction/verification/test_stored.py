# SPDX-License-Identifier: EUPL-1.2
"""A picture that was only painted over is found, however it is stored and placed."""

import io

import pikepdf
import pytest

from redaction.removal import prepare, redact, redacting
from redaction.verification import certify
from redaction.verification.sheets import opened, sheet
from redaction.verification.stored import look_at_stored
from schemas.errors import NotVerified
from schemas.findings import Kind
from schemas.geometry import Box
from schemas.identity import digest_of
from schemas.redacted import FaultKind, RedactedDocument
from schemas.review import Redaction, ReviewedFindings
from tests.redaction.removal.test_images import BOX, STORED, document, saved

TURNED = ["0 128 -128 0 128 0", "-128 0 0 -128 128 128", "0 -128 128 0 0 128", "90 30 -30 90 30 0"]


def _boxed(data: bytes, box: Box = BOX) -> RedactedDocument:
    prepared = prepare(data).data
    redaction = Redaction(ground="5.1.2.e", kind=Kind.BEELD, page=0, boxes=(box,))
    decided = ReviewedFindings(
        digest=digest_of(prepared), redactions=(redaction,), decisions=(), policy_version="t", model_version="t"
    )
    return redact(prepared, decided)


def _faults(data: bytes, box: Box = BOX) -> set[FaultKind]:
    with opened(data) as document, sheet(document, 0) as seen:
        return {fault.kind for fault in look_at_stored(seen, [box])}


@pytest.mark.parametrize("name", STORED)
def test_picture_under_a_box_is_found_and_gone_after_removal(name: str) -> None:
    data = document(STORED[name], 1)
    assert _faults(data) == {FaultKind.BOX_NOT_UNIFORM}
    assert not _faults(_boxed(data).data)


@pytest.mark.parametrize("matrix", TURNED)
def test_turned_picture_is_found_and_gone_after_removal(matrix: str) -> None:
    data = document(STORED["RGB without filter"], 1, matrix)
    assert _faults(data)
    assert not _faults(_boxed(data).data)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_picture_in_a_form_on_a_turned_page_with_an_edge_is_found_and_gone_after_removal(turn: int) -> None:
    with pikepdf.open(io.BytesIO(document(STORED["RGB without filter"], 1))) as pdf:
        page = pdf.pages[0].obj
        form = pikepdf.Stream(pdf, b"q 0.5 0 0 0.5 0 0 cm q 128 0 0 128 0 0 cm /Im Do Q Q")
        form.Type, form.Subtype, form.Resources = pikepdf.Name.XObject, pikepdf.Name.Form, page.Resources
        form.BBox, form.Matrix = pikepdf.Array([0, 0, 300, 300]), pikepdf.Array([2, 0, 0, 2, 10, 20])
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=pdf.make_indirect(form)))
        page.Contents = pdf.make_stream(b"/Fm Do")
        page.MediaBox, page.Rotate = pikepdf.Array([10, 20, 138, 148]), turn
        data = saved(pdf)
    assert _faults(data)
    assert not _faults(_boxed(data).data)


def test_box_beside_a_picture_finds_nothing_in_it() -> None:
    assert not _faults(document(STORED["grey of 8 bits"], 1, "40 0 0 40 80 80"), Box(2, 80, 60, 120))


def test_box_over_one_colour_finds_nothing() -> None:
    data = _boxed(document(STORED["RGB without filter"], 1)).data
    assert not _faults(data, Box(BOX.x0 + 2, BOX.y0 + 2, BOX.x1 - 2, BOX.y1 - 2))


def test_gate_refuses_a_picture_that_was_only_painted_over(monkeypatch: pytest.MonkeyPatch) -> None:
    data = document(STORED["RGB without filter"], 1)
    certify(_boxed(data))
    monkeypatch.setattr(redacting, "_image_edits", lambda *_: {})
    with pytest.raises(NotVerified, match="more than one colour under a box"):
        certify(_boxed(data))
