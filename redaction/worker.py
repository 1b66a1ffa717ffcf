# SPDX-License-Identifier: EUPL-1.2
"""Handles documents in processes with limits: a bomb, a loop or a crash costs one document and not the house."""

import contextlib
import multiprocessing
import os
import pickle
import queue
import resource
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Final, ParamSpec, Self, TypeVar

from schemas.errors import BlockReason, DocumentBlocked, LakstraatError, WrongUse
from schemas.events import log_event

P = ParamSpec("P")
T = TypeVar("T")

_GRACE: Final = 5.0
"""Seconds after the wall-time limit at which a worker ends itself, should nobody have ended it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one call may take.

    Attributes:
        memory_bytes: address space that a call may add to what the process has after its start.
        seconds: wall time of one call.
        start_seconds: wall time of starting a process, with its initializer (a model that loads).
        calls: calls after which a process is replaced, so that what libraries keep in memory does not pile up.
    """

    memory_bytes: int = 2 * 1024**3
    seconds: float = 300.0
    start_seconds: float = 180.0
    calls: int = 1000

    def __post_init__(self) -> None:
        if min(self.memory_bytes, self.seconds, self.start_seconds, self.calls) <= 0:
            raise WrongUse("A limit of a worker is larger than nothing.")


class Worker:
    """A small pool of long-lived processes; the first call of each starts it. May be used from several threads.

    Functions and arguments are pickled, so a function is one that a module holds by name.

    Args:
        limits: what one call may take.
        processes: calls that can run at the same time.
        initializer: runs once in each process before its first call, for what is dear to load.
        arguments: arguments of the initializer.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        processes: int = 1,
        initializer: Callable[..., object] | None = None,
        arguments: tuple[Any, ...] = (),
    ) -> None:
        if processes < 1:
            raise WrongUse("A worker has at least one process.")
        self._limits = Limits() if limits is None else limits
        self._start = (initializer, arguments)
        self._slots: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        self._processes = processes
        self._closed = threading.Event()
        for _ in range(processes):
            self._slots.put(None)

    def call(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a function, run within the limits.

        Raises:
            DocumentBlocked: TIME_LIMIT, MEMORY_LIMIT, or WORKER_CRASHED where the process died or the function
                raised what it should not.
            LakstraatError: as the function raised it.
        """
        if self._closed.is_set():
            raise WrongUse("The worker was closed.")
        request = pickle.dumps((function, args, kwargs), pickle.HIGHEST_PROTOCOL)
        process = self._slots.get()
        try:
            if process is None or not process.alive:
                if process is not None:
                    process.stop()
                process = _Process(self._limits, self._start)
            answer: T = process.ask(request)
            return answer
        finally:
            self._slots.put(process)

    def close(self) -> None:
        """End the processes; calls that still run end as crashed when their time is over. Safe to call twice."""
        self._closed.set()
        for _ in range(self._processes):
            process = self._slots.get()
            if process is not None:
                process.stop()
            self._slots.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Process:
    """The parent's end of one process."""

    def __init__(self, limits: Limits, start: tuple[Callable[..., object] | None, tuple[Any, ...]]) -> None:
        # spawn: nothing of the parent's threads, locks or open documents gets into the child.
        context = multiprocessing.get_context("spawn")
        self._limits = limits
        self._connection, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=_serve, args=(theirs, limits, *start), name="lakstraat-worker", daemon=True
        )
        self._calls = 0
        self._usable = True
        self._process.start()
        theirs.close()
        try:
            self._receive(limits.start_seconds)
        except BaseException:
            self.stop()
            raise

    @property
    def alive(self) -> bool:
        """True while it can take another call."""
        return self._usable and self._process.is_alive()

    def ask(self, request: bytes) -> Any:
        """Send a request and give its answer, or raise what became of it."""
        self._calls += 1
        try:
            self._connection.send_bytes(request)
            return self._receive(self._limits.seconds)
        except OSError:
            self.stop()
            raise _crashed() from None
        except BaseException as error:
            if not isinstance(error, LakstraatError):
                self.stop()  # an interrupt of the parent: the child is still busy
            raise
        finally:
            if self._calls >= self._limits.calls:
                self._usable = False

    def _receive(self, seconds: float) -> Any:
        if not self._connection.poll(seconds):
            self.stop()
            raise DocumentBlocked(BlockReason.TIME_LIMIT, "Handling the document took longer than is allowed.")
        try:
            outcome, value = pickle.loads(self._connection.recv_bytes())
        except (EOFError, OSError):
            self.stop()
            raise _crashed() from None
        if outcome == "done":
            return value
        if outcome == "raised":
            raise value
        if outcome == "memory":
            self.stop()
            raise DocumentBlocked(BlockReason.MEMORY_LIMIT, "Handling the document took more memory than is allowed.")
        error, place = value
        log_event("worker.failed", error=error, step=place)
        raise DocumentBlocked(BlockReason.WORKER_CRASHED, f"Handling the document failed ({error} at {place}).")

    def stop(self) -> None:
        """Kill the process; it holds nothing that needs an orderly end."""
        self._usable = False
        self._connection.close()
        self._process.kill()
        self._process.join()


def _crashed() -> DocumentBlocked:
    return DocumentBlocked(BlockReason.WORKER_CRASHED, "The process that handled the document died.")


# -- in the child


def _serve(
    connection: Connection, limits: Limits, initializer: Callable[..., object] | None, arguments: tuple[Any, ...]
) -> None:
    """The child: load, then answer requests until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold a document
    _answer(connection, lambda: None if initializer is None else initializer(*arguments), wanted=False)
    _limit_memory(limits.memory_bytes)
    while True:
        try:
            request = connection.recv_bytes()
        except EOFError:
            os._exit(0)
        # A backstop in the kernel: it also works when the parent is gone or a C library does not give way.
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
        _answer(connection, lambda request=request: _run(request))  # type: ignore[misc]
        del request
        signal.setitimer(signal.ITIMER_REAL, 0)


def _run(request: bytes) -> Any:
    function, args, kwargs = pickle.loads(request)
    return function(*args, **kwargs)


def _answer(connection: Connection, work: Callable[[], Any], *, wanted: bool = True) -> None:
    """Send what became of the work. Texts of unexpected errors stay here: they could quote the document."""
    try:
        value = work()
        message = pickle.dumps(("done", value if wanted else None), pickle.HIGHEST_PROTOCOL)
    except LakstraatError as error:
        message = pickle.dumps(("raised", error), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        message = pickle.dumps(("memory", None))
    except BaseException as error:  # the border of the process: whatever it is, the parent must hear of it
        message = pickle.dumps(("failed", (type(error).__name__, _place(error))))
    with contextlib.suppress(BrokenPipeError):
        connection.send_bytes(message)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"


def _limit_memory(more: int) -> None:
    """Limit the address space to what the process has now and ``more`` bytes."""
    statistics = Path("/proc/self/statm")
    if not statistics.exists():  # not Linux: the wall time and the document limits still hold
        return
    pages = int(statistics.read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + more
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
