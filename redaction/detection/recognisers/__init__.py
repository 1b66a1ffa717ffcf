# SPDX-License-Identifier: EUPL-1.2
"""Every recogniser that detection uses, one small file each."""

from collections.abc import Iterator
from typing import Protocol

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading


class Recogniser(Protocol):
    """Something that proposes stretches of a reading as one kind of personal data."""

    @property
    def name(self) -> str:
        """Name that findings carry."""

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """Every proposal, in order of text.

        Raises:
            TimeoutError: a search did not end in time.
        """


def all_recognisers() -> tuple[Recogniser, ...]:
    """One of each, in a fixed order; made once per detector."""
    from redaction.detection.recognisers.names import name_recognisers
    from redaction.detection.recognisers.numbers import number_recognisers
    from redaction.detection.recognisers.places import place_recognisers
    from redaction.detection.recognisers.words import word_recognisers

    return (*number_recognisers(), *place_recognisers(), *name_recognisers(), *word_recognisers())
