# SPDX-License-Identifier: EUPL-1.2
"""Numbers that are only known by the label before them: documents, driving licence, V-number, BIG, A-number."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import DIGIT, Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.columns import column_cells
from redaction.detection.recognisers.labels import OTHER_NUMBER, LabelledValue, plain_digits
from schemas.findings import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sort:
    kind: Kind
    name: str
    label: str
    value: str
    check: Callable[[str], bool]
    why: str
    exact: Pattern


def _exactly(digits: int) -> Pattern:
    return Pattern(rf"(?<![\w.,/€+-])\d{{{digits}}}(?![\w/]|[.,-]\d)")


def is_a_number(digits: str) -> bool:
    """The check of the administration number (Logisch Ontwerp BRP, element 01.10).

    Ten digits, the first not 0, no two neighbours equal, the sum of the digits leaves 0 or 5 and the sum of the
    digits times the powers of two leaves 0 when divided by eleven.
    """
    if len(digits) != 10 or digits[0] == "0" or any(one == other for one, other in pairwise(digits)):
        return False
    values = [int(digit) for digit in digits]
    weighted = sum(value * 2**place for place, value in enumerate(values))
    return sum(values) % 11 in (0, 5) and weighted % 11 == 0


def is_document_number(text: str) -> bool:
    """The form of a Dutch passport or identity card number: two letters, six of either, a digit, and no letter O."""
    return (
        len(text) == 9
        and text[:2].isalpha()
        and text[2:8].isalnum()
        and text[8].isdigit()
        and text.isupper()
        and "O" not in text
    )


_REACH: Final = 1200
_NEAR: Final = 90
_BARE_NUMBER: Final = re.compile(r"(?<=[,;:( ])(?:nr|nummer|no)[.:]*\s*$")
_NUMBER: Final = r"(?:nummer|nr\.?|no\.?)"
_SORTS: Final = (
    _Sort(
        kind=Kind.DOCUMENTNUMMER, name="documentnummer",
        label=r"(?:(?:paspoort|identiteitskaart|id[ -]?kaart|reisdocument|identiteits(?:bewijs|document|papieren)"
        r"|legitimatie(?:bewijs)?|gelegitimeerd|legitimeert|legitimeerde|legitimeren|(?:ge)?identificeer(?:d|t|de)"
        r"|id[ -]?(?:bewijs|document|nr\.?|nummer)|(?:gehandicapten)?parkeerkaart|legi[ ]?bewijs"
        rf"|verblijfs(?:document|vergunning|titel|pas)|vreemdelingendocument)[ -]?(?:document)?{_NUMBER}?"
        rf"|document{_NUMBER}[ ](?:paspoort|identiteitskaart|id)"
        r"|(?:nummer|documentnummer)[ ](?:van[ ](?:het|de|zijn|haar)[ ])?"
        r"(?:paspoort|identiteitskaart|id[ -]?kaart|identiteitsbewijs)"
        r"|documentnummer|documentnr\.?|passport[ ](?:no|number)\.?)",
        value=r"(?-i:[A-Z][A-Z0-9][ ]?(?:[A-Z0-9][ ]?){5,6}[0-9OIl])(?!\w)",
        check=is_document_number,
        exact=Pattern(r"(?<![\w/-])(?=[A-Z0-9]{0,8}\d)[A-Z]{2}[A-Z0-9]{6}\d(?![\w/-])"),
        why="Nummer achter een woord voor paspoort, identiteitskaart of reisdocument.",
    ),
    _Sort(
        kind=Kind.RIJBEWIJSNUMMER, name="rijbewijsnummer",
        label=rf"(?:rijbewijs[ -]?{_NUMBER}?|driving[ ]licen[cs]e(?:[ ]no\.?)?)",
        value=rf"{DIGIT}(?:[ .]?{DIGIT}){{9}}(?!\w)", check=lambda text: len(text) == 10 and text.isdigit(),
        exact=_exactly(10), why="Tien cijfers achter een woord voor rijbewijs.",
    ),
    _Sort(
        kind=Kind.V_NUMMER, name="v_nummer",
        label=rf"(?:v[ -]?{_NUMBER}|vreemdelingen[ -]?{_NUMBER}|vnr\.?|ind[ -]?{_NUMBER}|coa[ -]?{_NUMBER})",
        value=rf"{DIGIT}(?:[ .]?{DIGIT}){{9}}(?!\w)", check=lambda text: len(text) == 10 and text.isdigit(),
        exact=_exactly(10), why="Tien cijfers achter een aanduiding als vreemdelingennummer.",
    ),
    _Sort(
        kind=Kind.BIG_NUMMER, name="big_nummer", 
        label=rf"(?:big[ -]?(?:registratie|register|geregistreerd)?[ -]?{_NUMBER}?|registratie{_NUMBER}[ ]big)",
        value=rf"{DIGIT}(?:[ .]?{DIGIT}){{10}}(?!\w)", check=lambda text: len(text) == 11 and text[0] in "012356789",
        exact=_exactly(11), why="Elf cijfers achter een aanduiding als BIG-nummer.",
    ),
    _Sort(
        kind=Kind.A_NUMMER, name="a_nummer", label=rf"(?:a[ -]{_NUMBER}|anummer|anr\.?|administratie{_NUMBER})",
        value=rf"{DIGIT}(?:[ .]?{DIGIT}){{9}}(?!\w)", check=is_a_number,
        exact=_exactly(10), why="Tien cijfers achter een aanduiding als A-nummer.",
    ),
)  # fmt: skip


class LabelledNumberRecogniser:
    """One sort of number behind its label; a failing check makes it a question."""

    def __init__(self, sort: _Sort) -> None:
        self._sort = sort
        self._values = LabelledValue(sort.label, sort.value)
        self._cell = Pattern(sort.value)
        self.name = sort.name

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        seen: set[int] = set()
        for value in self._values.finditer(reading):
            compact = self._compact(value.text)
            if not any(character.isdigit() for character in compact):
                continue
            seen.add(value.start)
            yield self._behind_label(value.start, value.end, good=self._sort.check(compact))
        labels = [match.end() for match in self._values.labels(reading)]
        if labels:
            yield from self._in_columns(reading, seen)
            yield from self._further(reading, labels, seen)

    def _in_columns(self, reading: Reading, seen: set[int]) -> Iterator[Candidate]:
        for start, end in column_cells(reading, self._values.label):
            if start not in seen and self._cell.fullmatch(reading.text[start:end]):
                seen.add(start)
                good = self._sort.check(self._compact(reading.text[start:end]))
                yield self._behind_label(start, end, good=good)

    def _behind_label(self, start: int, end: int, *, good: bool) -> Candidate:
        return Candidate(
            kind=self._sort.kind, start=start, end=end, score=0.97 if good else 0.7,
            recogniser=self.name, doubtful=not good,
            why=self._sort.why if good else self._sort.why[:-1] + ", maar de vorm of controle klopt niet.",
        )  # fmt: skip

    def _further(self, reading: Reading, labels: list[int], seen: set[int]) -> Iterator[Candidate]:
        """Numbers of exactly this form that stand somewhat behind a label, as below the head of a column."""
        for match in self._sort.exact.finditer(reading.text, labels[0]):
            before = [label for label in labels if label <= match.start()]
            if match.start() in seen or not before or match.start() - before[-1] > _REACH:
                continue
            near = match.start() - before[-1] < _NEAR
            leading = reading.before(match.start(), 40)
            if near:
                # "Legitimatie: naam X, nr. ...": the bare "nr." belongs to the label.
                leading = _BARE_NUMBER.sub("", leading)
            if OTHER_NUMBER.search(leading) or not any(map(str.isdigit, match.group())):
                continue
            good = self._sort.check(self._compact(match.group()))
            yield Candidate(
                kind=self._sort.kind, start=match.start(), end=match.end(), score=0.85 if good and near else 0.65,
                recogniser=self.name, doubtful=not good,
                why=self._sort.why.replace("achter een", "op enige afstand achter een"),
            )  # fmt: skip

    def _compact(self, text: str) -> str:
        return text.replace(" ", "") if self._sort.kind is Kind.DOCUMENTNUMMER else plain_digits(text)


def labelled_number_recognisers() -> tuple[LabelledNumberRecogniser, ...]:
    """One recogniser per sort of number."""
    return tuple(LabelledNumberRecogniser(sort) for sort in _SORTS)
