# SPDX-License-Identifier: EUPL-1.2
"""Measures detection as it is configured, and what a run left readable of an archive with a truth file."""

from collections.abc import Callable, Sequence
from pathlib import Path

from flows.engine import DetectorChoice
from flows.house import open_house
from flows.published_text import texts_after
from flows.settings import Settings
from redaction.detection.evaluation import EvaluationReport, evaluate


def evaluate_detection(
    settings: Settings,
    *,
    data: Path | None,
    archive: Path | None,
    rounds: int,
    seed: int,
    only: Sequence[str],
    progress: Callable[[str], None],
) -> EvaluationReport:
    """The report of ``lakstraat evaluate``.

    Raises:
        WrongUse: nothing of the archive was published from the work folder, or there is no series of that key.
        InputRefused: a data file or the truth file is not readable.
    """
    from flows.engine import detector, detector_without_model, model_folder

    choice = DetectorChoice(model=settings.detection.model, policy=settings.detection.policy)
    texts = None
    if archive is not None:
        with open_house(settings) as house:
            texts = texts_after(house, archive)
    return evaluate(
        detector(choice),
        model_folder(choice),
        without_model=detector_without_model(choice),
        data=data,
        archive=archive,
        texts_after=texts,
        rounds=rounds,
        seed=seed,
        only=only,
        progress=progress,
    )
