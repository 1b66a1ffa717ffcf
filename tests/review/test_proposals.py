# SPDX-License-Identifier: EUPL-1.2
"""What is proposed in the light of lists, and what of it is held back until the end."""

from collections.abc import Iterator
from datetime import date

import pytest

from review.acting import Acting, NotYet
from review.events import EventKind
from review.lists import HOUSE, Entry, EntryKind, folded
from review.ports import Occurrence
from review.proposals import proposals_of
from review.recall import covered, held_back
from review.roles import Account
from review.statistics import statistics
from schemas.findings import Action, Band, Findings, Kind, Role
from schemas.geometry import Box
from schemas.review import DecisionKind
from tests.review.desks import PERSON, SECRET, InventedDesk, finding, findings

ALDERMAN = Entry(
    kind=EntryKind.OFFICIAL, text="J. Testpersoon", about="wethouder", source="raadsbesluit",
    since=date(2026, 10, 1), until=date(2026, 11, 1),
)  # fmt: skip


def proposed(desk: InventedDesk, *entries: Entry) -> Findings:
    desk.lines[HOUSE] = entries
    return proposals_of(desk, desk.document(1), desk.found[1])


def test_a_name_on_the_list_stays_within_its_time(desk: InventedDesk) -> None:
    desk.found[1] = findings(finding("f1", text="J.Testpersoon"))
    (kept,) = proposed(desk, ALDERMAN).findings
    assert (kept.action, kept.role) == (Action.KEEP, Role.BESTUURDER)
    assert "wethouder" in kept.why and "raadsbesluit" in kept.why
    early = Entry(kind=EntryKind.OFFICIAL, text="J. Testpersoon", about="wethouder", until=date(2026, 10, 31))
    assert proposed(desk, early).findings[0].action is Action.REDACT


@pytest.mark.parametrize("role", [Role.BURGER, Role.CONTACT, Role.ONDERWERP])
def test_the_same_name_in_a_private_role_goes(desk: InventedDesk, role: Role) -> None:
    desk.found[1] = findings(finding("f1", text="J. Testpersoon", role=role))
    assert proposed(desk, ALDERMAN).findings[0].action is Action.REDACT


def test_only_names_are_kept_by_the_list(desk: InventedDesk) -> None:
    desk.found[1] = findings(finding("f1", text="J. Testpersoon", kind=Kind.EMAIL))
    assert proposed(desk, ALDERMAN).findings[0].action is Action.REDACT


def test_a_term_is_proposed_where_no_proposal_covers_it(desk: InventedDesk) -> None:
    box = (Box(70, 300, 120, 312),)
    desk.places[1, "buurman"] = (
        Occurrence(page=0, start=2, end=9, boxes=box),
        Occurrence(page=1, start=50, end=57, boxes=box),
    )
    found = proposed(desk, Entry(kind=EntryKind.TERM, text="buurman", about="5.1.2.e")).findings
    added = [one for one in found if one.kind is Kind.TERM]
    assert [(one.first_page, one.spans[0].start, one.ground) for one in added] == [(1, 50, "5.1.2.e")]
    assert {one.id for one in found} >= {"f1", "f2", "f3"}


def test_a_list_of_a_dossier_holds_there_only(desk: InventedDesk) -> None:
    desk.lines["Z-9"] = (ALDERMAN,)
    assert proposals_of(desk, desk.document(1), desk.found[1]) == desk.found[1]


@pytest.mark.parametrize("written", ["J. de Vries", "j.de vries", "J DE\nVRIES,"])
def test_spelling_of_spaces_dots_and_case_does_not_matter(written: str) -> None:
    assert folded(written) == "jdevries"


@pytest.fixture
def many(desk: InventedDesk) -> Iterator[Findings]:
    """A document with 2,000 sure proposals and 50 others."""
    sure = [finding(f"s{number}", place=number) for number in range(2000)]
    doubt = [finding(f"d{number}", place=2000 + number, band=Band.TWIJFEL) for number in range(50)]
    desk.found[1] = findings(*sure, *doubt)
    yield desk.found[1]


def test_about_three_in_a_hundred_sure_ones_are_held_back_and_always_the_same(many: Findings) -> None:
    held = held_back(many, SECRET)
    assert 30 <= len(held) <= 90
    assert all(id.startswith("s") for id in held)
    assert held == held_back(many, SECRET)
    assert held != held_back(many, b"another" * 5)
    assert held_back(many, SECRET, 0.0) == frozenset()
    assert len(held_back(many, SECRET, 1.0)) == 2000


def test_what_is_held_back_is_shown_before_the_end_and_what_was_marked_counts(desk: InventedDesk) -> None:
    mine = Acting(desk, Account(id="eerste"), share=1.0)
    state = mine.open(1).state
    assert [one.id for one in state.held] == ["f1", "f3"]
    assert [one.id for one in state.open()] == ["f2"]
    mine.decide(1, 0, "f2", DecisionKind.REDACT, "5.1.2.e")
    seen_himself = Occurrence(page=0, start=0, end=15, boxes=(Box(70, 100, 170, 112),))
    mine.add_text(1, mine.open(1).state.last, (seen_himself,), "5.1.2.e")
    for page in range(2):
        mine.read(1, mine.open(1).state.last, page)
    mine.check_context(1, mine.open(1).state.last)
    with pytest.raises(NotYet) as caught:
        mine.finish(1, mine.open(1).state.last)
    assert caught.value.missing[0].startswith("1 zeker")
    opened = mine.open(1)
    revealed = next(event for event in opened.events if event.kind is EventKind.REVEALED)
    assert dict(revealed.detail) == {"held": 2, "marked": 1}
    assert [one.id for one in opened.state.open()] == ["f3"]
    mine.decide(1, opened.state.last, "f3", DecisionKind.REDACT)
    mine.finish(1, mine.open(1).state.last)
    assert len(desk.approved[1].redactions) == 4
    counted = statistics(mine)
    assert (counted.held, counted.marked, counted.added, counted.finished) == (2, 1, 1, 1)
    assert counted.grounds == {"5.1.2.e": 4}


def test_a_box_over_a_proposal_counts_as_marked() -> None:
    one = finding("f1")
    assert covered(one, (), ((0, Box(60, 90, 200, 120)),))
    assert not covered(one, (), ((1, Box(60, 90, 200, 120)),))
    assert covered(one, ((0, 0, 20),), ())
    assert not covered(one, ((0, 0, 14),), ())


def test_statistics_name_nobody(mine: Acting) -> None:
    mine.decide(1, 0, "f1", DecisionKind.KEEP)
    mine.decide(1, 1, "f3", DecisionKind.REDACT)
    told = statistics(mine).as_json()
    assert told["kinds"] == {"naam": {"toch blijven staan": 1, "gelakt": 1}}
    assert told["weeks"] == {"2026-W48": 2}
    assert "eerste" not in str(told) and PERSON not in str(told)
