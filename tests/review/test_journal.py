# SPDX-License-Identifier: EUPL-1.2
"""Events are a chain that nobody changes; a document is in one pair of hands."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from review.events import DeskEvent, EventKind, first_break
from review.journal import LEASE, Entry, InHand, Journal, Lease, Stale, Versions
from tests.review.desks import NOW

ABOUT = Versions(revision=1, policy="2026-11", model="nl-1")


def read(journal: Journal, seen: int, *pages: int, actor: str = "eerste", document: int = 1) -> int:
    return journal.append(
        document, EventKind.PAGE_READ, actor=actor, now=NOW, about=ABOUT, seen=seen,
        details=tuple({"page": page} for page in pages),
    )  # fmt: skip


def test_events_come_back_as_they_were_and_hang_together(engine: Engine) -> None:
    journal = Journal(engine)
    assert read(journal, read(journal, 0, 0), 1, 2) == 3
    events = journal.events(1)
    assert [event.detail["page"] for event in events] == [0, 1, 2]
    assert events[1].act == events[2].act != events[0].act
    assert (events[0].policy, events[0].model, events[0].moment) == ("2026-11", "nl-1", NOW)
    assert first_break(events) is None
    assert journal.events(2) == ()


def test_a_changed_or_missing_line_is_seen(engine: Engine) -> None:
    read(Journal(engine), 0, 0, 1, 2)
    first, second, third = Journal(engine).events(1)
    assert first_break((first, replace(second, actor="een ander"), third)) == 3
    assert first_break((first, third)) == 2
    assert first_break((second, third)) == 1


@pytest.mark.parametrize("change", ["UPDATE desk_event SET actor = 'x'", "DELETE FROM desk_event"])
def test_the_database_itself_refuses_to_change_an_event(engine: Engine, change: str) -> None:
    read(Journal(engine), 0, 0)
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change))
    assert len(Journal(engine).events(1)) == 1


def test_who_has_not_seen_the_last_event_is_refused_and_nothing_is_written(engine: Engine) -> None:
    journal = Journal(engine)
    read(journal, 0, 0)
    with pytest.raises(Stale):
        read(journal, 0, 1)
    with pytest.raises(Stale):
        read(journal, 2, 1)
    assert len(journal.events(1)) == 1


def test_a_document_is_in_one_pair_of_hands_until_they_are_silent_for_a_quarter(engine: Engine) -> None:
    journal = Journal(engine)
    assert journal.take(1, "eerste", NOW).actor == "eerste"
    assert journal.take(1, "tweede", NOW + LEASE / 2).actor == "eerste"
    with pytest.raises(InHand) as caught:
        read(journal, 0, 0, actor="tweede")
    assert caught.value.holder == "eerste"
    later = NOW + LEASE + timedelta(seconds=1)
    assert journal.leases(later) == {}
    assert journal.take(1, "tweede", later).actor == "tweede"


def test_a_sign_of_life_keeps_a_document_in_hand(engine: Engine) -> None:
    journal = Journal(engine)
    journal.take(1, "eerste", NOW)
    journal.take(1, "eerste", NOW + timedelta(minutes=14))
    assert journal.take(1, "tweede", NOW + timedelta(minutes=20)).actor == "eerste"


def test_only_who_holds_a_document_puts_it_back(engine: Engine) -> None:
    journal = Journal(engine)
    journal.take(1, "eerste", NOW)
    journal.let_go(1, "tweede")
    assert journal.leases(NOW)[1].actor == "eerste"
    journal.let_go(1, "eerste")
    assert journal.leases(NOW) == {}


def test_one_act_over_many_documents_hangs_on_every_chain(engine: Engine) -> None:
    journal = Journal(engine)
    read(journal, 0, 0)
    entries = [
        Entry(document=key, kind=EventKind.PAGE_READ, about=ABOUT, details=({"page": 4}, {"page": 5})) for key in (1, 2)
    ]
    act = journal.append_over(entries, actor="eerste", now=NOW)
    assert [(event.document, event.number) for event in journal.of_act(act)] == [(1, 2), (1, 3), (2, 1), (2, 2)]
    assert all(first_break(events) is None for events in journal.all())
    assert journal.counts() == {1: 3, 2: 2}


def test_an_event_has_a_time_that_says_where() -> None:
    with pytest.raises(ValueError, match="aware"):
        DeskEvent(
            document=1, number=1, revision=1, kind=EventKind.NOTED, actor="x", moment=NOW.replace(tzinfo=None),
            policy="", model="",
        )  # fmt: skip


def test_lists_keep_their_former_versions(engine: Engine) -> None:
    journal = Journal(engine)
    journal.put_list("house", "a" * 64, actor="eerste", now=NOW)
    journal.put_list("house", "b" * 64, actor="eerste", now=NOW)
    assert journal.list_digest("house") == "b" * 64
    assert journal.list_digest("other") is None
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM desk_list")).scalar() == 2


def test_what_is_stored_of_an_event_is_its_values(engine: Engine) -> None:
    read(Journal(engine), 0, 7)
    with engine.begin() as connection:
        stored = connection.execute(text("SELECT detail FROM desk_event")).scalar_one()
    assert json.loads(stored) == {"page": 7}


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each gives, or the error that it ends with, when all begin at the same moment."""
    gate = threading.Barrier(len(works))

    def work(one: Callable[[], object]) -> object:
        gate.wait()
        try:
            return one()
        except (Stale, InHand) as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(work, works))


def test_of_those_who_write_at_the_same_moment_one_is_first_and_the_others_are_told(engine: Engine) -> None:
    journal = Journal(engine)
    for turn in range(5):
        answers = at_once(*(partial(read, journal, turn, page) for page in range(4)))
        assert sum(isinstance(one, Stale) for one in answers) == 3
    events = journal.events(1)
    assert len(events) == 5 and first_break(events) is None


def test_of_those_who_take_a_document_at_the_same_moment_one_has_it_and_all_hear_who(engine: Engine) -> None:
    journal = Journal(engine)
    for key in range(1, 6):
        answers = at_once(*(partial(journal.take, key, who, NOW) for who in ("eerste", "tweede", "derde")))
        assert {one.actor for one in answers if isinstance(one, Lease)} == {journal.leases(NOW)[key].actor}
        assert len(answers) == 3
