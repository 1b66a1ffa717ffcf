# SPDX-License-Identifier: EUPL-1.2
"""What detection costs beside the bare model on the same texts, in one run.

Processor time is what counts: other work on the machine must not change the figure.
"""

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from redaction.detection.evaluation.contestants import DetectsTexts, load

_TURNS: Final = 3
_BATCH: Final = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """Seconds of the processor for the same texts, the best of three turns each, taken in turn.

    Attributes:
        words: words in the texts (by white space).
        bare: seconds of ``nlp.pipe`` of the carried model.
        detection: seconds of our whole detection.
    """

    words: int
    bare: float
    detection: float

    @property
    def ratio(self) -> float:
        """How many times as long detection takes."""
        return self.detection / self.bare if self.bare else 0.0


def measure_cost(detector: DetectsTexts, model: Path, texts: Sequence[str]) -> Cost:
    """Time both on the same texts, in one process.

    Every turn gets texts that no earlier turn saw (a line is added), so that neither profits from what it remembers.
    """
    nlp = load(model)

    def bare(batch: Sequence[str]) -> Iterable[object]:
        docs: Iterable[object] = nlp.pipe(batch, batch_size=_BATCH)
        return docs

    seconds: dict[str, list[float]] = {"bare": [], "detection": []}
    ways: dict[str, Callable[[Sequence[str]], Iterable[object]]] = {"bare": bare, "detection": detector.detect_many}
    for way in ways.values():
        _exhaust(way(texts[:8]))
    for turn in range(_TURNS):
        batch = [f"{text}\nBlad {turn}.{number}" for number, text in enumerate(texts)]
        for name, way in sorted(ways.items(), reverse=bool(turn % 2)):
            gc.collect()
            start = time.process_time()
            _exhaust(way(batch))
            seconds[name].append(time.process_time() - start)
    return Cost(
        words=sum(len(text.split()) for text in texts),
        bare=min(seconds["bare"]),
        detection=min(seconds["detection"]),
    )


def _exhaust(values: Iterable[object]) -> None:
    for _ in values:
        pass
