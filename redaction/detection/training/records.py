# SPDX-License-Identifier: EUPL-1.2
"""Labelled sentences as training reads them, from the JSON lines of the data folder."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from schemas.errors import InputRefused, RefusalReason

PERSON: Final = "PER"
PLACE: Final = "LOC"
ORGANISATION: Final = "ORG"
UNRESOLVED: Final = "UNK"
"""A name whose type nobody resolved: neither a name to learn nor a proof that there is none."""

_LABEL_OF: Final = {
    "PER": PERSON,
    "LOC": PLACE,
    "ORG": ORGANISATION,
    "UNK": UNRESOLVED,
    "ADDRESS": PLACE,
    "STREET": PLACE,
}


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Mark:
    """A labelled stretch of a text, half-open, in code points."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """One text with its marks, in order and without overlap."""

    text: str
    marks: tuple[Mark, ...]


class _Span(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    start: int
    end: int
    label: str


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    text: str
    spans: tuple[_Span, ...]


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """All texts of one ``*.jsonl.gz``; addresses and streets become places, other kinds of data are dropped.

    Raises:
        InputRefused: the file is not there or a line is not of this form.
    """
    return tuple(_lines(path))


def digest_of(path: Path) -> str:
    """SHA-256 of a data file in hexadecimal, so that a model tells what it was made from."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _lines(path: Path) -> Iterator[Labelled]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = _Line.model_validate_json(line)
                marks = (
                    Mark(start=span.start, end=span.end, label=_LABEL_OF[span.label])
                    for span in record.spans
                    if span.label in _LABEL_OF
                )
                yield Labelled(text=record.text, marks=tuple(sorted(marks)))
    except (OSError, EOFError, ValidationError, json.JSONDecodeError) as error:
        raise InputRefused(RefusalReason.DAMAGED, f"{path.name} is not a readable data file") from error
