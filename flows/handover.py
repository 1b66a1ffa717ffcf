# SPDX-License-Identifier: EUPL-1.2
"""Hands the settings of a command to the flows the way a worker machine gets them: by the environment."""

import os

from flows.prefect_environment import prefect_environment
from flows.settings import FILE_VARIABLE, PREFIX, LoadedSettings


def as_environment(loaded: LoadedSettings) -> dict[str, str]:
    """The variables by which another process loads the same settings."""
    variables = {FILE_VARIABLE: str(loaded.file)} if loaded.file else {}
    for name, origin in loaded.origins.items():
        if origin == "command line":
            value: object = loaded.settings
            for part in name.split("."):
                value = getattr(value, part)
            variables[PREFIX + name.replace(".", "__").upper()] = str(value)
    return variables


def hand_over(loaded: LoadedSettings, api_url: str | None = None) -> None:
    """Set the variables of this process, before Prefect is imported."""
    os.environ.update(prefect_environment(loaded.settings, api_url))
    os.environ.update(as_environment(loaded))
