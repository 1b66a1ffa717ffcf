# SPDX-License-Identifier: EUPL-1.2
"""Takes out of an edited stream what removed content leaves behind: empty groups, settings that nothing uses.

How many of them there were would count the parts in which the removed text was drawn. Positions are steps from the one
before where that says the same: a page that draws its letters one by one grows fivefold otherwise.
"""

from collections.abc import Sequence
from typing import Any, Final

from redaction.content.lexer import Name, Operation

_PAINTING: Final = frozenset(b"b b* B B* BI Do f F f* s S sh Tj TJ ' \"".split())
_SETTERS: Final = {
    **dict.fromkeys((b"w", b"J", b"j", b"M", b"d", b"ri", b"i", b"Tr", b"Tf", b"Tz", b"Tc", b"Tw", b"TL", b"Ts"), ""),
    **dict.fromkeys((b"g", b"rg", b"k", b"cs", b"sc", b"scn"), "fill"),
    **dict.fromkeys((b"G", b"RG", b"K", b"CS", b"SC", b"SCN"), "stroke"),
}
"""Operators that set one thing, which the next of the same group sets anew."""
_COMPONENTS: Final = frozenset((b"sc", b"scn", b"SC", b"SCN"))
_LOSES_PLACE: Final = frozenset((b"BT", b"ET", b"q", b"Q", b"Td", b"TD", b"T*", b"'", b'"'))
_LARGEST: Final = 100.0
_OPENS: Final = {b"q": b"Q", b"BT": b"ET", b"BMC": b"EMC", b"BDC": b"EMC"}
_CLOSES: Final = frozenset((b"Q", b"ET", b"EMC"))


def tidied(operations: Sequence[Operation]) -> list[Operation]:
    """The operations without empty groups and idle settings, and with positions told in few digits."""
    return _with_short_moves(_without_idle_settings(_without_empty_groups(operations)))


def _with_short_moves(operations: Sequence[Operation]) -> list[Operation]:
    """Matrices that only move on from the one before, as moves; what is left over by rounding goes into the next."""
    result: list[Operation] = []
    frame: tuple[float, ...] = ()
    x = y = 0.0
    for operation in operations:
        if operation.operator in _LOSES_PLACE:
            frame = ()
        if operation.operator != b"Tm":
            result.append(operation)
            continue
        place = operation.operands
        if place[:4] == frame:
            a, b, c, d = frame
            right, up = place[4] - x, place[5] - y
            area = a * d - b * c
            across, along = round((right * d - up * c) / area, 5), round((up * a - right * b) / area, 5)
            x, y = x + a * across + c * along, y + b * across + d * along
            result.append(Operation(b"Td", (across, along)))
            continue
        x, y = place[4:]
        frame = place[:4] if _is_mild(*place[:4]) else ()
        result.append(operation)
    return result


def _is_mild(a: float, b: float, c: float, d: float) -> bool:
    """True for a matrix through which a move of five decimals says where a letter stands as well as points do."""
    return abs(a * d - b * c) > 1e-6 and max(abs(a), abs(b), abs(c), abs(d)) <= _LARGEST


class _Group:
    """A q, BT, BMC or BDC that is still open."""

    __slots__ = ("open", "paints", "place", "tagged")

    def __init__(self, operation: Operation, place: int) -> None:
        self.open = operation.operator
        self.place = place
        self.paints = False
        self.tagged = self.open == b"BDC" and _has_number(operation.operands)


def _has_number(operands: tuple[Any, ...]) -> bool:
    """True for a mark that the structure of the document may point to, or that cannot be looked into here."""
    return len(operands) < 2 or isinstance(operands[1], Name) or "MCID" in operands[1]


def _without_empty_groups(operations: Sequence[Operation]) -> list[Operation]:
    result: list[Operation | None] = []
    groups: list[_Group] = []
    for operation in operations:
        operator = operation.operator
        if operator in _OPENS:
            groups.append(_Group(operation, len(result)))
            result.append(operation)
        elif operator in _CLOSES:
            group = groups[-1] if groups else None
            if group is None or _OPENS[group.open] != operator:
                groups = []  # crossed or unbalanced: what is open stays as it is
                result.append(operation)
                continue
            groups.pop()
            used = group.paints or group.tagged
            if not used and operator == b"Q":
                del result[group.place :]
            elif not used:
                result[group.place] = None
            else:
                result.append(operation)
            if used and groups:
                groups[-1].paints = True
        else:
            if operator in _PAINTING and groups:
                groups[-1].paints = True
            result.append(operation)
    return [operation for operation in result if operation is not None]


def _without_idle_settings(operations: Sequence[Operation]) -> list[Operation]:
    result: list[Operation] = []
    waiting: dict[str, list[Operation]] = {}
    for operation in operations:
        operator = operation.operator
        kind = _SETTERS.get(operator)
        if kind is not None:
            key = kind or operator.decode("ascii")
            before = waiting.get(key, [])
            if operator in _COMPONENTS and before and before[0].operator in (b"cs", b"CS"):
                waiting[key] = [before[0], operation]
            else:
                waiting[key] = [operation]
            continue
        if operator in (b"BT", b"ET"):
            result.append(operation)
            continue
        if operator == b"Q":
            waiting.clear()
        for key in sorted(waiting):
            result += waiting[key]
        waiting.clear()
        result.append(operation)
    return result
