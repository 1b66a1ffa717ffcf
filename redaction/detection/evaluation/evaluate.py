# SPDX-License-Identifier: EUPL-1.2
"""One run: every set of texts, every system that is compared, and the cost."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from redaction.detection.evaluation.archive_truth import read_truth, score_archive
from redaction.detection.evaluation.carrier_texts import SERIES, EvaluationText, evaluation_texts
from redaction.detection.evaluation.contestants import (
    Contestant,
    DetectsTexts,
    bare_model,
    deduce_if_installed,
    load,
    own_detection,
    presidio_defaults,
)
from redaction.detection.evaluation.cost import measure_cost
from redaction.detection.evaluation.report import EvaluationReport, ModelScore, SetResult, SystemResult
from redaction.detection.evaluation.scoring import tally, wilson
from redaction.detection.evaluation.test_sets import MODEL_TESTS, names_of, synthetic_texts
from schemas.errors import WrongUse

DEFAULT_SEED: Final = 7
DEFAULT_ROUNDS: Final = 8
_UNRESOLVED: Final = "UNK"


def evaluate(
    detector: DetectsTexts,
    model: Path,
    *,
    without_model: DetectsTexts | None = None,
    data: Path | None = None,
    archive: Path | None = None,
    texts_after: Mapping[str, str] | None = None,
    seed: int = DEFAULT_SEED,
    rounds: int = DEFAULT_ROUNDS,
    only: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
) -> EvaluationReport:
    """Measure detection on texts that neither the model nor the rules were made from.

    Args:
        detector: our detection as the pipeline uses it.
        model: folder of the model it uses, for the comparison with the model alone and with Presidio.
        without_model: our detection with the recognisers only, to compare with.
        data: folder with the test splits; without it only the carriers of the package are used.
        archive: a sample archive with a truth file; needs ``texts_after``.
        texts_after: text of each redacted document of that archive, by file name.
        seed: start of all chance in filling the carriers.
        rounds: how often each carrier is filled; with 8 it meets every origin of names.
        only: keys of the series of carriers to measure on; all of them where none is named.
        progress: called with the name of each system and set when its turn comes.

    Raises:
        WrongUse: there is no series of that key.
        InputRefused: a data file or the truth file is not there or not readable.
        RuntimeError: our detection could not analyse a text.
    """
    unknown = sorted(set(only) - {series.key for series in SERIES})
    if unknown:
        known = ", ".join(series.key for series in SERIES)
        raise WrongUse(f"no series of carriers is called {', '.join(unknown)}", advice=f"Choose from {known}.")
    systems = [own_detection("Lakstraat", detector), bare_model(model)]
    if without_model is not None:
        systems.append(own_detection("zonder model", without_model))
    systems.append(presidio_defaults(model))
    deduce = deduce_if_installed()
    if deduce is not None:
        systems.append(deduce)
    chosen = [series for series in SERIES if not only or series.key in only]
    carriers = [evaluation_texts(series, seed=seed, rounds=rounds) for series in chosen]
    sets = [
        _run(f"nieuwe gemeenteteksten, {series.title}", texts, systems, progress)
        for series, texts in zip(chosen, carriers, strict=True)
    ]
    if data is not None:
        sets.append(_run("synthetische gemeenteteksten (testdeel)", synthetic_texts(data), systems, progress))
    truth = None if archive is None else read_truth(archive)
    return EvaluationReport(
        model=model_version(model),
        seed=seed,
        sets=tuple(sets),
        model_scores=() if data is None else tuple(_model_score(model, data / name) for name in MODEL_TESTS),
        cost=measure_cost(detector, model, [text.text for text in carriers[0]]),
        archive=None if truth is None else score_archive(truth, texts_after or {}),
        absent=() if deduce is not None else ("deduce (niet geïnstalleerd)",),
    )


def model_version(model: Path) -> str:
    """Name and version of the model in a folder."""
    meta = load(model).meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _run(
    name: str,
    texts: tuple[EvaluationText, ...],
    systems: list[Contestant],
    progress: Callable[[str], None] | None,
) -> SetResult:
    plain = [text.text for text in texts]
    results: list[SystemResult] = []
    for system in systems:
        if progress is not None:
            progress(f"{name}: {system.name}")
        results.append(SystemResult.of(system.name, tally(texts, system.find(plain))))
    return SetResult(name=name, texts=len(texts), systems=tuple(results))


def _model_score(model: Path, path: Path) -> ModelScore:
    """Exact person names; what overlaps a name of unresolved type is not judged."""
    records = names_of(path)
    right = predicted = planted = 0
    docs = load(model).pipe([text for text, _ in records], batch_size=64)
    for (_, names), doc in zip(records, docs, strict=True):
        truth = {(start, end) for start, end, label in names if label == "PER"}
        open_spans = [(start, end) for start, end, label in names if label == _UNRESOLVED]
        found = {
            (entity.start_char, entity.end_char)
            for entity in doc.ents
            if entity.label_ == "PER"
            and not any(start < entity.end_char and entity.start_char < end for start, end in open_spans)
        }
        right += len(truth & found)
        predicted += len(found)
        planted += len(truth)
    name = path.name.removesuffix(".jsonl.gz")
    return ModelScore(name=name, precision=wilson(right, predicted), recall=wilson(right, planted))
