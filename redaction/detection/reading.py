# SPDX-License-Identifier: EUPL-1.2
"""One page or string as recognisers read it: its text, its lines, and what the model says about it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from redaction.detection.gazetteer import Gazetteer
from redaction.detection.tokens import Token, tokens_of
from schemas.findings import Role

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class ModelSpan:
    """A stretch that the language model marked: PER, LOC or ORG, offsets in the normalised text."""

    label: str
    start: int
    end: int


@dataclass(eq=False)
class Reading:
    """Normalised text with everything that several recognisers look at, worked out once."""

    text: str = field(repr=False)
    gazetteer: Gazetteer = field(repr=False)
    entities: tuple[ModelSpan, ...] = field(default=(), repr=False)
    roles: dict[tuple[int, int], Role] = field(default_factory=dict, repr=False)
    """Roles that were read already, by the tokens of a name."""

    @cached_property
    def lower(self) -> str:
        """The text in small letters, same length (characters that grow are left as they are)."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(low if len(low := character.lower()) == 1 else character for character in self.text)

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first character of every line."""
        return [0] + [match.end() for match in re.finditer(r"\n", self.text)]

    @cached_property
    def tokens(self) -> list[Token]:
        """Words and signs of the text, in order."""
        return tokens_of(self.text)

    @cached_property
    def token_starts(self) -> list[int]:
        """Offset of every token."""
        return [token.start for token in self.tokens]

    @cached_property
    def token_index(self) -> dict[str, list[int]]:
        """Indices of tokens by their text in small letters."""
        index: dict[str, list[int]] = {}
        for number, token in enumerate(self.tokens):
            index.setdefault(token.lower, []).append(number)
        return index

    def tokens_in(self, words: Set[str]) -> list[int]:
        """Indices, in order, of the tokens that are one of these words in small letters."""
        index = self.token_index
        return sorted(number for word in index.keys() & words for number in index[word])

    def token_at(self, offset: int) -> int:
        """Index of the first token that begins at or after an offset."""
        return bisect_left(self.token_starts, offset)

    @cached_property
    def has_digits(self) -> bool:
        """True where there is at least one digit."""
        return re.search(r"\d", self.text) is not None

    def line_of(self, offset: int) -> tuple[int, int]:
        """Begin and end of the line that holds an offset, without its line feed."""
        begin = self.line_starts[bisect_right(self.line_starts, offset) - 1]
        end = self.text.find("\n", offset)
        return begin, len(self.text) if end < 0 else end

    def before(self, offset: int, size: int = 60) -> str:
        """What stands before an offset, in small letters, lines joined."""
        return self.lower[max(0, offset - size) : offset].replace("\n", " ")

    def after(self, offset: int, size: int = 60) -> str:
        """What stands after an offset, in small letters, lines joined."""
        return self.lower[offset : offset + size].replace("\n", " ")

    def starts_sentence(self, offset: int) -> bool:
        """True where a capital means nothing because a sentence, line or list item begins there."""
        text = self.text
        if offset > 1 and text[offset - 1] == " " and text[offset - 2].isalnum():
            return False
        before = text[max(0, offset - 4) : offset]
        stripped = before.rstrip(" \"'“‘(")
        return not stripped or stripped[-1] in ".!?:\n•-–*;" or before.endswith("\n")

    def marked(self, label: str, start: int, end: int) -> bool:
        """True where the model put this label on a stretch that overlaps."""
        return any([span.label == label and span.start < end and start < span.end for span in self.entities])

    def common(self, word: str) -> bool:
        """True for a word that Dutch texts also write in small letters."""
        return word.lower() in self.gazetteer.words

    def words(self, start: int, end: int) -> list[str]:
        """Words of a stretch."""
        return _WORD.findall(self.text[start:end])
