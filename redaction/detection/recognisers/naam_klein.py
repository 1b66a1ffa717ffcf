# SPDX-License-Identifier: EUPL-1.2
"""Whole names in small letters, as people type them in mails and chats: ``groet van fatima el amrani``."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_candidates import line_is_small, name_candidate
from redaction.detection.recognisers.name_grammar import adjacent, is_plain
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.tokens import LINE, MARK, WORD, Token

_INTRODUCED: Final = frozenset({
    "ik", "ben", "is", "naam", "heet", "ondergetekende", "met", "van", "groet", "groetjes", "mvg", "gr", "door",
    "aan", "mijn", "en", "namens", "vraag", "gesproken", "collega", "buurman", "buurvrouw", "dochter", "zoon",
    "die", "naar", "tnv", "mevrouw", "mw", "mevr", "dhr", "heer", "meneer", "familie", "fam", "bij", "voor",
    "hoi", "hey", "hallo", "beste", "lieve", "tegen", "heb", "oma", "opa", "tante", "oom", "broer", "zus",
    "vriend", "vriendin", "verkeerde", "of", "dat", "als", "hoorde", "zag",
})  # fmt: skip
_NAMED: Final = frozenset({"achternaam", "voornaam", "roepnaam", "familienaam", "meisjesnaam", "geboortenaam"})
_VERBS: Final = frozenset({"is", "was", "luidt", "wordt"})
_IS: Final = _VERBS | {"gewoon", "dus", "trouwens", "volgens", "mij", "denk", "ik", ":"}
_SPOKEN: Final = frozenset({"gesproken", "gebeld", "gemaild", "geappt"})
_MEANWHILE: Final = frozenset({"nog", "al", "net", "ook", "vandaag", "gisteren"})
_SPEAKERS: Final = frozenset({"jij", "je", "ik", "met", "heb", "we", "wij", "jullie"})
_LEAST_FOREIGN: Final = 4
_MOST_FOREIGN: Final = 2
"""Words that Dutch does not have in one line: more of them, and a third of the line, is another language."""
_CUTS_SHORT: Final = frozenset({".", ":", "=", "/", "-", '"'})
_ABBREVIATED: Final = ("nr", "nrs", "naam", "adres", "datum", "code")
_WHY_FOREIGN: Final = "Woord in kleine letters dat het Nederlands niet kent, op een plaats waar een naam kan staan."
_WHY_SPOKEN: Final = "Bekende voornaam in kleine letters van iemand die gesproken is."
_WHY_TOLD: Final = "Woord in kleine letters waarvan de zin zegt dat het iemands naam is."
_WHY: Final = "Bekende voornaam in kleine letters, met een achternaam erachter."


class KleineLettersRecogniser:
    """A known first name in small letters, followed by a known surname or by a word that is no plain Dutch."""

    name = "naam_klein"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        said = (*self._told(reading), *self._spoken_to(reading))
        yield from said
        known = {each.start for each in said}
        first, plain = reading.gazetteer.first, reading.gazetteer.words
        words = {word for word in reading.token_index if len(word) > 2 and (word in first or word not in plain)}
        foreign = {word for word in words if is_foreign(reading, word)}
        done = 0
        for index in reading.tokens_in(words):
            token = reading.tokens[index]
            if token.sort != WORD or token.capital or token.start < done or token.start in known:
                continue
            why = _WHY
            found = self._judge(reading, index, known=token.lower in first, common=token.lower in plain)
            if found is None and token.lower in foreign:
                found, why = self._foreign(reading, index, foreign), _WHY_FOREIGN
            if found is not None and not self._inside_address(reading, token.start, token.end):
                done, score = found
                yield name_candidate(reading, token.start, done, score=score, recogniser=self.name, why=why)

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
    def _foreign(reading: Reading, index: int, foreign: set[str]) -> tuple[int, float] | None:
        """End and score of a word in small letters that Dutch does not have: a name more often than not."""
        tokens, token = reading.tokens, reading.tokens[index]
        begin, stop = reading.line_of(token.start)
        line = tokens[reading.token_at(begin) : reading.token_at(stop)]
        strange = [each for each in line if each.lower in foreign and not each.capital]
        if len(strange) > _MOST_FOREIGN and len(strange) * 3 > len(line):
            return None  # another language, or badly read
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is not None and following.start == token.end and following.text in _CUTS_SHORT:
            return None
        end = token.end
        if following is not None and adjacent(reading, index, index + 1) and _may_follow(reading, following, foreign):
            end = following.end
        before = tokens[index - 1] if index else None
        if before is not None and before.text == "," and index > 1:
            before = tokens[index - 2]
        small = _begins_small(reading, begin, stop)
        told = before is not None and before.lower in _INTRODUCED
        does = following is not None and following.lower in name_words().deeds
        if end > token.end or (told and small) or (does and (before is None or before.sort in (LINE, MARK))):
            return end, 0.8
        return (end, 0.72 if told or does else 0.5) if small else (end, 0.5) if told else None

    @staticmethod
    def _odd(reading: Reading, index: int) -> bool:
        """Whether a word that is in no list can be a first name: not long, no compound, in a line without capitals."""
        token = reading.tokens[index]
        return (
            len(token.text) < 10
            and not is_plain(reading, token)
            and token.lower not in name_words().never
            and token.lower not in name_words().labels
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
        if (plain or reading.gazetteer.is_spelled(token.text)) and not (known and (at > index or first)):
            return None
        if not known and (strict or len(token.text) > 14 or (at == index and len(token.text) < 4)):
            return None
        return token.end, known


def _begins_small(reading: Reading, begin: int, end: int) -> bool:
    """True where the first letter of a line is a small one: its writer does not mind capitals."""
    return next((sign.islower() for sign in reading.text[begin:end] if sign.isalpha()), False)


def is_foreign(reading: Reading, word: str) -> bool:
    """True for a word in small letters that Dutch does not have and that is not made of such words."""
    lists = reading.gazetteer
    if "-" in word:
        return all(is_foreign(reading, part) for part in word.split("-"))
    if len(word) < _LEAST_FOREIGN or not word.isalpha() or lists.is_spelled(word) or lists.is_place(word):
        return False
    if word in name_words().never or word in name_words().labels or is_plain_word(word):
        return False
    return not lists.is_made(word)


def is_plain_word(word: str) -> bool:
    """True for what forms and offices write that no spelling list has."""
    words = name_words()
    return word in words.office or word in words.other_columns or words.is_person(word) or word.endswith(_ABBREVIATED)


def _may_follow(reading: Reading, token: Token, foreign: set[str]) -> bool:
    """Whether a word can be the surname behind a first name that no list knows."""
    if token.sort != WORD or token.capital or token.lower in name_words().deeds:
        return False
    return token.lower in foreign or (
        reading.gazetteer.is_last(token.text) and not reading.gazetteer.is_spelled(token.text)
    )
