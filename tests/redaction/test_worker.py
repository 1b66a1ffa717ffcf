# SPDX-License-Identifier: EUPL-1.2
"""A call within limits gives its result; beyond them it costs that call only."""

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Iterator

import pytest

from redaction.worker import Limits, Worker
from schemas.errors import (
    BlockReason,
    DocumentBlocked,
    InputRefused,
    LakstraatError,
    NotVerified,
    RefusalReason,
    ServiceMissing,
    WrongUse,
)

_LOADED: list[str] = []


def _load(name: str) -> None:
    _LOADED.append(name)


def _loaded() -> tuple[str, ...]:
    return tuple(_LOADED)


def _process() -> int:
    return os.getpid()


def _loop() -> None:
    while True:
        pass


def _eat() -> int:
    return len(b"x" * (8 * 1024**3))


def _nest() -> int:
    value = b"x" * 1024
    for _ in range(40):
        value += value
    return len(value)


def _die(number: int) -> None:
    os.kill(os.getpid(), number)


def _leave() -> None:
    os._exit(3)


def _raise(error: Exception) -> None:
    raise error


def _echo(data: bytes) -> bytes:
    return data


def _unpicklable() -> object:
    return lambda: None


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(Limits(memory_bytes=512 * 1024**2, seconds=30), initializer=_load, arguments=("model",)) as made:
        yield made


def test_result_comes_back_from_one_long_lived_process(worker: Worker) -> None:
    first = worker.call(_process)
    assert first != os.getpid()
    assert worker.call(_process) == first
    assert worker.call(_loaded) == ("model",)


def test_large_bytes_cross_in_both_directions(worker: Worker) -> None:
    data = bytes(range(256)) * 40_000
    assert worker.call(_echo, data) == data


@pytest.mark.parametrize("function", [_eat, _nest])
def test_memory_bomb_costs_its_own_call(worker: Worker, function: object) -> None:
    before = worker.call(_process)
    with pytest.raises(DocumentBlocked) as caught:
        worker.call(function)  # type: ignore[arg-type]
    assert caught.value.reason is BlockReason.MEMORY_LIMIT
    assert worker.call(_process) != before
    assert worker.call(_loaded) == ("model",)


def test_loop_ends_and_its_process_is_gone() -> None:
    with Worker(Limits(seconds=4.0)) as worker:
        before = worker.call(_process)
        with pytest.raises(DocumentBlocked) as caught:
            worker.call(_loop)
        assert caught.value.reason is BlockReason.TIME_LIMIT
        with pytest.raises(ProcessLookupError):
            os.kill(before, 0)
        assert worker.call(_echo, b"next") == b"next"


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_crash_costs_its_own_call(worker: Worker, number: int) -> None:
    with pytest.raises(DocumentBlocked) as caught:
        worker.call(_die, number)
    assert caught.value.reason is BlockReason.WORKER_CRASHED
    assert worker.call(_echo, b"next") == b"next"


def test_exit_counts_as_a_crash(worker: Worker) -> None:
    with pytest.raises(DocumentBlocked) as caught:
        worker.call(_leave)
    assert caught.value.reason is BlockReason.WORKER_CRASHED


def test_process_that_died_while_idle_costs_one_call(worker: Worker) -> None:
    os.kill(worker.call(_process), signal.SIGKILL)
    outcomes = []
    for _ in range(2):
        try:
            outcomes.append(worker.call(_echo, b"a"))
        except DocumentBlocked as error:
            assert error.reason is BlockReason.WORKER_CRASHED
    assert outcomes[-1:] == [b"a"]


@pytest.mark.parametrize(
    "error",
    [
        InputRefused(RefusalReason.DAMAGED, "Broken.", advice="Mend it."),
        DocumentBlocked(BlockReason.PORTFOLIO, "A portfolio.", page=3),
        NotVerified("It leaks.", page=1),
        ServiceMissing("No model."),
        WrongUse("No such thing."),
    ],
    ids=lambda error: type(error).__name__,
)
def test_our_errors_cross_whole(worker: Worker, error: LakstraatError) -> None:
    with pytest.raises(type(error)) as caught:
        worker.call(_raise, error)
    assert str(caught.value) == str(error)
    assert vars(caught.value) == vars(error)
    assert vars(pickle.loads(pickle.dumps(error))) == vars(error)


def test_text_of_an_unexpected_error_stays_in_the_child(worker: Worker) -> None:
    before = worker.call(_process)
    with pytest.raises(DocumentBlocked) as caught:
        worker.call(_raise, ValueError("Jansen"))
    assert caught.value.reason is BlockReason.WORKER_CRASHED
    assert "ValueError" in str(caught.value)
    assert "Jansen" not in str(caught.value)
    assert worker.call(_process) == before


def test_result_that_cannot_cross_is_a_named_failure(worker: Worker) -> None:
    with pytest.raises(DocumentBlocked) as caught:
        worker.call(_unpicklable)
    assert caught.value.reason is BlockReason.WORKER_CRASHED


def test_initializer_that_fails_is_told() -> None:
    with (
        Worker(Limits(), initializer=_raise, arguments=(ServiceMissing("No model."),)) as worker,
        pytest.raises(ServiceMissing),
    ):
        worker.call(_process)


def test_process_is_replaced_after_its_calls() -> None:
    with Worker(Limits(calls=2)) as worker:
        processes = [worker.call(_process) for _ in range(5)]
    assert processes[0] == processes[1] != processes[2] == processes[3] != processes[4]


def test_threads_share_the_processes() -> None:
    with Worker(Limits(), processes=2) as worker:
        seen: list[int] = []
        threads = [threading.Thread(target=lambda: seen.append(worker.call(_process))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(seen) == 8
    assert len(set(seen)) <= 2


def test_nothing_is_left_after_closing() -> None:
    worker = Worker(Limits())
    process = worker.call(_process)
    worker.close()
    worker.close()
    assert process not in {child.pid for child in multiprocessing.active_children()}
    with pytest.raises(WrongUse):
        worker.call(_process)


@pytest.mark.parametrize("field", ["memory_bytes", "seconds", "start_seconds", "calls"])
def test_limits_are_larger_than_nothing(field: str) -> None:
    with pytest.raises(WrongUse):
        Limits(**{field: 0})
