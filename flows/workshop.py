# SPDX-License-Identifier: EUPL-1.2
"""Hands work on documents to worker processes and keeps as many under way as there are workers."""

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from flows.engine import DetectorChoice, detector
from flows.settings import Settings
from redaction.worker import Limits, Worker
from schemas.events import quiet_libraries, write_events

Item = TypeVar("Item")
Args = ParamSpec("Args")
Answer = TypeVar("Answer")

_MEBIBYTE: Final = 1024 * 1024


class Workshop:
    """Worker processes, and one thread per worker that waits for it and writes down what came out."""

    def __init__(self, worker: Worker, processes: int) -> None:
        self._worker = worker
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="lakstraat")

    def call(self, function: Callable[Args, Answer], /, *args: Args.args, **kwargs: Args.kwargs) -> Answer:
        """Run a function of ``flows.engine`` in a worker.

        Raises:
            DocumentBlocked: it passed a limit of time or memory, or its process died.
            LakstraatError: as the function raised it.
        """
        return self._worker.call(function, *args, **kwargs)

    def each(self, work: Callable[[Item], None], items: Iterable[Item]) -> None:
        """Do the work for every item, several at a time; ends when all are done."""
        for _ in self._threads.map(work, items):
            pass

    def answers(self, work: Callable[[Item], Answer], items: Iterable[Item]) -> Iterator[Answer]:
        """The answers for every item in their order, several worked on at a time."""
        return self._threads.map(work, items)

    def close(self) -> None:
        """End the threads, then the processes."""
        self._threads.shutdown(cancel_futures=True)
        self._worker.close()


def choice_of(settings: Settings) -> DetectorChoice:
    """Model and policy from the settings."""
    return DetectorChoice(model=settings.detection.model, policy=settings.detection.policy)


@dataclass(slots=True)
class _Shared:
    """A workshop that is open, and how many opened it."""

    workshop: Workshop
    users: int = 0


_OPEN: Final[dict[tuple[Limits, int, DetectorChoice | None], _Shared]] = {}
_DOOR: Final = threading.Lock()


@contextmanager
def open_workshop(settings: Settings, *, detection: bool = True) -> Iterator[Workshop]:
    """The workers that the settings ask for; each loads the detector once, unless detection is not needed.

    Who opens a workshop that is open in this process gets the same one: the chunks of a batch, and its two flows, do
    not load the model again. The last one out closes it.
    """
    limits = Limits(memory_bytes=settings.limits.memory_mib * _MEBIBYTE, seconds=settings.limits.seconds)
    choice = choice_of(settings) if detection else None
    kind = (limits, settings.processes, choice)
    with _DOOR:
        if kind not in _OPEN:
            _OPEN[kind] = _Shared(_start(limits, settings.processes, choice, settings.log))
        shared = _OPEN[kind]
        shared.users += 1
    try:
        yield shared.workshop
    finally:
        with _DOOR:
            shared.users -= 1
            last = not shared.users
            if last:
                del _OPEN[kind]
        if last:
            shared.workshop.close()


def _start(limits: Limits, processes: int, choice: DetectorChoice | None, log: Path | None) -> Workshop:
    """A workshop; its processes start with their first call."""
    worker = Worker(limits, processes=processes, initializer=begin_work, arguments=(choice, log))
    return Workshop(worker, processes)


def begin_work(choice: DetectorChoice | None, log: Path | None) -> None:
    """What a worker process does first: no word of any library about documents, and the model loaded once."""
    quiet_libraries()
    if log is not None:
        write_events(log)
    if choice is not None:
        detector(choice)
