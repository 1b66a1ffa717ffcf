# SPDX-License-Identifier: EUPL-1.2
"""An archive in a folder: documents with, beside each, optional MDTO files (see ``archive.pairing``)."""

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from archive.pairing import is_hidden, pair
from archive.source import Offered, Sidecar, document_id
from schemas.errors import ServiceMissing, WrongUse
from schemas.events import log_event


class FolderSource:
    """Every regular file under a folder, sorted by path.

    Hidden files and folders, sidecars and ``truth.json`` are no documents. Linked folders are not entered (a loop
    has no end), and a linked file counts only when it leads to a file inside the folder.

    Raises:
        WrongUse: the folder is not there.
    """

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise WrongUse("The archive folder is not there.", advice="Give the path of an existing folder.")
        self._root = root.resolve()

    @property
    def uri(self) -> str:
        """``file:`` URI of the folder."""
        return self._root.as_uri()

    def __iter__(self) -> Iterator[Offered]:
        for folder, names in self._folders():
            yield from self._documents(folder, names)

    def _folders(self) -> Iterator[tuple[Path, list[str]]]:
        """Folders with the files in them that may be read, in the order of their paths."""
        outside = 0
        waiting = [self._root]
        while waiting:
            folder = waiting.pop()
            names = []
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
            except OSError as error:
                raise ServiceMissing(
                    "A folder of the archive cannot be read.", advice="Give this user the right to read it."
                ) from error
            below = []
            for entry in entries:
                if is_hidden(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    below.append(folder / entry.name)
                elif self._readable(Path(entry.path)):
                    names.append(entry.name)
                else:
                    outside += 1
            waiting.extend(reversed(below))
            yield folder, names
        if outside:
            log_event("archive_links_not_followed", count=outside)

    def _readable(self, path: Path) -> bool:
        """Whether it is a regular file that lies inside the folder, after links."""
        try:
            resolved = path.resolve(strict=True)
            return resolved.is_relative_to(self._root) and stat.S_ISREG(resolved.stat().st_mode)
        except (OSError, RuntimeError):
            return False

    def _documents(self, folder: Path, names: list[str]) -> Iterator[Offered]:
        paired = pair(names)
        if paired.without_document:
            log_event("sidecars_without_document", count=paired.without_document)
        for name, sidecars in paired.documents.items():
            path = self._relative(folder, name)
            yield Offered(
                id=document_id(self.uri, path),
                source=self.uri,
                path_in_source=path,
                size=self._size(path),
                fetch=partial(self._read, path),
                sidecars=tuple(
                    self._sidecar(self._relative(folder, sidecar), ambiguous) for sidecar, ambiguous in sidecars
                ),
            )

    def _relative(self, folder: Path, name: str) -> str:
        return (folder / name).relative_to(self._root).as_posix()

    def _sidecar(self, path: str, ambiguous: bool) -> Sidecar:
        return Sidecar(path_in_source=path, size=self._size(path), fetch=partial(self._read, path), ambiguous=ambiguous)

    def _size(self, path: str) -> int:
        try:
            return (self._root / path).stat().st_size
        except OSError:
            return 0  # gone since it was listed: reading it says so

    def _read(self, path: str) -> bytes:
        """Bytes of a file; checked again, because a link may have been put in its place since it was listed."""
        if not self._readable(self._root / path):
            raise ServiceMissing(
                "The archive no longer has a document that it listed.", advice="Run again; it may have been moved."
            )
        try:
            return (self._root / path).read_bytes()
        except OSError as error:
            raise ServiceMissing(
                "A file of the archive cannot be read.", advice="Give this user the right to read it."
            ) from error
