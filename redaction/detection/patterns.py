# SPDX-License-Identifier: EUPL-1.2
"""Regular expressions with a time limit, and the building blocks of Dutch names and addresses."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Final, cast

import regex  # type: ignore[import-untyped, unused-ignore]

from redaction.detection.literals import needed, same_case

TIME_LIMIT_S: Final = 10.0
"""Seconds that one expression may take on one page. Past it the page counts as not analysed."""


class Pattern:
    """A compiled expression whose search ends in TimeoutError rather than never.

    Args:
        expression: in the syntax of the ``regex`` package (classes such as Lu for capitals work).
        ignore_case: whether capitals matter.
    """

    def __init__(self, expression: str, *, ignore_case: bool = False) -> None:
        self._compiled: Any = _compiled(expression, ignore_case)
        self._needed = _needed(expression)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator["re.Match[str]"]:
        """Every match, from left to right.

        Raises:
            TimeoutError: the search took longer than TIME_LIMIT_S.
        """
        stop = len(text) if end is None else end
        if self._needed and self._hopeless(text, start, stop):
            return iter(())
        return cast("Iterator[re.Match[str]]", self._compiled.finditer(text, start, stop, timeout=TIME_LIMIT_S))

    def search(self, text: str, start: int = 0, end: int | None = None) -> "re.Match[str] | None":
        """First match, or None.

        Raises:
            TimeoutError: the search took longer than TIME_LIMIT_S.
        """
        stop = len(text) if end is None else end
        if self._needed and self._hopeless(text, start, stop):
            return None
        return cast("re.Match[str] | None", self._compiled.search(text, start, stop, timeout=TIME_LIMIT_S))

    def match(self, text: str, start: int = 0, end: int | None = None) -> "re.Match[str] | None":
        """Match that begins at ``start``, or None.

        Raises:
            TimeoutError: the search took longer than TIME_LIMIT_S.
        """
        found = self._compiled.match(text, start, len(text) if end is None else end, timeout=TIME_LIMIT_S)
        return cast("re.Match[str] | None", found)

    def fullmatch(self, text: str) -> "re.Match[str] | None":
        """Match of the whole text, or None.

        Raises:
            TimeoutError: the search took longer than TIME_LIMIT_S.
        """
        return cast("re.Match[str] | None", self._compiled.fullmatch(text, timeout=TIME_LIMIT_S))

    def _hopeless(self, text: str, start: int, end: int) -> bool:
        """True where nothing stands in a stretch that a match cannot do without."""
        whole = start == 0 and end == len(text)
        small = _same_case_once(text) if whole else same_case(text[start:end])
        for word in self._needed:  # noqa: SIM110 - a loop costs half of what any() does, and this is the inner loop
            if word in small:
                return False
        return True


_same_case_once: Final = lru_cache(maxsize=2)(same_case)
"""A text that many expressions are tried on is put in small letters once."""


def forget_text() -> None:
    """The text that was searched last is not remembered from here on."""
    _same_case_once.cache_clear()


@cache
def _needed(expression: str) -> tuple[str, ...]:
    return tuple(sorted(needed(expression) or ()))


@cache
def _compiled(expression: str, ignore_case: bool) -> Any:
    flags = regex.VERSION0 | (regex.IGNORECASE if ignore_case else 0)
    return regex.compile(expression, flags)


DIGIT: Final = r"[0-9OoIl|]"
"""A digit, or what a scanner makes of 0 and 1. Only used where a label says that a number follows."""

MONTHS: Final = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|jan|feb|febr|mrt|apr|jun|jul|aug|sept|sep|okt|nov|dec)\.?"
)
DATE: Final = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])[ ]?[-/.][ ]?(?:0?[1-9]|1[0-2])[ ]?[-/.][ ]?(?:(?:19|20)\d{2}|\d{2})"
    r"|(?:0?[1-9]|[12]\d|3[01])[ -]" + MONTHS + r"[ -](?:(?:19|20)\d{2}|'?\d{2})"
    r"|(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
"""A date as Dutch letters write it; months in small letters, so search without regard to case."""

PREFIX: Final = (
    r"(?:(?i:van|von|vander|vanden|de|den|der|het|ten|ter|te|in|op|aan|uit|bij|onder|over|tot|voor|el|al|ul|ben|bin|bint|ibn|abu"
    r"|ait|aït|ould|da|das|do|dos|di|del|della|la|le|les|du|des|san|zu|zum|zur|vd|v\.d\.?|v\.|v/d|d\.|st\.|mc|mac|'t|’t|'s|’s"
    r"|d'|d’|l'|l’))"
)
"""One tussenvoegsel, in small letters or with a capital."""
CAPITAL_WORD: Final = r"(?:['’][st]-)?(?:[OD]['’])?\p{Lu}(?:[\p{L}\p{M}'’]|[01|](?=\p{L}))*[\p{L}\p{M}]"
"""A word that begins with a capital; a scanner's 1 or 0 may stand between its letters."""
SURNAME: Final = (
    rf"(?:{PREFIX}[ ]?(?:\n[ ]?)?(?<=[\s'’.])){{0,3}}{CAPITAL_WORD}"
    rf"(?:[ ]?[-–][ ]?(?:{PREFIX}[ -]){{0,3}}{CAPITAL_WORD}){{0,2}}"
)
"""A surname with its prefixes; a second surname after a hyphen."""
INITIALS: Final = r"(?:(?:\p{Lu}|IJ|Ch|Chr|Th|Ph|Fr|St|Sj|Tj|Joh|Jac|Wm|Jr|Abd)\.[ ]?(?:-[ ]?)?){1,7}"
TITLE: Final = (
    r"(?:(?i:de[ ]heren|de[ ]heer|heer|dhr|meneer|mevrouw|mevr|mw|mvr|mej|mejuffrouw|juffrouw|familie|fam|weduwe|wed"
    r"|erven"
    r"|echtgenote|echtgenoot|drs|ir|ing|dr|prof|mr)(?:\.|(?=\s)))"
)
"""A form of address or a degree in front of a name."""
