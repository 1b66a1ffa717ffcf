# SPDX-License-Identifier: EUPL-1.2
"""Fonts that do not tell their letters: which pages must be looked at, and the document with what was seen there.

The characters go into the fonts themselves (ToUnicode), so that every later step, and every reader of the redacted
document, has them. A font of which a glyph in a word stays open is left as it was: the page is then not analysed.
"""

import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pikepdf

from redaction.content.cmaps import write_to_unicode
from redaction.content.fonts import UNKNOWN, Font
from redaction.content.interpreter import DocumentFonts, interpret_page
from redaction.content.page import PageContent
from redaction.document.opening import open_document
from redaction.textlayer.builder import page_text
from redaction.textlayer.marks import unknown_in_words
from redaction.textlayer.sight import Glyph, Observer, Sighting
from redaction.textlayer.spelling import letters_of
from schemas.recognition import SeenPage

MOST_PAGES: Final = 24
"""Pages that are looked at in one document."""
_PLACES: Final = 6
"""Places of a glyph that are looked at, if it has so many."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spelled:
    """A document whose fonts tell what was seen. ``fonts`` counts those that do now; none: the bytes are as given."""

    data: bytes = field(repr=False)
    fonts: int


def pages_to_see(data: bytes) -> tuple[int, ...]:
    """0-based pages whose picture must be read to know the characters of the document.

    Raises:
        InputRefused: the document does not open.
        DocumentBlocked: it goes beyond the limits.
    """
    reader = open_document(data)
    fonts = DocumentFonts()
    needs: dict[int, Counter[Glyph]] = {}
    for number in range(len(reader.pages)):
        content = interpret_page(reader.pages[number], number, fonts)
        wanted = _open_glyphs(content)
        if wanted:
            needs[number] = wanted
    return _chosen(needs)


def _open_glyphs(content: PageContent) -> Counter[Glyph]:
    """Unknown glyphs of a page that stand in words, by how often they do."""
    if not any(UNKNOWN in text for run in content.runs for text in run.texts):
        return Counter()
    found: Counter[Glyph] = Counter()
    for glyph in unknown_in_words(page_text(content)):
        run, place = content.run_of(glyph)
        found[(run.font, run.codes[place])] += 1
    return found


def _chosen(needs: dict[int, Counter[Glyph]]) -> tuple[int, ...]:
    """The pages that together show each glyph often enough, the most useful first."""
    left = {glyph: min(count, _PLACES) for glyph, count in sum(needs.values(), Counter()).items()}
    waiting = dict(needs)
    chosen: list[int] = []
    while waiting and len(chosen) < MOST_PAGES:
        gains = {
            number: sum(min(count, left[glyph]) for glyph, count in found.items()) for number, found in waiting.items()
        }
        best = max(sorted(gains), key=gains.__getitem__)
        if not gains[best]:
            break
        for glyph, count in waiting.pop(best).items():
            left[glyph] -= min(count, left[glyph])
        chosen.append(best)
    return tuple(sorted(chosen))


def with_seen_letters(data: bytes, pages: Sequence[SeenPage]) -> Spelled:
    """The document with the characters that its glyphs show, in each font of which all are certain.

    Args:
        data: a document.
        pages: what was read in the pictures of ``pages_to_see(data)``.

    Raises:
        InputRefused: the document does not open.
        DocumentBlocked: it goes beyond the limits.
    """
    reader = open_document(data)
    fonts = DocumentFonts()
    observer = Observer(data)
    seen = {page.number: page for page in pages}
    wanted: set[Glyph] = set()
    drawn: dict[Font, dict[bytes, str]] = defaultdict(dict)
    for number in range(len(reader.pages)):
        content = interpret_page(reader.pages[number], number, fonts)
        wanted.update(_open_glyphs(content))
        for run in content.runs:
            drawn[run.font].update(zip(run.codes, run.texts, strict=True))
        if number in seen:
            observer.page(content, seen[number])
    letters = _certain(observer.sighting(), wanted)
    objects = fonts.objects()
    maps = {objects[font]: drawn[font] | texts for font, texts in letters.items() if font in objects}
    return Spelled(data=_told(data, maps) if maps else data, fonts=len(maps))


def _certain(sighting: Sighting, wanted: set[Glyph]) -> dict[Font, dict[bytes, str]]:
    """Letters of the fonts of which no glyph in a word is left open."""
    found: dict[Font, dict[bytes, str]] = defaultdict(dict)
    letters = letters_of(sighting, wanted)
    for (font, code), text in letters.items():
        found[font][code] = text
    for font, code in wanted:
        if (font, code) not in letters:
            found.pop(font, None)
    return found


def _told(data: bytes, maps: dict[int, dict[bytes, str]]) -> bytes:
    """The document with a ToUnicode map in the fonts of these object numbers."""
    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
        for number, texts in sorted(maps.items()):
            known = {code: text for code, text in texts.items() if UNKNOWN not in text}
            pdf.get_object(number, 0).ToUnicode = pdf.make_stream(write_to_unicode(known))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
