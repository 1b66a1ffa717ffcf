# SPDX-License-Identifier: EUPL-1.2
"""Logging as event names with typed fields from an allow-list, so that no text of a document gets into a log."""

import json
import logging  # noqa: TID251 - this module is the one door to it
from typing import Final

_LOGGER: Final = logging.getLogger("lakstraat")

ALLOWED_FIELDS: Final = frozenset(
    {
        "batch", "bytes", "check", "count", "digest", "document", "duration_s", "endpoint", "error", "kind", "model",
        "outcome", "page", "pages", "policy", "program", "reason", "state", "step", "version",
    }
)  # fmt: skip

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
