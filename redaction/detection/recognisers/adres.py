# SPDX-License-Identifier: EUPL-1.2
"""Addresses: street with house number, postcode with house number, and in which role they stand."""

import re
from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import MONTHS, Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.address_roles import ROLE_WHY, address_role
from redaction.detection.recognisers.name_grammar import adjacent, is_first, is_last, is_plain
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.recognisers.street_words import STREET_SUFFIX, street_stem
from redaction.detection.recognisers.word_lists import word_set
from redaction.detection.tokens import INITIAL, LINE, NUMBER, PREFIX, WORD, Token
from schemas.findings import Kind, Role

_STREET: Final = re.compile(r"[\w'’.-]*" + STREET_SUFFIX)
_ALONE: Final = frozenset(
    {"laan", "weg", "plein", "hof", "kade", "singel", "pad", "park", "dijk", "straat", "gracht", "markt", "brink"}
)
_ADDITION: Final = (
    r"(?:[ ]?[-–/][ ]?\d{1,4}|[ ]?[-–]?[a-zA-Z](?!\w)"
    r"|[ -]{0,2}(?i:bis|hs|huis|rd|i{1,3}|iv|vi{0,3}|boven|beneden|zw|rood|achter|huis)(?!\w))"
)
_NUMBER: Final = Pattern(rf"(?P<number>\d{{1,5}}{_ADDITION}{{0,2}})(?!\w|:\w|[.,]\d|[ ]?[%°]|€|-\d)")
_MISREAD_NUMBER: Final = Pattern(rf"(?P<number>[lIO]\d{{1,3}}{_ADDITION}{{0,2}})(?!\w|:\w|[.,]\d|-\d)")
_LETTERS_FOR: Final = str.maketrans("01358", "olesb")
_BETWEEN: Final = frozenset({",", "nr", "nummer", "huisnummer", ".", "no"})
_POSTCODE: Final = Pattern(
    r"(?<![\w.€-])(?<!\d,)(?P<postcode>[1-9]\d{3}[ ]{0,2}(?!SA|SD|SS)[A-Z]{2})(?!\w)"
    rf"(?P<house>[ ]{{0,2}}[,-]?[ ]{{0,2}}(?i:huisnummer[: ]{{1,2}}|nr\.?[ ]?)?\d{{1,5}}"
    rf"{_ADDITION}{{0,2}}(?!\w|[.,:]\d|-\d|[ ]?[%°]))?"
)
_MISREAD_POSTCODE: Final = Pattern(
    r"(?<![\w.,€-])(?P<postcode>[1-9l][0-9OolI]{3}[ ]?\n?[A-Z0-9]{2})(?!\w)(?=[ ]{1,2}\p{Lu}\p{Ll})"
)
_SMALL_POSTCODE: Final = Pattern(
    r"(?<![\w.,€-])(?P<postcode>[1-9]\d{3}[ ]?[a-z]{2})(?!\w)(?P<house>[ ]{1,2}\d{1,5}[a-z]?(?![\w.,-]))?"
)
_POSTBUS: Final = Pattern(
    r"(?<!\p{L})(?P<box>(?:Postbus|Antwoordnummer"
    r"|Postbox)[ ]{0,2}\d{1,6}(?:[ ]?[,;]?\s{0,3}[1-9]\d{3}[ ]?[A-Z]{2}(?!\w))?)",
    ignore_case=True,
)
_HOME: Final = Pattern(r"(?<!\p{L})(?:wonende?|woon(?:t|achtig|adres)|adres|postcode|huisnummer|straat)(?!\p{L})")
_DATE: Final = re.compile(r"(?:19|20)\d\d/\d|\d{1,4}[-/.]\d{1,2}[-/.]\d|\d{6}")
_COUNTED: Final = Pattern(
    rf"[ ](?:{MONTHS}(?!\p{{L}})|(?:euro|eur|km|kilometer|meter|m2|m²|m3|uur|jaar|stuks|procent|personen"
    r"|maanden|dagen|weken|leden|punten|pnt|stemmen)(?!\w))",
    ignore_case=True,
)
"""What follows a number that is no house number: a month or what it counts."""
_CELL_SIGNS: Final = frozenset("\t|;")
_LEFT: Final = 6


