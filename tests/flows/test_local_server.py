# SPDX-License-Identifier: EUPL-1.2
"""Prefect's own server: it answers, it ends with its run however that ends, and it sends nothing to anybody."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.local_server import LocalServer, answers, local_server
from flows.prefect_environment import ALWAYS, prefect_environment
from flows.settings import load_settings
from schemas.errors import ServiceMissing

_START_S = 120
_END_S = 30

_PARENT = """
import sys, time
from pathlib import Path
from flows.local_server import local_server
from flows.prefect_environment import ALWAYS
with local_server(Path(sys.argv[1]), {**ALWAYS, "PREFECT_HOME": sys.argv[1]}) as server:
    server.wait(120)
    print(server.api_url, server._process.pid, flush=True)
    time.sleep(600)
"""


def _gone(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"


def _becomes_gone(process: int) -> bool:
    end = time.monotonic() + _END_S
    while time.monotonic() < end:
        if _gone(process):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: the tables of Prefect's database are made once."""
    return tmp_path_factory.mktemp("prefect")


@pytest.mark.server
def test_it_answers_while_it_is_wanted_and_leaves_no_process(home: Path) -> None:
    with local_server(home, {**ALWAYS, "PREFECT_HOME": str(home)}) as server:
        url = server.wait(_START_S)
        process = server._process.pid
        assert answers(f"{url}/health")
        assert url.startswith("http://127.0.0.1:")
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
        assert children == ""
    assert _gone(process)
    assert not answers(f"{url}/health")
    assert (home / "prefect.db").exists()
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


@pytest.mark.server
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_it_ends_when_its_run_is_killed(home: Path, number: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(home)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent:
        url, _, process = parent.stdout.readline().partition(" ")
        assert answers(f"{url}/health")
        os.kill(parent.pid, number)
        parent.wait(_END_S)
        assert _becomes_gone(int(process))


def test_a_server_that_does_not_start_is_told_with_the_place_of_its_log(tmp_path: Path) -> None:
    server = LocalServer(tmp_path, {"PYTHONPATH": "/nowhere", "PYTHONHOME": "/nowhere"})
    with pytest.raises(ServiceMissing) as caught:
        server.wait(_END_S)
    server.stop()
    assert str(server.log) in caught.value.advice


def test_a_server_that_does_not_answer_in_time_is_told(tmp_path: Path) -> None:
    with local_server(tmp_path, ALWAYS) as server, pytest.raises(ServiceMissing):
        server.wait(0)
    assert _gone(server._process.pid)


def test_telemetry_is_off_for_whatever_prefect_is_started_by(tmp_path: Path) -> None:
    settings = load_settings(environment={}, overrides={"work_dir": str(tmp_path)}).settings
    variables = prefect_environment(settings)
    assert variables["DO_NOT_TRACK"] == "1"
    assert variables["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    asked = (
        "from prefect.settings import get_current_settings as s;"
        "from prefect._internal.analytics.enabled import is_telemetry_enabled as t;"
        "print(s().server.analytics_enabled, t(), s().results.persist_by_default, s().logging.log_prints)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], env={"PATH": os.environ["PATH"], **variables}, check=True, capture_output=True
    )
    assert told.stdout.split() == [b"False", b"False", b"False", b"False"]
