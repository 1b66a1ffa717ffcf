# SPDX-License-Identifier: EUPL-1.2
"""The texts of documents as keyed hashes: the door for whoever asks which documents are alike.

``remember`` writes the sketch of a document when its text is known (``flows.steps.preparing`` does). ``groups`` gives
the groups among any documents: of a batch, of a dossier, or of all that wait at the desk, by the keys of their rows.
``of_batch`` and ``newest`` give such keys; ``flows.duplicates`` knows those of a dossier.
"""

from collections.abc import Iterable

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from archive.duplicates import Sketch, groups_of
from flows.ledger.states import State
from flows.ledger.tables import BatchDocumentRow, DocumentRow, SketchRow
from schemas.identity import BatchId, Digest
from schemas.likeness import AlikeGroup

_AT_ONCE = 500


class Sketches:
    """The sketches of the ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def remember(self, document_key: int, sketch: Sketch) -> None:
        """Keep the sketch of a document in the place of an earlier one."""
        row = SketchRow(
            document_key=document_key, text=sketch.text, words=sketch.words, halvings=sketch.halvings,
            hashes=sketch.hashes,
        )  # fmt: skip
        with Session(self._engine) as session, session.begin():
            session.merge(row)

    def groups(self, document_keys: Iterable[int]) -> tuple[AlikeGroup, ...]:
        """Groups of documents that are alike; what has no sketch, or is like no other of them, is in none."""
        keys = list(dict.fromkeys(document_keys))
        sketches: dict[int, Sketch] = {}
        files: dict[int, Digest] = {}
        with Session(self._engine) as session:
            for start in range(0, len(keys), _AT_ONCE):
                query = (
                    select(SketchRow, DocumentRow.prepared)
                    .join(DocumentRow, DocumentRow.key == SketchRow.document_key)
                    .where(SketchRow.document_key.in_(keys[start : start + _AT_ONCE]))
                    .where(DocumentRow.prepared.is_not(None))
                )
                for row, prepared in session.execute(query).tuples():
                    sketches[row.document_key] = Sketch(
                        text=row.text, words=row.words, halvings=row.halvings, hashes=row.hashes
                    )
                    files[row.document_key] = Digest(str(prepared))
        return groups_of(sketches, files)

    def lacking(self, document_keys: Iterable[int]) -> tuple[int, ...]:
        """Those of these documents that were prepared and have no sketch: they were before sketches were kept."""
        query = (
            select(DocumentRow.key)
            .outerjoin(SketchRow, SketchRow.document_key == DocumentRow.key)
            .where(DocumentRow.prepared.is_not(None), SketchRow.document_key.is_(None))
        )
        wanted = frozenset(document_keys)
        with Session(self._engine) as session:
            return tuple(key for key in session.scalars(query) if key in wanted)

    def of_batch(self, batch: BatchId) -> tuple[int, ...]:
        """Keys of the documents of a batch, in the order of the archive."""
        query = (
            select(BatchDocumentRow.document_key)
            .where(BatchDocumentRow.batch == batch, BatchDocumentRow.document_key.is_not(None))
            .order_by(BatchDocumentRow.place)
        )
        with Session(self._engine) as session:
            return tuple(key for key in session.scalars(query) if key is not None)

    def newest(self) -> tuple[int, ...]:
        """Keys of all documents, of each as it was taken in last."""
        query = select(func.max(DocumentRow.key)).group_by(DocumentRow.source, DocumentRow.document)
        with Session(self._engine) as session:
            return tuple(sorted(session.scalars(query.where(DocumentRow.state != State.SUPERSEDED.value))))
