# SPDX-License-Identifier: EUPL-1.2
"""Other pipelines than the carried one: their labels are mapped, or they are refused at start."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy

from redaction.detection import Detector, carried_model
from redaction.detection.pipelines import load_pipeline
from schemas.errors import WrongUse


def pipeline(folder: Path, labels: Sequence[str]) -> Path:
    """An untrained pipeline that marks names with these labels."""
    nlp = spacy.blank("nl")
    ner = nlp.add_pipe("ner")
    for label in labels:
        ner.add_label(label)  # type: ignore[attr-defined]
    nlp.initialize()
    nlp.to_disk(folder)
    return folder


def test_the_carried_model_marks_people_places_and_bodies() -> None:
    (spans,) = load_pipeline().spans(["Mevrouw Y. Demirtaş woont in Amersfoort."])
    assert {span.label for span in spans} <= {"PER", "LOC", "ORG"}
    assert "PER" in {span.label for span in spans}
    assert carried_model().is_dir()


def test_the_labels_of_the_news_pipelines_are_known(tmp_path: Path) -> None:
    folder = pipeline(tmp_path / "model", ["PERSON", "GPE", "FAC", "ORG", "DATE"])
    assert load_pipeline(folder).version.startswith("nl_")


def test_an_unknown_label_set_is_refused_at_start_with_advice(tmp_path: Path) -> None:
    folder = pipeline(tmp_path / "model", ["PERSOON", "PLAATS"])
    with pytest.raises(WrongUse, match="PERSOON, PLAATS") as caught:
        Detector(model=folder)
    assert "meta.json" in caught.value.advice


def test_a_model_that_marks_no_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="not known: none"):
        load_pipeline(pipeline(tmp_path / "model", ["LOC"]))


def test_a_folder_may_bring_its_own_mapping(tmp_path: Path) -> None:
    folder = pipeline(tmp_path / "model", ["PERSOON", "PLAATS"])
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    meta["lakstraat"] = {"labels": {"PERSOON": "PER", "PLAATS": "LOC"}}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    assert load_pipeline(folder).version
    meta["lakstraat"] = {"labels": {"PERSOON": "MENS", "PLAATS": "LOC"}}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(WrongUse, match="something else"):
        load_pipeline(folder)
