# SPDX-License-Identifier: EUPL-1.2
import io
import zipfile
from pathlib import Path

import pytest

from archive.folder import FolderSource
from archive.formats import FileFormat, format_of
from archive.intake import IntakeLimits, take_in
from archive.store import WorkingStore
from schemas.documents import ArchivedDocument, Refused
from schemas.errors import RefusalReason, ServiceMissing
from schemas.identity import digest_of
from tests.archive.offers import offer, pdf_bytes, sidecar
from tests.shared_material import shared


def _packed(**names: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in names.items():
            packed.writestr(name.replace("__", "/"), content)
    return target.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
_FORMATS = [
    (b"%PDF-1.7\n", FileFormat.PDF),
    (b"rommel van een postvak\r\n" * 20 + b"%PDF-1.4", FileFormat.PDF),
    (b" " * 1030 + b"%PDF-1.4", FileFormat.TEXT),
    (_packed(**{"word__document.xml": b"x"}), FileFormat.DOCX),
    (_packed(**{"xl__workbook.xml": b"x"}), FileFormat.XLSX),
    (_packed(mimetype=b"application/vnd.oasis.opendocument.text"), FileFormat.ODT),
    (_packed(mimetype=b"application/vnd.oasis.opendocument.text-web"), FileFormat.ODT),
    (_packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet-template"), FileFormat.ODS),
    (_packed(iets=b"%PDF-1.7"), FileFormat.ZIP),
    (b"PK\x03\x04 geen zip", FileFormat.ZIP),
    (_OLE + "WordDocument".encode("utf-16-le"), FileFormat.DOC),
    (_OLE + "__substg1.0_0037001F".encode("utf-16-le"), FileFormat.MSG),
    (_OLE + "EncryptedPackage".encode("utf-16-le"), FileFormat.PROTECTED_OFFICE),
    (_OLE, FileFormat.UNKNOWN),
    (b"MIME-Version: 1.0\nContent-Type: text/plain\n\nhoi", FileFormat.EML),
    (b"Received: from mail\r\n\tby mx\r\nFrom: a@example.org\r\nSubject: hoi\r\n\r\n", FileFormat.EML),
    (b"Geachte heer,\n\nFrom: dit is een brief\n", FileFormat.TEXT),
    (b"\xff\xd8\xff\xe0", FileFormat.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileFormat.PNG),
    (b"MM\0*", FileFormat.TIFF),
    (b"<!DOCTYPE html><html>", FileFormat.HTML),
    (b'<?xml version="1.0"?><a/>', FileFormat.XML),
    (b"{\\rtf1", FileFormat.RTF),
    (bytes(range(256)), FileFormat.UNKNOWN),
]


@pytest.mark.parametrize(("data", "expected"), _FORMATS)
def test_the_format_is_seen_from_the_bytes(data: bytes, expected: FileFormat) -> None:
    assert format_of(data) is expected


def test_a_good_document_is_taken_in(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    store = WorkingStore(tmp_path / "werk")
    data = pdf_bytes()
    taken = take_in(offer(tmp_path / "in", data, sidecar()), store)
    assert isinstance(taken, ArchivedDocument)
    assert store.get(taken.digest) == data
    assert (taken.digest, taken.size) == (digest_of(data), len(data))
    assert taken.metadata.naam == "Besluit op aanvraag"
    assert take_in(offer(tmp_path / "in", data, sidecar()), store) == taken


_CUT = pdf_bytes()[:40]
_REFUSED = {
    RefusalReason.EMPTY: b"",
    RefusalReason.DAMAGED: _CUT,
    RefusalReason.PASSWORD_NEEDED: pdf_bytes(user_password="x"),
    RefusalReason.UNSUPPORTED_FORMAT: b"7z\xbc\xaf\x27\x1c archief",
    RefusalReason.ENCRYPTED: b"%PDF-1.7\n1 0 obj <</Encrypt 2 0 R>> stuk",
}


@pytest.mark.parametrize(("reason", "data"), _REFUSED.items())
def test_what_cannot_be_taken_in_is_refused_with_advice(tmp_path: Path, reason: RefusalReason, data: bytes) -> None:
    (tmp_path / "in").mkdir()
    store = WorkingStore(tmp_path / "werk")
    refused = take_in(offer(tmp_path / "in", data), store)
    assert isinstance(refused, Refused)
    assert refused.reason is reason
    assert refused.advice
    assert list(store) == []


def test_an_owner_password_alone_does_not_refuse(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    taken = take_in(offer(tmp_path / "in", pdf_bytes(user_password="")), WorkingStore(tmp_path / "werk"))
    assert isinstance(taken, ArchivedDocument)


def test_the_format_is_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    refused = take_in(offer(tmp_path / "in", b"7z\xbc\xaf\x27\x1c archief"), WorkingStore(tmp_path / "werk"))
    assert isinstance(refused, Refused)
    assert "7z" in refused.message
    assert "PDF" in refused.advice


def test_limits(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    store = WorkingStore(tmp_path / "werk")
    offered = offer(tmp_path / "in", pdf_bytes(), sidecar())
    large = take_in(offered, store, IntakeLimits(document_bytes=100))
    bloated = take_in(offered, store, IntakeLimits(sidecar_bytes=100))
    assert isinstance(large, Refused)
    assert large.reason is RefusalReason.TOO_LARGE
    assert isinstance(bloated, Refused)
    assert bloated.reason is RefusalReason.SIDECAR_BROKEN


def test_one_sidecar_for_two_documents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    offered = offer(tmp_path / "in", pdf_bytes(), b"", b"", sidecar())
    (tmp_path / "in" / "stuk.pdf.mdto.xml").unlink()
    (tmp_path / "in" / "stuk.bestand.mdto.xml").unlink()
    (tmp_path / "in" / "stuk.txt").write_bytes(b"tekst")
    offered = next(one for one in FolderSource(tmp_path / "in") if one.path_in_source == "stuk.pdf")
    refused = take_in(offered, WorkingStore(tmp_path / "werk"))
    assert isinstance(refused, Refused)
    assert refused.reason is RefusalReason.SIDECAR_CONTRADICTS


def test_a_document_that_vanished_is_no_refusal(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    offered = offer(tmp_path / "in", pdf_bytes())
    (tmp_path / "in" / "stuk.pdf").unlink()
    with pytest.raises(ServiceMissing):
        take_in(offered, WorkingStore(tmp_path / "werk"))


@pytest.mark.shared
def test_every_awkward_document_has_a_named_end(tmp_path: Path) -> None:
    store = WorkingStore(tmp_path)
    outcomes = [take_in(offered, store) for offered in FolderSource(shared("corpus", "files"))]
    assert outcomes
    assert all(isinstance(outcome, ArchivedDocument | Refused) for outcome in outcomes)
