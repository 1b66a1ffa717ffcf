# SPDX-License-Identifier: EUPL-1.2
"""Which steps a document can take, and how each state counts."""

import pytest

from flows.ledger.states import HELD, LEGAL, PREPARING, UNDER_WAY, ImpossibleTransition, State, check_transition
from flows.ledger.states import outcome_of as outcome
from schemas.batch import Outcome

ROAD = (
    State.RECEIVED, State.DETECTING, State.TO_REVIEW, State.APPROVED, State.APPLYING, State.VERIFYING, State.READY,
    State.SCHEDULED, State.PUBLISHED,
)  # fmt: skip


def test_every_state_has_its_steps() -> None:
    assert set(LEGAL) == set(State)


def test_the_whole_road_is_possible_and_no_stage_can_be_passed_over() -> None:
    for number, state in enumerate(ROAD[:-1]):
        check_transition(state, ROAD[number + 1])
        for later in ROAD[number + 2 :]:
            with pytest.raises(ImpossibleTransition):
                check_transition(state, later)


def test_only_a_scheduled_document_becomes_published() -> None:
    assert {state for state in State if State.PUBLISHED in LEGAL[state]} == {State.SCHEDULED}


def test_only_what_was_judged_becomes_approved_for_the_first_time() -> None:
    """Everything else that leads to approved was approved before: the guard against a way around the judgement."""
    first = {state for state in PREPARING | {State.TO_REVIEW, State.IN_REVIEW} if State.APPROVED in LEGAL[state]}
    assert first == {State.TO_REVIEW}


@pytest.mark.parametrize("state", sorted(HELD))
def test_a_document_that_a_program_left_can_be_taken_up_again(state: State) -> None:
    back = State.RECEIVED if state in PREPARING else State.APPROVED
    check_transition(state, back)


@pytest.mark.parametrize("state", sorted(UNDER_WAY | {State.TO_REVIEW, State.APPROVED}))
def test_a_program_may_fail_wherever_it_works(state: State) -> None:
    check_transition(state, State.FAILED)
    check_transition(state, State.BLOCKED)


def test_a_refused_document_stays_refused() -> None:
    assert LEGAL[State.REFUSED] == frozenset()


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.PUBLISHED, Outcome.PUBLISHED),
        (State.BLOCKED, Outcome.BLOCKED),
        (State.FAILED, Outcome.FAILED),
        (State.REFUSED, Outcome.REFUSED),
        (State.NOT_PUBLIC, Outcome.REFUSED),
        (State.WITHDRAWN, Outcome.REFUSED),
        (State.TO_REVIEW, Outcome.WAITING),
        (State.SUSPENDED, Outcome.WAITING),
        (State.SCHEDULED, Outcome.WAITING),
    ],
)
def test_how_a_state_counts(state: State, expected: Outcome) -> None:
    assert outcome(state) is expected
