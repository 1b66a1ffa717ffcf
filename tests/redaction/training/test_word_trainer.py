# SPDX-License-Identifier: EUPL-1.2
from random import Random

import numpy as np

from redaction.detection.gazetteer import gazetteer
from redaction.detection.reading import Reading
from redaction.detection.training.records import PERSON, Labelled, Mark
from redaction.detection.training.word_trainer import _bracketed, _examples, _fitted, thinned
from redaction.detection.word_features import DIMENSIONS, word_features
from redaction.detection.word_model import carried_weights, word_chances


def test_lists_are_thinned_the_same_way_each_time_and_another_way_for_another_number() -> None:
    full, half, other = gazetteer(), thinned(1, 0.5), thinned(2, 0.5)
    assert half.first < full.first
    assert 0.45 < len(half.first) / len(full.first) < 0.55
    assert half.first == thinned(1, 0.5).first != other.first
    assert half.words == full.words


def test_a_name_in_brackets_is_still_the_name() -> None:
    text = Labelled(
        text="Aan Jikke Wiebenga en Bram.",
        marks=(Mark(start=4, end=18, label=PERSON), Mark(start=22, end=26, label=PERSON)),
    )
    changed = [_bracketed(text, Random(seed)) for seed in range(200)]
    assert {each.text for each in changed} == {
        "Aan Jikke Wiebenga en Bram.",
        "Aan (Jikke Wiebenga) en Bram.",
        "Aan Jikke Wiebenga en (Bram).",
    }
    for each in changed:
        assert [each.text[mark.start : mark.end] for mark in each.marks] == ["Jikke Wiebenga", "Bram"]


def test_what_is_learnt_is_found_again() -> None:
    texts = [
        Labelled(text=f"Dit vroeg {name} aan de {thing}.", marks=(Mark(start=10, end=10 + len(name), label=PERSON),))
        for name in ("Wiebenga", "Osinga", "Elzinga", "Hettinga", "Buma")
        for thing in ("Raad", "Commissie", "Gemeente")
    ]
    examples = _examples(texts * 8, [gazetteer()])
    weights = _fitted(examples, np.random.default_rng(1)).tolist()
    reading = Reading("Dit vroeg Jellinga aan de Raad.", gazetteer())
    words = {reading.tokens[each.index].text: each.numbers for each in word_features(reading)}
    chances = dict(zip(words, word_chances(weights, list(words.values())), strict=True))
    assert chances["Jellinga"] > 0.8
    assert chances["Raad"] < 0.2


def test_the_carried_weights_fit_the_features() -> None:
    weights = carried_weights()
    assert weights.shape == (DIMENSIONS + 1,)
    assert bool(np.isfinite(weights).all())
