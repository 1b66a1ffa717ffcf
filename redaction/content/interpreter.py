# SPDX-License-Identifier: EUPL-1.2
"""Runs the content of a page and notes what is painted where (ISO 32000-2, clauses 8 and 9)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from redaction.content.fonts import Font, read_font, resolved, stream_data
from redaction.content.lexer import Name, Operation, parse_content
from redaction.content.matrices import IDENTITY, Bounds, Matrix, bounds_of, matrix_of, multiply
from redaction.content.page import MarkedContent, PageContent, PaintedImage, PaintedPath, Run, Stream, UsePath
from redaction.content.pausing import without_collector
from redaction.content.shades import device_space, shade_of, space_of
from schemas.errors import BlockReason, DocumentBlocked
from schemas.geometry import unit_of

MAX_FORM_DEPTH: Final = 16
MAX_GLYPHS: Final = 1_000_000
MAX_FORM_USES: Final = 20_000
_TEXT_OPERATORS: Final = (b"Tj", b"TJ", b"'", b'"')
_NUMBERS: Final = (int, float)
_NUMBERS_ONLY: Final = frozenset(_NUMBERS)
_SPEAKING: Final = frozenset(("ActualText", "Alt", "E", "/ActualText", "/Alt", "/E"))


class _State:
    """Graphics and text state; text matrices live in the interpreter."""

    __slots__ = (
        "clear", "clip", "clip_upright", "colour", "ctm", "font", "font_name", "leading", "mode", "pattern",
        "rise", "scale", "shade", "size", "space", "spacing", "thin", "veiled", "words",
    )  # fmt: skip

    def __init__(self) -> None:
        self.ctm: Matrix = IDENTITY
        self.font: Font | None = None
        self.font_name = ""
        self.size = 0.0
        self.spacing = 0.0
        self.words = 0.0
        self.scale = 1.0
        self.leading = 0.0
        self.rise = 0.0
        self.mode = 0
        self.colour: tuple[float, ...] = (0.0,)
        self.space = "/DeviceGray"
        self.shade: float | None = 0.0
        self.clip: Bounds | None = None
        self.clip_upright = True
        self.pattern = False
        self.clear = False
        """True where fills let through what is below (alpha, blend mode, soft mask)."""
        self.thin = False
        """True where so much of the page may show through that even dark letters are not seen."""
        self.veiled = False
        """The same as ``clear`` for all of a form, by the state in which it is painted."""

    def copy(self) -> "_State":
        new = _State.__new__(_State)
        new.ctm, new.clip, new.clip_upright = self.ctm, self.clip, self.clip_upright
        new.font, new.font_name, new.size = self.font, self.font_name, self.size
        new.spacing, new.words, new.scale = self.spacing, self.words, self.scale
        new.leading, new.rise, new.mode = self.leading, self.rise, self.mode
        new.colour, new.pattern, new.clear, new.veiled = self.colour, self.pattern, self.clear, self.veiled
        new.space, new.shade, new.thin = self.space, self.shade, self.thin
        return new


_Look = tuple[tuple[Font | None, float] | None, bool | None, bool | None]
"""What a graphics state sets, where it does: font and size, whether fills let something through, and whether much."""


class DocumentFonts:
    """Fonts and parsed forms of one document, each read once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], Font] = {}
        self._forms: dict[tuple[int, int], list[Operation]] = {}

    def font(self, value: Any) -> Font | None:
        """The font behind a resource entry; None where it is not a font dictionary."""
        key = (value.idnum, value.generation) if isinstance(value, IndirectObject) else (0, id(value))
        known = self._fonts.get(key)
        if known is None:
            dictionary = resolved(value)
            if not isinstance(dictionary, DictionaryObject):
                return None
            known = self._fonts[key] = read_font(dictionary)
        return known

    def objects(self) -> dict[Font, int]:
        """Fonts that were met, with their object number; without those that stand inside another object."""
        return {font: number for (number, _), font in self._fonts.items() if number}

    def form(self, value: Any) -> list[Operation]:
        """Operations of a form XObject."""
        key = (value.idnum, value.generation) if isinstance(value, IndirectObject) else (0, id(value))
        known = self._forms.get(key)
        if known is None:
            known = self._forms[key] = parse_content(stream_data(value))
        return known


