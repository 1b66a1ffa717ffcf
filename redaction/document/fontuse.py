# SPDX-License-Identifier: EUPL-1.2
"""Which codes a document draws with which font, and strings written in the new codes of the fresh document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from redaction.content.fonts import Font, resolved
from redaction.content.lexer import Operation

if TYPE_CHECKING:
    from redaction.document.building import PagePlan

_SHOWING = frozenset((b"Tj", b"TJ", b"'", b'"'))


@dataclass(slots=True, eq=False)
class FontUse:
    """What a document draws with one font.

    Attributes:
        source: the font dictionary of the old document.
        font: how it is read; None where nothing is drawn with it.
        codes: the codes that are drawn.
        texts: their text, where it is known.
        spaced: word spacing is in force somewhere, which goes by code 32 whatever letter that is.
        fixed: its codes must stay as they are, for some text is shown in a font set elsewhere.
        plan: how the font is written (a ``FontPlan``); None until ``fontplans`` has decided.
    """

    source: Any = None
    font: Font | None = None
    codes: set[bytes] = field(default_factory=set)
    texts: dict[bytes, str] = field(default_factory=dict)
    spaced: bool = False
    fixed: bool = False
    plan: Any = None

    def cids(self) -> set[int]:
        """CIDs (composite font) or code numbers (simple font) that are drawn."""
        code_map = None if self.font is None else self.font.code_map
        if code_map is None:
            return {code[0] for code in self.codes if code}
        return {code_map.cid(code) for code in self.codes}

    def note(self, data: bytes) -> None:
        """Add the codes of a string."""
        if self.font is None:
            return
        codes, texts, _ = self.font.decode(data)
        self.codes.update(codes)
        self.texts.update(zip(codes, texts, strict=True))


def use_key(value: Any) -> int:
    """By what a font is found among the uses: its object number, or its identity where it is a direct object."""
    return value.idnum if isinstance(value, IndirectObject) else id(resolved(value))


def shown_strings(
    operations: Sequence[Operation], resources: DictionaryObject
) -> Iterator[tuple[int, Any, tuple[Any, ...]]]:
    """Every text-showing operation: its place, the font entry in force (None where it was set elsewhere), operands."""
    current: Any = None
    stack: list[Any] = []
    fonts = _category(resources, "/Font")
    for index, (operator, operands) in enumerate(operations):
        if operator == b"q":
            stack.append(current)
        elif operator == b"Q":
            current = stack.pop() if stack else current
        elif operator == b"Tf" and operands:
            current = fonts.raw_get(f"/{operands[0]}") if f"/{operands[0]}" in fonts else _MISSING
        elif operator == b"gs" and operands:
            current = _font_of_state(resources, operands[-1], current)
        elif operator in _SHOWING and operands:
            yield index, current, operands


_MISSING = object()


def _category(resources: DictionaryObject, category: str) -> DictionaryObject:
    found = resolved(resources.get(category))
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _font_of_state(resources: DictionaryObject, name: Any, current: Any) -> Any:
    state = resolved(_category(resources, "/ExtGState").get(f"/{name}"))
    found = resolved(state.get("/Font")) if isinstance(state, DictionaryObject) else None
    return found[0] if isinstance(found, ArrayObject) and len(found) == 2 else current


def strings_of(operands: tuple[Any, ...]) -> list[bytes]:
    """The strings among the operands of a text-showing operation."""
    last = operands[-1]
    parts = last if isinstance(last, list) else [last]
    return [part for part in parts if isinstance(part, bytes)]


def font_uses(plans: "Sequence[PagePlan]") -> dict[int, FontUse]:
    """What the plans draw with each font, by ``use_key``."""
    uses: dict[int, FontUse] = {}
    by_font: dict[int, int] = {}
    for plan in plans:
        runs = {(run.path, run.operation): run for run in plan.content.runs}
        for path, stream in plan.content.streams.items():
            for index, entry, _ in shown_strings(stream.operations, stream.resources):
                run = runs.get((path, index))
                if run is not None and entry is not None and entry is not _MISSING:
                    use = uses.setdefault(use_key(entry), FontUse(resolved(entry)))
                    use.font = run.font
                    by_font[id(run.font)] = use_key(entry)
    for plan in plans:
        inherited = {run.path: run.font for run in reversed(plan.content.runs) if run.path}
        written = {path: plan.streams.get(path, stream.operations) for path, stream in plan.content.streams.items()}
        spaced = any(_sets_word_spacing(operations) for operations in written.values())
        for path, stream in plan.content.streams.items():
            _note_stream(uses, written[path], stream.resources, by_font, inherited.get(path), spaced)
    return uses


def _sets_word_spacing(operations: Sequence[Operation]) -> bool:
    return any(
        operands and ((operator == b"Tw" and operands[-1] != 0) or (operator == b'"' and operands[0] != 0))
        for operator, operands in operations
    )


def _note_stream(
    uses: dict[int, FontUse],
    operations: Sequence[Operation],
    resources: DictionaryObject,
    by_font: Mapping[int, int],
    inherited: Font | None,
    spaced: bool,
) -> None:
    for _, entry, operands in shown_strings(operations, resources):
        if entry is _MISSING:
            continue
        if entry is not None:
            use = uses.get(use_key(entry))
        else:
            use = uses.get(by_font.get(id(inherited), -1))
            if use is not None:
                use.fixed = True
        for text in strings_of(operands):
            if use is not None:
                use.note(text)


def recoded(
    operations: Sequence[Operation], resources: DictionaryObject, uses: Mapping[int, FontUse] | None
) -> list[Operation]:
    """Operations whose strings are in the new codes of their fonts."""
    result = list(operations)
    for index, entry, operands in shown_strings(operations, resources) if uses else ():
        use = None if entry is None or entry is _MISSING or uses is None else uses.get(use_key(entry))
        if use is None or use.font is None or use.plan is None or not use.plan.recode:
            continue
        last = operands[-1]
        made: Any = (
            [_rewritten(part, use) if isinstance(part, bytes) else part for part in last]
            if isinstance(last, list)
            else _rewritten(last, use)
        )
        result[index] = Operation(operations[index].operator, (*operands[:-1], made))
    return result


def _rewritten(text: bytes, use: FontUse) -> bytes:
    assert use.font is not None
    recode: Mapping[bytes, bytes] = use.plan.recode
    return b"".join(recode.get(code, code) for code in use.font.decode(text)[0])
