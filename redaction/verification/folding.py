# SPDX-License-Identifier: EUPL-1.2
"""Text as it is compared: without white space, case and invisible characters, but knowing where words end."""

import re
import unicodedata
from itertools import accumulate
from typing import Final

import numpy as np

SPOKEN: Final = re.compile(r"\[onleesbaargemaakt,grond[0-9.a-i]{1,9}\]")
"""What a screen reader hears at a box, folded. Whoever hides these words hides nothing."""
_SILENT: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_HYPHEN_END: Final = re.compile(r"[-\u2010\u2011\u00ad\u0002\ufffe][ \t]*\r?\n\s*")
_SET_APART: Final = 3
"""Gaps with one letter between them from which letters are set apart on purpose."""


def fold(text: str) -> str:
    """Text as it is compared: compatibility forms, lower case, no white space, nothing invisible."""
    return "".join(_words(text))


def unhyphenated(text: str) -> str:
    """Text whose words are whole again where a line end cut them."""
    return _HYPHEN_END.sub("", text)


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFKC", text).translate(_SILENT).casefold().split()


def inner_gaps(text: str) -> frozenset[int]:
    """How many letters of a folded text stand before each of its white spaces."""
    words = _words(text)
    return frozenset(accumulate(map(len, words[:-1])))


class Letters:
    """The folded letters of a text, without what boxes say, and what was between them.

    A box between two words keeps them apart for good. Where an engine puts what it says inside a word, the word is
    whole.
    """

    def __init__(self, text: str) -> None:
        words = _words(text)
        whole = "".join(words)
        before = np.zeros(len(whole) + 1, bool)
        before[np.cumsum([0, *map(len, words)], dtype=np.intp)] = True
        keep = np.ones(len(whole) + 1, bool)
        walls = np.zeros(len(whole) + 1, bool)
        for match in SPOKEN.finditer(whole):
            start, end = match.span()
            keep[start:end] = False
            walls[end] = before[start] or before[end] or walls[start]
        self.text = whole if keep.all() else SPOKEN.sub("", whole)
        self._before = (before | walls)[keep]
        self._gaps = np.flatnonzero(self._before)
        self._walls = np.flatnonzero(walls[keep])

    def ends_words(self, start: int, end: int) -> bool:
        """Whether a stretch begins where a word begins and ends where one ends."""
        return self.parts(start) and self.parts(end)

    def parts(self, at: int) -> bool:
        """Whether a word ends or begins before a letter."""
        if at in (0, len(self.text)) or self._before[at]:
            return True
        return not (self.text[at - 1].isalnum() and self.text[at].isalnum())

    def gaps(self, start: int, end: int) -> list[int]:
        """How many letters of a stretch stand before each white space within it."""
        first, last = np.searchsorted(self._gaps, (start + 1, end))
        return (self._gaps[first:last] - start).tolist()  # type: ignore[no-any-return]

    def is_whole(self, start: int, end: int) -> bool:
        """Whether no box stands within a stretch."""
        first, last = np.searchsorted(self._walls, (start + 1, end))
        return bool(first == last)


def set_apart(gaps: list[int]) -> bool:
    """Whether a word is written with white space between its letters, which no other words do by chance."""
    return len(gaps) >= _SET_APART and gaps[-1] - gaps[0] == len(gaps) - 1
