# SPDX-License-Identifier: EUPL-1.2
"""Dates of birth: a date is one only where the text says so."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import DATE, DIGIT, Pattern
from redaction.detection.reading import Reading
from schemas.findings import Kind

_WORD: Final = (
    r"(?:geboren|geboorte[ -]?datum|geboortedag|geboortejaar|geb\.?[ -]?(?:datum|dat\.?|d\.)?|gebdat|geb|date[ ]of[ ]birth|d\.?o\.?b\.?"
    r"|verjaardag|verjaart|verjaar)"
)
_LABEL: Final = Pattern(rf"(?<!\p{{L}}){_WORD}(?!\p{{L}})")
_DATE: Final = Pattern(DATE, ignore_case=True)
_AFTER: Final = Pattern(
    r"[^\n\d]{0,40}(?:\n[^\n\d]{0,10})?(?P<value>"
    + DATE
    + rf"|{DIGIT}{{1,2}}[ ]?[-/.][ ]?{DIGIT}{{1,2}}[ ]?[-/.][ ]?{DIGIT}{{4}}|(?<=jaar[: ]{{1,3}})(?:19|20)\d\d)",
    ignore_case=True,
)
_BEFORE: Final = Pattern(rf"(?P<value>{DATE})[ ]?\(?(?:geboren|geboortedatum|\*)", ignore_case=True)
_HEADER: Final = Pattern(r"(?<!\p{L})(?:geboren|geboorte[ -]?datum|geb\.?[ -]?datum|geb\.dat\.?)(?!\p{L})")
_STAR: Final = Pattern(rf"(?:\*|°)[ ]?(?P<value>{DATE})", ignore_case=True)
_COLUMN_REACH: Final = 1500


class GeboortedatumRecogniser:
    """A date behind a word for birth, or in a table with such a column right behind a name."""

    name = "geboortedatum"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        seen: set[int] = set()
        for label in _LABEL.finditer(reading.lower):
            match = _AFTER.match(reading.text, label.end())
            if match and match.start("value") not in seen:
                seen.add(match.start("value"))
                yield self._candidate(
                    match.start("value"), match.end("value"), 0.97, "Datum achter een woord voor geboorte."
                )
        for pattern in (_BEFORE, _STAR):
            for match in pattern.finditer(reading.text):
                if match.start("value") not in seen:
                    seen.add(match.start("value"))
                    yield self._candidate(*match.span("value"), 0.9, "Datum bij een teken of woord voor geboorte.")
        yield from self._columns(reading, seen)

    def _columns(self, reading: Reading, seen: set[int]) -> Iterator[Candidate]:
        headers = [match.end() for match in _HEADER.finditer(reading.lower)]
        if not headers:
            return
        for match in _DATE.finditer(reading.text):
            near = any(header <= match.start() <= header + _COLUMN_REACH for header in headers)
            before = reading.text[max(0, match.start() - 3) : match.start()].rstrip(" |;\t,\n")
            year = match.group()[-4:]
            plausible = year.isdigit() and 1900 < int(year) < 2022
            if (
                near
                and plausible
                and match.start() not in seen
                and before
                and before[-1].isalnum()
                and not _clause(reading, match.start())
            ):
                yield self._candidate(
                    match.start(), match.end(), 0.75, "Datum in een tabel met een kolom voor de geboortedatum."
                )

    def _candidate(self, start: int, end: int, score: float, why: str) -> Candidate:
        return Candidate(kind=Kind.GEBOORTEDATUM, start=start, end=end, score=score, recogniser=self.name, why=why)


def _clause(reading: Reading, start: int) -> bool:
    """True where a date stands in running text: "op 12 maart 2024", "van 3 mei"."""
    return bool(
        Pattern(r"(?<!\p{L})(?:op|van|per|sinds|tot|vanaf|de|d\.d\.|dd\.?|datum|en|ingang|in)[: ]*$").search(
            reading.before(start, 14)
        )
    )
