# SPDX-License-Identifier: EUPL-1.2
"""Texts by the shape of their letters: what the eye cannot tell apart is the same."""

import unicodedata
from typing import Final

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("1i|j!\u0131\u0456\u0458\u03b9", "l"),
        **dict.fromkeys("0\u03bf\u043e\u0585", "o"),
        **dict.fromkeys("\u0430\u03b1", "a"),
        **dict.fromkeys("\u0435\u03b5", "e"),
        **dict.fromkeys("\u0440\u03c1", "p"),
        **dict.fromkeys("\u0441", "c"),
        **dict.fromkeys("\u0443\u03c5\u03b3", "y"),
        **dict.fromkeys("\u0445\u03c7", "x"),
        **dict.fromkeys("5\u0455", "s"),
        **dict.fromkeys("\u043a\u03ba", "k"),
        **dict.fromkeys("\u043c", "m"),
        **dict.fromkeys("\u0442\u03c4", "t"),
        **dict.fromkeys("\u043d\u03b7", "h"),
        **dict.fromkeys("\u0432\u03b2", "b"),
        **dict.fromkeys("\u03bd", "v"),
        **dict.fromkeys("\u03b6", "z"),
        **dict.fromkeys("\u03bc", "u"),
        "\u00f8": "o",
        "\u0142": "l",
        "\u0111": "d",
        "\u00f0": "d",
    }
)
"""Small letters and digits that look like another letter, of Latin, Greek, Cyrillic and Armenian (capitals too)."""


def plain(text: str) -> str:
    """Letters and digits by their shape: without accents, case, script and what distinguishes 0 from O and 1 from l."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_ALIKE)
    return "".join(letter for letter in folded if letter.isalnum())


def contradicts(said: str, drawn: str) -> bool:
    """True where a letter or digit is drawn and the text says something else than that letter.

    Signs may have many names and stand for many things; what is drawn as a sign shows no name.
    """
    if said == drawn:
        return False
    shown = plain(drawn)
    if not shown:
        return False
    told = plain(said)
    return not told or (told not in shown and shown not in told)
