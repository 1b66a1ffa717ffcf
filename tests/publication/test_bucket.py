# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from publication.bucket import BucketStorage, SiteBucket
from publication.endpoint import WithdrawalReason
from publication.site import SiteFolder
from publication.site_check import check_site
from schemas.errors import PublicationFailed, WrongUse
from tests.publication.packages import BASE, document_id, package
from tests.s3_server import s3_server, settings_for

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def client(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Client]:
    for name, value in settings_for(server).items():
        monkeypatch.setenv(name, value)
    made = boto3.client("s3")
    yield made
    made.close()


@pytest.fixture
def bucket(client: S3Client, request: pytest.FixtureRequest) -> str:
    name = f"site-{abs(hash(request.node.name)) % 10**9}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return name


def _fetched(client: S3Client, bucket: str, root: Path) -> dict[str, bytes]:
    """Every object, also written to a folder."""
    found = {}
    for listed in client.list_objects_v2(Bucket=bucket).get("Contents", []):
        data = client.get_object(Bucket=bucket, Key=listed["Key"])["Body"].read()
        found[listed["Key"]] = data
        (root / listed["Key"]).parent.mkdir(parents=True, exist_ok=True)
        (root / listed["Key"]).write_bytes(data)
    return found


def test_a_bucket_holds_the_same_site_as_a_folder(client: S3Client, bucket: str, tmp_path: Path) -> None:
    site, folder = SiteBucket(f"s3://{bucket}", BASE), SiteFolder(tmp_path / "folder", BASE)
    for one in (site, folder):
        one.publish_all([package(1), package(2), package(3)])
        one.publish(package(2, version=2, later=60))
        one.withdraw(document_id(3), WithdrawalReason.PRIVACY, moment=package(3, later=90).last_modified)
    found = _fetched(client, bucket, tmp_path / "bucket")
    root = tmp_path / "folder"
    expected = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name != "lock"
    }
    assert found == expected
    assert check_site(str(tmp_path / "bucket")).clean
    site.close()


def test_browsers_and_harvesters_get_the_right_types(client: S3Client, bucket: str) -> None:
    site = SiteBucket(f"s3://{bucket}/woo", BASE)
    site.publish(package(1))
    types = {
        key: client.head_object(Bucket=bucket, Key=f"woo/{key}")["ContentType"]
        for key in ("robots.txt", "index.html", "sitemaps/woo-infocat016-0001.xml",
                    f"documenten/{document_id(1)}/{document_id(1)}.pdf")
    }  # fmt: skip
    assert list(types.values()) == [
        "text/plain; charset=utf-8", "text/html; charset=utf-8", "application/xml", "application/pdf",
    ]  # fmt: skip
    site.close()


def test_what_did_not_change_is_not_put_again(client: S3Client, bucket: str) -> None:
    site = SiteBucket(f"s3://{bucket}", BASE)
    site.publish(package(1))
    before = {one["Key"]: one["LastModified"] for one in client.list_objects_v2(Bucket=bucket)["Contents"]}
    time.sleep(1.1)  # S3 counts in seconds
    site.publish(package(1, later=60))
    assert before == {one["Key"]: one["LastModified"] for one in client.list_objects_v2(Bucket=bucket)["Contents"]}
    site.close()


def test_writers_wait_for_each_other(client: S3Client, bucket: str, tmp_path: Path) -> None:
    def publish(start: int) -> None:
        site = SiteBucket(f"s3://{bucket}", BASE)
        for number in range(start, start + 3):
            site.publish(package(number))
        site.close()

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(publish, (0, 3, 6)))
    found = _fetched(client, bucket, tmp_path)
    assert ".lakstraat/lock" not in found
    report = check_site(str(tmp_path))
    assert report.clean and report.records == 9


def test_the_lock_of_a_dead_process_is_taken_over_and_of_a_living_one_is_not(client: S3Client, bucket: str) -> None:
    client.put_object(Bucket=bucket, Key=".lakstraat/lock", Body=b"dood")
    with (
        pytest.raises(PublicationFailed, match="does not end"),
        BucketStorage(bucket, client=client, wait_s=0.2).exclusive(),
    ):
        pass
    time.sleep(2.1)
    with BucketStorage(bucket, client=client, lease_s=1.0, wait_s=5).exclusive():
        assert client.get_object(Bucket=bucket, Key=".lakstraat/lock")["Body"].read() != b"dood"


def test_who_lost_the_lock_stops_writing(client: S3Client, bucket: str) -> None:
    slow = BucketStorage(bucket, client=client, lease_s=0.3)
    with slow.exclusive():
        slow.write("robots.txt", b"eerst")
        client.put_object(Bucket=bucket, Key=".lakstraat/lock", Body=b"van een ander")
        time.sleep(0.2)
        with pytest.raises(PublicationFailed, match="took over"):
            slow.write("robots.txt", b"later")
    assert client.get_object(Bucket=bucket, Key="robots.txt")["Body"].read() == b"eerst"
    assert client.get_object(Bucket=bucket, Key=".lakstraat/lock")["Body"].read() == b"van een ander"
    with pytest.raises(PublicationFailed, match="without its lock"):
        slow.write("robots.txt", b"later")


def test_trouble_has_a_name_and_advice(client: S3Client, monkeypatch: pytest.MonkeyPatch) -> None:
    site = SiteBucket("s3://bestaat-niet", BASE, client=client)
    with pytest.raises(WrongUse, match="no such bucket"):
        site.publish(package(1))
    with pytest.raises(WrongUse):
        SiteBucket("file:///site", BASE)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    away = boto3.client("s3")
    with pytest.raises(PublicationFailed, match="cannot be reached"):
        SiteBucket("s3://weg", BASE, client=away).publish(package(1))
    away.close()
