# SPDX-License-Identifier: EUPL-1.2
"""Boxes that stand askew, as on the names along the axis of a chart: judged by their own sides."""

import pytest

from redaction.removal import prepare
from redaction.verification import certify, verify
from schemas.errors import NotVerified
from schemas.redacted import AppliedBox, FaultKind, RedactedDocument
from tests.redaction.content.made_pdfs import one_page
from tests.redaction.removal.roads import without
from tests.redaction.verification.test_gate import WORD

TURN = b".7071 .7071 -.7071 .7071"
AXIS = b"BT /F1 11 Tf " + TURN + b" 100 60 Tm (" + WORD.encode() + b") Tj ET "
BESIDE = b"BT /F1 11 Tf " + TURN + b" 130 60 Tm (Een tweede) Tj ET BT /F1 11 Tf 106 100 Td (tien) Tj ET "
BAR = b"0 0 .8 rg 112 60 8 9 re f "


def _redacted(content: bytes) -> tuple[RedactedDocument, bytes]:
    data = one_page(content)
    return without(data, WORD), prepare(data).data


@pytest.mark.parametrize("content", [AXIS, AXIS + BESIDE, AXIS + BAR + BESIDE], ids=["alone", "letters", "a bar"])
def test_what_stands_in_the_bounds_beside_a_box_is_no_fault(content: bytes) -> None:
    redacted, before = _redacted(content)
    (box,) = redacted.boxes
    assert box.corners is not None
    certify(redacted, terms=(WORD,), before=before)


def test_a_letter_in_a_box_is_found() -> None:
    redacted, _ = _redacted(AXIS)
    with_letters = one_page(AXIS.replace(WORD.encode(), b"  Aa"))
    report = verify(with_letters, boxes=redacted.boxes)
    assert FaultKind.TEXT_UNDER_BOX in {fault.kind for fault in report.faults}


def test_a_stroke_in_a_box_is_found() -> None:
    redacted, _ = _redacted(AXIS)
    (box,) = redacted.boxes
    middle = [sum(corner[at] for corner in box.corners or ()) / 4 for at in (0, 1)]
    stroke = f"0 g {middle[0] - 3} {300 - middle[1] - 1} 6 2 re f ".encode()
    assert not _uniform(one_page(stroke), box)
    assert _uniform(one_page(BAR), box)


def _uniform(data: bytes, box: AppliedBox) -> bool:
    faults = verify(data, boxes=(box,)).faults
    return FaultKind.BOX_NOT_UNIFORM not in {fault.kind for fault in faults}


def test_a_letter_that_was_lost_beside_the_line_of_a_box_is_found() -> None:
    far = b"BT /F1 11 Tf 300 20 Td (ver weg) Tj ET "
    redacted, _ = _redacted(AXIS)
    with pytest.raises(NotVerified, match="text outside the boxes"):
        certify(redacted, terms=(WORD,), before=prepare(one_page(AXIS + far)).data)