class AdresRecogniser:
    """Street and house number, also right before a postcode whatever the street is called."""

    name = "adres"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        postcodes = {match.start() for match in _POSTCODE.finditer(reading.text)}
        for index, token in enumerate(reading.tokens):
            if token.sort != NUMBER:
                number = _MISREAD_NUMBER.match(reading.text, token.start) if _misread_number(reading, index) else None
            elif index == 0 or token.start in postcodes or _DATE.match(token.text):
                continue
            else:
                number = _NUMBER.match(reading.text, token.start)
            if number is None:
                continue
            end = number.end("number")
            if _COUNTED.match(reading.text, end):
                continue
            street = _before_number(reading, index)
            if street is None:
                continue
            begin = _street_begin(reading, street)
            if begin is not None:
                yield self._candidate(reading, begin, end, 0.94, "Straatnaam met een huisnummer.")
                continue
            before_postcode = _postcode_follows(reading, end, postcodes)
            begin = _loose_begin(reading, street) if before_postcode else None
            if begin is not None:
                yield self._candidate(reading, begin, end, 0.95, "Straat en huisnummer voor een postcode.")
        if "postbus" in reading.lower or "antwoordnummer" in reading.lower or "postbox" in reading.lower:
            for match in _POSTBUS.finditer(reading.text):
                yield Candidate(
                    kind=Kind.ADRES, start=match.start(), end=match.end(), score=0.95, role=Role.BEDRIJF,
                    recogniser=self.name, why="Postbus of antwoordnummer van een organisatie.",
                )  # fmt: skip

    def _candidate(self, reading: Reading, start: int, end: int, score: float, why: str) -> Candidate:
        role = address_role(reading, start, end)
        return Candidate(
            kind=Kind.ADRES, start=start, end=end, score=score, role=role, recogniser=self.name,
            why=why[:-1] + ROLE_WHY[role],
        )  # fmt: skip


class PostcodeRecogniser:
    """A postcode, with its house number where that follows."""

    name = "postcode"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        seen: set[int] = set()
        for match in _POSTCODE.finditer(reading.text):
            if _looks_like_words(reading, match["postcode"], match.end("postcode")):
                continue
            seen.add(match.start())
            yield self._candidate(reading, match.start(), match.end(), house=match["house"] is not None)
        for match in _SMALL_POSTCODE.finditer(reading.text):
            place = _place_follows(reading, match.end())
            home = _HOME.search(reading.before(match.start(), 50)) is not None
            if match["postcode"][-2:] not in word_set("no_postcode_letters") and (home or place):
                yield self._candidate(reading, match.start(), match.end(), house=match["house"] is not None)
        for match in _MISREAD_POSTCODE.finditer(reading.text):
            digits = match["postcode"][:4]
            if match.start() in seen or (digits.isdigit() and match["postcode"][-2:].isalpha()):
                continue
            if _place_follows(reading, match.end()) and any(sign.isdigit() for sign in digits):
                yield self._candidate(reading, match.start(), match.end(), house=False)

    def _candidate(self, reading: Reading, start: int, end: int, *, house: bool) -> Candidate:
        role = address_role(reading, start, end)
        why = "Postcode met huisnummer." if house else "Postcode van zes tekens."
        return Candidate(
            kind=Kind.POSTCODE_HUISNUMMER, start=start, end=end, score=0.95 if house else 0.9, role=role,
            recogniser=self.name, why=why[:-1] + ROLE_WHY[role],
        )  # fmt: skip


def _before_number(reading: Reading, index: int) -> int | None:
    """Index of the word before a house number, a comma, "nr." or line end set aside."""
    tokens, at, skipped = reading.tokens, index - 1, 0
    while at > 0 and skipped < 3 and (tokens[at].lower in _BETWEEN or tokens[at].sort == LINE):
        if tokens[at].sort == LINE and (at == 0 or tokens[at - 1].sort == LINE):
            return None
        at, skipped = at - 1, skipped + 1
    token = tokens[at]
    named = token.sort == WORD or _misread_street(token)
    return at if named and token.lower not in word_set("numbered_things") else None


def _misread_street(token: Token) -> bool:
    """True for ``3lamanplein``: a street of which a scanner took the capital for a digit."""
    letters = token.text[1:]
    return token.sort == NUMBER and len(letters) > 5 and letters.isalpha() and _clearly_street(token.lower)


def _misread_number(reading: Reading, index: int) -> bool:
    """True for ``I48`` behind a street: a house number of which a scanner took a digit for a letter."""
    token = reading.tokens[index]
    if token.text[0] not in "lIO" or len(token.text) > 4 or not token.text[1:].isdigit() or not index:
        return False
    return _clearly_street(_letters(reading.tokens[index - 1]))


def _letters(token: Token) -> str:
    """A word in small letters, a scanner's digits in it read as the letters that they stand for."""
    lower = token.lower
    return lower if lower.isalpha() else lower[:1] + lower[1:].translate(_LETTERS_FOR)


