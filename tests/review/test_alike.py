# SPDX-License-Identifier: EUPL-1.2
"""Documents that are alike: seen as such, and decisions copied over passages that are the same word for word."""

from dataclasses import replace

import pytest

from archive.duplicates import sketch_of
from flows.desk import HouseDesk
from flows.house import House
from redaction.textlayer import read_text_layer
from review.dossier import carry_out, take_back
from review.events import EventKind, first_break
from review.likeness import Resemblance, seen_from
from review.passages import plan_copies
from review.ports import Occurrence
from review.web.app import Options
from schemas.findings import Finding, Kind, Span
from schemas.likeness import Alike, AlikeGroup, Likeness
from schemas.review import DecisionKind
from tests.review.made import Made, finding_of, pdf, put
from tests.review.test_web import House as Running
from tests.review.test_with_ledger import acting, last

Desk = tuple[House, HouseDesk]

LETTER = (
    "Op de zitting heeft J. de Wit namens de bewoners van de kade gesproken.",
    "Daarna vroeg A. Bakker wanneer de kade weer open gaat.",
    "De melding kwam van de bakker op de hoek van de straat.",
)
VERSION = (
    "Op de zitting heeft J. de Wit namens de bewoners van de kade gesproken.",
    "Later vroeg ook A. Bakker of de kade weer open gaat.",
    "De melding kwam van de bakker op de hoek van de straat.",
    "Dit is een alinea die er later bij is gekomen.",
)


def made(*lines: str) -> Made:
    """A page with these lines, with a proposal for each of the two names."""
    data = pdf([lines])
    (page,) = read_text_layer(data).pages
    found = []
    for number, name in enumerate(("J. de Wit", "A. Bakker")):
        if name in page.text:
            start = page.text.index(name)
            found.append(finding_of(0, number, name, start, page.boxes(start, start + len(name))))
    return Made(data=data, findings=tuple(found), pages=1)


def laid(house: House, number: int, *lines: str, title: str = "Verslag") -> int:
    """A document on the desk whose text the ledger remembers."""
    key = put(house, number, made(*lines), title=title)
    house.ledger.sketches.remember(key, sketch_of(["\n".join(lines)], house.salt))
    return key


def marked(desk: HouseDesk, key: int, text: str) -> Occurrence:
    """A word of a page, to be marked."""
    (word,) = [one for one in desk.words(key, 0) if one.text == text]
    return Occurrence(page=0, start=word.start, end=word.end, boxes=(word.box,))


def test_decisions_go_over_identical_passages_only_and_are_undone_as_one(desk_of: Desk) -> None:
    house, desk = desk_of
    source, copy, version = laid(house, 1, *LETTER), laid(house, 2, *LETTER), laid(house, 3, *VERSION)
    mine = acting(desk)
    mine.decide(source, 0, "f0000-0", DecisionKind.REDACT, "5.1.2.f")
    mine.decide(source, last(mine, source), "f0000-1", DecisionKind.KEEP)
    mine.add_text(source, last(mine, source), (marked(desk, source, "bakker"),), "5.1.5")
    plan = plan_copies(mine, mine.open(source), [source, copy, version])
    assert {one.document.key: one.hits for one in plan.reaches} == {copy: 3, version: 2}
    assert mine.open(copy).events == (), "nothing is written before somebody says so"
    act = carry_out(mine, plan)
    state = mine.open(copy).state
    assert {id: (one.kind, one.ground) for id, one in state.choices.items()} == {
        "f0000-0": (DecisionKind.REDACT, "5.1.2.f"), "f0000-1": (DecisionKind.KEEP, None),
    }  # fmt: skip
    assert [(one.start, one.end, one.ground) for one in state.additions] == [
        (marked(desk, copy, "bakker").start, marked(desk, copy, "bakker").end, "5.1.5")
    ]
    other = mine.open(version).state
    assert set(other.choices) == {"f0000-0"} and [one.id for one in other.open()] == ["f0000-1"], "other words around"
    assert len(other.additions) == 1
    events = mine.open(copy).events
    assert first_break(events) is None and {event.act for event in events} == {act}
    assert all(event.detail["from"][0] == source and event.actor == "eerste" for event in events)
    assert "Wit" not in repr(events) and "bakker" not in repr(events)
    assert take_back(mine, act) == (5, ())
    for key in (copy, version):
        assert mine.open(key).state.choices == {} and mine.open(key).state.additions == ()


