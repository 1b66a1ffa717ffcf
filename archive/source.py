# SPDX-License-Identifier: EUPL-1.2
"""The one view on every archive: a source that offers documents, each with the metadata files that lie beside it."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from schemas.errors import WrongUse
from schemas.identity import DocumentId

_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,5}\Z")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sidecar:
    """A metadata file beside a document. Its name stays out of logs and reprs: it may name a person.

    Attributes:
        size: bytes as the source lists them, so that a giant is refused before it is read.
        fetch: gives the bytes.
        ambiguous: the name fits more than one document.
    """

    path_in_source: str = field(repr=False)
    size: int
    fetch: Callable[[], bytes] = field(repr=False, compare=False)
    ambiguous: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """A document as a source offers it; nothing of it has been read yet.

    Attributes:
        id: the same in every run for the same source and path; made by ``document_id``.
        source: the archive it comes from, in the form that ``open_source`` accepts.
        path_in_source: relative path with slashes; may name a person, so it stays out of logs and reprs.
        size: bytes as the source lists them.
        fetch: gives the bytes; raises ServiceMissing when the source does not give them.
        sidecars: metadata files beside it, in a fixed order.
        family: key shared by a message and its attachments, or the documents of one ZIP.
        part: for a part of a message or ZIP without sidecars of its own, its number (from 1); ``sidecars`` are then
            those of the whole. 0 for all others.
        file_suffix: ending of its file name with the dot, where the path does not end as the file name does.
        version: what the archive calls these bytes of the document: the same version, the same bytes. Empty where it
            does not tell, and for a part, which changes with its whole.
    """

    id: DocumentId
    source: str
    path_in_source: str = field(repr=False)
    size: int
    fetch: Callable[[], bytes] = field(repr=False, compare=False)
    sidecars: tuple[Sidecar, ...] = ()
    family: str | None = None
    part: int = 0
    file_suffix: str = ""
    version: str = field(default="", repr=False)


def file_suffix(name: str) -> str:
    """Ending of a file name with the dot, in small letters; nothing where it does not look like one."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if _SUFFIX.match(suffix) else ""


class ArchiveSource(Protocol):
    """An archive that can be read from beginning to end, as often as needed, in one fixed order."""

    @property
    def uri(self) -> str:
        """The source in the form that ``open_source`` accepts."""
        ...

    def __iter__(self) -> Iterator[Offered]:
        """Every document the archive holds now."""
        ...


class Memory(Protocol):
    """Documents that were fetched before, so that a version of one is downloaded once."""

    def recall(self, offered: Offered) -> bytes | None:
        """The bytes of this version, or None where they are not known."""
        ...

    def keep(self, offered: Offered, data: bytes) -> None:
        """Remember the bytes of this version."""
        ...


def document_id(source: str, path_in_source: str) -> DocumentId:
    """Identifier of a document by the place where the archive keeps it.

    Args:
        source: URI of the archive.
        path_in_source: path within it; bytes that are no UTF-8 arrive as surrogate escapes.

    Returns:
        32 hexadecimal digits in which no name can be read.
    """
    place = f"{source}\0{path_in_source}".encode("utf-8", "surrogateescape")
    return DocumentId(hashlib.sha256(place).hexdigest()[:32])


def open_source(uri: str, memory: Memory | None = None) -> ArchiveSource:
    """The archive that a path or URI names; what messages and ZIPs hold is offered document by document.

    Args:
        uri: path of a folder, ``file:`` URI of one, ``s3://bucket/prefix``, ``zgw+https://host/documenten/api/v1``, or
            ``ibabs+https://host/path/Public.svc``.
        memory: what was fetched before; without it everything is fetched anew.

    Raises:
        WrongUse: the folder is not there, or the URI names a kind of archive that this build cannot read.
    """
    # Here and not above: the sources build on this module, and boto3 is loaded only for who uses it.
    from archive.families import Families

    return Families(_bare_source(uri), memory)


def _bare_source(uri: str) -> ArchiveSource:
    from archive.folder import FolderSource

    scheme = urlsplit(uri).scheme.lower() if ":" in uri else ""
    if scheme == "file":
        parts = urlsplit(uri)
        if parts.netloc not in ("", "localhost"):
            raise WrongUse("A file: URI of another machine cannot be read.", advice="Mount it and give its path.")
        return FolderSource(Path(unquote(parts.path)))
    if scheme == "s3":
        from archive.s3 import S3Source

        parts = urlsplit(uri)
        return S3Source(parts.netloc, unquote(parts.path))
    if scheme in ("zgw+https", "zgw+http"):
        from archive.zgw.source import ZgwSource

        if scheme == "zgw+http" and urlsplit(uri).hostname not in ("localhost", "127.0.0.1"):
            raise WrongUse("A Documenten API is read over https only.", advice="Write zgw+https://host/path.")
        return ZgwSource(uri)
    if scheme in ("ibabs+https", "ibabs+http"):
        from archive.ibabs.source import IbabsSource

        return IbabsSource(uri)
    if "://" in uri:
        raise WrongUse(
            "This kind of archive is not known.", advice="Give the path of a folder, or a file: URI of a folder."
        )
    return FolderSource(Path(uri))