class _Interpreter:
    def __init__(self, content: PageContent, fonts: DocumentFonts) -> None:
        self.page = content
        self.fonts = fonts
        self.state = _State()
        self.stack: list[_State] = []
        self.text_matrix = self.line_matrix = IDENTITY
        self.path: UsePath = ()
        self.resources: DictionaryObject = DictionaryObject()
        self.named: dict[Any, tuple[str, Font | None]] = {}
        self.looks: dict[Any, _Look] = {}
        """Fonts and graphics states of the resources by name."""
        self.active_forms: list[int] = []
        self.form_uses = 0
        self.points: list[tuple[float, float]] = []
        self.path_start = -1
        self.clipping = False
        self.marks: list[tuple[int, int, bool, int | None]] = []
        self.mcid: int | None = None

    def run(self, stream: Stream, path: UsePath) -> None:
        outer = (self.path, self.resources, self.named, self.looks, self.marks)
        matrices = self.text_matrix, self.line_matrix
        self.path, self.resources, self.named, self.looks, self.marks = path, stream.resources, {}, {}, []
        self.page.streams[path] = stream
        depth = len(self.stack)
        handlers = _HANDLERS
        for index, (operator, operands) in enumerate(stream.operations):
            handler = handlers.get(operator)
            if handler is not None:
                try:
                    handler(self, index, operands)
                except (IndexError, TypeError, ValueError, AttributeError):
                    continue  # too few or wrong operands: readers skip such an operation, and so do we
        while self.marks:
            self._end_mark(len(stream.operations) - 1, ())
        while len(self.stack) > depth:
            self.state = self.stack.pop()
        self.path, self.resources, self.named, self.looks, self.marks = outer
        self.text_matrix, self.line_matrix = matrices

    # -- graphics state

    def _save(self, _: int, __: tuple[Any, ...]) -> None:
        if len(self.stack) > 10_000:
            raise DocumentBlocked(BlockReason.SIZE_LIMIT, "A content stream saves its state too often.")
        self.stack.append(self.state)
        self.state = self.state.copy()

    def _restore(self, _: int, __: tuple[Any, ...]) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def _concat(self, _: int, operands: tuple[Any, ...]) -> None:
        a, b, c, d, e, f = operands
        self.state.ctm = multiply((a, b, c, d, e, f), self.state.ctm)

    def _graphics_state(self, _: int, operands: tuple[Any, ...]) -> None:
        name = operands[0]
        if name not in self.looks:
            states = resolved(self.resources.get("/ExtGState"))
            found = resolved(states.get(f"/{name}")) if isinstance(states, DictionaryObject) else None
            self.looks[name] = self._look(found) if isinstance(found, DictionaryObject) else (None, None, None)
        font, clear, thin = self.looks[name]
        if font is not None:
            self.state.font_name = ""
            self.state.font, self.state.size = font
        if clear is not None and thin is not None:
            self.state.clear, self.state.thin = clear, thin

    def _look(self, found: DictionaryObject) -> _Look:
        listed = resolved(found.get("/Font"))
        font = None
        if isinstance(listed, ArrayObject) and len(listed) == 2:
            font = self.fonts.font(listed[0]), float(resolved(listed[1]))
        alpha, blend = resolved(found.get("/ca")), resolved(found.get("/BM"))
        mask = resolved(found.get("/SMask"))
        clear = thin = None
        if any(value is not None for value in (alpha, blend, mask)):
            solid = (alpha is None or alpha >= 0.99) and blend in (None, "/Normal", "/Compatible")
            masked = isinstance(mask, DictionaryObject)
            clear = not solid or masked
            thin = masked or (alpha is not None and alpha < _SEEN) or blend not in _DARKENING
        if isinstance(mask, DictionaryObject) and _shows_text(resolved(mask.get("/G"))):
            self.page.unsafe.append("A soft mask draws text.")
        return font, clear, thin

    def _space(self, _: int, operands: tuple[Any, ...]) -> None:
        self.state.space = space_of(f"/{operands[0]}", self.resources)
        self.state.colour, self.state.pattern = (), False
        self.state.shade = 0.0 if self.state.space in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK") else None

    def _device_colour(self, index: int, operands: tuple[Any, ...]) -> None:
        self.state.space = device_space(len(operands))
        self._colour(index, operands)

    def _colour(self, _: int, operands: tuple[Any, ...]) -> None:
        self.state.colour = tuple([float(value) for value in operands if isinstance(value, _NUMBERS)])
        self.state.pattern = bool(operands) and isinstance(operands[-1], Name)
        self.state.shade = None if self.state.pattern else shade_of(self.state.space, self.state.colour)
        if self.state.pattern:
            patterns = resolved(self.resources.get("/Pattern"))
            pattern = resolved(patterns.get(f"/{operands[-1]}")) if isinstance(patterns, DictionaryObject) else None
            if _shows_text(pattern):
                self.page.unsafe.append("A pattern draws text.")

    # -- text state

    def _set_font(self, _: int, operands: tuple[Any, ...]) -> None:
        name, size = operands
        if name not in self.named:
            fonts = resolved(self.resources.get("/Font"))
            entry = fonts.raw_get(f"/{name}") if isinstance(fonts, DictionaryObject) and f"/{name}" in fonts else None
            self.named[name] = str(name), self.fonts.font(entry) if entry is not None else None
        self.state.font_name, self.state.font = self.named[name]
        self.state.size = float(size)

    def _set_spacing(self, _: int, operands: tuple[Any, ...]) -> None:
        self.state.spacing = float(operands[0])

    def _set_words(self, _: int, operands: tuple[Any, ...]) -> None:
        self.state.words = float(operands[0])

    def _set_scale(self, _: int, operands: tuple[Any, ...]) -> None:
        self.state.scale = float(operands[0]) / 100

    def _set_leading(self, _: int, operands: tuple[Any, ...]) -> None:
        self.state.leading = float(operands[0])

    def _set_rise(self, _: int, operands: tuple[Any, ...]) -> None:
        self.state.rise = float(operands[0])

    def _set_mode(self, _: int, operands: tuple[Any, ...]) -> None:
        self.state.mode = int(operands[0])

    # -- text position

    def _begin_text(self, _: int, __: tuple[Any, ...]) -> None:
        self.text_matrix = self.line_matrix = IDENTITY

    def _move(self, _: int, operands: tuple[Any, ...]) -> None:
        x, y = operands
        a, b, c, d, e, f = self.line_matrix
        self.text_matrix = self.line_matrix = (a, b, c, d, a * x + c * y + e, b * x + d * y + f)

    def _move_and_lead(self, index: int, operands: tuple[Any, ...]) -> None:
        self.state.leading = -operands[1]
        self._move(index, operands)

    def _set_matrix(self, _: int, operands: tuple[Any, ...]) -> None:
        a, b, c, d, e, f = (float(value) for value in operands)
        self.text_matrix = self.line_matrix = (a, b, c, d, e, f)

    def _next_line(self, index: int, _: tuple[Any, ...]) -> None:
        self._move(index, (0, -self.state.leading))

    # -- showing text

    def _show(self, index: int, operands: tuple[Any, ...]) -> None:
        self._paint(index, [operands[0]])

    def _show_adjusted(self, index: int, operands: tuple[Any, ...]) -> None:
        self._paint(index, operands[0])

    def _show_next_line(self, index: int, operands: tuple[Any, ...]) -> None:
        self._next_line(index, ())
        self._paint(index, [operands[0]])

    def _show_spaced(self, index: int, operands: tuple[Any, ...]) -> None:
        self.state.words, self.state.spacing = float(operands[0]), float(operands[1])
        self._next_line(index, ())
        self._paint(index, [operands[2]])

    def _paint(self, index: int, parts: list[Any]) -> None:
        state = self.state
        font = state.font
        if font is None:
            if any(isinstance(part, bytes) and part.strip() for part in parts):
                self.page.unsafe.append("Text is shown in a font that is not there.")
            return
        across = 1.0 if font.vertical else state.scale
        size = state.size * across
        if len(parts) == 1 and not state.spacing and not state.words and isinstance(parts[0], bytes):
            placed = font.placed(parts[0], size)
            if placed[0]:
                self._add_run(index, font, *placed)
                self._advance(font, placed[3][-1])
            return
        strings = [part for part in parts if isinstance(part, bytes)]
        (codes, texts, advances), counts = font.decode_parts(strings)
        # What is added before a glyph, by the glyph, and after it: in this order, so that all sums are as readers' are.
        plain = not state.spacing and not state.words
        stride = 2 if plain else 4
        steps = [0.0] * (stride * len(codes) + 1)
        steps[1::stride] = [advance * size for advance in advances]
        if not plain:
            words = state.words * across
            steps[2::4] = [state.spacing * across] * len(codes)
            steps[3::4] = [words if code == b" " else 0.0 for code in codes]
        for at, part in _shifts(parts, counts):
            steps[stride * at] -= part / 1000 * size
        places = list(accumulate(steps))
        if codes:
            self._add_run(index, font, codes, texts, places[:-1:stride], places[1::stride])
        self._advance(font, places[-1])

    def _advance(self, font: Font, distance: float) -> None:
        """Move along the baseline."""
        a, b, c, d, e, f = self.text_matrix
        if font.vertical:
            self.text_matrix = (a, b, c, d, e + c * distance, f + d * distance)
        else:
            self.text_matrix = (a, b, c, d, e + a * distance, f + b * distance)

    def _add_run(
        self,
        index: int,
        font: Font,
        codes: Sequence[bytes],
        texts: Sequence[str],
        starts: Sequence[float],
        ends: Sequence[float],
    ) -> None:
        state, page = self.state, self.page
        first = page.glyph_count
        if first + len(codes) > MAX_GLYPHS:
            raise DocumentBlocked(BlockReason.SIZE_LIMIT, "A page draws too many glyphs.", page=page.number)
        a, b, c, d, e, f = self.text_matrix
        if state.rise:
            e, f = e + c * state.rise, f + d * state.rise
        page.runs.append(
            Run(
                self.path,
                index,
                font,
                state.font_name,
                state.size,
                state.scale,
                multiply((a, b, c, d, e, f), state.ctm),
                state.ctm,
                state.mode,
                first,
                codes,
                texts,
                starts,
                ends,
                self.mcid,
                state.clip,
                state.spacing,
                state.words,
                None if state.thin else state.shade,
            )
        )
        page.glyph_count = first + len(codes)

    # -- paths

    def _point(self, index: int, operands: tuple[Any, ...]) -> None:
        if self.path_start < 0:
            self.path_start = index
        a, b, c, d, e, f = self.state.ctm
        self.points += [
            (a * x + c * y + e, b * x + d * y + f) for x, y in zip(operands[::2], operands[1::2], strict=False)
        ]

    def _rectangle(self, index: int, operands: tuple[Any, ...]) -> None:
        x, y, width, height = operands
        self._point(index, (x, y, x + width, y, x + width, y + height, x, y + height))

    def _clip(self, _: int, __: tuple[Any, ...]) -> None:
        self.clipping = True

    def _paint_path(self, index: int, _: tuple[Any, ...]) -> None:
        if not self.points:
            self.clipping = False
            return
        operator = self.page.streams[self.path].operations[index].operator
        fill, stroke = operator in _FILLS, operator in _STROKES
        if not (fill or stroke or self.clipping):
            self.points, self.path_start = [], -1
            return
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        bounds = _clipped((min(xs), min(ys), max(xs), max(ys)), self.state.clip)
        upright = _is_upright(self.points)
        if fill or stroke:
            state = self.state
            solid = not state.clear and not state.veiled and not state.pattern
            opaque = fill and solid and self.state.clip_upright
            self.page.paths.append(
                PaintedPath(
                    self.path,
                    self.path_start,
                    index,
                    bounds,
                    fill,
                    stroke,
                    self.state.colour,
                    self.page.glyph_count,
                    covers=opaque and upright,
                    opaque=opaque,
                    drawn=stroke and not fill and _is_pen(self.points),
                    ctm=self.state.ctm,
                    shade=self.state.shade if solid else None,
                )
            )
        if self.clipping:
            self.state.clip, self.clipping = bounds, False
            self.state.clip_upright = self.state.clip_upright and upright
        self.points, self.path_start = [], -1

    # -- images and forms

    def _inline(self, index: int, operands: tuple[Any, ...]) -> None:
        self._image(index, None, operands[0])

    def _image(self, index: int, name: str | None, image: Mapping[Any, Any]) -> None:
        state = self.state
        upright = state.clip_upright and _turns_by_right_angles(state.ctm)
        whole = not any(key in image for key in _MASKS)
        self.page.images.append(
            PaintedImage(
                self.path,
                index,
                state.ctm,
                name,
                self.page.glyph_count,
                upright and whole and not state.clear and not state.veiled,
                state.clip,
            )
        )

    def _do(self, index: int, operands: tuple[Any, ...]) -> None:
        name = f"/{operands[0]}"
        listed = resolved(self.resources.get("/XObject"))
        if not isinstance(listed, DictionaryObject) or name not in listed:
            return
        entry = listed.raw_get(name)
        found = resolved(entry)
        if not isinstance(found, StreamObject):
            return
        subtype = resolved(found.get("/Subtype"))
        if subtype == "/Image":
            self._image(index, str(operands[0]), found)
        elif subtype == "/Form":
            self._form(index, entry, found)

    def _form(self, index: int, entry: Any, form: StreamObject) -> None:
        self.form_uses += 1
        if len(self.active_forms) >= MAX_FORM_DEPTH or self.form_uses > MAX_FORM_USES or id(form) in self.active_forms:
            raise DocumentBlocked(
                BlockReason.SIZE_LIMIT, "Forms are nested too deeply or in a circle.", page=self.page.number
            )
        own = resolved(form.get("/Resources"))
        stream = Stream(self.fonts.form(entry), own if isinstance(own, DictionaryObject) else self.resources, form)
        self.active_forms.append(id(form))
        self._save(index, ())
        self.state.ctm = multiply(matrix_of(resolved(form.get("/Matrix"))), self.state.ctm)
        self.state.veiled = self.state.veiled or self.state.clear
        self._clip_to_form(resolved(form.get("/BBox")))
        points, self.points = self.points, []
        self.run(stream, (*self.path, index))
        self.points = points
        self._restore(index, ())
        self.active_forms.pop()

    def _clip_to_form(self, box: Any) -> None:
        values = [resolved(value) for value in box] if isinstance(box, ArrayObject) else []
        if len(values) == 4 and all(isinstance(value, int | float) for value in values):
            x0, y0, x1, y1 = (float(value) for value in values)
            edges = bounds_of(self.state.ctm, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
            self.state.clip = _clipped(edges, self.state.clip)
            self.state.clip_upright = self.state.clip_upright and _turns_by_right_angles(self.state.ctm)

    # -- marked content

    def _begin_mark(self, index: int, operands: tuple[Any, ...]) -> None:
        properties: Any = operands[1] if len(operands) > 1 else None
        if isinstance(properties, Name):
            listed = resolved(self.resources.get("/Properties"))
            properties = resolved(listed.get(f"/{properties}")) if isinstance(listed, DictionaryObject) else None
        speaks, mcid = False, None
        if isinstance(properties, dict):
            speaks = not _SPEAKING.isdisjoint(properties)
            mcid = properties.get("MCID", properties.get("/MCID"))
        self.marks.append((index, self.page.glyph_count, speaks, self.mcid))
        if isinstance(mcid, int):
            self.mcid = mcid

    def _end_mark(self, index: int, _: tuple[Any, ...]) -> None:
        if self.marks:
            start, first, speaks, outer = self.marks.pop()
            self.page.marked.append(MarkedContent(self.path, start, index, first, self.page.glyph_count, speaks))
            self.mcid = outer


def _shifts(parts: list[Any], counts: Sequence[int]) -> Iterable[tuple[int, float]]:
    """The numbers among strings, each with the codes before it."""
    if set(map(type, parts[::2])) == {bytes} and _NUMBERS_ONLY.issuperset(map(type, parts[1::2])):
        return zip(accumulate(counts), parts[1::2], strict=False)
    result: list[tuple[int, float]] = []
    at, count_of = 0, iter(counts)
    for part in parts:
        if isinstance(part, bytes):
            at += next(count_of)
        elif isinstance(part, _NUMBERS):
            result.append((at, part))
    return result


def _is_pen(points: list[tuple[float, float]]) -> bool:
    """True for a line that bends, as a pen makes it; rules, frames and polygons along the axes do not."""
    if len(points) < 4:
        return False
    return _distinct({x for x, _ in points}) > 2 and _distinct({y for _, y in points}) > 2


_SEEN: Final = 0.4
"""Opacity from which dark letters are seen on any light page."""
_DARKENING: Final = (None, "/Normal", "/Compatible", "/Multiply", "/Darken", "/ColorBurn")
_MASKS: Final = ("/SMask", "/Mask", "/ImageMask", "/SMaskInData", "IM", "ImageMask")
"""Entries of an image, inline ones too, that let through what is below it."""
_FILLS: Final = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_STROKES: Final = frozenset({b"S", b"s", b"B", b"B*", b"b", b"b*"})
_HANDLERS: Final[dict[bytes, Callable[[_Interpreter, int, tuple[Any, ...]], None]]] = {
    b"q": _Interpreter._save,
    b"Q": _Interpreter._restore,
    b"cm": _Interpreter._concat,
    b"gs": _Interpreter._graphics_state,
    b"cs": _Interpreter._space,
    **dict.fromkeys((b"g", b"rg", b"k"), _Interpreter._device_colour),
    **dict.fromkeys((b"sc", b"scn"), _Interpreter._colour),
    b"Tf": _Interpreter._set_font,
    b"Tc": _Interpreter._set_spacing,
    b"Tw": _Interpreter._set_words,
    b"Tz": _Interpreter._set_scale,
    b"TL": _Interpreter._set_leading,
    b"Ts": _Interpreter._set_rise,
    b"Tr": _Interpreter._set_mode,
    b"BT": _Interpreter._begin_text,
    b"Td": _Interpreter._move,
    b"TD": _Interpreter._move_and_lead,
    b"Tm": _Interpreter._set_matrix,
    b"T*": _Interpreter._next_line,
    b"Tj": _Interpreter._show,
    b"TJ": _Interpreter._show_adjusted,
    b"'": _Interpreter._show_next_line,
    b'"': _Interpreter._show_spaced,
    **dict.fromkeys((b"m", b"l", b"c", b"v", b"y"), _Interpreter._point),
    b"re": _Interpreter._rectangle,
    **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"n"), _Interpreter._paint_path),
    **dict.fromkeys((b"W", b"W*"), _Interpreter._clip),
    b"BI": _Interpreter._inline,
    b"Do": _Interpreter._do,
    b"BDC": _Interpreter._begin_mark,
    b"BMC": _Interpreter._begin_mark,
    b"EMC": _Interpreter._end_mark,
}


