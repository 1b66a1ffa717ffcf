# SPDX-License-Identifier: EUPL-1.2
"""What several tests of the desk need."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from flows.desk import HouseDesk
from flows.house import House
from flows.ledger.ledger import open_ledger
from review.acting import Acting
from review.roles import Account
from schemas.findings import Action, Band
from tests.review.desks import InventedDesk, document, finding, findings
from tests.review.made import made_desk


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """The database of a ledger, with the tables of the desk."""
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
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
def desk_of(tmp_path: Path) -> Iterator[tuple[House, HouseDesk]]:
    """An empty house with its desk."""
    with made_desk(tmp_path / "work") as opened:
        yield opened
