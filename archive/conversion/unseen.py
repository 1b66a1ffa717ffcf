# SPDX-License-Identifier: EUPL-1.2
"""What an office document holds beside what it prints: comments, tracked changes, hidden parts, notes to slides.

Only what is on the pages is published. The officer is told of the rest, because it may matter to a decision.
"""

import io
import re
import zipfile
from collections import Counter
from typing import Final

from lxml import etree

from archive.formats import FileFormat

_MOST_BYTES: Final = 64 * 1024 * 1024
_WORD: Final = (
    (r"word/comments\.xml", rb"<w:comment\b", "opmerkingen in de kantlijn"),
    (
        r"word/document\.xml",
        rb"<w:(?:ins|del|moveFrom|moveTo)\b[^>]*w:author",
        "bijgehouden wijzigingen, die zijn verwerkt",
    ),
    (r"word/document\.xml", rb"<w:altChunk\b", "ingevoegde delen die niet zijn afgebeeld"),
    (r"word/document\.xml", rb"<w:vanish\s*/>", "stukken verborgen tekst"),
    (r"word/embeddings/.+", rb"", "ingesloten bestanden"),
)
_SHEET: Final = (
    (r"xl/workbook\.xml", rb'<sheet\b[^>]*state="(?:hidden|veryHidden)"', "verborgen werkbladen"),
    (r"xl/worksheets/.+\.xml", rb'<row\b[^>]*hidden="(?:1|true)"', "verborgen rijen"),
    (r"xl/worksheets/.+\.xml", rb'<col\b[^>]*hidden="(?:1|true)"', "verborgen kolommen"),
    (r"xl/(?:comments.*|threadedComments/.+)\.xml", rb"<(?:comment|threadedComment)\b", "opmerkingen bij cellen"),
    (r"xl/embeddings/.+", rb"", "ingesloten bestanden"),
)
_SLIDES: Final = (
    (r"ppt/notesSlides/notesSlide\d+\.xml", rb"<p:notes\b", "sprekersnotities"),
    (r"ppt/comments/.+\.xml", rb"<p\d*:cm\b", "opmerkingen bij dia's"),
    (r"ppt/slides/slide\d+\.xml", rb'<p:sld\b[^>]*show="0"', "verborgen dia's"),
    (r"ppt/embeddings/.+", rb"", "ingesloten bestanden"),
)
_PLACES: Final = {
    FileFormat.DOCX: _WORD,
    FileFormat.XLSX: _SHEET,
    FileFormat.PPTX: _SLIDES,
}
_OPEN: Final = frozenset({FileFormat.ODT, FileFormat.ODS, FileFormat.ODP})
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SHOWN: Final = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_MARKS: Final = {
    f"{_TEXT}changed-region": "bijgehouden wijzigingen, die zijn verwerkt",
    f"{_TEXT}hidden-text": "stukken verborgen tekst",
    f"{_TEXT}hidden-paragraph": "stukken verborgen tekst",
    f"{_DRAW}object": "ingesloten bestanden",
    f"{_DRAW}object-ole": "ingesloten bestanden",
}
_HIDING: Final = (
    (f"{_STYLE}text-properties", f"{_TEXT}display", "none"),
    (f"{_STYLE}table-properties", f"{_TABLE}display", "false"),
    (f"{_STYLE}drawing-page-properties", f"{_SHOWN}visibility", "hidden"),
)
"""Properties of a style that keep what has the style out of sight."""
_OUT_OF_SIGHT: Final = {
    f"{_TABLE}table": "verborgen werkbladen",
    f"{_DRAW}page": "verborgen dia's",
    f"{_TEXT}section": "stukken verborgen tekst",
    f"{_TEXT}span": "stukken verborgen tekst",
    f"{_TEXT}p": "stukken verborgen tekst",
    f"{_TEXT}h": "stukken verborgen tekst",
}


def unseen_in(data: bytes, found: FileFormat) -> tuple[str, ...]:
    """A Dutch sentence for each kind of content beside the pages."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            counts = _in_open_document(packed) if found in _OPEN else _in_parts(packed, _PLACES.get(found, ()))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, RuntimeError, NotImplementedError, ValueError):
        return ("Wat het bestand heeft naast zijn pagina's kan niet worden nagegaan.",)
    return tuple(
        f"Het bestand heeft {what} ({count}); openbaar wordt alleen wat op de pagina's te zien is."
        for what, count in counts.items()
        if count
    )


def _in_parts(packed: zipfile.ZipFile, places: tuple[tuple[str, bytes, str], ...]) -> Counter[str]:
    """How much there is of each kind, by marks in the parts of a file of Office."""
    counts: Counter[str] = Counter()
    for name, mark, what in places:
        for entry in packed.infolist():
            if re.fullmatch(name, entry.filename):
                counts[what] += len(re.findall(mark, _read(packed, entry))) if mark else 1
    return counts


def _in_open_document(packed: zipfile.ZipFile) -> Counter[str]:
    """How much there is of each kind in an OpenDocument file (OpenDocument 1.3, part 3)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    names = set(packed.namelist())
    parts = [
        etree.fromstring(_read(packed, packed.getinfo(name)), parser)
        for name in ("styles.xml", "content.xml")
        if name in names
    ]
    hiding = {
        str(style.get(f"{_STYLE}name"))
        for part in parts
        for style in part.iter(f"{_STYLE}style")
        for tag, attribute, value in _HIDING
        if any(properties.get(attribute) == value for properties in style.iter(tag))
    }
    counts: Counter[str] = Counter()
    for part in parts:
        for element in part.iter(etree.Element):
            what = _kind_of(element, hiding)
            if what:
                counts[what] += 1
    return counts


def _kind_of(element: etree._Element, hiding: set[str]) -> str:
    """What is out of sight by an element, or nothing."""
    tag = str(element.tag)
    name = etree.QName(element).localname
    if name == "annotation":  # LibreOffice has one of its own for slides
        return "opmerkingen"
    if tag == f"{_SHOWN}notes":
        # Every slide has a page for notes, with or without a word on it; the form for them is no note.
        slide = next(element.iterancestors(f"{_DRAW}page"), None)
        written = any(str(text).strip() for one in element.iter(f"{_TEXT}p") for text in one.itertext())
        return "sprekersnotities" if slide is not None and written else ""
    if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
        return "verborgen rijen of kolommen"
    if tag in _OUT_OF_SIGHT:
        styled = {str(value) for key, value in element.items() if str(key).endswith("}style-name")}
        if styled & hiding or element.get(f"{_TEXT}display") in ("none", "condition"):
            return _OUT_OF_SIGHT[tag]
    return _MARKS.get(tag, "")


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > _MOST_BYTES:
        raise ValueError("too large to look through")
    return packed.read(entry)
