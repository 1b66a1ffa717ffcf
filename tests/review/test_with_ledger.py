# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flows.desk import HouseDesk
from flows.house import House
from flows.ledger.states import State
from flows.stored import get_value
from review.acting import Acting, NotYet
from review.events import EventKind, first_break
from review.folding import changes
from review.journal import InHand, Stale
from review.lists import HOUSE, Entry, EntryKind
from review.ports import Judgement, Occurrence, Stand
from review.roles import Account, NotYours, Role
from schemas.errors import WrongUse
from schemas.findings import Action, Band
from schemas.geometry import Box
from schemas.review import DecisionKind, ReviewedFindings
from tests.review.made import letters, put

Desk = tuple[House, HouseDesk]
REDACT, KEEP = DecisionKind.REDACT, DecisionKind.KEEP


def acting(desk: HouseDesk, id: str = "eerste", share: float = 0.0, **more: Any) -> Acting:
    return Acting(desk, Account(id=id, roles=frozenset(more.pop("roles", Role))), share=share, **more)


def last(mine: Acting, key: int) -> int:
    return mine.open(key).state.last


def decide_all(mine: Acting, key: int) -> None:
    opened = mine.open(key)
    for page in range(opened.document.pages):
        mine.accept_sure(key, last(mine, key), page)
        mine.read(key, last(mine, key), page)
    mine.check_context(key, last(mine, key))


def test_a_document_is_decided_and_approved_with_its_wish_to_publish(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(2))
    mine = acting(desk)
    decide_all(mine, key)
    mine.decide(key, last(mine, key), "f0000-0", KEEP)
    mine.finish(key, last(mine, key))
    row = house.ledger.documents.get(key)
    assert row.state is State.APPROVED and row.reviewed is not None
    decided = get_value(house.store, row.reviewed, ReviewedFindings)
    assert len(decided.redactions) == 5 and len(decided.decisions) == 6
    assert {one.actor for one in decided.decisions} == {"eerste"}
    assert [key for keys in house.ledger.documents.wishes().values() for key in keys]


def test_nothing_is_finished_before_everything_is_done_and_all_of_it_is_told(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(2))
    mine = acting(desk)
    mine.read(key, 0, 0)
    with pytest.raises(NotYet) as refused:
        mine.finish(key, last(mine, key))
    told = " ".join(refused.value.missing)
    assert "6 voorstellen" in told and "1 van de 2" in told and "contextcontrole" in told
    assert house.ledger.documents.get(key).state is State.IN_REVIEW


