# SPDX-License-Identifier: EUPL-1.2
"""Documents that hold documents: a message with attachments, a ZIP as a dossier. Each part is offered by itself.

What is inside is looked at when the archive is listed, so that every part has its place in the account of a batch; its
bytes are read again when its turn comes. A ZIP is only a wrapper and is not offered; a message is a document too.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from archive.conversion.mail import read_mail
from archive.formats import MAIL, FileFormat, format_of
from archive.pairing import is_hidden, pair
from archive.source import ArchiveSource, Memory, Offered, Sidecar, document_id
from schemas.errors import InputRefused, LakstraatError, RefusalReason

MOST_PARTS: Final = 2_000
MOST_BYTES: Final = 1024 * 1024 * 1024
MOST_DEPTH: Final = 3
_WRAPPERS: Final = (".eml", ".msg", ".zip")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """Something inside: its path there, and how to read it from the bytes of the whole."""

    name: str = field(repr=False)
    size: int
    read: Callable[[bytes], bytes] = field(repr=False)
    sidecars: tuple[tuple[str, int, Callable[[bytes], bytes], bool], ...] = field(default=(), repr=False)


class Families:
    """An archive in which the parts of messages and ZIPs are documents as well.

    Args:
        source: the archive as it is.
        memory: what was fetched before; a whole whose parts are offered is kept there, for it is read for each part.
    """

    def __init__(self, source: ArchiveSource, memory: Memory | None = None) -> None:
        self._source = source
        self._memory = memory

    @property
    def uri(self) -> str:
        """The URI of the archive."""
        return self._source.uri

    def __iter__(self) -> Iterator[Offered]:
        for offered in self._source:
            if self._memory is None or not offered.version:
                yield from _with_parts(offered, 1)
            else:
                remembered = replace(offered, fetch=partial(_remembered, self._memory, offered))
                yield from _with_parts(remembered, 1, self._memory)


def _remembered(memory: Memory, offered: Offered) -> bytes:
    """The bytes of a document as they were fetched before, or as the archive gives them."""
    known = memory.recall(offered)
    return offered.fetch() if known is None else known


def _with_parts(offered: Offered, depth: int, memory: Memory | None = None) -> Iterator[Offered]:
    """A document and everything in it."""
    name = offered.file_suffix or offered.path_in_source
    if depth > MOST_DEPTH or not name.casefold().endswith(_WRAPPERS):
        yield offered
        return
    try:
        data = offered.fetch()
        found = format_of(data)
        parts = _parts(data, found)
    except LakstraatError:
        yield offered  # its own turn tells what is wrong with it
        return
    if not parts:
        yield offered
        return
    if memory is not None:
        memory.keep(offered, data)
    family = offered.family or offered.id
    if found in MAIL:
        yield replace(offered, family=family)
    for number, part in enumerate(parts, start=1):
        yield from _with_parts(_offered(offered, family, number, part), depth + 1)


def _offered(whole: Offered, family: str, number: int, part: _Part) -> Offered:
    path = f"{whole.path_in_source}/{part.name}"
    own = tuple(
        Sidecar(
            path_in_source=f"{whole.path_in_source}/{name}",
            size=size,
            fetch=partial(_read, whole, read),
            ambiguous=ambiguous,
        )
        for name, size, read, ambiguous in part.sidecars
    )
    return Offered(
        id=document_id(whole.source, path),
        source=whole.source,
        path_in_source=path,
        size=part.size,
        fetch=partial(_read, whole, part.read),
        sidecars=own or whole.sidecars,
        family=family,
        part=0 if own else number,
    )


def _read(whole: Offered, read: Callable[[bytes], bytes]) -> bytes:
    return read(whole.fetch())


def _parts(data: bytes, found: FileFormat) -> list[_Part]:
    if found in MAIL:
        attachments = read_mail(data, found).attachments[:MOST_PARTS]
        return [
            _Part(
                name=f"{number}{PurePosixPath(attachment.name).suffix}",
                size=len(attachment.data),
                read=partial(_attachment, found=found, number=number),
            )
            for number, attachment in enumerate(attachments, start=1)
        ]
    return _members(data) if found is FileFormat.ZIP else []


def _attachment(data: bytes, *, found: FileFormat, number: int) -> bytes:
    return read_mail(data, found).attachments[number - 1].data


def _members(data: bytes) -> list[_Part]:
    """Documents of a ZIP, with the sidecars that lie beside them in it.

    Raises:
        InputRefused: DAMAGED, or TOO_LARGE.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = {entry.filename: entry for entry in packed.infolist() if not _passed_over(entry)}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise InputRefused(RefusalReason.DAMAGED, "The ZIP is damaged and does not open.") from None
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries.values()) > MOST_BYTES:
        raise InputRefused(RefusalReason.TOO_LARGE, "The ZIP holds more than can be unpacked.", advice="Split it.")
    folders: defaultdict[PurePosixPath, list[str]] = defaultdict(list)
    for name in sorted(entries):
        folders[PurePosixPath(name).parent].append(PurePosixPath(name).name)
    parts = []
    for folder, names in folders.items():
        for name, sidecars in pair(names).documents.items():
            whole = (folder / name).as_posix()
            parts.append(
                _Part(
                    name=whole,
                    size=entries[whole].file_size,
                    read=partial(_member, name=whole),
                    sidecars=tuple(
                        (beside, entries[beside].file_size, partial(_member, name=beside), ambiguous)
                        for sidecar, ambiguous in sidecars
                        for beside in ((folder / sidecar).as_posix(),)
                    ),
                )
            )
    return parts


def _passed_over(entry: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    return entry.is_dir() or ".." in parts or any(is_hidden(part) or part == "__MACOSX" for part in parts)


def _member(data: bytes, *, name: str) -> bytes:
    """One file of a ZIP, no more of it than its entry promises.

    Raises:
        InputRefused: PASSWORD_NEEDED or DAMAGED.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entry = packed.getinfo(name)
            if entry.flag_bits & 1:
                raise InputRefused(
                    RefusalReason.PASSWORD_NEEDED,
                    "The ZIP opens only with a password.",
                    advice="Ask the owner for the documents without a password.",
                )
            with packed.open(entry) as stream:
                content = stream.read(entry.file_size + 1)
            if len(content) == entry.file_size:
                return content
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        pass
    raise InputRefused(RefusalReason.DAMAGED, "A file in the ZIP is damaged.", advice="Have it packed again.")
