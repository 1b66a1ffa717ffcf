# SPDX-License-Identifier: EUPL-1.2
"""Opens the database of the ledger and brings its tables to the version of this program."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from schemas.errors import ServiceMissing, WrongUse

_BUSY_S: Final = 60.0
_MIGRATION_LOCK: Final = 1_279_349_827
"""Number of the advisory lock on PostgreSQL, so that two processes do not change the tables at once."""


def open_database(url: str) -> Engine:
    """The engine of a ledger whose tables are up to date.

    Args:
        url: SQLAlchemy URL; ``sqlite:///path`` or ``postgresql+psycopg://host/name``.

    Raises:
        WrongUse: the URL names no database that can be used.
        ServiceMissing: the database does not answer, or its driver is not installed.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise WrongUse("The ledger is kept in SQLite or PostgreSQL.", advice="Correct ledger.url in the settings.")
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = create_engine(parsed, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise WrongUse("ledger.url is not a database URL.", advice="Use sqlite:///PATH or a PostgreSQL URL.") from error
    except ImportError as error:
        raise ServiceMissing(
            "The driver of this database is not installed.", advice="Install the extra: pip install '.[postgresql]'."
        ) from error
    if engine.dialect.name == "sqlite":
        _as_sqlite(engine)
    try:
        _migrate(engine)
    except DBAPIError as error:
        raise ServiceMissing(
            "The ledger's database cannot be opened.", advice="Check ledger.url and the rights on the database."
        ) from error
    return engine


def in_turn(session: Session, name: str) -> None:
    """Until the end of this transaction nobody else is past this line with the same name.

    On SQLite a transaction that writes has the whole database to itself from its beginning.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _as_sqlite(engine: Engine) -> None:
    """Write-ahead log, waiting for a lock, keys that are held, and transactions that start where we say."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={int(_BUSY_S * 1000)}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        # Take the write lock at once: two readers that both want to write would otherwise fail, not wait.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
