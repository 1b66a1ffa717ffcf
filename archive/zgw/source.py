# SPDX-License-Identifier: EUPL-1.2
"""Every document of a Documenten API that may be published: final, free, and not more confidential than allowed."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from archive.source import Offered, Sidecar, document_id, file_suffix
from archive.zgw.access import ZgwAccess, access_from
from archive.zgw.client import PAGE_SIZE, ZgwClient
from archive.zgw.sidecar import mdto_of
from schemas.errors import ServiceMissing
from schemas.events import log_event

_FINAL: Final = frozenset({"definitief", "gearchiveerd"})
_ROUNDS: Final = 5
_WRAPPERS: Final = {
    "message/rfc822": ".eml", "application/vnd.ms-outlook": ".msg", "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
}  # fmt: skip
"""Media types of what holds other documents."""
_CHECKSUMS: Final = {"sha_1": "sha1", "sha_256": "sha256", "sha_512": "sha512", "md5": "md5"}


class ZgwSource:
    """A Documenten API (version 1.4) as an archive.

    A document is known by ``bronorganisatie`` and ``identificatie``, which stay when its version changes; the bytes are
    those of the version that was listed. Documents that are being edited, are not final, or are above the highest
    vertrouwelijkheidaanduiding are not offered, and counted in the log.

    Args:
        uri: ``zgw+https://host/documenten/api/v1`` (``zgw+http`` for this machine only).
        access: who we are; from the environment if not given.
        client: a connection of your own.
        page_size: documents per page of the listing.
    """

    def __init__(
        self,
        uri: str,
        access: ZgwAccess | None = None,
        client: ZgwClient | None = None,
        *,
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._uri = uri.rstrip("/")
        self._access = access_from() if access is None else access
        self._client = client or ZgwClient(self._uri.removeprefix("zgw+"), self._access)
        self._page_size = page_size

    @property
    def uri(self) -> str:
        """The URI that ``open_source`` accepts."""
        return self._uri

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def __iter__(self) -> Iterator[Offered]:
        left_out: Counter[str] = Counter()
        for record in self._records():
            reason = self._left_out(record)
            if reason:
                left_out[reason] += 1
            else:
                yield self._offered(record)
        for reason, count in sorted(left_out.items()):
            log_event("documents_not_offered", reason=reason, count=count)

    def _records(self) -> list[dict[str, Any]]:
        """Every record once, in the order of their identification.

        The API pages by place, so what is added or removed meanwhile moves the others: the listing is read again
        until it has as many documents at its end as at its beginning, and as many as were counted.

        Raises:
            ServiceMissing: the archive never stood still.
        """
        for _ in range(_ROUNDS):
            found: dict[str, dict[str, Any]] = {}
            counts: set[int] = set()
            for count, records in self._client.pages(self._page_size):
                counts.add(count)
                found |= {str(record["url"]): record for record in records}
            if len(counts) == 1 and counts == {len(found)}:
                return sorted(found.values(), key=_place)
        raise ServiceMissing(
            "The archive changes faster than it can be listed.", advice="Run again at a quieter time of the day."
        )

    def _left_out(self, record: dict[str, Any]) -> str:
        """Why a document is not offered, or nothing."""
        if not record.get("identificatie") or not record.get("bronorganisatie"):
            return "without_identification"
        if record.get("locked") or not record.get("inhoud"):
            return "being_edited"
        if record.get("status") not in _FINAL:
            return "not_final"
        if not self._access.may_pull(str(record.get("vertrouwelijkheidaanduiding") or "")):
            return "too_confidential"
        return ""

    def _offered(self, record: dict[str, Any]) -> Offered:
        path = _place(record)
        mdto = mdto_of(record, self._access.categories.get(str(record["informatieobjecttype"])))
        return Offered(
            id=document_id(self.uri, path),
            source=self.uri,
            path_in_source=path,
            size=int(record.get("bestandsomvang") or 0),
            fetch=partial(self._read, record),
            sidecars=(Sidecar(path_in_source=f"{path}.mdto.xml", size=len(mdto), fetch=partial(bytes, mdto)),),
            file_suffix=_suffix(record),
            version=f"{record['url']} {record['versie']}",
        )

    def _read(self, record: dict[str, Any]) -> bytes:
        """The bytes of the listed version, of the promised length and with the promised checksum."""
        size = int(record.get("bestandsomvang") or 0)
        data = self._client.download(str(record["url"]), int(record["versie"]), size)
        promised = record.get("integriteit") or {}
        name = _CHECKSUMS.get(str(promised.get("algoritme") or ""))
        wrong = name is not None and (
            hashlib.new(name, data, usedforsecurity=False).hexdigest() != str(promised.get("waarde")).lower()
        )
        if len(data) != size or wrong:
            raise ServiceMissing(
                "The Documenten API gave other bytes than its record promises (bestandsomvang or integriteit).",
                advice="Run again; if it stays so, have the document checked in the archive.",
            )
        return data


def _place(record: dict[str, Any]) -> str:
    return f"{record.get('bronorganisatie')}/{record.get('identificatie')}"


def _suffix(record: dict[str, Any]) -> str:
    """How the file of a record ends: by its media type for what holds others, otherwise by its name."""
    wrapper = _WRAPPERS.get(str(record.get("formaat") or "").lower())
    return wrapper or file_suffix(str(record.get("bestandsnaam") or ""))
