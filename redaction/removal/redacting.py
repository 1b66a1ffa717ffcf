# SPDX-License-Identifier: EUPL-1.2
"""The removal itself: every decided glyph, pixel and stroke out of a prepared document."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal
from urllib.parse import unquote

from pypdf.generic import PdfObject, StreamObject

from redaction.content.fonts import resolved
from redaction.content.interpreter import DocumentFonts, interpret_page
from redaction.content.lines import Line, lines_of
from redaction.content.matrices import Bounds, apply, bounds_of, inverse, multiply
from redaction.content.page import PageContent, Run, UsePath
from redaction.document.annotations import flatten
from redaction.document.building import Builder, PagePlan
from redaction.document.carrying import VisibleText, carry_over, destinations_of, own_language
from redaction.document.copying import Copier
from redaction.document.fontuse import font_uses
from redaction.document.links import add_links
from redaction.document.opening import BROKEN_PDF, blocked_by, open_document
from redaction.document.structure import is_tagged
from redaction.removal.editing import EditedPage, edit_page
from redaction.removal.gaps import GapBox
from redaction.removal.images import overwrite, painted_image, places_in
from redaction.removal.labels import add_label_font, draw_boxes, label_codes
from redaction.removal.overlaps import box_bounds, painted_again, without_hidden
from redaction.removal.patterns import undrawn_pictures
from redaction.removal.scans import reaching, straightened
from redaction.removal.segments import Mark
from redaction.removal.terms import folded
from redaction.textlayer.builder import page_text
from schemas.errors import BlockReason, DocumentBlocked, WrongUse
from schemas.findings import Kind
from schemas.geometry import Box
from schemas.identity import digest_of
from schemas.redacted import AppliedBox, RedactedDocument
from schemas.review import Redaction, ReviewedFindings
from schemas.textlayer import PageText

_LINE_END: Final = re.compile(r"[-\u2010\u2011]\s*\n\s*")
"""A hyphen at the end of a line."""
_HIDDEN_MODES: Final = (3, 7)
"""Text render modes that paint nothing (ISO 32000-2, 9.3.6)."""
_MIDDLE: Final = 0.35
"""Part of a letter, from each side, that is not its middle."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RedactionOptions:
    """How the new document looks.

    Attributes:
        geometry: ``reset`` sets a line with a box again, so that nothing tells the removed width; ``keep`` leaves
            every visible letter where it was and accepts that the gap can be measured.
        black: black boxes instead of white ones with a frame.
        title: title of the document for readers; no title when None.
        language: language of the document (BCP 47) where it does not say its own.
    """

    geometry: Literal["reset", "keep"] = "reset"
    black: bool = False
    title: str | None = None
    language: str | None = "nl-NL"


_ASKEW: Final = 1.0
"""Points by which the ends of a box must lie apart in both directions for it to stand askew."""


@dataclass(slots=True, eq=False)
class _PageWork:
    """What is decided on one page: glyphs by mark, glyphs whose neighbours stay, boxes of officers (user space)."""

    marks: dict[int, Mark]
    fixed: set[int]
    boxes: list[tuple[Bounds, Mark]]
    lines: list[Line]


def redact(data: bytes, reviewed: ReviewedFindings, *, options: RedactionOptions | None = None) -> RedactedDocument:
    """Make the redacted document.

    Args:
        data: the prepared document (``prepare(...).data``) that the decisions are about.
        reviewed: the decisions; offsets refer to the text layer of the same bytes.
        options: how it looks.

    Raises:
        WrongUse: the decisions are about other bytes.
        DocumentBlocked: something that must go cannot be taken out safely.
    """
    options = RedactionOptions() if options is None else options
    if reviewed.digest != digest_of(data):
        raise WrongUse(
            "The decisions are about another version of this document.", advice="Detect and review it again."
        )
    try:
        return _redact(data, reviewed, options)
    except BROKEN_PDF as error:
        raise blocked_by(error) from None


