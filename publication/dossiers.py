# SPDX-License-Identifier: EUPL-1.2
"""Which public documents belong together: a main document with its annexes, tied by the key of their dossier.

A record says what its document is in its dossier (``ROLE`` in extraMetadata); the site knows which of the others are
public, so a relation never points at what is not.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Final

from publication.storage import PRIVATE, Storage
from schemas.identity import DocumentId
from schemas.publication import DiwooRecord, Verwijzing

ROLE: Final = "rolInDossier"
MAIN: Final = "hoofddocument"
ANNEX: Final = "bijlage"


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A public document of a dossier. ``role`` is empty where the archive does not say it."""

    loc: str
    title: str
    role: str


class Dossiers:
    """The dossiers that a change touches."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._read: dict[str, dict[str, Member]] = {}

    def join(self, id: DocumentId, loc: str, record: DiwooRecord) -> None:
        """The document is public, with this address and title."""
        if record.aggregatiekenmerk is not None:
            member = Member(loc=loc, title=record.officiele_titel, role=role_of(record))
            self._members(record.aggregatiekenmerk)[id] = member

    def leave(self, id: DocumentId, dossier: str | None) -> None:
        """The document is no longer public, or no longer of this dossier."""
        if dossier is not None:
            self._members(dossier).pop(id, None)

    def related(self, id: DocumentId, record: DiwooRecord) -> DiwooRecord:
        """The record with its relations to the other documents of its dossier; as given when it has no role there."""
        if record.aggregatiekenmerk is None or not role_of(record):
            return record
        others = {other: one for other, one in self._members(record.aggregatiekenmerk).items() if other != id}
        if role_of(record) == MAIN:
            parts = sorted((one.loc, one.title) for one in others.values() if one.role == ANNEX)
            return replace(record, has_parts=tuple(Verwijzing(resource=loc, label=title) for loc, title in parts))
        mains = sorted((one.loc, one.title) for one in others.values() if one.role == MAIN)
        # DiWoo has room for one whole; which of two it is, is not for us to guess.
        whole = Verwijzing(resource=mains[0][0], label=mains[0][1]) if len(mains) == 1 else None
        return replace(record, is_part_of=whole)

    def touched(self) -> Iterator[DocumentId]:
        """Every public document of the dossiers that were touched and in which somebody has a role."""
        for members in self._read.values():
            if any(one.role for one in members.values()):
                yield from (DocumentId(id) for id in members)

    def files(self) -> dict[str, str]:
        """What to write, by key."""
        return {
            _key(dossier): json.dumps({id: asdict(one) for id, one in members.items()}, ensure_ascii=False)
            for dossier, members in self._read.items()
        }

    def _members(self, dossier: str) -> dict[str, Member]:
        if dossier not in self._read:
            data = self._storage.read(_key(dossier))
            known = {} if data is None else json.loads(data)
            self._read[dossier] = {id: Member(**one) for id, one in known.items()}
        return self._read[dossier]


def role_of(record: DiwooRecord) -> str:
    """What a document is in its dossier; empty when its record does not say."""
    return next((values[0] for key, values in record.extra_metadata if key == ROLE and values), "")


def _key(dossier: str) -> str:
    return f"{PRIVATE}/dossiers/{hashlib.sha256(dossier.encode()).hexdigest()[:32]}.json"
