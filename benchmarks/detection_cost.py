# SPDX-License-Identifier: EUPL-1.2
"""What detection costs beside the bare model on the same texts, where its time goes, and what it takes to start.

python -m benchmarks.detection_cost [PDF...] [--findings]

Texts are the new carriers of evaluation (short, a name in every sentence or two) and the pages of the PDFs given.
"""

import argparse
import dataclasses
import hashlib
import resource
import signal
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from redaction.detection import Detector, carried_model
from redaction.detection.evaluation.carrier_texts import SERIES, evaluation_texts
from redaction.detection.evaluation.cost import measure_cost
from redaction.textlayer import read_text_layer
from schemas.errors import LakstraatError

STEP_S = 0.001
HOME = str(Path(__file__).resolve().parent.parent / "redaction" / "detection")
STAGES = (
    "Pipeline.spans", "normalise", "tokens_of", "vetoes", "merge", "weighed", "link", "WordModelRecogniser.find",
)  # fmt: skip


class Sampler:
    """Counts in which stage or recogniser the process is, a thousand times a second of its own time."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> "Sampler":
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, STEP_S, STEP_S)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _look(self, _: int, frame: FrameType | None) -> None:
        where = "the rest"
        while frame is not None:
            code = frame.f_code
            if code.co_filename.startswith(HOME) and (
                code.co_qualname in STAGES or code.co_qualname.endswith("Recogniser.find")
            ):
                where = code.co_qualname
                break
            frame = frame.f_back
        self.counts[where] += 1


def carriers() -> list[str]:
    """Every carrier once, filled anew."""
    return [text.text for series in SERIES for text in evaluation_texts(series, seed=7, rounds=1)]


def pages_of(paths: Sequence[Path]) -> list[str]:
    """Text of the pages of PDFs that can be read."""
    found: list[str] = []
    for path in paths:
        try:
            found += [page.text for page in read_text_layer(path.read_bytes()).pages if page.text.strip()]
        except LakstraatError as error:
            print(f"{path.name}: {type(error).__name__}")
    return found


def digest(detector: Detector, texts: Sequence[str]) -> str:
    """A digest over all that is told of every finding."""
    told = [dataclasses.astuple(each) for found in detector.detect_many(texts) for each in found.findings]
    return f"{len(told)} findings, digest {hashlib.sha256(repr(told).encode()).hexdigest()[:16]}"


def table(detector: Detector, texts: Sequence[str]) -> None:
    """Share of the time of each stage and recogniser, the largest first."""
    with Sampler() as sampler:
        for _ in detector.detect_many(texts):
            pass
    total = sampler.counts.total()
    for name, count in sampler.counts.most_common(24):
        print(f"  {100 * count / total:5.1f} %  {name}")


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdf", nargs="*", type=Path)
    parser.add_argument("--findings", action="store_true", help="print a digest over all findings")
    given = parser.parse_args()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    detector = Detector()
    seconds, after = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"start: {seconds:.1f} s of processor time, {(after - before) / 1024:.0f} MB")
    for name, texts in (("carriers", carriers()), ("pages", pages_of(given.pdf))):
        if not texts:
            continue
        cost = measure_cost(detector, carried_model(), texts)
        characters = sum(map(len, texts))
        print(f"{name}: {len(texts)} texts, {characters:,} characters")
        print(f"  bare model {cost.bare:.2f} s, detection {cost.detection:.2f} s: {cost.ratio:.2f} times")
        table(detector, texts)
        if given.findings:
            print(digest(detector, texts))
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
