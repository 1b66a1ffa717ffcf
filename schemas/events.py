# SPDX-License-Identifier: EUPL-1.2
"""Logging as event names with typed fields from an allow-list, so that no text of a document gets into a log."""

import json
import logging  # noqa: TID251 - this module is the one door to it
from pathlib import Path
from typing import Final

from schemas.errors import WrongUse

_LOGGER: Final = logging.getLogger("lakstraat")

ALLOWED_FIELDS: Final = frozenset(
    {
        "batch", "bytes", "check", "count", "digest", "document", "duration_s", "endpoint", "error", "kind", "model",
        "outcome", "page", "pages", "policy", "program", "reason", "state", "step", "version",
    }
)  # fmt: skip

_LINE: Final = '{"time": "%(asctime)s", "process": %(process)d, "event": %(message)s}'

FieldValue = str | int | float | bool | None


def log_event(event: str, /, **fields: FieldValue) -> None:
    """Write one event line (JSON).

    Raises:
        ValueError: a field is not on the allow-list. Add it there only if it can never hold document text.
    """
    unknown = fields.keys() - ALLOWED_FIELDS
    if unknown:
        raise ValueError(f"log fields not on the allow-list: {sorted(unknown)}")
    _LOGGER.info("%s", json.dumps({"event": event, **fields}, ensure_ascii=False))


def quiet_libraries() -> None:
    """Let no library write on standard error what it thinks of a document: its lines quote what it read."""
    logging.lastResort = logging.NullHandler()
    logging.captureWarnings(True)


def write_events(path: Path) -> None:
    """Write the event lines of this process to a file, one JSON object each; several processes may share it.

    Raises:
        WrongUse: the file cannot be written.
    """
    if any(isinstance(handler, logging.FileHandler) for handler in _LOGGER.handlers):
        return
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"{path} cannot be written.", advice="Give another file for the log.") from error
    handler.setFormatter(logging.Formatter(_LINE))
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False
