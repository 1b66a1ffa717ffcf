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
    """One of each, made once per process."""
    from redaction.detection.recognisers import names, numbers, places, words

    return (*numbers.RECOGNISERS(), *places.RECOGNISERS(), *names.RECOGNISERS(), *words.RECOGNISERS())
