# SPDX-License-Identifier: EUPL-1.2
"""Names behind the label of a form ("Naam:", "Ondertekend door") or a word for a person ("mijn zoon", "klager")."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_candidates import line_is_small, listed_names, name_candidate
from redaction.detection.recognisers.name_grammar import (
    Name,
    adjacent,
    is_first,
    is_last,
    is_plain,
    name_at,
    skip_titles,
)
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.recognisers.word_lists import word_set
from redaction.detection.tokens import INITIAL, LINE, WORD

_LABEL_WORDS: Final = 5
_NAME_OF: Final = frozenset({"mijn", "op", "zijn", "haar", "uw", "ten"})
_TRIGGERS: Final = frozenset({":", "=", "door", "t.n.v", "naam", "name", "heet", "heten", "genaamd", "geheten"})
_WHY_LABEL: Final = "Waarde achter een veld of aanduiding waar een naam hoort."
_WHY_ROLE: Final = "Naam achter een woord dat een persoon aanwijst."


class VeldRecogniser:
    """Values behind labels, on the same line or the next, one or several."""

    name = "naam_veld"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        tokens, words = reading.tokens, name_words()
        for index in reading.tokens_in(_TRIGGERS | word_set("name_labels")):
            token = tokens[index]
            if token.text in ":=":
                if index and self._names_a_person(reading, index):
                    yield from self._values(reading, index + 1)
            elif token.lower in word_set("name_labels") and self._stands_alone(reading, index):
                yield from self._values(reading, index + 1)
            elif token.lower in ("door", "w.g", "t.n.v") and self._signed_by(reading, index):
                yield from self._values(reading, index + 1, least=0.85)
            elif token.lower in ("naam", "name") and index and tokens[index - 1].lower in _NAME_OF:
                yield from self._values(reading, self._behind(reading, index + 1, ("is", "van")), least=0.9)
            elif token.lower in ("heet", "heten", "genaamd", "geheten") and token.lower not in words.never:
                yield from self._values(reading, index + 1, least=0.8)

    @staticmethod
    def _behind(reading: Reading, index: int, skipped: tuple[str, ...]) -> int:
        tokens = reading.tokens
        while index < len(tokens) and tokens[index].lower in skipped:
            index += 1
        return index

    @staticmethod
    def _names_a_person(reading: Reading, index: int) -> bool:
        """Whether the words before a colon ask for a name of a person."""
        tokens, words = reading.tokens, name_words()
        found, begin = False, max(0, index - _LABEL_WORDS)
        for at in range(index - 1, begin - 1, -1):
            word = tokens[at].lower
            if tokens[at].sort == LINE or tokens[at].text in ".;|:":
                break
            if word in words.things or word in words.other_columns:
                return False
            found = (
                found
                or word in words.labels
                or word in words.people
                or word in words.employees
                or word in words.officials
            )
        return found

    @staticmethod
    def _stands_alone(reading: Reading, index: int) -> bool:
        """Whether a label without a colon has the line, or the line's begin, to itself."""
        tokens = reading.tokens
        if index and tokens[index - 1].sort != LINE and tokens[index - 1].text not in "|;":
            return False
        if index + 1 >= len(tokens):
            return False
        following = tokens[index + 1]
        if following.sort == LINE:
            return True
        if following.text == "|" and index + 2 < len(tokens):
            following = tokens[index + 2]
        known = is_first(reading, following) or is_last(reading, following)
        return following.sort == INITIAL or (following.capital and (known or not is_plain(reading, following)))

    @staticmethod
    def _signed_by(reading: Reading, index: int) -> bool:
        tokens = reading.tokens
        if tokens[index].lower != "door":
            return True
        return bool(index) and tokens[index - 1].lower in word_set("done_by")

    def _values(self, reading: Reading, index: int, *, least: float = 0.94) -> Iterator[Candidate]:
        tokens = reading.tokens
        lines = 0
        while index < len(tokens) and (tokens[index].sort == LINE or tokens[index].text in "-:*•|"):
            lines += tokens[index].sort == LINE
            if lines > 2:
                return
            index += 1
        if index >= len(tokens):
            return
        small = not tokens[index].capital and line_is_small(reading, tokens[index].start)
        for number, name in enumerate(listed_names(reading, index, sure=True, small=small, lines=False)):
            known = name.first or name.last or name.initials or name.prefixed
            if name.plain and not known and (number or (name.plain == name.words and name.words > 1)):
                return
            score = least if known or not name.plain else min(least, 0.7)
            end = _with_turned(reading, name)
            yield name_candidate(reading, name.start, end, score=score, recogniser=self.name, why=_WHY_LABEL)


