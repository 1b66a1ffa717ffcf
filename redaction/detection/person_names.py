# SPDX-License-Identifier: EUPL-1.2
"""The parts of a person's name as Dutch documents write it, and whether two of them can be one person."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from redaction.detection.gazetteer import fold, gazetteer

_PREFIXES: Final = frozenset({
    "van", "von", "de", "den", "der", "het", "ten", "ter", "te", "in", "op", "aan", "uit", "bij", "onder", "over",
    "tot", "voor", "el", "al", "ul", "ben", "bin", "ibn", "abu", "ait", "da", "das", "do", "dos", "di", "del",
    "della", "la", "le", "les", "du", "des", "vd", "v", "st", "mc", "mac", "'t", "'s", "d'", "l'", "v.d.", "v.",
    "d.", "vander", "vanden", "ould",
})  # fmt: skip
_TITLES: Final = frozenset({
    "de", "heren", "heer", "dhr", "meneer", "mevrouw", "mevr", "mw", "mvr", "mej", "mejuffrouw", "juffrouw",
    "familie", "fam", "weduwe", "wed", "erven", "echtgenote", "echtgenoot", "drs", "ir", "ing", "dr", "prof", "mr",
    "hr", "msc", "bsc", "ma", "ba", "llm",
})  # fmt: skip
_INITIALS: Final = re.compile(r"(?:[^\W\d_]{1,3}\.-?)+|[^\W\d_]")
_HYPHENED: Final = re.compile(
    r"[ ]?[-–][ ]?(?:(?:van|von|de|der|den|het|ter|ten|te|el|al|la|'t|v\.d\.)[ ])+(?=\w)", re.IGNORECASE
)
"""A hyphen with the prefixes of the second of two surnames."""
_SPLIT: Final = re.compile(r"[\s]+")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a name, folded (small letters, no accents).

    Attributes:
        given: first names as written out.
        initials: first letters, of the initials or of ``given``.
        prefix: tussenvoegsels, joined by spaces.
        surname: the surname without prefixes; each part of a double surname apart.
    """

    given: tuple[str, ...] = ()
    initials: str = ""
    prefix: str = ""
    surname: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """True where both a surname and something of the first names is known."""
        return bool(self.surname and (self.initials or self.given))

    def may_be(self, other: "PersonName") -> bool:
        """True where nothing in the two names contradicts that they are one person's."""
        if self.surname and other.surname and not set(self.surname) & set(other.surname):
            return False
        if self.given and other.given and not _same_given(self.given, other.given):
            return False
        shorter, longer = sorted((self.initials, other.initials), key=len)
        return longer.startswith(shorter[: len(longer)]) or (
            shorter[:1] == longer[:1] and bool(self.given or other.given)
        )


@lru_cache(maxsize=2048)
def parse_name(text: str) -> PersonName:
    """Take a name apart: ``Jan de Vries``, ``J. de Vries``, ``De Vries, J.``, ``YILMAZ E.``, ``De Vries``."""
    before, comma, after = _HYPHENED.sub("-", " ".join(text.split())).partition(",")
    if comma and after.strip():
        family, own = _tokens(before), _tokens(after)
        while own and fold(own[-1]) in _PREFIXES:
            family.insert(0, own.pop())
        return _named(own, family)
    tokens = _tokens(before)
    own = []
    while tokens and _INITIALS.fullmatch(tokens[0]) and fold(tokens[0]) not in _PREFIXES - {"d.", "v."}:
        own.append(tokens.pop(0))
    if own:
        return _named(own, tokens)
    while len(tokens) > 1 and _INITIALS.fullmatch(tokens[-1]) and tokens[-1][0].isupper():
        own.insert(0, tokens.pop())
    if own:
        return _named(own, tokens)
    at = next((number for number, token in enumerate(tokens) if fold(token) in _PREFIXES), None)
    if at is not None:
        return _named(tokens[:at], tokens[at:])
    if len(tokens) == 1 and gazetteer().is_first(tokens[0]) and not gazetteer().is_last(tokens[0]):
        return _named(tokens, [])
    return _named(tokens[:-1], tokens[-1:])


def _tokens(text: str) -> list[str]:
    tokens = [
        token for token in _SPLIT.split(re.sub(r"(?<=\.)(?=[^\W\d_-]{2})", " ", text.strip())) if _LETTER.search(token)
    ]
    while (
        len(tokens) > 1
        and fold(tokens[0]).rstrip(".") in _TITLES
        and not (fold(tokens[0]) == "de" and fold(tokens[1]).rstrip(".") not in _TITLES)
    ):
        tokens.pop(0)
    return tokens


def _named(own: list[str], family: list[str]) -> PersonName:
    given: list[str] = []
    initials = ""
    for token in own:
        if _INITIALS.fullmatch(token):
            initials += "".join(fold(part)[:1] for part in re.split(r"[.-]+", token) if part)
        else:
            given.append(fold(token.strip("().,;:'’")))
            initials += fold(token)[:1]
    prefix: list[str] = []
    surname: list[str] = []
    for token in family:
        for part in re.split(r"[-–]", token):
            plain = fold(part.strip('.,;:()"“”'))
            if not plain:
                continue
            if (plain in _PREFIXES or fold(part) in _PREFIXES) and len(family) > 1:
                if not surname:
                    prefix.append(plain)
            else:
                surname.append(re.sub(r"^(?:'[st]|[dl]')", "", plain) or plain)
    return PersonName(tuple(given), initials, " ".join(prefix), tuple(surname))


def _same_given(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one[0] == other[0] or one[0] in other or other[0] in one or one[0][:1] == other[0][:1] == ""
