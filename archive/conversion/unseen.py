# SPDX-License-Identifier: EUPL-1.2
"""What an office document holds beside what it prints: comments, tracked changes, hidden parts, notes to slides.

Only what is on the pages is published. The officer is told of the rest, because it may matter to a decision.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

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
_OPEN: Final = (
    (r"content\.xml", rb"<office:annotation\b", "opmerkingen"),
    (r"content\.xml", rb"<text:changed-region\b", "bijgehouden wijzigingen, die zijn verwerkt"),
    (r"content\.xml", rb"<text:hidden-(?:text|paragraph)\b", "stukken verborgen tekst"),
    (r"content\.xml", rb'table:visibility="(?:collapse|filter)"', "verborgen rijen of kolommen"),
    (r"content\.xml", rb'<table:table\b[^>]*table:display="false"', "verborgen werkbladen"),
    (r"content\.xml", rb"<presentation:notes\b", "sprekersnotities"),
)
_PLACES: Final = {
    FileFormat.DOCX: _WORD,
    FileFormat.XLSX: _SHEET,
    FileFormat.PPTX: _SLIDES,
    FileFormat.ODT: _OPEN,
    FileFormat.ODS: _OPEN,
    FileFormat.ODP: _OPEN,
}
_OLD: Final = frozenset({FileFormat.DOC, FileFormat.XLS, FileFormat.PPT, FileFormat.RTF})


def unseen_in(data: bytes, found: FileFormat) -> tuple[str, ...]:
    """A Dutch sentence for each kind of content beside the pages."""
    if found in _OLD:
        return (
            "Een oud Office-bestand kan opmerkingen, wijzigingen of verborgen delen hebben die niet zijn geteld;"
            " openbaar wordt alleen wat op de pagina's te zien is.",
        )
    if found not in _PLACES:
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return tuple(_counted(packed, _PLACES[found]))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return ()


def _counted(packed: zipfile.ZipFile, places: tuple[tuple[str, bytes, str], ...]) -> Iterator[str]:
    for name, mark, what in places:
        count = 0
        for entry in packed.infolist():
            if re.fullmatch(name, entry.filename) and entry.file_size <= _MOST_BYTES:
                count += len(re.findall(mark, packed.read(entry))) if mark else 1
        if count:
            yield f"Het bestand heeft {what} ({count}); openbaar wordt alleen wat op de pagina's te zien is."
