# SPDX-License-Identifier: EUPL-1.2
"""Searching again: decisions stay, what is new is open, what is gone is shown, and who approved hears of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from flows.cli.app import app
from flows.desk import HouseDesk
from flows.engine import DetectorChoice, search_again
from flows.house import House
from flows.ledger.states import State
from flows.steps.redetecting import redetect
from flows.stored import get_value
from review.events import EventKind, first_break
from review.lists import HOUSE, Entry, EntryKind
from review.ports import NoSuchDocument, SearchedAgain, Stand
from review.roles import NotYours, Role
from schemas.findings import Action, Band, Finding, Findings, Kind, Span
from schemas.geometry import Box
from schemas.identity import digest_of
from schemas.recognition import RecognisedPage, UncertainWord
from schemas.review import DecisionKind, ReviewedFindings
from tests.review.made import letters, put
from tests.review.test_with_ledger import acting, decide_all, last

Desk = tuple[House, HouseDesk]


@dataclass
class Detection:
    """Finds what a test says, under another policy and model than before."""

    found: tuple[Finding, ...]

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return Findings(digest=digest_of(args[0]), findings=self.found, policy_version="2027-01", model_version="nl-2")


@dataclass
class Listening(Detection):
    """Says whom of the dossier it was asked to look for."""

    known: tuple[str, ...] = ()

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.known = args[4]
        return super().call(function, *args, **kwargs)


def new(page: int = 0) -> Finding:
    """Something that was not found before."""
    made = letters(1).findings[0]
    span = Span(page=page, start=0, end=2, boxes=made.spans[0].boxes)
    return replace(made, id="adres-1.0.2", kind=Kind.ADRES, spans=(span,), text="De", person=None)


def again(desk_of: Desk, key: int, *found: Finding) -> SearchedAgain:
    house, desk = desk_of
    return redetect(house, Detection(found), desk, key, "coord")


def test_decisions_stay_what_is_new_is_open_and_what_is_gone_is_shown(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    key = put(house, 1, made)
    mine = acting(desk)
    mine.decide(key, 0, "f0000-0", DecisionKind.REDACT, "5.1.2.f")
    mine.decide(key, last(mine, key), "f0000-1", DecisionKind.KEEP)
    told = again(desk_of, key, made.findings[0], new())
    assert (told.added, told.gone, told.back) == (1, 2, False)
    opened = mine.open(key)
    state = opened.state
    assert state.choices["f0000-0"].ground == "5.1.2.f"
    assert [one.id for one in state.open()] == ["adres-1.0.2"] and state.fresh == {"adres-1.0.2"}
    assert state.gone == {"f0000-1", "f0000-2"} and [one.id for one in state.dropped] == ["f0000-2"]
    assert state.choices["f0000-1"].kind is DecisionKind.KEEP, "what was decided about what is gone stands"
    event = opened.events[-1]
    assert (event.kind, event.actor, event.policy, event.model) == (EventKind.REDETECTED, "coord", "2027-01", "nl-2")
    assert (opened.events[0].policy, opened.events[0].model) == ("2026-11", "nl-1"), "each knows by what it was decided"
    assert event.revision == opened.document.revision == opened.events[0].revision + 1, "another revision"
    assert first_break(opened.events) is None


def test_what_is_gone_can_still_be_redacted_and_undone(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    key = put(house, 1, made)
    mine = acting(desk)
    again(desk_of, key, *made.findings[:2])
    mine.decide(key, last(mine, key), "f0000-2", DecisionKind.REDACT)
    state = mine.open(key).state
    assert state.dropped == () and state.decision(made.findings[2]) is DecisionKind.REDACT
    assert "f0000-2" in {one.id for one in state.findings.findings}
    mine.undo(key, last(mine, key))
    assert [one.id for one in mine.open(key).state.dropped] == ["f0000-2"]
    again(desk_of, key, *made.findings)
    assert mine.open(key).state.gone == frozenset(), "what is found again is a proposal again"


def test_an_approved_document_with_new_proposals_comes_back_and_one_without_does_not(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    keys = [put(house, number, made) for number in (1, 2)]
    mine = acting(desk)
    for key in keys:
        decide_all(mine, key)
        mine.finish(key, last(mine, key))
    assert again(desk_of, keys[0], *made.findings, new()).back
    assert not again(desk_of, keys[1], *made.findings[:2]).back
    assert [house.ledger.documents.get(key).state for key in keys] == [State.RETURNED, State.APPROVED]
    assert desk.document(keys[0]).stand is Stand.TO_REVIEW and not mine.open(keys[0]).state.context_checked
    wishes = [wish for wishes in house.ledger.documents.wishes().values() for wish in wishes]
    assert [wish.split(":")[2] for wish in wishes] == [str(keys[1])], "only the other is still to be published"
    mine.decide(keys[0], last(mine, keys[0]), "adres-1.0.2", DecisionKind.REDACT)
    mine.check_context(keys[0], last(mine, keys[0]))
    mine.finish(keys[0], last(mine, keys[0]))
    row = house.ledger.documents.get(keys[0])
    assert row.state is State.APPROVED and row.reviewed is not None
    decided = get_value(house.store, row.reviewed, ReviewedFindings)
    assert len(decided.redactions) == 4 and decided.policy_version == "2027-01"
    assert len({one.actor for one in decided.decisions}) == 1


def test_what_was_kept_and_is_proposed_to_go_by_now_is_told_and_brings_back(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    kept = replace(made.findings[0], action=Action.KEEP, ground=None)
    key = put(house, 1, made, findings=(kept, *made.findings[1:]))
    mine = acting(desk)
    decide_all(mine, key)
    mine.finish(key, last(mine, key))
    told = again(desk_of, key, *made.findings)
    assert (told.added, told.overtaken, told.back) == (0, 1, True)
    assert [one.id for one in mine.open(key).state.overtaken] == ["f0000-0"]
    mine.decide(key, last(mine, key), "f0000-0", DecisionKind.KEEP)
    assert mine.open(key).state.overtaken == (), "decided anew, in the light of the new proposal"


def test_a_word_that_came_on_the_list_brings_an_approved_document_back(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    key = put(house, 1, made)
    mine = acting(desk)
    decide_all(mine, key)
    mine.finish(key, last(mine, key))
    desk.put_entries(HOUSE, (Entry(kind=EntryKind.TERM, text="aanvraag", about="5.1.5"),), "coord")
    assert again(desk_of, key, *made.findings).back


def publish(house: House, key: int) -> None:
    """All the way to published, as the flow goes."""
    for state in (State.APPLYING, State.VERIFYING, State.READY, State.SCHEDULED, State.PUBLISHED):
        house.ledger.documents.move(key, state, now=house.now())


def test_what_is_public_is_told_and_not_changed(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    key = put(house, 1, made)
    mine = acting(desk)
    decide_all(mine, key)
    mine.finish(key, last(mine, key))
    publish(house, key)
    before = house.ledger.documents.get(key)
    told = again(desk_of, key, *made.findings, new())
    assert told.public and told.added == 1 and not told.back
    assert house.ledger.documents.get(key) == before


def test_a_suspended_document_with_more_to_decide_comes_back_and_stays_suspended_after_it(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    key = put(house, 1, made)
    mine = acting(desk)
    decide_all(mine, key)
    mine.finish(key, last(mine, key))
    mine.suspend(key, last(mine, key), "suspended_voorlopige_voorziening")
    told = again(desk_of, key, *made.findings, new())
    assert told.back and not told.public
    assert house.ledger.documents.get(key).state is State.RETURNED
    assert desk.document(key).suspended == "suspended_voorlopige_voorziening"
    assert [one.id for one in mine.open(key).state.open()] == ["adres-1.0.2"], "only what is new is open"
    mine.decide(key, last(mine, key), "adres-1.0.2", DecisionKind.REDACT)
    mine.check_context(key, last(mine, key))
    house.ledger.documents.wishes_sent([key], house.now())
    mine.finish(key, last(mine, key))
    row = house.ledger.documents.get(key)
    assert (row.state, row.reason) == (State.SUSPENDED, "suspended_voorlopige_voorziening")
    assert not house.ledger.documents.wishes(), "nothing of it goes to the public by being decided"
    mine.resume(key, last(mine, key))
    row = house.ledger.documents.get(key)
    assert row.state is State.APPROVED and row.reviewed is not None and desk.document(key).suspended is None
    assert len(get_value(house.store, row.reviewed, ReviewedFindings).redactions) == 4
    assert len(house.ledger.documents.wishes()) == 1


def test_a_suspended_document_in_which_nothing_new_is_found_stays_where_it_is(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    key = put(house, 1, made)
    mine = acting(desk)
    decide_all(mine, key)
    mine.finish(key, last(mine, key))
    mine.suspend(key, last(mine, key), "suspended_document")
    assert not again(desk_of, key, *made.findings).back
    assert house.ledger.documents.get(key).state is State.SUSPENDED


def test_what_the_policy_approved_alone_comes_back_only_for_what_is_new(desk_of: Desk) -> None:
    house, _ = desk_of
    made = letters(1)
    keys = [put(house, number, made) for number in (1, 2)]
    for key in keys:
        house.ledger.documents.approve(key, reviewed=digest_of(b"x"), actor="policy:2026-11", now=house.now())
    assert not again(desk_of, keys[0], *made.findings).back
    assert again(desk_of, keys[1], *made.findings, new()).back


def test_nothing_new_writes_nothing_and_what_is_elsewhere_is_refused(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    key = put(house, 1, made)
    again(desk_of, key, *made.findings)
    events = desk.journal.events(key)
    again(desk_of, key, *made.findings)
    assert desk.journal.events(key) == events
    for state in (State.FAILED,):
        house.ledger.documents.move(key, state, now=house.now(), reason="x")
    with pytest.raises(NoSuchDocument):
        again(desk_of, key)


def test_the_real_detection_searches_the_same_bytes_again(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1), findings=())
    with pytest.raises(NotYours):
        acting(desk, roles=[Role.BEOORDELAAR]).search_again(key)
    told = acting(desk, "coord").search_again(key)
    found = desk.examined([key])[0].findings
    assert told.added == len(found.findings) >= 3 and found.policy_version != "2026-11"
    assert {"J. de Wit", "S. Kaya"} & {one.text for one in found.findings}
    assert acting(desk, "coord").search_again(key).added == 0, "the same search finds the same"


def test_what_was_seen_on_a_scan_stays_proposed_when_its_text_is_searched_again(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    scan = RecognisedPage(
        number=0, words=30, confidence=0.95, drawings=(Box(300, 700, 400, 740),),
        uncertain=(UncertainWord(box=Box(60, 500, 120, 512), confidence=0.4),),
    )  # fmt: skip
    seen = search_again(made.data, (scan,), DetectorChoice(), None)
    assert {"J. de Wit"} < {one.text for one in seen.findings}
    only_seen = {one.id for one in seen.findings} - {
        one.id for one in search_again(made.data, (), DetectorChoice(), None).findings
    }
    assert len(only_seen) == 2, "the signature and the word that was read badly"
    key = put(house, 1, made, findings=seen.findings, scans=(scan,))
    told = acting(desk, "coord").search_again(key)
    assert (told.added, told.gone) == (0, 0)


def test_who_is_named_in_another_document_of_the_dossier_is_looked_for(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1)
    name = replace(made.findings[0], kind=Kind.NAAM, text="Jikke Tolsmaan", band=Band.ZEKER, action=Action.REDACT)
    kept = replace(name, id="naam-kept", text="Bram Oosterwoldt", action=Action.KEEP, ground=None)
    put(house, 1, made, findings=(name, kept), dossier="Z-1")
    put(house, 2, made, findings=(replace(name, text="Sevgi Quist"),), dossier="Z-2")
    key = put(house, 3, made, findings=(replace(name, text="Guus Hoving"),), dossier="Z-1")
    heard = Listening(made.findings)
    redetect(house, heard, desk, key, "coord")
    assert heard.known == ("Jikke Tolsmaan",), "not the document's own names, those of another dossier, or who stays"
    alone = put(house, 4, made, findings=(name,))
    heard_alone = Listening(made.findings)
    redetect(house, heard_alone, desk, alone, "coord")
    assert heard_alone.known == (), "a document of no dossier"


def test_the_command_searches_a_dossier(desk_of: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    house, _ = desk_of
    put(house, 1, letters(1), findings=(), dossier="Z-1")
    put(house, 2, letters(1), findings=(), dossier="Z-2")
    with pytest.raises(SystemExit) as ended:
        app(["redetect", "--dossier", "Z-1", "--work-dir", str(house.settings.work_dir), "--json"])
    assert ended.value.code == 0
    (told,) = json.loads(capsys.readouterr().out)["documents"]
    assert told["document"] == f"{1:032x}" and told["new"] >= 3 and told["outcome"] == "stays"
