# SPDX-License-Identifier: EUPL-1.2
"""Persons that the language model marks."""

from collections.abc import Iterator

from redaction.detection.candidates import Candidate
from redaction.detection.reading import ModelSpan, Reading
from redaction.detection.recognisers.name_candidates import name_candidate
from redaction.detection.recognisers.name_grammar import is_first, is_last, is_plain
from redaction.detection.recognisers.name_words import name_words

_WHY = "Het taalmodel herkent hier een naam."


class ModelNaamRecogniser:
    """Every stretch with the label PER, less sure where its words are plain Dutch."""

    name = "naam_model"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for span in reading.entities:
            if span.label == "PER":
                score = self._score(reading, span)
                yield name_candidate(reading, span.start, span.end, score=score, recogniser=self.name, why=_WHY)

    @staticmethod
    def _score(reading: Reading, span: ModelSpan) -> float:
        index = reading.token_at(span.start)
        words = []
        while index < len(reading.tokens) and reading.tokens[index].start < span.end:
            if reading.tokens[index].sort == "word" and reading.tokens[index].lower not in name_words().prefixes:
                words.append(reading.tokens[index])
            index += 1
        lists = name_words()
        if not words or all(word.lower in lists.never or word.lower in lists.office for word in words):
            return 0.3
        known = any(is_first(reading, word) or is_last(reading, word) for word in words)
        plain = all(is_plain(reading, word) for word in words)
        if plain and all(lists.is_person(word.lower) or lists.is_body(word.lower) for word in words):
            return 0.3
        if plain:
            return 0.55 if known else 0.4
        return 0.88 if known else 0.78
