# SPDX-License-Identifier: EUPL-1.2
"""A file that wants to be large, deep or endless is stopped with a reason, and costs no other document."""

import io
import os
import time
from collections.abc import Iterator

import pytest
from pikepdf import Dictionary, Name, StreamDecodeLevel

from redaction.removal import prepare
from redaction.removal.redacting import redact
from redaction.textlayer import read_text_layer
from redaction.verification import certify
from redaction.worker import Limits, Worker
from schemas.errors import BlockReason, DocumentBlocked, InputRefused
from schemas.review import ReviewedFindings
from tests.redaction.hiding_places import add_content, base_document, saved
from tests.redaction.hostile.bombs import BOMBS

LIMITS = Limits(memory_bytes=600 * 1024**2, seconds=12)
HARMLESS = {
    "table of objects that leads to itself",
    "stream with the table of objects that leads to itself",
    "object stream that stands in itself",
    "bookmarks of 20,000 levels",
    "bookmarks that lead to themselves",
    "200,000 objects",
}
"""Bombs that do not go off: what is seen of the document goes on, and nothing else."""
HELD_BY_THE_GATE = {"map of characters that holds a range of billions"}
"""The map says other letters than its font shows: readers that believe it saw another text before than after."""


def road(data: bytes) -> int:
    """The whole road of a document in which nothing is found; gives its pages."""
    prepared = prepare(data).data
    layer = read_text_layer(prepared)
    decided = ReviewedFindings(
        digest=layer.digest, redactions=(), decisions=(), policy_version="test", model_version="test"
    )
    return certify(redact(prepared, decided), before=prepared).pages


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(LIMITS) as made:
        yield made


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_stopped_within_its_limits_and_the_next_document_goes_on(worker: Worker, name: str) -> None:
    data = BOMBS[name]()
    before = worker.call(os.getpid)
    start = time.monotonic()
    try:
        pages = worker.call(road, data)
        reason = ""
    except (DocumentBlocked, InputRefused) as error:
        pages, reason = 0, error.reason.value
    assert time.monotonic() - start < LIMITS.seconds + 2
    assert reason != BlockReason.WORKER_CRASHED.value
    assert (reason == BlockReason.NOT_VERIFIED.value) == (name in HELD_BY_THE_GATE)
    if name in HARMLESS:
        assert pages or reason == BlockReason.TIME_LIMIT.value
    else:
        assert reason
    killed = reason in (BlockReason.TIME_LIMIT.value, BlockReason.MEMORY_LIMIT.value)
    assert (worker.call(os.getpid) != before) == killed
    assert worker.call(road, saved(base_document())) == 2


@pytest.mark.parametrize(
    "name", ["content that unpacks to a gigabyte of spaces", "content packed twice", "arrays in arrays"]
)
def test_what_is_too_large_is_called_so(worker: Worker, name: str) -> None:
    with pytest.raises(DocumentBlocked) as caught:
        worker.call(prepare, BOMBS[name]())
    assert caught.value.reason is BlockReason.SIZE_LIMIT


def test_picture_with_bad_codes_is_called_so() -> None:
    pdf = base_document()
    image = pdf.make_stream(b"\xff" * 40)
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.LZWDecode
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 9, 9, 8, Name.DeviceGray
    pdf.pages[0].obj.Resources.XObject = Dictionary({"/Im9": image})
    add_content(pdf, "q 50 0 0 50 40 100 cm /Im9 Do Q")
    out = io.BytesIO()
    pdf.save(out, static_id=True, compress_streams=False, stream_decode_level=StreamDecodeLevel.none)
    with pytest.raises(DocumentBlocked) as caught:
        prepare(out.getvalue())
    assert caught.value.reason is BlockReason.IMAGE_NOT_DECODABLE
