# SPDX-License-Identifier: EUPL-1.2
"""A version of a document is downloaded once, in whatever batch; another version is another content of it."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
import pikepdf
import pytest

from archive.s3 import S3Source
from flows.house import House, open_house
from flows.ledger.states import State
from flows.ledger.values import Batch, Document
from flows.settings import Settings, load_settings
from flows.steps.accounting import batch_of, to_prepare
from flows.steps.pulling import Door, pull
from flows.stored import get_value
from flows.workshop import open_workshop
from schemas.documents import ArchivedDocument
from tests.archive.offers import pdf_bytes, sidecar
from tests.archive.zgw_server import CLIENT, SECRET, ZgwServer, running
from tests.flows.books import NOW
from tests.s3_server import s3_server, settings_for


def page(width: int) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(width, 400))
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def dossier(*parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number, part in enumerate(parts):
            packed.writestr(f"{number}.pdf", part)
    return out.getvalue()


@dataclass(frozen=True, kw_only=True)
class Pulling:
    """A house that pulls everything anew, batch after batch."""

    house: House
    settings: Settings

    def batch(self) -> tuple[Batch, tuple[Document, ...]]:
        """One batch from the listing to the last document, and what it took in."""
        with open_workshop(self.settings, detection=False) as workshop:
            batch = batch_of(self.house, None)
            pull(self.house, batch)
            door = Door(self.house, workshop, batch)
            for id in to_prepare(self.house, batch):
                door.take_in(id)
        self.house.ledger.batches.finish(batch.id, now=NOW)
        return batch, self.house.ledger.documents.in_batch(batch.id, frozenset(State))


@contextmanager
def pulling(folder: Path, archive: str) -> Iterator[Pulling]:
    overrides = {"work_dir": str(folder), "archive": archive, "site": str(folder / "site"), "category": "016"}
    settings = load_settings(environment={}, overrides={**overrides, "work.processes": 1}).settings
    with open_house(settings) as house:
        yield Pulling(house=house, settings=settings)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ZgwServer]:
    monkeypatch.setenv("ZGW_CLIENT_ID", CLIENT)
    monkeypatch.setenv("ZGW_SECRET", SECRET)
    with running() as found:
        yield found
        assert found.faults == []


@pytest.mark.shared
def test_a_second_pull_of_a_documenten_api_downloads_nothing(server: ZgwServer, tmp_path: Path) -> None:
    for number in range(3):
        server.put(f"D-{number}", page(300 + number))
    server.put("D-9", dossier(page(500), page(501)), formaat="application/zip")
    with pulling(tmp_path, server.uri) as one:
        _, first = one.batch()
        assert len(first) == 5
        assert Counter(server.downloads) == {("D-0", "1"): 1, ("D-1", "1"): 1, ("D-2", "1"): 1, ("D-9", "1"): 1}
        server.downloads.clear()
        _, second = one.batch()
        assert server.downloads == []
        assert [row.key for row in second] == [row.key for row in first]


@pytest.mark.shared
def test_a_new_version_is_another_content_of_the_same_document(server: ZgwServer, tmp_path: Path) -> None:
    server.put("D-0", page(300))
    server.put("D-1", page(301))
    with pulling(tmp_path, server.uri) as one:
        _, before = one.batch()
        server.downloads.clear()
        server.put("D-1", page(999), versie=2)
        _, after = one.batch()
        assert server.downloads == [("D-1", "2")]
        assert [row.id for row in after] == [row.id for row in before]
        assert [row.key == old.key for row, old in zip(after, before, strict=True)] == [True, False]
        archived = get_value(one.house.store, after[1].digest, ArchivedDocument)
        assert one.house.store.get(archived.original_digest) == page(999)


@pytest.mark.shared
def test_other_metadata_under_the_same_version_is_seen_without_a_download(server: ZgwServer, tmp_path: Path) -> None:
    """An API ought to count a version; the bytes are known, and what is told of them is read each time."""
    server.put("D-0", page(300))
    with pulling(tmp_path, server.uri) as one:
        one.batch()
        server.put("D-0", page(300), titel="Een andere titel")
        _, (row,) = one.batch()
        assert get_value(one.house.store, row.digest, ArchivedDocument).metadata.naam == "Een andere titel"
        assert len(server.downloads) == 1


@pytest.mark.shared
def test_what_the_store_lost_is_downloaded_again(server: ZgwServer, tmp_path: Path) -> None:
    server.put("D-0", page(300))
    with pulling(tmp_path, server.uri) as one:
        _, (row,) = one.batch()
        one.house.store.delete(get_value(one.house.store, row.digest, ArchivedDocument).original_digest)
        one.batch()
        assert server.downloads == [("D-0", "1")] * 2


@pytest.mark.shared
def test_what_is_refused_is_not_kept(server: ZgwServer, tmp_path: Path) -> None:
    server.put("D-0", pdf_bytes(user_password="x"))
    with pulling(tmp_path, server.uri) as one:
        assert one.batch()[1] == ()
        assert not list(one.house.store)
        assert one.house.ledger.pulled.of(server.uri) == {}


@pytest.mark.server
def test_a_second_pull_of_a_bucket_reads_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    really = S3Source._read

    def counted(self: S3Source, listed: "object") -> bytes:
        read.append(listed.key)  # type: ignore[attr-defined]
        return really(self, listed)  # type: ignore[arg-type]

    monkeypatch.setattr(S3Source, "_read", counted)
    with s3_server() as address:
        for name, value in settings_for(address).items():
            monkeypatch.setenv(name, value)
        client = boto3.client("s3")
        client.create_bucket(Bucket="versies", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        for name, data in (("a.pdf", page(300)), ("b.zip", dossier(page(301))), ("a.pdf.mdto.xml", sidecar())):
            client.put_object(Bucket="versies", Key=name, Body=data)
        with pulling(tmp_path, "s3://versies") as one:
            _, first = one.batch()
            assert Counter(read) == {"a.pdf": 1, "b.zip": 1, "a.pdf.mdto.xml": 1}
            read.clear()
            assert [row.key for row in one.batch()[1]] == [row.key for row in first]
            assert read == ["a.pdf.mdto.xml"], "metadata is read each time"
            client.put_object(Bucket="versies", Key="a.pdf", Body=page(302))
            read.clear()
            (changed, _) = one.batch()[1]
            assert read == ["a.pdf", "a.pdf.mdto.xml"] and changed.key not in {row.key for row in first}
        client.close()