class PersoonswoordRecogniser:
    """A name right behind a word for a person: kinship, neighbour, party to a case, function."""

    name = "naam_persoonswoord"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        words, tokens = name_words(), reading.tokens
        known = {word for word in reading.token_index if words.is_person(word)}
        for index in reading.tokens_in(known):
            token = tokens[index]
            if token.sort != WORD or index + 1 >= len(tokens):
                continue
            at = index + 1
            if (tokens[at].text in ",(" and at + 1 < len(tokens)) or (
                tokens[at].lower == "is" and at + 1 < len(tokens)
            ):
                at += 1
            if tokens[at].sort == LINE:
                continue
            plural = token.lower.endswith(("en", "s")) or at > index + 1
            if token.lower in words.people:
                yield from self._whatever_it_means(reading, index + 1)
            yield from self._names(reading, at, plural=plural)

    def _whatever_it_means(self, reading: Reading, index: int) -> Iterator[Candidate]:
        """``Opa Hou haalt`` and ``melder (Zou)``: a capital that nothing but a name explains, also on a plain word."""
        tokens = reading.tokens
        bracket = tokens[index].text == "("
        name = name_at(reading, index + bracket, sure=True)
        if name is None or name.words > 2 or (not bracket and (not name.plain or name.first or name.last)):
            return
        behind = tokens[name.after].text if name.after < len(tokens) else ""
        if reading.text[name.start : name.end].isupper() or name_words().is_body(tokens[index + bracket].lower):
            return
        alone = behind == ")" if bracket else adjacent(reading, index - 1, index) and behind not in (")", ":")
        if alone:
            yield name_candidate(
                reading, name.start, name.end, score=0.85 if bracket else 0.8, recogniser=self.name, why=_WHY_ROLE
            )

    def _names(self, reading: Reading, index: int, *, plural: bool) -> Iterator[Candidate]:
        tokens = reading.tokens
        start = skip_titles(reading, index)
        small = start < len(tokens) and not tokens[start].capital and line_is_small(reading, tokens[start].start)
        if small:
            name = name_at(reading, index, sure=True, small=True)
            if name is not None and (name.last or name.first) and not name.plain:
                end = _with_turned(reading, name)
                yield name_candidate(reading, name.start, end, score=0.75, recogniser=self.name, why=_WHY_ROLE)
            return
        if start >= len(tokens) or not (tokens[start].capital or tokens[start].sort == INITIAL):
            behind = _behind_of(reading, start)
            if behind is None:
                return
            index = behind
        names = listed_names(reading, index, sure=True) if plural else _one(name_at(reading, index, sure=True))
        for name in names:
            known = name.first or name.last or name.initials or name.prefixed
            if name.plain and not known:
                return
            if reading.text[name.start : name.end].isupper() and not known:
                return
            score = 0.92 if known and not name.plain else 0.75
            if reading.marked("ORG", name.start, name.end) and not name.first:
                score = 0.5
            yield name_candidate(reading, name.start, name.end, score=score, recogniser=self.name, why=_WHY_ROLE)


def _behind_of(reading: Reading, index: int) -> int | None:
    """Where a name begins in ``moeder van Fatima`` and ``getuige van den Berg``; None where no name follows."""
    tokens, at = reading.tokens, index
    while at < len(tokens) and at < index + 3 and tokens[at].lower in name_words().prefixes:
        at += 1
    if at == index or at >= len(tokens) or not tokens[at].capital:
        return None
    if at == index + 1 and tokens[index].lower == "van":
        return at if is_first(reading, tokens[at]) else index if is_last(reading, tokens[at]) else None
    return index if is_last(reading, tokens[at]) and not is_first(reading, tokens[at]) else None


def _one(name: Name | None) -> Iterator[Name]:
    if name is not None:
        yield name


def _with_turned(reading: Reading, name: Name) -> int:
    """End of a value like ``Jansen, P. van`` or ``Jansen, Piet``, of which the name has only the first word."""
    tokens, index = reading.tokens, name.after
    if index + 1 >= len(tokens) or tokens[index].text != "," or not adjacent(reading, index - 1, index):
        return name.end
    end, at = name.end, index + 1
    while at < len(tokens) and (
        tokens[at].sort == INITIAL
        or (len(tokens[at].text) == 1 and tokens[at].sort == WORD)
        or (at > index + 1 and tokens[at].text == "." and len(tokens[at - 1].text) == 1)
        or (tokens[at].capital and is_first(reading, tokens[at]) and not is_last(reading, tokens[at]))
        or (at > index + 1 and tokens[at].lower in name_words().prefixes)
    ):
        end, at = tokens[at].end, at + 1
    return end
