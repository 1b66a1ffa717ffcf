# SPDX-License-Identifier: EUPL-1.2
"""Invented people for training texts: names of many origins, so that each is found as well as any other.

A name model that has seen one kind of name more than another finds it more often, and a municipality that redacts
Dutch names better than Turkish ones discriminates. So origins are drawn evenly, more often only where a name is harder
to tell from a word; lists are widened (own lists, and names built from parts or letter by letter); and half of all
names is never used here: that half measures.
"""

import gzip
import hashlib
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from schemas.errors import InputRefused, RefusalReason

GAZETTEER: Final = "names-gazetteer.json.gz"
_PREFIXES: Final = (
    r"^((?:van|de|den|der|het|ter|ten|te|in|op|'t|'s|uit|tot|la|le|du|von|bij|aan|d'|l'|ver)"
    r"(?: (?:de|den|der|het|'t|la|te))*) (.+)$"
)
# A Dutch name looks like the words around it (Bos, Kok, Roos), and a Chinese or Frisian one is short: they are harder
# to tell from words, so with the same number of examples they would be found less often than the others.
_WEIGHTS: Final = {"nl": 4, "fy": 1.5, "zh": 1.5, "sr": 1.5}
_INVENTED_SHARE: Final = (0.4, 0.25)
"""Part of the first names and of the last names that is made letter by letter."""
_BUILT_SHARE: Final = 0.35
_JOINED_SHARE: Final = 0.08
_INITIALS: Final = "ABCDEFGHIJKLMNOPRSTUVWYZ"


def held_out(name: str) -> bool:
    """Whether a name belongs to the half that only evaluation uses."""
    return hashlib.sha256(name.casefold().encode()).digest()[0] % 2 == 0


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonName:
    """The parts of one invented person's name; ``prefix`` is the tussenvoegsel in lower case, or empty."""

    origin: str
    first: str
    prefix: str
    last: str
    initials: tuple[str, ...]

    @property
    def surname(self) -> str:
        """Prefix and last name as inside a full name."""
        return f"{self.prefix} {self.last}" if self.prefix else self.last

    @property
    def bare_surname(self) -> str:
        """Surname as it stands alone: the prefix gets a capital."""
        return self.surname[:1].upper() + self.surname[1:]


FORMS: Final = (
    "full",
    "initials",
    "initials_bare",
    "surname",
    "reversed",
    "first",
    "caps",
    "initials_spaced",
    "full_initial",
    "lower",
    "reversed_first",
    "surname_caps",
)
_FORM_WEIGHTS: Final = (26, 20, 5, 16, 5, 6, 5, 4, 3, 4, 4, 2)


def write_name(person: PersonName, form: str) -> str:
    """One person's name in one of ``FORMS``, as municipal documents write it.

    Raises:
        ValueError: there is no such form.
    """
    dotted = "".join(f"{letter}." for letter in person.initials)
    match form:
        case "full":
            return f"{person.first} {person.surname}"
        case "initials":
            return f"{dotted} {person.surname}"
        case "initials_bare":
            return f"{''.join(person.initials)} {person.surname}"
        case "surname":
            return person.bare_surname
        case "reversed":
            return f"{person.last}, {dotted}{' ' + person.prefix if person.prefix else ''}"
        case "reversed_first":
            return f"{person.last}, {person.first}{' ' + person.prefix if person.prefix else ''}"
        case "first":
            return person.first
        case "caps":
            return f"{person.first} {person.surname}".upper()
        case "surname_caps":
            return f"{dotted} {person.surname.upper()}"
        case "initials_spaced":
            return f"{dotted.replace('.', '. ')}{person.surname}"
        case "full_initial":
            return f"{person.first} {person.initials[-1]}. {person.surname}"
        case "lower":
            return f"{person.first} {person.surname}".lower()
        case _:
            raise ValueError(f"no such form of a name: {form}")


def draw_form(random: Random) -> str:
    """A form, as often as documents use it."""
    return random.choices(FORMS, _FORM_WEIGHTS)[0]


class _Origin(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    first: tuple[str, ...]
    last: tuple[str, ...]


class _Gazetteer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    origins: dict[str, _Origin]
    cities: tuple[str, ...]


class NameParts(BaseModel):
    """Parts of which the surnames of one origin are built."""

    model_config = ConfigDict(frozen=True)
    before: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]

    def draw(self, random: Random) -> str:
        """A surname that is not of the half that measures."""
        while True:
            name = random.choice(self.before) + random.choice(self.starts) + random.choice(self.ends)
            if not held_out(name) and not held_out(split_surname(name)[1]):
                return name


