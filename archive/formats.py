# SPDX-License-Identifier: EUPL-1.2
"""What a file is, seen from its bytes; names and extensions are not believed."""

import io
import re
import zipfile
from enum import StrEnum
from typing import Final

_PDF_WINDOW: Final = 1024
"""ISO 32000-1 annex H, implementation note 13: the header may stand anywhere in the first 1024 bytes."""


class FileFormat(StrEnum):
    """Formats that people offer. Values are the names by which they know them."""

    PDF = "PDF"
    DOCX = "Word (docx)"
    XLSX = "Excel (xlsx)"
    PPTX = "PowerPoint (pptx)"
    ODT = "OpenDocument-tekst (odt)"
    ODS = "OpenDocument-rekenblad (ods)"
    ODP = "OpenDocument-presentatie (odp)"
    DOC = "Word 97-2003 (doc)"
    XLS = "Excel 97-2003 (xls)"
    PPT = "PowerPoint 97-2003 (ppt)"
    RTF = "Rich Text (rtf)"
    PROTECTED_OFFICE = "Office-document met wachtwoord"
    MSG = "Outlook-bericht (msg)"
    EML = "e-mailbericht (eml)"
    JPEG = "JPEG-afbeelding"
    PNG = "PNG-afbeelding"
    TIFF = "TIFF-afbeelding"
    GIF = "GIF-afbeelding"
    BMP = "BMP-afbeelding"
    WEBP = "WebP-afbeelding"
    HEIC = "HEIC-afbeelding"
    JPEG2000 = "JPEG 2000-afbeelding"
    ZIP = "zip-archief"
    SEVEN_ZIP = "7z-archief"
    RAR = "rar-archief"
    GZIP = "gzip-archief"
    POSTSCRIPT = "PostScript"
    HTML = "webpagina (html)"
    XML = "XML"
    TEXT = "platte tekst"
    UNKNOWN = "onbekend formaat"


MAIL: Final = frozenset({FileFormat.MSG, FileFormat.EML})
IMAGES: Final = frozenset(
    {FileFormat.JPEG, FileFormat.PNG, FileFormat.TIFF, FileFormat.GIF, FileFormat.BMP, FileFormat.WEBP,
     FileFormat.HEIC, FileFormat.JPEG2000}
)  # fmt: skip

_MAGIC: Final = (
    (b"\xff\xd8\xff", FileFormat.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileFormat.PNG),
    (b"II*\0", FileFormat.TIFF),
    (b"MM\0*", FileFormat.TIFF),
    (b"II+\0", FileFormat.TIFF),
    (b"MM\0+", FileFormat.TIFF),
    (b"GIF87a", FileFormat.GIF),
    (b"GIF89a", FileFormat.GIF),
    (b"\0\0\0\x0cjP  \r\n\x87\n", FileFormat.JPEG2000),
    (b"{\\rtf", FileFormat.RTF),
    (b"7z\xbc\xaf\x27\x1c", FileFormat.SEVEN_ZIP),
    (b"Rar!\x1a\x07", FileFormat.RAR),
    (b"\x1f\x8b", FileFormat.GZIP),
    (b"%!PS", FileFormat.POSTSCRIPT),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = (
    ("EncryptedPackage", FileFormat.PROTECTED_OFFICE),
    ("__substg1.0_", FileFormat.MSG),
    ("WordDocument", FileFormat.DOC),
    ("Workbook", FileFormat.XLS),
    ("PowerPoint Document", FileFormat.PPT),
)
_ZIP_CONTENT_TYPES: Final = {
    "word/document.xml": FileFormat.DOCX,
    "xl/workbook.xml": FileFormat.XLSX,
    "ppt/presentation.xml": FileFormat.PPTX,
}
_OPENDOCUMENT: Final = {
    b"application/vnd.oasis.opendocument.text": FileFormat.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileFormat.ODS,
    b"application/vnd.oasis.opendocument.presentation": FileFormat.ODP,
}
_OPENDOCUMENT_VARIANT: Final = re.compile(rb"-(template|web|master)$")
"""Templates, pages for the web and main documents hold the same as documents (OpenDocument 1.3, part 3, appendix C)."""
_BMP_HEADERS: Final = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Sizes of the second header of a BMP; the size of the file in the first is not kept by every program."""
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Bytes that text in no Western encoding has."""
_HEADER_LINE: Final = re.compile(rb"(?:From |[!-9;-~]+:[ \t])")
_MAIL_FIELDS: Final = re.compile(
    rb"(?im)^(from|to|subject|date|message-id|received|return-path|mime-version|delivered-to|content-type):[ \t]"
)


def format_of(data: bytes) -> FileFormat:
    """The format of a file by its content."""
    for magic, found in _MAGIC:
        if data.startswith(magic):
            return found
    if data.startswith(b"PK\x03\x04"):
        return _zip_format(data)
    if data.startswith(_OLE):
        return _ole_format(data)
    if b"%PDF-" in data[: _PDF_WINDOW + 5]:
        return FileFormat.PDF
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return FileFormat.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"heim"):
        return FileFormat.HEIC
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return FileFormat.BMP
    return _text_format(data)


def _zip_format(data: bytes) -> FileFormat:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 200:
                kind = _OPENDOCUMENT_VARIANT.sub(b"", packed.read("mimetype").strip())
                return _OPENDOCUMENT.get(kind, FileFormat.ZIP)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return FileFormat.ZIP
    for name, found in _ZIP_CONTENT_TYPES.items():
        if name in names:
            return found
    return FileFormat.ZIP


def _ole_format(data: bytes) -> FileFormat:
    for stream, found in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return found
    return FileFormat.UNKNOWN


def _text_format(data: bytes) -> FileFormat:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    lowered = start[:512].lower()
    if lowered.startswith((b"<!doctype html", b"<html")):
        return FileFormat.HTML
    if lowered.startswith(b"<?xml"):
        return FileFormat.HTML if b"<html" in lowered else FileFormat.XML
    fields = {field.lower() for field in _MAIL_FIELDS.findall(start)}
    if _HEADER_LINE.match(start) and len(fields) >= 2:
        return FileFormat.EML
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileFormat.TEXT
    if not start or _CONTROL.search(start):
        return FileFormat.UNKNOWN
    return FileFormat.TEXT
