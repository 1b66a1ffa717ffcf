# SPDX-License-Identifier: EUPL-1.2
"""Reads a Documenten API over HTTP: lists documents page by page, and downloads the version that was listed."""

import time
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey

from archive.zgw.access import ZgwAccess
from schemas.errors import LakstraatError, ServiceMissing, WrongUse

PAGE_SIZE: Final = 100
_MOST_PAGES: Final = 100_000
_ATTEMPTS: Final = 4
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
        self._pause_s = pause_s
        self._http = httpx.Client(timeout=httpx.Timeout(60.0, connect=10.0), transport=transport)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def page(self, number: int, page_size: int = PAGE_SIZE) -> tuple[int, list[dict[str, Any]], bool]:
        """One page (from 1) of the listing: the count of all documents, those of the page, whether more follow."""
        parameters = {"page": str(number), "pageSize": str(page_size), "ordering": "creatiedatum"}
        answer = self._get("/enkelvoudiginformatieobjecten", parameters)
        try:
            body = answer.json()
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
        answer = self._get(f"/enkelvoudiginformatieobjecten/{identifier}/download", {"versie": str(version)}, most=most)
        return answer.content

    def _get(self, path: str, parameters: dict[str, str], *, most: int | None = None) -> httpx.Response:
        pause = self._pause_s
        for attempt in range(1, _ATTEMPTS + 1):
            last = attempt == _ATTEMPTS
            try:
                answer = self._once(path, parameters, most)
            except httpx.HTTPError as error:
                if last:
                    raise ServiceMissing(
                        f"The Documenten API cannot be reached ({type(error).__name__}).",
                        advice="Check the address, the certificate and the network, and run again.",
                    ) from None
            else:
                if answer.status_code == httpx.codes.OK:
                    return answer
                if last or answer.status_code not in _BUSY:
                    raise _refused(answer)
            time.sleep(pause)
            pause *= 2
        raise AssertionError("the last attempt returns or raises")

    def _once(self, path: str, parameters: dict[str, str], most: int | None) -> httpx.Response:
        request = self._http.build_request(
            "GET", self._base + path, params=parameters, headers={"Authorization": f"Bearer {self._token()}"}
        )
        answer = self._http.send(request, stream=True)
        try:
            if most is None or answer.status_code != httpx.codes.OK:
                answer.read()
                return answer
            parts, size = [], 0
            for part in answer.iter_bytes():
                parts.append(part)
                size += len(part)
                if size > most:
                    break
            return httpx.Response(answer.status_code, content=b"".join(parts))
        finally:
            answer.close()

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


def _refused(answer: httpx.Response) -> LakstraatError:
    """Our error for a refusal; the body of the answer may quote a title, so only its code is used."""
    try:
        code = str(answer.json().get("code", ""))
    except (ValueError, AttributeError):
        code = ""
    if answer.status_code == httpx.codes.NOT_FOUND:
        return ServiceMissing(
            "The Documenten API does not have what was asked for.",
            advice="Check the URI; a document that was there at the listing may have been taken away: run again.",
        )
    if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return WrongUse(
            "The Documenten API refuses this client.",
            advice=_CODES.get(code, "Check ZGW_CLIENT_ID, ZGW_SECRET and the scope documenten.lezen."),
        )
    return ServiceMissing(
        f"The Documenten API answers with status {answer.status_code}.", advice="Run again when it is back."
    )
