# SPDX-License-Identifier: EUPL-1.2
"""Initials with a surname: ``J. v.d. Berg``, ``J.P. de Vries-Özdemir``, ``Y El Amrani``, and turned around."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_candidates import name_candidate
from redaction.detection.recognisers.name_grammar import Name, adjacent, is_last, is_plain, name_at
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.tokens import INITIAL, LINE, NUMBER, WORD, Token

_NOT_INITIALS: Final = frozenset({"B.V.", "N.V.", "C.V.", "U.A.", "S.A.", "V.O.F.", "N.B.", "P.S.", "A.P.V.", "W.O.Z."})
_NEVER_INITIALS: Final = frozenset({"N.B.", "P.S.", "B.V.", "V.O.F."})
_WHY: Final = "Voorletters met een achternaam."
_WHY_TURNED: Final = "Achternaam met voorletters of voornaam erachter."


class VoorlettersRecogniser:
    """Initials before a surname."""

    name = "naam_voorletters"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        tokens, done = reading.tokens, 0
        for index, token in enumerate(tokens):
            if index < done:
                continue
            bare = token.sort == WORD and len(token.text) < 5 and token.text.isupper()
            if token.sort != INITIAL and not bare:
                continue
            name = name_at(reading, index)
            if name is None or not name.initials:
                continue
            done = name.after
            score = self._bare_score(name) if bare else self._score(reading, index, name)
            if score:
                yield name_candidate(reading, name.start, name.end, score=score, recogniser=self.name, why=_WHY)

    def _score(self, reading: Reading, index: int, name: Name) -> float:
        tokens = reading.tokens
        written = "".join(token.text for token in tokens[index : index + name.initials])
        if written in _NEVER_INITIALS or (written in _NOT_INITIALS and index and tokens[index - 1].capital):
            return 0.0
        if name.plain == name.words and not (name.last or name.prefixed):
            # "A. Inleiding" is a heading, "P.J. Zomer" is not.
            starts = index == 0 or tokens[index - 1].sort == LINE
            return 0.75 if name.initials > 1 else (0.0 if starts else 0.5)
        return 0.96 if name.initials > 1 or name.last or name.prefixed else 0.9

    def _bare_score(self, name: Name) -> float:
        if name.plain == name.words and not (name.prefixed or name.last):
            return 0.0
        if name.last or name.prefixed:
            return 0.9 if not name.plain else 0.75
        return 0.7 if name.initials == 1 else 0.5


class OmgekeerdRecogniser:
    """A surname with initials or first name behind it: ``Jansen, P.``, ``Berg, J. van der``, ``Yılmaz, Fatma``."""

    name = "naam_omgekeerd"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        tokens = reading.tokens
        for index in range(1, len(tokens) - 1):
            if tokens[index].text == "," and tokens[index - 1].capital:
                found = self._behind_comma(reading, index)
            elif tokens[index].sort == INITIAL and tokens[index - 1].capital and adjacent(reading, index - 1, index):
                found = self._behind_space(reading, index)
            else:
                continue
            if found is not None:
                start, end, score = found
                yield name_candidate(reading, start, end, score=score, recogniser=self.name, why=_WHY_TURNED)

    def _behind_comma(self, reading: Reading, index: int) -> tuple[int, int, float] | None:
        tokens = reading.tokens
        surname, begin, words = tokens[index - 1], *_surname_start(reading, index - 1)
        if surname.lower in name_words().never or tokens[index + 1].sort == LINE:
            return None
        known = is_last(reading, surname)
        plain = is_plain(reading, surname) and not known
        end, count = _initials_end(reading, index + 1)
        if count:
            return tokens[begin].start, end, 0.55 if plain and count == 1 else 0.93
        following = tokens[index + 1]
        if not following.capital or plain:
            return None
        if not reading.gazetteer.is_first(following.text):
            return self._unknown_first(reading, begin, index)
        if words > 1 and reading.gazetteer.is_first(tokens[begin].text):
            return None
        end = _first_names_end(reading, index + 1)
        if known and not is_plain(reading, following):
            return tokens[begin].start, end, 0.8
        return (tokens[begin].start, end, 0.5) if not plain else None

    @staticmethod
    def _unknown_first(reading: Reading, begin: int, index: int) -> tuple[int, int, float] | None:
        """``Quist, Mouaz`` where a cell, a line or a mail address ends behind it, or a small tussenvoegsel follows."""
        tokens = reading.tokens
        surname, first = tokens[index - 1], tokens[index + 1]
        if is_plain(reading, first) or first.lower in name_words().never or first.capitals != surname.capitals:
            return None
        known = reading.gazetteer.is_first(first.text) or reading.gazetteer.is_proper(first.text)
        if (reading.gazetteer.is_place(surname.text) and not known) or reading.gazetteer.is_place(first.text):
            return None
        end = _first_names_end(reading, index + 1)
        behind = reading.token_at(end)
        ends = behind >= len(tokens) or tokens[behind].sort in (LINE, NUMBER) or tokens[behind].text in "|;<(/"
        line, _ = reading.line_of(surname.start)
        opens = not any(sign.islower() for sign in reading.text[line : tokens[begin].start])
        small_prefix = end > first.end
        if not (small_prefix or (ends and opens)):
            return None
        return tokens[begin].start, end, 0.75 if small_prefix else 0.6

    def _behind_space(self, reading: Reading, index: int) -> tuple[int, int, float] | None:
        tokens = reading.tokens
        surname, begin, _ = tokens[index - 1], *_surname_start(reading, index - 1)
        if surname.lower in name_words().never or surname.lower in name_words().titles:
            return None
        known = is_last(reading, surname)
        if is_plain(reading, surname) and not known:
            return None
        end, count = _initials_end(reading, index)
        after = reading.token_at(end)
        # "Piet J. Jansen" goes on; that is not turned around.
        if after < len(tokens) and tokens[after].capital and adjacent(reading, after - 1, after):
            return None
        written = "".join(token.text for token in tokens[index : index + count])
        if written in _NOT_INITIALS:
            return None
        return tokens[begin].start, end, 0.85 if known else 0.65


def _surname_start(reading: Reading, index: int) -> tuple[int, int]:
    """Index at which the surname begins that ends at a token, and its number of words."""
    tokens, prefixes = reading.tokens, name_words().prefixes
    begin, words = index, 1
    while begin and adjacent(reading, begin - 1, begin):
        before = tokens[begin - 1]
        if before.lower in prefixes:
            begin -= 1
        elif before.capital and words < 3 and _part_of_surname(reading, before, tokens[index]):
            begin, words = begin - 1, words + 1
        else:
            break
    if tokens[begin].lower in ("de", "het", "den") and begin == index - 1 and not tokens[begin].capital:
        return index, words
    return begin, words


def _part_of_surname(reading: Reading, token: Token, last: Token) -> bool:
    return (
        token.capitals == last.capitals
        and token.lower not in name_words().never
        and token.lower not in name_words().titles
        and not is_plain(reading, token)
        and is_last(reading, token)
    )


def _initials_end(reading: Reading, index: int) -> tuple[int, int]:
    """End of initials and the tussenvoegsel behind them, and how many there are."""
    tokens, count, end = reading.tokens, 0, 0
    while index < len(tokens) and tokens[index].sort == INITIAL:
        end, index, count = tokens[index].end, index + 1, count + 1
    prefixes = 0
    while count and index < len(tokens) and prefixes < 3 and tokens[index].lower in name_words().prefixes:
        if not tokens[index].text[:1].islower() and tokens[index].text[:1] not in "'’":
            break
        end, index, prefixes = tokens[index].end, index + 1, prefixes + 1
    if prefixes and index < len(tokens) and tokens[index].capital and adjacent(reading, index - 1, index):
        # The tussenvoegsel belongs to what follows.
        return tokens[index - prefixes - 1].end, count
    return end, count


def _first_names_end(reading: Reading, index: int) -> int:
    tokens, end = reading.tokens, reading.tokens[index].end
    while index + 1 < len(tokens) and adjacent(reading, index, index + 1):
        following = tokens[index + 1]
        small_prefix = following.lower in name_words().prefixes and following.text[0].islower()
        if not small_prefix and not (following.capital and reading.gazetteer.is_first(following.text)):
            break
        end, index = following.end, index + 1
    return end
