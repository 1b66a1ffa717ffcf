# SPDX-License-Identifier: EUPL-1.2
"""The ledger as a whole: batches and documents on one database."""

from dataclasses import dataclass

from sqlalchemy import Engine

from flows.ledger.batches import Batches
from flows.ledger.database import open_database
from flows.ledger.documents import Documents
from flows.ledger.holder import this_process
from flows.ledger.records import Records


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """An open ledger; close it when done."""

    engine: Engine
    batches: Batches
    documents: Documents
    records: Records

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_ledger(url: str) -> Ledger:
    """Open a ledger and bring its tables up to date.

    Raises:
        WrongUse, ServiceMissing: see ``open_database``.
    """
    engine = open_database(url)
    return Ledger(
        engine=engine, batches=Batches(engine), documents=Documents(engine, this_process()), records=Records(engine)
    )