def _redact(data: bytes, reviewed: ReviewedFindings, options: RedactionOptions) -> RedactedDocument:
    reader = open_document(data)
    by_page = _by_page(reviewed.redactions)
    fonts = DocumentFonts()
    plans: list[PagePlan] = []
    edits: list[EditedPage] = []
    removed: Counter[str] = Counter()
    secrets: set[str] = set()
    visible = VisibleText(folded)
    touched: set[tuple[int, int]] = set()
    labelled: set[int] = set()
    for number in range(len(reader.pages)):
        page = reader.pages[number]
        content = interpret_page(page, number, fonts)
        plan, edited = PagePlan(page, content), EditedPage()
        gone: dict[int, Mark] = {}
        if by_page[number]:
            work = _work(content, by_page[number], options, secrets)
            edited = _edited(content, work)
            edited.boxes = without_hidden([*edited.boxes, *(_officer_box(place, mark) for place, mark in work.boxes)])
            plan.streams = edited.streams
            plan.images = _image_edits(content, edited.boxes)
            plan.extra = draw_boxes(edited.boxes, black=options.black)
            labelled |= label_codes(plan.extra)
            plan.extra_resources = partial(add_label_font, labelled)
            tagged = _tagged(content, work.marks)
            plan.beside = [_marked_beside(tagged, box) for box in edited.boxes]
            gone = work.marks
            touched |= {(number, mcid) for mcid in _marked(content, gone)}
            removed.update(edited.removed)
            removed["images"] += len(plan.images)
        visible.add(content, gone)
        plans.append(plan)
        edits.append(edited)
    builder = Builder(font_uses(plans), tagged=is_tagged(reader.root_object))
    destinations = destinations_of(reader)
    for plan, edited in zip(plans, edits, strict=True):
        links = flatten(plan.source, lambda _: False, destinations.page_of_item).links
        kept = [link for link in links if _may_stay(link, edited, secrets)]
        removed["links"] += len(links) - len(kept)
        add_links(builder, builder.add(plan), kept)
    gone_everywhere = [secret for secret in secrets if secret and not visible.shows(secret)]

    def may_be_read(text: str) -> bool:
        return visible.holds(text) and not any(secret in folded(text) for secret in gone_everywhere)

    removed.update(carry_over(builder, reader, may_be_read=may_be_read, touched=touched))
    return RedactedDocument(
        data=builder.finish(title=options.title, language=own_language(reader) or options.language),
        source_digest=reviewed.digest,
        pages=len(plans),
        boxes=tuple(
            _applied(plan.content, box) for plan, edited in zip(plans, edits, strict=True) for box in edited.boxes
        ),
        removed={name: count for name, count in sorted(removed.items()) if count},
    )


def _by_page(redactions: tuple[Redaction, ...]) -> defaultdict[int, list[Redaction]]:
    result: defaultdict[int, list[Redaction]] = defaultdict(list)
    for redaction in redactions:
        pages = {span.page for span in redaction.spans} | ({redaction.page} if redaction.page is not None else set())
        for page in pages:
            result[page].append(redaction)
    return result


def _work(content: PageContent, redactions: list[Redaction], options: RedactionOptions, secrets: set[str]) -> _PageWork:
    lines = lines_of(content)
    text = page_text(content, lines)
    back = inverse(content.seen)
    if back is None:
        raise DocumentBlocked(BlockReason.UNSAFE_OBJECT, "The page has no area.", page=content.number)
    work = _PageWork({}, set(), [], lines)
    for redaction in redactions:
        mark = Mark(redaction.ground, redaction.kind.value)
        for span in redaction.spans:
            if span.page != content.number:
                continue
            secret = text.text[span.start : span.end]
            secrets |= {folded(secret), folded(_LINE_END.sub("", secret))}
            for glyph in text.glyphs(*_whole_where_hidden(content, text, span.start, span.end)):
                work.marks.setdefault(glyph, mark)
        for box in redaction.boxes if redaction.page == content.number else ():
            work.boxes.append((bounds_of(back, (box.x0, box.y0, box.x1, box.y1)), mark))
    if work.boxes:
        _mark_under_boxes(content, work)
    again = painted_again(content, work.marks)
    work.marks.update(again)
    hidden = {glyph for glyph in work.marks if content.run_of(glyph)[0].mode in _HIDDEN_MODES}
    work.fixed |= set(work.marks) if options.geometry == "keep" else hidden
    return work


def _edited(content: PageContent, work: _PageWork) -> EditedPage:
    """The page without what is marked; unseen letters whose middle comes to lie under a box, as it is drawn, go too."""
    while True:
        erase = tuple(place for place, _ in work.boxes)
        edited = edit_page(content, work.marks, fixed=work.fixed, erase=erase, lines=work.lines)
        edited.boxes = reaching(content, [straightened(box) for box in edited.boxes], work.marks)
        under = _unseen_under(content, edited.boxes, work.marks)
        if not under:
            return edited
        work.marks.update(under)
        work.fixed.update(under)


