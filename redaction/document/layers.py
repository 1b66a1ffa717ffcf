# SPDX-License-Identifier: EUPL-1.2
"""Optional content: which layers are shown when the document opens (ISO 32000-2, 8.11)."""

from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from redaction.content.fonts import resolved
from schemas.errors import BlockReason, DocumentBlocked

MAX_EXPRESSION: Final = 20


class Layers:
    """The layers of a document in the state in which it opens.

    Raises:
        DocumentBlocked: a layer is shown on screen but not in print, or the other way round (LAYERS_DIFFER): what
            the public sees would depend on how it looks.
    """

    def __init__(self, catalog: DictionaryObject) -> None:
        properties = resolved(catalog.get("/OCProperties"))
        self._off: set[int] = set()
        if not isinstance(properties, DictionaryObject):
            return
        default = resolved(properties.get("/D"))
        default = default if isinstance(default, DictionaryObject) else DictionaryObject()
        groups = _references(properties.get("/OCGs"))
        if resolved(default.get("/BaseState")) == "/OFF":
            self._off = set(groups) - set(_references(default.get("/ON")))
        self._off |= set(_references(default.get("/OFF")))
        self._check_print(default, groups)

    def _check_print(self, default: DictionaryObject, groups: dict[int, Any]) -> None:
        automatic = resolved(default.get("/AS"))
        for usage in automatic if isinstance(automatic, ArrayObject) else ():
            entry = resolved(usage)
            if not isinstance(entry, DictionaryObject):
                continue
            event = str(resolved(entry.get("/Event")))
            if event not in ("/Print", "/View"):
                continue
            for number in _references(entry.get("/OCGs")):
                state = _usage_state(resolved(groups.get(number)), event)
                if state is not None and state != (number not in self._off):
                    raise DocumentBlocked(
                        BlockReason.LAYERS_DIFFER,
                        "A layer of the PDF is shown on screen and not in print, or the other way round.",
                        advice="Ask the owner for a version without layers.",
                    )

    def hidden(self, content: Any) -> bool:
        """True for an optional-content group or membership that is off."""
        found = resolved(content)
        if not isinstance(found, DictionaryObject):
            return False
        if resolved(found.get("/Type")) == "/OCMD":
            return not self._membership(found)
        return _number(found) in self._off

    def _membership(self, found: DictionaryObject) -> bool:
        expression = resolved(found.get("/VE"))
        if isinstance(expression, ArrayObject):
            return self._expression(expression, 0)
        entry = found.get("/OCGs")
        members = resolved(entry)
        listed = [members] if isinstance(members, DictionaryObject) else list(members or ())
        states = [_number(resolved(group)) not in self._off for group in listed if resolved(group) is not None]
        if not states:
            return True
        policy = str(resolved(found.get("/P", "/AnyOn")))
        return {
            "/AllOn": all(states),
            "/AnyOff": not all(states),
            "/AllOff": not any(states),
        }.get(policy, any(states))

    def _expression(self, expression: ArrayObject, depth: int) -> bool:
        if depth > MAX_EXPRESSION or not expression:
            raise DocumentBlocked(BlockReason.UNSAFE_OBJECT, "A layer has a rule that cannot be followed.")
        operator = str(resolved(expression[0]))
        values = [
            self._expression(item, depth + 1) if isinstance(item, ArrayObject) else not self.hidden(item)
            for item in map(resolved, expression[1:])
        ]
        if operator == "/Not":
            return not values[0]
        return all(values) if operator == "/And" else any(values)


def _number(found: DictionaryObject) -> int:
    reference = found.indirect_reference
    return reference.idnum if reference is not None else -1


def _references(value: Any) -> dict[int, Any]:
    listed = resolved(value)
    items = listed if isinstance(listed, ArrayObject) else ()
    return {item.idnum: item for item in items if isinstance(item, IndirectObject)}


def _usage_state(group: Any, event: str) -> bool | None:
    usage = resolved(group.get("/Usage")) if isinstance(group, DictionaryObject) else None
    entry = resolved(usage.get(event)) if isinstance(usage, DictionaryObject) else None
    state = resolved(entry.get(f"{event}State")) if isinstance(entry, DictionaryObject) else None
    return None if state is None else state == "/ON"
