# SPDX-License-Identifier: EUPL-1.2
"""The states of a document in the house and the steps between them that are possible."""

from enum import StrEnum
from typing import Final

from schemas.batch import Outcome
from schemas.errors import LakstraatError


class State(StrEnum):
    """Where a document stands. Stored values."""

    RECEIVED = "received"
    DETECTING = "detecting"
    TO_REVIEW = "to_review"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    SECOND_REVIEW = "second_review"
    APPROVED = "approved"
    APPLYING = "applying"
    VERIFYING = "verifying"
    READY = "ready"
    SCHEDULED = "scheduled"
    PARTLY = "partly"
    PUBLISHED = "published"
    REFUSED = "refused"
    BLOCKED = "blocked"
    FAILED = "failed"
    RETURNED = "returned"
    NOT_PUBLIC = "not_public"
    ALREADY_PUBLIC = "already_public"
    SUSPENDED = "suspended"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class ImpossibleTransition(LakstraatError):
    """A document cannot go from the one state to the other."""

    default_advice = "Nothing was changed. See the history of the document with `lakstraat status ID`."

    def __init__(self, old: State, new: State) -> None:
        super().__init__(f"A document cannot go from {old.value} to {new.value}.")


UNDER_WAY: Final = frozenset(
    {State.RECEIVED, State.DETECTING, State.APPLYING, State.VERIFYING, State.READY, State.SCHEDULED}
)
"""A program is at work, or was when it was stopped. After a crash a document in one of these is taken up again."""

HELD: Final = UNDER_WAY - {State.RECEIVED}
"""One process has it in hand."""

PREPARING: Final = frozenset({State.RECEIVED, State.DETECTING})

LEGAL: Final[dict[State, frozenset[State]]] = {
    State.RECEIVED: frozenset({State.DETECTING, State.REFUSED, State.BLOCKED, State.FAILED}),
    State.DETECTING: frozenset({State.TO_REVIEW, State.RECEIVED, State.REFUSED, State.BLOCKED, State.FAILED}),
    # The policy may approve what waits for review: automatic approval.
    State.TO_REVIEW: frozenset(
        {State.IN_REVIEW, State.APPROVED, State.BLOCKED, State.FAILED, State.NOT_PUBLIC, State.ALREADY_PUBLIC}
    ),
    State.IN_REVIEW: frozenset(
        {State.TO_REVIEW, State.REVIEWED, State.BLOCKED, State.NOT_PUBLIC, State.ALREADY_PUBLIC}
    ),
    State.REVIEWED: frozenset({State.SECOND_REVIEW, State.APPROVED, State.RETURNED, State.SUSPENDED}),
    State.SECOND_REVIEW: frozenset({State.APPROVED, State.RETURNED}),
    State.RETURNED: frozenset({State.IN_REVIEW}),
    State.APPROVED: frozenset(
        {State.APPLYING, State.RETURNED, State.SUSPENDED, State.BLOCKED, State.FAILED, State.WITHDRAWING}
    ),
    State.APPLYING: frozenset({State.VERIFYING, State.APPROVED, State.BLOCKED, State.FAILED}),
    State.VERIFYING: frozenset({State.READY, State.APPROVED, State.RETURNED, State.BLOCKED, State.FAILED}),
    State.READY: frozenset({State.SCHEDULED, State.APPROVED, State.BLOCKED, State.FAILED, State.SUSPENDED}),
    # A place that was down leaves the document partly published; the next attempt starts at the approval.
    State.SCHEDULED: frozenset(
        {State.PUBLISHED, State.PARTLY, State.APPROVED, State.BLOCKED, State.FAILED, State.SUSPENDED}
    ),
    State.PARTLY: frozenset({State.APPROVED, State.SUPERSEDED, State.WITHDRAWING}),
    State.PUBLISHED: frozenset({State.PARTLY, State.SUPERSEDED, State.WITHDRAWING, State.APPROVED}),
    # Taken back for good or for now; it stays here until every place has done so.
    State.WITHDRAWING: frozenset({State.WITHDRAWN, State.SUSPENDED}),
    # A search that finds more brings it back to people; it stays suspended after them, until somebody resumes it.
    State.SUSPENDED: frozenset({State.APPROVED, State.REVIEWED, State.RETURNED, State.WITHDRAWN}),
    # A stop of a step is taken up again from the last thing that is certain: the bytes, or the approval.
    State.FAILED: frozenset({State.RECEIVED, State.APPROVED, State.WITHDRAWING}),
    State.BLOCKED: frozenset({State.RECEIVED, State.APPROVED, State.IN_REVIEW, State.NOT_PUBLIC, State.WITHDRAWING}),
    State.REFUSED: frozenset(),
    State.NOT_PUBLIC: frozenset({State.IN_REVIEW}),
    State.ALREADY_PUBLIC: frozenset({State.IN_REVIEW}),
    State.WITHDRAWN: frozenset({State.APPROVED}),
    State.SUPERSEDED: frozenset({State.RECEIVED, State.APPROVED}),
}
"""From a state to the states that may follow. What is not here cannot happen."""


def check_transition(old: State, new: State) -> None:
    """Let a possible step pass.

    Raises:
        ImpossibleTransition: the step is not in the table.
    """
    if new not in LEGAL[old]:
        raise ImpossibleTransition(old, new)


_OUTCOMES: Final[dict[State, Outcome]] = {
    State.PUBLISHED: Outcome.PUBLISHED,
    State.BLOCKED: Outcome.BLOCKED,
    State.FAILED: Outcome.FAILED,
    # What the house decided not to publish (any more) is an answer, not a wait.
    State.REFUSED: Outcome.REFUSED,
    State.NOT_PUBLIC: Outcome.REFUSED,
    State.ALREADY_PUBLIC: Outcome.REFUSED,
    State.WITHDRAWN: Outcome.REFUSED,
    State.SUPERSEDED: Outcome.REFUSED,
}


def outcome_of(state: State) -> Outcome:
    """How a document in this state counts in a batch report; whatever is not at an end waits."""
    return _OUTCOMES.get(state, Outcome.WAITING)
