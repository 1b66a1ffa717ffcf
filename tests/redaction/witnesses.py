# SPDX-License-Identifier: EUPL-1.2
"""Looks for a word in a PDF by other means than the product's: four text engines, and every byte, decoded or not."""

import base64
import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

import pikepdf
import pypdf
import pypdfium2


def _plain(text: str) -> str:
    joined = re.sub(r"-\s*\n", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s\u00ad\u200b-\u200d\ufeff\x02\ufffe]", "", joined).casefold()


def pdfium_text(data: bytes) -> str:
    """Text of all pages as pdfium gives it."""
    document = pypdfium2.PdfDocument(data)
    try:
        parts = []
        for page in document:
            text = page.get_textpage()
            parts.append(text.get_text_range())
            text.close()
            page.close()
        return "\n".join(parts)
    finally:
        document.close()


def pdftotext_text(data: bytes) -> str:
    """Text of all pages as Poppler gives it, in content order; empty where Poppler is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return ""
    done = subprocess.run([program, "-raw", "-", "-"], input=data, capture_output=True, check=False, timeout=60)
    return done.stdout.decode("utf-8", "replace")


def pypdf_text(data: bytes) -> str:
    """Text of all pages as pypdf gives it."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def texts(data: bytes) -> dict[str, str]:
    """Text of the document per engine."""
    return {"pdfium": pdfium_text(data), "poppler": pdftotext_text(data), "pypdf": pypdf_text(data)}


def _forms(word: str) -> list[bytes]:
    raw = word.encode("latin-1", "ignore") or word.encode()
    wide = word.encode("utf-16-be")
    forms = [raw, wide, word.encode("utf-16-le"), word.encode(), raw.hex().encode(), wide.hex().encode()]
    forms += [base64.b64encode(raw).rstrip(b"=")[:-1], b"".join(b"\\%03o" % byte for byte in raw), raw[::-1]]
    return [form.lower() for form in forms]


def _holds(data: bytes, forms: list[bytes]) -> bool:
    low = data.lower()
    return any(form in low for form in forms) or forms[0] in unquote_to_bytes(low).lower()


def _inflated(data: bytes) -> Iterator[bytes]:
    """Whatever decompresses after each ``stream`` keyword, also in revisions that no reader shows."""
    for match in re.finditer(rb"stream\r?\n", data):
        worker = zlib.decompressobj()
        try:
            yield worker.decompress(data[match.end() :]) + worker.flush()
        except zlib.error:
            continue


def _decoded(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every object of the document as text and every stream decoded, and files inside."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, item in enumerate(pdf.objects):
            if item is None:
                continue
            yield f"object {number}", item.unparse(resolved=True)
            if isinstance(item, pikepdf.Stream):
                try:
                    content = item.read_bytes(decode_level=pikepdf.StreamDecodeLevel.specialized)
                except (pikepdf.PdfError, pikepdf.DependencyError):
                    content = item.read_raw_bytes()
                yield f"stream {number}", content
                if content[:5] == b"%PDF-":
                    yield from ((f"stream {number}, {where}", part) for where, part in _decoded(content))
                if content[:2] == b"PK":
                    with zipfile.ZipFile(io.BytesIO(content)) as archive:
                        for name in archive.namelist():
                            yield f"file in stream {number}", archive.read(name)
        yield "trailer", pdf.trailer.unparse(resolved=True)


def leaks(data: bytes, word: str) -> list[str]:
    """Where a word can be found: names of engines, objects and encodings. Empty when it is gone."""
    plain = _plain(word)
    found = [engine for engine, text in texts(data).items() if plain in _plain(text) or plain[::-1] in _plain(text)]
    forms = _forms(word)
    if _holds(data, forms):
        found.append("bytes")
    found += [f"inflated {index}" for index, part in enumerate(_inflated(data)) if _holds(part, forms)]
    found += [where for where, part in _decoded(data) if _holds(part, forms) or plain in _shown_letters(part)]
    return found


def _shown_letters(part: bytes) -> str:
    """Strings of a content stream in order, glued together: words that are shown in pieces."""
    strings = re.findall(rb"\(((?:[^()\\]|\\.)*)\)", part)
    return _plain(b"".join(strings).decode("latin-1"))
