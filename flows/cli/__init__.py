# SPDX-License-Identifier: EUPL-1.2
"""The console command ``lakstraat``. Here errors become one sentence with advice and an exit code."""

import json
import sys
from collections.abc import Sequence
from typing import Final

import typer

from schemas.errors import ExitCode, LakstraatError

_STOPPED: Final = "Stopped. Nothing was lost: the same command goes on where it was."

_INTERRUPTED: Final = 130
"""What Typer gives for an interrupt."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Gives the exit code; see ``schemas.errors.ExitCode``."""
    from flows.cli.app import app

    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    as_json = "--json" in words
    try:
        code = app(args=words, prog_name="lakstraat", standalone_mode=False)
        if code == _INTERRUPTED:
            raise KeyboardInterrupt
        return code if isinstance(code, int) else ExitCode.DONE
    except LakstraatError as error:
        _tell(error.message, error.advice, error.exit_code, as_json=as_json)
        if debug:
            raise
        return error.exit_code
    except typer.TyperException as error:
        message = error.format_message() or "This command needs more words."
        _tell(message, f"See `lakstraat {_command(words)}--help`.", ExitCode.WRONG_USE, as_json=as_json)
        return ExitCode.WRONG_USE
    except (KeyboardInterrupt, typer.Abort):
        _tell(_STOPPED, "", ExitCode.INNER_FAILURE, as_json=as_json)
        return ExitCode.INNER_FAILURE
    except BrokenPipeError:
        sys.stderr.close()  # who read our output went away; there is nobody to tell
        return ExitCode.DONE
    except Exception as error:
        if debug:
            raise
        # The text of an unforeseen error may quote a document, so only its class is told.
        _tell(
            f"An inner failure: {type(error).__name__}.",
            "Run the same command with --debug and report what it says.",
            ExitCode.INNER_FAILURE,
            as_json=as_json,
        )
        return ExitCode.INNER_FAILURE


def _tell(message: str, advice: str, code: ExitCode, *, as_json: bool) -> None:
    if as_json:
        text = json.dumps({"error": message, "advice": advice, "exit_code": int(code)}, ensure_ascii=False)
    else:
        text = f"{message} {advice}".strip()
    sys.stderr.write(text + "\n")


def _command(words: Sequence[str]) -> str:
    """The words before the first option, as far as they are names of commands."""
    from flows.cli.app import command_names

    names = command_names()
    known: list[str] = []
    for word in words[:2]:
        if " ".join([*known, word]) not in names:
            break
        known.append(word)
    return "".join(f"{word} " for word in known)
