# SPDX-License-Identifier: EUPL-1.2
"""What several tests of the desk need."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Engine

from flows.desk import HouseDesk
from flows.house import House
from flows.ledger.ledger import open_ledger
from review.acting import Acting
from review.roles import Account
from schemas.findings import Action, Band
from tests.flows.postgresql import PostgresqlServer
from tests.review.desks import InventedDesk, document, finding, findings
from tests.review.made import made_desk

_ON_BOTH: Final = ("test_acting", "test_dossier", "test_journal", "test_dossier_with_ledger")
"""Modules whose tests run on each kind of database that the ledger may be kept in; the others on SQLite."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of the journal on both kinds of database."""
    if metafunc.module.__name__.rpartition(".")[2] in _ON_BOTH and "ledger_url" in metafunc.fixturenames:
        metafunc.parametrize("ledger_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def empty_ledger(postgresql: PostgresqlServer) -> str:
    """A database on PostgreSQL with the tables of the ledger and nothing in them."""
    url = postgresql.new_database()
    open_ledger(url).close()
    return url


@pytest.fixture
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if getattr(request, "param", "sqlite") == "sqlite":
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        return f"sqlite:///{work / 'ledger.sqlite3'}"  # where a house keeps it when nothing else is said
    empty: str = request.getfixturevalue("empty_ledger")
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    return server.new_database(like=empty)


@pytest.fixture
def engine(ledger_url: str) -> Iterator[Engine]:
    """The database of a ledger, with the tables of the desk."""
    ledger = open_ledger(ledger_url)
    try:
        yield ledger.engine
    finally:
        ledger.close()


@pytest.fixture
def desk(engine: Engine) -> InventedDesk:
    """A document of two pages with three proposals, and one with a single proposal."""
    found = findings(
        finding("f1", person="p1"),
        finding("f2", place=1, band=Band.TWIJFEL, action=Action.ASK, ground=None),
        finding("f3", on=1, person="p1"),
    )
    rows = {1: document(1), 2: document(2)}
    return InventedDesk(engine, {1: found, 2: findings(finding("g1"), name="b")}, rows)


@pytest.fixture
def mine(desk: InventedDesk) -> Acting:
    """The acts of the first person; nothing is held back."""
    return Acting(desk, Account(id="eerste"), share=0.0)


@pytest.fixture
def other(desk: InventedDesk) -> Acting:
    """The acts of a second person."""
    return Acting(desk, Account(id="tweede"), share=0.0)


@pytest.fixture
def desk_of(tmp_path: Path, ledger_url: str) -> Iterator[tuple[House, HouseDesk]]:
    """An empty house with its desk."""
    with made_desk(tmp_path / "work", ledger_url) as opened:
        yield opened
