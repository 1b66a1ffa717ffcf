# SPDX-License-Identifier: EUPL-1.2
"""What was fetched from the archives: of each document the version, and the digest of its bytes in the store."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from flows.ledger.tables import PulledRow
from schemas.identity import Digest, DocumentId


@dataclass(frozen=True, kw_only=True, slots=True)
class PulledVersion:
    """A version that was fetched: a digest of what the archive calls it, and that of its bytes."""

    version: Digest
    original: Digest


class Pulled:
    """The fetched versions of the ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, source: str) -> Mapping[DocumentId, PulledVersion]:
        """The last version of every document of an archive."""
        query = select(PulledRow).where(PulledRow.source == source)
        with Session(self._engine) as session:
            return {
                DocumentId(row.document): PulledVersion(version=Digest(row.version), original=Digest(row.original))
                for row in session.scalars(query)
            }

    def keep(self, source: str, document: DocumentId, pulled: PulledVersion) -> None:
        """Write a version down in the place of the one before."""
        row = PulledRow(document=document, source=source, version=pulled.version, original=pulled.original)
        with Session(self._engine) as session, session.begin():
            session.merge(row)
