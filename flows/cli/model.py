# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat train`` and ``lakstraat evaluate``: make and measure the Dutch model."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir


def train(
    data: Annotated[Path, typer.Option(metavar="DIR", help="Folder with the training files.", show_default=False)],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write the model in.", show_default=False)],
    steps: Annotated[
        int | None, typer.Option(min=1, help="Batches to learn from (default: that of the carried model).")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Start of all chance (default: that of the carried model).")] = None,
    as_json: AsJson = False,
) -> None:
    """Make the Dutch model. The same data, seed and versions give the same model."""
    from flows.cli.output import progress, write_json, write_lines
    from redaction.detection import training

    with progress(quiet=as_json) as show:
        made = training.train(
            data,
            out,
            steps=training.DEFAULT_STEPS if steps is None else steps,
            seed=training.DEFAULT_SEED if seed is None else seed,
            progress=lambda done, total, score: show(done, total, f"training, names {score:.3f}"),
        )
    if as_json:
        write_json(
            {
                "output": str(made.output),
                "steps": made.steps,
                "best_step": made.best_step,
                "person_f": made.person_f,
                "seconds": round(made.seconds, 1),
            }
        )
    else:
        write_lines(
            [
                f"Model in {made.output}: step {made.best_step} of {made.steps}, "
                f"F1 of names {made.person_f:.3f} on the dev texts, {made.seconds:.0f} s.",
                "Use it with detection.model in the settings.",
            ]
        )


def evaluate(
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder with the test splits.", show_default=False)
    ] = None,
    archive: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Sample archive that was run, with its truth file.", show_default=False),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often each text is filled with other people.")] = 8,
    seed: Annotated[int, typer.Option(help="Start of all chance in filling the texts.")] = 7,
    series: Annotated[
        list[str] | None,
        typer.Option(
            help="Only this series of texts (eerste, tweede, derde); may be given more than once.", show_default=False
        ),
    ] = None,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
    as_json: AsJson = False,
) -> None:
    """Measure detection on texts that it was not made from, and a run on the truth of its archive."""
    import sys

    from flows.cli.output import progress, write_json
    from flows.evaluating import evaluate_detection
    from flows.settings import load_settings

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})
    with progress(quiet=as_json) as show:
        report = evaluate_detection(
            loaded.settings,
            data=data,
            archive=archive,
            rounds=rounds,
            seed=seed,
            only=series or (),
            progress=lambda what: show(0, None, what),
        )
    if as_json:
        write_json(report.as_json())
    else:
        sys.stdout.write(report.as_text())
