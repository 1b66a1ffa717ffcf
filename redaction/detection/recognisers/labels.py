# SPDX-License-Identifier: EUPL-1.2
"""Labels that stand before a number, and what tells that a number is something else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading

BSN_LABEL: Final = r"(?:b\.?s\.?n\.?|burger[ ]?service[ -]?(?:nummer|nr\.?)|sofi[ -]?(?:nummer|nr\.?)|persoonsnummer)"
OTHER_NUMBER: Final = Pattern(
    r"(?:zaak|kenmerk|dossier|factuur|order|referentie|project|polis|relatie|registratie|debiteur|klant|bestel|artikel"
    r"|document|inkoop|bon|serie|meter|corsa|verseon|djuma|besluit|vergunning|olo|dso|procedure|ticket|melding|aanvraag"
    r"|volg|reknr|rekening|product|licentie|inschrijf|artikel|case|incident|contract|verplichting|boekstuk|kvk|rsin"
    r"|dossierstuk|zaak[ -]?id|isbn|issn|ean)[- ]?(?:nummer|nr|id|code)?s?\.?\s*:?\s*(?:is\s+"
    r"|van\s+)?(?:[a-z]{0,4}[-./ ]?)?$"
    r"|(?:ons|uw|ref(?:erentie)?|kenmerk|zaak|nr)\.?\s*:?\s*$|[€$£]\s*$|eur\s*$"
)
"""Ends right before a number: it is a case, invoice or other number of an organisation."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value behind its label."""

    start: int
    end: int
    text: str


class LabelledValue:
    """Finds values right behind a label: on the same line, or on the next when the label stands alone.

    Args:
        label: expression for the label, small letters.
        value: expression for the value.
    """

    def __init__(self, label: str, value: str) -> None:
        self.label = Pattern(rf"(?<!\p{{L}}){misread(label)}(?!\p{{L}})")
        self._value = Pattern(
            r"[)\]]?\s{0,3}(?:[:=#]|(?:is|was|nummer|nr\.?|no\.?|van\s+(?:(?:mijn|de|het|zijn|haar|uw)\s+)?\p{L}+"
            r"|luidt|met"
            r"|geregistreerd|onder|ingeschreven)\b|\([^)\n]{1,30}\)){0,2}"
            rf"[\s:=.#(-]{{0,6}}(?:is\s|nr\.?\s?|nummer\s|het\s|nummer\s)?(?P<value>{value})",
            ignore_case=True,
        )

    def labels(self, reading: Reading) -> Iterator["re.Match[str]"]:
        """Every place where the label stands.

        Raises:
            TimeoutError: a search did not end in time.
        """
        return self.label.finditer(reading.lower)

    def finditer(self, reading: Reading) -> Iterator[Labelled]:
        """Every labelled value.

        Raises:
            TimeoutError: a search did not end in time.
        """
        for label in self.label.finditer(reading.lower):
            match = self._value.match(reading.text, label.end())
            if match:
                yield Labelled(match.start("value"), match.end("value"), match.group("value"))


def misread(expression: str) -> str:
    """The same expression for words that a scanner may have read wrongly: c for e, 0 for o, l or 1 for i, f for t.

    Letters inside a class or behind a backslash stay as they are.
    """
    return _LITERALS.sub(lambda part: part.group(1) or _MISREADINGS.get(part.group(), part.group()), expression)


_LITERALS: Final = re.compile(
    r"(\\p\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:P<\w+>|<[=!]|[=!:]|[a-z-]+:)|\{[^}]*\})|.", re.DOTALL
)
_MISREADINGS: Final = {
    "e": "[ec]", "o": "[o0]", "i": "[il1j]", "l": "[li1]", "t": "[tf]", "h": "[hb]", "a": "[ao]", "s": "[s5]",
}  # fmt: skip


def plain_digits(text: str) -> str:
    """Digits of a number as a scanner or a tired hand wrote it: O is 0, l, I and | are 1, the rest falls out."""
    return "".join(character for character in text.translate(_CONFUSED) if character.isdigit())


_CONFUSED: Final = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})


def eleven_test(number: str) -> bool:
    """The eleven-test of BSN and RSIN on nine digits: weights 9 to 2, the last digit counts negative."""
    if len(number) != 9 or not number.isdigit() or number == "000000000":
        return False
    total = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), number, strict=True))
    return total % 11 == 0
