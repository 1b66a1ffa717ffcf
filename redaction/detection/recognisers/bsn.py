# SPDX-License-Identifier: EUPL-1.2
"""Burgerservicenummer: nine digits that pass the eleven-test (Wet algemene bepalingen burgerservicenummer)."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import DIGIT, Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.columns import column_cells
from redaction.detection.recognisers.labels import BSN_LABEL, OTHER_NUMBER, LabelledValue, eleven_test, plain_digits
from schemas.findings import Kind

_VALUE: Final = rf"(?<![\w]){DIGIT}(?:[ .\n-]{{0,2}}{DIGIT}){{7,8}}(?![\w]|[.,-]\d)"
_BARE: Final = Pattern(
    r"(?<![\w.,/€+-])(?<![€£$][ ])(?:(?P<plain>\d{9})|(?P<parts>\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. -]\d{3}[. -]\d{3}))"
    r"(?![\w/]|[.,-]\d)"
)
_CELL: Final = Pattern(rf"{DIGIT}(?:[ .-]?{DIGIT}){{7,8}}")
_NEAR: Final = Pattern(rf"(?<!\p{{L}}){BSN_LABEL}(?!\p{{L}})")


class BsnRecogniser:
    """A BSN behind its label, in a form only a BSN has, or any nine digits that pass the test."""

    name = "bsn"

    def __init__(self) -> None:
        self._labelled = LabelledValue(BSN_LABEL, _VALUE)

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        seen: set[int] = set()
        for value in self._labelled.finditer(reading):
            seen.add(value.start)
            yield self._behind_label(value.start, value.end, plain_digits(value.text))
        if not reading.has_digits:
            return
        if _NEAR.search(reading.lower):
            for start, end in column_cells(reading, _NEAR):
                if start not in seen and _CELL.fullmatch(reading.text[start:end]):
                    seen.add(start)
                    yield self._behind_label(start, end, plain_digits(reading.text[start:end]))
        for match in _BARE.finditer(reading.text):
            if match.start() in seen or not eleven_test(plain_digits(match.group())):
                continue
            candidate = self._without_label(reading, match.start(), match.end(), parts=bool(match["parts"]))
            if candidate:
                yield candidate

    def _behind_label(self, start: int, end: int, digits: str) -> Candidate:
        if eleven_test(digits.zfill(9)):
            return Candidate(
                kind=Kind.BSN, start=start, end=end, score=0.99, recogniser=self.name,
                why="Achter een aanduiding als BSN, en het nummer doorstaat de elfproef.",
            )  # fmt: skip
        return Candidate(
            kind=Kind.BSN, start=start, end=end, score=0.75, recogniser=self.name, doubtful=True,
            why="Achter een aanduiding als BSN, maar het nummer doorstaat de elfproef niet: mogelijk verschreven.",
        )  # fmt: skip

    def _without_label(self, reading: Reading, start: int, end: int, *, parts: bool) -> Candidate | None:
        before = reading.before(start, 40)
        if _NEAR.search(reading.lower, max(0, start - 600), start):
            return Candidate(
                kind=Kind.BSN, start=start, end=end, score=0.93, recogniser=self.name,
                why="Negen cijfers die de elfproef doorstaan; eerder op de bladzijde staat een aanduiding als BSN.",
            )  # fmt: skip
        if OTHER_NUMBER.search(before):
            return None
        if parts and reading.text[start + 4] in ". ":
            return Candidate(
                kind=Kind.BSN, start=start, end=end, score=0.8, recogniser=self.name, doubtful=True,
                why="Negen cijfers in de schrijfwijze van een BSN die de elfproef doorstaan, zonder aanduiding.",
            )  # fmt: skip
        return Candidate(
            kind=Kind.BSN, start=start, end=end, score=0.55, recogniser=self.name, doubtful=True,
            why="Negen cijfers die de elfproef doorstaan, zonder aanduiding: kan ook een ander nummer zijn.",
        )  # fmt: skip
