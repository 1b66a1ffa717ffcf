# SPDX-License-Identifier: EUPL-1.2
"""The program and its Prefect server as processes, as somebody who uses them would start them."""

import json
import os
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
RUN_S = 400
_LOOK_S = 0.05


@dataclass(frozen=True, kw_only=True)
class Prefect:
    """A running server."""

    api_url: str
    home: Path

    def ask(self, path: str, **body: object) -> Any:
        """What its API answers."""
        request = urllib.request.Request(
            f"{self.api_url}/{path}", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())


@dataclass(frozen=True, kw_only=True)
class Place:
    """A work folder with a site, and the settings of a run in it."""

    folder: Path
    archive: Path
    prefect: Prefect
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def work(self) -> Path:
        return self.folder / "work"

    @property
    def environment(self) -> dict[str, str]:
        """The settings as variables."""
        self.folder.mkdir(exist_ok=True)
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.folder),
            "TMPDIR": str(temporary),
            "LAKSTRAAT_ARCHIVE": str(self.archive),
            "LAKSTRAAT_SITE": str(self.site),
            "LAKSTRAAT_WORK_DIR": str(self.work),
            "LAKSTRAAT_APPROVE": "automatic",
            "LAKSTRAAT_LOG": str(self.folder / "events.log"),
            "LAKSTRAAT_WORK__PROCESSES": "1",
            "LAKSTRAAT_WORK__CHUNK": "3",
            "LAKSTRAAT_PREFECT__API_URL": self.prefect.api_url,
            "PREFECT_API_URL": self.prefect.api_url,
            "PREFECT_HOME": str(self.folder / "prefect"),
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            **self.extra,
        }

    def run(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        """Run a command of the program to its end."""
        return subprocess.run(
            [PROGRAMS / "lakstraat", *words], env=self.environment, cwd=self.folder, capture_output=True, timeout=RUN_S
        )

    def report(self, *words: str) -> dict[str, Any]:
        """What a command answers in JSON when all went well."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr.decode()
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def run_until(self, enough: Callable[[sqlite3.Connection], bool]) -> None:
        """Start a run and kill it without a word as soon as the ledger says that it is far enough."""
        with subprocess.Popen(
            [PROGRAMS / "lakstraat", "run"], env=self.environment, cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            end = time.monotonic() + RUN_S
            while not self._is(enough):
                assert process.poll() is None, "the run was over before it could be killed"
                assert time.monotonic() < end, "the run never got so far"
                time.sleep(_LOOK_S)
            process.kill()

    def _is(self, enough: Callable[[sqlite3.Connection], bool]) -> bool:
        path = self.work / "ledger.sqlite3"
        if not path.exists():
            return False
        ledger = sqlite3.connect(path, timeout=30)
        try:
            return enough(ledger)
        except sqlite3.OperationalError:
            return False  # its tables are being made
        finally:
            ledger.close()

    def query(self, question: str) -> list[tuple[Any, ...]]:
        """Rows of the ledger."""
        ledger = sqlite3.connect(self.work / "ledger.sqlite3")
        try:
            return ledger.execute(question).fetchall()
        finally:
            ledger.close()
