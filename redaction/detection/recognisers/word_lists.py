# SPDX-License-Identifier: EUPL-1.2
"""Lists of words that recognisers look up, read from ``word_lists.toml``."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

_FILE: Final = "word_lists.toml"


def word_set(name: str) -> frozenset[str]:
    """One list, in small letters."""
    return _lists()[name]


def any_of(name: str) -> str:
    """One list as the alternatives of an expression, the longest first."""
    return "|".join(re.escape(word) for word in sorted(word_set(name), key=lambda word: (-len(word), word)))


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    lists = tomllib.loads((files("redaction.detection.recognisers") / _FILE).read_text(encoding="utf-8"))
    return {name: frozenset(text.split()) for name, text in lists.items()}
