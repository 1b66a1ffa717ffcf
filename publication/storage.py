# SPDX-License-Identifier: EUPL-1.2
"""Where the files of a site lie: a folder here, a bucket in ``publication.bucket``."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from schemas.errors import PublicationFailed

PRIVATE: Final = ".lakstraat"
"""Folder for what only this software reads: the lock and the lists behind sitemaps. Nothing in it is secret."""
_LOCK: Final = f"{PRIVATE}/lock"
_UNFINISHED: Final = "nieuw-"
_WRITERS: Final = 8
_FEW: Final = 4
_MODE: Final = 0o644


class Storage(Protocol):
    """Files by key (a relative path with slashes). A write is seen whole or not at all."""

    def read(self, key: str) -> bytes | None:
        """The bytes of a file; None when there is none."""

    def write(self, key: str, data: bytes) -> None:
        """Put a file in its place, whole."""

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Put files in their places, in any order; all of them are there when this ends."""

    def delete(self, key: str) -> None:
        """Remove a file; nothing happens when there is none."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep every other writer, in this process or another, out for as long as this lasts."""


class FolderStorage:
    """A folder on disk that any web server can serve as it is."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, key: str) -> bytes | None:
        """The bytes of a file; None when there is none."""
        try:
            return self._path(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, key: str, data: bytes) -> None:
        """Write beside, sync and rename; a file that already holds this is left alone, times and all."""
        try:
            if self.read(key) != data:
                self._replace(self._path(key), data)
        except OSError as error:
            raise _disk(error) from error

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Write several at once: a disk that must confirm each file confirms many in the time of one."""
        side_by_side(self.write, files)

    def delete(self, key: str) -> None:
        """Remove a file, and its folder when nothing is left in it."""
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
            if path.parent != self._root and not any(path.parent.iterdir()):
                path.parent.rmdir()
        except FileNotFoundError:
            return
        except OSError as error:
            raise _disk(error) from error

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the lock file; a process that dies lets go of it."""
        path = self._path(_LOCK)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, _MODE)
        except OSError as error:
            raise _disk(error) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            for unfinished in path.parent.glob(f"{_UNFINISHED}*"):
                unfinished.unlink()  # of a process that died: whoever writes holds the lock
            yield
        finally:
            os.close(handle)

    def _path(self, key: str) -> Path:
        parts = PurePosixPath(key).parts
        if not parts or any(part in ("..", "/") for part in parts):
            raise ValueError("a key is a path inside the site")
        return self._root.joinpath(*parts)

    def _replace(self, target: Path, data: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._root / PRIVATE, prefix=_UNFINISHED)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.chmod(_MODE)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def side_by_side(write: Callable[[str, bytes], None], files: Mapping[str, bytes]) -> None:
    """Write files from some threads; the first error is raised when all have ended."""
    if len(files) <= _FEW:
        for key, data in files.items():
            write(key, data)
        return
    with ThreadPoolExecutor(_WRITERS, thread_name_prefix="lakstraat-site") as threads:
        for done in [threads.submit(write, key, data) for key, data in files.items()]:
            done.result()


def _disk(error: OSError) -> PublicationFailed:
    return PublicationFailed(
        f"The folder of the site cannot be written ({type(error).__name__}).",
        advice="Free space on its disk or check the rights on it; then run again, nothing was lost.",
    )