class NameMaker:
    """Draws people of all origins; how often each comes is in ``_WEIGHTS``, one where it is not named.

    Args:
        lists: per origin its first and last names.
        invent: whether to add names built letter by letter.
        parts: per origin the parts of which surnames are built; none where it is not named.
    """

    def __init__(
        self,
        lists: Mapping[str, tuple[Sequence[str], Sequence[str]]],
        *,
        invent: bool = True,
        parts: "Mapping[str, NameParts] | None" = None,
    ) -> None:
        self._lists = dict(lists)
        self._parts = dict(parts or {})
        self._origins = sorted(self._lists)
        self._weights = [_WEIGHTS.get(origin, 1) for origin in self._origins]
        self._invent = invent
        self._letters = {
            origin: (_LetterChain(first), _LetterChain(last)) for origin, (first, last) in sorted(self._lists.items())
        }

    @property
    def origins(self) -> tuple[str, ...]:
        """Codes of the origins that are drawn."""
        return tuple(self._origins)

    def person(self, random: Random, origin: str | None = None) -> PersonName:
        """A new person, of the given origin or of any."""
        origin = origin or random.choices(self._origins, self._weights)[0]
        first = self._draw(random, origin, 0)
        prefix, last = split_surname(self._draw(random, origin, 1))
        if random.random() < _JOINED_SHARE:
            partner = random.choice((origin, "nl" if "nl" in self._lists else origin))
            other = split_surname(self._draw(random, partner, 1))
            last = f"{last}-{' '.join(part for part in other if part)}"
        count = random.choices((1, 2, 3), (6, 3, 1))[0]
        initials = (first[0].upper(), *random.choices(_INITIALS, k=count - 1))
        return PersonName(origin=origin, first=first, prefix=prefix, last=last, initials=initials)

    def _draw(self, random: Random, origin: str, part: int) -> str:
        if self._invent and random.random() < _INVENTED_SHARE[part]:
            return self._letters[origin][part].draw(random)
        if part and origin in self._parts and random.random() < _BUILT_SHARE:
            return self._parts[origin].draw(random)
        return random.choice(self._lists[origin][part])


class _LetterChain:
    """New words in the spelling of a list: each letter follows the three before it as somewhere in the list."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._next: defaultdict[str, list[str]] = defaultdict(list)
        for word in words:
            padded = f"\x02\x02\x02{word}\x03"
            for at in range(3, len(padded)):
                self._next[padded[at - 2 : at]].append(padded[at])

    def draw(self, random: Random) -> str:
        for _ in range(8):
            word = self._walk(random)
            if 3 <= len(word) <= 18 and word[0].isupper() and word[-1].isalpha() and not held_out(word):
                return word
        return random.choice(self._words)

    def _walk(self, random: Random) -> str:
        state, word = "\x02\x02", ""
        while len(word) < 24:
            letter = random.choice(self._next[state])
            if letter == "\x03":
                return word
            word += letter
            state = state[1:] + letter
        return ""


def split_surname(name: str) -> tuple[str, str]:
    """Tussenvoegsel (lower case, may be empty) and the rest."""
    found = re.match(_PREFIXES, name, re.IGNORECASE)
    return (found[1].lower(), found[2]) if found else ("", name)


def read_names(folder: Path) -> tuple[NameMaker, tuple[str, ...]]:
    """A maker from the training half of the data folder's lists and our own, and the Dutch places of the folder.

    Raises:
        InputRefused: the list of names is not there or not readable.
    """
    try:
        with gzip.open(folder / GAZETTEER, "rt", encoding="utf-8") as file:
            gazetteer = _Gazetteer.model_validate(json.load(file))
    except (OSError, EOFError, ValueError, ValidationError) as error:
        raise InputRefused(RefusalReason.DAMAGED, f"{GAZETTEER} is not a readable list of names") from error
    package = files("redaction.detection.training")
    own = tomllib.loads(package.joinpath("names.toml").read_text(encoding="utf-8"))
    parts = tomllib.loads(package.joinpath("name_parts.toml").read_text(encoding="utf-8"))
    lists: dict[str, tuple[list[str], list[str]]] = {}
    for origin in sorted(gazetteer.origins.keys() | own.keys()):
        given = gazetteer.origins.get(origin, _Origin(first=(), last=()))
        extra = own.get(origin, {"first": [], "last": []})
        lists[origin] = (
            sorted(name for name in {*given.first, *extra["first"]} if not held_out(name)),
            sorted(name for name in {*given.last, *extra["last"]} if not held_out(name)),
        )
    built = {origin: NameParts.model_validate(part) for origin, part in parts.items()}
    return NameMaker(lists, parts=built), gazetteer.cities
