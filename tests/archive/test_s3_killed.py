# SPDX-License-Identifier: EUPL-1.2
"""The S3 server dies halfway a pull and comes back: nothing twice, nothing missed."""

import io
from collections.abc import Iterator
from pathlib import Path

import boto3
import pikepdf
import pytest

from archive.s3 import S3Source
from flows.house import House, open_house
from flows.ledger.states import State
from flows.ledger.values import Batch
from flows.settings import load_settings
from flows.steps.accounting import batch_of, to_prepare
from flows.steps.pulling import Door, pull
from flows.workshop import Workshop, open_workshop
from schemas.batch import Outcome
from schemas.errors import ServiceMissing
from schemas.identity import DocumentId
from tests.archive.offers import sidecar
from tests.s3_server import S3Process, settings_for

pytestmark = pytest.mark.server

_DOCUMENTS = 8


def _pdf(number: int) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300 + number, 400))
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _fill() -> None:
    client = boto3.client("s3")
    client.create_bucket(Bucket="archief", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for number in range(_DOCUMENTS):
        client.put_object(Bucket="archief", Key=f"map-{number % 2}/{number}.pdf", Body=_pdf(number))
        client.put_object(Bucket="archief", Key=f"map-{number % 2}/{number}.pdf.mdto.xml", Body=sidecar())
    client.close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Process]:
    process = S3Process()
    for name, value in settings_for(process.address).items():
        monkeypatch.setenv(name, value)
    try:
        process.start()
        _fill()
        yield process
    finally:
        process.stop()


def _taken_in(house: House, batch: Batch) -> list[DocumentId]:
    return [row.id for row in house.ledger.documents.in_batch(batch.id, frozenset(State))]


def _take_in(house: House, workshop: Workshop, batch: Batch, ids: list[DocumentId]) -> None:
    door = Door(house, workshop, batch)
    for id in ids:
        door.take_in(id)


def test_killed_while_documents_are_fetched(server: S3Process, tmp_path: Path) -> None:
    overrides = {"work_dir": str(tmp_path), "archive": "s3://archief", "site": str(tmp_path / "site")}
    settings = load_settings(environment={}, overrides={**overrides, "work.processes": 1, "category": "016"}).settings
    with open_house(settings) as house, open_workshop(settings, detection=False) as workshop:
        batch = batch_of(house, None)
        assert pull(house, batch) == _DOCUMENTS
        offered = to_prepare(house, batch)
        _take_in(house, workshop, batch, offered[:3])
        server.kill()
        _take_in(house, workshop, batch, offered[3:5])
        assert _taken_in(house, batch) == offered[:3]
        failed = [told for told in house.ledger.batches.documents(batch.id) if told[1] is Outcome.FAILED]
        assert failed == [(id, Outcome.FAILED, "ServiceMissing") for id in offered[3:5]]

        server.start()
        _fill()
        again = batch_of(house, None, retry=True)
        assert again.id == batch.id
        assert pull(house, again) == _DOCUMENTS
        left = to_prepare(house, again)
        assert set(offered[3:]) <= set(left)
        _take_in(house, workshop, again, [id for id in left if id in offered[3:]])
        assert sorted(_taken_in(house, batch)) == sorted(offered)
        rows = house.ledger.documents.in_batch(batch.id, frozenset(State))
        assert len({row.digest for row in rows}) == _DOCUMENTS
        assert len(house.ledger.batches.not_taken_in(batch.id)) == 0
        assert sum(house.ledger.batches.counts().values()) == _DOCUMENTS


def test_killed_while_the_bucket_is_listed(server: S3Process, tmp_path: Path) -> None:
    source = S3Source("archief", page_size=2)
    listing = iter(source)
    first = next(listing)
    server.kill()
    with pytest.raises(ServiceMissing, match="cannot be reached"):
        list(listing)
    server.start()
    _fill()
    assert len(first.fetch()) == first.size
    found = [one.id for one in source]
    assert len(found) == len(set(found)) == _DOCUMENTS
    source.close()
