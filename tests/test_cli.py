# SPDX-License-Identifier: EUPL-1.2
"""The command line as it is promised: every command, help at once, errors in one sentence, exit codes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from flows.cli import main
from flows.cli.app import app, command_names

LAKSTRAAT = Path(sys.executable).parent / "lakstraat"
PROMISED = (
    "run", "detect", "redact", "verify", "batch submit", "batch status", "batch resume", "publish", "withdraw",
    "suspend", "resume", "replace", "site check", "inventory", "doctor", "train", "evaluate", "sample-archive",
    "status", "intake", "duplicates",
)  # fmt: skip
PLANTED = "Sjoukje Wiersma-Planting"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder without settings; what a command tells other processes by the environment is put back."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_every_promised_command_is_there() -> None:
    assert set(PROMISED) <= command_names()


def test_every_command_takes_json_except_the_page_for_people() -> None:
    """A group has no answer of its own."""
    groups = {group.name for group in app.registered_groups}
    for name in command_names() - {group for group in groups if group} - {"review"}:
        options = {option for parameter in _parameters(name) for option in parameter}
        assert "--json" in options, name


def _parameters(name: str) -> Iterator[list[str]]:
    command = typer.main.get_command(app)
    for word in name.split():
        command = command.commands[word]  # type: ignore[attr-defined]
    for parameter in command.params:
        yield list(parameter.opts)


@pytest.mark.parametrize("name", ["", *PROMISED])
def test_every_command_and_option_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*name.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Usage: lakstraat" in shown
    assert "--help" in shown


def test_help_imports_nothing_heavy() -> None:
    """Help must come at once, so what a command needs is imported when it runs."""
    code = "import sys; from flows.cli import main; [main([*name.split(), '--help']) for name in sys.argv[1:]]"
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code, "", *PROMISED], capture_output=True, text=True, check=True
    )
    imported = {line.rpartition("|")[2].strip().split(".")[0] for line in told.stderr.splitlines()}
    assert "typer" in imported
    heavy = {"prefect", "spacy", "presidio_analyzer", "fastapi", "boto3", "sqlalchemy", "numpy", "pypdf", "pikepdf"}
    assert imported & heavy == set()


@pytest.mark.parametrize("name", ["", *PROMISED])
def test_help_comes_at_once(name: str) -> None:
    """In under half a second of work; the clock of a busy machine says nothing about us."""
    before = os.times()
    subprocess.run([LAKSTRAAT, *name.split(), "--help"], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 0.5


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["nonsense"], 2, "nonsense"),
        (["run", "--nonsense"], 2, "--nonsense"),
        (["run"], 2, "No archive is named."),
        (["run", "--archive", "absent", "--site", "site"], 2, "The archive folder is not there."),
        (["run", "--archive", ".", "--site", "site", "--category", "nonsense"], 2, "category is not on the list"),
        (["run", "--archive", ".", "--site", "site", "--base-url", "http://open.example"], 2, "https only"),
        (["run", "--archive", "."], 2, "No site is named."),
        (["run", "--archive", ".", "--site", "site", "--approve", "sometimes"], 2, "sometimes"),
        (["run", "--settings", "absent.toml"], 2, "absent.toml is not there"),
        (["detect"], 2, "Nothing to search was named."),
        (["detect", "absent.pdf"], 2, "absent.pdf is not there"),
        (["detect", "--jsonl", "absent.jsonl", "--out", "out.jsonl"], 2, "absent.jsonl is not there"),
        (["redact", "absent.pdf", "--out", "out.pdf"], 2, "absent.pdf is not there"),
        (["redact", "absent.pdf", "--out", "out.pdf", "--ground", "9.9"], 2, "Unknown Woo ground."),
        (["redact", "absent.pdf", "--out", "out.pdf", "--no-detect"], 2, "There is nothing to redact."),
        (["verify", "absent.pdf"], 2, "absent.pdf is not there"),
        (["verify", "empty.pdf"], 3, "empty.pdf is empty"),
        (["batch", "status", "b-nothing"], 2, "does not know this batch"),
        (["batch", "resume", "b-nothing"], 2, "does not know this batch"),
        (["batch", "submit", "--archive", ".", "--site", "site"], 4, "No Prefect server is set"),
        (["status", "0" * 32], 2, "does not know this document"),
        (["publish", "0" * 32], 2, "does not know this document"),
        (["withdraw", "0" * 32, "--reason", "zomaar"], 2, "zomaar"),
        (["withdraw", "0" * 32, "--reason", "suspended_document"], 2, "This document is not public."),
        (["suspend", "0" * 32, "--reason", "unreadable_document"], 2, "to withdraw a document for good"),
        (["suspend", "0" * 32, "--reason", "suspended_document"], 2, "does not know this document"),
        (["resume", "0" * 32], 2, "does not know this document"),
        (["replace", "0" * 32, "empty.pdf", "--reason", "zomaar"], 2, "not a reason"),
        (["inventory", "b-nothing", "--out", "x.csv"], 2, "does not know this batch"),
        (["site", "check", "absent"], 2, "There is no such folder."),
        (["train", "--data", "absent", "--out", "model"], 3, "not a readable list of names"),
    ],
)
def test_an_error_is_one_sentence_with_advice_and_a_code(
    words: list[str], code: int, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.pdf").touch()
    assert main(words) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert part in told.err
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    assert not (tmp_path / "out.pdf").exists()


def test_an_error_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--json"]) == 2
    told = json.loads(capsys.readouterr().err)
    assert told == {
        "error": "No archive is named.",
        "advice": "Give --archive PATH_OR_URI, or set archive in the settings.",
        "exit_code": 2,
    }


def _broken(*_: object, **__: object) -> None:
    raise RuntimeError(PLANTED)


def test_an_unforeseen_error_tells_its_class_and_not_its_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("flows.settings.load_settings", _broken)
    assert main(["status"]) == 5
    told = capsys.readouterr().err
    assert told == "An inner failure: RuntimeError. Run the same command with --debug and report what it says.\n"
    with pytest.raises(RuntimeError):
        main(["status", "--debug"])


def test_an_interrupt_says_that_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.settings.load_settings", interrupted)
    assert main(["status"]) == 5
    assert "Nothing was lost" in capsys.readouterr().err


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("lakstraat ")


def test_a_reader_that_goes_away_is_no_error() -> None:
    program = subprocess.Popen([LAKSTRAAT, "doctor", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    """Whoever reads the error stream from a file finds errors there, and nothing else."""
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "Er is niets."}\n', encoding="utf-8")
    done = subprocess.run(
        [LAKSTRAAT, "detect", "--jsonl", "in.jsonl", "--out", "out.jsonl"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    shown = _on_a_terminal([str(LAKSTRAAT), "detect", "--jsonl", "in.jsonl", "--out", "out2.jsonl"], tmp_path)
    assert "searching" in shown


def _on_a_terminal(command: list[str], folder: Path) -> str:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=folder, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    ) as run:
        os.close(theirs)
        shown = b""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break  # the other end was closed
            if not part:
                break
            shown += part
        assert run.wait(10) == 0
    os.close(ours)
    return shown.decode()
