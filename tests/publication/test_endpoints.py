# SPDX-License-Identifier: EUPL-1.2
"""What every endpoint promises, asked of each of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import httpx
import pytest

from publication.bucket import SiteBucket
from publication.endpoint import Endpoint
from publication.gpp.client import GppAddress, GppClient
from publication.gpp.endpoint import GppEndpoint
from publication.site import SiteFolder
from tests.publication.contract import EndpointContract, Place
from tests.publication.fake_gpp import URL, FakeGpp
from tests.publication.packages import BASE
from tests.s3_server import s3_server


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


class TestOurEndpoints(EndpointContract):
    """A folder, a bucket and a publicatiebank keep what an endpoint promises."""
