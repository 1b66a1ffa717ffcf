# SPDX-License-Identifier: EUPL-1.2
"""What every endpoint promises, asked of each of them. A new endpoint is added here with one function."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import boto3
import httpx
import pytest
from reportlab.pdfgen.canvas import Canvas

from publication.bucket import SiteBucket
from publication.endpoint import Endpoint, WithdrawalReason
from publication.gpp.client import GppAddress, GppClient
from publication.gpp.endpoint import GppEndpoint
from publication.site import SiteFolder
from schemas.errors import LakstraatError, WrongUse
from schemas.identity import digest_of
from schemas.publication import PublicationPackage, PublicationState
from schemas.redacted import VerificationReport, VerifiedDocument
from schemas.values.codes import RedenVerwijderingVervanging
from tests.publication.fake_gpp import URL, FakeGpp
from tests.publication.packages import BASE, document_id, package
from tests.s3_server import s3_server

REASON = RedenVerwijderingVervanging.CORRECTIE_PROCEDURELE_FOUT


@dataclass
class Place:
    """An endpoint, and what the public finds there (texts of the drawn documents, by the bytes in them)."""

    endpoint: Endpoint
    again: Callable[[], Endpoint]
    public: Callable[[], list[bytes]]


def _package(number: int = 1, text: str = "eerste versie", later: int = 0) -> PublicationPackage:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=True, pageCompression=0)
    canvas.drawString(72, 720, text)
    canvas.save()
    data = target.getvalue()
    digest = digest_of(data)
    report = VerificationReport(digest=digest, pages=1, checks=("bytes",), faults=(), terms=0)
    document = VerifiedDocument(data=data, digest=digest, pages=1, boxes=(), grounds=(), report=report)
    return replace(package(number, later=later), document=document)


def _folder(root: Path) -> Place:
    site = SiteFolder(root / "site", BASE)
    return Place(
        endpoint=site,
        again=lambda: SiteFolder(root / "site", BASE),
        public=lambda: [path.read_bytes() for path in (root / "site").rglob("*.pdf")],
    )


def _gpp(root: Path) -> Place:
    server = FakeGpp(looks=1)

    def endpoint() -> Endpoint:
        address = GppAddress(url=URL, token="geheim")
        return GppEndpoint(address, root, client=GppClient(address, httpx.MockTransport(server)), pause_s=0.0)

    return Place(endpoint=endpoint(), again=endpoint, public=lambda: [one["_file"] for one in server.visible])


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture(
    params=["folder", pytest.param("s3", marks=pytest.mark.server), pytest.param("gpp", marks=pytest.mark.shared)]
)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    if request.param != "s3":
        yield (_folder if request.param == "folder" else _gpp)(tmp_path)
        return
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", request.getfixturevalue("s3"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "proef")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "proef")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    client = boto3.client("s3")
    bucket = f"plek-{abs(hash(request.node.name)) % 10**9}"
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})

    def public() -> list[bytes]:
        keys = [one["Key"] for one in client.list_objects_v2(Bucket=bucket).get("Contents", [])]
        pdfs = [key for key in keys if key.endswith(".pdf")]
        return [client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in pdfs]

    def endpoint() -> Endpoint:
        return SiteBucket(f"s3://{bucket}", BASE, client=client)

    yield Place(endpoint=endpoint(), again=endpoint, public=public)
    client.close()


def _texts(place: Place) -> list[str]:
    known = ("eerste versie", "tweede versie")
    return sorted(text for data in place.public() for text in known if text.encode() in data)


def test_what_is_published_is_public_once_however_often_it_is_asked(place: Place) -> None:
    first = place.endpoint.publish(_package())
    assert (first.id, first.endpoint, first.state) == (document_id(1), place.endpoint.name, PublicationState.PUBLISHED)
    assert first.identifier and first.moment.tzinfo is not None
    again = place.again().publish(_package(later=60))
    assert (again.identifier, again.url) == (first.identifier, first.url)
    assert _texts(place) == ["eerste versie"]


def test_a_revision_takes_the_place_of_the_former(place: Place) -> None:
    first = place.endpoint.publish(_package())
    second = place.endpoint.publish(_package(text="tweede versie", later=60))
    assert (second.identifier, second.url) == (first.identifier, first.url)
    assert _texts(place) == ["tweede versie"]


def test_a_replacement_has_a_reason_and_needs_something_to_replace(place: Place) -> None:
    with pytest.raises(WrongUse):
        place.endpoint.replace(_package(), REASON)
    place.endpoint.publish(_package())
    for _ in range(2):
        place.endpoint.replace(_package(text="tweede versie", later=60), REASON)
        assert _texts(place) == ["tweede versie"]


def test_what_is_withdrawn_is_gone_and_stays_gone(place: Place) -> None:
    with pytest.raises(WrongUse):
        place.endpoint.withdraw(document_id(1), WithdrawalReason.PRIVACY)
    place.endpoint.publish(_package(1))
    place.endpoint.publish(_package(2))
    answers = [place.again().withdraw(document_id(1), WithdrawalReason.PRIVACY) for _ in range(2)]
    assert {one.state for one in answers} == {PublicationState.WITHDRAWN}
    assert answers[0].identifier == answers[1].identifier
    assert len(place.public()) == 1
    place.endpoint.publish(_package(1, later=120))
    assert len(place.public()) == 2


def test_a_record_that_breaks_a_rule_is_not_published(place: Place) -> None:
    made = _package()
    with pytest.raises(LakstraatError, match="titel-leeg"):
        place.endpoint.publish(replace(made, record=replace(made.record, officiele_titel=" ")))
    assert place.public() == []
