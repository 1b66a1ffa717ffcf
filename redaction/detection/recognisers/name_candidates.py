# SPDX-License-Identifier: EUPL-1.2
"""How a recogniser of names makes a candidate."""

from collections.abc import Iterator

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_grammar import Name, name_at
from redaction.detection.recognisers.rollen import role_of
from redaction.detection.tokens import LINE
from schemas.findings import Kind

_JOINING = frozenset({",", "en", "&", "/", ";", "and"})
_MOST_NAMES = 40


def name_candidate(reading: Reading, start: int, end: int, *, score: float, why: str, recogniser: str) -> Candidate:
    """A name with the role that the words around it tell."""
    return Candidate(
        kind=Kind.NAAM, start=start, end=end, score=score, why=why, recogniser=recogniser,
        role=role_of(reading, start, end),
    )  # fmt: skip


def listed_names(
    reading: Reading, index: int, *, sure: bool, small: bool = False, lines: bool = False
) -> Iterator[Name]:
    """Names that follow each other with a comma, slash, ampersand or "en" between.

    Args:
        reading: where to read.
        index: token at which the first begins.
        sure: see ``name_at``; it goes for every name of the row.
        small: see ``name_at``.
        lines: whether the row may go on at the next line.
    """
    tokens = reading.tokens
    for _ in range(_MOST_NAMES):
        name = name_at(reading, index, sure=sure, small=small)
        if name is None:
            return
        yield name
        index = name.after
        if index < len(tokens) and tokens[index].text == "(":
            index = _behind_bracket(reading, index)
        joined = False
        while index < len(tokens) and (tokens[index].lower in _JOINING or (lines and tokens[index].sort == LINE)):
            joined, index = True, index + 1
        if not joined or index >= len(tokens):
            return


def _behind_bracket(reading: Reading, index: int) -> int:
    tokens = reading.tokens
    for at in range(index, min(index + 8, len(tokens))):
        if tokens[at].text == ")":
            return at + 1
    return index


def line_is_small(reading: Reading, offset: int) -> bool:
    """True where the line that holds an offset has no capital."""
    begin, end = reading.line_of(offset)
    line = reading.text[begin:end]
    return line == reading.lower[begin:end]
