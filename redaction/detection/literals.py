# SPDX-License-Identifier: EUPL-1.2
"""What a text must hold for an expression to match at all: a set of short strings, one of which is in every match.

Looking for a few strings is many times cheaper than trying an expression at every place, and most expressions of
detection have no match in most texts. The strings are read from the expression itself, so that a word added to it is a
word that is looked for. Where nothing certain can be told the answer is None: the expression is always tried.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Final

_MOST: Final = 160
"""Strings of one set; past it looking for them costs more than it saves."""
_SPELLINGS: Final = 4
"""Ways in which one stretch of an expression can be spelled that are written out."""
_SHORTEST: Final = 2
_NO_WIDTH: Final = frozenset("bBAZGmMK")
_SETS: Final = frozenset("dDwWsSXRhv")
_CONTROL: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_LOOKS: Final = ("?=", "?!", "?<=", "?<!")
_OTHER_CASES: Final = ("İ", "ı", "ſ", "\u212a")
_CASES: Final = str.maketrans(dict(zip(_OTHER_CASES, "iisk", strict=True)))
"""Letters that an expression without regard to case takes for another, and that ``lower`` leaves as they are."""


def same_case(text: str) -> str:
    """A text of the same length in which every letter is small."""
    if text.isascii() or not any(letter in text for letter in _OTHER_CASES):
        return text.lower()
    return text.translate(_CASES).lower()


def needed(expression: str) -> frozenset[str] | None:
    """Strings in small letters of which every match holds at least one; None where that is not known.

    Args:
        expression: in the syntax of the ``regex`` package.
    """
    reader = _Reader(expression)
    found = reader.choice()
    if reader.at != len(expression):
        return None
    best = _best([found.spelled, found.held])
    return None if best is None else frozenset(best)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression.

    Attributes:
        spelled: every string that it can be, in small letters; None where that is not known.
        held: strings of which each match of it holds one.
    """

    spelled: frozenset[str] | None = None
    held: frozenset[str] | None = None


_ANYTHING: Final = _Part()
_NOTHING: Final = _Part(frozenset({""}))


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, expression: str) -> None:
        self._text = expression
        self.at = 0

    def choice(self) -> _Part:
        """Alternatives up to a closing bracket or the end."""
        parts = [self._row()]
        while self._take("|"):
            parts.append(self._row())
        if len(parts) == 1:
            return parts[0]
        spelled = _union([part.spelled for part in parts])
        if spelled is not None and len(spelled) > _SPELLINGS:
            spelled = None
        return _Part(spelled, _best([_union([_best([part.spelled, part.held]) for part in parts])]))

    def _row(self) -> _Part:
        """Parts that follow each other."""
        run: frozenset[str] = frozenset({""})
        whole = True
        sets: list[frozenset[str] | None] = []
        while self.at < len(self._text) and self._text[self.at] not in "|)":
            part = self._repeated(self._one())
            sets.append(part.held)
            if part.spelled is not None and len(run) * len(part.spelled) <= _SPELLINGS:
                run = frozenset(map("".join, product(run, part.spelled)))
                continue
            sets.append(run)
            whole, run = False, frozenset({""})
            if part.spelled is not None:
                run = part.spelled
        return _Part(run if whole else None, _best([*sets, run]))

    def _one(self) -> _Part:
        sign = self._text[self.at]
        self.at += 1
        match sign:
            case "(":
                return self._group()
            case "[":
                return self._class()
            case "\\":
                return self._escaped()
            case ".":
                return _ANYTHING
            case "^" | "$":
                return _NOTHING
            case _:
                return _Part(frozenset({same_case(sign)}))

    def _repeated(self, part: _Part) -> _Part:
        least: int | None = None
        if self.at < len(self._text) and self._text[self.at] in "*+?":
            least = 1 if self._text[self.at] == "+" else 0
            optional = self._text[self.at] == "?"
            self.at += 1
        elif self.at < len(self._text) and self._text[self.at] == "{":
            end = self._text.index("}", self.at)
            least, optional = int(self._text[self.at + 1 : end].partition(",")[0] or 0), False
            self.at = end + 1
        if least is None:
            return part
        if self.at < len(self._text) and self._text[self.at] in "+?":
            self.at += 1
        if least:
            return _Part(None, _best([part.spelled, part.held]))
        return _Part(part.spelled | {""} if optional and part.spelled is not None else None)

    def _group(self) -> _Part:
        look = any(self._text.startswith(start, self.at) for start in _LOOKS)
        if self._take("?P<") or (not look and self._take("?<")):
            self.at = self._text.index(">", self.at) + 1
        elif self._take("?P="):
            self.at = self._text.index(")", self.at) + 1
            return _ANYTHING
        elif self._take("?"):
            while self._text[self.at] not in ":)=!>":
                self.at += 1
            if self._take(")"):
                return _NOTHING
            self.at += 1
        inside = self.choice()
        self.at += 1
        return _NOTHING if look else inside

    def _class(self) -> _Part:
        """A set of signs: spelled out where it is a few signs, one by one."""
        begin = self.at
        if self._text[self.at] in "^]":
            self.at += 1
        while self._text[self.at] != "]":
            self.at += 2 if self._text[self.at] == "\\" else 1
        inside = self._text[begin : self.at]
        self.at += 1
        if not 1 <= len(inside) <= _SPELLINGS or set(inside) & set("^\\[") or "-" in inside[1:-1]:
            return _ANYTHING
        return _Part(frozenset(map(same_case, inside)))

    def _escaped(self) -> _Part:
        sign = self._text[self.at]
        self.at += 1
        if sign in "pP":
            self.at = self._text.index("}", self.at) + 1
            return _ANYTHING
        if sign in _CONTROL and sign != "v":
            return _Part(frozenset({_CONTROL[sign]}))
        if sign in _NO_WIDTH:
            return _NOTHING
        return _ANYTHING if sign.isalnum() else _Part(frozenset({sign}))

    def _take(self, text: str) -> bool:
        taken = self._text.startswith(text, self.at)
        self.at += len(text) if taken else 0
        return taken


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    together: frozenset[str] = frozenset()
    for each in sets:
        if each is None:
            return None
        together |= each
    return together


def _best(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """The set whose shortest string is longest, and of those the smallest."""
    useful = [_plain(each) for each in sets if each and min(map(len, each)) >= _SHORTEST]
    return max(
        (each for each in useful if len(each) <= _MOST),
        key=lambda each: (min(4, min(map(len, each))), -len(each), min(map(len, each)), sorted(each)),
        default=None,
    )


def _plain(strings: frozenset[str]) -> frozenset[str]:
    """Without strings that hold another of the set."""
    return frozenset(one for one in strings if not any(other != one and other in one for other in strings))
