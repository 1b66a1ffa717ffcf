# SPDX-License-Identifier: EUPL-1.2
import gzip
import json
import warnings
from pathlib import Path

import pytest

from redaction.detection.training import train
from redaction.detection.training.records import read_labelled
from schemas.errors import InputRefused

_FILES = (
    "wikiann-nl.train", "ud-names-nl.train", "europeana-nl.train", "synthetic-municipal.train",
    "synthetic-municipal.dev", "ud-names-nl.dev",
)  # fmt: skip


def _data(folder: Path) -> Path:
    folder.mkdir()
    text = "Gisteren sprak Jan Bos in Goor met de wethouder over de Kerkstraat 5."
    spans = [
        {"start": 15, "end": 22, "label": "PER"},
        {"start": 26, "end": 30, "label": "LOC"},
        {"start": 56, "end": 68, "label": "ADDRESS"},
        {"start": 38, "end": 47, "label": "UNK"},
        {"start": 0, "end": 8, "label": "DATE"},
    ]
    for name in _FILES:
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps({"text": text, "spans": spans}) + "\n" for _ in range(40))
    lists = {
        "origins": {"nl": {"first": ["Jan", "Piet", "Klaas"], "last": ["Bos", "Kok", "de Wit"]}},
        "cities": ["Goor"],
    }
    with gzip.open(folder / "names-gazetteer.json.gz", "wt", encoding="utf-8") as file:
        json.dump(lists, file)
    return folder


def test_labels_become_those_of_the_model(tmp_path: Path) -> None:
    record = read_labelled(_data(tmp_path / "data") / "ud-names-nl.dev.jsonl.gz")[0]
    assert [mark.label for mark in record.marks] == ["PER", "LOC", "UNK", "LOC"]


def test_two_runs_give_the_same_model_and_it_tells_where_it_came_from(tmp_path: Path) -> None:
    import spacy

    data = _data(tmp_path / "data")
    outcomes = [train(data, tmp_path / name, seed=5, steps=3) for name in ("one", "two")]
    weights = [(outcome.output / "ner" / "model").read_bytes() for outcome in outcomes]
    assert weights[0] == weights[1]
    meta = json.loads((tmp_path / "one" / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == "CC BY-SA 4.0"
    assert meta["lakstraat"]["seed"] == 5
    assert set(meta["lakstraat"]["versions"]) == {"numpy", "python", "spacy", "thinc"}
    assert all(len(digest) == 64 for digest in meta["lakstraat"]["data_sha256"].values())
    assert len(meta["lakstraat"]["data_sha256"]) == 7
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert spacy.load(tmp_path / "one").pipe_labels["ner"] == ["LOC", "ORG", "PER"]
    assert not (tmp_path / "one" / "vocab").exists()


def test_another_seed_gives_another_model(tmp_path: Path) -> None:
    data = _data(tmp_path / "data")
    outcomes = [train(data, tmp_path / str(seed), seed=seed, steps=2) for seed in (5, 6)]
    assert len({(outcome.output / "ner" / "model").read_bytes() for outcome in outcomes}) == 2


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    data = _data(tmp_path / "data")
    (data / "wikiann-nl.train.jsonl.gz").unlink()
    with pytest.raises(InputRefused, match="wikiann-nl"):
        train(data, tmp_path / "out", steps=1)
