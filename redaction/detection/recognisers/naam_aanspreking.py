# SPDX-License-Identifier: EUPL-1.2
"""Names behind a form of address or a degree: ``mw. Y. El Amrani``, ``de heren Jansen en De Vries``."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_candidates import line_is_small, listed_names, name_candidate
from redaction.detection.recognisers.name_grammar import name_at, skip_titles
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.tokens import WORD

_PLURAL: Final = frozenset({"heren", "dames", "gebroeders", "echtelieden", "echtpaar", "erven"})
_NEEDS_DOT: Final = frozenset({"mr", "ing", "ir", "dr", "bc", "msc", "ma", "ba", "ds", "wed", "fam", "prof", "drs"})


class AansprekingRecogniser:
    """A name behind "mevrouw", "dhr.", "familie", "drs." and the like."""

    name = "naam_aanspreking"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        tokens, done = reading.tokens, 0
        for index in reading.tokens_in(name_words().titles):
            token = tokens[index]
            if index < done or token.sort != WORD or token.lower == "de":
                continue
            if token.lower in _NEEDS_DOT and token.text.isupper() and len(token.text) > 1:
                continue
            behind = skip_titles(reading, index)
            if behind >= len(tokens):
                continue
            done = max(done, behind)
            yield from self._names(reading, index, behind)

    def _names(self, reading: Reading, index: int, behind: int) -> Iterator[Candidate]:
        tokens = reading.tokens
        small = not tokens[behind].capital and line_is_small(reading, tokens[behind].start)
        plural = any(tokens[at].lower in _PLURAL for at in range(index, behind))
        address = any(tokens[at].lower in name_words().addresses for at in range(index, behind))
        first = name_at(reading, index, sure=True, small=small)
        if first is None or (not address and first.plain and not (first.first or first.last)):
            return
        rest = listed_names(reading, index, sure=plural, small=small) if not small else iter((first,))
        yield self._candidate(reading, first.start, first.end, 0.97 if address else 0.93)
        for name in rest:
            if name.start > first.start and not (name.plain and not (name.first or name.last)):
                yield self._candidate(reading, name.start, name.end, 0.92 if plural else 0.8)

    def _candidate(self, reading: Reading, start: int, end: int, score: float) -> Candidate:
        return name_candidate(
            reading, start, end, score=score, recogniser=self.name, why="Naam achter een aanspreekvorm of titel."
        )
