# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat doctor``: what is configured, from where, and what is missing."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir
from schemas.errors import ExitCode

if TYPE_CHECKING:
    from pydantic import BaseModel


def doctor(settings: SettingsFile = None, work_dir: WorkDir = None, as_json: AsJson = False) -> None:
    """Show every setting with its origin and everything that is there or missing. Exit 4 when something needed is."""
    from flows.cli.output import progress, write_json, write_lines, write_table
    from flows.diagnosis import diagnose
    from flows.settings import describe, load_settings

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)})
    rows = [
        {"setting": name, "value": _value(loaded.settings, name), "from": loaded.origins[name], "about": about}
        for name, about in describe()
    ]
    checks = []
    with progress(quiet=as_json) as show:
        for check in diagnose(loaded.settings):
            checks.append(check)
            show(len(checks), None, check.name)
    missing = [check for check in checks if check.needed and not check.good]
    if as_json:
        write_json(
            {
                "settings": rows,
                "checks": [asdict(check) for check in checks],
                "unknown_variables": loaded.unknown_variables,
                "good": not missing,
            }
        )
    else:
        write_table("Settings", ("setting", "value", "from", "about"), rows)
        write_table(
            "This machine",
            ("", "what", "found", "without it", "how to get it"),
            [
                {
                    "": "ok" if check.good else ("MISSING" if check.needed else "optional"),
                    "what": check.name,
                    "found": check.found,
                    "without it": check.without,
                    "how to get it": "" if check.good else check.install,
                }
                for check in checks
            ],
        )
        write_lines(f"The variable {name} is not a setting; is it a typing error?" for name in loaded.unknown_variables)
    if missing:
        raise typer.Exit(ExitCode.SERVICE_MISSING)


def _value(settings: "BaseModel", name: str) -> str:
    """A value as it may be shown: what could be a password only as being there, a list as how long it is."""
    *sections, last = name.split(".")
    for part in sections:
        settings = getattr(settings, part)
    value = getattr(settings, last)
    if value in (None, "", ()):
        return ""
    if not type(settings).model_fields[last].repr:
        return "(set)"
    return f"{len(value)} of them" if isinstance(value, tuple) else str(value)
