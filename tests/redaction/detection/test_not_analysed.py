# SPDX-License-Identifier: EUPL-1.2
"""What cannot be analysed is said, and is never an empty result."""

from collections.abc import Iterator

import pytest

from redaction.detection import Detector
from redaction.detection.candidates import Candidate
from redaction.detection.detector import LONGEST
from redaction.detection.reading import Reading
from redaction.detection.word_model import WordModelRecogniser
from schemas.errors import BlockReason
from schemas.findings import Action, Kind
from schemas.geometry import Box
from tests.redaction.detection.made_layers import HEIGHT, WIDTH, layer, layer_of, page

PROSE = "De raad vergadert op dinsdag over het nieuwe plan voor de haven en het groen.\n" * 12
SCAN = Box(0, 0, WIDTH, HEIGHT)


def time_out(self: object, reading: Reading) -> Iterator[Candidate]:
    raise TimeoutError
    yield


def test_a_search_that_does_not_end_is_not_an_empty_result(detector: Detector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WordModelRecogniser, "find", time_out)
    (reason,) = detector.detect_text("Mevrouw De Vries belde.").not_analysed
    assert reason.reason is BlockReason.TIME_LIMIT
    outcome = detector.detect(layer("Mevrouw De Vries belde.", "De heer Jansma ook."))
    assert [(each.reason, each.page) for each in outcome.not_analysed] == [
        (BlockReason.TIME_LIMIT, 0),
        (BlockReason.TIME_LIMIT, 1),
    ]


def test_a_text_that_is_too_long(detector: Detector) -> None:
    (reason,) = detector.detect_text("tekst " * (LONGEST // 6 + 1)).not_analysed
    assert reason.reason is BlockReason.SIZE_LIMIT
    first, second = detector.detect_many(["tekst " * (LONGEST // 6 + 1), "BSN 799642630"])
    assert first.not_analysed
    assert [finding.kind for finding in second.findings] == [Kind.BSN]


def test_glyphs_without_meaning_inside_words(detector: Detector) -> None:
    outcome = detector.detect(layer_of(page(f"{PROSE}Mevrouw \ufffd\ufffd\ufffd belde.", unreadable=True)))
    assert [each.reason for each in outcome.not_analysed] == [BlockReason.UNKNOWN_CHARACTERS]


def test_a_bullet_that_nobody_knows_does_not_block(detector: Detector) -> None:
    assert detector.detect(layer_of(page(f"{PROSE}\ufffd groen\n\ufffd water\n", unreadable=True))).not_analysed == ()


def test_loose_letters_that_nobody_knows_are_no_bullets(detector: Detector) -> None:
    outcome = detector.detect(layer_of(page(f"{PROSE}\ufffd \ufffd \ufffd\n", unreadable=True)))
    assert [each.reason for each in outcome.not_analysed] == [BlockReason.UNKNOWN_CHARACTERS]


@pytest.mark.parametrize("text", ["", "Pagina 3 van 8"])
def test_a_scan_without_text(detector: Detector, text: str) -> None:
    (reason,) = detector.detect(layer_of(page(text, images=[SCAN]))).not_analysed
    assert (reason.reason, reason.page) == (BlockReason.NO_TEXT_LAYER, 0)


def test_a_page_with_nothing_on_it_is_analysed(detector: Detector) -> None:
    outcome = detector.detect(layer_of(page("")))
    assert (outcome.findings, outcome.not_analysed) == ((), ())


def test_a_logo_neither_blocks_nor_asks(detector: Detector) -> None:
    outcome = detector.detect(layer_of(page(PROSE, images=[Box(450, 20, 560, 60)])))
    assert outcome.not_analysed == ()
    assert [finding for finding in outcome.findings if finding.kind is Kind.BEELD] == []


def test_an_image_in_which_text_may_stand_is_a_question(detector: Detector) -> None:
    place = Box(60, 400, 500, 700)
    (finding,) = detector.detect(layer_of(page(PROSE, images=[place]))).findings
    assert (finding.kind, finding.action, finding.page, finding.regions) == (Kind.BEELD, Action.ASK, 0, (place,))


def test_an_image_under_a_text_layer_is_read(detector: Detector) -> None:
    outcome = detector.detect(layer_of(page(PROSE * 4, images=[SCAN])))
    assert outcome.not_analysed == ()
    assert outcome.findings == ()
