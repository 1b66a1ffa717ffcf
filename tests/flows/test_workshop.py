# SPDX-License-Identifier: EUPL-1.2
"""Worker processes: shared while they are open, gone when the last one leaves."""

import os
from pathlib import Path

import pytest

from flows.settings import Settings, load_settings
from flows.workshop import open_workshop
from schemas.errors import BlockReason, DocumentBlocked, WrongUse


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    overrides = {"work_dir": str(tmp_path), "work.processes": 2, "limits.seconds": 20.0}
    return load_settings(environment={}, overrides=overrides).settings


def test_answers_come_in_order_and_from_other_processes(settings: Settings) -> None:
    with open_workshop(settings, detection=False) as workshop:
        assert list(workshop.answers(lambda number: workshop.call(abs, number), [-3, -1, -2])) == [3, 1, 2]
        assert workshop.call(os.getpid) != os.getpid()


def test_who_opens_an_open_workshop_gets_its_processes(settings: Settings) -> None:
    with open_workshop(settings, detection=False) as outer:
        process = outer.call(os.getpid)
        with open_workshop(settings, detection=False) as inner:
            assert inner.call(os.getpid) == process
        assert outer.call(os.getpid) == process
    with pytest.raises(WrongUse, match="was closed"):
        outer.call(os.getpid)
    assert not Path(f"/proc/{process}").exists()


def test_other_limits_are_another_workshop(settings: Settings) -> None:
    tight = settings.model_copy(update={"limits": settings.limits.model_copy(update={"seconds": 10.0})})
    with open_workshop(settings, detection=False) as one, open_workshop(tight, detection=False) as other:
        assert one.call(os.getpid) != other.call(os.getpid)


def test_a_process_that_dies_costs_one_call(settings: Settings) -> None:
    with open_workshop(settings, detection=False) as workshop:
        with pytest.raises(DocumentBlocked) as caught:
            workshop.call(os._exit, 3)
        assert caught.value.reason is BlockReason.WORKER_CRASHED
        assert workshop.call(abs, -1) == 1