def _clipped(bounds: Bounds, clip: Bounds | None) -> Bounds:
    """Bounds within a clip; a point where nothing is left."""
    if clip is None:
        return bounds
    x0, y0 = max(bounds[0], clip[0]), max(bounds[1], clip[1])
    return x0, y0, max(x0, min(bounds[2], clip[2])), max(y0, min(bounds[3], clip[3]))


def _turns_by_right_angles(matrix: Matrix) -> bool:
    """True where upright rectangles stay upright."""
    a, b, c, d, _, _ = matrix
    return abs(b) + abs(c) < 0.01 or abs(a) + abs(d) < 0.01


def _is_upright(points: list[tuple[float, float]]) -> bool:
    """True for the four corners of one upright rectangle (a fifth point may close it)."""
    if len(points) not in (4, 5):
        return False
    xs, ys = {x for x, _ in points}, {y for _, y in points}
    return _distinct(xs) <= 2 and _distinct(ys) <= 2


def _distinct(values: set[float]) -> int:
    """How many values there are when they are rounded to tenths; two at most where there are two at most."""
    return len(values) if len(values) <= 2 else len({round(value, 1) for value in values})


def _shows_text(value: Any) -> bool:
    if not isinstance(value, StreamObject):
        return False
    data = stream_data(value)
    return any(operator in data for operator in (b"Tj", b"TJ")) and any(
        operation.operator in _TEXT_OPERATORS for operation in parse_content(data)
    )


