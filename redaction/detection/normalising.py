# SPDX-License-Identifier: EUPL-1.2
"""Text as recognisers want it, with the way back to the characters on the page.

Soft hyphens and invisible characters go, hyphenated words are joined, ligatures and odd spaces become plain, and the
ends of lines that only wrap a paragraph become spaces. Tabs stay: they part the cells of a table. A form of
address that lost its space gets one. Every change keeps
the offset of what it replaced, so that a finding can be drawn on the glyphs of the page.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_SPECIAL: Final = re.compile(
    r"(?P<glued>(?<=\b[Mm]evrouw)(?=[A-ZÀ-Þ][a-zà-ÿ])|(?<=\b[Mm]eneer)(?=[A-ZÀ-Þ][a-zà-ÿ])|(?<=\b[Hh]eer)(?=[A-ZÀ-Þ][a-zà-ÿ]))|"
    r"(?P<broken>(?<=[^\W\d_])[\u00ad\u2010-]\u00ad?[ ]?\n(?=[^\W\d_]))"
    r"|(?P<gone>[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]+)"
    r"|(?P<space>[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])"
    r"|(?P<dash>[\u2010\u2011\u2012\u2212])"
    r"|(?P<end>\r\n|[\r\u2028\u2029\u000b\u000c])"
    r"|(?P<marks>[^\W_][\u0300-\u036f]+)"
    r"|(?P<wide>[\ufb00-\ufb06\uff01-\uff5e\u0132\u0133])"
)
_ODD: Final = re.compile(
    r"[\u00ad\u2010-\u2012\u200b-\u200f\u2060\ufeff\u202a-\u202e\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2212\r"
    r"\u2028\u2029\u000b\u000c\u0300-\u036f\ufb00-\ufb06\uff01-\uff5e\u0132\u0133]"
)
_GLUED: Final = re.compile(r"(?:evrouw|eer)[A-ZÀ-Þ]")
_LINE: Final = re.compile(r"[^\n]*\n?")
_WRAP_SHARE: Final = 0.62
_WRAP_LEAST: Final = 42
_LIST_START: Final = re.compile(r"\s*(?:[-•*–·▪]|\d{1,3}[.)]\s|[a-z][.)]\s|[A-Z][\w -]{1,30}:)")
_ROW: Final = re.compile(r"\t|\",\"|;[^;\n]*;|\|[^|\n]*\|")
"""What a row of a table has; the next row is no rest of it."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text of one page or string, and where each part came from.

    Attributes:
        text: what the recognisers read.
        starts: offsets in ``text`` at which a new piece begins, ascending, beginning with 0.
        origins: offset in the original of each piece.
        widths: characters of the original that the piece's first character stands for; the rest of a piece maps
            one to one.
        length: characters of the original.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    widths: tuple[int, ...]
    length: int

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of ``text[start:end]``; what was removed inside belongs to it."""
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, offset: int) -> tuple[int, int]:
        piece = bisect_right(self.starts, offset) - 1
        inside = offset - self.starts[piece]
        width = self.widths[piece]
        if inside == 0:
            return self.origins[piece], self.origins[piece] + width
        begin = self.origins[piece] + width + inside - 1
        return begin, begin + 1


def normalise(original: str) -> Normalised:
    """Make a text fit for recognisers.

    Args:
        original: text of one page, lines ending in a line feed, or any loose string.
    """
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    widths: list[int] = []
    size = 0

    def add(text: str, origin: int, width: int) -> None:
        nonlocal size
        if not text:
            return
        starts.append(size)
        origins.append(origin)
        widths.append(width)
        parts.append(text)
        size += len(text)

    at = 0
    for begin, end, text in _changes(original):
        if begin > at:
            add(original[at:begin], at, 1)
        if len(text) > 1:
            # Several characters for one: each of them stands for the whole of what it replaces.
            for character in text:
                add(character, begin, end - begin)
        else:
            add(text, begin, end - begin)
        at = end
    if at < len(original):
        add(original[at:], at, 1)
    if not starts:
        starts, origins, widths = [0], [0], [0]
    return Normalised("".join(parts), tuple(starts), tuple(origins), tuple(widths), len(original))


def _changes(original: str) -> Iterator[tuple[int, int, str]]:
    """Every change as (begin, end, replacement), in order."""
    wraps = _wraps(original)
    if not _special(original):
        return ((offset, offset + 1, " ") for offset in wraps)
    changes = [(match.start(), match.end(), _replacement(match)) for match in _SPECIAL.finditer(original)]
    taken = {offset for begin, end, _ in changes for offset in range(begin, end)}
    changes.extend((offset, offset + 1, " ") for offset in wraps if offset not in taken)
    changes.sort()
    return iter(changes)


def _special(original: str) -> bool:
    """A quick look before the slow one: False where nothing of ``_SPECIAL`` can be there."""
    if _ODD.search(original) or "-\n" in original or "- \n" in original:
        return True
    return ("evrouw" in original or "eer" in original) and _GLUED.search(original) is not None


def _replacement(match: re.Match[str]) -> str:
    found = match.group()
    match match.lastgroup:
        case "broken":
            # "Vries-\nÖzdemir" keeps its hyphen, "gemeente-\nlijk" loses it.
            following = match.string[match.end()]
            return "-" if following.isupper() and "\u00ad" not in found else ""
        case "gone":
            return ""
        case "space" | "glued":
            return " "
        case "dash":
            return "-"
        case "end":
            return "\n"
        case "marks":
            return unicodedata.normalize("NFC", found)
        case _:
            return unicodedata.normalize("NFKC", found)


def _wraps(original: str) -> list[int]:
    """Offsets of line feeds that only wrap a paragraph.

    A line wraps when it is about as long as the longest lines of the text and the next line is no list item.
    """
    lines = [(match.start(), match.group()) for match in _LINE.finditer(original) if match.group()]
    lengths = sorted(len(line) for _, line in lines)
    if len(lines) < 2:
        return []
    longest = lengths[min(len(lengths) - 1, int(0.9 * len(lengths)))]
    least = max(_WRAP_LEAST, int(_WRAP_SHARE * longest))
    result = []
    for (start, line), (_, after) in pairwise(lines):
        full = line.rstrip()
        if (
            line.endswith("\n")
            and len(full) >= least
            and full[-1] not in ":;.!?"
            and after.strip()
            and not _LIST_START.match(after)
            and not (_ROW.search(line) and _ROW.search(after))
        ):
            result.append(start + len(line) - 1)
    return result
