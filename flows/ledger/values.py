# SPDX-License-Identifier: EUPL-1.2
"""What the ledger gives back: frozen values, so that no database type leaves this folder."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.ledger.states import State
from schemas.batch import Outcome
from schemas.identity import BatchId, Digest, DocumentId


class Approval(StrEnum):
    """Who approves findings: a person, or the policy itself."""

    REVIEW = "review"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where documents are published: ``site:/srv/woo``, ``s3://bucket/prefix`` or ``gpp:https://host``.

    Attributes:
        name: kind and place; under this name the ledger knows what is public there.
        base_url: address at which the public sees a site; empty for what has its own.
    """

    name: str
    base_url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchPlan:
    """What a batch is asked to do. ``config`` is a digest of everything that could change an outcome.

    ``site`` is empty when nothing is published in a folder; ``others`` are the further places.
    """

    source: str
    config: str
    approve: Approval
    site: str
    base_url: str
    category: str | None = None
    others: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place that the documents of the batch go to."""
        folder = (Place(name=f"site:{self.site}", base_url=self.base_url),) if self.site else ()
        return (*folder, *self.others)


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """A batch as the ledger knows it. ``offered`` is None until the whole archive was listed."""

    id: BatchId
    plan: BatchPlan
    offered: int | None
    created: datetime
    finished: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A row of the ledger: one document under one configuration. The digests name bytes in the working store."""

    key: int
    id: DocumentId
    source: str
    digest: Digest
    state: State
    revision: int
    attempt: int
    reason: str
    pages: int
    category: str | None
    prepared: Digest | None
    findings: Digest | None
    reviewed: Digest | None
    output: Digest | None
    holder: str | None
    held_until: datetime | None
    changed: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of a document's history."""

    old: State | None
    new: State
    revision: int
    actor: str
    reason: str
    moment: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A publication as the ledger knows it."""

    document: DocumentId
    document_key: int
    endpoint: str
    identifier: str
    url: str
    state: str
    moment: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class StoppedDocument:
    """A document that was refused or blocked, or failed. ``reason`` is a stored code or the name of an error class."""

    batch: BatchId
    document: DocumentId
    outcome: Outcome
    reason: str
    pages: int
