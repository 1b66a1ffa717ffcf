# SPDX-License-Identifier: EUPL-1.2
"""The documents that an archive also holds: without metadata, with broken metadata, locked, scanned, or not a PDF."""

import io
import zipfile
from typing import Final

import pikepdf
import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive.sample.made import Made

_DAY_ONE: Final = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def locked(made: Made) -> bytes:
    """The document, now opening only with a password; the same bytes every time, which real encryption is not."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        pdf.save(
            target, encryption=pikepdf.Encryption(owner="beheer", user="welkom01", R=3, aes=False, metadata=False),
            static_id=True,
        )  # fmt: skip
    return target.getvalue()


def scan(made: Made) -> bytes:
    """The document as a scanner gives it: grey pictures of its pages, a little askew, without text."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1, lang="nl-NL")
    canvas.setTitle(made.soort)
    document = pypdfium2.PdfDocument(made.data)
    try:
        for page in document:
            bitmap = page.render(scale=110 / 72, grayscale=True)
            picture = bitmap.to_pil().rotate(0.5, fillcolor=250)
            jpeg = io.BytesIO()
            picture.save(jpeg, "JPEG", quality=60)
            jpeg.seek(0)
            canvas.drawImage(ImageReader(jpeg), 0, 0, *A4)
            canvas.showPage()
            page.close()
    finally:
        document.close()
    canvas.save()
    return target.getvalue()


def word_file(made: Made) -> bytes:
    """A small Word document with the title of the document."""
    body = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
        f"Concept: {made.soort}</w:t></w:r></w:p></w:body></w:document>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in (
            ("[Content_Types].xml", _CONTENT_TYPES), ("_rels/.rels", _RELATIONS), ("word/document.xml", body)
        ):  # fmt: skip
            packed.writestr(zipfile.ZipInfo(name, _DAY_ONE), text)
    return target.getvalue()


def broken(sidecar: bytes) -> bytes:
    """A sidecar that lost its waardering, which MDTO demands."""
    start, end = sidecar.index(b"<waardering>"), sidecar.index(b"</waardering>") + len(b"</waardering>")
    return sidecar[:start] + sidecar[end:]
