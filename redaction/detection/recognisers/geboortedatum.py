# SPDX-License-Identifier: EUPL-1.2
"""Dates of birth: a date is one only where the text says so."""

import re
from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import DATE, DIGIT, Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.columns import column_cells, in_table
from redaction.detection.recognisers.labels import misread
from redaction.detection.recognisers.name_grammar import is_first, is_last, is_plain
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.tokens import INITIAL
from schemas.findings import Kind

_WORD: Final = (
    r"(?:geboren|geboorte[ -]?datum|geboortedag|geboortejaar|geb\.?[ -]?(?:datum|dat\.?|d\.)?|gebdat|geb"
    r"|date[ ]of[ ]birth|d\.?o\.?b\.?"
    r"|verjaardag|verjaart|verjaar)"
)
_LABEL: Final = Pattern(rf"(?<!\p{{L}}){misread(_WORD)}(?!\p{{L}})")
_DATE: Final = Pattern(DATE, ignore_case=True)
_LIKE_DATE: Final = re.compile(r"\d[ ]?[-/. ][ ]?[\djfmasond]", re.IGNORECASE)
"""How the first two parts of every date meet."""
_AFTER: Final = Pattern(
    r"[^\n\d]{0,60}(?:\n[^\n\d]{0,10})?(?P<value>"
    + misread(DATE).replace("[ -]", r"[ \n-]")
    + rf"|{DIGIT}{{1,2}}[ ]?[-/.][ ]?{DIGIT}{{1,2}}[ ]?[-/.][ ]?{DIGIT}{{4}}|(?<=jaar[: ]{{1,3}})(?:19|20)\d\d)",
    ignore_case=True,
)
_BORN_BEHIND: Final = Pattern(
    rf"[ ]?\(?(?:geboortedatum|\*)|[^.;\n\d]{{0,45}}(?<!\p{{L}}){misread('geboren')}(?!\p{{L}})"
    r"|[ ](?:\p{L}+|\d{1,3})[ ]jaar[ ](?:wordt|werd|geworden|oud)(?!\p{L})"
)
_TURNS_BEFORE: Final = Pattern(r"(?<!\p{L})(?:wordt|werd)[ ](?:\p{L}+[ ])?op[ ]$")
_TURNS_BEHIND: Final = Pattern(r"[ ](?:\p{L}+|\d{1,3})(?:[ ]jaar)(?!\p{L})")
_HEADER: Final = Pattern(
    r"(?<!\p{L})(?:geboren|geboorte[ _-]?(?:datum|dat|dag)|geb\.?[ _-]?(?:datum|dat\.?)|date of birth|birth[ _]?date"
    r"|gebdat|dob)(?!\p{L})"
)
_STAR: Final = Pattern(r"[*°][ ]?$")
_RUNNING: Final = Pattern(r"(?<!\p{L})(?:op|van|per|sinds|tot|vanaf|de|d\.d\.|dd\.?|datum|en|ingang|in)[: ]*$")
_BRACKET_OPENS: Final = Pattern(r"(?<=[\p{L}.] ?)(?P<bracket>[ ]?\()(?:geb\.?|\d{1,3} jaar,?)?[ ]?$")
_SEX_BEFORE: Final = Pattern(r"(?<!\p{L})(?:[mvx]|m/v|man|vrouw|jongen|meisje|[♂♀])[ ]?[,;/|][ ]?$")
_AGE_BEFORE: Final = Pattern(r"(?<!\p{L})(?:\d{1,3} jaar|leeftijd \d{1,3})[ ]?[,;][ ]?$")
_BRACKET_CLOSES: Final = Pattern(r"[ ]?(?:,[^)\n]{0,40})?\)")
_CELLS: Final = re.compile(r"[;|\t][^\n]*\n")
"""Between a head and a date: the head is of a column, not of the next line."""
_STEMS: Final = ("geb", "gcb", "verjaa", "birth", "d.o.b", "dob")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_THIS_CENTURY: Final = 2022
_OLD_ENOUGH: Final = 2017
_COLUMN_REACH: Final = 1500


