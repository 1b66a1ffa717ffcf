# SPDX-License-Identifier: EUPL-1.2
"""Persons that the language model marks."""

from collections.abc import Iterator

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading
from schemas.findings import Kind


class ModelNaamRecogniser:
    """Every stretch with the label PER."""

    name = "naam_model"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for span in reading.entities:
            if span.label == "PER":
                yield Candidate(
                    kind=Kind.NAAM, start=span.start, end=span.end, score=0.7, recogniser=self.name,
                    why="Het taalmodel herkent hier een naam.",
                )  # fmt: skip