def test_what_is_decided_there_stays_and_nothing_is_marked_twice(desk_of: Desk) -> None:
    house, desk = desk_of
    source, copy = laid(house, 1, *LETTER), laid(house, 2, *LETTER)
    mine = acting(desk)
    mine.decide(source, 0, "f0000-0", DecisionKind.REDACT)
    mine.add_text(source, last(mine, source), (marked(desk, source, "bakker"),), "5.1.5")
    mine.decide(copy, 0, "f0000-0", DecisionKind.KEEP)
    carry_out(mine, plan_copies(mine, mine.open(source), [copy]))
    assert mine.open(copy).state.choices["f0000-0"].kind is DecisionKind.KEEP
    assert plan_copies(mine, mine.open(source), [copy]).reaches == (), "a second time there is nothing left to copy"


def test_a_passage_that_was_decided_in_two_ways_is_copied_in_none(desk_of: Desk) -> None:
    house, desk = desk_of
    twice = made(LETTER[0])
    key = put(house, 1, Made(data=twice.data, findings=_both(twice.findings[0]), pages=1))
    copy = laid(house, 2, LETTER[0])
    mine = acting(desk)
    mine.decide(key, 0, "f0000-0", DecisionKind.REDACT)
    mine.decide(key, last(mine, key), "anders", DecisionKind.KEEP)
    assert plan_copies(mine, mine.open(key), [copy]).reaches == ()


def _both(one: Finding) -> tuple[Finding, ...]:
    (span,) = one.spans
    part = Span(page=0, start=span.start, end=span.end - 1, boxes=span.boxes)
    return one, replace(one, id="anders", spans=(part,))


def test_another_kind_or_a_name_by_itself_is_no_identical_passage(desk_of: Desk) -> None:
    house, desk = desk_of
    source = laid(house, 1, *LETTER)
    alone = laid(house, 2, "J. de Wit")
    changed = made(*LETTER)
    number = put(house, 3, changed, findings=tuple(replace(one, kind=Kind.GEBRUIKERSNAAM) for one in changed.findings))
    mine = acting(desk)
    mine.decide(source, 0, "f0000-0", DecisionKind.REDACT)
    assert plan_copies(mine, mine.open(source), [alone, number]).reaches == ()


def test_the_desk_knows_what_is_alike_and_copies_after_a_count(desk_of: Desk) -> None:
    house, desk = desk_of
    long = [f"Regel {number} van een verslag over de kade en de brug met eigen woorden." for number in range(12)]
    source = laid(house, 1, *LETTER, *long, title="Verslag een")
    copy = laid(house, 2, *LETTER, *long, title="Verslag twee")
    other = laid(house, 3, "Een heel andere brief over iets anders.", title="Brief")
    mine = acting(desk)
    mine.decide(source, 0, "f0000-0", DecisionKind.REDACT)
    assert set(desk.alike([source, copy, other])) == {source, copy}
    person = Running(desk, Options(held_back=0.0)).person("tweede")
    client, token = person.client, person.token
    assert client.get("/").text.count("zelfde tekst als 1 ander document") == 2
    page = client.get(f"/documenten/{copy}/gelijk").text
    assert "Verslag een" in page and "dezelfde tekst" in page and "In dit document zijn 0 besluiten" in page
    shown = client.get(f"/documenten/{copy}/kopie?van={source}").text
    assert "1 vindplaats in 1 document" in shown and "1 besluit kopiëren" in shown
    answer = client.post(f"/documenten/{copy}/kopie", data={"token": token, "gezien": "1", "van": str(source)})
    assert answer.status_code == 200 and "Alles ongedaan maken" in answer.text
    assert set(mine.open(copy).state.choices) == {"f0000-0"}
    assert f"gekopieerd uit een gelijke passage, document {source}" in client.get(f"/documenten/{copy}/verloop").text
    old = client.post(f"/documenten/{copy}/kopie", data={"token": token, "gezien": "0", "van": str(source)})
    assert old.status_code == 412, "the source was decided on since"
    assert client.get(f"/documenten/{copy}/kopie?van={other}").status_code == 404
    assert [event.kind for event in mine.open(copy).events] == [EventKind.DECIDED]


@pytest.mark.parametrize(
    ("key", "seen"),
    [
        (1, {2: "gelijk", 3: "staat_hierin", 4: "lijkt"}),
        (2, {1: "gelijk", 3: "staat_hierin", 4: "lijkt"}),
        (3, {1: "staat_daarin", 2: "staat_daarin", 4: "lijkt"}),
        (4, {1: "lijkt", 2: "lijkt", 3: "lijkt"}),
    ],
)
def test_likeness_is_told_from_where_one_stands(key: int, seen: dict[int, str]) -> None:
    group = AlikeGroup(
        longest=1,
        others=(
            Alike(document=2, kind=Likeness.SAME_TEXT, other=1, share=1.0),
            Alike(document=3, kind=Likeness.CONTAINED, other=1, share=0.98),
            Alike(document=4, kind=Likeness.NEAR, other=1, share=0.8),
        ),
    )
    assert seen_from(group, key) == {other: Resemblance(how) for other, how in seen.items()}
