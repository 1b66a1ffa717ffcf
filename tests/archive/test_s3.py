# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config

from archive.folder import FolderSource
from archive.intake import take_in
from archive.s3 import S3Source
from archive.source import open_source
from archive.store import WorkingStore
from schemas.documents import ArchivedDocument
from schemas.errors import ServiceMissing, WrongUse
from tests.archive.offers import pdf_bytes, sidecar
from tests.s3_server import free_port, s3_server, settings_for

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def client(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Client]:
    """The settings as an operator gives them, and a client to fill buckets with."""
    for name, value in settings_for(server).items():
        monkeypatch.setenv(name, value)
    made = boto3.client("s3")
    yield made
    made.close()


def _bucket(client: S3Client, name: str, **objects: bytes) -> str:
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for key, body in objects.items():
        client.put_object(Bucket=name, Key=key, Body=body, ChecksumAlgorithm="SHA256")
    return name


def test_the_same_layout_as_a_folder(client: S3Client, tmp_path: Path) -> None:
    files = {
        "b.pdf": b"b", "b.pdf.mdto.xml": b"x", "a.pdf": b"a", "a.mdto.xml": b"x", "map/c.pdf": b"c",
        "map/c.bestand.mdto.xml": b"x", "truth.json": b"{}", ".weg/d.pdf": b"d", ".e.pdf": b"e", "map/diep/f.pdf": b"f",
    }  # fmt: skip
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    bucket = _bucket(client, "gelijk", **{f"archief/{name}": content for name, content in files.items()})
    _bucket(client, "ander", **{"archief2/x.pdf": b"x"})
    client.put_object(Bucket=bucket, Key="archief/map/", Body=b"")
    client.put_object(Bucket=bucket, Key="archief-oud/x.pdf", Body=b"x")
    source = S3Source(bucket, "/archief/")
    found = [(one.path_in_source, [s.path_in_source for s in one.sidecars], one.fetch()) for one in source]
    expected = [
        (one.path_in_source, [s.path_in_source for s in one.sidecars], one.fetch()) for one in FolderSource(tmp_path)
    ]
    assert found == expected
    assert source.uri == "s3://gelijk/archief"
    source.close()


def test_a_document_goes_through_intake(client: S3Client, tmp_path: Path) -> None:
    _bucket(client, "intake", **{"x/stuk één.pdf": pdf_bytes(), "x/stuk één.pdf.mdto.xml": sidecar()})
    assert open_source("s3://intake/x").uri == "s3://intake/x"
    source = S3Source("intake", "x")
    (offered,) = source
    assert [one.id for one in source] == [offered.id]
    taken = take_in(offered, WorkingStore(tmp_path))
    assert isinstance(taken, ArchivedDocument)
    assert taken.metadata.naam == "Besluit op aanvraag"
    assert taken.source == "s3://intake/x"
    source.close()


def test_more_objects_than_one_page_of_the_listing(client: S3Client) -> None:
    bucket = _bucket(client, "veel", **{f"{number:04d}.pdf": b"x" for number in range(25)})
    source = S3Source(bucket, page_size=10)
    assert [one.path_in_source for one in source] == [f"{number:04d}.pdf" for number in range(25)]
    source.close()


def test_an_object_that_was_replaced_or_removed_after_listing_is_not_given(client: S3Client) -> None:
    bucket = _bucket(client, "wissel", **{"a.pdf": b"eerst", "b.pdf": b"eerst"})
    source = S3Source(bucket)
    first, second = source
    client.put_object(Bucket=bucket, Key="a.pdf", Body=b"later")
    client.delete_object(Bucket=bucket, Key="b.pdf")
    for offered in (first, second):
        with pytest.raises(ServiceMissing, match="as it listed it"):
            offered.fetch()
    source.close()


def test_trouble_has_a_name_and_advice(client: S3Client, monkeypatch: pytest.MonkeyPatch) -> None:
    source = S3Source("bestaat-niet")
    with pytest.raises(WrongUse, match="no such bucket"):
        list(source)
    source.close()
    with pytest.raises(WrongUse):
        open_source("s3:///map")
    away = boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{free_port()}",
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=1),
    )
    source = S3Source("weg", client=away)
    with pytest.raises(ServiceMissing) as caught:
        list(source)
    assert "AWS_ENDPOINT_URL_S3" in caught.value.advice
    source.close()
