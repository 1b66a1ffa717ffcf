# SPDX-License-Identifier: EUPL-1.2
"""The house with the lights on: settings, ledger and working store, opened together and closed together."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.store import WorkingStore
from flows.ledger.ledger import Ledger, open_ledger
from flows.settings import Settings, load_settings
from schemas.events import quiet_libraries, write_events
from schemas.values import use_lists


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """What every step needs."""

    settings: Settings
    ledger: Ledger
    store: WorkingStore

    @staticmethod
    def now() -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC)

    @property
    def salt(self) -> bytes:
        """Key of the hashes of texts; it lies beside the store, so that the ledger alone confirms no guess."""
        return kept_secret(self.settings.work_dir / "salt")


def make_work_dir(settings: Settings) -> None:
    """Make the folder of store, ledger and scheduler, for this user only."""
    settings.work_dir.mkdir(parents=True, exist_ok=True, mode=0o700)


def kept_secret(path: Path) -> bytes:
    """A secret of 32 bytes that is made once, also when several processes ask for it first."""
    if not path.exists():
        handle, unfinished = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(32))
        with contextlib.suppress(FileExistsError):  # another process was first
            path.hardlink_to(unfinished)
        Path(unfinished).unlink()
    return path.read_bytes()


@contextmanager
def open_house(settings: Settings | None = None) -> Iterator[House]:
    """Open the house; a flow on a worker machine reads the settings as any command does.

    Raises:
        WrongUse, ServiceMissing: the settings are not possible, or ledger or store cannot be opened.
    """
    chosen = load_settings().settings if settings is None else settings
    make_work_dir(chosen)
    use_lists(chosen.values_dir)
    quiet_libraries()
    if chosen.log is not None:
        write_events(chosen.log)
    ledger = open_ledger(chosen.ledger_url)
    try:
        yield House(settings=chosen, ledger=ledger, store=WorkingStore(chosen.store_dir))
    finally:
        ledger.close()
