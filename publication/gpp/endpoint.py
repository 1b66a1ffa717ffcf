# SPDX-License-Identifier: EUPL-1.2
"""The endpoint that publishes in GPP-Woo. A publication there holds one document of ours, and its former revisions.

Every call may be the last of a process. What an earlier run began is found again by our number and carried on: the
order is always concept, document, parts, wait, download and compare, publish, retract what it replaces.
"""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from publication.endpoint import NeverPublic, WithdrawalReason
from publication.gpp.client import GppAddress, GppClient, Unsure
from publication.gpp.records import (
    DESCRIPTION,
    SOURCE,
    References,
    document_body,
    identifier_of,
    is_ours,
    publication_body,
)
from publication.pdf_text import same_document
from publication.rules import record_faults
from schemas.errors import LakstraatError, PublicationFailed, WrongUse
from schemas.events import log_event
from schemas.identity import DocumentId
from schemas.publication import Publication, PublicationPackage, PublicationState
from schemas.values import value_list
from schemas.values.codes import RedenVerwijderingVervanging

Answer = TypeVar("Answer")

CONCEPT: Final = "concept"
PUBLISHED: Final = "gepubliceerd"
RETRACTED: Final = "ingetrokken"
_ATTEMPTS: Final = 3


class GppEndpoint:
    """Publishes in a publicatiebank.

    Args:
        address: where it is.
        notes: folder for the addresses of file parts, which the server tells once; it holds no personal data.
        client: for tests.
        patience_s: how long the server may take to process an uploaded file.
        pause_s: time between two looks at it, and before a broken call is looked into.
    """

    name = "gpp"

    def __init__(
        self,
        address: GppAddress,
        notes: Path,
        *,
        client: GppClient | None = None,
        patience_s: float = 300.0,
        pause_s: float = 1.0,
    ) -> None:
        self._address = address
        self._notes = notes
        self._client = client or GppClient(address)
        self._references = References(self._client)
        self._patience_s = patience_s
        self._pause_s = pause_s

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def publish(self, package: PublicationPackage) -> Publication:
        """Make a document public, or a new revision of it in the same publication.

        Raises:
            WrongUse: the publicatiebank lacks a category or the publisher.
            PublicationFailed: it does not take the document; nothing half published is shown.
        """
        broken = record_faults(package.record)
        if broken:
            raise LakstraatError(f"A record breaks the rule {broken[0].rule}: {broken[0].message}.")
        answer = self._carefully(lambda: self._publish(package))
        log_event("published", document=package.id, endpoint=self.name, bytes=len(package.document.data))
        return answer

    def replace(self, package: PublicationPackage, reason: RedenVerwijderingVervanging) -> Publication:
        """Put a corrected revision in the place of a public document.

        Raises:
            WrongUse: the document is not public here, or as ``publish``.
            PublicationFailed: the former revision is still there.
        """
        if not any(one["publicatiestatus"] == PUBLISHED for one in self._ours(package.id, _remarks(package.id))):
            raise WrongUse("This document is not public in GPP-Woo.", advice="Publish it first.")
        told = value_list("redenverwijderingvervanginglijst").by_uri(reason.value).waarde
        return self.publish(replace(package, record=replace(package.record, reden_verwijdering_vervanging=told)))

    def withdraw(self, id: DocumentId, reason: WithdrawalReason) -> Publication:
        """Retract every publication of a document. There is no field for the reason: it stands in the audit log.

        Raises:
            WrongUse: it was never public here.
            PublicationFailed: the publicatiebank cannot be reached; the document may still be public.
        """
        answer = self._carefully(lambda: self._withdraw(id, reason))
        log_event("withdrawn", document=id, endpoint=self.name, reason=reason.value)
        return answer

    def _carefully(self, work: Callable[[], Answer]) -> Answer:
        """Do the work; after a call of which nobody knows how it ended, look again and go on from what is there."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return work()
            except Unsure:
                if attempt == _ATTEMPTS:
                    raise
                time.sleep(self._pause_s * attempt)
        raise AssertionError("the last attempt returns or raises")

    def _publish(self, package: PublicationPackage) -> Publication:
        remarks = _remarks(package.id)
        body = publication_body(package, self._references, self._address)
        publication = self._one_publication(package, body, remarks)
        document = self._one_document(package, publication, remarks)
        self._check_received(package, publication, document, remarks)
        done = self._client.change("publicaties", publication["uuid"], {**body, "publicatiestatus": PUBLISHED}, remarks)
        self._describe(package, document, remarks)
        self._retract_former(publication["uuid"], document["uuid"], remarks)
        self._note_of(package).unlink(missing_ok=True)
        return _answer(package.id, done, PublicationState.PUBLISHED)

    def _ours(self, id: DocumentId, remarks: str) -> list[dict[str, Any]]:
        """Every publication with our number, the oldest first."""
        found = self._client.all("publicaties", remarks, kenmerk=id, bron=SOURCE)
        return sorted(
            (one for one in found if is_ours(one, id)), key=lambda one: (one["registratiedatum"], one["uuid"])
        )

    def _one_publication(self, package: PublicationPackage, body: dict[str, Any], remarks: str) -> dict[str, Any]:
        """The publication that is public or else a concept, made if there is none; others of broken runs go."""
        ours = self._ours(package.id, remarks)
        public = [one for one in ours if one["publicatiestatus"] == PUBLISHED]
        concepts = [one for one in ours if one["publicatiestatus"] == CONCEPT]
        kept = (public or concepts)[:1]
        for superfluous in concepts:
            if superfluous not in kept:
                self._client.delete("publicaties", superfluous["uuid"], remarks)
        for superfluous in public[1:]:
            self._client.change("publicaties", superfluous["uuid"], {"publicatiestatus": RETRACTED}, remarks)
        if kept:
            return kept[0]
        return self._client.create("publicaties", {"publicatiestatus": CONCEPT, **body}, remarks)

    def _one_document(self, package: PublicationPackage, publication: dict[str, Any], remarks: str) -> dict[str, Any]:
        """The document with this very content, complete."""
        wanted = identifier_of(package)
        found = [
            one
            for one in self._client.all("documenten", remarks, publicatie=publication["uuid"])
            if one.get("identifier") == wanted and one["publicatiestatus"] != RETRACTED
        ]
        complete = [one for one in found if one["uploadVoltooid"]]
        if complete:
            return complete[0]
        if found:
            return self._carry_on(package, publication, found[0], remarks)
        created = self._client.create("documenten", document_body(package, publication["uuid"]), remarks)
        self._keep_parts(package, created)
        return self._upload(package, created["uuid"], created.get("bestandsdelen") or [], remarks)

    def _carry_on(
        self, package: PublicationPackage, publication: dict[str, Any], document: dict[str, Any], remarks: str
    ) -> dict[str, Any]:
        """Finish an upload that an earlier run began; where its parts are not known, begin anew."""
        uuid = document["uuid"]
        parts = self._kept_parts(package, uuid)
        if parts is None:
            self._give_up(publication, uuid, remarks)
            raise Unsure("An upload of an earlier run could not be carried on and was thrown away.")
        if self._client.get("documenten", uuid, remarks)["uploadVoltooid"]:
            return document
        try:
            return self._upload(package, uuid, parts, remarks)
        except Unsure:
            # Sent before the stop and being processed since, the parts are refused; give the server its time.
            return self._wait(package, publication, uuid, remarks)

    def _upload(
        self, package: PublicationPackage, uuid: str, parts: list[dict[str, Any]], remarks: str
    ) -> dict[str, Any]:
        data, at = package.document.data, 0
        for part in sorted(parts, key=lambda one: int(one["volgnummer"])):
            self._client.upload(part["url"], data[at : at + part["omvang"]], remarks)
            at += part["omvang"]
        return self._wait(package, None, uuid, remarks)

    def _wait(
        self, package: PublicationPackage, publication: dict[str, Any] | None, uuid: str, remarks: str
    ) -> dict[str, Any]:
        """Look until the server has processed the file; it tells no error when it never will."""
        deadline = time.monotonic() + self._patience_s
        while True:
            document = self._client.get("documenten", uuid, remarks)
            if document["uploadVoltooid"]:
                return document
            if time.monotonic() > deadline:
                if publication is not None:
                    self._give_up(publication, uuid, remarks)
                self._note_of(package).unlink(missing_ok=True)
                raise PublicationFailed(
                    "The publicatiebank does not finish processing the file.",
                    advice="Check that its Celery worker runs; then publish again.",
                )
            time.sleep(self._pause_s)

    def _give_up(self, publication: dict[str, Any], document: str, remarks: str) -> None:
        """Away with an upload that cannot be finished: the whole concept, or the document of a public publication."""
        if publication["publicatiestatus"] == CONCEPT:
            self._client.delete("publicaties", publication["uuid"], remarks)
        else:
            self._client.change("documenten", document, {"publicatiestatus": RETRACTED}, remarks)

    def _check_received(
        self, package: PublicationPackage, publication: dict[str, Any], document: dict[str, Any], remarks: str
    ) -> None:
        """Compare what the server holds with what was sent, before anybody else can see it."""
        received = self._client.download(document["uuid"], remarks)
        if not same_document(package.document.data, received):
            self._give_up(publication, document["uuid"], remarks)
            raise PublicationFailed(
                "The publicatiebank holds another document than was sent; it was taken back.",
                advice="Publish again; if it happens again, have the publicatiebank looked at.",
            )

    def _describe(self, package: PublicationPackage, document: dict[str, Any], remarks: str) -> None:
        """Bring what is told about a document up to date, when only that changed."""
        wanted = document_body(package, document["publicatie"])
        changed = {name: wanted[name] for name in DESCRIPTION if wanted[name] != document.get(name)}
        if changed:
            self._client.change("documenten", document["uuid"], changed, remarks)

    def _retract_former(self, publication: str, kept: str, remarks: str) -> None:
        """Retract former revisions, once the new one is public."""
        for one in list(self._client.all("documenten", remarks, publicatie=publication)):
            if one["uuid"] != kept and one["publicatiestatus"] == PUBLISHED:
                self._client.change("documenten", one["uuid"], {"publicatiestatus": RETRACTED}, remarks)

    def _withdraw(self, id: DocumentId, reason: WithdrawalReason) -> Publication:
        remarks = f"intrekking {id} {reason.value}"
        ours = self._ours(id, remarks)
        done = [one for one in ours if one["publicatiestatus"] == RETRACTED]
        for one in ours:
            if one["publicatiestatus"] == PUBLISHED:
                body = {"publicatiestatus": RETRACTED}
                done.append(self._client.change("publicaties", one["uuid"], body, remarks))
            elif one["publicatiestatus"] == CONCEPT:
                self._client.delete("publicaties", one["uuid"], remarks)
        if not done:
            raise NeverPublic("This document was never public in GPP-Woo.", advice="Check its identifier.")
        return _answer(id, done[-1], PublicationState.WITHDRAWN)

    def _note_of(self, package: PublicationPackage) -> Path:
        return self._notes / f"{package.id}-{package.document.digest[:16]}.json"

    def _keep_parts(self, package: PublicationPackage, created: dict[str, Any]) -> None:
        """Write down where the parts go before sending any: the server does not tell it twice."""
        path = self._note_of(package)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".nieuw")
        known = {"document": created["uuid"], "parts": created.get("bestandsdelen") or []}
        unfinished.write_text(json.dumps(known), encoding="utf-8")
        unfinished.replace(path)

    def _kept_parts(self, package: PublicationPackage, document: str) -> list[dict[str, Any]] | None:
        try:
            known = json.loads(self._note_of(package).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return list(known["parts"]) if known["document"] == document else None


def _remarks(id: DocumentId) -> str:
    return f"publicatie {id}"


def _answer(id: DocumentId, known: dict[str, Any], state: PublicationState) -> Publication:
    return Publication(
        id=id,
        endpoint=GppEndpoint.name,
        identifier=known["uuid"],
        url=known.get("urlPublicatieExtern") or known.get("urlPublicatieIntern") or "",
        moment=datetime.fromisoformat(known["laatstGewijzigdDatum"]),
        state=state,
    )
