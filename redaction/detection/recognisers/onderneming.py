# SPDX-License-Identifier: EUPL-1.2
"""Numbers of businesses: KvK, RSIN and VAT number. Of a sole trader they are personal; some hold a BSN."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import DIGIT, Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.labels import LabelledValue, eleven_test, plain_digits
from schemas.findings import Kind, Role

_SOLE: Final = Pattern(
    r"\b(?:eenmanszaak|eenmansbedrijf|zzp(?:'?er)?|zelfstandige|v\.?o\.?f\.?|vennootschap onder firma|maatschap"
    r"|h\.?o\.?d\.?n\.?"
    r"|handelend onder de naam|t\.h\.o\.d\.n)\b"
)
_VAT: Final = Pattern(
    r"(?<!\w)NL[ .]?(?P<number>[0-9OIl][0-9OIl. ]{7,11}[0-9OIl])[ .]?B[ .]?(?P<suffix>[0-9OIl]{2})(?!\w)",
    ignore_case=True,
)


def _role(reading: Reading, start: int) -> Role:
    return (
        Role.BURGER
        if _SOLE.search(reading.before(start, 300)) or _SOLE.search(reading.after(start, 200))
        else Role.BEDRIJF
    )


class KvkRecogniser:
    """Eight digits behind a word for the trade register."""

    name = "kvk_nummer"

    def __init__(self) -> None:
        self._values = LabelledValue(
            r"(?:kvk|k\.v\.k\.|kamer van koophandel|handelsregister)[ -]?(?:nummer|nr\.?)?",
            rf"{DIGIT}(?:[ .]?{DIGIT}){{7}}(?!\w)",
        )

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        for value in self._values.finditer(reading):
            role = _role(reading, value.start)
            yield Candidate(
                kind=Kind.KVK_NUMMER, start=value.start, end=value.end, score=0.95, role=role, recogniser=self.name,
                why="KvK-nummer van een rechtspersoon." if role is Role.BEDRIJF
                else "KvK-nummer van een onderneming die met een persoon samenvalt.",
            )  # fmt: skip


class RsinRecogniser:
    """Nine digits behind RSIN or fiscal number."""

    name = "rsin"

    def __init__(self) -> None:
        self._values = LabelledValue(
            r"(?:rsin|fiscaal[ ]nummer|finummer)[ -]?(?:nummer|nr\.?)?", rf"{DIGIT}(?:[ .]?{DIGIT}){{8}}(?!\w)"
        )

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        for value in self._values.finditer(reading):
            good = eleven_test(plain_digits(value.text))
            role = _role(reading, value.start) if good else Role.ONBEKEND
            yield Candidate(
                kind=Kind.RSIN, start=value.start, end=value.end, score=0.95 if good else 0.7, role=role,
                recogniser=self.name, doubtful=not good,
                why="RSIN van een rechtspersoon." if role is Role.BEDRIJF
                else "RSIN of fiscaal nummer dat met een persoon kan samenvallen.",
            )  # fmt: skip


class BtwRecogniser:
    """A Dutch VAT number. Nine digits that pass the eleven-test and are no legal person's number are a BSN."""

    name = "btw_id"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        for match in _VAT.finditer(reading.text):
            digits = plain_digits(match["number"])
            if len(digits) != 9:
                continue
            one_man = _is_one_mans(digits, plain_digits(match["suffix"]))
            # The RSIN of legal persons lies in the series 8 and 00; a BSN is handed out below them.
            legal = digits[0] == "8" or digits.startswith("00")
            holds_bsn = eleven_test(digits) and (not legal or _role(reading, match.start()) is Role.BURGER)
            personal = one_man or holds_bsn
            yield Candidate(
                kind=Kind.BTW_ID, start=match.start(), end=match.end(), score=0.96, recogniser=self.name,
                role=Role.BURGER if personal else Role.BEDRIJF,
                why="Btw-nummer waarin een BSN zit." if holds_bsn
                else "Btw-nummer van een eenmanszaak." if personal
                else "Btw-nummer van een rechtspersoon.",
            )  # fmt: skip


def _is_one_mans(digits: str, suffix: str) -> bool:
    """The check of the numbers that sole traders have since 2020: the whole leaves 1 when divided by 97."""
    as_number = "".join(str(int(sign, 36)) for sign in f"NL{digits}B{suffix}")
    return len(suffix) == 2 and int(as_number) % 97 == 1
