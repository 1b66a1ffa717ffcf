# SPDX-License-Identifier: EUPL-1.2
"""What tells whether a word with a capital is part of a person's name: its letters, and the words around it.

Features are hashed to numbers, so that the weights are one small array and no word of the training texts travels with
them. The word itself is no feature; its letters are, in threes, and what the lists say about it.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from redaction.detection.gazetteer import Gazetteer, fold
from redaction.detection.reading import Reading
from redaction.detection.tokens import INITIAL, LINE, MARK, NUMBER, PREFIX, WORD, Token

DIMENSIONS: Final = 1 << 16
_NOTHING: Final = "-"
_JOINTS: Final = ("", "s", "en", "e")
_SHORTEST: Final = 3
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """A word that may be part of a name: its place among the tokens, and the numbers of its features."""

    index: int
    numbers: tuple[int, ...]


def word_features(reading: Reading) -> Iterator[WordFeatures]:
    """Every word with a capital, in order of text."""
    tokens = reading.tokens
    chosen = [index for index, token in enumerate(tokens) if token.sort == WORD and token.capital]
    if not chosen:
        return
    lines = _lines(tokens)
    signs: dict[int, str] = {}

    def sign(index: int) -> str:
        """A neighbour, worked out once."""
        told = signs.get(index)
        if told is None:
            told = signs[index] = _sign(reading, tokens, index)
        return told

    for index in chosen:
        neighbours = sign(index - 2), sign(index - 1), sign(index + 1), sign(index + 2)
        own, shape = _knowledge(reading.gazetteer, tokens[index].text), _shape(tokens[index].text)
        inside = (*own_letters(tokens[index].text), _number(f"k{own}{shape}"))
        yield WordFeatures(index, (*inside, *_around(reading, index, neighbours, lines[index], own, shape)))


def forget_words() -> None:
    """What is remembered of words to save work is gone from here on."""
    for remembering in (own_letters, _knowledge, compound):
        remembering.cache_clear()


@lru_cache(maxsize=4096)
def own_letters(text: str) -> tuple[int, ...]:
    """Numbers of the features of a word's letters."""
    plain = fold(text)
    framed = f"^{plain}$"
    parts = {f"3{framed[at : at + 3]}" for at in range(len(framed) - 2)}
    parts |= {f"4{framed[at : at + 4]}" for at in range(len(framed) - 3)}
    parts |= {f"e{size}{plain[-size:]}" for size in (2, 3, 4, 5) if len(plain) >= size}
    parts |= {f"b{size}{plain[:size]}" for size in (2, 3, 4) if len(plain) >= size}
    parts.add(f"n{min(len(plain), 16)}")
    parts.add(f"a{plain != text.lower()}{any(ord(letter) > 127 for letter in text)}")
    return tuple([zlib.crc32(part.encode("utf-8", "surrogatepass")) % DIMENSIONS for part in sorted(parts)])


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


def _around(
    reading: Reading, index: int, neighbours: tuple[str, str, str, str], line: str, own: str, shape: str
) -> list[int]:
    token = reading.tokens[index]
    before2, before, after, after2 = neighbours
    start = reading.starts_sentence(token.start)
    gap = token.start - reading.tokens[index - 1].end if index else 0
    parts = (
        f"p1{before}", f"p2{before2}", f"q1{after}", f"q2{after2}", f"pp{before2}|{before}", f"qq{after}|{after2}",
        f"pq{before}|{after}", f"s{start}{own}", f"ps{before}|{own}", f"qs{after}|{own}", f"l{line}",
        f"lk{line}{own}{start}", f"sh{shape}{before}", f"st{start}{after}", f"sk{start}{shape}", f"g{gap}",
    )  # fmt: skip
    return [zlib.crc32(part.encode("utf-8", "surrogatepass")) % DIMENSIONS for part in parts]


def _sign(reading: Reading, tokens: Sequence[Token], index: int) -> str:
    """A neighbour: a small word as it is, a word with a capital by what is known of it, anything else by its sort."""
    if not 0 <= index < len(tokens):
        return _NOTHING
    token = tokens[index]
    if token.sort == WORD:
        if token.capital and not (reading.starts_sentence(token.start) and reading.common(token.text)):
            return f"C{_knowledge(reading.gazetteer, token.text)}{_shape(token.text)}"
        return token.lower
    if token.sort in (MARK, PREFIX):
        return token.text
    return {INITIAL: "I.", NUMBER: f"N{min(len(token.text), 6)}", LINE: "L"}[token.sort]


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


def _number(part: str) -> int:
    return zlib.crc32(part.encode("utf-8", "surrogatepass")) % DIMENSIONS
