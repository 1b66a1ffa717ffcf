# SPDX-License-Identifier: EUPL-1.2
"""What a site knows of one document: the JSON beside the file, from which every list and page is made."""

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from publication.diwoo_xml import w3c
from publication.endpoint import RefusalNotice, WithdrawalReason
from publication.record_json import plain, record_json
from schemas.identity import Digest, DocumentId
from schemas.publication import DiwooRecord, PublicationPackage, PublicationState

_SAFE_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}")
_SAFE_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.pdf")
_STATUS: Final = {
    PublicationState.PUBLISHED: "gepubliceerd",
    PublicationState.WITHDRAWN: "ingetrokken",
    PublicationState.NOT_PUBLIC: "niet openbaar",
}
_SECOND: Final = timedelta(seconds=1)
_NOTICE_WITHDRAWN: Final = "Melding ingetrokken"


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryLine:
    """Something that happened in public. ``what`` and ``reason`` are what people read."""

    moment: datetime
    what: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A document on a site, public or taken back.

    Attributes:
        lists: the lists of the site it stands in (``014-0001``), that of its first category first.
        record: the record as JSON, in DiWoo's own words; None after withdrawal, when even the title is gone.
    """

    id: DocumentId
    file_name: str
    lists: tuple[str, ...]
    state: PublicationState
    lastmod: datetime
    first_published: datetime
    digest: Digest
    size: int
    pages: int
    grounds: tuple[str, ...]
    publisher: str
    record: dict[str, Any] | None
    history: tuple[HistoryLine, ...]

    @property
    def folder(self) -> str:
        """Where everything of this document lies."""
        return folder_of(self.id)

    @property
    def file_key(self) -> str:
        """Where the file lies."""
        return f"{self.folder}/{self.file_name}"

    @property
    def public(self) -> bool:
        """Whether people can fetch it."""
        return self.state is PublicationState.PUBLISHED

    @property
    def withheld(self) -> bool:
        """Whether only a notice stands here."""
        return self.state is PublicationState.NOT_PUBLIC

    @property
    def was_public(self) -> bool:
        """Whether people could ever fetch it, and not only read a notice of it."""
        return self.file_name != ""

    @property
    def title(self) -> str:
        """The title; nothing after withdrawal."""
        return "" if self.record is None else str(self.record["officieleTitel"])

    @property
    def categories(self) -> tuple[str, ...]:
        """Labels of its Woo categories."""
        return () if self.record is None else tuple(one["label"] for one in self.record["informatiecategorieen"])


def folder_of(id: DocumentId) -> str:
    """Where everything of a document lies.

    Raises:
        ValueError: the identifier could name a path outside the site.
    """
    if not _SAFE_ID.fullmatch(id):
        raise ValueError("an identifier in an address has letters, digits and hyphens only")
    return f"documenten/{id}"


def metadata_key(id: DocumentId) -> str:
    """Where the JSON of a document lies."""
    return f"{folder_of(id)}/metadata.json"


def published(package: PublicationPackage, former: Entry | None, lists: tuple[str, ...]) -> Entry:
    """The entry of a document that is made public, or public again, or only described anew.

    Its address never changes, and its lastmod only when the file or the record does: then it is later than before.
    """
    if not _SAFE_FILE.fullmatch(package.file_name):
        raise ValueError("a public file name has letters, digits, dots, hyphens and underscores, and ends in .pdf")
    record = record_json(package.record)
    document = package.document
    moment = package.last_modified.replace(microsecond=0)
    entry = Entry(
        id=package.id,
        file_name=(former.file_name if former else "") or package.file_name,
        lists=lists,
        state=PublicationState.PUBLISHED,
        lastmod=moment,
        first_published=former.first_published if former else moment,
        digest=document.digest,
        size=len(document.data),
        pages=document.pages,
        grounds=document.grounds,
        publisher=package.record.publisher.label,
        record=record,
        history=(HistoryLine(moment=moment, what="Openbaar gemaakt"),),
    )
    if former is None:
        return entry
    same_file = former.digest == entry.digest and former.public
    if same_file and former.record == record:
        return replace(entry, lastmod=former.lastmod, history=former.history)
    later = max(moment, former.lastmod + _SECOND)
    reason = package.record.reden_verwijdering_vervanging
    line = HistoryLine(moment=later, what=_what(former, same_file), reason=reason.label if reason else "")
    return replace(entry, lastmod=later, history=(*former.history, line))


def described(former: Entry, record: DiwooRecord, moment: datetime) -> Entry:
    """The entry with another record for the same file, as when an annex of it becomes public."""
    told = record_json(record)
    if told == former.record:
        return former
    return replace(former, record=told, lastmod=max(moment.replace(microsecond=0), former.lastmod + _SECOND))


def _what(former: Entry, same_file: bool) -> str:
    if former.withheld or not former.was_public:
        return "Alsnog openbaar gemaakt"
    if not former.public:
        return "Opnieuw openbaar gemaakt"
    return "Beschrijving bijgewerkt" if same_file else "Vervangen door een nieuwe versie"


def withdrawn(former: Entry, reason: WithdrawalReason, moment: datetime) -> Entry:
    """The entry of a document or notice that is taken back: nothing of its record is left, only that it was there."""
    if not former.public and not former.withheld:
        return former
    later = max(moment.replace(microsecond=0), former.lastmod + _SECOND)
    what = _NOTICE_WITHDRAWN if former.withheld else "Ingetrokken"
    return replace(
        former,
        state=PublicationState.WITHDRAWN,
        lastmod=later,
        record=None,
        grounds=(),
        digest=Digest(""),
        size=0,
        pages=0,
        history=(*former.history, HistoryLine(moment=later, what=what, reason=reason.public_text)),
    )


def announced(notice: RefusalNotice, former: Entry | None, lists: tuple[str, ...]) -> Entry:
    """The entry of a document that is withheld as a whole."""
    record = {
        "officieleTitel": notice.title,
        "informatiecategorieen": [plain(asdict(category)) for category in notice.categories],
    }
    moment = notice.moment.replace(microsecond=0)
    line = HistoryLine(moment=moment, what="Besloten dat het document niet openbaar wordt")
    entry = Entry(
        id=notice.id,
        file_name="",
        lists=lists,
        state=PublicationState.NOT_PUBLIC,
        lastmod=moment,
        first_published=moment,
        digest=Digest(""),
        size=0,
        pages=0,
        grounds=tuple(ground.value for ground in notice.grounds),
        publisher=notice.publisher.label,
        record=record,
        history=(line,),
    )
    if former is None:
        return entry
    if former.withheld and former.record == record and former.grounds == entry.grounds:
        return former
    later = max(moment, former.lastmod + _SECOND)
    return replace(
        entry,
        lastmod=later,
        file_name=former.file_name,
        first_published=former.first_published,
        history=(*former.history, replace(line, moment=later)),
    )


def to_json(entry: Entry, loc: str) -> bytes:
    """The file beside the document. Public, so everything in it is."""
    known = {
        "identificatie": entry.id,
        "status": _STATUS[entry.state],
        "bestand": entry.file_name,
        **({"url": loc} if entry.public else {}),
        "gepubliceerd": w3c(entry.first_published),
        "gewijzigd": w3c(entry.lastmod),
        "sha256": entry.digest,
        "omvang": entry.size,
        "paginas": entry.pages,
        "gronden": list(entry.grounds),
        "publisher": entry.publisher,
        "diwoo": entry.record,
        "geschiedenis": [
            {"moment": w3c(line.moment), "wat": line.what, **({"reden": line.reason} if line.reason else {})}
            for line in entry.history
        ],
        "lijsten": list(entry.lists),
    }
    return json.dumps(known, ensure_ascii=False, indent=1).encode() + b"\n"


def from_json(data: bytes) -> Entry:
    """The entry behind a file that ``to_json`` wrote."""
    known = json.loads(data)
    return Entry(
        id=DocumentId(known["identificatie"]),
        file_name=known["bestand"],
        lists=tuple(known["lijsten"]),
        state=next(state for state, status in _STATUS.items() if status == known["status"]),
        lastmod=datetime.fromisoformat(known["gewijzigd"]),
        first_published=datetime.fromisoformat(known["gepubliceerd"]),
        digest=Digest(known["sha256"]),
        size=known["omvang"],
        pages=known["paginas"],
        grounds=tuple(known["gronden"]),
        publisher=known["publisher"],
        record=known["diwoo"],
        history=tuple(
            HistoryLine(moment=datetime.fromisoformat(line["moment"]), what=line["wat"], reason=line.get("reden", ""))
            for line in known["geschiedenis"]
        ),
    )
