# SPDX-License-Identifier: EUPL-1.2
"""The rows themselves: offsets, kinds and expectations are what they say."""

import json
from pathlib import Path

import pytest

from schemas.findings import Kind

FOLDER = Path(__file__).parent
EXPECTATIONS = {"found", "keep"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: str(path.stem))
def test_rows_say_what_they_mean(path: Path) -> None:
    rows = json.loads(path.read_text(encoding="utf-8"))
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["why"].endswith(".")
        assert row["spans"]
        for span in row["spans"]:
            assert row["text"][span["start"] : span["end"]] == span["text"], row["id"]
            assert Kind(span["kind"])
            assert span["expect"] in EXPECTATIONS
