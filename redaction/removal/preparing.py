# SPDX-License-Identifier: EUPL-1.2
"""Before anybody looks: a document becomes what is visible of it and nothing else.

The text layer, the findings and the redaction all work on these prepared bytes. Annotations and form fields become page
content, hidden layers and what lies outside the page go, attachments, scripts and metadata are not carried over, and
text that somebody covered with a filled rectangle is taken out.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Final

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from redaction.content.fonts import resolved
from redaction.content.interpreter import DocumentFonts, interpret_page, seen_bounds
from redaction.content.page import PageContent
from redaction.document.annotations import Flattened, flatten
from redaction.document.building import Builder, PagePlan
from redaction.document.carrying import carry_over, destinations_of, own_language
from redaction.document.copying import Copier
from redaction.document.layers import Layers
from redaction.document.links import add_links
from redaction.document.opening import BROKEN_PDF, blocked_by, open_document
from redaction.document.readings import refuse_two_readings
from redaction.document.structure import is_tagged
from redaction.removal.editing import edit_page
from redaction.removal.faint import faint_by_page, may_be_faint
from redaction.removal.images import has_covered_images, unseen_parts
from redaction.removal.patterns import with_patterns_drawn
from redaction.removal.segments import Mark
from redaction.removal.unseen import unseen_glyphs
from schemas.errors import BlockReason, DocumentBlocked
from schemas.geometry import Box

_COVERED: Final = Mark("5.1.2.e", "term")
_UNSEEN: Final = ("covered_glyphs", "outside_glyphs", "blank_glyphs", "faint_glyphs")
_NO_GLYPHS: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class PreparedDocument:
    """A document as it is seen, ready for reading and redacting.

    Attributes:
        data: the prepared PDF.
        pages: number of pages.
        pending: places that somebody marked for redaction without applying it: 0-based page, box as seen.
        removed: counts of what was not carried over.
        notes: Dutch sentences for the officer.
    """

    data: bytes = field(repr=False)
    pages: int
    pending: tuple[tuple[int, Box], ...]
    removed: dict[str, int]
    notes: tuple[str, ...]


def prepare(data: bytes) -> PreparedDocument:
    """Make the prepared document.

    Raises:
        InputRefused: it does not open, or readers do not read it alike.
        DocumentBlocked: something in it cannot be handled safely; the reason says what.
    """
    reader = open_document(data)
    try:
        refuse_two_readings(data, reader)
        first, doubted = _prepare(reader, {})
        if first.removed.get("annotations", 0) + first.removed.get("form_fields", 0):
            doubted = frozenset(range(first.pages))
        return _again(first, doubted) if doubted else first
    except BROKEN_PDF as error:
        raise blocked_by(error) from None


def _again(first: PreparedDocument, doubted: frozenset[int]) -> PreparedDocument:
    """Prepare once more without what turns out to be unseen.

    Annotations became page content and may cover text, and some letters are only told from their page by looking at it.
    """
    reader = open_document(first.data)
    fonts = DocumentFonts()
    faint: dict[int, PageContent] = {}
    covered = False
    for number in sorted(doubted):
        content = interpret_page(reader.pages[number], number, fonts)
        covered = covered or bool(unseen_glyphs(content).all) or has_covered_images(content)
        if may_be_faint(content):
            faint[number] = content
    found = faint_by_page(first.data, faint) if faint else {}
    if not covered and not found:
        return first
    second, _ = _prepare(reader, found)
    counts = Counter(first.removed)
    counts.update({name: second.removed.get(name, 0) for name in _UNSEEN})
    return PreparedDocument(
        data=second.data,
        pages=second.pages,
        pending=first.pending,
        removed={name: count for name, count in counts.items() if count},
        notes=(*first.notes, *(note for note in second.notes if note not in first.notes)),
    )


def _prepare(reader: PdfReader, faint: Mapping[int, Set[int]]) -> tuple[PreparedDocument, frozenset[int]]:
    """The document as it is seen, and the pages with text that may still be unseen.

    Args:
        reader: the document.
        faint: glyphs per page that were looked for in its picture and not seen.
    """
    catalog = reader.root_object
    layers = Layers(catalog)
    removed: Counter[str] = Counter(_document_level(reader))
    notes: list[str] = []
    pending: list[tuple[int, Box]] = []
    covered_pages: list[int] = []
    covered_pictures: list[int] = []
    doubted: set[int] = set()
    fonts = DocumentFonts()
    destinations = destinations_of(reader)
    plans: list[PagePlan] = []
    links: list[Flattened] = []
    for number in range(len(reader.pages)):
        page = reader.pages[number]
        flattened = flatten(page, layers.hidden, destinations.page_of_item)
        removed.update(flattened.counts)
        content = with_patterns_drawn(page, interpret_page(page, number, fonts), fonts)
        _refuse_unsafe(content)
        plan = _plan(page, content, flattened)
        unseen = unseen_glyphs(content)
        gone = unseen.all | faint.get(number, _NO_GLYPHS)
        if may_be_faint(content):
            doubted.add(number)
        if gone:
            edited = edit_page(content, dict.fromkeys(gone, _COVERED), fixed=gone, boxed=False)
            plan.streams = edited.streams
            removed["covered_glyphs"] += len(unseen.covered)
            removed["outside_glyphs"] += len(unseen.outside)
            removed["blank_glyphs"] += len(unseen.blank)
            removed["faint_glyphs"] += len(gone - unseen.all)
            if unseen.covered:
                covered_pages.append(number)
        plan.images = unseen_parts(content)
        removed["unseen_images"] += len(plan.images)
        if has_covered_images(content):
            covered_pictures.append(number)
        pending += [(number, _seen(content, place)) for place in flattened.pending]
        plans.append(plan)
        links.append(flattened)
    if covered_pages:
        listed = _sheets(covered_pages)
        notes.append(f"Onder een vlak of beeld stond tekst die nog te kopiëren was; die is verwijderd ({listed}).")
    if covered_pictures:
        notes.append(f"Wat van een beeld onder een vlak ligt, is uit het beeld gehaald ({_sheets(covered_pictures)}).")
    if removed["outside_glyphs"]:
        notes.append("Tekst buiten het zichtbare deel van een pagina is verwijderd.")
    if removed["blank_glyphs"]:
        notes.append("Tekst waarvan het lettertype niets tekent, en die dus niemand ziet, is verwijderd.")
    if faint:
        notes.append(f"Tekst in de kleur van de achtergrond of kleiner dan een stip is verwijderd ({_sheets(faint)}).")
    if removed["signatures"]:
        notes.append("De digitale ondertekening is niet overgenomen: het gelakte document is een nieuw document.")
    builder = Builder(hidden=layers.hidden, tagged=is_tagged(catalog))
    for plan, flattened in zip(plans, links, strict=True):
        add_links(builder, builder.add(plan), flattened.links)
    carry_over(builder, reader, may_be_read=lambda _: True)
    made = builder.finish(language=own_language(reader))
    prepared = PreparedDocument(
        data=made,
        pages=len(plans),
        pending=tuple(pending),
        removed={name: count for name, count in removed.items() if count},
        notes=tuple(notes),
    )
    return prepared, frozenset(doubted)


def _sheets(numbers: Collection[int]) -> str:
    """Pages as the officer counts them."""
    listed = sorted(numbers)
    return "blad " + ", ".join(str(number + 1) for number in listed[:20]) + (" en verder" if len(listed) > 20 else "")


def _refuse_unsafe(content: PageContent) -> None:
    if content.unsafe:
        raise DocumentBlocked(BlockReason.UNSAFE_OBJECT, content.unsafe[0], page=content.number)


def _plan(page: PageObject, content: PageContent, flattened: Flattened) -> PagePlan:
    def add_appearances(copier: Copier, resources: DictionaryObject) -> None:
        objects = resources.setdefault(NameObject("/XObject"), DictionaryObject())
        for name, source in flattened.appearances.items():
            made = copier.copy(source, "form")
            if made is not None:
                objects[NameObject(f"/{name}")] = made

    plan = PagePlan(page, content)
    if flattened.operations:
        plan.extra = flattened.operations
        plan.extra_resources = add_appearances
    return plan


def _seen(content: PageContent, place: tuple[float, float, float, float]) -> Box:
    return Box(*seen_bounds(content, place))


def _document_level(reader: PdfReader) -> dict[str, int]:
    """Counts of things beside the pages that are not carried over."""
    catalog = reader.root_object
    names = resolved(catalog.get("/Names"))
    names = names if isinstance(names, DictionaryObject) else DictionaryObject()
    counts: dict[str, int] = {}
    if "/EmbeddedFiles" in names or "/AF" in catalog:
        counts["attachments"] = 1
    if "/JavaScript" in names or "/OpenAction" in catalog or "/AA" in catalog:
        counts["scripts"] = 1
    if "/Metadata" in catalog or "/Info" in reader.trailer:
        counts["metadata"] = 1
    if "/OCProperties" in catalog:
        counts["layers"] = 1
    form = resolved(catalog.get("/AcroForm"))
    if isinstance(form, DictionaryObject):
        flags = resolved(form.get("/SigFlags"))
        listed = resolved(form.get("/Fields"))
        if (isinstance(flags, int) and flags & 1) or _has_signature(listed):
            counts["signatures"] = 1
    return counts


def _has_signature(fields: Any) -> bool:
    if not isinstance(fields, ArrayObject):
        return False
    found = (resolved(entry) for entry in fields)
    return any(isinstance(entry, DictionaryObject) and resolved(entry.get("/FT")) == "/Sig" for entry in found)
