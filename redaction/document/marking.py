# SPDX-License-Identifier: EUPL-1.2
"""Marked content of tagged pages: its numbers, and marks for what is painted last (ISO 32000-2, 14.6 and 14.7.5)."""

from typing import Any

from redaction.content.lexer import Name, Operation


def tagged_extra(operations: list[Operation], first: int) -> tuple[list[Operation], list[tuple[int, str]]]:
    """Operations that are painted last, for a tagged page: boxes are artifacts whose label is spoken.

    Args:
        operations: boxes with a span that has an ActualText, or groups (q to Q) that paint something.
        first: the first number of marked content that is free.

    Returns:
        The operations, and number with spoken text (empty for a mere group) of each new piece of marked content.
    """
    if any(operator == b"BDC" for operator, _ in operations):
        return _tagged_boxes(operations, first)
    result: list[Operation] = []
    made: list[tuple[int, str]] = []
    depth = 0
    for operation in operations:
        if operation.operator == b"q":
            if not depth:
                result.append(Operation(b"BDC", (Name("Span"), {Name("MCID"): first + len(made)})))
                made.append((first + len(made), ""))
            depth += 1
        result.append(operation)
        if operation.operator == b"Q":
            depth -= 1
            if not depth:
                result.append(Operation(b"EMC", ()))
    return result, made


def _tagged_boxes(operations: list[Operation], first: int) -> tuple[list[Operation], list[tuple[int, str]]]:
    result = [Operation(b"BMC", (Name("Artifact"),))]
    made: list[tuple[int, str]] = []
    for operation in operations:
        if operation.operator == b"BDC":
            number = first + len(made)
            text = operation.operands[1].get(Name("ActualText"), b"")
            made.append((number, _text(text)))
            result += [Operation(b"EMC", ()), Operation(b"BDC", (operation.operands[0], {Name("MCID"): number}))]
        elif operation.operator == b"EMC":
            result += [operation, Operation(b"BMC", (Name("Artifact"),))]
        else:
            result.append(operation)
    return [*result, Operation(b"EMC", ())], made


def _text(raw: bytes) -> str:
    return raw[2:].decode("utf-16-be", "replace") if raw[:2] == b"\xfe\xff" else raw.decode("latin-1")


def marked_numbers(operations: list[Operation]) -> set[int]:
    """Numbers of the marked content in a page's own stream."""
    return {
        int(number)
        for operator, operands in operations
        if operator == b"BDC" and isinstance(number := _properties(operands).get(Name("MCID")), int)
    }


def without_numbers(operations: list[Operation]) -> list[Operation]:
    """Operations of a form: numbers of marked content count per page, so a form has none."""
    return [
        Operation(b"BMC", operation.operands[:1])
        if operation.operator == b"BDC" and Name("MCID") in _properties(operation.operands)
        else operation
        for operation in operations
    ]


def _properties(operands: tuple[Any, ...]) -> dict[Name, Any]:
    found = operands[1] if len(operands) > 1 else None
    return found if isinstance(found, dict) else {}
