# SPDX-License-Identifier: EUPL-1.2
"""Rules of the house that no linter holds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("archive", "flows", "publication", "redaction", "review", "schemas")


def _modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (ROOT / folder).rglob("*.py")


def test_only_the_gate_makes_a_verified_document() -> None:
    """The type that publication accepts is built in redaction/verification and nowhere else in the program."""
    makers = {
        path.relative_to(ROOT).parts[:2]
        for path in _modules(*ROOMS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (
            getattr(node.func, "id", None) == "VerifiedDocument"
            or getattr(node.func, "attr", None) == "VerifiedDocument"
        )
    }
    assert makers == {("redaction", "verification")}


def test_errors_are_translated_in_the_command_line_and_in_the_steps_only() -> None:
    """`except Exception` is allowed at two doors: the command line and the steps of a flow."""
    catchers = {
        path.relative_to(ROOT).as_posix()
        for path in _modules(*ROOMS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", None) in {"Exception", "BaseException"})
    }
    allowed = re.compile(r"flows/(cli|steps)/|redaction/worker\.py|redaction/worker/")
    assert {path for path in catchers if not allowed.match(path)} == set()


def test_every_module_names_its_licence() -> None:
    for path in _modules(*ROOMS, "tests", "benchmarks"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(("# SPDX-License-Identifier: EUPL-1.2\n", "#!")), path.relative_to(ROOT)


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "core"])
def test_no_room_for_leftovers(word: str) -> None:
    assert [path for path in _modules(*ROOMS) if word in (path.stem, path.parent.name)] == []
