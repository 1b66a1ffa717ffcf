# SPDX-License-Identifier: EUPL-1.2
"""What the model alone takes for a name, and is made of plain words."""

import pytest

from redaction.detection.gazetteer import gazetteer
from redaction.detection.merging import Proposal
from redaction.detection.reading import ModelSpan, Reading
from redaction.detection.weighing import weighed
from schemas.findings import Kind, Role


def _score(text: str, words: str, *voices: str) -> float:
    start = text.index(words)
    end = start + len(words)
    proposal = Proposal(
        kind=Kind.NAAM,
        start=start,
        end=end,
        score=0.8,
        why="Naam.",
        voices=voices,
        strengths=(0.8,) * len(voices),
        role=Role.ONBEKEND,
        doubtful=False,
    )
    return weighed(Reading(text, gazetteer(), (ModelSpan("PER", start, end),)), [proposal])[0].score


def test_plain_words_in_small_letters_are_no_name_for_the_model_alone() -> None:
    assert _score("dank voor de nieuwe afspraak", "nieuwe afspraak", "naam_model") < 0.35


@pytest.mark.parametrize(
    ("text", "words", "voices"),
    [
        ("ik sprak fatima de vries", "fatima de vries", ("naam_model",)),
        ("ik sprak nieuwe afspraak", "nieuwe afspraak", ("naam_aanspreking", "naam_model")),
    ],
)
def test_a_known_name_or_a_second_voice_is_heard(text: str, words: str, voices: tuple[str, ...]) -> None:
    assert _score(text, words, *voices) >= 0.35


def _scores(text: str, *words: tuple[str, str]) -> list[float]:
    proposals = [
        Proposal(
            kind=Kind.NAAM, start=text.index(word), end=text.index(word) + len(word), score=0.8, why="Naam.",
            voices=(voice,), strengths=(0.9,), role=Role.ONBEKEND, doubtful=False,
        )
        for word, voice in words
    ]  # fmt: skip
    return [each.score for each in weighed(Reading(text, gazetteer()), proposals)]


def test_a_name_in_one_row_with_a_sure_one_is_asked_about() -> None:
    sure, rowed = _scores("gesproken met Fatima en Sagalou", ("Fatima", "naam_vorm"), ("Sagalou", "naam_woorden"))
    assert sure >= 0.85 and rowed >= 0.35
    _, alone = _scores("gesproken met Fatima. Sagalou", ("Fatima", "naam_vorm"), ("Sagalou", "naam_woorden"))
    _, town = _scores("gesproken met Fatima en Almelo", ("Fatima", "naam_vorm"), ("Almelo", "naam_woorden"))
    assert alone < rowed and town < 0.45


def test_an_acronym_that_no_rule_speaks_for_is_no_name() -> None:
    assert _score("schrijft het RIVM aan ons", "RIVM", "naam_model", "naam_vorm") < 0.35
    assert _score("mevrouw NGUYE belde ons", "NGUYE", "naam_aanspreking", "naam_vorm") >= 0.35
