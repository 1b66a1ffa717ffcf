# SPDX-License-Identifier: EUPL-1.2
"""Reads a Documenten API over HTTP: lists documents page by page, and downloads the version that was listed."""

import json
import time
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey

from archive.wire import Answer, Patience, Trouble, bounded
from archive.zgw.access import ZgwAccess
from schemas.errors import LakstraatError, ServiceMissing, WrongUse

PAGE_SIZE: Final = 100
_MOST_PAGES: Final = 100_000
_MOST_ANSWER: Final = 64 * 1024 * 1024
_PAUSE_S: Final = 0.5
_BUSY: Final = frozenset({429, 500, 502, 503, 504})
_CODES: Final = {
    "jwt-expired": "Set the clock of this machine: the token counts as too old.",
    "invalid-jwt-signature": "ZGW_SECRET is not the secret of this client.",
    "invalid-client-identifier": "ZGW_CLIENT_ID is not known to this API.",
    "permission_denied": "Give the client the scope documenten.lezen for these document types.",
}


class ZgwClient:
    """A connection to one Documenten API.

    The address is the one that was given: what the server says of its own host name (``url``, ``next``, ``inhoud``)
    is never followed, so a token goes to no other host.

    Args:
        base: address of the API, for example ``https://host/documenten/api/v1``.
        access: who we are.
        transport: for a connection of your own.
        pause_s: seconds before a second attempt; doubled each time.
    """

    def __init__(
        self,
        base: str,
        access: ZgwAccess,
        *,
        transport: httpx.BaseTransport | None = None,
        pause_s: float = _PAUSE_S,
    ) -> None:
        self._base = base.rstrip("/")
        self._access = access
        self._patience = Patience(pause_s)
        self._http = httpx.Client(timeout=httpx.Timeout(60.0, connect=10.0), transport=transport)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def page(self, number: int, page_size: int = PAGE_SIZE) -> tuple[int, list[dict[str, Any]], bool]:
        """One page (from 1) of the listing: the count of all documents, those of the page, whether more follow."""
        parameters = {"page": str(number), "pageSize": str(page_size), "ordering": "creatiedatum"}
        answer = self._get("/enkelvoudiginformatieobjecten", parameters)
        try:
            body = json.loads(answer)
            return int(body["count"]), [dict(record) for record in body["results"]], bool(body["next"])
        except (ValueError, KeyError, TypeError):
            raise ServiceMissing(
                "The Documenten API gave a listing that cannot be read.",
                advice="Check that the URI ends at the API itself, for example /documenten/api/v1.",
            ) from None

    def pages(self, page_size: int = PAGE_SIZE) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Every page of the listing, with the count of all documents as it was then."""
        for number in range(1, _MOST_PAGES + 1):
            count, records, more = self.page(number, page_size)
            yield count, records
            if not more:
                return

    def download(self, url: str, version: int, most: int) -> bytes:
        """The bytes of one version of a document.

        Args:
            url: of the document, as its record gives it; only the identifier at its end is used.
            version: number of the version.
            most: bytes that the record promises; the download stops when there are more.
        """
        identifier = urlsplit(url).path.rstrip("/").rpartition("/")[2]
        return self._get(f"/enkelvoudiginformatieobjecten/{identifier}/download", {"versie": str(version)}, most)

    def _get(self, path: str, parameters: dict[str, str], most: int = _MOST_ANSWER) -> bytes:
        try:
            answer = self._patience.ask(lambda: self._once(path, parameters, most))
        except Trouble as trouble:
            raise ServiceMissing(
                f"The Documenten API does not give what was asked ({trouble}).",
                advice="Check the address, the certificate and the network, and run again when it is back.",
            ) from None
        if answer.status != httpx.codes.OK:
            raise _refused(answer)
        return answer.content

    def _once(self, path: str, parameters: dict[str, str], most: int) -> Answer:
        request = self._http.build_request(
            "GET", self._base + path, params=parameters, headers={"Authorization": f"Bearer {self._token()}"}
        )
        answer = bounded(self._http, request, most)
        if answer.status in _BUSY:
            raise Trouble(f"status {answer.status}")
        return answer

    def _token(self) -> str:
        """A fresh token for one call (ZGW, section on authentication: HS256 with the client's secret)."""
        claims = {
            "iss": self._access.client_id,
            "iat": int(time.time()),
            "client_id": self._access.client_id,
            "user_id": "lakstraat",
            "user_representation": "Lakstraat",
        }
        return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(self._access.secret))


def _refused(answer: Answer) -> LakstraatError:
    """Our error for a refusal; the body of the answer may quote a title, so only its code is used."""
    try:
        code = str(json.loads(answer.content).get("code", ""))
    except (ValueError, AttributeError):
        code = ""
    if answer.status == httpx.codes.NOT_FOUND:
        return ServiceMissing(
            "The Documenten API does not have what was asked for.",
            advice="Check the URI; a document that was there at the listing may have been taken away: run again.",
        )
    if answer.status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return WrongUse(
            "The Documenten API refuses this client.",
            advice=_CODES.get(code, "Check ZGW_CLIENT_ID, ZGW_SECRET and the scope documenten.lezen."),
        )
    return ServiceMissing(
        f"The Documenten API answers with status {answer.status}.", advice="Run again when it is back."
    )
