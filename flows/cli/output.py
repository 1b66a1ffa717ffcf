# SPDX-License-Identifier: EUPL-1.2
"""Writes answers: a table or lines for people, JSON for machines, progress on a terminal."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Tells how far a long command is."""

    def __call__(self, done: int, total: int | None, what: str, /) -> None:
        """So many done, of so many where that is known."""
        ...


def write_json(value: object) -> None:
    """One JSON value on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")


def write_lines(lines: Iterable[str]) -> None:
    """Lines on standard output."""
    for line in lines:
        sys.stdout.write(line + "\n")


def write_table(title: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """A table on standard output; numbers to the right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    listed = list(rows)
    table = Table(title=title, title_justify="left")
    for column in columns:
        numbers = all(isinstance(row.get(column), int | float) for row in listed)
        table.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in listed:
        table.add_row(*(Text(str(row.get(column, ""))) for column in columns))
    Console(file=sys.stdout, soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 120).print(table)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """A progress line on standard error, when that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total, what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("…", total=None)
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=what)
