# SPDX-License-Identifier: EUPL-1.2
"""Text in words, initials, numbers, marks and line ends: what recognisers of names walk over."""

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"(?P<initial>(?<![^\W_])(?:IJ|Ch|Chr|Th|Ph|Fr|St|Sj|Tj|Joh|Jac|Wm|Jr|Abd|Moh|[A-ZÀ-ÖØ-ÞŁŚŞİĞŻŹČŠŽĆĐ])\.)"
    r"|(?P<prefix>(?<![^\W_])(?:[vV]\.[ ]?d\.?|[vV]/d\.?|[vV]\.|['’][tsTS](?![^\W_]|-)))"
    r"|(?P<word>(?:['’]s-)?[^\W\d_](?:[^\W_]|['’](?=[^\W\d_])|-(?=[^\W\d_]))*)"
    r"|(?P<number>\d(?:\w|[.,:/-](?=\d))*)"
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
    """One word or sign; half-open offsets, ``lower`` is its text in small letters."""

    text: str
    start: int
    end: int
    sort: str
    lower: str

    @property
    def capital(self) -> bool:
        """True for a word with a capital, also as a scanner misreads it (``0zdemir``, ``lbrahim``, ``d'Hondt``)."""
        first = self.text[0]
        if self.sort == NUMBER:
            return first in "01" and len(self.text) > 3 and self.text[1:].isalpha() and self.text[1:].islower()
        if self.sort != WORD:
            return False
        if first.isupper():
            return True
        if len(self.text) < 3:
            return False
        return (self.text[1] in "'’" and self.text[2].isupper()) or (
            first == "l" and self.text[1] in "bcdfghjkmnpqrstvwxz"
        )

    @property
    def capitals(self) -> bool:
        """True for a word wholly in capitals, longer than one letter."""
        return len(self.text) > 1 and self.text.isupper()


def tokens_of(text: str) -> list[Token]:
    """Every token of a text, in order."""
    return [
        Token(match.group(), match.start(), match.end(), match.lastgroup or MARK, match.group().lower())
        for match in _TOKEN.finditer(text)
    ]
