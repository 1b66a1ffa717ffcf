# SPDX-License-Identifier: EUPL-1.2
from random import Random

from redaction.detection.evaluation.carrier_texts import read_carriers
from redaction.detection.training.carriers import CarrierTexts
from redaction.detection.training.names import NameMaker

_NAMES = NameMaker({"tr": (["Elif"], ["Tosun"])}, invent=False)


def _carriers() -> CarrierTexts:
    return CarrierTexts.load(_NAMES, ["Goor"], ["regen"])


def test_marks_hold_what_the_slots_were_filled_with() -> None:
    seen = set()
    for text in _carriers().draw(Random(1), 1500):
        assert "{" not in text.text
        for mark in text.marks:
            part = text.text[mark.start : mark.end]
            seen.add(mark.label)
            assert part == part.strip()
            if mark.label == "PER":
                assert "tosun" in part.lower() or "elif" in part.lower()
    assert seen == {"PER", "LOC", "ORG"}


def test_a_street_or_body_named_after_a_person_is_no_person() -> None:
    for text in _carriers().draw(Random(2), 1500):
        for mark in text.marks:
            if mark.label == "PER":
                assert not text.text[mark.start : mark.end].endswith(("straat", "laan", "plein"))


def test_the_frames_that_choose_the_best_state_are_never_trained_on() -> None:
    carriers = _carriers()
    assert not set(carriers._frames) & set(carriers._dev_frames)
    assert len(carriers._dev_frames) > 10


def test_no_measuring_carrier_shares_a_sentence_with_training() -> None:
    trained = {frame.strip() for frame in (*_carriers()._frames, *_carriers()._dev_frames)}
    measured = {line.strip() for _, _, text in read_carriers() for line in text.splitlines() if len(line.split()) > 4}
    assert measured
    assert not trained & measured
