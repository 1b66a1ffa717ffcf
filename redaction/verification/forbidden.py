# SPDX-License-Identifier: EUPL-1.2
"""Forbidden terms: how they are compared, and every way in which bytes can spell them."""

import base64
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from redaction.verification.allowed import format_words
from redaction.verification.folding import Letters, fold, inner_gaps, set_apart, unhyphenated
from redaction.verification.needles import Needles

BYTE_LENGTH: Final = 4
"""Terms with fewer letters than this are too short for a search in bytes."""
SAMPLE_LENGTH: Final = 8
"""Shortest term that is looked for among picture samples, where short words occur by chance."""

_BACKWARD_LENGTH: Final = 5
"""Shortest term that is looked for backwards."""
_PIECE: Final = 3
"""Letters of a term, up to its own white space, from which they are no chance edge of another word."""
_FORMAT_WORDS: Final = format_words()


class Forbidden:
    """Terms that must not be found.

    Args:
        terms: words and phrases; empty ones are passed over.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = tuple(sorted({term for term in terms if fold(term)}))
        self._own_gaps: dict[str, list[frozenset[int]]] = defaultdict(list)
        for term in self.terms:
            self._own_gaps[fold(term)].append(inner_gaps(term))
        telling = tuple(term for term in self.terms if _tells(fold(term)))
        self.short = len(self._own_gaps) - len({fold(term) for term in telling})
        self._forward = Needles(self._own_gaps)
        self._backward = Needles(term[::-1] for term in self._own_gaps if len(term) >= _BACKWARD_LENGTH)
        self._spelled = Needles(_spelled(telling, BYTE_LENGTH))
        self._spelled_long = Needles(_spelled(telling, SAMPLE_LENGTH))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def in_text(self, text: str) -> int:
        """How many different terms stand in a text, over line ends and as whole words backwards too.

        Letters that only meet when white space is left out (``with is`` holds ``this``) are no term unless they begin
        and end where words do, or are all set apart. White space that the term has itself, or that the text leaves out,
        makes no difference, unless a letter or two of it are only the edge of another word.
        """
        plain, whole = Letters(text), unhyphenated(text)
        found = {
            term
            for letters in (plain, *((Letters(whole),) if whole != text else ()))
            for start, term in self._forward.in_text(letters.text)
            if self._is_meant(term, letters, start)
        }
        for start, backward in self._backward.in_text(plain.text):
            stretch = start, start + len(backward)
            if plain.ends_words(*stretch) and plain.is_whole(*stretch):
                found.add(backward[::-1])
        return len(found)

    def _is_meant(self, term: str, letters: Letters, start: int) -> bool:
        stretch = start, start + len(term)
        gaps = letters.gaps(*stretch)
        if not gaps:
            return True
        if not letters.is_whole(*stretch):
            return False
        if letters.ends_words(*stretch) or set_apart(gaps):
            return True
        cut = [] if letters.parts(start) else [gaps[0]]
        cut += [] if letters.parts(stretch[1]) else [len(term) - gaps[-1]]
        return min(cut) >= _PIECE and any(own.issuperset(gaps) for own in self._own_gaps[term])

    def in_shown(self, strings: bytes) -> bool:
        """True where some term stands in the strings of a content stream, which spaces part where the pen moves."""
        for plain in {strings, strings.replace(b"\0", b"")}:
            letters = Letters(plain.decode("latin-1"))
            for start, term in self._forward.in_text(letters.text):
                if _tells(term) and self._is_meant(term, letters, start):
                    return True
        return False

    def in_bytes(self, data: bytes, *, samples: bool = False) -> bool:
        """True where some term stands in the bytes in one of its spellings."""
        spelled = self._spelled_long if samples else self._spelled
        return any(True for _ in spelled.in_bytes(data.lower()))


def _tells(folded: str) -> bool:
    """True for a term of which the bytes of a file can tell that it is there."""
    return len(folded) >= BYTE_LENGTH and not any(folded in word for word in _FORMAT_WORDS)


def _spelled(terms: Iterable[str], least: int) -> Iterable[str]:
    """Every spelling of the terms in small ASCII letters, a character for a byte, none shorter than ``least`` bytes."""
    for term in terms:
        if len(fold(term)) >= least:
            for spelling in _spellings(term):
                if len(spelling) >= least:
                    yield spelling.lower().decode("latin-1")


def _spellings(term: str) -> Iterable[bytes]:
    """Ways to write a term in bytes (redaction may only trust what none of them finds)."""
    for text in {term, unicodedata.normalize("NFC", term), unicodedata.normalize("NFD", term), "".join(term.split())}:
        plain = [text.encode("utf-8"), text.encode("utf-16-be"), text.encode("utf-16-le")]
        for encoding in ("latin-1", "cp1252", "mac-roman"):
            try:
                plain.append(text.encode(encoding))
            except UnicodeEncodeError:
                continue
        yield from plain
        for data in plain:
            yield data.hex().encode("ascii")
        single = plain[0]
        yield b"".join(b"\\%03o" % byte for byte in single)
        yield b"".join(b"#%02X" % byte for byte in single)
        yield quote(text, safe="").encode("ascii")
        yield b"".join(b"%%%02X" % byte for byte in single)
        yield "".join(f"&#{ord(character)};" for character in text).encode("ascii")
        if len(single) >= 6:
            yield from _base64_cores(single)


def _base64_cores(data: bytes) -> Iterable[bytes]:
    """What base64 makes of the bytes at each of its three alignments, without the edges."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + data)
        start = {0: 0, 1: 2, 2: 3}[shift]
        core = encoded[start : len(encoded) - 4 if len(encoded) % 4 == 0 else None]
        if len(core) >= 6:
            yield core
