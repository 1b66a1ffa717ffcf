# SPDX-License-Identifier: EUPL-1.2
"""A Documenten API on this machine: checks every request against the official OpenAPI file, and has its pitfalls."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from tests.local_http import serving
from tests.shared_material import shared

BASE = "/documenten/api/v1"
CLIENT, SECRET = "proef-lezer", "een-geheim-dat-nergens-geldt-maar-lang-genoeg-is"
TYPE = "https://oz.example/catalogi/api/v1/informatieobjecttypen/besluit"


@cache
def _parameters(path: str) -> dict[str, dict[str, Any]]:
    """Query parameters that the official file allows for a path, by name."""
    description = yaml.safe_load((shared() / "standards/zgw/documenten-openapi.yaml").read_text(encoding="utf-8"))
    found = description["paths"][path]
    listed = [*found.get("parameters", []), *found["get"].get("parameters", [])]
    return {one["name"]: one["schema"] for one in listed if one["in"] == "query"}


def record(name: str, data: bytes, **changes: Any) -> dict[str, Any]:
    """A record as Open Zaak gives it; the server puts its own addresses in."""
    made = {
        "identificatie": name, "bronorganisatie": "823288444", "creatiedatum": "2026-03-02", "titel": f"Stuk {name}",
        "vertrouwelijkheidaanduiding": "zaakvertrouwelijk", "auteur": "Y. Voorbeeld", "status": "definitief",
        "formaat": "application/pdf", "taal": "dut", "versie": 1, "beginRegistratie": "2026-03-02T06:34:55Z",
        "bestandsnaam": "stuk.pdf", "bestandsomvang": len(data),
        "integriteit": {"algoritme": "sha_256", "waarde": hashlib.sha256(data).hexdigest(), "datum": "2026-03-02"},
        "ondertekening": None, "indicatieGebruiksrecht": None, "ontvangstdatum": None, "verzenddatum": None,
        "informatieobjecttype": TYPE, "locked": False, "bestandsdelen": [], "trefwoorden": [], "link": "",
        "beschrijving": "",
    }  # fmt: skip
    return made | changes


@dataclass
class ZgwServer:
    """What the API holds and what was asked of it."""

    documents: dict[str, tuple[dict[str, Any], bytes]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """Requests that the official file does not allow."""
    answers: list[int] = field(default_factory=list)
    """Status codes to give before anything else."""
    before_page: Callable[[int], None] = lambda _: None
    downloads: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""

    @property
    def uri(self) -> str:
        """As ``open_source`` takes it."""
        return f"zgw+http://{self.address}{BASE}"

    def put(self, name: str, data: bytes, **changes: Any) -> None:
        """Store a document."""
        self.documents[name] = (record(name, data, **changes), data)

    def get(self, target: str, authorization: str) -> tuple[int, bytes, str]:
        """The answer to one request: status, body, content type."""
        parts = urlsplit(target)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if self.answers:
            return self._error(self.answers.pop(0), "error")
        refusal = _refusal(authorization)
        if refusal:
            return self._error(403, refusal)
        path = parts.path.removeprefix(BASE)
        if path == "/enkelvoudiginformatieobjecten":
            return self._listing(asked)
        _, _, name, *rest = path.split("/")
        if rest == ["download"]:
            return self._download(name, asked)
        return self._error(404, "not_found")

    def _listing(self, asked: dict[str, str]) -> tuple[int, bytes, str]:
        allowed = _parameters("/enkelvoudiginformatieobjecten")
        if asked.keys() - allowed.keys():
            self.faults.append("unknown parameter")
            return self._error(400, "unknown-parameters")
        number, size = int(asked.get("page", "1")), int(asked.get("pageSize", "100"))
        self.before_page(number)
        listed = [self._addressed(name) for name in self.documents]
        part = listed[(number - 1) * size : number * size]
        if number > 1 and not part:
            return self._error(404, "not_found")
        more = number * size < len(listed)
        # The server's own idea of its host name: nobody may follow it.
        following = f"http://192.0.2.1{BASE}/enkelvoudiginformatieobjecten?page={number + 1}" if more else None
        body = {"count": len(listed), "next": following, "previous": None, "results": part}
        return 200, json.dumps(body).encode(), "application/json"

    def _addressed(self, name: str) -> dict[str, Any]:
        described, _ = self.documents[name]
        url = f"https://oz.example{BASE}/enkelvoudiginformatieobjecten/{name}"
        content = {} if "inhoud" in described else {"inhoud": f"{url}/download?versie={described['versie']}"}
        return {"url": url, **described, **content}

    def _download(self, name: str, asked: dict[str, str]) -> tuple[int, bytes, str]:
        if asked.keys() - _parameters("/enkelvoudiginformatieobjecten/{uuid}/download").keys():
            self.faults.append("unknown parameter of download")
        self.downloads.append((name, asked.get("versie", "")))
        if name not in self.documents or str(self.documents[name][0]["versie"]) != asked.get("versie"):
            return self._error(404, "not_found")
        return 200, self.documents[name][1], "application/octet-stream"

    @staticmethod
    def _error(status: int, code: str) -> tuple[int, bytes, str]:
        body = {"type": "", "code": code, "title": "", "status": status, "detail": "Stuk van Y. Voorbeeld"}
        return status, json.dumps(body).encode(), "application/problem+json"


def _refusal(authorization: str) -> str:
    """Why a token is refused, or nothing."""
    kind, _, token = authorization.partition(" ")
    if kind != "Bearer" or not token:
        return "permission_denied"
    try:
        claims = jwt.decode(token, OctKey.import_key(SECRET), algorithms=["HS256"]).claims
    except (JoseError, ValueError):
        return "invalid-jwt-signature"
    if claims.get("client_id") != CLIENT or claims.get("iss") != CLIENT:
        return "invalid-client-identifier"
    return ""


@contextmanager
def running() -> Iterator[ZgwServer]:
    """A server on 127.0.0.1 that ends with the block."""
    state = ZgwServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body, kind = state.get(self.path, self.headers.get("Authorization", ""))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("API-version", "1.4.2")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with serving(Handler) as state.address:
        yield state
