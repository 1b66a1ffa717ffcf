# SPDX-License-Identifier: EUPL-1.2
import tomllib
from collections import Counter
from importlib.resources import files
from random import Random

import pytest

from redaction.detection.evaluation.carrier_texts import (
    FIRST,
    GROUPS,
    SECOND,
    SERIES,
    THIRD,
    Duty,
    Series,
    ascii_letters,
    carrier_names,
    evaluation_texts,
    read_carriers,
)
from redaction.detection.gazetteer import gazetteer
from schemas.findings import Kind


def test_there_are_enough_carriers_and_each_is_new() -> None:
    carriers = read_carriers()
    assert len(carriers) >= 150
    assert len({text for _, _, text in carriers}) == len(carriers)
    assert len({kind for _, kind, _ in carriers}) >= 10


def test_every_slot_is_filled_and_every_mark_gone() -> None:
    for text in evaluation_texts(rounds=1):
        assert "{" not in text.text, text.id
        assert "[[" not in text.text
        assert "]]" not in text.text


def test_what_is_planted_stands_where_it_is_said_to() -> None:
    for text in evaluation_texts(rounds=2):
        for item in text.planted:
            part = text.text[item.start : item.end]
            assert part == part.strip(), text.id
            assert part
            if item.kind is Kind.EMAIL and text.document_kind != "scan":
                assert "@" in part
            if item.kind is Kind.BSN and text.document_kind != "scan":
                assert sum(letter.isdigit() for letter in part) == 9


@pytest.mark.parametrize("series", SERIES, ids=lambda series: str(series.key))
def test_what_is_said_of_a_text_can_be_true(series: Series) -> None:
    for text in evaluation_texts(series, seed=3, rounds=2):
        assert not {"{", "[[", "]]"} & set(text.text), text.id
        judged = [item for item in text.planted if item.duty is not Duty.NEUTRAL]
        for item in text.planted:
            part = text.text[item.start : item.end]
            touched = [each for each in judged if each.start < item.end and item.start < each.end]
            # A slot inside a literal that must stay is part of it; what must be found overlaps nothing.
            assert item.duty is not Duty.FIND or touched == [item], text.id
            assert part and part == part.strip(), text.id
            assert any(letter.isalnum() for letter in part), text.id
            # What must be found has a kind; a name, and only a name, has an origin and a form.
            assert item.kind is not None if item.duty is Duty.FIND else item.form
            if item.kind is Kind.NAAM:
                assert item.group in GROUPS and item.form
            else:
                assert not item.group


def test_the_second_series_has_texts_people_and_things_of_its_own() -> None:
    first, second = ({text for _, _, text in read_carriers(series)} for series in (FIRST, SECOND))
    assert len(second) >= 150 and not first & second
    ids = [name for series in (FIRST, SECOND) for name, _, _ in read_carriers(series)]
    assert len(set(ids)) == len(ids)
    planted = [item for text in evaluation_texts(SECOND, rounds=1) for item in text.planted]
    stays = [item for item in planted if item.duty is Duty.STAY]
    assert len(stays) > 200
    assert {Kind.GEZONDHEID, Kind.STRAFRECHTELIJK, Kind.RELATIE, Kind.NAAM, Kind.BSN} <= {item.kind for item in planted}


def test_the_third_series_is_of_its_own() -> None:
    carriers = read_carriers(THIRD)
    assert len(carriers) >= 75 and len({kind for _, kind, _ in carriers}) >= 10
    others = {text for series in (FIRST, SECOND) for _, _, text in read_carriers(series)}
    assert not others & {text for _, _, text in carriers}
    folder = files("redaction.detection.evaluation")
    first, second, third = (tomllib.loads(folder.joinpath(series.names).read_text("utf-8")) for series in SERIES)
    assert set(first) == set(second) == set(third)
    for part in ("first", "last"):
        names, seen = (
            {ascii_letters(name) for table in tables for origin in table.values() for name in origin[part]}
            for tables in ((third,), (first, second))
        )
        assert not names & seen
    for origin in third.values():
        assert len(origin["first"]) >= 12 and len(origin["last"]) >= 15


def test_the_lists_of_names_know_few_people_of_the_series() -> None:
    lists = gazetteer()
    for series in (FIRST, SECOND):
        people = [carrier_names(series).person(Random(number), "nl") for number in range(200)]
        known = sum(lists.is_last(person.last.split()[-1]) for person in people)
        assert known < len(people) * 0.1, "names that the lists hold measure the lists"


def test_every_group_of_names_comes_equally_often() -> None:
    counts = Counter(
        item.group
        for text in evaluation_texts(rounds=len(GROUPS))
        for item in text.planted
        if item.kind is Kind.NAAM and item.duty is Duty.FIND
    )
    assert set(counts) == set(GROUPS)
    assert max(counts.values()) == min(counts.values())


def test_there_is_enough_that_must_stay() -> None:
    stays = Counter(item.form for text in evaluation_texts(rounds=1) for item in text.planted if item.duty is Duty.STAY)
    assert {"letterlijk", "datum", "bedrag", "straat", "bedrijf", "bestuurder", "zaak"} <= set(stays)
    assert stays.total() > 250


def test_the_same_seed_gives_the_same_texts() -> None:
    assert evaluation_texts(seed=3, rounds=1) == evaluation_texts(seed=3, rounds=1)
    assert evaluation_texts(seed=3, rounds=1) != evaluation_texts(seed=4, rounds=1)


def test_scans_are_damaged_and_other_texts_are_not() -> None:
    def clean(text: str) -> str:
        return "".join(text.split())

    carriers = {name: text for name, _, text in read_carriers()}
    for text in evaluation_texts(rounds=1):
        first = carriers[text.id.partition("/")[0]].split("{")[0].replace("[[", "").replace("]]", "").strip("\n")
        if text.document_kind != "scan":
            assert text.text.startswith(first)
    damaged = [text for text in evaluation_texts(rounds=8) if text.document_kind == "scan"]
    assert len({clean(text.text[:20]) for text in damaged}) > 20


def test_names_lose_their_marks_in_addresses_of_mail() -> None:
    assert ascii_letters("Işık-Łukasz Özdemir") == "isiklukaszozdemir"
