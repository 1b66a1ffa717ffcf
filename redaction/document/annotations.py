# SPDX-License-Identifier: EUPL-1.2
"""Annotations: what is visible becomes page content, what is a plain link stays a link, the rest is not carried over.

ISO 32000-2, 12.5. A redaction mark that was never applied (12.5.6.23) is reported as a place to redact.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from redaction.content.fonts import resolved
from redaction.content.lexer import Name, Operation
from redaction.content.matrices import Bounds, Matrix, bounds_of, matrix_of
from redaction.document.bars import bar, is_dark_highlight

_HIDDEN: Final = 1 << 1
_NO_VIEW: Final = 1 << 5
_SILENT: Final = ("/Popup", "/Link", "/Redact", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia")


@dataclass(slots=True, eq=False)
class Flattened:
    """What the annotations of a page become.

    Attributes:
        operations: painted after the page's own content.
        appearances: names of the new XObjects with their source streams.
        pending: places (user space) of redaction marks that were not applied, and of highlights as dark as a bar.
        links: links that may stay: rectangle in user space with its address, or with the 0-based page it leads to.
        counts: what was flattened and dropped, for the report.
    """

    operations: list[Operation] = field(default_factory=list)
    appearances: dict[str, Any] = field(default_factory=dict)
    pending: list[Bounds] = field(default_factory=list)
    links: list[tuple[Bounds, str | int]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def annotations_of(page: PageObject) -> Iterator[DictionaryObject]:
    """Annotation dictionaries of a page."""
    listed = resolved(page.get("/Annots"))
    for entry in listed if isinstance(listed, ArrayObject) else ():
        found = resolved(entry)
        if isinstance(found, DictionaryObject):
            yield found


def flatten(
    page: PageObject, hidden: Callable[[Any], bool], page_of: Callable[[DictionaryObject], int | None] = lambda _: None
) -> Flattened:
    """Sort out the annotations of a page.

    Args:
        page: the page.
        hidden: tells of an optional-content group whether it is off.
        page_of: gives the 0-based page that a link inside the document leads to.
    """
    result = Flattened()
    for number, annotation in enumerate(annotations_of(page)):
        subtype = str(resolved(annotation.get("/Subtype")))
        box = _rectangle(annotation.get("/Rect"))
        if subtype == "/Redact":
            result.pending += _marked_places(annotation, box)
            _count(result, "redaction_marks")
        elif subtype == "/Link":
            target = link_target(annotation) or page_of(annotation)
            if target is not None and box is not None:
                result.links.append((box, target))
            else:
                _count(result, "links")
        elif subtype == "/FileAttachment":
            _count(result, "attachments")
        elif subtype not in _SILENT:
            _flatten_one(result, annotation, box, number, hidden)
        if subtype in ("/Popup", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia"):
            _count(result, "annotations")
    return result


def _count(result: Flattened, what: str) -> None:
    result.counts[what] = result.counts.get(what, 0) + 1


def _flatten_one(
    result: Flattened,
    annotation: DictionaryObject,
    box: Bounds | None,
    number: int,
    hidden: Callable[[Any], bool],
) -> None:
    subtype = str(resolved(annotation.get("/Subtype")))
    _count(result, "form_fields" if subtype == "/Widget" else "annotations")
    flags = resolved(annotation.get("/F"))
    off = isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW)
    if off or box is None or ("/OC" in annotation and hidden(resolved(annotation["/OC"]))):
        return
    if is_dark_highlight(annotation, subtype):
        result.pending += _marked_places(annotation, box)
    if "/AP" not in annotation:
        result.operations += bar(annotation, subtype, box)
    appearance = _appearance(annotation)
    if appearance is None:
        return
    matrix = _placing(resolved(appearance), box)
    if matrix is None:
        return
    name = f"A{number}"
    result.appearances[name] = appearance
    result.operations += [
        Operation(b"q", ()),
        Operation(b"cm", tuple(round(value, 9) for value in matrix)),
        Operation(b"Do", (Name(name),)),
        Operation(b"Q", ()),
    ]


def _appearance(annotation: DictionaryObject) -> Any:
    """The normal appearance in its present state, as a reference where there is one."""
    listed = resolved(annotation.get("/AP"))
    if not isinstance(listed, DictionaryObject) or "/N" not in listed:
        return None
    entry = listed.raw_get("/N")
    found = resolved(entry)
    if isinstance(found, StreamObject):
        return entry
    state = resolved(annotation.get("/AS"))
    if isinstance(found, DictionaryObject) and isinstance(state, NameObject) and state in found:
        chosen = found.raw_get(state)
        return chosen if isinstance(resolved(chosen), StreamObject) else None
    return None


def _placing(appearance: StreamObject, box: Bounds) -> Matrix | None:
    """The matrix that brings an appearance to its rectangle (ISO 32000-2, 12.5.5, algorithm 8)."""
    inner = _rectangle(appearance.get("/BBox"))
    if inner is None:
        return None
    x0, y0, x1, y1 = bounds_of(matrix_of(resolved(appearance.get("/Matrix"))), inner)
    if x1 - x0 <= 0 or y1 - y0 <= 0:
        return None
    scale_x, scale_y = (box[2] - box[0]) / (x1 - x0), (box[3] - box[1]) / (y1 - y0)
    return scale_x, 0.0, 0.0, scale_y, box[0] - x0 * scale_x, box[1] - y0 * scale_y


def _rectangle(value: Any) -> Bounds | None:
    found = resolved(value)
    if not isinstance(found, ArrayObject) or len(found) != 4:
        return None
    try:
        x0, y0, x1, y1 = (float(resolved(item)) for item in found)
    except (TypeError, ValueError):
        return None
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _marked_places(annotation: DictionaryObject, box: Bounds | None) -> list[Bounds]:
    points = resolved(annotation.get("/QuadPoints"))
    places: list[Bounds] = []
    if isinstance(points, ArrayObject):
        try:
            numbers = [float(resolved(item)) for item in points]
        except (TypeError, ValueError):
            numbers = []
        for start in range(0, len(numbers) - 7, 8):
            xs, ys = numbers[start : start + 8 : 2], numbers[start + 1 : start + 8 : 2]
            places.append((min(xs), min(ys), max(xs), max(ys)))
    return places or ([box] if box is not None else [])


def link_target(annotation: DictionaryObject) -> str | None:
    """The address of a link that may stay: http or https, without user information; None for any other link."""
    action = resolved(annotation.get("/A"))
    if not isinstance(action, DictionaryObject) or resolved(action.get("/S")) != "/URI":
        return None
    address = resolved(action.get("/URI"))
    text = address.decode("latin-1") if isinstance(address, bytes) else str(address)
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or not parts.netloc:
        return None
    return text
