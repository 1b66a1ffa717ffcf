# SPDX-License-Identifier: EUPL-1.2
"""The shape of a Dutch name on paper: form of address, initials, first names, tussenvoegsels, surname.

Names of any origin fit it: prefixes of Dutch, Frisian, Arabic, Romance and German names are known, further words of a
surname follow without a hyphen, and a word need not be in a list where something before it says that a name follows.
"""

from dataclasses import dataclass
from typing import Final

from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.recognisers.street_words import is_street_word, may_be_surname
from redaction.detection.tokens import INITIAL, LINE, MARK, NUMBER, PREFIX, WORD, Token

_MOST_WORDS: Final = 5
_MOST_PREFIXES: Final = 4
_PLACING: Final = frozenset({"in", "uit", "bij", "voor", "over", "onder", "tot", "of", "toe"})
"""Small words that begin a surname before an article only: "In 't Veld", but "gezin in Tirana"."""
_ALSO_LAST_WORDS: Final = frozenset({"ten", "ben", "el", "la", "do", "bar", "san", "abu", "al"})
"""Tussenvoegsels that end a surname as well: ``Tjon A Ten``."""
_MONTH_NAMES: Final = frozenset({"mei", "april", "juni", "augustus", "noor"})
_SPELLED_ENDS: Final = (
    "ering", "iging", "eringen", "igingen", "heid", "heden", "schap", "atie", "aties", "teit", "isme", "lijk",
    "lijke", "baar", "bare", "ische", "matig", "matige", "loos", "loze", "plan", "beleid", "nummer", "dienst",
    "recht", "gebied", "kosten", "commissie", "formulier", "overleg", "verslag", "zaken", "zaak", "rapport",
    "brief", "werk", "punt", "visie", "register",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name that was read; half-open offsets, ``after`` is the index of the token behind it.

    Attributes:
        initials: number of initials, with or without dots.
        words: number of words besides initials and prefixes.
        prefixed: whether a tussenvoegsel stands in it.
        first, last: whether its words are in the lists of first names and surnames.
        plain: number of words that Dutch also writes in small letters.
    """

    start: int
    end: int
    after: int
    initials: int
    words: int
    prefixed: bool
    first: bool
    last: bool
    plain: int


def name_at(reading: Reading, index: int, *, sure: bool = False, small: bool = False) -> Name | None:
    """The name that begins at a token, as far as it goes.

    Args:
        reading: where to read.
        index: of the token at which the name, or the form of address before it, begins.
        sure: something before says that a name follows: unknown and plain words then count too.
        small: small letters count as well, where the text around is in small letters.
    """
    tokens = reading.tokens
    index = skip_titles(reading, index)
    begin = index
    index, initials = _small_initials(reading, index) if small else _initials(reading, index, sure=sure)
    words, first, last, plain, prefixed = 0, False, False, 0, False
    end = tokens[index - 1].end if initials else -1
    while words < _MOST_WORDS and index < len(tokens):
        if words and (initials == 0 or tokens[index].sort == WORD) and _middle_letter(reading, index):
            index += 1
            continue
        at = _skip_prefixes(reading, index, strong=sure or bool(initials) or first, begun=index > begin)
        if at >= len(tokens) or not _follows(reading, at, begin, tight=words > 0 and at == index):
            break
        token = tokens[at]
        if not _fits(reading, at, sure=sure or bool(initials), small=small, further=words > 0, prefixed=at > index):
            if words and tokens[index].capital and tokens[index].lower in _ALSO_LAST_WORDS:
                end, index, words = tokens[index].end, index + 1, words + 1
            break
        known_first, known_last = is_first(reading, token), is_last(reading, token)
        first, last = first or (known_first and not words), last or (known_last and (words > 0 or at > index))
        last = last or (known_last and bool(initials))
        plain += is_plain(reading, token)
        prefixed = prefixed or at > index
        words, end, index = words + 1, _bare_end(token), at + 1
        if ends_in_prefix(token):
            joined = _after_joined_prefix(reading, index)
            if joined is not None:
                end, index = _bare_end(tokens[joined]), joined + 1
    if not words:
        return None
    return Name(tokens[begin].start, end, index, initials, words, prefixed, first, last, plain)


def _middle_letter(reading: Reading, index: int) -> bool:
    """Whether a token is the letter of ``Jan J. Jansen`` or ``Tjon A Ten``."""
    tokens = reading.tokens
    token = tokens[index]
    if not adjacent(reading, index - 1, index) or index + 1 >= len(tokens):
        return False
    if token.sort == INITIAL:
        return tokens[index - 1].text != "." and tokens[index + 1].sort != LINE
    return token.sort == WORD and len(token.text) == 1 and token.capital and tokens[index + 1].capital


def skip_titles(reading: Reading, index: int) -> int:
    """Index of the first token behind forms of address and degrees (``dhr. prof. mr.``)."""
    tokens, titles = reading.tokens, name_words().titles
    while index < len(tokens):
        token = tokens[index]
        if (
            token.sort == WORD
            and token.lower in titles
            and not (token.lower == "de" or (token.lower == "heer" and token.capital))
        ):
            index += 1
            if index < len(tokens) and tokens[index].text == "." and tokens[index].start == token.end:
                index += 1
        elif (
            token.lower == "de"
            and index + 1 < len(tokens)
            and tokens[index + 1].lower in ("heer", "heren", "dames", "weduwe")
        ):
            index += 1
        else:
            break
    return index


def adjacent(reading: Reading, left: int, right: int) -> bool:
    """True where at most one space lies between two tokens; a tab parts two cells."""
    begin, end = reading.tokens[left].end, reading.tokens[right].start
    return begin == end or (end - begin == 1 and reading.text[begin] != "\t")


def is_first(reading: Reading, token: Token) -> bool:
    """True for a known first name."""
    return reading.gazetteer.is_first(_bare(token))


def is_last(reading: Reading, token: Token) -> bool:
    """True for a known surname, also with the s of possession."""
    word = _bare(token)
    return reading.gazetteer.is_last(word) or (word.endswith("s") and reading.gazetteer.is_last(word[:-1]))


def is_plain(reading: Reading, token: Token) -> bool:
    """True for a word that Dutch texts also write in small letters, or that is built like one."""
    word = token.lower
    words, lists = reading.gazetteer.words, name_words()
    if word in words or word in lists.office or lists.is_person(word):
        return True
    if len(word) > 8 and word.endswith(_SPELLED_ENDS):
        return True
    if "-" in word:
        parts = word.split("-")
        return all(part in words or part in lists.never or part in lists.office for part in parts)
    return len(word) > 5 and word.startswith("ge") and word.endswith(("d", "t")) and word[2:-1] in words


def is_place(reading: Reading, token: Token) -> bool:
    """True for a town that is not also a surname."""
    return reading.gazetteer.is_place(token.text) and not is_last(reading, token)


def ends_in_prefix(token: Token) -> bool:
    """True for the first half of ``Vries-van Dam``."""
    _, hyphen, tail = token.lower.rpartition("-")
    return bool(hyphen) and tail in name_words().prefixes


def _initials(reading: Reading, index: int, *, sure: bool) -> tuple[int, int]:
    tokens, count = reading.tokens, 0
    while index < len(tokens) and tokens[index].sort == INITIAL and (not count or _near(reading, index - 1, index)):
        index, count = index + 1, count + 1
        if index + 1 < len(tokens) and tokens[index].text == "-" and tokens[index + 1].sort == INITIAL:
            index += 1
    if count or index + 1 >= len(tokens):
        return index, count
    token, following = tokens[index], tokens[index + 1]
    if token.sort != WORD or len(token.text) > 4 or not token.text.isupper() or not adjacent(reading, index, index + 1):
        return index, 0
    if following.capitals or not (following.capital or following.lower in name_words().prefixes):
        return index, 0
    if len(token.text) > 1 and not _bare_initials(reading, index, sure=sure):
        return index, 0
    return index + 1, len(token.text)


def _small_initials(reading: Reading, index: int) -> tuple[int, int]:
    """Initials in small letters, with their full stops, and how many there are."""
    tokens, count = reading.tokens, 0
    while index + 1 < len(tokens) and len(tokens[index].text.rstrip(".")) == 1 and tokens[index].text[0].isalpha():
        dotted = tokens[index].text.endswith(".")
        if not dotted and tokens[index + 1].text != ".":
            break
        index, count = index + (1 if dotted else 2), count + 1
    return index, count


def _bare_initials(reading: Reading, index: int, *, sure: bool) -> bool:
    """Whether ``JP`` before a name are initials rather than the short name of a body or a law."""
    tokens = reading.tokens
    written = tokens[index].lower
    if written in name_words().never or written in name_words().before_names or written in name_words().deeds:
        return False
    after = index + 1
    while after < len(tokens) - 1 and after < index + 4 and tokens[after].lower in name_words().prefixes:
        after += 1
    surname = tokens[after]
    if is_last(reading, surname):
        return True
    unknown = not is_plain(reading, surname) and not reading.gazetteer.is_place(surname.text)
    return unknown and (sure or after > index + 1 or len(tokens[index].text) == 2)


def _near(reading: Reading, left: int, right: int) -> bool:
    return reading.tokens[right].start - reading.tokens[left].end <= 1


def _follows(reading: Reading, index: int, begin: int, *, tight: bool) -> bool:
    if index == begin:
        return True
    if tight and reading.tokens[index - 1].text.endswith(("'s", "’s")):
        return False
    return adjacent(reading, index - 1, index) or reading.tokens[index - 1].sort == LINE


def _skip_prefixes(reading: Reading, index: int, *, strong: bool, begun: bool) -> int:
    """Index behind tussenvoegsels; the same index where a small word is no tussenvoegsel here."""
    tokens, words = reading.tokens, name_words()
    at, count = index, 0
    while at < len(tokens) - 1 and count < _MOST_PREFIXES:
        token = tokens[at]
        if token.sort == LINE and (count or begun) and _may_cross(reading, at, count > 0):
            at += 1
            continue
        if count and token.sort != LINE and not adjacent(reading, at - 1, at) and tokens[at - 1].sort != LINE:
            break
        weak = token.lower in words.weak_prefixes and (strong or tokens[at + 1].lower in words.articles)
        if token.sort != PREFIX and not (token.sort == WORD and (token.lower in words.prefixes or weak)):
            break
        if token.lower in words.weak_prefixes and not strong and not begun:
            break
        if not count and token.lower in _PLACING and tokens[at + 1].lower not in words.articles:
            break
        at, count = at + 1, count + 1
    return at if count or tokens[at].capital else index


def _may_cross(reading: Reading, index: int, prefixed: bool) -> bool:
    """Whether a name goes on behind the end of a line: behind an initial or tussenvoegsel it must."""
    tokens = reading.tokens
    if prefixed or tokens[index - 1].sort == INITIAL:
        return True
    if index + 2 >= len(tokens) or tokens[index + 1].lower not in name_words().prefixes:
        return False
    at = index + 2
    while at < len(tokens) - 1 and at < index + 4 and tokens[at].lower in name_words().prefixes:
        at += 1
    return tokens[at].capital and not is_plain(reading, tokens[at])


def _fits(reading: Reading, index: int, *, sure: bool, small: bool, further: bool, prefixed: bool) -> bool:
    """Whether a token can be a word of a name here."""
    token, words = reading.tokens[index], name_words()
    if token.sort not in (WORD, NUMBER) or len(token.text) < 2 or _is_code(token.text):
        return False
    if token.lower in words.never and not _name_all_the_same(
        reading, index, first=sure and not further, prefixed=prefixed
    ):
        return False
    if not token.capital:
        return small and token.sort == WORD and _fits_small(reading, token, further=further)
    if words.is_body(token.lower) or token.lower in words.officials or token.lower in words.employees:
        return False
    known = is_first(reading, token) or is_last(reading, token)
    if not (further or prefixed or sure) and words.is_person(token.lower):
        return False
    if is_street_word(token.lower) and not _surname_not_street(reading, index, known or (sure and not further)):
        return False
    plain = is_plain(reading, token)
    if token.capitals and plain and not known and (further or token.lower in words.deeds or not sure):
        return False
    if prefixed and reading.tokens[index - 1].lower in words.weak_prefixes and is_place(reading, token):
        return False
    if prefixed and further and reading.tokens[index - 1].lower == "het" and reading.gazetteer.is_spelled(token.text):
        return known
    if further and not prefixed:
        return _fits_behind(reading, index, known=known, plain=plain)
    if sure or prefixed:
        return not (token.capitals and plain and not known)
    if token.capitals and len(token.text) < 4 and not known:
        return False
    return known or not plain


def _is_code(word: str) -> bool:
    """True for ``ZK2024`` and ``A4``; one digit among small letters is a scanner's mistake."""
    digits = sum(sign.isdigit() for sign in word)
    return digits > 2 or (digits > 0 and (word[-1].isdigit() or word.isupper()))


def _fits_behind(reading: Reading, index: int, *, known: bool, plain: bool) -> bool:
    """Whether a token can be a second or later word of a name."""
    token, words = reading.tokens[index], name_words()
    if plain and not known:
        return False
    if reading.gazetteer.is_place(token.text) and not is_last(reading, token):
        return False
    if token.capitals and not known and len(token.text) < 5 and not reading.tokens[index - 1].capitals:
        return False
    return not (words.is_person(token.lower) or token.lower in words.labels)


def _surname_not_street(reading: Reading, index: int, likely: bool) -> bool:
    token = reading.tokens[index]
    if _number_behind(reading, index) or reading.marked("LOC", token.start, token.end):
        return False
    return likely or may_be_surname(token.lower)


def _name_all_the_same(reading: Reading, index: int, *, first: bool, prefixed: bool) -> bool:
    """Whether a word that is no name elsewhere is one here: ``Beste Mei``, ``Van 't Hof``."""
    return (first and _month_as_name(reading, index)) or (prefixed and is_last(reading, reading.tokens[index]))


def _month_as_name(reading: Reading, index: int) -> bool:
    """Whether ``Mei`` or ``April`` is a first name here: no number stands beside it."""
    tokens = reading.tokens
    beside = tokens[max(0, index - 1) : index + 2]
    return tokens[index].lower in _MONTH_NAMES and all(token.sort != NUMBER for token in beside)


def _fits_small(reading: Reading, token: Token, *, further: bool) -> bool:
    words = name_words()
    if len(token.text) < 3 or token.lower in words.deeds or token.lower in words.people or token.lower in words.labels:
        return False
    known = is_first(reading, token) or is_last(reading, token)
    if token.lower in reading.gazetteer.words:
        return known and not further and token.lower not in words.before_names
    return known or not is_plain(reading, token)


def _number_behind(reading: Reading, index: int) -> bool:
    tokens = reading.tokens
    return index + 1 < len(tokens) and tokens[index + 1].sort == NUMBER


def _after_joined_prefix(reading: Reading, index: int) -> int | None:
    """Index of the capital behind ``-van`` or ``-van der``."""
    tokens = reading.tokens
    for at in range(index, min(index + 4, len(tokens))):
        if tokens[at].sort == MARK:
            return None
        if tokens[at].capital:
            return at
    return None


def _bare(token: Token) -> str:
    return token.text[:-2] if token.text.endswith(("'s", "’s")) else token.text


def _bare_end(token: Token) -> int:
    return token.end - 2 if token.text.endswith(("'s", "’s")) else token.end
