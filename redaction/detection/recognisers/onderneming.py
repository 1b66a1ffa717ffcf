# SPDX-License-Identifier: EUPL-1.2
"""Numbers of businesses: KvK, RSIN and VAT number. Of a sole trader they are personal; some hold a BSN."""

import re
from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import DIGIT, Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.labels import LabelledValue, eleven_test, plain_digits
from redaction.detection.vetoes import vetoes
from schemas.findings import Kind, Role

_SOLE: Final = Pattern(
    r"(?<!\p{L})(?:eenmanszaak|eenmansbedrijf|zzp(?:['’]?er)?|zelfstandige|zelfstandig ondernemer|eigen rijder"
    r"|freelance(?:r)?|v\.?o\.?f\.?|vennootschap onder firma|maatschap|h\.?o\.?d\.?n\.?"
    r"|handelend onder de (?:handels)?naam|t\.h\.o\.d\.n\.?)(?!\p{L})"
)
_LEGAL: Final = Pattern(
    r"(?<!\p{L})(?:b\.v\.?|bv|n\.v\.?|nv|stichting|vereniging|gemeente|provincie|waterschap|ministerie|coöperatie"
    r"|coöperatief|besloten vennootschap|naamloze vennootschap|kerkgenootschap|vve|u\.a\.|ltd|gmbh|holding)(?!\p{L})"
)
_NEXT_PARTY: Final = re.compile(r"[;|\t]|\n\s*\n|\d{8}")
_BEFORE: Final = 160
_AFTER: Final = 90
_FAR_BEFORE: Final = 300
_FAR_AFTER: Final = 200
_NEAR: Final = 70
_VAT: Final = Pattern(
    r"(?<!\w)NL[ .]?(?P<number>[0-9OIl][0-9OIl. ]{7,11}[0-9OIl])[ .]?B[ .]?(?P<suffix>[0-9OIl]{2})(?!\w)",
    ignore_case=True,
)


def _role(reading: Reading, start: int, end: int) -> Role:
    """Whose number it is: of a citizen who trades, of a legal person, or unknown where the words say both."""
    low, high = _own_words(reading, start, end)
    sole = _SOLE.search(reading.lower, low, start) or _SOLE.search(reading.lower, end, high)
    forms = [match.start() for match in _LEGAL.finditer(reading.lower, low, start)]
    legal = bool(forms) or _LEGAL.search(reading.lower, end, high) is not None
    if sole:
        return Role.ONBEKEND if legal else Role.BURGER
    named = max(low, start - _NEAR)
    # "De gemeente koopt bij Schildersbedrijf Vos, KvK ...": the legal form belongs to what it follows or opens.
    own = max((thing.start for thing in vetoes(reading) if thing.personal and named < thing.end <= start), default=-1)
    if own > max(forms, default=-1) and (forms or not legal):
        return Role.BURGER
    if legal:
        return Role.ONBEKEND if own >= 0 and not forms else Role.BEDRIJF
    if reading.marked("PER", named, start):
        return Role.ONBEKEND
    far = _SOLE.search(reading.before(start, _FAR_BEFORE)) or _SOLE.search(reading.after(end, _FAR_AFTER))
    # A party of a list has its own words; elsewhere what was said sentences before may still hold.
    listed = low > max(0, start - _BEFORE)
    return Role.BURGER if far and not listed else Role.BEDRIJF


def _own_words(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The stretch around a number that is about the same party: up to a list sign, a blank line or another number."""
    low, high = max(0, start - _BEFORE), min(len(reading.text), end + _AFTER)
    for sign in _NEXT_PARTY.finditer(reading.text, low, start):
        low = sign.end()
    after = _NEXT_PARTY.search(reading.text, end, high)
    return low, high if after is None else after.start()


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
            role = _role(reading, value.start, value.end)
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
            role = _role(reading, value.start, value.end) if good else Role.ONBEKEND
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
            role = _role(reading, match.start(), match.end())
            holds_bsn = eleven_test(digits) and (not legal or role is Role.BURGER)
            mistyped = not one_man and not holds_bsn and role is Role.BURGER
            personal = one_man or holds_bsn or mistyped
            yield Candidate(
                kind=Kind.BTW_ID, start=match.start(), end=match.end(), score=0.96, recogniser=self.name,
                role=Role.BURGER if personal else Role.BEDRIJF, doubtful=mistyped,
                why="Btw-nummer waarin een BSN zit." if holds_bsn
                else "Btw-nummer van een eenmanszaak." if personal
                else "Btw-nummer van een rechtspersoon.",
            )  # fmt: skip


def _is_one_mans(digits: str, suffix: str) -> bool:
    """The check of the numbers that sole traders have since 2020: the whole leaves 1 when divided by 97."""
    as_number = "".join(str(int(sign, 36)) for sign in f"NL{digits}B{suffix}")
    return len(suffix) == 2 and int(as_number) % 97 == 1
