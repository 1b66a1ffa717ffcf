# SPDX-License-Identifier: EUPL-1.2
"""Other pipelines than the carried one: their labels are mapped, or they are refused at start."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language

from redaction.detection import Detector, carried_model
from redaction.detection.pipelines import _once, each_word_once, load_pipeline
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


def test_a_word_that_returns_is_worked_out_once_and_the_outcome_is_the_same_to_the_last_bit() -> None:
    plain, quick = spacy.load(carried_model()), spacy.load(carried_model())
    assert each_word_once(quick)
    assert not each_word_once(spacy_without_embedding())
    texts = ["De heer De Vries en de heer De Boer wonen in de Dorpsstraat.", "Aan de raad.", "", "de de de"]
    ours, theirs = (
        nlp.get_pipe("ner").model.get_ref("tok2vec").predict([nlp.make_doc(text) for text in texts])  # type: ignore[attr-defined]
        for nlp in (quick, plain)
    )
    assert all(np.array_equal(one, other) for one, other in zip(ours, theirs, strict=True))


def test_different_words_are_told_apart_and_repeated_ones_are_not_worked_out_again() -> None:
    from thinc.api import Model

    seen: list[int] = []

    def doubled(_: object, rows: Any, is_train: bool) -> Any:
        seen.append(len(rows))
        return rows * 2, lambda given: given

    model: Any = Model("once", _once, layers=[Model("doubled", doubled)])
    rows = np.array([[1, 2], [2, 1], [1, 2], [0, 0], [1, 2]], dtype=np.uint64)
    assert np.array_equal(model.predict(rows), rows * 2)
    assert seen == [3]


def spacy_without_embedding() -> Language:
    nlp = spacy.blank("nl")
    nlp.add_pipe(
        "ner",
        config={
            "model": {
                "@architectures": "spacy.TransitionBasedParser.v2",
                "state_type": "ner",
                "extra_state_tokens": False,
                "hidden_width": 8,
                "maxout_pieces": 2,
                "use_upper": True,
                "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 8, "upstream": "*"},
            }
        },
    )
    return nlp
