# SPDX-License-Identifier: EUPL-1.2
"""Text in words, initials, numbers, marks and line ends: what recognisers of names walk over."""

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"(?P<initial>(?<![^\W_])(?:IJ|Ch|Chr|Th|Ph|Fr|St|Sj|Tj|Joh|Jac|Wm|Jr|Abd|Moh|[A-ZÀ-ÖØ-ÞŁŚŞİĞŻŹČŠŽĆĐ])\.)"
    r"|(?P<prefix>(?<![^\W_])(?:[vV]\.[ ]?d\.?|[vV]/d\.?|[vV]\.|['’][tsTS](?![^\W_]|-)))"
    r"|(?P<word>(?:['’]s-)?[^\W\d_][^\W_]*(?:['’-](?=[^\W\d_])[^\W_]*)*)"
    r"|(?P<number>\d\w*(?:[.,:/-](?=\d)\w*)*)"
    r"|(?P<line>\n)"
    r"|(?P<mark>[^\w\s])"
)
WORD: Final = "word"
INITIAL: Final = "initial"
PREFIX: Final = "prefix"
NUMBER: Final = "number"
LINE: Final = "line"
MARK: Final = "mark"


class Token(NamedTuple):
    """One word or sign; half-open offsets.

    Attributes:
        lower: its text in small letters.
        capital: True for a word with a capital, also as a scanner misreads it (``0zdemir``, ``lbrahim``, ``d'Hondt``).
    """

    text: str
    start: int
    end: int
    sort: str
    lower: str
    capital: bool

    @property
    def capitals(self) -> bool:
        """True for a word wholly in capitals, longer than one letter."""
        return len(self.text) > 1 and self.text.isupper()


def tokens_of(text: str) -> list[Token]:
    """Every token of a text, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        word, sort = match.group(), match.lastgroup or MARK
        if sort == WORD:
            capital = word[0].isupper() or ((word[0] == "l" or word[1:2] in "'’") and _odd_capital(word))
        else:
            capital = sort == NUMBER and _misread(word)
        start, end = match.span()
        found.append(Token(word, start, end, sort, word.lower(), capital))
    return found


def _odd_capital(word: str) -> bool:
    return len(word) > 2 and (
        (word[1] in "'’" and word[2].isupper()) or (word[0] == "l" and word[1] in "bcdfghjkmnpqrstvwxz")
    )


def _misread(word: str) -> bool:
    return word[0] in "01" and len(word) > 3 and word[1:].isalpha() and word[1:].islower()
