# SPDX-License-Identifier: EUPL-1.2
"""Fits how sure a name is (``weighing``) on dev texts, and prints how reliable the scores are.

``python -m redaction.detection.training.weigher DATA OUT.json``. The texts are frames that neither model was trained on
and real sentences of a dev split; they are read with lists from which most of the names are gone, for in a document
most names are in no list. Half of the texts fits the weights, the other half fills the printed table.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from redaction.detection.analysis import Analysis
from redaction.detection.detector import detecting_recognisers
from redaction.detection.gazetteer import Gazetteer
from redaction.detection.merging import merge
from redaction.detection.pipelines import load_pipeline
from redaction.detection.training.augment import swap_people
from redaction.detection.training.corpus import TrainingCorpus
from redaction.detection.training.records import PERSON, UNRESOLVED, Labelled, read_labelled
from redaction.detection.training.word_trainer import thinned
from redaction.detection.weighing import name_features
from schemas.findings import Kind

DEFAULT_SEED: Final = 20_261_125
_CARRIERS: Final = 3000
_SENTENCES: Final = "ud-names-nl.dev.jsonl.gz"
_SENTENCE_TURNS: Final = 3
_STEPS: Final = 4000
_RATE: Final = 0.5
_SHRINK: Final = 3e-4
_KEPT: Final = 0.3
_EDGES: Final = (0.0, 0.35, 0.6, 0.8, 0.9, 0.95, 1.01)

Row = tuple[dict[str, float], bool]


def fit_weights(data: Path, output: Path, *, seed: int = DEFAULT_SEED, carriers: int = _CARRIERS) -> str:
    """Fit the weights and write them; the same data, models and seed give the same.

    Returns:
        A table: per range of scores how many findings of texts kept apart were names.

    Raises:
        InputRefused: the data folder misses a file or one is not readable.
    """
    texts = _texts(data, Random(seed), carriers)
    rows = [list(_rows(texts[half::2], seed + half)) for half in (0, 1)]
    columns = {name: at for at, name in enumerate(sorted({name for part in rows for each, _ in part for name in each}))}
    fitted = _fitted(rows[0], columns)
    table = _reliability(rows[1], fitted, columns)
    weights = _fitted([*rows[0], *rows[1]], columns)
    kept = {name: round(float(weights[at]), 4) for name, at in columns.items()}
    output.write_text(
        json.dumps({"seed": seed, "texts": len(texts), "weights": kept}, indent=1) + "\n", encoding="utf-8"
    )
    return table


def _texts(data: Path, random: Random, carriers: int) -> list[Labelled]:
    corpus = TrainingCorpus(data)
    sentences = read_labelled(data / _SENTENCES)
    texts = corpus.dev_frames(random, carriers)
    for turn in range(_SENTENCE_TURNS):
        texts.extend(
            swap_people(text, random, corpus.names, share=1.0, same_form=0.4) if turn else text for text in sentences
        )
    random.shuffle(texts)
    return texts


def _rows(texts: Sequence[Labelled], seed: int) -> Iterator[Row]:
    analysis = Analysis(load_pipeline(), detecting_recognisers(), names=_few_names(seed))
    for text, reading in zip(texts, analysis.readings([text.text for text in texts]), strict=True):
        people = [(mark.start, mark.end) for mark in text.marks if mark.label == PERSON]
        unknown = [(mark.start, mark.end) for mark in text.marks if mark.label == UNRESOLVED]
        for each in merge(reading, analysis.candidates(reading)):
            if each.kind is Kind.NAAM and not _touches(each.start, each.end, unknown):
                yield name_features(reading, each), _touches(each.start, each.end, people)


def _few_names(seed: int) -> Gazetteer:
    return thinned(seed, _KEPT)


def _touches(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(begin < end and start < stop for begin, stop in spans)


def _matrix(rows: Sequence[Row], columns: dict[str, int]) -> "tuple[np.ndarray, np.ndarray]":
    matrix = np.zeros((len(rows), len(columns)), dtype=np.float64)
    for number, (features, _) in enumerate(rows):
        for name, value in features.items():
            matrix[number, columns[name]] = value
    return matrix, np.array([truth for _, truth in rows], dtype=np.float64)


def _fitted(rows: Sequence[Row], columns: dict[str, int]) -> "np.ndarray":
    matrix, truth = _matrix(rows, columns)
    weights = np.zeros(matrix.shape[1])
    squares = np.full(matrix.shape[1], 1e-6)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        step = matrix.T @ (chance - truth) / len(truth) + _SHRINK * weights
        squares += step * step
        weights -= _RATE * step / np.sqrt(squares)
    return weights


def _reliability(rows: Sequence[Row], weights: "np.ndarray", columns: dict[str, int]) -> str:
    matrix, truth = _matrix(rows, columns)
    chance = 1 / (1 + np.exp(-matrix @ weights))
    lines = ["score          names      of   mean score"]
    for low, high in pairwise(_EDGES):
        chosen = (chance >= low) & (chance < high)
        if chosen.any():
            share, mean = truth[chosen].mean(), chance[chosen].mean()
            lines.append(f"{low:.2f} - {min(high, 1):.2f}   {share:6.3f} {int(chosen.sum()):7d}   {mean:10.3f}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(fit_weights(Path(sys.argv[1]), Path(sys.argv[2])))  # noqa: T201
