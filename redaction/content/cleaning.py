# SPDX-License-Identifier: EUPL-1.2
"""Operations without what is never published: hidden layers, texts in marks, junk (comments went in parsing)."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from pypdf.generic import DictionaryObject

from redaction.content.fonts import resolved
from redaction.content.lexer import Name, Operation
from redaction.content.operands import checked
from redaction.content.tags import MARK_TAGS

_KNOWN: Final = frozenset(
    b"b B b* B* BDC BI BMC BT c cm CS cs d d0 d1 Do EMC ET f F f* G g gs h i j J K k l m M n q Q re RG rg ri s S SC sc "
    b"SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()
)
_PAINTING: Final = frozenset(b"b B b* B* BI Do f F f* s S sh Tj TJ ' \"".split())
_RESOURCE_USERS: Final = {
    b"Tf": "/Font",
    b"gs": "/ExtGState",
    b"Do": "/XObject",
    b"cs": "/ColorSpace",
    b"CS": "/ColorSpace",
    b"scn": "/Pattern",
    b"SCN": "/Pattern",
    b"sh": "/Shading",
}


def nothing_hidden(_: Any) -> bool:
    """A layer test for documents without layers."""
    return False


def clean_operations(
    operations: Sequence[Operation], resources: DictionaryObject, hidden: Callable[[Any], bool] = nothing_hidden
) -> list[Operation]:
    """Known operations only; marks keep their tag and number alone; what stands in a hidden layer paints nothing.

    Args:
        operations: a content stream.
        resources: its resources, for the names of marks and XObjects.
        hidden: tells of an optional-content group or membership whether it is off.
    """
    result: list[Operation] = []
    marks: list[tuple[bool, bool]] = []  # (was written, hides)
    hiding = depth = 0
    for operation in operations:
        operator = operation.operator
        if operator in (b"BDC", b"BMC"):
            mark, hides = _mark(operation, resources, hidden)
            marks.append((mark is not None, hides))
            hiding += hides
            if mark is not None:
                result.append(mark)
        elif operator == b"EMC":
            if marks:
                written, hides = marks.pop()
                hiding -= hides
                if written:
                    result.append(operation)
        elif operator in _KNOWN:
            depth += (operator == b"q") - (operator == b"Q")
            if depth < 0:  # a restore without a save: readers ignore it, and what we paint last must not inherit it
                depth = 0
                continue
            if hiding and operator in _PAINTING:
                if operator not in (b"BI", b"Do", b"sh", b"Tj", b"TJ", b"'", b'"'):
                    result.append(Operation(b"n", ()))
                continue
            known = checked(operation)
            if known is None or (operator == b"Do" and _hidden_object(known, resources, hidden)):
                continue
            result.append(known)
    result += [Operation(b"EMC", ())] * sum(written for written, _ in marks)
    return result


def _mark(
    operation: Operation, resources: DictionaryObject, hidden: Callable[[Any], bool]
) -> tuple[Operation | None, bool]:
    tag = operation.operands[0] if operation.operands else None
    properties: Any = operation.operands[1] if len(operation.operands) > 1 else None
    if isinstance(properties, Name):
        listed = resolved(resources.get("/Properties"))
        properties = resolved(listed.get(f"/{properties}")) if isinstance(listed, DictionaryObject) else None
    if tag == "OC":
        return None, properties is not None and hidden(properties)
    if not isinstance(tag, Name):
        return None, False
    tag = tag if tag in MARK_TAGS else Name("Span")
    number = properties.get("MCID", properties.get("/MCID")) if isinstance(properties, dict) else None
    if isinstance(number, int):
        return Operation(b"BDC", (tag, {Name("MCID"): int(number)})), False
    return Operation(b"BMC", (tag,)), False


def _hidden_object(operation: Operation, resources: DictionaryObject, hidden: Callable[[Any], bool]) -> bool:
    listed = resolved(resources.get("/XObject"))
    found = resolved(listed.get(f"/{operation.operands[0]}")) if isinstance(listed, DictionaryObject) else None
    group = resolved(found.get("/OC")) if isinstance(found, DictionaryObject) else None
    return group is not None and hidden(group)
