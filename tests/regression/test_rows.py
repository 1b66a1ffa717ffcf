# SPDX-License-Identifier: EUPL-1.2
"""Rows of cases that went wrong once or easily could: what must be found is, and what must stay is not redacted."""

import json
from pathlib import Path
from typing import Any

import pytest

from redaction.detection import Detector
from schemas.findings import Action, Kind

FOLDER = Path(__file__).parent
EXPECTATIONS = {"found", "keep"}
FILES = sorted(FOLDER.glob("*.json"))


def rows_of(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


ROWS = [pytest.param(row, id=f"{path.stem}-{row['id']}") for path in FILES for row in rows_of(path)]


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_rows_say_what_they_mean(path: Path) -> None:
    rows = rows_of(path)
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["why"].endswith(".")
        assert row["spans"]
        for span in row["spans"]:
            assert row["text"][span["start"] : span["end"]] == span["text"], row["id"]
            assert Kind(span["kind"])
            assert span["expect"] in EXPECTATIONS


@pytest.mark.parametrize("row", ROWS)
def test_row(detector: Detector, row: dict[str, Any]) -> None:
    outcome = detector.detect_text(row["text"])
    assert outcome.not_analysed == ()
    for wanted in row["spans"]:
        hidden, asked = set[int](), set[int]()
        for finding in outcome.findings:
            places = {place for span in finding.spans for place in range(span.start, span.end)}
            if finding.action is Action.REDACT:
                hidden |= places
            elif finding.action is Action.ASK:
                asked |= places
        letters = {place for place in range(wanted["start"], wanted["end"]) if row["text"][place].isalnum()}
        if wanted["expect"] == "found":
            assert letters <= hidden | asked, f"{wanted['text']!r} is not found whole"
        else:
            assert not letters & hidden, f"{wanted['text']!r} is redacted without a question"
