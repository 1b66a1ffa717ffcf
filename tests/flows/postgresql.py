# SPDX-License-Identifier: EUPL-1.2
"""A real PostgreSQL server for the tests of the ledger, on a socket in a folder of its own."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_START_S = 60


def _programs() -> Path | None:
    """Folder of the server's programs; Debian keeps them out of the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def _account() -> str | None:
    """PostgreSQL does not run as root: the account that it runs as then."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


class PostgresqlServer:
    """A server with a fresh database for each test that asks."""

    def __init__(self, programs: Path, folder: Path, account: str | None) -> None:
        self._programs = programs
        self._folder = folder
        self._account = account

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs."""
        subprocess.run(
            [str(self._programs / program), *arguments],
            check=True, timeout=_START_S, user=self._account, cwd=self._folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    def new_database(self, *, like: str | None = None) -> str:
        """URL of an empty database, or of a copy of one that nobody has open."""
        name = f"ledger_{secrets.token_hex(4)}"
        copied = () if like is None else ("--template", like.split("@/")[1].split("?")[0])
        self.run("createdb", "--host", str(self._folder), "--username", "ledger", *copied, name)
        return f"postgresql+psycopg://ledger@/{name}?host={self._folder}"


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Start a server, and end it afterwards; a test that needs it is skipped, loudly, where it is not installed."""
    programs = _programs()
    if programs is None:
        pytest.skip("POSTGRESQL ABSENT: the ledger was not tested on it (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="PSYCOPG ABSENT: the ledger was not tested on PostgreSQL")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="lakstraat-pg-"))
    try:
        if account:
            shutil.chown(folder, account)
        server = PostgresqlServer(programs, folder, account)
        data = folder / "data"
        server.run("initdb", "--pgdata", str(data), "--username", "ledger", "--auth", "trust", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        log = str(folder / "log")
        server.run("pg_ctl", "--pgdata", str(data), "--wait", "--log", log, "--options", options, "start")
        try:
            yield server
        finally:
            server.run("pg_ctl", "--pgdata", str(data), "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
