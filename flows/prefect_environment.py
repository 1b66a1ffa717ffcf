# SPDX-License-Identifier: EUPL-1.2
"""How Prefect is to behave here, as environment variables that must be there before it is imported."""

from typing import Final

from flows.settings import Settings

ALWAYS: Final = {
    # No telemetry, from client or server.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # Nothing but our own counts goes to it: no results kept, no print lines, no logs of other libraries.
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_LOGGING_LOG_PRINTS": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "",
    "PREFECT_CLI_PROMPT": "false",
}


def prefect_environment(settings: Settings, api_url: str | None = None) -> dict[str, str]:
    """The variables for this process and those it starts.

    Args:
        settings: where Prefect keeps its state.
        api_url: the server; that of the settings if not given.
    """
    variables = {**ALWAYS, "PREFECT_HOME": str(settings.prefect_dir), "PREFECT_LOGGING_LEVEL": "WARNING"}
    url = api_url or settings.prefect.api_url
    if url:
        variables["PREFECT_API_URL"] = url
    return variables
