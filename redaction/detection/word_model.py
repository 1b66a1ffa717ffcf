# SPDX-License-Identifier: EUPL-1.2
"""A second, small model of names: which words with a capital are a person's, by their letters and neighbours.

It fails in other places than the language model does, for it knows words by their letters and by our lists. The
weights are made by ``training.word_trainer`` from the same texts as the language model.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading
from redaction.detection.tokens import INITIAL, PREFIX, WORD
from redaction.detection.word_features import DIMENSIONS, word_features
from schemas.findings import Kind

WEIGHTS: Final = "word_weights.npy"
_LEAST: Final = 0.3
_WHY: Final = "De letters van het woord en de woorden eromheen zijn die van een naam."


class WordModelRecogniser:
    """Runs of words that the small model takes for names."""

    name = "naam_vorm"

    def __init__(self) -> None:
        self._weights = array("f", carried_weights().tolist())

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        found = list(word_features(reading))
        if not found:
            return
        chances = word_chances(self._weights, (each.numbers for each in found))
        tokens = reading.tokens
        likely = {each.index: chance for each, chance in zip(found, chances, strict=True) if chance >= _LEAST}
        done = -1
        for index in likely:
            if index <= done:
                continue
            last = index
            while (following := _next_word(tokens, last)) in likely:
                last = following
            done = last
            score = max(likely[at] for at in range(index, last + 1) if at in likely)
            yield Candidate(
                kind=Kind.NAAM, start=tokens[index].start, end=tokens[last].end, score=round(min(score, 0.97), 4),
                recogniser=self.name, why=_WHY,
            )  # fmt: skip


def _next_word(tokens: Any, index: int) -> int:
    """Index of the word that can go on a name, over initials and small prefixes; -1 where nothing does."""
    at = index + 1
    while at < len(tokens) and at - index < 4 and tokens[at].start - tokens[at - 1].end <= 1:
        if tokens[at].sort == WORD and tokens[at].capital:
            return at
        if tokens[at].sort not in (INITIAL, PREFIX) and tokens[at].lower not in _SMALL:
            return -1
        at += 1
    return -1


_SMALL: Final = frozenset(
    {"van", "de", "der", "den", "het", "ten", "ter", "te", "el", "al", "von", "la", "da", "di", "bin", "ben"}
)


def word_chances(weights: Sequence[float], numbers: Iterable[tuple[int, ...]]) -> list[float]:
    """For each word the chance that it is part of a person's name."""
    always, weight = weights[DIMENSIONS], weights.__getitem__
    return [1 / (1 + exp(-(always + sum(map(weight, each))))) for each in numbers]


@cache
def carried_weights() -> "npt.NDArray[np.float32]":
    """The weights that the package carries; the last one is the same for every word."""
    with (files("redaction.detection") / WEIGHTS).open("rb") as stream:
        weights: npt.NDArray[np.float32] = np.load(stream, allow_pickle=False).astype(np.float32)
    return weights
