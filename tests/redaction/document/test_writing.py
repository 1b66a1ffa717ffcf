# SPDX-License-Identifier: EUPL-1.2
"""How a fresh document is written: small, plain to every reader, and the same bytes for the same objects."""

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from redaction.document.writing import written

COUNT = 950


def _writer(count: int = COUNT) -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    page = writer.pages[0]
    rows = [
        writer._add_object(DictionaryObject({NameObject("/Nr"): NumberObject(number), NameObject("/Of"): page}))
        for number in range(count)
    ]
    writer.root_object[NameObject("/Rows")] = ArrayObject(rows)
    return writer


def test_every_object_is_found_again_by_other_readers() -> None:
    made = written(_writer())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert [int(row.Nr) for row in pdf.Root.Rows] == list(range(COUNT))
        assert sum(item.get("/Type") == "/ObjStm" for item in pdf.objects if isinstance(item, pikepdf.Stream)) == 5
    rows = PdfReader(io.BytesIO(made), strict=True).root_object["/Rows"]
    assert isinstance(rows, ArrayObject)
    assert [row.get_object()["/Nr"] for row in rows] == list(range(COUNT))
    assert len(pdfium.PdfDocument(made)) == 1


def test_equal_documents_are_equal_bytes_and_others_have_another_identity() -> None:
    assert written(_writer()) == written(_writer())
    identities = set()
    for writer in (_writer(), _writer(COUNT - 1)):
        with pikepdf.open(io.BytesIO(written(writer))) as pdf:
            identities.add(bytes(pdf.trailer.ID[0]))
    assert len(identities) == 2


def test_packed_objects_are_far_smaller_than_loose_ones() -> None:
    loose = io.BytesIO()
    _writer().write(loose)
    assert len(written(_writer())) < 0.25 * len(loose.getvalue())


def test_file_is_sound(tmp_path: Path) -> None:
    program = shutil.which("qpdf")
    if program is None:
        pytest.skip("qpdf is not installed")
    (tmp_path / "made.pdf").write_bytes(written(_writer()))
    done = subprocess.run([program, "--check", tmp_path / "made.pdf"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
