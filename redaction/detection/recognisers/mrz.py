# SPDX-License-Identifier: EUPL-1.2
"""Machine readable zones of travel documents (ICAO 9303): two lines of 44 or 36, or three of 30."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from schemas.findings import Kind

_LINE: Final = Pattern(r"(?m)^[ ]*(?P<mrz>[A-Z0-9<«‹](?:[ ]?[A-Z0-9<«‹]){19,47})[ ]*$")
_INLINE: Final = Pattern(r"(?<![\w<])(?=[A-Z0-9]{0,40}<)[A-Z0-9<]{20,92}(?![\w<])")


class MrzRecogniser:
    """Lines of capitals, digits and fillers, and the lines of the same zone below and above them."""

    name = "mrz"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if "<" not in reading.text and "«" not in reading.text:
            return
        spans = {match.span("mrz") for match in _LINE.finditer(reading.text) if _fillers(match["mrz"]) >= 2}
        for match in _INLINE.finditer(reading.text):
            if _fillers(match.group()) >= 2:
                spans.add(match.span())
        for start, end in sorted(spans):
            yield Candidate(
                kind=Kind.MRZ, start=start, end=end, score=0.98, recogniser=self.name,
                why="Machineleesbare regel van een reisdocument.",
            )  # fmt: skip


def _fillers(text: str) -> int:
    return sum(text.count(filler) for filler in "<«‹")
