# SPDX-License-Identifier: EUPL-1.2
"""The calls of the publicatiebank that a publisher needs, each with what can go wrong in it.

A call is never repeated blindly: there is no idempotency key, so after a fault the caller looks first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from schemas.errors import PublicationFailed

API: Final = "/api/v2"
_PAGE_SIZE: Final = 100
_AUDIT_USER: Final = "lakstraat"


class Unsure(PublicationFailed):
    """The server broke or was not reached: nobody knows whether the call was carried out. Look first, then go on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GppAddress:
    """Where the publicatiebank is and who we are there. The token is made in its admin, with read and write rights."""

    url: str
    token: str = field(repr=False)
    owner: str = ""
    """Identifier of the staff member who sees publications in GPP-app; the pipeline itself when empty."""
    owner_name: str = field(default="", repr=False)
    owner_group: str = ""
    """Identifier of the GPP-app group whose members see them."""
    owner_group_name: str = ""


class GppClient:
    """Speaks to one publicatiebank.

    Args:
        address: where it is.
        transport: for tests.
    """

    def __init__(self, address: GppAddress, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(
            base_url=address.url.rstrip("/"),
            headers={
                "Authorization": f"Token {address.token}",
                "Audit-User-ID": _AUDIT_USER,
                "Audit-User-Representation": _AUDIT_USER,
            },
            timeout=httpx.Timeout(60.0, connect=10.0),
            transport=transport,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def all(self, what: str, remarks: str, **query: str) -> Iterator[dict[str, Any]]:
        """Every result of a list, page by page. Filters that the server does not know it passes over in silence."""
        page = 1
        while True:
            parameters = {**query, "page": str(page), "pageSize": str(_PAGE_SIZE)}
            answer = self._json("GET", f"{API}/{what}", remarks, params=parameters)
            yield from answer["results"]
            if not answer.get("next"):
                return
            page += 1

    def get(self, what: str, uuid: str, remarks: str) -> dict[str, Any]:
        """One record."""
        return self._json("GET", f"{API}/{what}/{uuid}", remarks)

    def create(self, what: str, body: Mapping[str, Any], remarks: str) -> dict[str, Any]:
        """A new record. The same call twice makes two."""
        return self._json("POST", f"{API}/{what}", remarks, json=dict(body))

    def change(self, what: str, uuid: str, body: Mapping[str, Any], remarks: str) -> dict[str, Any]:
        """Change fields of a record."""
        return self._json("PATCH", f"{API}/{what}/{uuid}", remarks, json=dict(body))

    def delete(self, what: str, uuid: str, remarks: str) -> None:
        """Remove a record; one that is gone already is gone."""
        self._call("DELETE", f"{API}/{what}/{uuid}", remarks, absent_is_fine=True)

    def upload(self, part_url: str, data: bytes, remarks: str) -> None:
        """Send one part of a file. Its address names the host as the server knows itself, so only the path is used."""
        self._call("PUT", urlsplit(part_url).path, remarks, files={"inhoud": ("inhoud", data)})

    def download(self, uuid: str, remarks: str) -> bytes:
        """The file of a document as the server holds it."""
        return self._call("GET", f"{API}/documenten/{uuid}/download", remarks).content

    def _json(self, method: str, path: str, remarks: str, **arguments: Any) -> dict[str, Any]:
        answer = self._call(method, path, remarks, **arguments)
        try:
            known = answer.json()
        except ValueError:
            raise Unsure("The publicatiebank answered something that is no JSON.") from None
        if not isinstance(known, dict):
            raise Unsure("The publicatiebank answered JSON of another shape than its API promises.")
        return known

    def _call(
        self, method: str, path: str, remarks: str, *, absent_is_fine: bool = False, **arguments: Any
    ) -> httpx.Response:
        try:
            answer = self._http.request(method, path, headers={"Audit-Remarks": remarks}, **arguments)
        except httpx.HTTPError as error:
            raise Unsure(f"The publicatiebank cannot be reached ({type(error).__name__}).") from None
        if answer.is_success or (absent_is_fine and answer.status_code == 404):
            return answer
        raise _trouble(method, answer)


def _trouble(method: str, answer: httpx.Response) -> PublicationFailed:
    """Our error for an answer, by status and the names of fields: texts mix languages and could quote a title."""
    status = answer.status_code
    if status in (401, 403):
        return PublicationFailed(
            f"The publicatiebank does not let us in ({status}).",
            advice="Check the token in its admin: it needs read and write rights.",
        )
    if status >= 500 or status in (404, 409, 429):
        return Unsure(f"The publicatiebank broke off a {method} ({status}).")
    fields = ", ".join(_fields(answer)) or "no named field"
    return PublicationFailed(
        f"The publicatiebank refuses a {method} ({status}), because of {fields}.",
        advice="Compare these fields with the settings of the publicatiebank.",
    )


def _fields(answer: httpx.Response) -> list[str]:
    try:
        known = answer.json()
    except ValueError:
        return []
    return sorted(known) if isinstance(known, dict) else []
