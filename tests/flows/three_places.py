# SPDX-License-Identifier: EUPL-1.2
"""A house that publishes in a folder, in a bucket and in a publicatiebank; the last two answer over HTTP."""

import hashlib
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from reportlab.pdfgen.canvas import Canvas

from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Approval, BatchPlan, Document
from flows.ledger.values import Place as Planned
from flows.settings import Settings, load_settings
from flows.steps.destinations import destinations
from flows.steps.handing_over import hand_over, ready_of
from schemas.identity import DocumentId, digest_of
from schemas.publication import PublicationPackage
from schemas.redacted import VerificationReport, VerifiedDocument
from schemas.values.codes import RedenVerwijderingVervanging
from tests.flows.books import NOW, digest
from tests.local_http import serving
from tests.publication.fake_gpp import FakeGpp
from tests.publication.packages import package

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BASE = "https://open.utrecht.example"
ID = DocumentId(f"{7:032x}")
FIRST, SECOND = "eerste versie", "tweede versie"


@dataclass(kw_only=True)
class GppOverHttp:
    """The publicatiebank of the tests behind a real socket. ``faults`` are requests that its API does not allow."""

    bank: FakeGpp
    url: str = ""
    down: bool = False
    slow_s: float = 0.0
    faults: list[str] = field(default_factory=list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the bank says, unless it is down."""
        if self.down:
            return httpx.Response(503, text="<html>Service Unavailable</html>")
        time.sleep(self.slow_s)
        try:
            return self.bank(request)
        except Exception as error:
            self.faults.append(repr(error))
            return httpx.Response(400, json={})


@contextmanager
def gpp_over_http() -> Iterator[GppOverHttp]:
    """A publicatiebank at an address of this machine."""
    known = GppOverHttp(bank=FakeGpp(looks=1, part_size=100_000))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = httpx.Request(self.command, known.url + self.path, headers=dict(self.headers), content=body)
            answer = known.answer(request)
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("content-type", "application/octet-stream"))
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with serving(Handler) as address:
        known.url = f"http://{address}"
        yield known


def settings_of(folder: Path, gpp_url: str) -> Settings:
    """The settings of the house."""
    overrides = {"work_dir": str(folder / "work"), "base_url": BASE, "gpp.url": gpp_url, "gpp.token": "geheim"}
    return load_settings(environment={}, overrides=overrides).settings


def plan_of(folder: Path, bucket: str, gpp_url: str) -> BatchPlan:
    """A batch that goes to all three."""
    return BatchPlan(
        source="file:///srv/archive", config="c" * 64, approve=Approval.AUTOMATIC, site=str(folder / "site"),
        base_url=BASE, others=(Planned(name=bucket, base_url=BASE), Planned(name=f"gpp:{gpp_url}")),
    )  # fmt: skip


def approved(house: House, plan: BatchPlan) -> Document:
    """A document that waits for publication."""
    batch, _ = house.ledger.batches.open(plan, now=NOW)
    house.ledger.batches.offer(batch.id, [ID])
    documents = house.ledger.documents
    key = documents.receive(batch.id, id=ID, digest=digest("content"), now=NOW).key
    documents.move(key, State.DETECTING, now=NOW)
    documents.move(key, State.TO_REVIEW, now=NOW, pages=1)
    return documents.approve(key, reviewed=digest("reviewed"), actor="policy:1", now=NOW)


def replacement(house: House, plan: BatchPlan, reason: RedenVerwijderingVervanging) -> Document:
    """Another file for the document, approved and waiting for publication."""
    batch = house.ledger.batches.add(plan, ID, now=NOW)
    documents = house.ledger.documents
    key = documents.receive(
        batch.id, id=ID, digest=digest("other content"), now=NOW, actor="account:p", reason=reason.name.lower()
    ).key
    documents.move(key, State.DETECTING, now=NOW)
    documents.move(key, State.TO_REVIEW, now=NOW, pages=1)
    return documents.approve(key, reviewed=digest("reviewed again"), actor="policy:1", now=NOW)


def ready_package(later: int, text: str = FIRST) -> PublicationPackage:
    """The redacted document: the same bytes each time, finished at another moment."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=True)
    canvas.drawString(72, 720, text)
    canvas.save()
    data = target.getvalue()
    report = VerificationReport(digest=digest_of(data), pages=1, checks=("bytes",), faults=(), terms=0)
    document = VerifiedDocument(data=data, digest=digest_of(data), pages=1, boxes=(), grounds=(), report=report)
    return replace(package(1, later=later), id=ID, file_name=f"{ID}.pdf", document=document)


def publish(house: House, key: int, later: int = 0, text: str = FIRST) -> Document:
    """The last part of the road of an approved document."""
    made = ready_package(later, text)
    documents = house.ledger.documents
    assert documents.claim(key, old=State.APPROVED, new=State.APPLYING, now=house.now())
    documents.move(key, State.VERIFYING, now=house.now())
    documents.move(key, State.READY, now=house.now(), output=house.store.put(made.document.data))
    with destinations(house, house.ledger.batches.of(key).plan.places) as places:
        hand_over(house, places, [ready_of(house, places, key, made)])
    return documents.get(key)


def in_folder(site: Path) -> dict[str, bytes]:
    """What a visitor of the folder can fetch."""
    paths = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}


def in_bucket(client: "S3Client", bucket: str) -> dict[str, bytes]:
    """What a visitor of the bucket can fetch."""
    keys = [one["Key"] for one in client.list_objects_v2(Bucket=bucket).get("Contents", [])]
    return {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def name_of(text: str) -> str:
    """A name for a bucket."""
    return f"plek-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
