# SPDX-License-Identifier: EUPL-1.2
"""The one place in the flows where an error becomes a state with a reason. The text of an error goes no further."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from flows.house import House
from flows.ledger.states import LEGAL, State
from schemas.errors import DocumentBlocked, InputRefused, LakstraatError
from schemas.events import log_event

Answer = TypeVar("Answer")


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


def _possible(now: State, stop: Stop) -> Stop | None:
    """The stop where a document can go there from where it is, otherwise a failure; None where it is past failing."""
    for state in (stop.state, State.FAILED):
        if state in LEGAL[now]:
            return replace(stop, state=state)
    return None


def guarded(house: House, key: int, step: str, work: Callable[[], Answer]) -> Answer | None:
    """Do one step on one document; an error stops this document and no other, and gives None."""
    try:
        return work()
    except Exception as error:
        document = house.ledger.documents.get(key)
        stop = _possible(document.state, stop_of(error))
        if stop is None:
            log_event("document_left", document=document.id, step=step, state=document.state.value)
            return None
        log_event("document_stopped", document=document.id, step=step, state=stop.state.value, reason=stop.reason)
        house.ledger.documents.move(key, stop.state, now=house.now(), reason=stop.reason)
        return None


def caught(work: Callable[[], object]) -> Exception | None:
    """Do something that may fail without stopping what comes after it; gives the error, for ``guarded`` to judge."""
    try:
        work()
    except Exception as error:
        return error
    return None


class StepFailed(LakstraatError):
    """A step broke in a way that nobody foresaw. Says which step and which class of error: Prefect may show that."""

    default_advice = "What was done is kept: `lakstraat batch resume ID` goes on when the cause is gone."

    def __init__(self, step: str, error: str) -> None:
        super().__init__(f"The step {step} stopped: {error}.")


def without_text(step: str, work: Callable[[], Answer]) -> Answer:
    """Do the work of a flow or task; Prefect gets to see no error but ours, without causes and tracebacks.

    Raises:
        LakstraatError: as the work raised it; what was not foreseen becomes ``StepFailed``.
    """
    try:
        return work()
    except LakstraatError as error:
        failed = error
    except Exception as error:
        failed = StepFailed(step, type(error).__name__)
    # Outside of the handlers, or the error would hang on to this one as its context; and a cause may quote a path.
    failed.__cause__ = failed.__context__ = None
    raise failed.with_traceback(None)
