# SPDX-License-Identifier: EUPL-1.2
"""IBAN of any country (ISO 13616), with its check of modulo 97."""

from collections.abc import Iterator
from typing import Final

from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from redaction.detection.tokens import WORD, Token
from schemas.findings import Kind, Role

_SHAPE: Final = Pattern(
    r"(?<![\p{L}\d])(?P<country>[A-Za-z]{2})[ ]?(?:\d[0-9OoIl]|[OoIl]\d)(?:[ .\n-]{0,2}[A-Za-z0-9]){11,30}(?![\p{L}\d])"
)
_LABEL: Final = Pattern(r"\b(?:iban|rekening(?:nummer|nr)?|bankrekening|rek\.?[ ]?nr)\b[^\n]{0,25}$")
_NL: Final = 18
_BUSINESS: Final = Pattern(
    r"(?:t\.?n\.?v\.?|ten name van|op naam van)\s+(?:de\s+)?(?:gemeente|belastingdienst|stichting|provincie|waterschap)"
)
_DIGITS_FOR: Final = str.maketrans("OoIlSB", "001158")
_LETTERS_FOR: Final = str.maketrans("015", "OIS")
_VALUES: Final = {character: str(value) for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
"""What a sign counts for in the check of modulo 97."""


class IbanRecogniser:
    """An IBAN that passes its check; a Dutch one that does not is asked about."""

    name = "iban"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        at = 0
        for token in reading.tokens:
            if token.sort != WORD or token.start < at or not _may_begin(reading.text, token):
                continue
            match = _SHAPE.match(reading.text, token.start)
            candidate = None if match is None else self._judge(reading, match.start(), match.end())
            if candidate is not None:
                # A row of numbers is one long match: what follows the first is looked at anew.
                at = candidate.end
                yield candidate

    def _judge(self, reading: Reading, start: int, end: int) -> Candidate | None:
        valid = self._valid_end(reading.text, start, end)
        if valid is not None:
            return Candidate(
                kind=Kind.IBAN, start=start, end=valid, score=0.99, role=_role(reading, valid), recogniser=self.name,
                why="Rekeningnummer waarvan het controlegetal klopt.",
            )  # fmt: skip
        broken = self._broken_end(reading, start, end)
        if broken is None:
            return None
        return Candidate(
            kind=Kind.IBAN, start=start, end=broken, score=0.7, role=_role(reading, broken), recogniser=self.name,
            doubtful=True,
            why="Ziet eruit als een IBAN, maar het controlegetal klopt niet: verschreven of slecht gelezen.",
        )  # fmt: skip

    def _valid_end(self, text: str, start: int, end: int) -> int | None:
        """Where a valid IBAN ends that begins here, trying the longest reading of the country's length first."""
        compact, ends = _compact(text, start, end)
        for size in range(len(compact), 14, -1):
            for attempt in (compact[:size], _with_digits(compact[:size])):
                if _valid(attempt):
                    return ends[size - 1]
        return None

    def _broken_end(self, reading: Reading, start: int, end: int) -> int | None:
        compact, ends = _compact(reading.text, start, end)
        dutch = (
            compact[:2] == "NL" and len(compact) >= _NL and sum(character.isdigit() for character in compact[:_NL]) >= 9
        )
        if dutch and compact[4:8].replace("0", "O").isalpha():
            return ends[_NL - 1]
        if _LABEL.search(reading.before(start)) and sum(character.isdigit() for character in compact) >= 10:
            return ends[-1]
        return None


def _may_begin(text: str, token: Token) -> bool:
    """Two letters with a check digit behind them, perhaps after a space."""
    word = token.text
    if len(word) == 2:
        return text[token.end : token.end + 3].strip()[:1] in tuple("0123456789OoIl")
    return len(word) > 3 and (word[2].isdigit() or word[3].isdigit())


def _role(reading: Reading, end: int) -> Role:
    return Role.BEDRIJF if _BUSINESS.search(reading.after(end, 60)) else Role.ONBEKEND


def _compact(text: str, start: int, end: int) -> tuple[str, list[int]]:
    # A small l between capitals and digits is a misread 1 or I; which of them, its place tells.
    kept = [
        ("1" if character == "l" and offset > start + 1 else character.upper(), offset + 1)
        for offset, character in enumerate(text[start:end], start)
        if character.isalnum()
    ]
    return "".join(character for character, _ in kept), [offset for _, offset in kept]


def _with_digits(compact: str) -> str:
    """The same with a scanner's letters read as digits where a Dutch IBAN has digits."""
    if not compact.startswith("NL"):
        return compact
    bank = compact[4:8].translate(_LETTERS_FOR)
    return "NL" + compact[2:4].translate(_DIGITS_FOR) + bank + compact[8:].translate(_DIGITS_FOR)


def _valid(compact: str) -> bool:
    turned = "".join(_VALUES.get(character, "") for character in compact[4:] + compact[:4])
    if not turned or int(turned) % 97 != 1:
        return False
    try:
        stdnum_iban.validate(compact)
    except ValidationError:
        return False
    return True
