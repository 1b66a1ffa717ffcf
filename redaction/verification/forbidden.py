# SPDX-License-Identifier: EUPL-1.2
"""Forbidden terms: how they are compared, and every way in which bytes can spell them."""

import base64
import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from redaction.verification.allowed import format_words

BYTE_LENGTH: Final = 4
"""Terms with fewer letters than this are too short for a search in bytes."""
SAMPLE_LENGTH: Final = 8
"""Shortest term that is looked for among picture samples, where short words occur by chance."""

SPOKEN: Final = re.compile(r"\[onleesbaargemaakt,grond[0-9.a-i]{1,9}\]")
"""What a screen reader hears at a box, folded. Whoever hides these words hides nothing."""
_FORMAT_WORDS: Final = format_words()
_SILENT: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_HYPHEN_END: Final = re.compile(r"[-\u2010\u2011\u00ad\u0002\ufffe][ \t]*\r?\n\s*")


def fold(text: str) -> str:
    """Text as it is compared: compatibility forms, lower case, no white space, nothing invisible."""
    plain = unicodedata.normalize("NFKC", text).translate(_SILENT).casefold()
    return "".join(plain.split())


def unhyphenated(text: str) -> str:
    """Text whose words are whole again where a line end cut them."""
    return _HYPHEN_END.sub("", text)


class Forbidden:
    """Terms that must not be found.

    Args:
        terms: words and phrases; empty ones are passed over.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = tuple(sorted({term for term in terms if fold(term)}))
        folded = {fold(term) for term in self.terms}
        self._folded = sorted(folded, key=len, reverse=True)
        telling = tuple(term for term in self.terms if _tells(fold(term)))
        self.short = len(folded) - len({fold(term) for term in telling})
        self._spelled = _spelled(telling, BYTE_LENGTH)
        self._spelled_long = _spelled(telling, SAMPLE_LENGTH)

    def __bool__(self) -> bool:
        return bool(self._folded)

    def in_text(self, text: str) -> int:
        """How many different terms stand in a text, in either direction, over line ends."""
        plain, whole = (SPOKEN.sub("", fold(one)) for one in (text, unhyphenated(text)))
        return sum(
            1 for term in self._folded if term in plain or term in whole or (len(term) > 4 and term[::-1] in plain)
        )

    def in_bytes(self, data: bytes, *, samples: bool = False) -> bool:
        """True where some term stands in the bytes in one of its spellings."""
        lowered = data.lower()
        return any(spelling in lowered for spelling in (self._spelled_long if samples else self._spelled))


def _tells(folded: str) -> bool:
    """True for a term of which the bytes of a file can tell that it is there."""
    return len(folded) >= BYTE_LENGTH and not any(folded in word for word in _FORMAT_WORDS)


def _spelled(terms: Iterable[str], least: int) -> tuple[bytes, ...]:
    """Every spelling of the terms in small ASCII letters, none shorter than ``least`` bytes.

    Plain searches one after the other are faster here than one expression with all of them, which takes longer to
    compile than to use.
    """
    spellings = {spelling.lower() for term in terms if len(fold(term)) >= least for spelling in _spellings(term)}
    return tuple(sorted(spelling for spelling in spellings if len(spelling) >= least))


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
