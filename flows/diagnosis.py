# SPDX-License-Identifier: EUPL-1.2
"""What is there and what is missing on this machine, each with the command that installs it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from flows.settings import Settings
from schemas.errors import LakstraatError

_GIBIBYTE: Final = 1024**3
_ASK_S: Final = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        needed: the program does not work without it; otherwise it only does less.
        without: what cannot be done when it is not there.
        install: the command or setting that puts it right.
    """

    name: str
    good: bool
    needed: bool
    found: str
    without: str = ""
    install: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Program:
    """A system program that serves when it is there."""

    names: tuple[str, ...]
    question: tuple[str, ...]
    without: str
    install: str


_PROGRAMS: Final = (
    _Program(
        names=("tesseract",),
        question=("--version",),
        without="scans without text are blocked",
        install="apt-get install tesseract-ocr tesseract-ocr-nld",
    ),
    _Program(
        names=("soffice", "libreoffice"),
        question=("--version",),
        without="office documents, mail and text are refused",
        install="apt-get install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui",
    ),
    _Program(
        names=("chromium", "chromium-browser", "google-chrome"),
        question=("--version",),
        without="the site cannot be looked at with a real browser in the tests",
        install="apt-get install chromium",
    ),
)


def diagnose(settings: Settings) -> Iterator[Check]:
    """Look at everything, one thing after the other."""
    yield _python()
    yield from (
        _package(name) for name in ("prefect", "presidio-analyzer", "spacy", "pypdf", "pypdfium2", "pdfplumber")
    )
    yield from _pins()
    yield _work_dir(settings)
    yield _attempt("ledger", lambda: _ledger(settings), "Correct ledger.url in the settings.")
    yield _attempt("model", lambda: _model(settings), "Correct detection.model, or make one: lakstraat train.")
    yield from (_program(program) for program in _PROGRAMS)
    yield _tesseract_dutch()
    yield _prefect_server(settings)


def _python() -> Check:
    number = ".".join(str(part) for part in sys.version_info[:3])
    good = (3, 11) <= sys.version_info < (3, 14)
    return Check(name="python", good=good, needed=True, found=number, install="Use Python 3.11, 3.12 or 3.13.")


def _package(name: str) -> Check:
    try:
        return Check(name=name, good=True, needed=True, found=version(name))
    except PackageNotFoundError:
        return Check(name=name, good=False, needed=True, found="not installed", install="make setup")


def _pins() -> Iterator[Check]:
    """Two libraries of which newer versions install, but break Prefect 3.8 when it runs."""
    for name, below, without in (
        ("fastapi", (0, 151), "Prefect's deployments cannot be made, and later its server does not start"),
        ("sqlalchemy", (2, 1), "Prefect's schedules never fire"),
    ):
        found = version(name)
        parts = tuple(int(part) for part in found.split(".")[:2])
        good = parts < below
        yield Check(
            name=name, good=good, needed=True, found=found, without="" if good else without, install="make setup"
        )


def _work_dir(settings: Settings) -> Check:
    folder = settings.work_dir
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    good = os.access(existing, os.W_OK) and free > _GIBIBYTE
    return Check(
        name="work folder",
        good=good,
        needed=True,
        found=f"{folder}, {free / _GIBIBYTE:.0f} GiB free",
        install="Give another folder: --work-dir, or work_dir in the settings.",
    )


def _attempt(name: str, look: Callable[[], str], install: str) -> Check:
    try:
        return Check(name=name, good=True, needed=True, found=look())
    except LakstraatError as error:
        return Check(name=name, good=False, needed=True, found=error.message, install=install)


def _ledger(settings: Settings) -> str:
    from flows.ledger.ledger import open_ledger

    ledger = open_ledger(settings.ledger_url)
    try:
        return f"{ledger.engine.dialect.name}, {sum(ledger.batches.counts().values())} documents"
    finally:
        ledger.close()


def _model(settings: Settings) -> str:
    from flows.engine import DetectorChoice, detector

    found = detector(DetectorChoice(model=settings.detection.model, policy=settings.detection.policy))
    return f"model {found.model_version}, policy {found.policy_version}"


def _program(program: _Program) -> Check:
    path = next((found for name in program.names if (found := shutil.which(name))), None)
    if path is None:
        return Check(
            name=program.names[0],
            good=False,
            needed=False,
            found="not installed",
            without=program.without,
            install=program.install,
        )
    return Check(name=program.names[0], good=True, needed=False, found=_first_line([path, *program.question]) or path)


def _tesseract_dutch() -> Check:
    path = shutil.which("tesseract")
    languages = _answer([path, "--list-langs"]).split() if path else []
    good = "nld" in languages
    return Check(
        name="tesseract in Dutch",
        good=good,
        needed=False,
        found="nld" if good else "not installed",
        without="" if good else "Dutch scans are not read well",
        install="apt-get install tesseract-ocr-nld",
    )


def _prefect_server(settings: Settings) -> Check:
    url = settings.prefect.api_url
    if url is None:
        return Check(name="prefect server", good=True, needed=False, found="a local one is started for each run")
    from flows.local_server import answers

    good = answers(f"{url.rstrip('/')}/health")
    return Check(
        name="prefect server",
        good=good,
        needed=True,
        found="answers" if good else "does not answer",
        install="prefect server start, or correct prefect.api_url",
    )


def _first_line(command: list[str]) -> str:
    return next(iter(_answer(command).splitlines()), "").strip()


def _answer(command: list[str]) -> str:
    """What a program says; nothing when it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=_ASK_S, check=False, cwd=Path("/"))
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).decode("utf-8", "replace")
