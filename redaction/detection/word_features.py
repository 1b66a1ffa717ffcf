# SPDX-License-Identifier: EUPL-1.2
"""What tells whether a word with a capital is part of a person's name: its letters, and the words around it.

Features are hashed to numbers, so that the weights are one small array and no word of the training texts travels with
them. The word itself is no feature; its letters are, in threes, and what the lists say about it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zlib import crc32

from redaction.detection.gazetteer import Gazetteer, fold
from redaction.detection.reading import Reading
from redaction.detection.tokens import INITIAL, LINE, NUMBER, WORD, Token

DIMENSIONS: Final = 1 << 16
_NOTHING: Final = "-"
_JOINTS: Final = ("", "s", "en", "e")
_SHORTEST: Final = 3
_DIGIT: Final = re.compile(r"\d")
_THREE: Final = crc32(b"3")
_FOUR: Final = crc32(b"4")
_EDGES: Final = tuple(
    (count, crc32(f"e{count}".encode()), crc32(f"b{count}".encode()) if count < 5 else 0) for count in (2, 3, 4, 5)
)
"""What the number of a feature begins with: its sort."""
_SIGNS: Final = {INITIAL: "I.", LINE: "L"}


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """A word that may be part of a name: its place among the tokens, and the numbers of its features."""

    index: int
    numbers: tuple[int, ...]


def word_features(reading: Reading) -> Iterator[WordFeatures]:
    """Every word with a capital, in order of text."""
    tokens = reading.tokens
    chosen = [index for index, token in enumerate(tokens) if token.capital and token.sort == WORD]
    if not chosen:
        return
    lines = _lines(tokens)
    last = len(tokens) + 2
    # Two places before the first token and two behind the last, so that each word has its neighbours.
    signs = [""] * (last + 2)
    for index in sorted({near for at in chosen for near in (at, at + 1, at + 3, at + 4)}):
        signs[index] = _sign(reading, tokens[index - 2]) if 2 <= index < last else _NOTHING
    for index in chosen:
        token = tokens[index]
        own, shape = _knowledge(reading.gazetteer, token.text), _shape(token.text)
        gap = token.start - tokens[index - 1].end if index else 0
        around = _around(
            (signs[index], signs[index + 1], signs[index + 3], signs[index + 4]), own, shape, lines[index],
            reading.starts_sentence(token.start), gap,
        )  # fmt: skip
        yield WordFeatures(index, (*own_letters(token.text), *around))


def forget_words() -> None:
    """What is remembered of words to save work is gone from here on."""
    for remembering in (own_letters, _knowledge, compound):
        remembering.cache_clear()


@lru_cache(maxsize=4096)
def own_letters(text: str) -> tuple[int, ...]:
    """Numbers of the features of a word's letters: of each three and four of them, its begin, its end, its length."""
    plain = fold(text)
    framed = f"^{plain}$"
    size = len(plain)
    pieces = [framed[at : at + 3] for at in range(size)]
    pieces += [framed[at : at + 4] for at in range(size - 1)]
    sorts = [_THREE] * size + [_FOUR] * (size - 1)
    for count, at_end, at_begin in _EDGES[: max(size - 1, 0)]:
        pieces.append(plain[-count:])
        sorts.append(at_end)
        if at_begin:
            pieces.append(plain[:count])
            sorts.append(at_begin)
    odd = not text.isascii()
    pieces += [f"n{min(size, 16)}", f"a{odd and plain != text.lower()}{odd}"]
    return tuple([part % DIMENSIONS for part in dict.fromkeys(map(crc32, _bytes_of(pieces), (*sorts, 0, 0)))])


@lru_cache(maxsize=4096)
def _knowledge(gazetteer: Gazetteer, text: str) -> str:
    """What the lists say of a word, in six letters at most."""
    spelled = gazetteer.is_spelled(text)
    said = ("f" if gazetteer.is_first(text) else "") + ("l" if gazetteer.is_last(text) else "")
    said += ("p" if gazetteer.is_place(text) else "") + ("w" if spelled else "")
    said += "n" if gazetteer.is_proper(text) else ""
    return said + ("c" if not spelled and compound(gazetteer, text.lower()) else "")


@lru_cache(maxsize=4096)
def compound(gazetteer: Gazetteer, word: str) -> bool:
    """True for a word made of two plain words: leerling + en + vervoer."""
    for at in range(_SHORTEST, len(word) - _SHORTEST):
        if word[at:] in gazetteer.words and len(word) - at > _SHORTEST:
            head = word[:at]
            if any(head.endswith(joint) and head[: len(head) - len(joint)] in gazetteer.words for joint in _JOINTS):
                return True
    return False


def _shape(text: str) -> str:
    if text.isupper():
        return "A" if len(text) > 1 else "I"
    if not text.isalpha() and _DIGIT.search(text):
        return "9"
    return "x-X" if "-" in text else "Xx"


def _around(neighbours: tuple[str, str, str, str], own: str, shape: str, line: str, start: bool, gap: int) -> list[int]:
    """Numbers of what is known of a word and of what stands around it."""
    before2, before, after, after2 = neighbours
    parts = (
        f"k{own}{shape}", f"p1{before}", f"p2{before2}", f"q1{after}", f"q2{after2}", f"pp{before2}|{before}",
        f"qq{after}|{after2}", f"pq{before}|{after}", f"s{start}{own}", f"ps{before}|{own}", f"qs{after}|{own}",
        f"l{line}", f"lk{line}{own}{start}", f"sh{shape}{before}", f"st{start}{after}", f"sk{start}{shape}", f"g{gap}",
    )  # fmt: skip
    return [crc32(part) % DIMENSIONS for part in _bytes_of(parts)]


def _sign(reading: Reading, token: Token) -> str:
    """A neighbour: a small word as it is, a word with a capital by what is known of it, anything else by its sort."""
    if token.sort == WORD:
        if token.capital and not (reading.common(token.text) and reading.starts_sentence(token.start)):
            return f"C{_knowledge(reading.gazetteer, token.text)}{_shape(token.text)}"
        return token.lower
    if token.sort == NUMBER:
        return f"N{min(len(token.text), 6)}"
    return _SIGNS.get(token.sort, token.text)


def _lines(tokens: Sequence[Token]) -> list[str]:
    """Of each token what its line looks like: how long, and how many of its words have a capital."""
    result: list[str] = []
    begin = 0
    for index in range(len(tokens) + 1):
        if index == len(tokens) or tokens[index].sort == LINE:
            words = [token for token in tokens[begin:index] if token.sort == WORD]
            capitals = len([token for token in words if token.capital])
            share = round(3 * capitals / len(words)) if words else 0
            wholly = capitals > 0 and all(token.text.isupper() for token in words)
            kind = f"{min(len(words), 4)}{share}{wholly}"
            result.extend([kind] * (index - begin + (index < len(tokens))))
            begin = index + 1
    return result


def _bytes_of(parts: Iterable[str]) -> list[bytes]:
    """Each part in bytes, in one go: no part holds a line end."""
    return "\n".join(parts).encode("utf-8", "surrogatepass").split(b"\n")
