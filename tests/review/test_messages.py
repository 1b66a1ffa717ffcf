# SPDX-License-Identifier: EUPL-1.2
"""Whatever the desk refuses, an officer reads why in Dutch."""

import ast
from collections.abc import Iterator
from pathlib import Path

from review.texts import DUTCH, catalogue

ROOMS = [*(Path(__file__).parents[2] / "review").rglob("*.py"), Path(__file__).parents[2] / "schemas" / "woo.py"]
RAISED = {"WrongUse", "NotYours", "NotAdmitted"}


def said(source: str) -> Iterator[str]:
    """Messages and advice of the errors that a module raises or defines."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name), args=given, keywords=named)) if name in RAISED:
                texts = [*given, *(one.value for one in named if one.arg == "advice")]
            case ast.Assign(targets=[ast.Name(id="default_advice")], value=value):
                texts = [value]
            case ast.Call(func=ast.Attribute(attr="__init__"), args=[first, *_]):
                texts = [first]
            case _:
                continue
        yield from (one.value for one in texts if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_every_message_has_its_dutch() -> None:
    found = {text for path in ROOMS for text in said(path.read_text())}
    assert len(found) > 40, "the search itself works"
    assert {text for text in found if f"message.{text}" not in catalogue(DUTCH)} == set()
