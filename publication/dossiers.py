# SPDX-License-Identifier: EUPL-1.2
"""Which public documents belong together: a main document with its annexes, tied by the key of their dossier.

A record says what its document is in its dossier (``ROLE`` in extraMetadata). A message is the key of its own dossier,
and whatever else has that key was attached to it. The site knows which of the others are public, so a relation never
points at what is not.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Final

from publication.storage import PRIVATE, Storage
from publication.titles import sorting
from schemas.identity import DocumentId
from schemas.publication import DiwooRecord, Relatie, Verwijzing
from schemas.values import value_list
from schemas.values.codes import Documentrelatie

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
        self._left: set[str] = set()
        """Dossiers that somebody with a role left."""

    def join(self, id: DocumentId, loc: str, record: DiwooRecord) -> None:
        """The document is public, with this address and title."""
        if record.aggregatiekenmerk is not None:
            member = Member(loc=loc, title=record.officiele_titel, role=role_of(record))
            self._members(record.aggregatiekenmerk)[id] = member

    def leave(self, id: DocumentId, dossier: str | None) -> None:
        """The document is no longer public, or no longer of this dossier."""
        if dossier is not None:
            member = self._members(dossier).pop(id, None)
            if member is not None and member.role:
                self._left.add(dossier)

    def related(self, id: DocumentId, record: DiwooRecord) -> DiwooRecord:
        """The record with its relations to the other documents of its dossier; as given when it is of none."""
        dossier = record.aggregatiekenmerk
        if dossier is None:
            return record
        members = self._members(dossier)
        of_message = ANNEX if dossier in members else ""
        mine = role_of(record) or of_message
        found = {
            role: sorted(
                (one for other, one in members.items() if other != id and mine and (one.role or of_message) == role),
                key=lambda one: (sorting(one.title), one.loc),
            )
            for role in (MAIN, ANNEX)
        }
        annexes, mains = (found[role] if mine == other else [] for role, other in ((ANNEX, MAIN), (MAIN, ANNEX)))
        parts = tuple(Verwijzing(resource=one.loc, label=one.title) for one in annexes)
        has_annex = value_list("documentrelatielijst").by_uri(Documentrelatie.HEEFT_BIJLAGE.value).waarde
        # DiWoo has room for one whole; which of two it is, is not for us to guess.
        whole = Verwijzing(resource=mains[0].loc, label=mains[0].title) if len(mains) == 1 else None
        return replace(
            record,
            has_parts=parts,
            documentrelaties=tuple(Relatie(role=has_annex, relation=part) for part in parts),
            is_part_of=whole,
        )

    def touched(self) -> Iterator[DocumentId]:
        """Every public document of the dossiers that were touched and in which somebody has or had a role."""
        for dossier, members in self._read.items():
            if dossier in self._left or any(one.role for one in members.values()):
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
