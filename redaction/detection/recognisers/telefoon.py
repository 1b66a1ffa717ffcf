# SPDX-License-Identifier: EUPL-1.2
"""Telephone numbers: Dutch ones in every way people write them, and foreign ones that begin with a plus or 00."""

from collections.abc import Iterator
from typing import Final

import phonenumbers

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.labels import OTHER_NUMBER, plain_digits
from schemas.findings import Kind, Role

_SEPARATOR: Final = r"[ ./–-]{0,3}\n?[ ]?"
_SHAPE: Final = Pattern(
    rf"(?:(?:(?<![\w+])\(?\+|(?<![\w,+€.-])(?<!\d[ ])00)[ ]?[1-9](?:{_SEPARATOR}\(?\d\)?){{7,13}}"
    rf"|(?<![\w,+€.-])(?:(?<!\d[ ])|(?=06))\(?0{_SEPARATOR}(?:[1-9]\)?)(?:{_SEPARATOR}\)?{_SEPARATOR}\d){{8,9}})"
    r"(?![\w]|[.,-]\d|[ ]\d{2}:\d)"
)
_LABEL: Final = (
    r"(?:tel(?:efoon)?(?:nummer|nr)?|mobiel(?:e)?(?:[ ]?nummer)?|mob|gsm|06-?nummer|telefonisch|bereikbaar|bel(?:len"
    r"|t|de)?"
    r"|gebeld|terugbellen|whatsapp|fax|sms|noodnummer|privénummer|contact)"
)
_LABELLED: Final = Pattern(
    rf"(?<!\p{{L}}){_LABEL}(?!\p{{L}})[^\n\d]{{0,20}}"
    rf"(?P<value>(?:\(?[0Oo+]{_SEPARATOR}[0-9OoIlSB](?:{_SEPARATOR}[0-9OoIlSB()]){{6,11}}))(?!\w)",
    ignore_case=True,
)
_DIGITS_FOR: Final = str.maketrans("SB", "58")
_SERVICE: Final = Pattern(
    r"(?<![\w.,-])(?:(?:tel(?:efoonnummer|\.)?|bel(?:len)?|nummer|via|op)[: ]+)?"
    r"(?P<number>14[ -]?0\d{2,3}|0[89]00[ -]?\d(?:[ -]?\d){3,6})(?![\w-])",
    ignore_case=True,
)
_DUTCH_FORM: Final = Pattern(
    r"(?:\(?0[1-9]\d{0,2}\)?[ ]?[-–/ ][ ]?|06|(?:\+|00)[ ]?31[ ]?(?:\(0\)[ ]?)?[1-9])[\d -]{6,12}$"
)
"""How people here write a number, whether or not the plan has it."""
_LABEL_BEFORE: Final = Pattern(rf"(?<!\p{{L}}){_LABEL}(?!\p{{L}})")
_GROUPS: Final = 4
_LAST_GROUP: Final = Pattern(r"[ \n./–-]+\(?\d+\)?$")
_DATE: Final = Pattern(r"\(?0?\d[ ]?[-/.][ ]?\d{1,2}[ ]?[-/.][ ]?(?:19|20)\d\d(?!\d)")


class TelefoonRecogniser:
    """A number that exists in its country's numbering plan, or that a label calls a telephone number."""

    name = "telefoon"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        seen: list[tuple[int, int]] = []
        for match in _SERVICE.finditer(reading.text):
            seen.append(match.span("number"))
            yield Candidate(
                kind=Kind.TELEFOON, start=match.start("number"), end=match.end("number"), score=0.95, role=Role.BEDRIJF,
                recogniser=self.name, why="Servicenummer van een organisatie (14 0xx, 0800 of 0900).",
            )  # fmt: skip
        for match in _SHAPE.finditer(reading.text):
            if any(begin < match.end() and match.start() < end for begin, end in seen):
                continue
            candidate = self._judge(reading, match.start(), match.end())
            if candidate:
                seen.append((candidate.start, candidate.end))
                yield candidate
        yield from self._labelled(reading, seen)

    def _judge(self, reading: Reading, start: int, end: int) -> Candidate | None:
        text = reading.text[start:end]
        if text.startswith("(") and text.find(")") in (-1, len(text) - 1):
            start, end = start + 1, end - text.endswith(")")
            text = reading.text[start:end]
        before = reading.before(start, 40)
        labelled = _LABEL_BEFORE.search(before) is not None
        if _DATE.match(text) or (
            not labelled and not text.lstrip("(").startswith(("+", "00")) and OTHER_NUMBER.search(before)
        ):
            return None
        whole = _valid_part(text)
        valid = whole is not None
        if whole is not None:
            text, end = whole, start + len(whole)
        if not valid and not labelled and not _DUTCH_FORM.match(text):
            return None
        if plain_digits(text).startswith("088") and not labelled:
            return Candidate(
                kind=Kind.TELEFOON, start=start, end=end, score=0.7, recogniser=self.name, doubtful=True,
                why="Bedrijfsnummer (088): kan een algemeen nummer of dat van één persoon zijn.",
            )  # fmt: skip
        return Candidate(
            kind=Kind.TELEFOON, start=start, end=end, score=0.98 if valid else 0.8, recogniser=self.name,
            doubtful=not valid,
            why="Telefoonnummer dat in het nummerplan bestaat." if valid
            else "Heeft de vorm van een telefoonnummer, maar bestaat niet in het nummerplan: mogelijk verschreven.",
        )  # fmt: skip

    def _labelled(self, reading: Reading, seen: list[tuple[int, int]]) -> Iterator[Candidate]:
        for match in _LABELLED.finditer(reading.text):
            start, end = match.span("value")
            digits = plain_digits(match["value"].translate(_DIGITS_FOR))
            if any(begin < end and start < stop for begin, stop in seen) or not 9 <= len(digits) <= 13:
                continue
            if _DATE.match(match["value"]):
                continue
            yield Candidate(
                kind=Kind.TELEFOON, start=start, end=end, score=0.85, recogniser=self.name,
                why="Achter een aanduiding als telefoonnummer, in een beschadigde of ongewone schrijfwijze.",
            )  # fmt: skip


def _valid_part(text: str) -> str | None:
    """The number without groups at its end that belong to what follows; None where none is valid."""
    for _ in range(_GROUPS):
        if _valid(text):
            return text
        shorter = _LAST_GROUP.search(text)
        if shorter is None:
            return None
        text = text[: shorter.start()]
    return None


def _valid(text: str) -> bool:
    compact = text.replace("(0)", "").replace("\n", " ")
    if compact.lstrip("( ").startswith("00"):
        compact = "+" + compact.lstrip("( ")[2:]
    try:
        number = phonenumbers.parse(compact, "NL")
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_valid_number(number))
