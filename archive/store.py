# SPDX-License-Identifier: EUPL-1.2
"""The working store: bytes kept by their digest, unredacted originals among them, so readable by this user only."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from schemas.errors import LakstraatError, ServiceMissing
from schemas.identity import Digest, digest_of, parse_digest

_UNFINISHED: Final = ".unfinished"
_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600
_ATTEMPTS: Final = 20


class WorkingStore:
    """A folder of files named by SHA-256, two levels deep: ``aa/bb/aabb...``.

    Several processes may use it at once: a file appears whole or not at all, and the same bytes always get the
    same name.

    Args:
        root: folder of the store; made when it is not there.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        _private_folder(root)
        _private_folder(root / _UNFINISHED)

    def put(self, data: bytes) -> Digest:
        """Keep bytes and give their digest. A damaged file of the same name is replaced.

        Raises:
            ServiceMissing: the disk does not take it.
        """
        digest = digest_of(data)
        target = self.path(digest)
        try:
            if not _holds(target, digest):
                self._write(target, data)
        except OSError as error:
            raise ServiceMissing(
                "The working store cannot be written.", advice="Free space on its disk, or check the rights on it."
            ) from error
        return digest

    def get(self, digest: Digest) -> bytes:
        """The bytes of a digest, checked on every read.

        Raises:
            LakstraatError: they are not in the store, or are no longer what was put there.
        """
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise LakstraatError(
                "The working store does not hold this digest.", advice="Take the document in again from the archive."
            ) from error
        if digest_of(data) != digest:
            raise LakstraatError(
                "A file in the working store was damaged or changed.",
                advice="Take the document in again from the archive, and have the disk checked.",
            )
        return data

    def path(self, digest: Digest) -> Path:
        """Where the bytes of a digest lie, whether they are there or not.

        Raises:
            ValueError: the text is not a digest, and could name a path outside the store.
        """
        name = parse_digest(digest)
        return self.root / name[:2] / name[2:4] / name

    def __contains__(self, digest: Digest) -> bool:
        return self.path(digest).is_file()

    def delete(self, digest: Digest) -> None:
        """Remove the bytes of a digest; nothing happens when they are not there."""
        path = self.path(digest)
        path.unlink(missing_ok=True)
        for folder in (path.parent, path.parent.parent):
            try:
                folder.rmdir()
            except OSError:
                break  # still in use, or already gone

    def __iter__(self) -> Iterator[Digest]:
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            try:
                yield parse_digest(path.name)
            except ValueError:
                continue  # not ours

    def discard_unfinished(self, *, older_than_s: float = 3600.0) -> int:
        """Remove what a killed process left half written: it holds parts of documents.

        Args:
            older_than_s: seconds since the last write; younger files may belong to a process at work.

        Returns:
            How many were removed.
        """
        removed = 0
        for path in (self.root / _UNFINISHED).iterdir():
            if time.time() - path.stat().st_mtime >= older_than_s:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _write(self, target: Path, data: bytes) -> None:
        """Write beside, sync and rename, so that a crash leaves either nothing or all of it."""
        handle, name = tempfile.mkstemp(dir=self.root / _UNFINISHED)  # made with mode 0600
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.chmod(_FILE_MODE)
            self._rename(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(target.parent)

    @staticmethod
    def _rename(unfinished: Path, target: Path) -> None:
        """Rename; a delete in another process may remove the empty folder at any moment, so it is made again."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                _private_folder(target.parent.parent)
                _private_folder(target.parent)
                unfinished.replace(target)
                return
            except FileNotFoundError:
                if attempt == _ATTEMPTS or not unfinished.exists():
                    raise


def _holds(path: Path, digest: Digest) -> bool:
    """Whether the file is there and is what its name says."""
    try:
        return digest_of(path.read_bytes()) == digest
    except FileNotFoundError:
        return False


def _private_folder(path: Path) -> None:
    if not path.is_dir():
        path.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        path.chmod(_FOLDER_MODE)


def _sync_folder(path: Path) -> None:
    """Make the rename itself survive a power cut."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return  # removed by another process in the meantime
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
