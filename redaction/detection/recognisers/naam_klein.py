# SPDX-License-Identifier: EUPL-1.2
"""Whole names in small letters, as people type them in mails and chats: ``groet van fatima el amrani``."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_candidates import line_is_small, name_candidate
from redaction.detection.recognisers.name_grammar import adjacent, is_plain
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.tokens import LINE, WORD

_INTRODUCED: Final = frozenset(
    {
        "ik",
        "ben",
        "is",
        "naam",
        "heet",
        "ondergetekende",
        "met",
        "van",
        "groet",
        "groetjes",
        "mvg",
        "gr",
        "door",
        "aan",
        "mijn",
        "en",
        "namens",
        "vraag",
        "gesproken",
        "collega",
        "buurman",
        "buurvrouw",
        "dochter",
        "zoon",
    }
)
_NAMED: Final = frozenset({"achternaam", "voornaam", "roepnaam", "familienaam", "meisjesnaam", "geboortenaam"})
_VERBS: Final = frozenset({"is", "was", "luidt", "wordt"})
_IS: Final = _VERBS | {"gewoon", "dus", "trouwens", "volgens", "mij", "denk", "ik", ":"}
_SPOKEN: Final = frozenset({"gesproken", "gebeld", "gemaild", "geappt"})
_MEANWHILE: Final = frozenset({"nog", "al", "net", "ook", "vandaag", "gisteren"})
_SPEAKERS: Final = frozenset({"jij", "je", "ik", "met", "heb", "we", "wij", "jullie"})
_WHY_SPOKEN: Final = "Bekende voornaam in kleine letters van iemand die gesproken is."
_WHY_TOLD: Final = "Woord in kleine letters waarvan de zin zegt dat het iemands naam is."
_WHY: Final = "Bekende voornaam in kleine letters, met een achternaam erachter."


class KleineLettersRecogniser:
    """A known first name in small letters, followed by a known surname or by a word that is no plain Dutch."""

    name = "naam_klein"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        yield from self._told(reading)
        yield from self._spoken_to(reading)
        first, plain = reading.gazetteer.first, reading.gazetteer.words
        for index, token in enumerate(reading.tokens):
            if token.sort != WORD or token.capital or len(token.text) < 3:
                continue
            if token.lower in plain and token.lower not in first:
                continue
            found = self._judge(reading, index, known=token.lower in first, common=token.lower in plain)
            if found is not None and not self._inside_address(reading, token.start, token.end):
                end, score = found
                yield name_candidate(reading, token.start, end, score=score, recogniser=self.name, why=_WHY)

    def _told(self, reading: Reading) -> Iterator[Candidate]:
        """A word in small letters of which the sentence says that it is somebody's name."""
        tokens = reading.tokens
        for index in reading.tokens_in(_NAMED):
            at, told = index + 1, False
            while at < len(tokens) and at < index + 6 and (tokens[at].sort == LINE or tokens[at].lower in _IS):
                told, at = told or tokens[at].lower in _VERBS, at + 1
            if not told or at >= len(tokens) or tokens[at].sort != WORD or tokens[at].capital:
                continue
            word = tokens[at]
            listed = reading.gazetteer.is_first(word.text) or reading.gazetteer.is_last(word.text)
            if len(word.text) > 2 and (listed or not is_plain(reading, word)) and word.lower not in name_words().never:
                yield name_candidate(reading, word.start, word.end, score=0.9, recogniser=self.name, why=_WHY_TOLD)

    def _spoken_to(self, reading: Reading) -> Iterator[Candidate]:
        """A known first name in small letters of somebody who was spoken to: ``heb jij murat nog gesproken``."""
        tokens = reading.tokens
        for index in reading.tokens_in(_SPOKEN):
            at = index - 1
            while at > 0 and index - at < 3 and tokens[at].lower in _MEANWHILE:
                at -= 1
            word = tokens[max(at, 0)]
            if at < 1 or word.capital or word.sort != WORD or tokens[at - 1].lower not in _SPEAKERS:
                continue
            if reading.gazetteer.is_first(word.text) and not is_plain(reading, word):
                yield name_candidate(reading, word.start, word.end, score=0.8, recogniser=self.name, why=_WHY_SPOKEN)

    def _judge(self, reading: Reading, index: int, *, known: bool, common: bool) -> tuple[int, float] | None:
        """End and score of the name that begins at a token."""
        token = reading.tokens[index]
        introduced = index > 0 and reading.tokens[index - 1].lower in _INTRODUCED
        if not known and not (introduced and self._odd(reading, index)):
            return None
        found = self._surname(reading, index + 1, strict=common, first=known and not common)
        if found is None:
            return (token.end, 0.5) if known and not common and introduced else None
        end, listed = found
        if not known:
            return end, 0.6 if listed else 0.5
        return end, 0.8 if listed and not common else 0.6 if not common else 0.55

    @staticmethod
    def _odd(reading: Reading, index: int) -> bool:
        """Whether a word that is in no list can be a first name: not long, no compound, in a line without capitals."""
        token = reading.tokens[index]
        return (
            len(token.text) < 10
            and not is_plain(reading, token)
            and token.lower not in name_words().never
            and line_is_small(reading, token.start)
        )

    @staticmethod
    def _inside_address(reading: Reading, start: int, end: int) -> bool:
        around = reading.text[max(0, start - 1) : start] + reading.text[end : end + 1]
        return any(sign in "@./\\_-" for sign in around if not (sign == "." and around.endswith(".")))

    @staticmethod
    def _surname(reading: Reading, index: int, *, strict: bool, first: bool) -> tuple[int, bool] | None:
        """End of the surname that begins at a token, and whether it is in the list."""
        tokens, prefixes = reading.tokens, name_words().prefixes
        at = index
        while at < len(tokens) and at < index + 4 and tokens[at].lower in prefixes and adjacent(reading, at - 1, at):
            at += 1
        if at >= len(tokens) or not adjacent(reading, at - 1, at) or tokens[at].sort != WORD or tokens[at].capital:
            return None
        token = tokens[at]
        plain = token.lower in reading.gazetteer.words
        known = reading.gazetteer.is_last(token.text)
        if len(token.text) < 2 or token.lower in name_words().never or token.lower in name_words().deeds:
            return None
        if plain and not (known and (at > index or first)):
            return None
        if not known and (strict or len(token.text) > 14 or (at == index and len(token.text) < 4)):
            return None
        return token.end, known