def _unseen_under(content: PageContent, boxes: list[GapBox], marks: dict[int, Mark]) -> dict[int, Mark]:
    """Letters of a scan's text layer under a box: their places are only about those of the picture.

    Readers do not agree how high a letter is of which nothing is drawn, so a part of its middle is enough.
    """
    bounds = content.glyph_bounds((1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
    places = [(box_bounds(box), Mark(box.ground, box.kind)) for box in boxes]
    result: dict[int, Mark] = {}
    for run in content.runs:
        if run.mode not in (3, 7):
            continue
        for glyph in range(run.first, run.first + len(run)):
            x0, y0, x1, y1 = bounds[4 * glyph : 4 * glyph + 4]
            wide, high = _MIDDLE * (x1 - x0), _MIDDLE * (y1 - y0)
            x0, y0, x1, y1 = x0 + wide, y0 + high, x1 - wide, y1 - high
            mark = next((mark for (a, b, c, d), mark in places if a <= x1 and x0 <= c and b <= y1 and y0 <= d), None)
            if mark is not None and glyph not in marks:
                result[glyph] = mark
    return result


def _mark_under_boxes(content: PageContent, work: _PageWork) -> None:
    """Any glyph that an officer's box touches goes; its neighbours and the box stay where they are."""
    bounds = content.glyph_bounds((1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
    for glyph in range(content.glyph_count):
        x0, y0, x1, y1 = bounds[4 * glyph : 4 * glyph + 4]
        # Ascent and descent are the font's, not the letter's: a box that only grazes the next line does not eat it.
        margin = 0.25 * (y1 - y0)
        for (a, b, c, d), mark in work.boxes:
            if x0 < c and x1 > a and y0 + margin < d and y1 - margin > b:
                work.marks.setdefault(glyph, mark)
                work.fixed.add(glyph)
                break


def _whole_where_hidden(content: PageContent, text: PageText, start: int, end: int) -> tuple[int, int]:
    """A stretch of text, out to whole words where nobody sees its letters.

    The layer over a scan knows where a word stands and not where its letters do, so part of a word cannot be boxed.
    """
    glyphs = text.glyphs(start, end)
    if not any(content.run_of(glyph)[0].mode in _HIDDEN_MODES for glyph in glyphs):
        return start, end
    while start > 0 and not text.text[start - 1].isspace():
        start -= 1
    while end < len(text.text) and not text.text[end].isspace():
        end += 1
    return start, end


def _officer_box(place: Bounds, mark: Mark) -> GapBox:
    x0, y0, x1, y1 = place
    return GapBox((1.0, 0.0, 0.0, 1.0, x0, y0), x1 - x0, y1 - y0, mark.ground, mark.kind, y1 - y0)


def _applied(content: PageContent, box: GapBox) -> AppliedBox:
    x0, y0, x1, y1 = bounds_of(content.seen, box_bounds(box))
    frame = multiply(box.matrix, content.seen)
    askew = min(abs(frame[0]), abs(frame[1])) * box.width > _ASKEW
    sides = ((0.0, 0.0), (box.width, 0.0), (box.width, box.height), (0.0, box.height))
    return AppliedBox(
        page=content.number,
        box=Box(x0, y0, x1, y1),
        ground=box.ground,
        kind=Kind(box.kind),
        corners=tuple(apply(frame, *side) for side in sides) if askew else None,
    )


def _image_edits(
    content: PageContent, boxes: list[GapBox]
) -> dict[tuple[UsePath, int], Callable[[Copier], PdfObject | None] | None]:
    """Images that lie under a box, with the maker of their replacement."""
    bounds = [box_bounds(box) for box in boxes]
    for path in undrawn_pictures(content):
        if any(_meet(path.bounds, place) for place in bounds):
            raise DocumentBlocked(
                BlockReason.UNSAFE_OBJECT, "A box lies on a picture that is painted as a pattern.", page=content.number
            )
    result: dict[tuple[UsePath, int], Callable[[Copier], PdfObject | None] | None] = {}
    for painted in content.images:
        image = painted_image(content, painted)
        if image is None:
            continue
        width, height = resolved(image.get("/Width")), resolved(image.get("/Height"))
        if not isinstance(width, int) or not isinstance(height, int):
            raise DocumentBlocked(BlockReason.IMAGE_NOT_DECODABLE, "An image has no size.", page=content.number)
        places = places_in(painted.ctm, width, height, bounds)
        if places:
            result[(painted.path, painted.operation)] = partial(_overwritten, image, places)
    return result


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _overwritten(image: StreamObject, places: list[tuple[int, int, int, int]], copier: Copier) -> PdfObject:
    return overwrite(image, places, copier=copier)


def _marked(content: PageContent, glyphs: Iterable[int]) -> set[int]:
    """Numbers of the marked content that glyphs stand in."""
    runs = (content.run_of(glyph)[0] for glyph in glyphs)
    return {run.mcid for run in runs if run.mcid is not None}


def _tagged(content: PageContent, marks: Mapping[int, Mark]) -> list[Run]:
    """Runs in marked content with a number of which something goes."""
    return list({id(run): run for run, _ in map(content.run_of, marks) if run.mcid is not None}.values())


def _marked_beside(tagged: Iterable[Run], box: GapBox) -> int | None:
    """Number of the marked content that a box takes the place of: that of the nearest removed glyph."""
    x0, y0, x1, y1 = box_bounds(box)
    nearest: tuple[float, int] | None = None
    for run in tagged:
        if run.mcid is not None:
            x, y = run.matrix[4], run.matrix[5]
            distance = 10 * max(y0 - y, y - y1, 0.0) + abs((x0 + x1) / 2 - x)
            nearest = min(nearest or (distance, run.mcid), (distance, run.mcid))
    return None if nearest is None else nearest[1]


def _may_stay(link: tuple[Bounds, str | int], edited: EditedPage, secrets: set[str]) -> bool:
    """A link stays unless it touches a box or a line that was set again, or holds what was removed."""
    (x0, y0, x1, y1), address = link
    places = edited.reset_bounds + [box_bounds(box) for box in edited.boxes]
    if any(_meet((x0, y0, x1, y1), place) for place in places):
        return False
    if isinstance(address, int):
        return True
    plain, unquoted = folded(address), folded(unquote(address))
    return not any(secret and (secret in plain or secret in unquoted) for secret in secrets)
