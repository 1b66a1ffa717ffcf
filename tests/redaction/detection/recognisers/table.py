# SPDX-License-Identifier: EUPL-1.2
"""Tables of texts in which ‹these marks› stand around what a recogniser must find; what is not marked must stay.

Every person and number is invented. BSNs and IBANs are made here, with their checks.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.evaluation.generators import Numbers
from redaction.detection.gazetteer import gazetteer
from redaction.detection.normalising import normalise
from redaction.detection.reading import ModelSpan, Reading
from redaction.detection.recognisers import Recogniser

_OPEN: Final = "‹"
_CLOSE: Final = "›"

MADE: Final = Numbers(Random(20261124))
BSN: Final = MADE.eleven_test()
"""Nine digits that pass the eleven-test, made by chance."""
WRONG_BSN: Final = BSN[:-1] + str((int(BSN[-1]) + 1) % 10)
IBAN: Final = MADE.iban().replace(" ", "")
WRONG_IBAN: Final = IBAN[:-1] + str((int(IBAN[-1]) + 1) % 10)


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and where they stood."""
    plain, spans, begin = "", [], -1
    for sign in text:
        if sign == _OPEN:
            begin = len(plain)
        elif sign == _CLOSE:
            spans.append((begin, len(plain)))
        else:
            plain += sign
    return plain, spans


def reading_of(text: str, entities: Sequence[ModelSpan] = ()) -> Reading:
    """A text as recognisers get it; it must be one that normalising leaves as it is, so that offsets are exact."""
    assert normalise(text).text == text, "write the text as normalising leaves it"
    return Reading(text, gazetteer(), tuple(entities))


def found(recogniser: Recogniser, text: str, *, least: float = 0.0) -> list[Candidate]:
    """What a recogniser proposes in a text."""
    return [each for each in recogniser.find(reading_of(text)) if each.score >= least]


def assert_marked(
    recogniser: Recogniser, marked: str, check: Callable[[Candidate], bool] = lambda _: True, *, reason: str = ""
) -> None:
    """The recogniser finds exactly what is marked, at exactly these offsets, and ``check`` holds for each."""
    text, spans = unmarked(marked)
    candidates = found(recogniser, text)
    hits = sorted({(each.start, each.end) for each in candidates})
    assert hits == spans, f"found {[text[slice(*hit)] for hit in hits]} {reason}"
    for each in candidates:
        assert each.recogniser == recogniser.name
        assert 0 < each.score <= 1
        assert text[each.start : each.end] not in each.why
        assert each.why.endswith(".")
        assert check(each), f"{each} {reason}"
