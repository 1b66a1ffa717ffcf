# SPDX-License-Identifier: EUPL-1.2
"""Takes out of an edited stream what removed content leaves behind: empty groups, settings that nothing uses.

How many of them there were would count the parts in which the removed text was drawn.
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
_OPENS: Final = {b"q": b"Q", b"BT": b"ET", b"BMC": b"EMC", b"BDC": b"EMC"}
_CLOSES: Final = frozenset((b"Q", b"ET", b"EMC"))


def tidied(operations: Sequence[Operation]) -> list[Operation]:
    """The operations without empty groups and without settings that are set anew before they are used."""
    return _without_idle_settings(_without_empty_groups(operations))


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
