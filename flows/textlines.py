# SPDX-License-Identifier: EUPL-1.2
"""Searches plain text, line by line: ``{"id","text"}`` in, ``{"id","findings":[...]}`` out."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from flows.engine import detect_texts
from flows.settings import Settings
from flows.workshop import choice_of, open_workshop
from flows.writing import whole_file
from schemas.errors import InputRefused, RefusalReason, WrongUse
from schemas.findings import Findings

_TEXTS_PER_CALL: Final = 64


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    id: str | int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Searched:
    """How much was searched and found."""

    texts: int
    findings: int


def search_lines(settings: Settings, source: Path, target: Path, progress: Callable[[int], None]) -> Searched:
    """Search every line; the target appears whole or not at all, in the order of the source.

    Raises:
        WrongUse: the source is not there, or the target is the source.
        InputRefused: a line is not of the promised form; the message says which.
        DocumentBlocked: a text could not be searched.
    """
    if not source.is_file():
        raise WrongUse(f"{source} is not there, or is not a file.", advice="Give a file with a JSON object per line.")
    if target.exists() and target.samefile(source):
        raise WrongUse("The answers may not go over the texts.", advice="Give another file with --out.")
    texts = findings = 0
    with open_workshop(settings) as workshop, whole_file(target) as stream:
        chunks = _chunks(_read(source))
        while wave := list(islice(chunks, settings.processes)):
            answers = workshop.answers(
                lambda chunk: workshop.call(detect_texts, tuple(line.text for line in chunk), choice_of(settings)), wave
            )
            for chunk, answer in zip(wave, answers, strict=True):
                for line, found in zip(chunk, answer, strict=True):
                    stream.write(json.dumps(_answer(line, found), ensure_ascii=False).encode() + b"\n")
                    texts, findings = texts + 1, findings + len(found.findings)
            progress(texts)
    return Searched(texts=texts, findings=findings)


def _read(source: Path) -> Iterator[_Line]:
    with source.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                yield _Line.model_validate_json(line)
            except ValidationError:
                raise InputRefused(
                    RefusalReason.DAMAGED,
                    f'Line {number} is not a JSON object with "id" and "text".',
                    advice="Correct that line; nothing was written.",
                ) from None


def _chunks(lines: Iterator[_Line]) -> Iterator[list[_Line]]:
    while chunk := list(islice(lines, _TEXTS_PER_CALL)):
        yield chunk


def _answer(line: _Line, found: Findings) -> dict[str, object]:
    return {
        "id": line.id,
        "findings": [
            {
                "start": span.start,
                "end": span.end,
                "kind": finding.kind.value,
                "score": round(finding.score, 4),
                "ground": finding.ground,
                "action": finding.action.value,
            }
            for finding in found.findings
            for span in finding.spans
        ],
    }
