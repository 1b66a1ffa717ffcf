# SPDX-License-Identifier: EUPL-1.2
"""A publicatiebank in memory: it judges every request by the official API description, and has the known pitfalls.

Parts are told once; the same POST makes two records; kenmerk and bron are matched on different rows; a file is ready
only some looks after its upload, and rewritten; a concept without publisher or category cannot be published (500 with
HTML); a part sent after completion gives 500; nothing that was retracted changes any more.
"""

import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import httpx
import yaml
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from tests.shared_material import shared

URL = "https://publicatiebank.example"
OTHER_HOST = "https://intern.example:8443"
CATEGORIES = {
    "https://identifier.overheid.nl/tooi/def/thes/kern/c_46a81018": str(uuid.UUID(int=1)),
    "https://identifier.overheid.nl/tooi/def/thes/kern/c_3baef532": str(uuid.UUID(int=2)),
}
UTRECHT = "https://identifier.overheid.nl/tooi/id/gemeente/gm0344"
PUBLISHER = str(uuid.UUID(int=3))


@cache
def _api() -> dict[str, Any]:
    known: dict[str, Any] = yaml.safe_load(shared("standards", "gpp", "openapi.yaml").read_text(encoding="utf-8"))
    return known


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of OpenAPI 3.0 for a request as JSON Schema: what is read-only may not be sent."""
    if "$ref" in schema:
        return _plain(_api()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    known = {key: value for key, value in schema.items() if key not in ("discriminator", "readOnly", "nullable")}
    for key in ("allOf", "oneOf"):
        if key in known:
            known[key] = [_plain(one) for one in known[key]]
    if "items" in known:
        known["items"] = _plain(known["items"])
    if "properties" in known:
        sent = {name: one for name, one in known["properties"].items() if not one.get("readOnly")}
        known["properties"] = {name: _plain(one) for name, one in sent.items()}
        known["required"] = [name for name in known.get("required", ()) if name in sent]
    return {"anyOf": [known, {"type": "null"}]} if schema.get("nullable") else known


def _without_required(schema: dict[str, Any]) -> dict[str, Any]:
    known = {key: value for key, value in schema.items() if key != "required"}
    for key in ("allOf", "oneOf"):
        if key in known:
            known[key] = [_without_required(one) for one in known[key]]
    return known


def _names(schema: dict[str, Any]) -> set[str]:
    found = set(schema.get("properties", ()))
    for key in ("allOf", "oneOf", "anyOf"):
        for one in schema.get(key, ()):
            found |= _names(one)
    return found


def _body_schema(reference: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    name = reference["$ref"].rsplit("/", 1)[-1]
    chosen = _api()["components"]["schemas"][name].get("discriminator")
    if chosen:
        default = {"publicatiestatus": "gepubliceerd", "aanleveringBestand": "ontvangen"}[chosen["propertyName"]]
        return _plain({"$ref": chosen["mapping"][body.get(chosen["propertyName"], default)]})
    return _plain(reference)


def judge(request: httpx.Request) -> None:
    """Fail the test when a request is not one of the API: unknown path, query, header or body."""
    path = request.url.path
    operation = next(
        (methods[request.method.lower()], template)
        for template, methods in sorted(_api()["paths"].items(), key=lambda one: one[0].count("{"))
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path) and request.method.lower() in methods
    )[0]
    parameters = operation.get("parameters", [])
    for one in parameters:
        if one["in"] == "header" and one.get("required"):
            assert request.headers.get(one["name"], "").isascii() and request.headers.get(one["name"]), one["name"]
    unknown = set(request.url.params) - {one["name"] for one in parameters if one["in"] == "query"}
    assert not unknown, f"the server ignores {unknown}"
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content and request.method != "DELETE":
        body = json.loads(request.content)
        schema = _body_schema(content["application/json"]["schema"], body)
        assert set(body) <= _names(schema), f"the server ignores {set(body) - _names(schema)}"
        if request.method == "PATCH":  # a part of the fields will do: seen on a running server, and what PATCH means
            schema = _without_required(schema)
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(body)
    if "multipart/form-data" in content:
        assert request.headers["content-type"].startswith("multipart/form-data")


@dataclass
class FakeGpp:
    """The server. ``looks`` is how often one must look before an uploaded file is ready."""

    looks: int = 2
    active: bool = True
    part_size: int = 400
    publications: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    broken_calls: set[int] = field(default_factory=set)
    spoils: bool = False
    stuck: bool = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        judge(request)
        if request.headers.get("authorization") != "Token geheim":
            return httpx.Response(401, json={"detail": "Ongeldige token."})
        self.requests.append((request.method, request.url.path))
        self.remarks.append(request.headers["audit-remarks"])
        if len(self.requests) - 1 in self.broken_calls:
            return httpx.Response(500, text="<html>Server Error (500)</html>")
        what, *rest = request.url.path.removeprefix("/api/v2/").split("/")
        handler = getattr(self, f"_{request.method.lower()}_{what}")
        answer: httpx.Response = handler(request, *rest)
        return answer

    @property
    def visible(self) -> list[dict[str, Any]]:
        """The documents that the public finds."""
        return [
            one
            for one in self.documents.values()
            if one["publicatiestatus"] == "gepubliceerd"
            and one["uploadVoltooid"]
            and self.publications[one["publicatie"]]["publicatiestatus"] == "gepubliceerd"
        ]

    def _now(self) -> str:
        return (datetime(2026, 11, 20, tzinfo=UTC) + timedelta(seconds=len(self.requests))).isoformat()

    def _page(self, request: httpx.Request, rows: list[dict[str, Any]]) -> httpx.Response:
        page, size = int(request.url.params.get("page", 1)), min(2, int(request.url.params.get("pageSize", 10)))
        if page > 1 and (page - 1) * size >= len(rows):
            return httpx.Response(404, json={"detail": "Ongeldige pagina."})
        more = page * size < len(rows)
        results = rows[(page - 1) * size : page * size]
        return httpx.Response(200, json={"count": len(rows), "next": "volgende" if more else None, "results": results})

    def _get_informatiecategorieen(self, request: httpx.Request) -> httpx.Response:
        wanted = request.url.params["identifier"]
        return self._page(request, [{"identifier": u, "uuid": i} for u, i in CATEGORIES.items() if u == wanted])

    def _get_organisaties(self, request: httpx.Request) -> httpx.Response:
        known = {"identifier": UTRECHT, "uuid": PUBLISHER, "isActief": self.active}
        listed = request.url.params.get("isActief") == "alle" or self.active
        return self._page(request, [known] if listed and request.url.params["identifier"] == UTRECHT else [])

    def _get_publicaties(self, request: httpx.Request, id: str = "") -> httpx.Response:
        if id:
            return self._one(self.publications, id)
        wanted = request.url.params

        def matches(one: dict[str, Any]) -> bool:
            rows = one.get("kenmerken", [])
            return all(any(row[name] == wanted[name] for row in rows) for name in ("kenmerk", "bron") if name in wanted)

        return self._page(request, [one for one in self.publications.values() if matches(one)])

    def _post_publicaties(self, request: httpx.Request) -> httpx.Response:
        id = str(uuid.uuid4())
        known = {"publicatiestatus": "gepubliceerd", **json.loads(request.content), "uuid": id}
        known |= {"registratiedatum": self._now(), "laatstGewijzigdDatum": self._now()}
        known |= {"urlPublicatieExtern": f"https://open.example/publicaties/{id}", "urlPublicatieIntern": ""}
        self.publications[id] = known
        return httpx.Response(201, json=known)

    def _patch_publicaties(self, request: httpx.Request, id: str) -> httpx.Response:
        known, body = self.publications[id], json.loads(request.content)
        old, new = known["publicatiestatus"], body.get("publicatiestatus", known["publicatiestatus"])
        if old == "ingetrokken":
            return httpx.Response(400, json={"nonFieldErrors": ["ingetrokken"]})
        if (old, new) not in {("concept", "concept"), ("concept", "gepubliceerd"), ("gepubliceerd", "gepubliceerd"),
                              ("gepubliceerd", "ingetrokken")}:  # fmt: skip
            return httpx.Response(400, json={"publicatiestatus": ["mag niet"]})
        merged = {**known, **body}
        if new == "gepubliceerd" and not (merged.get("publisher") and merged.get("informatieCategorieen")):
            return httpx.Response(500, text="<html>Server Error (500)</html>")
        if new == "gepubliceerd" and not self.active:
            return httpx.Response(400, json={"publisher": ["niet actief"]})
        known.update(body, laatstGewijzigdDatum=self._now())
        for one in self.documents.values():
            if one["publicatie"] == id and one["publicatiestatus"] in (("concept",) if new == "gepubliceerd" else (
                "gepubliceerd",
            )):  # fmt: skip
                one["publicatiestatus"] = new
        return httpx.Response(200, json=known)

    def _delete_publicaties(self, request: httpx.Request, id: str) -> httpx.Response:
        assert self.publications[id]["publicatiestatus"] == "concept", "what was public is retracted, never deleted"
        del self.publications[id]
        self.documents = {key: one for key, one in self.documents.items() if one["publicatie"] != id}
        return httpx.Response(204)

    def _get_documenten(self, request: httpx.Request, id: str = "", what: str = "") -> httpx.Response:
        if what == "download":
            known = self.documents[id]
            if not known["uploadVoltooid"]:
                return httpx.Response(409, json={"detail": "nog niet"})
            return httpx.Response(200, content=known["_file"])
        if id:
            known = self.documents[id]
            if known["_looks"] is not None and not self.stuck:
                known["_looks"] -= 1
                known["uploadVoltooid"] = known["uploadVoltooid"] or known["_looks"] <= 0
            return self._one(self.documents, id)
        wanted = request.url.params["publicatie"]
        return self._page(request, [_shown(one) for one in self.documents.values() if one["publicatie"] == wanted])

    def _post_documenten(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        publication = self.publications[body["publicatie"]]
        if publication["publicatiestatus"] == "ingetrokken":
            return httpx.Response(400, json={"nonFieldErrors": ["ingetrokken"]})
        id, size = str(uuid.uuid4()), body["bestandsomvang"]
        sizes = [min(self.part_size, size - at) for at in range(0, size, self.part_size)]
        parts = [
            {"uuid": str(uuid.uuid4()), "volgnummer": number, "omvang": omvang}
            for number, omvang in enumerate(sizes, start=1)
        ]
        for part in parts:
            part["url"] = f"{OTHER_HOST}/api/v2/documenten/{id}/bestandsdelen/{part['uuid']}"
        known = {**body, "uuid": id, "uploadVoltooid": False, "publicatiestatus": publication["publicatiestatus"]}
        known |= {"registratiedatum": self._now(), "laatstGewijzigdDatum": self._now()}
        self.documents[id] = {**known, "_parts": parts, "_received": {}, "_looks": None, "_file": b""}
        return httpx.Response(201, json={**known, "bestandsdelen": list(reversed(parts))})

    def _put_documenten(self, request: httpx.Request, id: str, what: str, part: str) -> httpx.Response:
        known = self.documents[id]
        if known["uploadVoltooid"] or known["_looks"] is not None:
            return httpx.Response(500, text="<html>Server Error (500)</html>")
        match = re.search(rb'name="inhoud".*?\r\n\r\n(.*)\r\n--[0-9a-f]+--', request.content, re.DOTALL)
        assert match is not None
        (expected,) = [one["omvang"] for one in known["_parts"] if one["uuid"] == part]
        if len(match[1]) != expected:
            return httpx.Response(400, json={"invalidParams": [{"code": "file-size"}]})
        known["_received"][part] = match[1]
        complete = len(known["_received"]) == len(known["_parts"])
        if complete:
            known["_looks"] = self.looks
            data = b"".join(known["_received"][one["uuid"]] for one in known["_parts"])
            known["_file"] = b"%PDF-1.4 weg" if self.spoils else data + b"\n% herschreven\n"
        return httpx.Response(200, json={"documentUploadVoltooid": complete})

    def _patch_documenten(self, request: httpx.Request, id: str) -> httpx.Response:
        known, body = self.documents[id], json.loads(request.content)
        if "publicatiestatus" in body and (known["publicatiestatus"], body["publicatiestatus"]) != (
            "gepubliceerd",
            "ingetrokken",
        ):
            return httpx.Response(400, json={"publicatiestatus": ["mag niet"]})
        known.update(body, laatstGewijzigdDatum=self._now())
        return httpx.Response(200, json=_shown(known))

    def _one(self, records: dict[str, dict[str, Any]], id: str) -> httpx.Response:
        if id not in records:
            return httpx.Response(404, json={"detail": "Niet gevonden."})
        return httpx.Response(200, json=_shown(records[id]))


def _shown(known: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in known.items() if not name.startswith("_")}
