# SPDX-License-Identifier: EUPL-1.2
from random import Random

import pytest

from redaction.detection.training.augment import change_case, damage, flatten, name_pronouns, swap_people
from redaction.detection.training.names import NameMaker
from redaction.detection.training.records import Labelled, Mark

_NAMES = NameMaker({"tr": (["Elif"], ["Tosun"])}, invent=False)
_TEXT = "Gisteren sprak Jan Bos met de heer J. Bos in Goor."


def _labelled(text: str, **marks: str) -> Labelled:
    found = [
        Mark(start=text.index(part), end=text.index(part) + len(part), label=label) for part, label in marks.items()
    ]
    return Labelled(text=text, marks=tuple(sorted(found)))


_SOURCE = Labelled(
    text=_TEXT,
    marks=(
        Mark(start=15, end=22, label="PER"),
        Mark(start=35, end=41, label="PER"),
        Mark(start=45, end=49, label="LOC"),
    ),
)


def _read(text: Labelled) -> list[tuple[str, str]]:
    return [(text.text[mark.start : mark.end], mark.label) for mark in text.marks]


def test_people_are_swapped_and_places_stay_marked() -> None:
    swapped = swap_people(_SOURCE, Random(1), _NAMES, share=1.0, same_form=1.0)
    assert "Bos" not in swapped.text
    people = [part for part, label in _read(swapped) if label == "PER"]
    assert len(people) == 2
    assert all("Tosun" in part for part in people)
    assert people[1][1] == "."
    assert ("Goor", "LOC") in _read(swapped)


def test_nobody_is_swapped_at_share_zero() -> None:
    assert swap_people(_SOURCE, Random(1), _NAMES, share=0.0, same_form=1.0) == _SOURCE


def test_one_old_name_gets_one_new_name() -> None:
    text = _labelled("Bos kwam. Toen ging Bos.", Bos="PER")
    twice = Labelled(text=text.text, marks=(*text.marks, Mark(start=20, end=23, label="PER")))
    swapped = swap_people(twice, Random(4), _NAMES, share=1.0, same_form=0.0)
    first, second = _read(swapped)
    assert first == second


def test_a_pronoun_becomes_a_marked_person() -> None:
    named = name_pronouns(_labelled("Hij woont in Goor.", Goor="LOC"), Random(2), _NAMES, pronouns=1.0, nouns=0.0)
    assert not named.text.startswith("Hij")
    assert [label for _, label in _read(named)] == ["PER", "LOC"]
    assert _read(named)[1][0] == "Goor"


def test_a_noun_becomes_a_person_only_where_one_can_stand() -> None:
    text = Labelled(text="Dit is van de buurman en ligt in de schuur.", marks=())
    named = name_pronouns(text, Random(2), _NAMES, pronouns=0.0, nouns=1.0)
    assert "buurman" not in named.text
    assert "in de schuur" in named.text


@pytest.mark.parametrize("text", ["Straße naar İzmir", "gewoon"])
def test_casing_keeps_every_offset(text: str) -> None:
    changed = change_case(Labelled(text=text, marks=()), Random(1), upper=1.0, lower=0.0)
    assert len(changed.text) == len(text)


def test_damage_keeps_the_length_and_changes_letters() -> None:
    damaged = damage(_SOURCE, Random(1), share=1.0, rate=1.0)
    assert len(damaged.text) == len(_TEXT)
    assert damaged.text != _TEXT
    assert damaged.marks == _SOURCE.marks


def test_flattening_takes_line_ends_away() -> None:
    assert flatten(Labelled(text="a\nb", marks=()), Random(1), share=1.0).text == "a b"
