# SPDX-License-Identifier: EUPL-1.2
"""Words that stand around names, read from ``name_words.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_FILE: Final = "name_words.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class NameWords:
    """Sets of words in small letters; the data file says what each is. ``persons`` is every word for a person."""

    prefixes: frozenset[str]
    weak_prefixes: frozenset[str]
    articles: frozenset[str]
    titles: frozenset[str]
    addresses: frozenset[str]
    officials: frozenset[str]
    employees: frozenset[str]
    people: frozenset[str]
    labels: frozenset[str]
    columns: frozenset[str]
    other_columns: frozenset[str]
    greetings: frozenset[str]
    never: frozenset[str]
    bodies: frozenset[str]
    deeds: frozenset[str]
    before_names: frozenset[str]
    things: frozenset[str]
    office: frozenset[str]
    body_ends: tuple[str, ...]
    person_ends: tuple[str, ...]
    persons: frozenset[str]

    def is_body(self, word: str) -> bool:
        """True for a word in small letters that names a body, or ends in such a word."""
        return word in self.bodies or (len(word) > 8 and word.endswith(self.body_ends))

    def is_person(self, word: str) -> bool:
        """True for a word in small letters that names a person, or ends in such a word."""
        return word in self.persons or (len(word) > 9 and word.endswith(self.person_ends))


@cache
def name_words() -> NameWords:
    """The lists that the package carries."""
    lists = tomllib.loads((files("redaction.detection.recognisers") / _FILE).read_text(encoding="utf-8"))
    texts: dict[str, str] = {name: str(text) for name, text in lists.items()}
    body_ends, person_ends = (tuple(texts.pop(name).split()) for name in ("body_ends", "person_ends"))
    sets = {name: frozenset(text.split()) for name, text in texts.items()}
    persons = sets["people"] | sets["employees"] | sets["officials"]
    return NameWords(body_ends=body_ends, person_ends=person_ends, persons=persons, **sets)