def _street_begin(reading: Reading, index: int) -> int | None:
    """Offset at which the street begins that ends at a word; None where the word is no street."""
    tokens = reading.tokens
    token = tokens[index]
    if not token.capital and not _misread_street(token):
        return _small_begin(reading, index)
    named = _named_behind(reading, index)
    if named is not None:
        return tokens[named].start
    word = _letters(token)
    if _STREET.fullmatch(word) is None or len(word) < 4:
        return None
    alone = word in _ALONE
    clear = alone or _clearly_street(word)
    between = reading.text[token.end : reading.tokens[index + 1].end]
    across = "\n" in between or not _CELL_SIGNS.isdisjoint(between)
    if not clear and (token.lower in reading.gazetteer.words or is_last(reading, token) or across):
        return None
    begin = _widened(reading, index, stem=street_stem(token.lower))
    return None if alone and begin == index else tokens[begin].start


def _clearly_street(word: str) -> bool:
    return word.endswith(
        (
            "straat",
            "laan",
            "plein",
            "gracht",
            "singel",
            "kade",
            "dreef",
            "steeg",
            "weg",
            "dijk",
            "brink",
            "markt",
            "hof",
        )
    )


def _small_begin(reading: Reading, index: int) -> int | None:
    """A street in small letters, behind a word for home."""
    token = reading.tokens[index]
    if len(token.text) < 6 or not _clearly_street(token.lower) or not _HOME.search(reading.before(token.start, 40)):
        return None
    return token.start


def _named_behind(reading: Reading, index: int) -> int | None:
    """Index of the first word of ``Laan van Meerdervoort`` or ``Weg naar Laren``."""
    tokens, at = reading.tokens, index - 1
    while at > 0 and at > index - 4 and tokens[at].lower in ("van", "naar", "der", "de", "den", "het", "la", "'t"):
        at -= 1
    if at == index - 1 or not tokens[at].capital or tokens[at].lower not in _ALONE:
        return None
    return at


def _widened(reading: Reading, index: int, *, stem: str) -> int:
    """Index of the first word of a street of several words: ``Pieter de Hoochweg``, ``Oude Markt``."""
    tokens = reading.tokens
    token = tokens[index]
    marked = _marked_begin(reading, token)
    begin, at, openings = index, index - 1, word_set("street_openings")
    lists = reading.gazetteer
    named = bool(stem) and (stem not in lists.words or lists.is_last(stem) or lists.is_first(stem))
    while at >= 0 and at > index - _LEFT and adjacent(reading, at, at + 1):
        before = tokens[at]
        if before.text == "." and at and tokens[at - 1].lower in openings:
            at -= 1
            continue
        if before.capital or before.sort == INITIAL or (before.sort == NUMBER and before.lower in openings):
            if not (before.start >= marked or _belongs(reading, before, named=named)):
                break
            begin = at
        elif not (before.sort == PREFIX or before.lower in name_words().prefixes):
            break
        at -= 1
    return begin


def _marked_begin(reading: Reading, token: Token) -> int:
    """Where the place begins that the model sees here, on the same line."""
    line, _ = reading.line_of(token.start)
    return min(
        (max(span.start, line) for span in reading.entities
         if span.label == "LOC" and span.start < token.end and token.start < span.end),
        default=token.start,
    )  # fmt: skip


def _belongs(reading: Reading, token: Token, *, named: bool) -> bool:
    if token.lower in word_set("street_openings"):
        return True
    if not named:
        return False
    if is_plain(reading, token):
        return is_first(reading, token)
    return token.sort == INITIAL or is_first(reading, token) or not is_last(reading, token)


def _loose_begin(reading: Reading, index: int) -> int | None:
    """Offset at which words begin that stand before a number and a postcode, up to a mark or a name."""
    tokens, begin, at = reading.tokens, None, index
    while at >= 0 and at > index - _LEFT and tokens[at].sort in (WORD, PREFIX, INITIAL):
        token = tokens[at]
        if at < index and not adjacent(reading, at, at + 1):
            break
        if token.capital or token.sort == INITIAL:
            begin = at
        elif token.lower not in name_words().prefixes and token.lower not in name_words().weak_prefixes:
            break
        at -= 1
    return None if begin is None else tokens[begin].start


def _postcode_follows(reading: Reading, end: int, postcodes: set[int]) -> bool:
    at = end
    while at < len(reading.text) and at < end + 12 and reading.text[at] in " ,;\n":
        at += 1
    return at in postcodes


def _looks_like_words(reading: Reading, postcode: str, end: int) -> bool:
    """True for "2024 EN" and "1500 KG": a number before a word or unit, not a postcode."""
    letters = postcode[-2:].lower()
    if letters not in word_set("no_postcode_letters") or _place_follows(reading, end):
        return False
    year = 1900 <= int(postcode[:4]) <= 2099
    return year or letters in word_set("units")


def _place_follows(reading: Reading, offset: int) -> bool:
    """Whether a town follows, of one word or more (``Den Helder``, ``'s-Hertogenbosch``)."""
    words = [word.strip(",.;:()|") for word in reading.text[offset : offset + 60].split()[:4]]
    return any(reading.gazetteer.is_place(" ".join(words[:count])) for count in range(1, len(words) + 1))
