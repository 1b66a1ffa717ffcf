# SPDX-License-Identifier: EUPL-1.2
"""Makes the weights of the small model of words (``word_model``): logistic regression on hashed features.

``python -m redaction.detection.training.word_trainer DATA OUT.npy``. The names that training texts are filled with are
in the carried lists, and those of a document often are not: so each text is read with lists from which half of the
names is gone.
"""

import sys
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
import numpy.typing as npt

from redaction.detection.gazetteer import Gazetteer, gazetteer
from redaction.detection.normalising import normalise
from redaction.detection.reading import Reading
from redaction.detection.training.corpus import TrainingCorpus
from redaction.detection.training.records import PERSON, UNRESOLVED, Labelled, Mark
from redaction.detection.word_features import DIMENSIONS, word_features

DEFAULT_SEED: Final = 20_261_124
_ROUNDS: Final = 4
_EPOCHS: Final = 4
_BATCH: Final = 512
_RATE: Final = 0.15
_SHRINK: Final = 2e-6
_BRACKETS: Final = 0.06
_LISTS: Final = 6
_PROPER_KEPT: Final = 0.75
"""Part of the names that the spelling list knows: it has more of those of training than of those of documents."""
_KEPT: Final = 0.45
"""Part of the listed names that a text of training may look up."""

Examples = tuple[list[tuple[int, ...]], list[bool]]


def train_words(data: Path, output: Path, *, seed: int = DEFAULT_SEED, rounds: int = _ROUNDS) -> float:
    """Make the weights and write them; the same data and seed give the same.

    Args:
        data: folder with the training files.
        output: file to write (NumPy, half precision).
        seed: start of all chance.
        rounds: rounds of the training corpus, each with other people.

    Returns:
        Share of words of the dev texts that were judged right.

    Raises:
        InputRefused: the data folder misses a file or one is not readable.
    """
    random = Random(seed)
    corpus = TrainingCorpus(data)
    lists = [thinned(number, _KEPT) for number in range(_LISTS)]
    texts = [_bracketed(text, random) for _ in range(rounds) for text in corpus.round(random)]
    weights = _fitted(_examples(texts, lists), np.random.default_rng(seed))
    np.save(output, weights.astype(np.float16), allow_pickle=False)
    features, truth = _examples(corpus.dev(Random(seed + 1)), lists)
    logits = np.array([weights[list(each)].sum() for each in features]) + weights[DIMENSIONS]
    return float(((logits > 0) == np.array(truth)).mean())


def thinned(number: int, share: float) -> Gazetteer:
    """The carried lists with only a share of their names, another choice for each number."""
    full = gazetteer()

    def kept(names: frozenset[str], share: float) -> frozenset[str]:
        return frozenset(name for name in names if zlib.crc32(f"{number}/{name}".encode()) / 2**32 < share)

    return replace(
        full, first=kept(full.first, share), last=kept(full.last, share), proper=kept(full.proper, _PROPER_KEPT)
    )


def _bracketed(text: Labelled, random: Random) -> Labelled:
    """The text with one of its names in brackets now and then, whether a person's, a place's or a body's."""
    if not text.marks or random.random() >= _BRACKETS:
        return text
    chosen = random.choice(text.marks)
    before, inside, after = text.text[: chosen.start], text.text[chosen.start : chosen.end], text.text[chosen.end :]
    if before.endswith("(") or chosen.label == UNRESOLVED:
        return text
    marks = tuple(
        replace(mark, start=mark.start + _moved(mark.start, chosen), end=mark.end + _moved(mark.end - 1, chosen))
        for mark in text.marks
    )
    return Labelled(text=f"{before}({inside}){after}", marks=marks)


def _moved(place: int, chosen: Mark) -> int:
    return (place >= chosen.start) + (place >= chosen.end)


def _examples(texts: Sequence[Labelled], lists: Sequence[Gazetteer]) -> Examples:
    """Features and truth of every word with a capital; what belongs to a name of unresolved type is left out."""
    features: list[tuple[int, ...]] = []
    truth: list[bool] = []
    for number, text in enumerate(texts):
        read = normalise(text.text)
        reading = Reading(read.text, lists[number % len(lists)])
        labels: dict[int, str] = {}
        for mark in text.marks:
            labels.update(dict.fromkeys(range(mark.start, mark.end), mark.label))
        for each in word_features(reading):
            token = reading.tokens[each.index]
            label = labels.get(read.origin(token.start, token.end)[0], "")
            if label != UNRESOLVED:
                features.append(each.numbers)
                truth.append(label == PERSON)
    return features, truth


def _fitted(examples: Examples, random: np.random.Generator) -> "npt.NDArray[np.float32]":
    """Weights by AdaGrad."""
    features, truth = examples
    width = max(map(len, features))
    # One spare place takes what fills up the rows; it stays at nothing.
    rows = np.full((len(features), width), DIMENSIONS + 1, dtype=np.int32)
    for number, each in enumerate(features):
        rows[number, : len(each)] = each
    wanted = np.array(truth, dtype=np.float32)
    weights = np.zeros(DIMENSIONS + 2, dtype=np.float32)
    squares = np.full(DIMENSIONS + 2, 1e-3, dtype=np.float32)
    for _ in range(_EPOCHS):
        order = random.permutation(len(rows))
        for begin in range(0, len(order), _BATCH):
            batch = order[begin : begin + _BATCH]
            chosen = rows[batch]
            chance = 1 / (1 + np.exp(-(weights[chosen].sum(axis=1) + weights[DIMENSIONS])))
            wrong = (chance - wanted[batch]) / len(batch)
            step = np.bincount(chosen.ravel(), weights=np.repeat(wrong, width), minlength=DIMENSIONS + 2).astype(
                np.float32
            )
            step[DIMENSIONS] = wrong.sum()
            step += _SHRINK * weights
            step[DIMENSIONS + 1] = 0
            squares += step * step
            weights -= _RATE * step / np.sqrt(squares)
    return weights[: DIMENSIONS + 1]


if __name__ == "__main__":
    print(f"{train_words(Path(sys.argv[1]), Path(sys.argv[2])):.4f} of the words right on the dev texts")  # noqa: T201