def page_frame(page: PageObject) -> tuple[Bounds, float, float, Matrix]:
    """Crop box in user space, width and height as seen, and the matrix from user space to the page as seen."""
    media, crop = page.mediabox, page.cropbox
    x0, y0 = max(float(media.left), float(crop.left)), max(float(media.bottom), float(crop.bottom))
    x1, y1 = min(float(media.right), float(crop.right)), min(float(media.top), float(crop.top))
    if x1 <= x0 or y1 <= y0:
        x0, y0, x1, y1 = float(media.left), float(media.bottom), float(media.right), float(media.top)
    unit = unit_of(resolved(page.get("/UserUnit")))
    turn = int(page.rotation) % 360
    width, height = (x1 - x0) * unit, (y1 - y0) * unit
    frames: dict[int, Matrix] = {
        0: (unit, 0, 0, -unit, -x0 * unit, y1 * unit),
        90: (0, unit, unit, 0, -y0 * unit, -x0 * unit),
        180: (-unit, 0, 0, unit, x1 * unit, -y0 * unit),
        270: (0, -unit, -unit, 0, y1 * unit, x1 * unit),
    }
    if turn not in frames:
        raise DocumentBlocked(BlockReason.UNSAFE_OBJECT, "A page is turned by an angle that is not allowed.")
    if turn in (90, 270):
        width, height = height, width
    return (x0, y0, x1, y1), width, height, frames[turn]


