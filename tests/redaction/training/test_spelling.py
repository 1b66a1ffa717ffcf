# SPDX-License-Identifier: EUPL-1.2
import gzip
import json
from pathlib import Path

import pytest

from redaction.detection.gazetteer import gazetteer
from redaction.detection.training.spelling import build_spelling
from schemas.errors import InputRefused


def test_a_word_list_is_parted_by_how_its_words_are_written(tmp_path: Path) -> None:
    listed, target = tmp_path / "words", tmp_path / "out.json.gz"
    listed.write_text("stoep\ntegel\nOtterspeer\nKNMI\nEnschede\nKerkstraat\nauto's\nMéryl\n", encoding="utf-8")
    assert build_spelling(listed, target) == (2, 2)
    lists = json.loads(gzip.decompress(target.read_bytes()))
    assert lists == {"spelled": ["stoep", "tegel"], "proper": ["meryl", "otterspeer"]}
    first = target.read_bytes()
    build_spelling(listed, target)
    assert target.read_bytes() == first


def test_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        build_spelling(tmp_path / "absent", tmp_path / "out")


def test_the_carried_list_knows_plain_words_and_names() -> None:
    carried = gazetteer()
    assert carried.is_spelled("Stoeptegel")
    assert not carried.is_spelled("Otterspeer")
    assert carried.is_proper("Otterspeer")
    assert not carried.is_proper("Enschede")
