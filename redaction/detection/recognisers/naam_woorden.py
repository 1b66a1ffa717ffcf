# SPDX-License-Identifier: EUPL-1.2
"""Names without anything before them that announces a name: first names that are known, and words with a capital."""

import re
from collections.abc import Iterator
from math import exp
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_candidates import name_candidate
from redaction.detection.recognisers.name_grammar import Name, adjacent, is_place, name_at
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.recognisers.street_words import is_street_word, street_stem
from redaction.detection.tokens import LINE, MARK, WORD

_LEAST: Final = 0.12
_LEAST_ELSEWHERE: Final = 0.25
"""Little is enough to be heard among other voices; at the begin of a sentence and in a body's name it takes more."""
_PLACE_WORDS: Final = frozenset({"in", "te", "uit", "naar", "nabij", "bij", "rond", "langs", "gemeente", "richting"})
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_MOST_SPELLING: Final = 2.0
_CELL: Final = frozenset(";|\t")
_WHY_FIRST: Final = "Bekende voornaam, met wat erachter staat."
_WHY_WORDS: Final = "Woorden met een hoofdletter die de vorm en de plaats in de zin van een naam hebben."


class NaamWoordenRecogniser:
    """Runs of words with a capital that look like a name, weighed by what they are made of and what stands around."""

    name = "naam_woorden"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        done, never, prefixes = 0, name_words().never, name_words().prefixes
        tokens = reading.tokens
        for index, token in enumerate(tokens):
            if index < done or not token.capital or (token.lower in never and token.lower not in prefixes):
                continue
            if token.lower in prefixes and not (index + 1 < len(tokens) and adjacent(reading, index, index + 1)):
                continue
            name = name_at(reading, index)
            if name is None or name.initials:
                continue
            done = name.after
            score = _score(reading, index, name)
            told_little = not name.first and reading.starts_sentence(name.start)
            faint = told_little or reading.marked("ORG", name.start, name.end)
            if score >= (_LEAST_ELSEWHERE if faint else _LEAST):
                why = _WHY_FIRST if name.first else _WHY_WORDS
                yield name_candidate(reading, name.start, name.end, score=score, recogniser=self.name, why=why)


def _score(reading: Reading, index: int, name: Name) -> float:
    return 1 / (1 + exp(-(_inside(reading, index, name) + _around(reading, index, name))))


def _inside(reading: Reading, index: int, name: Name) -> float:
    """Evidence in the words themselves."""
    tokens = reading.tokens
    unknown = name.words - name.plain
    weight = -1.9 + 0.7 * unknown - 1.3 * name.plain
    weight += 2.4 * name.first + 1.5 * name.last
    if not (name.first or name.last):
        weight += _spelling(reading, reading.text[name.start : name.end])
    if name.first and name.words > 1:
        weight += 1.6
    if name.prefixed:
        weight += 1.6 if name.words > 1 or unknown else 0.3
    written = reading.text[name.start : name.end]
    if written.isupper():
        weight -= 0.8 + (1.5 if len(written) < 5 else 0)
    if _names_a_street(reading, name):
        weight -= 4.0
    if name.words == 1 and is_place(reading, tokens[name.after - 1]):
        weight -= 2.5
    if len(written) > 13 and name.words == 1 and "-" not in written:
        weight -= 1.2
    return weight


def _spelling(reading: Reading, written: str) -> float:
    """Evidence in how Dutch writes the words: never with a small letter, always, or not at all."""
    lists, words = reading.gazetteer, _WORD.findall(written)
    if not words:
        return 0.0
    weight = 0.0
    for word in words:
        proper = lists.is_proper(word)
        if lists.is_spelled(word):
            weight += 0.5 if proper else -0.8
        else:
            weight += 1.3 if proper else 0.4
    return max(-_MOST_SPELLING, min(_MOST_SPELLING, weight))


def _around(reading: Reading, index: int, name: Name) -> float:
    """Evidence in what stands before and behind, and in what the model says."""
    tokens, words = reading.tokens, name_words()
    weight = 0.0
    before = tokens[index - 1] if index else None
    if reading.text[name.end : name.end + 1] in _CELL and (
        before is None or before.sort == LINE or before.text in _CELL
    ):
        weight += 0.3  # a cell of its own
    elif reading.starts_sentence(name.start):
        weight -= 0.9
    elif before is not None and before.sort == WORD:
        if words.is_body(before.lower):
            weight -= 2.5
        elif before.lower in words.before_names:
            weight += 0.8
        elif before.lower in ("de", "het", "een", "deze", "dit", "die", "dat", "onze", "ons"):
            weight -= 2.0
        elif before.lower in ("in", "te", "op"):
            weight -= 1.6
    after = tokens[name.after] if name.after < len(tokens) else None
    if after is not None and after.sort == WORD and after.lower in words.deeds:
        weight += 1.0
    if after is not None and after.sort == MARK and after.text in ":(" and (before is None or before.sort == LINE):
        weight += 0.5
    if reading.marked("ORG", name.start, name.end):
        weight -= 1.4
    elif reading.marked("LOC", name.start, name.end):
        # The model calls many a rare surname a place; without "in" or "te" before it that says little.
        known = reading.gazetteer.is_place(reading.text[name.start : name.end])
        weight -= 1.4 if known or (before is not None and before.lower in _PLACE_WORDS) else 0.5
    return weight


def _names_a_street(reading: Reading, name: Name) -> bool:
    """Whether a street follows that takes the name along: ``Jan Steenstraat``, not ``Jan Kerkstraat``."""
    tokens = reading.tokens
    if name.after >= len(tokens) or not adjacent(reading, name.after - 1, name.after):
        return False
    word = tokens[name.after].lower
    if not (tokens[name.after].capital and is_street_word(word)):
        return False
    stem = street_stem(word)
    return bool(stem) and (stem not in reading.gazetteer.words or (name.first and reading.gazetteer.is_last(stem)))