@without_collector()
def interpret_page(page: PageObject, number: int, fonts: DocumentFonts) -> PageContent:
    """Interpret a page.

    Args:
        page: the page, from a reader whose limits were checked.
        number: 0-based page.
        fonts: fonts of the document, shared by its pages.

    Raises:
        DocumentBlocked: the content goes beyond what a page can need (SIZE_LIMIT), or its frame is not valid.
    """
    found = page.get_contents()
    operations = parse_content(found.get_data()) if found is not None else []
    resources = resolved(page.get("/Resources"))
    given = resources if isinstance(resources, DictionaryObject) else DictionaryObject()
    return interpret_operations(page, number, fonts, operations, given)


def interpret_operations(
    page: PageObject, number: int, fonts: DocumentFonts, operations: list[Operation], resources: DictionaryObject
) -> PageContent:
    """Interpret operations with their resources as the content of a page."""
    crop, width, height, seen = page_frame(page)
    content = PageContent(number=number, width=width, height=height, seen=seen, crop=crop, streams={})
    _Interpreter(content, fonts).run(Stream(operations, resources), ())
    return content


def seen_bounds(content: PageContent, bounds: Bounds) -> Bounds:
    """Bounds in user space as bounds on the page as seen."""
    return bounds_of(content.seen, bounds)
