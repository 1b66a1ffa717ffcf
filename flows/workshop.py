# SPDX-License-Identifier: EUPL-1.2
"""Hands work on documents to worker processes and keeps as many under way as there are workers."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, ParamSpec, TypeVar

from flows.engine import DetectorChoice, detector
from flows.settings import Settings
from redaction.worker import Limits, Worker

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

    def answers(self, work: Callable[[Item], Answer], items: Iterable[Item]) -> list[Answer]:
        """The answers for every item in their order, several worked on at a time."""
        return list(self._threads.map(work, items))

    def close(self) -> None:
        """End the threads; the worker is closed by who opened it."""
        self._threads.shutdown(cancel_futures=True)


def choice_of(settings: Settings) -> DetectorChoice:
    """Model and policy from the settings."""
    return DetectorChoice(model=settings.detection.model, policy=settings.detection.policy)


@contextmanager
def open_workshop(settings: Settings, *, detection: bool = True) -> Iterator[Workshop]:
    """Start the workers that the settings ask for; each loads the detector once, unless detection is not needed."""
    limits = Limits(memory_bytes=settings.limits.memory_mib * _MEBIBYTE, seconds=settings.limits.seconds)
    start, arguments = (detector, (choice_of(settings),)) if detection else (None, ())
    with Worker(limits, processes=settings.processes, initializer=start, arguments=arguments) as worker:
        workshop = Workshop(worker, settings.processes)
        try:
            yield workshop
        finally:
            workshop.close()
