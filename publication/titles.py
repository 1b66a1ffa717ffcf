# SPDX-License-Identifier: EUPL-1.2
"""Titles in the order in which people look for them."""

import re
import unicodedata
from typing import Final

OTHER_LETTERS: Final = "0-9"
"""Stands for titles that start with no letter."""


def sorting(title: str) -> list[tuple[int, str]]:
    """Letters without accents, and numbers by their value: besluit 9 comes before besluit 10."""
    parts = re.split(r"(\d+)", _bare(title))
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def letter(title: str) -> str:
    """The letter under which people look for a title."""
    first = _bare(title)[:1].upper()
    return first if "A" <= first <= "Z" else OTHER_LETTERS


def _bare(title: str) -> str:
    return unicodedata.normalize("NFKD", title.lstrip("\"'([«“‘ ")).casefold()
