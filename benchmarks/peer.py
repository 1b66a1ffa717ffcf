# SPDX-License-Identifier: EUPL-1.2
"""PyMuPDF as another program that plays the same game, in an environment of its own.

It is licensed under the AGPL, so it is no part of this project's environment or lock: make another one
(``python3 -m venv elsewhere && elsewhere/bin/pip install pymupdf``) and give its interpreter as ``--peer``. This file
is the half that talks to it; ``benchmarks/peer_pymupdf.py`` is the half that runs there.
"""

import base64
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

_SCRIPT: Final = Path(__file__).with_name("peer_pymupdf.py")


class Peer:
    """The other program, started once.

    Args:
        python: interpreter that has PyMuPDF.
    """

    def __init__(self, python: Path) -> None:
        if not python.is_file():
            raise SystemExit(f"There is no interpreter at {python}.")
        self._process = subprocess.Popen(
            [str(python), str(_SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.version: str = self._asked({"task": "version"})["version"]

    def without(self, data: bytes, term: str) -> bytes:
        """A PDF after its redaction of a term."""
        answer = self._asked({"task": "remove", "data": base64.b64encode(data).decode("ascii"), "term": term})
        return base64.b64decode(answer["data"])

    def timed(self, path: Path, words: Sequence[Sequence[str]]) -> tuple[int, int, float]:
        """Pages, redactions and seconds of searching words on each page, redacting them and writing the file."""
        answer = self._asked({"task": "time", "path": str(path), "words": [list(listed) for listed in words]})
        return answer["pages"], answer["redactions"], answer["seconds"]

    def _asked(self, question: dict[str, Any]) -> dict[str, Any]:
        pipe, answers = self._process.stdin, self._process.stdout
        assert pipe is not None and answers is not None  # both were asked for
        pipe.write(json.dumps(question) + "\n")
        pipe.flush()
        line = answers.readline()
        if not line:
            raise SystemExit("The peer stopped; does its interpreter have PyMuPDF (`pip install pymupdf`)?")
        result: dict[str, Any] = json.loads(line)
        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(timeout=10)
