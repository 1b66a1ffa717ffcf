# SPDX-License-Identifier: EUPL-1.2
"""The one place in the flows where an error becomes a state with a reason. The text of an error goes no further."""

from collections.abc import Callable
from dataclasses import dataclass

from flows.house import House
from flows.ledger.states import State
from schemas.errors import DocumentBlocked, InputRefused, LakstraatError
from schemas.events import log_event


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """How a document left the road: a state and a stored reason (a code, or the name of an error class)."""

    state: State
    reason: str


def stop_of(error: Exception) -> Stop:
    """The state that belongs to an error. What is not foreseen is a failure, named by its class only."""
    if isinstance(error, InputRefused):
        return Stop(state=State.REFUSED, reason=error.reason.value)
    if isinstance(error, DocumentBlocked):
        return Stop(state=State.BLOCKED, reason=error.reason.value)
    return Stop(state=State.FAILED, reason=type(error).__name__)


def guarded(house: House, key: int, step: str, work: Callable[[], None]) -> None:
    """Do one step on one document; an error stops this document and no other."""
    try:
        work()
    except Exception as error:
        stop = stop_of(error)
        document = house.ledger.documents.get(key)
        log_event("document_stopped", document=document.id, step=step, state=stop.state.value, reason=stop.reason)
        house.ledger.documents.move(key, stop.state, now=house.now(), reason=stop.reason)


class StepFailed(LakstraatError):
    """A whole chunk could not be done. Says which step and which class of error, so that Prefect may show it."""

    default_advice = "What was done is kept: `lakstraat batch resume ID` goes on when the cause is gone."

    def __init__(self, step: str, error: str, *, advice: str | None = None) -> None:
        super().__init__(f"The step {step} stopped: {error}.", advice=advice)


def without_text(step: str, work: Callable[[], None]) -> None:
    """Do the work of one chunk; an error goes on to Prefect without its text, its cause or its traceback.

    Raises:
        StepFailed: the work could not be done.
    """
    try:
        work()
        return
    except LakstraatError as error:
        failed = StepFailed(step, error.message, advice=error.advice)
    except Exception as error:
        failed = StepFailed(step, type(error).__name__)
    # Outside of the handlers, or the error would hang on to this one as its context.
    raise failed
