# SPDX-License-Identifier: EUPL-1.2
"""What several tests of the flows need: ledgers on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.ledger.ledger import Ledger, open_ledger
from tests.flows.postgresql import PostgresqlServer


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, on each kind of database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    """An open ledger with its tables."""
    opened = open_ledger(ledger_url)
    try:
        yield opened
    finally:
        opened.close()
