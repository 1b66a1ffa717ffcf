# SPDX-License-Identifier: EUPL-1.2
"""Finds what was approved and is not being published."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flows.house import House
from schemas.events import log_event
from schemas.identity import BatchId

_PATIENCE: Final = timedelta(minutes=10)
"""How long a place that did not take a document is left alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispatch:
    """A publish run that has to be started. The same wishes give the same key, so it starts once."""

    batch: BatchId
    key: str


def to_dispatch(house: House) -> list[Dispatch]:
    """Put back what a stopped process left, and list the publish runs that are owed.

    The wishes stay unsent until the publish run takes them: a run that never starts is asked for again, under the
    same key. A document that failed has a new attempt in its key, so its run is another one.
    """
    now = house.now()
    recovered = house.ledger.documents.recover(now) + house.ledger.documents.retry_partly(now - _PATIENCE, now)
    if recovered:
        log_event("documents_recovered", count=recovered)
    return [Dispatch(batch=batch, key=_key(wishes)) for batch, wishes in house.ledger.documents.wishes().items()]


def _key(wishes: list[str]) -> str:
    """The wish itself where there is one, otherwise a digest of all."""
    if len(wishes) == 1:
        return wishes[0]
    return "publish:" + hashlib.sha256("\n".join(sorted(wishes)).encode()).hexdigest()