class GeboortedatumRecogniser:
    """A date behind a word for birth, or in a table with such a column right behind a name."""

    name = "geboortedatum"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        seen: set[int] = set()
        if any(stem in reading.lower for stem in _STEMS):
            for label in _LABEL.finditer(reading.lower):
                match = _AFTER.match(reading.text, label.end())
                if match and match.start("value") not in seen and not _CELLS.search(match.group()):
                    seen.add(match.start("value"))
                    yield self._candidate(*match.span("value"), 0.97, "Datum achter een woord voor geboorte.")
        found_dates = _DATE.finditer(reading.text) if _LIKE_DATE.search(reading.text) else ()
        dates = [match for match in found_dates if match.start() not in seen]
        for date in dates:
            found = self._judge(reading, date)
            if found is not None:
                seen.add(date.start())
                yield self._candidate(*date.span(), *found)
        yield from self._columns(reading, [date for date in dates if date.start() not in seen])

    @staticmethod
    def _judge(reading: Reading, date: "re.Match[str]") -> tuple[float, str] | None:
        """Score and reason of a date that no label announces; None where nothing tells of a birth."""
        start, end = date.span()
        before = reading.text[max(0, start - 24) : start]
        turns = _TURNS_BEFORE.search(before.lower()) and _TURNS_BEHIND.match(reading.lower, end)
        if _BORN_BEHIND.match(reading.lower, end) or _STAR.search(before) or turns:
            return 0.9, "Datum bij een teken of woord voor geboorte."
        if _SEX_BEFORE.search(before.lower()) or _AGE_BEFORE.search(before.lower()):
            return 0.9, "Datum achter geslacht of leeftijd van een persoon."
        years = _YEAR.findall(date.group())
        if not years or int(years[0]) >= _OLD_ENOUGH:
            return None
        opens = _BRACKET_OPENS.search(before)
        if opens and _BRACKET_CLOSES.match(reading.text, end):
            named = _behind_name(reading, start - len(before) + opens.start("bracket"))
            return (0.72, "Datum tussen haakjes achter een naam.") if named else None
        cell = before[-2:].rstrip("; |,")
        if before[-1:] in ("", *"; |,") and _behind_name(reading, start - len(before[-2:]) + len(cell)):
            return 0.65, "Datum van langer geleden in de cel achter een naam."
        return None

    def _columns(self, reading: Reading, dates: list["re.Match[str]"]) -> Iterator[Candidate]:
        headers = [match.end() for match in _HEADER.finditer(reading.lower)]
        if not headers:
            return
        cells = set(column_cells(reading, _HEADER))
        for match in dates:
            if match.span() in cells:
                yield self._candidate(*match.span(), 0.95, "Datum in een kolom voor de geboortedatum.")
                continue
            if in_table(reading, match.start()):
                continue
            near = any(header <= match.start() <= header + _COLUMN_REACH for header in headers)
            before = reading.text[max(0, match.start() - 3) : match.start()].rstrip(' |;\t,\n"')
            if (
                near
                and _plausible(match.group())
                and before
                and (before[-1].isalnum() or before[-1] in ".)")
                and not _clause(reading, match.start())
            ):
                yield self._candidate(
                    match.start(), match.end(), 0.75, "Datum in een tabel met een kolom voor de geboortedatum."
                )

    def _candidate(self, start: int, end: int, score: float, why: str) -> Candidate:
        return Candidate(kind=Kind.GEBOORTEDATUM, start=start, end=end, score=score, recogniser=self.name, why=why)


def _behind_name(reading: Reading, offset: int) -> bool:
    index = reading.token_at(offset) - 1
    if index < 0:
        return False
    token = reading.tokens[index]
    if reading.marked("PER", token.start, token.end) or token.sort == INITIAL:
        return True
    if not token.capital or is_plain(reading, token) or token.capitals or reading.marked("ORG", token.start, token.end):
        return is_first(reading, token) or is_last(reading, token) if token.capital else False
    return not reading.gazetteer.is_place(token.text) and token.lower not in name_words().never


def _plausible(date: str) -> bool:
    """True for the year of birth of somebody in an older document too; a year of two digits may be any."""
    years = _YEAR.findall(date)
    return not years or 1900 < int(years[0]) < _THIS_CENTURY


def _clause(reading: Reading, start: int) -> bool:
    """True where a date stands in running text: "op 12 maart 2024", "van 3 mei"."""
    return _RUNNING.search(reading.before(start, 14)) is not None
