# SPDX-License-Identifier: EUPL-1.2
"""The ledger as a whole: batches and documents on one database."""

from dataclasses import dataclass

from sqlalchemy import Engine

from flows.ledger.batches import Batches
from flows.ledger.database import open_database
from flows.ledger.documents import Documents
from flows.ledger.holder import this_process
from flows.ledger.notices import Notices
from flows.ledger.publications import Publications
from flows.ledger.pulled import Pulled
from flows.ledger.records import Records
from flows.ledger.sketches import Sketches
from flows.ledger.stopped import StoppedDocuments


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """An open ledger; close it when done."""

    engine: Engine
    batches: Batches
    documents: Documents
    publications: Publications
    pulled: Pulled
    notices: Notices
    records: Records
    sketches: Sketches
    stopped: StoppedDocuments

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_ledger(url: str) -> Ledger:
    """Open a ledger and bring its tables up to date.

    Raises:
        WrongUse, ServiceMissing: see ``open_database``.
    """
    engine = open_database(url)
    documents = Documents(engine, this_process())
    return Ledger(
        engine=engine,
        batches=Batches(engine),
        documents=documents,
        publications=Publications(engine, documents),
        pulled=Pulled(engine),
        notices=Notices(engine, documents),
        records=Records(engine),
        sketches=Sketches(engine),
        stopped=StoppedDocuments(engine),
    )
