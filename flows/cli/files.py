# SPDX-License-Identifier: EUPL-1.2
"""Reads what a command is given."""

from collections.abc import Sequence
from pathlib import Path

from schemas.errors import InputRefused, RefusalReason, WrongUse


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        WrongUse: it is not there or may not be read.
        InputRefused: it is empty.
    """
    if not path.is_file():
        raise WrongUse(f"{path} is not there, or is not a file.", advice="Give the path of an existing file.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WrongUse(f"{path} cannot be read.", advice="Give this user the right to read it.") from error
    if not data:
        raise InputRefused(RefusalReason.EMPTY, f"{path} is empty (0 bytes).")
    return data


def read_terms(terms: Sequence[str] | None, file: Path | None) -> tuple[str, ...]:
    """Terms from the command line and from a file with one on each line; empty lines are passed over.

    Raises:
        WrongUse: the file is not there or is not UTF-8.
    """
    given = list(terms or ())
    if file is not None:
        try:
            given += file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise WrongUse(f"{file} cannot be read as UTF-8 text.", advice="Give a text file.") from error
    return tuple(dict.fromkeys(term.strip() for term in given if term.strip()))
