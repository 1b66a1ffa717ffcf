# SPDX-License-Identifier: EUPL-1.2
"""Tables as text: rows of cells with spaces, tabs, bars, semicolons or line ends between, some cells people."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from redaction.detection.evaluation.generators import Numbers
from redaction.detection.training.names import NameMaker, write_name
from redaction.detection.training.records import PERSON, PLACE, Labelled, Mark

_SEPARATORS: Final = (" ", " ", "\t", " | ", ";", ", ", "\n", "  ")
_NAME_FORMS: Final = (
    "full", "initials", "surname", "surname", "first", "reversed", "reversed_first", "caps", "initials_bare",
    "surname_caps",
)  # fmt: skip
_NAME_HEADS: Final = (
    "Naam", "Achternaam", "Naam en voorletters", "Wie", "Medewerker", "Aanvrager", "Eigenaar", "Roepnaam", "Persoon",
    "Relatie", "Gast", "Spreker", "Bestuurslid", "Lid", "Ontvanger", "Begunstigde", "Huurder", "Kandidaat",
)  # fmt: skip
_PLAIN_CELLS: Final[tuple[tuple[str, Callable[[Numbers], str]], ...]] = (
    ("Datum", lambda numbers: numbers.date(1950, 2026)),
    ("Nr", lambda numbers: numbers.digits(2)),
    ("Bedrag", Numbers.amount),
    ("Telefoon", Numbers.mobile),
    ("Rekening", Numbers.iban),
    ("Kenmerk", Numbers.case_number),
    ("Postcode", Numbers.postcode),
    ("Nummer", lambda numbers: numbers.digits(7)),
)
_ROWS: Final = 5


class Tables:
    """Makes tables.

    Args:
        names: draws the people.
        places: Dutch places.
        words: words of running text for cells that are neither.
    """

    def __init__(self, names: NameMaker, places: Sequence[str], words: Sequence[str]) -> None:
        self._names = names
        self._places = places
        self._words = words

    def draw(self, random: Random) -> Labelled:
        """One table of two to six columns and one to five rows, with or without a head."""
        kinds = random.choices(("name", "plain", "word", "place"), (5, 4, 3, 1), k=random.randint(2, 6))
        if "name" not in kinds:
            kinds[random.randrange(len(kinds))] = "name"
        columns = [self._column(random, kind) for kind in kinds]
        separator = random.choice(_SEPARATORS)
        parts: list[str] = []
        marks: list[Mark] = []
        if random.random() < 0.6:
            heads = separator.join(head for head, _, _ in columns)
            parts.append((heads.upper() if random.random() < 0.2 else heads) + "\n")
        length = sum(map(len, parts))
        for _ in range(random.randint(1, _ROWS)):
            for number, (_, cell, label) in enumerate(columns):
                value = cell(random)
                if label and value:
                    marks.append(Mark(start=length, end=length + len(value), label=label))
                parts.extend((value, separator if number < len(columns) - 1 else "\n"))
                length += len(parts[-2]) + len(parts[-1])
        return Labelled(text="".join(parts).rstrip(), marks=tuple(marks))

    def _column(self, random: Random, kind: str) -> tuple[str, Callable[[Random], str], str]:
        if kind == "name":
            form = random.choice(_NAME_FORMS)
            return random.choice(_NAME_HEADS), lambda chance: write_name(self._names.person(chance), form), PERSON
        if kind == "place":
            return "Plaats", lambda chance: chance.choice(self._places), PLACE
        if kind == "plain":
            head, draw = random.choice(_PLAIN_CELLS)
            return head, lambda chance: draw(Numbers(chance)), ""
        return random.choice(self._words).capitalize(), self._word, ""

    def _word(self, random: Random) -> str:
        words = random.choices(self._words, k=random.choice((1, 1, 2)))
        joined = " ".join(words)
        return joined.capitalize() if random.random() < 0.6 else joined
