# SPDX-License-Identifier: EUPL-1.2
from collections import Counter

from redaction.detection.evaluation.carrier_texts import GROUPS, Duty, ascii_letters, evaluation_texts, read_carriers
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
