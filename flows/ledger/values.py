# SPDX-License-Identifier: EUPL-1.2
"""What the ledger gives back: frozen values, so that no database type leaves this folder."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.ledger.states import State
from schemas.identity import BatchId, Digest, DocumentId


class Approval(StrEnum):
    """Who approves findings: a person, or the policy itself."""

    REVIEW = "review"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchPlan:
    """What a batch is asked to do. ``config`` is a digest of everything that could change an outcome."""

    source: str
    config: str
    approve: Approval
    site: str
    base_url: str
    category: str | None = None


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
