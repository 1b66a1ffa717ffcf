# SPDX-License-Identifier: EUPL-1.2
"""Fonts that do not tell their letters, or may tell wrong ones: which pages must be looked at, and what was seen there.

The characters go into the fonts themselves (ToUnicode), so that every later step, and every reader of the redacted
document, has them. A font of which a glyph in a word stays open is left as it was: the page is then not analysed. A
font that is in doubt keeps its text where the eye reads the same.
"""

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pikepdf
from pypdf import PageObject, PdfReader

from redaction.content.cmaps import write_to_unicode
from redaction.content.doubts import is_doubtful
from redaction.content.fonts import UNKNOWN, Font
from redaction.content.interpreter import DocumentFonts, interpret_page
from redaction.content.page import PageContent
from redaction.document.opening import open_document
from redaction.textlayer.builder import page_text
from redaction.textlayer.marks import unknown_in_words
from redaction.textlayer.sight import UNSEEN_MODES, Glyph, Observer
from redaction.textlayer.spelling import judge, letters_of
from schemas.errors import BlockReason, DocumentBlocked
from schemas.identity import digest_of
from schemas.recognition import SeenPage
from schemas.textlayer import PageText, TextLayer

MOST_PAGES: Final = 24
"""Pages that are looked at in one document."""
_PLACES: Final = 6
"""Places of a glyph that are looked at, if it has so many."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spelled:
    """A document whose fonts tell what was seen. ``fonts`` counts those that do now; none: the bytes are as given."""

    data: bytes = field(repr=False)
    fonts: int


@dataclass(slots=True)
class _Survey:
    """What of a document must be seen: glyphs by page and by how often they stand there, and fonts in doubt."""

    fonts: DocumentFonts = field(default_factory=DocumentFonts)
    drawn: dict[Font, dict[bytes, str]] = field(default_factory=lambda: defaultdict(dict))
    needs: dict[int, Counter[Glyph]] = field(default_factory=dict)
    doubted: frozenset[Font] = frozenset()

    def add(self, content: PageContent, page: PageText | None = None) -> None:
        """Add a page, with its text where that was made already."""
        for run in content.runs:
            if run.mode not in UNSEEN_MODES:
                self.drawn[run.font].update(zip(run.codes, run.texts, strict=True))
        wanted = _open_glyphs(content, page)
        if wanted:
            self.needs[content.number] = wanted

    def _add_doubted(self, content: PageContent) -> None:
        found = Counter(
            (run.font, code)
            for run in content.runs
            if run.font in self.doubted and run.mode not in UNSEEN_MODES
            for code in run.codes
        )
        if found:
            self.needs[content.number] = self.needs.get(content.number, Counter()) + found

    def add_doubts(self, pages: Sequence[PageObject]) -> None:
        """Doubt fonts, all pages having been added, and add where they stand."""
        self.doubted = frozenset(font for font, texts in self.drawn.items() if is_doubtful(font, texts))
        for number, page in enumerate(pages if self.doubted else ()):
            self._add_doubted(interpret_page(page, number, self.fonts))


def _survey(reader: PdfReader) -> _Survey:
    survey = _Survey()
    pages = list(reader.pages)
    for number, page in enumerate(pages):
        survey.add(interpret_page(page, number, survey.fonts))
    survey.add_doubts(pages)
    return survey


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a document says, and the 0-based pages whose picture must be read to know its characters."""

    layer: TextLayer
    unsure: tuple[int, ...]


def first_reading(data: bytes) -> Reading:
    """The text layer of a document, and where it is unsure: one reading for both.

    Raises:
        InputRefused: the document does not open.
        DocumentBlocked: it goes beyond the limits.
    """
    survey = _Survey()
    pages = list(open_document(data).pages)
    texts: list[PageText] = []
    for number, page in enumerate(pages):
        content = interpret_page(page, number, survey.fonts)
        texts.append(page_text(content))
        survey.add(content, texts[-1])
    survey.add_doubts(pages)
    return Reading(layer=TextLayer(digest=digest_of(data), pages=tuple(texts)), unsure=_chosen(survey.needs))


def _open_glyphs(content: PageContent, page: PageText | None) -> Counter[Glyph]:
    """Unknown glyphs of a page that stand in words, by how often they do."""
    if page is None and not any(UNKNOWN in text for run in content.runs for text in run.texts):
        return Counter()
    known = page_text(content) if page is None else page
    if not known.unreadable:
        return Counter()
    found: Counter[Glyph] = Counter()
    for glyph in unknown_in_words(known):
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
        pages: what was read in the pictures of the pages where ``first_reading(data)`` is unsure; none where nothing
            can read them.

    Raises:
        InputRefused: the document does not open.
        DocumentBlocked: it goes beyond the limits, or a font in doubt tells other letters than are seen, and these are
            not certain (UNKNOWN_CHARACTERS).
    """
    reader = open_document(data)
    survey = _survey(reader)
    observer = Observer(data, survey.doubted)
    for page in pages:
        observer.page(interpret_page(reader.pages[page.number], page.number, survey.fonts), page)
    wanted = {glyph for found in survey.needs.values() for glyph in found}
    sighting = observer.sighting()
    letters = _certain(letters_of(sighting, wanted), wanted, survey)
    for font in sorted(survey.doubted, key=lambda font: font.name):
        judged = judge(sighting, font, survey.drawn[font])
        if judged is None:
            raise DocumentBlocked(
                BlockReason.UNKNOWN_CHARACTERS,
                "A font of the document may say other letters than it shows, and the picture does not decide.",
                advice="Ask the owner to print the document to PDF again, or offer a scan.",
            )
        if judged:
            letters[font] = judged
    objects = survey.fonts.objects()
    maps = {objects[font]: survey.drawn[font] | texts for font, texts in letters.items() if font in objects}
    return Spelled(data=_told(data, maps) if maps else data, fonts=len(maps))


def _certain(letters: Mapping[Glyph, str], wanted: Iterable[Glyph], survey: _Survey) -> dict[Font, dict[bytes, str]]:
    """Letters of the fonts of which no glyph in a word is left open; fonts in doubt are judged apart."""
    found: dict[Font, dict[bytes, str]] = defaultdict(dict)
    for (font, code), text in letters.items():
        found[font][code] = text
    for font, code in wanted:
        if (font, code) not in letters or font in survey.doubted:
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
