# SPDX-License-Identifier: EUPL-1.2
"""What is written about the program is true of it: commands, settings, links."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli.app import command_names
from flows.settings import describe

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_COMMAND = re.compile(r"(?<![\w-])lakstraat ((?:[a-z][a-z-]*)(?: [a-z]+)?)")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)")
_VARIABLE = re.compile(r"LAKSTRAAT_[A-Z_]+")
_NOT_SETTINGS = {"LAKSTRAAT_SETTINGS", "LAKSTRAAT_HOME", "LAKSTRAAT_SHARED"}


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _commands(text: str) -> Iterator[str]:
    for code in _CODE.findall(text):
        yield from _COMMAND.findall(code)


def _is_known(words: str) -> bool:
    return words in command_names() or words.split()[0] in command_names()


def test_every_command_is_written_about() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    written = {words for words in _commands(text)} | {words.split()[0] for words in _commands(text)}
    assert command_names() - {"batch", "site", "values"} - written == set()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_command_that_is_written_about_exists(page: Path) -> None:
    assert [words for words in _commands(page.read_text(encoding="utf-8")) if not _is_known(words)] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_variable_that_is_written_about_is_a_setting(page: Path) -> None:
    known = {"LAKSTRAAT_" + name.replace(".", "__").upper() for name, _ in describe()} | _NOT_SETTINGS
    assert set(_VARIABLE.findall(page.read_text(encoding="utf-8"))) - known == set()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    absent = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in absent if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_make_target_that_is_written_about_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    code = "\n".join(_CODE.findall(page.read_text(encoding="utf-8")))
    assert set(re.findall(r"(?<![\w-])make ([a-z]+)", code)) - targets == set()
