# SPDX-License-Identifier: EUPL-1.2
"""Gives resources names of our own, in the order in which a stream uses them, and leaves out what it does not use."""

from collections.abc import Iterable
from typing import Any, Final

from pypdf.generic import DictionaryObject, PdfObject

from redaction.content.fonts import resolved
from redaction.content.lexer import Name, Operation

_USERS: Final = {
    b"Tf": "/Font",
    b"gs": "/ExtGState",
    b"Do": "/XObject",
    b"cs": "/ColorSpace",
    b"CS": "/ColorSpace",
    b"scn": "/Pattern",
    b"SCN": "/Pattern",
    b"sh": "/Shading",
}
_LETTERS: Final = {
    "/Font": "F",
    "/ExtGState": "G",
    "/XObject": "X",
    "/ColorSpace": "C",
    "/Pattern": "P",
    "/Shading": "S",
}
_DEVICE_SPACES: Final = frozenset(("DeviceGray", "DeviceRGB", "DeviceCMYK", "Pattern"))
_SHORT_SPACES: Final = frozenset(("G", "RGB", "CMYK"))
_DEFAULT_SPACES: Final = ("DefaultGray", "DefaultRGB", "DefaultCMYK")


class Names:
    """New names of the resources that one or more streams share; ``used`` is filled while streams are renamed.

    A name without a resource behind it becomes number 0 of its category: a reader finds as little there as before.
    """

    def __init__(self, resources: DictionaryObject) -> None:
        self._entries: dict[str, DictionaryObject] = {}
        for category in _LETTERS:
            found = resolved(resources.get(category))
            self._entries[category] = found if isinstance(found, DictionaryObject) else DictionaryObject()
        self.used: dict[str, dict[str, str]] = {}
        """Per category the new name of each old name, both without slash."""
        self.own: dict[str, dict[str, PdfObject]] = {}
        """Per category objects of the fresh document by their name."""
        defaults = [name for name in _DEFAULT_SPACES if f"/{name}" in self._entries["/ColorSpace"]]
        if defaults:  # these stand in for the device spaces without being named by an operation (8.6.5.6)
            self.used["/ColorSpace"] = {name: name for name in defaults}

    def add(self, category: str, made: PdfObject) -> Name:
        """A name for an object of the fresh document."""
        name = self._next(category)
        self.own.setdefault(category, {})[name] = made
        return Name(name)

    def _next(self, category: str) -> str:
        count = len(self.used.get(category, ())) + len(self.own.get(category, ()))
        return f"{_LETTERS[category]}{count + 1}"

    def entry(self, category: str, old: str) -> Any:
        """What the resources have under an old name, as a reference where there is one."""
        return self._entries[category].raw_get(f"/{old}")

    def rename(self, operations: Iterable[Operation]) -> list[Operation]:
        """The operations with new names."""
        return [self._renamed(operation) for operation in operations]

    def _renamed(self, operation: Operation) -> Operation:
        operator, operands = operation
        category = _USERS.get(operator)
        if category is not None and operands:
            place = 0 if operator == b"Tf" else len(operands) - 1
            name = operands[place]
            if isinstance(name, Name):
                return Operation(operator, (*operands[:place], self._name(category, name), *operands[place + 1 :]))
        elif operator == b"BI" and isinstance(operands[0].get("CS"), Name) and operands[0]["CS"] not in _SHORT_SPACES:
            space = self._name("/ColorSpace", operands[0]["CS"])
            return Operation(operator, ({**operands[0], Name("CS"): space}, operands[1]))
        return operation

    def _name(self, category: str, old: Name) -> Name:
        if category == "/ColorSpace" and old in _DEVICE_SPACES:
            return old
        if f"/{old}" not in self._entries[category]:
            return Name(f"{_LETTERS[category]}0")
        given = self.used.setdefault(category, {})
        if old not in given:
            given[old] = self._next(category)
        return Name(given[old])
