# SPDX-License-Identifier: EUPL-1.2
"""What tests of several rooms need."""

from collections.abc import Iterator

import pytest

from tests.flows.postgresql import PostgresqlServer, postgresql_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """One server for all tests."""
    with postgresql_server() as server:
        yield server
