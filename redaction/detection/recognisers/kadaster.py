# SPDX-License-Identifier: EUPL-1.2
"""Cadastral parcels: they stay readable by default, as what the document is about."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from schemas.findings import Kind, Role

_PARCEL: Final = Pattern(
    r"(?<!\p{L})(?:sectie|kadastra(?:al|le) (?:nummer|aanduiding|perceel|object)"
    r"|kadastraal bekend(?: als| onder)?(?: gemeente)?"
    r"(?: \p{Lu}[\p{L}'-]+| (?:op|den|de|aan)){1,4},?(?: sectie)?)[ :]{1,3}"
    r"(?-i:[A-Z]{1,2})[ ,]{1,3}"
    r"(?:(?:perceel)?nummers?|nrs?\.?|perceel)?[ :]{0,2}\d{1,5}",
    ignore_case=True,
)


class KadastraalRecogniser:
    """Section and number of a parcel."""

    name = "kadastraal"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if "sectie" not in reading.lower and "kadastra" not in reading.lower:
            return
        for match in _PARCEL.finditer(reading.text):
            yield Candidate(
                kind=Kind.KADASTRAAL, start=match.start(), end=match.end(), score=0.95, role=Role.ONDERWERP,
                recogniser=self.name, why="Kadastrale aanduiding van een perceel.",
            )  # fmt: skip
