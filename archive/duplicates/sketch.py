# SPDX-License-Identifier: EUPL-1.2
"""A text as a set of keyed hashes, from which can be told how much of it stands in another, and nothing else.

Every five words in a row are one shingle (Broder, 1997). Of a long text only the hashes below a bound are kept, so that
any two texts keep the same part of what they share (FracMinHash: Irber and others, 2022).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

SHINGLE: Final = 5
"""Words in a row."""
_MOST: Final = 4096
"""Hashes that are kept of a text; of one with more, those in the lower half of the range, or quarter, and so on."""
_WORD: Final = re.compile(r"\w+")
_BROKEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n[>\s]*(?=[^\W\d_])")
"""A word that is broken off at the end of a line."""
_MAIL_HEADER: Final = re.compile(
    r"^[>\s]*\*?(?:Van|From|Aan|To|Cc|Bcc|Datum|Date|Verzonden|Sent|Onderwerp|Subject|Bijlagen?|Attachments?)\*? ?:.*$",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sketch:
    """What is remembered of a text.

    Attributes:
        text: keyed digest of all its words in their order, as 64 hexadecimal digits.
        words: how many there are.
        halvings: how often the range of the hashes was halved to keep few enough.
        hashes: those of its shingles, ascending, as unsigned 64-bit little-endian numbers.
    """

    text: str = field(repr=False)
    words: int
    halvings: int
    hashes: bytes = field(repr=False)

    def numbers(self, halvings: int = 0) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
        """The hashes, or those of them that are left when the range is halved so often."""
        kept = np.frombuffer(self.hashes, dtype="<u8")
        return kept[: int(np.searchsorted(kept, np.uint64(2 ** (64 - halvings) - 1), side="right"))]

    @property
    def shingles(self) -> int:
        """How many the text has, or about so many."""
        return len(self.hashes) // 8 << self.halvings


def sketch_of(pages: Iterable[str], salt: bytes) -> Sketch:
    """The sketch of a text.

    Headers of mail are no part of its shingles: a message and the same message quoted have other ones around it.

    Args:
        pages: text of each page in reading order.
        salt: key of the hashes; only sketches with the same one can be compared. Without it nobody can try whether
            some words stand in the text.
    """
    text = _BROKEN.sub("", unicodedata.normalize("NFKC", "\n".join(pages)).casefold())
    words = _WORD.findall(text)
    hashes = sorted({_number(shingle, salt) for shingle in _shingles(text)})
    halvings = 0
    while len(hashes) > _MOST:
        halvings += 1
        hashes = [number for number in hashes if number < 2 ** (64 - halvings)]
    return Sketch(
        text=hashlib.blake2b(" ".join(words).encode(), digest_size=32, key=salt).hexdigest(),
        words=len(words),
        halvings=halvings,
        hashes=np.array(hashes, dtype="<u8").tobytes(),
    )


def _shingles(text: str) -> Iterator[str]:
    """Runs of words; none runs over a header of mail."""
    for part in _MAIL_HEADER.split(text):
        words = _WORD.findall(part)
        for start in range(len(words) - SHINGLE + 1):
            yield " ".join(words[start : start + SHINGLE])


def _number(shingle: str, salt: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8, key=salt).digest(), "big")
