# SPDX-License-Identifier: EUPL-1.2
"""The commands by name. What a command needs is imported when it runs: help must come at once."""

import sys
from functools import cache
from typing import Annotated

import typer

from flows.cli import (
    afterlife,
    batch,
    detect,
    doctor,
    duplicates,
    intake,
    inventory,
    model,
    redact,
    redetect,
    review,
    run,
    sample,
    site,
    status,
    values,
    verify,
)

app = typer.Typer(
    name="lakstraat",
    help="Publishes documents under the Woo without leaking personal data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"lakstraat {version('lakstraat')}\n")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", callback=_version, is_eager=True)
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks; may stand anywhere.")] = False,
) -> None:
    """Publishes documents under the Woo without leaking personal data."""


app.command("run")(run.run)
app.command("detect")(detect.detect)
app.command("redact")(redact.redact)
app.command("verify")(verify.verify)
app.add_typer(batch.app, name="batch")
app.command("review")(review.review)
app.command("redetect")(redetect.redetect)
app.command("audit")(review.audit)
app.command("status")(status.status)
app.command("intake")(intake.intake)
app.command("duplicates")(duplicates.duplicates)
app.command("publish")(afterlife.publish)
app.command("withdraw")(afterlife.withdraw)
app.command("announce")(afterlife.announce)
app.command("suspend")(afterlife.suspend)
app.command("resume")(afterlife.resume)
app.command("replace")(afterlife.replace)
app.command("inventory")(inventory.inventory)
app.add_typer(site.app, name="site")
app.add_typer(values.app, name="values")
app.command("doctor")(doctor.doctor)
app.command("train")(model.train)
app.command("evaluate")(model.evaluate)
app.command("sample-archive")(sample.sample_archive)


@cache
def command_names() -> frozenset[str]:
    """Every command as it is typed: ``run``, ``batch``, ``batch status``."""
    names = {command.name for command in app.registered_commands if command.name}
    for group in app.registered_groups:
        if group.name and group.typer_instance:
            names.add(group.name)
            names |= {f"{group.name} {command.name}" for command in group.typer_instance.registered_commands}
    return frozenset(names)
