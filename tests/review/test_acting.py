# SPDX-License-Identifier: EUPL-1.2
"""What one person does with one document: decisions, undoing, guards, questions, and the end."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from review.acting import CONFIRMATION, Acting, NotYet
from review.adjusting import Direction
from review.events import EventKind
from review.folding import changes, reviewed, unmet
from review.journal import Stale
from review.ports import Judgement, NoSuchDocument, Occurrence, Stand
from review.roles import Account, NotYours, Role
from schemas.errors import WrongUse
from schemas.findings import Action, Kind, Span
from schemas.geometry import Box
from schemas.review import DecisionKind
from tests.review.desks import NOW, PERSON, InventedDesk, finding, findings

PLACE = Occurrence(page=0, start=60, end=70, boxes=(Box(70, 300, 120, 312),))


def last(mine: Acting, key: int = 1) -> int:
    return mine.open(key).state.last


def decide_all(mine: Acting, action: DecisionKind = DecisionKind.REDACT, key: int = 1) -> None:
    for one in mine.open(key).state.findings.findings:
        mine.decide(key, last(mine, key), one.id, action, "5.1.2.e" if action is DecisionKind.REDACT else None)


def read_all(mine: Acting, key: int = 1) -> None:
    for page in range(mine.open(key).document.pages):
        mine.read(key, last(mine, key), page)
    mine.check_context(key, last(mine, key))


def ready(mine: Acting, action: DecisionKind = DecisionKind.REDACT) -> int:
    decide_all(mine, action)
    read_all(mine)
    return last(mine)


def test_a_decision_takes_the_proposed_ground_and_brings_the_document_in_review(
    mine: Acting, desk: InventedDesk
) -> None:
    mine.decide(1, 0, "f1", DecisionKind.REDACT)
    opened = mine.open(1)
    assert opened.state.choices["f1"].ground == "5.1.2.e"
    assert [one.id for one in opened.state.open()] == ["f2", "f3"]
    assert [one.id for one in opened.state.open(1)] == ["f3"]
    assert opened.document.stand is Stand.IN_REVIEW


def test_a_redaction_without_a_ground_is_refused(mine: Acting) -> None:
    with pytest.raises(WrongUse, match="ground"):
        mine.decide(1, 0, "f2", DecisionKind.REDACT)
    with pytest.raises(WrongUse, match="Unknown Woo ground"):
        mine.decide(1, 0, "f2", DecisionKind.REDACT, "9.9")
    assert mine.open(1).events == ()


def test_what_is_not_there_is_refused(mine: Acting) -> None:
    with pytest.raises(WrongUse, match="no such finding"):
        mine.decide(1, 0, "unknown", DecisionKind.KEEP)
    with pytest.raises(NoSuchDocument):
        mine.open(99)
    with pytest.raises(WrongUse, match="no such page"):
        mine.read(1, 0, 2)
    with pytest.raises(WrongUse, match="off the page"):
        mine.add_box(1, 0, 5, (0, 0, 10, 10), "5.1.2.e")
    with pytest.raises(WrongUse, match="nothing to redact"):
        mine.add_text(1, 0, (), "5.1.2.e")


def test_undo_goes_back_act_by_act_and_redo_forward_again(mine: Acting) -> None:
    mine.accept_sure(1, 0, 0)
    mine.add_text(1, last(mine), (PLACE, replace(PLACE, page=1)), "5.1.2.e")
    mine.undo(1, last(mine))
    assert mine.open(1).state.additions == ()
    assert "f1" in mine.open(1).state.choices
    mine.undo(1, last(mine))
    assert mine.open(1).state.choices == {}
    before = last(mine)
    assert mine.undo(1, before) == before, "nothing is left to undo"
    mine.redo(1, last(mine))
    assert "f1" in mine.open(1).state.choices
    mine.redo(1, last(mine))
    assert len(mine.open(1).state.additions) == 2
    assert [event.kind for event in mine.open(1).events].count(EventKind.UNDONE) == 3


def test_a_later_decision_stands_above_an_earlier_one_and_undo_brings_that_back(mine: Acting) -> None:
    mine.decide(1, 0, "f1", DecisionKind.REDACT)
    mine.decide(1, last(mine), "f1", DecisionKind.KEEP)
    assert mine.open(1).state.choices["f1"].kind is DecisionKind.KEEP
    mine.undo(1, last(mine))
    assert mine.open(1).state.choices["f1"].kind is DecisionKind.REDACT


def test_nobody_undoes_the_work_of_a_colleague(mine: Acting, other: Acting) -> None:
    mine.decide(1, 0, "f1", DecisionKind.REDACT)
    assert other.undo(1, 1) == 1
    assert "f1" in mine.open(1).state.choices


def test_accepting_what_is_sure_leaves_what_is_asked(mine: Acting) -> None:
    mine.accept_sure(1, 0, 0)
    assert set(mine.open(1).state.choices) == {"f1"}


def test_an_act_on_an_old_page_changes_nothing(mine: Acting) -> None:
    mine.decide(1, 0, "f1", DecisionKind.REDACT)
    with pytest.raises(Stale):
        mine.decide(1, 0, "f1", DecisionKind.KEEP)
    assert mine.open(1).state.choices["f1"].kind is DecisionKind.REDACT


def test_every_guard_stands_between_a_document_and_its_end(mine: Acting, desk: InventedDesk) -> None:
    with pytest.raises(NotYet) as caught:
        mine.finish(1, 0)
    assert [line.split()[0] for line in caught.value.missing] == ["Over", "2", "De"]
    decide_all(mine)
    mine.read(1, last(mine), 0)
    assert [line[:10] for line in unmet(mine.open(1).state, 2)] == ["1 van de 2", "De context"]
    mine.read(1, last(mine), 1)
    mine.check_context(1, last(mine))
    mine.finish(1, last(mine))
    assert desk.rows[1].state == "approved"


def test_the_end_gives_the_decisions_to_redaction(mine: Acting, desk: InventedDesk) -> None:
    decide_all(mine)
    mine.decide(1, last(mine), "f3", DecisionKind.KEEP)
    mine.add_text(1, last(mine), (PLACE,), "5.1.2.f")
    mine.add_box(1, last(mine), 1, (10, 20, 30, 40), "5.1.1.e")
    read_all(mine)
    mine.finish(1, last(mine))
    given = desk.approved[1]
    assert [(one.ground, one.kind) for one in given.redactions] == [
        ("5.1.2.e", Kind.NAAM), ("5.1.2.e", Kind.NAAM), ("5.1.2.f", Kind.TERM), ("5.1.1.e", Kind.TERM),
    ]  # fmt: skip
    assert given.redactions[2].spans == (Span(page=0, start=60, end=70, boxes=PLACE.boxes),)
    assert (given.redactions[3].page, given.redactions[3].boxes) == (1, (Box(10, 20, 30, 40),))
    assert [one.kind for one in given.decisions if one.finding == "f3"] == [DecisionKind.KEEP]
    assert {one.actor for one in given.decisions} == {"eerste"}
    assert (given.policy_version, given.model_version) == ("2026-11", "nl-1")


def test_what_nobody_decided_goes_in_the_preview(mine: Acting) -> None:
    assert len(reviewed(mine.open(1).state).redactions) == 3, "ask is redact until somebody says otherwise"


def test_dropping_every_proposal_needs_a_typed_word(mine: Acting, desk: InventedDesk) -> None:
    seen = ready(mine, DecisionKind.KEEP)
    with pytest.raises(NotYet, match="finished"):
        mine.finish(1, seen, confirmation="ja")
    mine.finish(1, seen, confirmation=CONFIRMATION.upper())
    assert desk.rows[1].state == "approved"


def test_a_second_person_is_somebody_else(desk: InventedDesk) -> None:
    first = Acting(desk, Account(id="eerste"), four_eyes=True, share=0.0)
    second = Acting(desk, Account(id="tweede"), four_eyes=True, share=0.0)
    first.finish(1, ready(first))
    assert desk.rows[1].stand is Stand.SECOND
    with pytest.raises(NotYours, match="somebody else"):
        first.approve_second(1, last(first))
    with pytest.raises(NotYours):
        first.decide(1, last(first), "f1", DecisionKind.KEEP)
    second.approve_second(1, last(second))
    assert desk.rows[1].state == "approved"
    assert [event.kind for event in second.open(1).events][-2:] == [EventKind.FINISHED, EventKind.APPROVED]


def test_a_second_person_sends_back_and_the_context_is_checked_anew(desk: InventedDesk) -> None:
    first = Acting(desk, Account(id="eerste"), four_eyes=True, share=0.0)
    second = Acting(desk, Account(id="tweede"), four_eyes=True, share=0.0)
    first.finish(1, ready(first))
    with pytest.raises(NotYours):
        first.send_back(1, last(first))
    second.send_back(1, last(second))
    state = first.open(1).state
    assert (desk.rows[1].stand, state.context_checked, state.finished_by) == (Stand.IN_REVIEW, False, None)
    with pytest.raises(NotYet):
        first.finish(1, last(first))


def test_keeping_what_is_absolute_asks_a_second_person(desk: InventedDesk) -> None:
    bsn = finding("b1", kind=Kind.BSN, ground="5.1.1.e")
    desk.found[1] = findings(bsn, finding("f1", place=1))
    mine = Acting(desk, Account(id="eerste"), share=0.0)
    mine.decide(1, 0, "b1", DecisionKind.KEEP)
    mine.decide(1, last(mine), "f1", DecisionKind.REDACT)
    read_all(mine)
    mine.finish(1, last(mine))
    assert desk.rows[1].stand is Stand.SECOND


def test_the_second_person_sees_what_a_human_changed(mine: Acting) -> None:
    mine.decide(1, 0, "f1", DecisionKind.REDACT)
    mine.decide(1, last(mine), "f2", DecisionKind.KEEP)
    mine.decide(1, last(mine), "f3", DecisionKind.REDACT, "5.1.2.f")
    assert [one.id for one, _ in changes(mine.open(1).state)] == ["f2", "f3"]


def test_who_may_not_release_hands_it_to_a_publicist(desk: InventedDesk) -> None:
    mine = Acting(desk, Account(id="eerste", roles=frozenset({Role.BEOORDELAAR})), share=0.0)
    publicist = Acting(desk, Account(id="pers", roles=frozenset({Role.PUBLICIST})), share=0.0)
    mine.finish(1, ready(mine))
    assert desk.rows[1].stand is Stand.RELEASE
    with pytest.raises(NotYours):
        mine.release(1, last(mine))
    publicist.release(1, last(publicist))
    assert desk.rows[1].state == "approved"
    with pytest.raises(WrongUse, match="why"):
        publicist.suspend(1, last(publicist), "zomaar")
    assert desk.rows[1].state == "approved", "without a reason nothing is suspended"
    publicist.suspend(1, last(publicist), "suspended_document")
    assert desk.rows[1].state == "suspended"
    assert publicist.open(1).events[-1].detail == {"reason": "suspended_document"}
    publicist.resume(1, last(publicist))
    assert desk.rows[1].state == "approved"


def test_a_document_is_held_until_its_day(mine: Acting, desk: InventedDesk) -> None:
    mine.finish(1, ready(mine), until=date(2026, 12, 1))
    assert desk.rows[1].stand is Stand.RELEASE
    with pytest.raises(NotYet) as caught:
        mine.release(1, last(mine))
    assert "01-12-2026" in caught.value.missing[0]
    desk.moment = NOW + timedelta(days=8)
    mine.release(1, last(mine))
    assert desk.rows[1].state == "approved"


def test_a_reader_changes_nothing(desk: InventedDesk) -> None:
    reader = Acting(desk, Account(id="lezer", roles=frozenset({Role.LEZER})), share=0.0)
    assert not reader.may_work(reader.open(1))
    with pytest.raises(NotYours):
        reader.decide(1, 0, "f1", DecisionKind.KEEP)
    assert reader.open(1).events == ()


def test_a_question_parks_the_document_and_the_answer_brings_it_back(
    mine: Acting, other: Acting, desk: InventedDesk
) -> None:
    asked = mine.remark(1, 0, " Is dit de wethouder? ", question=True, finding="f1", page=0)
    assert desk.rows[1].state == "question"
    with pytest.raises(NotYours):
        mine.decide(1, last(mine), "f1", DecisionKind.KEEP)
    with pytest.raises(WrongUse, match="no such open question"):
        other.answer(1, last(other), asked + 1, "Ja")
    other.answer(1, last(other), asked, "Nee, een inwoner.")
    assert desk.rows[1].state == "in_review"
    ((remark, question, answer),) = mine.remarks(mine.open(1))
    assert (question, answer, remark.answered_by) == ("Is dit de wethouder?", "Nee, een inwoner.", "tweede")


def test_a_remark_does_not_park(mine: Acting, desk: InventedDesk) -> None:
    mine.remark(1, 0, "Let op het adres.", question=False)
    assert desk.rows[1].stand is Stand.IN_REVIEW
    assert mine.open(1).state.questions == ()


def test_a_document_can_be_judged_as_a_whole(mine: Acting, desk: InventedDesk) -> None:
    with pytest.raises(WrongUse, match="where"):
        mine.judge(1, 0, Judgement.ALREADY_PUBLIC, link="ergens")
    mine.judge(1, 0, Judgement.NOT_PUBLIC, ground="5.1.2.i")
    assert desk.rows[1].state == "not_public"
    mine.judge(2, 0, Judgement.ALREADY_PUBLIC, link="https://open.example/a")
    assert desk.rows[2].state == "already_public"


def test_a_coordinator_frees_a_document(mine: Acting, other: Acting, desk: InventedDesk) -> None:
    desk.journal.take(1, "eerste", NOW)
    other.break_lease(1, 0)
    assert desk.journal.leases(NOW) == {}
    assert mine.open(1).events[-1].kind is EventKind.LEASE_BROKEN


def test_a_proposal_is_made_longer_word_by_word(mine: Acting, desk: InventedDesk) -> None:
    desk.found[1] = findings(
        finding("f1", spans=(Span(page=0, start=8, end=15, boxes=(Box(120, 300, 160, 312),)),)), finding("f2", place=4)
    )
    mine.adjust(1, 0, "f1", Direction.END_ON)
    mine.adjust(1, last(mine), "f1", Direction.START_BACK)
    (span,) = mine.open(1).state.choices["f1"].spans or ()
    assert (span.start, span.end, len(span.boxes)) == (0, 23, 3)
    with pytest.raises(WrongUse, match="no word on that side"):
        mine.adjust(1, last(mine), "f1", Direction.START_BACK)
    with pytest.raises(WrongUse, match="word by word"):
        mine.adjust(1, last(mine), "f1", Direction.UP)
    assert reviewed(mine.open(1).state).redactions[0].spans == (span,)


def test_a_box_is_moved_by_points(mine: Acting, desk: InventedDesk) -> None:
    box = Box(100, 100, 200, 150)
    desk.found[1] = findings(finding("h1", kind=Kind.HANDTEKENING, spans=(), page=0, regions=(box,)))
    mine.adjust(1, 0, "h1", Direction.DOWN)
    assert reviewed(mine.open(1).state).redactions[0].boxes == (Box(100, 103, 200, 153),)


def test_no_event_holds_a_text_of_a_document_or_of_a_person(mine: Acting, desk: InventedDesk) -> None:
    said = "Volgens de buurman is dit Jan"
    mine.decide(1, 0, "f1", DecisionKind.REDACT)
    mine.add_text(1, last(mine), (PLACE,), "5.1.2.e")
    mine.remark(1, last(mine), said, question=True, finding="f1")
    mine.answer(1, last(mine), last(mine), said)
    mine.judge(2, 0, Judgement.ALREADY_PUBLIC, link=f"https://open.example/{said.replace(' ', '-')}")
    with desk.engine.begin() as connection:
        rows = json.dumps([list(map(str, row)) for row in connection.execute(text("SELECT * FROM desk_event"))])
    assert len(rows) > 500
    for secret in (PERSON, "Jan", "buurman", "open.example"):
        assert secret not in rows


def test_a_proposal_to_keep_is_open_too(mine: Acting, desk: InventedDesk) -> None:
    desk.found[1] = findings(finding("k1", action=Action.KEEP, ground=None))
    assert [one.id for one in mine.open(1).state.open()] == ["k1"]
    assert reviewed(mine.open(1).state).redactions == ()
    mine.accept_sure(1, 0, 0)
    assert mine.open(1).state.choices["k1"].kind is DecisionKind.KEEP
    assert not mine.open(1).state.everything_dropped