def test_a_document_of_which_every_proposal_was_dropped_needs_a_typed_word(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    for number in range(3):
        mine.decide(key, last(mine, key), f"f0000-{number}", KEEP)
    mine.read(key, last(mine, key), 0)
    mine.check_context(key, last(mine, key))
    with pytest.raises(NotYet, match="finished"):
        mine.finish(key, last(mine, key))
    mine.finish(key, last(mine, key), confirmation="Akkoord")
    assert house.ledger.documents.get(key).state is State.APPROVED


def test_undo_without_end_and_redo(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    mine.decide(key, 0, "f0000-0", REDACT, "5.1.2 e")
    mine.accept_sure(key, last(mine, key), 0)
    assert not mine.open(key).state.open()
    mine.undo(key, last(mine, key))
    assert len(mine.open(key).state.open()) == 2, "one click is undone as one"
    mine.undo(key, last(mine, key))
    assert len(mine.open(key).state.open()) == 3
    mine.undo(key, last(mine, key))
    mine.redo(key, last(mine, key))
    assert len(mine.open(key).state.open()) == 2
    mine.redo(key, last(mine, key))
    assert not mine.open(key).state.open()
    mine.undo(key, last(mine, key))
    mine.decide(key, last(mine, key), "f0000-1", KEEP)
    before = mine.open(key).state.choices
    mine.redo(key, last(mine, key))
    assert mine.open(key).state.choices == before, "after something new there is nothing to redo"
    assert first_break(mine.open(key).events) is None


def test_what_was_not_seen_is_not_overwritten(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    mine.decide(key, 0, "f0000-0", REDACT)
    with pytest.raises(Stale):
        mine.decide(key, 0, "f0000-0", KEEP)
    assert mine.open(key).state.choices["f0000-0"].kind is REDACT


def test_a_document_is_in_the_hands_of_one_until_the_time_is_over_or_a_coordinator_frees_it(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    first, other = acting(desk), acting(desk, "ander")
    assert desk.journal.take(key, first.actor, desk.now()).actor == "eerste"
    assert desk.journal.take(key, other.actor, desk.now()).actor == "eerste"
    with pytest.raises(InHand):
        other.decide(key, 0, "f0000-0", KEEP)
    with pytest.raises(NotYours):
        acting(desk, "lezer", roles=[Role.LEZER]).break_lease(key, 0)
    other.break_lease(key, 0)
    assert desk.journal.take(key, other.actor, desk.now()).actor == "ander"
    assert desk.journal.take(key, first.actor, desk.now() + timedelta(minutes=16)).actor == "eerste"


def test_the_second_person_is_another_and_sees_what_people_changed(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    first, second = acting(desk, four_eyes=True), acting(desk, "tweede", four_eyes=True)
    decide_all(first, key)
    first.decide(key, last(first, key), "f0000-1", REDACT, "5.1.2.f")
    first.finish(key, last(first, key))
    assert desk.document(key).stand is Stand.SECOND
    with pytest.raises(NotYours):
        first.approve_second(key, last(first, key))
    assert [finding.id for finding, _ in changes(second.open(key).state)] == ["f0000-1"]
    second.send_back(key, last(second, key))
    assert desk.document(key).stand is Stand.IN_REVIEW
    first.check_context(key, last(first, key))
    first.finish(key, last(first, key))
    second.approve_second(key, last(second, key))
    assert house.ledger.documents.get(key).state is State.APPROVED
    assert house.ledger.records.approved_by(key) == "tweede"


def test_keeping_what_an_absolute_ground_protects_takes_two(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    bsn = replace(made.findings[0], ground="5.1.1.e")
    key = put(house, 1, made, findings=(bsn, *made.findings[1:]))
    mine = acting(desk)
    decide_all(mine, key)
    mine.decide(key, last(mine, key), bsn.id, KEEP)
    mine.finish(key, last(mine, key))
    assert desk.document(key).stand is Stand.SECOND


@pytest.mark.parametrize("second_look", [False, True])
def test_who_may_not_release_hands_over_to_who_may(desk_of: Desk, second_look: bool) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk, roles=[Role.BEOORDELAAR], four_eyes=second_look)
    decide_all(mine, key)
    mine.finish(key, last(mine, key))
    if second_look:
        acting(desk, "tweede", roles=[Role.TWEEDE_BEOORDELAAR]).approve_second(key, last(mine, key))
    assert desk.document(key).stand is Stand.RELEASE
    with pytest.raises(NotYours):
        mine.release(key, last(mine, key))
    acting(desk, "publicist", roles=[Role.PUBLICIST]).release(key, last(mine, key))
    assert house.ledger.documents.get(key).state is State.APPROVED


def test_a_document_is_held_until_its_day(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    decide_all(mine, key)
    mine.finish(key, last(mine, key), until=desk.now().date() + timedelta(days=2))
    assert desk.document(key).stand is Stand.RELEASE
    with pytest.raises(NotYet):
        mine.release(key, last(mine, key))
    desk.now = lambda: house.now() + timedelta(days=2)  # type: ignore[method-assign]
    mine.release(key, last(mine, key))
    assert house.ledger.documents.get(key).state is State.APPROVED


def test_a_question_parks_the_document_until_it_is_answered(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    mine.remark(key, 0, "Is dit een mandaat?", question=True, finding="f0000-0", page=0)
    assert desk.document(key).stand is Stand.QUESTION
    assert house.ledger.documents.get(key).state is State.BLOCKED
    with pytest.raises(NotYours):
        mine.decide(key, last(mine, key), "f0000-0", KEEP)
    jurist = acting(desk, "jurist", roles=[Role.LEZER])
    number = jurist.open(key).state.questions[0].number
    jurist.answer(key, last(mine, key), number, "Nee, lakken.")
    assert desk.document(key).stand is Stand.IN_REVIEW
    assert mine.remarks(mine.open(key))[0][1:] == ("Is dit een mandaat?", "Nee, lakken.")


def test_no_text_of_a_document_or_a_person_is_in_the_events(desk_of: Desk, tmp_path: Any) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    decide_all(mine, key)
    mine.remark(key, last(mine, key), "Vraag over J. de Wit", question=False)
    place = Occurrence(page=0, start=0, end=2, boxes=(Box(60, 90, 80, 104),))
    mine.add_text(key, last(mine, key), (place,), "5.1.2.e")
    said = repr(mine.open(key).events)
    assert "Wit" not in said and "Bakker" not in said and "Vraag" not in said


def test_a_changed_line_is_refused_by_the_database_and_seen_in_the_chain(desk_of: Desk) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    mine.accept_sure(key, 0, 0)
    for change in ("UPDATE desk_event SET actor = 'x'", "DELETE FROM desk_event"):
        with pytest.raises(DBAPIError), house.ledger.engine.begin() as connection:
            connection.execute(text(change))
    events = mine.open(key).events
    assert first_break(events) is None
    assert first_break((events[0], replace(events[1], actor="x"), events[2])) == 3
    assert first_break((events[0], events[2])) == 2


def test_sure_proposals_that_are_held_back_come_before_the_end_and_are_counted(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk, share=1.0)
    hidden = mine.open(key).state.held
    assert len(hidden) == 3 and not mine.open(key).state.findings.findings
    span = hidden[0].spans[0]
    mine.add_text(key, 0, (Occurrence(page=0, start=span.start, end=span.end, boxes=span.boxes),), "5.1.2.e")
    mine.read(key, last(mine, key), 0)
    mine.check_context(key, last(mine, key))
    with pytest.raises(NotYet, match="finished"):
        mine.finish(key, last(mine, key))
    opened = mine.open(key)
    assert len(opened.state.open()) == 2, "what the officer had marked counts as decided"
    revealed = next(event for event in opened.events if event.kind is EventKind.REVEALED)
    assert dict(revealed.detail) == {"held": 3, "marked": 1}
    mine.accept_sure(key, last(mine, key), 0)
    mine.finish(key, last(mine, key))
    assert house.ledger.documents.get(key).state is State.APPROVED


def test_whoever_acts_in_public_is_proposed_to_stay_within_the_time_of_the_office(desk_of: Desk) -> None:
    from datetime import date

    house, desk = desk_of
    key = put(house, 1, letters(1))
    entry = Entry(kind=EntryKind.OFFICIAL, text="A. Bakker", about="wethouder", source="raadsbesluit")
    desk.put_entries(HOUSE, (entry,), "coord")
    mine = acting(desk)
    kept = [one for one in mine.open(key).state.findings.findings if one.action is Action.KEEP]
    assert [one.id for one in kept] == ["f0000-1"] and "wethouder" in kept[0].why
    desk.put_entries(HOUSE, (replace(entry, until=date(2025, 12, 31)),), "coord")
    assert all(one.action is Action.REDACT for one in mine.open(key).state.findings.findings)


def test_a_word_of_the_list_is_proposed_where_nothing_else_is(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    desk.put_entries(HOUSE, (Entry(kind=EntryKind.TERM, text="aanvraag", about="5.1.5"),), "coord")
    found = [one for one in acting(desk).open(key).state.findings.findings if one.id.startswith("term-")]
    assert len(found) == 3 and {one.ground for one in found} == {"5.1.5"}


def test_places_that_the_document_marks_itself_are_proposals(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1), marked=((0, Box(10, 10, 60, 30)),))
    marked = [one for one in acting(desk).open(key).state.findings.findings if one.id.startswith("marked")]
    assert len(marked) == 1 and marked[0].band is Band.ZEKER


def test_judgements_about_the_whole(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    with pytest.raises(WrongUse):
        mine.judge(key, 0, Judgement.ALREADY_PUBLIC, link="ergens")
    mine.judge(key, 0, Judgement.NOT_PUBLIC, ground="5.1.2.e")
    assert house.ledger.documents.get(key).state is State.NOT_PUBLIC
    mine.send_back(key, last(mine, key))
    assert desk.document(key).stand is Stand.IN_REVIEW


def test_what_was_approved_can_be_suspended_and_go_on(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    decide_all(mine, key)
    mine.finish(key, last(mine, key))
    mine.suspend(key, last(mine, key), "suspended_voorlopige_voorziening")
    row = house.ledger.documents.get(key)
    assert (row.state, row.reason) == (State.SUSPENDED, "suspended_voorlopige_voorziening")
    assert desk.document(key).suspended == "suspended_voorlopige_voorziening"
    mine.resume(key, last(mine, key))
    assert house.ledger.documents.get(key).state is State.APPROVED


def test_what_is_held_until_a_day_can_be_suspended_and_goes_back_to_waiting(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    decide_all(mine, key)
    mine.finish(key, last(mine, key), until=desk.now().date() + timedelta(days=2))
    mine.suspend(key, last(mine, key), "suspended_zienswijze")
    assert house.ledger.documents.get(key).state is State.SUSPENDED
    mine.resume(key, last(mine, key))
    assert desk.document(key).stand is Stand.RELEASE


def test_what_the_gate_stopped_comes_back_to_the_desk_and_can_be_taken_up(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk)
    decide_all(mine, key)
    mine.finish(key, last(mine, key))
    for state in (State.APPLYING, State.VERIFYING):
        house.ledger.documents.move(key, state, now=house.now())
    house.ledger.documents.move(key, State.BLOCKED, now=house.now(), reason="not_verified")
    assert desk.document(key).stand is Stand.BLOCKED
    mine.send_back(key, last(mine, key))
    assert desk.document(key).stand is Stand.IN_REVIEW
    assert not mine.open(key).state.open(), "what was decided stands"
    with pytest.raises(NotYet):
        mine.finish(key, last(mine, key))
    mine.check_context(key, last(mine, key))
    mine.finish(key, last(mine, key))
    assert house.ledger.documents.get(key).state is State.APPROVED
