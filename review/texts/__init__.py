# SPDX-License-Identifier: EUPL-1.2
"""The texts of the screens: one plain file per language, with the same names in each."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

DUTCH: Final = "nl"
LANGUAGES: Final = (DUTCH, "en")
_MESSAGES: Final = "message"

Text = str | Mapping[str, str]


@cache
def catalogue(language: str) -> Mapping[str, Text]:
    """Every text of a language by its name, such as ``page.title``; what errors say by the error's own words."""
    path = Path(__file__).parent / f"{language}.toml"
    tree: dict[str, dict[str, Text]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{section}.{name}": text for section, items in tree.items() for name, text in items.items()}


def pattern(language: str, name: str, n: object = None) -> str:
    """A text before anything is filled in; of those with a number, the one for that number.

    Raises:
        KeyError: there is no such text.
    """
    found = catalogue(language)[name]
    return found if isinstance(found, str) else found["one" if n == 1 else "other"]


def word(language: str, section: str, value: object) -> str:
    """A stored value as people say it; one that has no text stays as it is."""
    found = catalogue(language).get(f"{section}.{value}")
    return found if isinstance(found, str) else str(value).replace("_", " ")


class Sentence(str):
    """A sentence in Dutch that knows how to say itself in other languages."""

    __slots__ = ("name", "values")
    name: str
    values: Mapping[str, Any]

    def told(self, language: str) -> str:
        """The sentence in a language."""
        return pattern(language, self.name, self.values.get("n")).format(**self.values)


def sentence(name: str, /, **values: object) -> Sentence:
    """A sentence from the catalogue."""
    made = Sentence(pattern(DUTCH, name, values.get("n")).format(**values))
    made.name, made.values = name, values
    return made


def message(language: str, text: str) -> str:
    """What an error says; errors speak English, and one without a translation stays as it is."""
    if isinstance(text, Sentence):
        return text.told(language)
    found = catalogue(language).get(f"{_MESSAGES}.{text}")
    return found if isinstance(found, str) else text


def chosen(wanted: str | None, accepted: str) -> str:
    """The language that somebody chose before, or else the first in their browser's list that we speak.

    Args:
        wanted: what was chosen.
        accepted: an Accept-Language header.
    """
    if wanted in LANGUAGES:
        return str(wanted)
    for _, language in sorted((_weighed(one, place) for place, one in enumerate(accepted.split(","))), reverse=True):
        if language in LANGUAGES:
            return language
    return DUTCH


def _weighed(one: str, place: int) -> tuple[tuple[float, int], str]:
    language, _, weight = one.partition(";")
    try:
        value = float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        value = 0.0
    return (value, -place), language.strip().split("-")[0].lower()
