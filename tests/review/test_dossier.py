# SPDX-License-Identifier: EUPL-1.2
"""One decision over a whole dossier: its reach is shown first, what is not free stays, and it is undone as one."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from review.acting import Acting
from review.dossier import Plan, carry_out, counts, plan_decision, plan_text, take_back
from review.ports import Occurrence, Stand
from review.roles import Account, NotYours, Role
from schemas.errors import WrongUse
from schemas.findings import Kind
from schemas.geometry import Box
from schemas.review import DecisionKind
from tests.review.desks import NOW, InventedDesk, document, finding, findings

WRITTEN = ("Jan Testpersoon", "jan  testpersoon.", "Iemand Anders")


@pytest.fixture
def desk(engine: Engine) -> InventedDesk:
    """Four documents of one dossier and one of another; two spellings of one person in each."""
    found = {
        key: findings(*(finding(f"f{number}", place=number, text=text) for number, text in enumerate(WRITTEN)),
                      name=str(key))
        for key in range(1, 6)
    }  # fmt: skip
    rows = {key: document(key, dossier="Z-1" if key < 5 else "Z-2") for key in range(1, 6)}
    return InventedDesk(engine, found, rows)


def plan(mine: Acting, *, whole: bool = True) -> Plan:
    opened = mine.open(1)
    return plan_decision(mine, opened, opened.finding("f0"), DecisionKind.KEEP, None, whole=whole)


def test_every_place_of_a_person_is_counted_per_document_and_nothing_is_written(mine: Acting) -> None:
    reach = plan(mine)
    assert [(one.document.key, one.hits) for one in sorted(reach.reaches, key=lambda one: one.document.key)] == [
        (1, 2), (2, 2), (3, 2), (4, 2),
    ]  # fmt: skip
    assert reach.hits == 8
    assert all(mine.open(key).events == () for key in range(1, 6))


def test_the_decision_reaches_the_document_or_the_dossier(mine: Acting, desk: InventedDesk) -> None:
    carry_out(mine, plan(mine, whole=False))
    assert set(mine.open(1).state.choices) == {"f0", "f1"}
    assert mine.open(2).state.choices == {}
    carry_out(mine, plan(mine))
    assert all(set(mine.open(key).state.choices) == {"f0", "f1"} for key in range(1, 5))
    assert mine.open(5).state.choices == {}, "another dossier stays as it is"
    assert desk.rows[2].stand is Stand.IN_REVIEW


def test_one_undo_takes_everything_back(mine: Acting) -> None:
    act = carry_out(mine, plan(mine))
    assert take_back(mine, act) == (8, ())
    assert all(mine.open(key).state.choices == {} for key in range(1, 5))
    assert take_back(mine, act) == (0, ())


def test_documents_that_are_not_free_are_named_and_not_changed(mine: Acting, desk: InventedDesk) -> None:
    desk.rows[2] = replace(desk.rows[2], stand=Stand.SECOND)
    desk.journal.take(3, "tweede", NOW)
    reach = plan(mine)
    assert {one.document.key for one in reach.reaches if one.why_not} == {2, 3}
    assert reach.hits == 4
    carry_out(mine, reach)
    assert mine.open(2).state.choices == mine.open(3).state.choices == {}


def test_what_was_finished_since_is_not_undone_and_named(mine: Acting, desk: InventedDesk) -> None:
    act = carry_out(mine, plan(mine))
    desk.rows[4] = replace(desk.rows[4], stand=Stand.DONE)
    undone, left = take_back(mine, act)
    assert (undone, [one.key for one in left]) == (6, [4])


def test_a_text_is_redacted_where_it_stands_in_the_dossier_and_once(mine: Acting, desk: InventedDesk) -> None:
    place = Occurrence(page=1, start=5, end=15, boxes=(Box(70, 300, 120, 312),))
    for key in (1, 3, 5):
        desk.places[key, "de buurman"] = (place,)
    reach = plan_text(mine, mine.open(1), "de buurman", "5.1.2.e", whole=True)
    assert sorted(one.document.key for one in reach.reaches) == [1, 3]
    carry_out(mine, reach)
    assert [added.start for added in mine.open(3).state.additions] == [5]
    with pytest.raises(WrongUse, match="reaches no document"):
        carry_out(mine, plan_text(mine, mine.open(1), "de buurman", "5.1.2.e", whole=True))
    with pytest.raises(WrongUse, match="too short"):
        plan_text(mine, mine.open(1), " . a", "5.1.2.e", whole=True)


def test_only_who_decides_may(desk: InventedDesk) -> None:
    reader = Acting(desk, Account(id="lezer", roles=frozenset({Role.LEZER})), share=0.0)
    with pytest.raises(NotYours):
        carry_out(reader, plan(reader))


def test_counts_say_how_often_a_person_stands_in_the_dossier(mine: Acting, desk: InventedDesk) -> None:
    desk.found[4] = findings(finding("x", kind=Kind.ADRES, text=WRITTEN[0]), name="4")
    opened = mine.open(1)
    assert counts(mine, opened, (opened.finding("f0"), opened.finding("f2"))) == {"f0": 6, "f2": 3}
