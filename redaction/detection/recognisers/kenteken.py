# SPDX-License-Identifier: EUPL-1.2
"""Licence plates in the series of the RDW (sidecodes 1 to 14), with hyphens anywhere, without them behind a label."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.labels import OTHER_NUMBER
from schemas.findings import Kind

_SERIES: Final = (
    "LL-DD-DD", "DD-DD-LL", "DD-LL-DD", "LL-DD-LL", "LL-LL-DD", "DD-LL-LL", "DD-LLL-D", "D-LLL-DD", "LL-DDD-L",
    "L-DDD-LL", "LLL-DD-L", "L-DD-LLL", "D-LL-DDD", "DDD-LL-D",
)  # fmt: skip


def _expression(series: str, separator: str, letter: str) -> str:
    return series.replace("-", separator).replace("L", letter).replace("D", r"\d")


_HYPHENS: Final = Pattern(
    r"(?<![\w/.-])(?:" + "|".join(_expression(series, "[-–]", "[A-Z]") for series in _SERIES) + r")(?![\w/]|-\w)"
)
_LOOSE: Final = Pattern(
    r"(?:" + "|".join(_expression(series, "[-– ]?", "[A-Za-z]") for series in _SERIES) + r")(?![\w])"
)
_CODE: Final = Pattern(r"(?<!\p{L})\p{L}*(?:code|kamer|ruimte|lokaal|norm|versie|type|bestek|blad|tekening)[ :]{1,3}$")
"""Before what has the form of a plate and is the code of a door, a room or a drawing."""
_LABEL: Final = Pattern(
    r"(?<!\p{L})(?:kenteken(?:nummer|plaat|s)?|kent\.|voertuig|auto|personenauto|bestelauto|motor|scooter|aanhanger"
    r"|merk)(?!\p{L})"
)


class KentekenRecogniser:
    """A plate written with hyphens, or any way of writing it behind a word for vehicle."""

    name = "kenteken"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        seen: set[int] = set()
        for match in _HYPHENS.finditer(reading.text):
            before = reading.before(match.start(), 40)
            labelled = _LABEL.search(reading.before(match.start(), 80)) is not None
            if (OTHER_NUMBER.search(before) or _CODE.search(before)) and not labelled:
                continue
            seen.add(match.start())
            yield Candidate(
                kind=Kind.KENTEKEN, start=match.start(), end=match.end(), score=0.98 if labelled else 0.88,
                recogniser=self.name,
                why="Kenteken in een reeks van de RDW" + (", bij een woord voor voertuig." if labelled else "."),
            )  # fmt: skip
        for label in _LABEL.finditer(reading.lower):
            end = min(len(reading.text), label.end() + 40)
            for offset in range(label.end(), end):
                if reading.text[offset - 1].isalnum() or not reading.text[offset].isalnum():
                    continue
                found = _LOOSE.match(reading.text, offset)
                if (
                    found
                    and found.start() not in seen
                    and any(c.isupper() for c in found.group()) | label.group().startswith("kent")
                ):
                    seen.add(found.start())
                    yield Candidate(
                        kind=Kind.KENTEKEN, start=found.start(), end=found.end(), score=0.93, recogniser=self.name,
                        why="Heeft de vorm van een kenteken en staat achter een woord voor voertuig.",
                    )  # fmt: skip
                    break
