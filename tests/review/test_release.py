# SPDX-License-Identifier: EUPL-1.2
"""What is held until a day goes out by itself on that day, and only when somebody who may said so."""

from datetime import timedelta
from typing import Any

import pytest

from flows.desk import HouseDesk
from flows.house import House
from flows.ledger.states import State
from flows.steps.releasing import release_due
from review.acting import NotYet
from review.events import EventKind, first_break
from review.roles import Role
from tests.review.made import letters, put
from tests.review.test_with_ledger import acting, decide_all, last

Desk = tuple[House, HouseDesk]


def held(house: House, desk: HouseDesk, number: int = 1, **who: Any) -> int:
    """A document that was finished with a day two days from now."""
    key = put(house, number, letters(1))
    mine = acting(desk, **who)
    decide_all(mine, key)
    mine.finish(key, last(mine, key), until=house.now().date() + timedelta(days=2))
    return key


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets days pass."""
    now = House.now()
    return lambda days: monkeypatch.setattr(House, "now", staticmethod(lambda: now + timedelta(days=days)))


def test_a_held_document_goes_by_itself_on_its_day_and_not_before(desk_of: Desk, later: Any) -> None:
    house, desk = desk_of
    key = held(house, desk)
    shown = desk.document(key)
    assert shown.by_itself and shown.until == house.now().date() + timedelta(days=2)
    later(1)
    assert release_due(house) == 0 and house.ledger.documents.get(key).state is State.REVIEWED
    later(2)
    assert release_due(house) == 1
    row = house.ledger.documents.get(key)
    assert row.state is State.APPROVED and row.reviewed is not None
    assert house.ledger.records.approved_by(key) == "eerste", "the approval is hers; the program carries it out"
    events = desk.journal.events(key)
    assert [(one.kind, one.actor) for one in events[-2:]] == [
        (EventKind.HELD, "eerste"), (EventKind.APPROVED, "house"),
    ]  # fmt: skip
    assert first_break(events) is None
    assert [key for keys in house.ledger.documents.wishes().values() for key in keys], "its wish to publish is there"
    assert release_due(house) == 0, "once"


def test_what_nobody_with_the_right_released_waits_for_a_publicist(desk_of: Desk, later: Any) -> None:
    house, desk = desk_of
    key = held(house, desk, roles=[Role.BEOORDELAAR])
    later(3)
    assert release_due(house) == 0 and house.ledger.documents.get(key).state is State.REVIEWED
    later(0)
    publicist = acting(desk, "publicist", roles=[Role.PUBLICIST])
    publicist.release(key, last(publicist, key))
    assert desk.document(key).by_itself, "before its day she says that it goes by itself"
    with pytest.raises(NotYet):
        publicist.release(key, last(publicist, key))
    later(3)
    assert release_due(house) == 1
    assert house.ledger.records.approved_by(key) == "publicist"


def test_what_was_taken_back_or_suspended_stays(desk_of: Desk, later: Any) -> None:
    house, desk = desk_of
    back, suspended = held(house, desk, 1), held(house, desk, 2)
    mine = acting(desk)
    mine.send_back(back, last(mine, back))
    later(3)
    assert release_due(house) == 1
    mine.suspend(suspended, last(mine, suspended), "suspended_document")
    assert release_due(house) == 0
    states = [house.ledger.documents.get(key).state for key in (back, suspended)]
    assert states == [State.IN_REVIEW, State.SUSPENDED]


def test_a_second_person_holds_too_and_agreeing_is_written_down(desk_of: Desk, later: Any) -> None:
    house, desk = desk_of
    key = held(house, desk, four_eyes=True)
    second = acting(desk, "tweede", roles=[Role.TWEEDE_BEOORDELAAR])
    second.approve_second(key, last(second, key))
    assert [one.kind for one in desk.journal.events(key)][-2:] == [EventKind.FINISHED, EventKind.AGREED]
    later(3)
    assert release_due(house) == 0, "a second person without the right releases nothing"
