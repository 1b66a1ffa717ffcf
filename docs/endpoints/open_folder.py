# SPDX-License-Identifier: EUPL-1.2
"""An endpoint of a third party, whole: documents in a folder that something else shows to the public.

It is an example to start from, and it passes the contract tests. In the settings::

    [[places]]
    name = "open-folder"
    endpoint = "/srv/lakstraat/open_folder.py:open_place"
    address = "/srv/open"
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from publication.endpoint import NeverPublic, PlaceSettings, RefusalNotice, WithdrawalReason
from publication.record_json import record_json
from publication.rules import record_faults
from schemas.errors import LakstraatError, PublicationFailed, WrongUse
from schemas.identity import DocumentId
from schemas.publication import Publication, PublicationPackage, PublicationState
from schemas.values.codes import RedenVerwijderingVervanging


def open_place(settings: PlaceSettings) -> "OpenFolder":
    """The endpoint behind a place in the settings."""
    return OpenFolder(Path(settings.address), settings.place)


class OpenFolder:
    """Per document ``ID.pdf`` while it is public, and ``ID.json``, which stays."""

    def __init__(self, root: Path, name: str) -> None:
        self._root = root
        self._name = name

    @property
    def name(self) -> str:
        """Name under which the ledger knows this place."""
        return self._name

    def publish(self, package: PublicationPackage) -> Publication:
        """Make a document public, or a new revision. The file goes first: no record tells of what is not there."""
        broken = record_faults(package.record)
        if broken:
            raise LakstraatError(f"A record breaks the rule {broken[0].rule}: {broken[0].message}.")
        self._put(f"{package.id}.pdf", package.document.data)
        return self._tell(package.id, PublicationState.PUBLISHED, record_json(package.record))

    def replace(self, package: PublicationPackage, reason: RedenVerwijderingVervanging) -> Publication:
        """Put a corrected revision in the place of a public document."""
        if self._state(package.id) is not PublicationState.PUBLISHED:
            raise WrongUse("This document is not public here.", advice="Publish it first.")
        self._put(f"{package.id}.pdf", package.document.data)
        told = {**record_json(package.record), "redenVerwijderingVervanging": reason.value}
        return self._tell(package.id, PublicationState.PUBLISHED, told)

    def withdraw(self, id: DocumentId, reason: WithdrawalReason) -> Publication:
        """Take a document or notice back: its file first. Doing it again changes nothing."""
        if self._state(id) is None:
            raise NeverPublic("This document was never public here.", advice="Check its identifier.")
        try:
            (self._root / f"{id}.pdf").unlink(missing_ok=True)
        except OSError as error:
            raise _failed(error) from error
        return self._tell(id, PublicationState.WITHDRAWN, {"reden": reason.public_text})

    def announce(self, notice: RefusalNotice) -> Publication:
        """Tell that a document is withheld as a whole. An endpoint need not be able to: leave this method out then."""
        if self._state(notice.id) is PublicationState.PUBLISHED:
            raise WrongUse("This document is public.", advice="Withdraw it first.")
        grounds = [ground.value for ground in notice.grounds]
        told = {"officieleTitel": notice.title, "gronden": grounds}
        return self._tell(notice.id, PublicationState.NOT_PUBLIC, told)

    def _state(self, id: DocumentId) -> PublicationState | None:
        path = self._root / f"{id}.json"
        return PublicationState(json.loads(path.read_bytes())["state"]) if path.is_file() else None

    def _tell(self, id: DocumentId, state: PublicationState, told: dict[str, object]) -> Publication:
        self._put(f"{id}.json", json.dumps({"state": state.value, **told}, ensure_ascii=False).encode())
        return Publication(
            id=id, endpoint=self._name, identifier=id, url=f"file://{self._root}/{id}.pdf", moment=datetime.now(UTC),
            state=state,
        )  # fmt: skip

    def _put(self, name: str, data: bytes) -> None:
        """Write beside and rename, so that nobody sees half a file."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            unfinished = self._root / f".{name}"
            unfinished.write_bytes(data)
            unfinished.replace(self._root / name)
        except OSError as error:
            raise _failed(error) from error


def _failed(error: OSError) -> PublicationFailed:
    return PublicationFailed(f"The folder cannot be written ({type(error).__name__}).", advice="Check its disk.")
