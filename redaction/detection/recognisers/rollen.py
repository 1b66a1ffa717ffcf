# SPDX-License-Identifier: EUPL-1.2
"""Whether a person is named as an employee or as a citizen. Public office is read elsewhere (``officials.py``)."""

from typing import Final

from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.tokens import LINE, MARK, WORD
from schemas.findings import Role

_LOOK_BACK: Final = 5
_LOOK_AHEAD: Final = 4


def role_of(reading: Reading, start: int, end: int) -> Role:
    """Role of the person whose name lies there, as far as the words right around it tell."""
    place = reading.token_at(start), reading.token_at(end)
    role = reading.roles.get(place)
    if role is None:
        role = reading.roles[place] = _role_between(reading, *place)
    return role


def _role_between(reading: Reading, index: int, behind: int) -> Role:
    tokens, words = reading.tokens, name_words()
    for at in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
        token = tokens[at]
        if token.sort == MARK and token.text not in ",:.(":
            break
        if token.sort != WORD:
            continue
        if token.lower in words.employees:
            return Role.MEDEWERKER
        if token.lower in words.people:
            return Role.BURGER
        if token.lower not in words.titles and token.lower not in words.prefixes:
            break
    for at in range(behind, min(behind + _LOOK_AHEAD, len(tokens))):
        token = tokens[at]
        if token.sort == WORD:
            return Role.MEDEWERKER if token.lower in words.employees else Role.ONBEKEND
        if token.sort != LINE and token.text not in ",(":
            break
    return Role.ONBEKEND
