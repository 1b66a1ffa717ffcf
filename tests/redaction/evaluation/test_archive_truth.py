# SPDX-License-Identifier: EUPL-1.2
import json
from pathlib import Path

import pytest

from archive.sample.archive import make_sample_archive
from archive.sample.truth import page_texts
from redaction.detection.evaluation import Truth, read_truth, score_archive
from schemas.errors import InputRefused


def _truth(*items: dict[str, object]) -> Truth:
    return Truth.model_validate({"documents": [{"file": "a.pdf", "kind": "brief", "items": items}]})


_NAME: dict[str, object] = {"kind": "naam", "text": "Elif Tosun", "page": 1, "action": "redact"}


@pytest.mark.parametrize(
    ("after", "gone"),
    [
        ("Geachte mevrouw,", True),
        ("Geachte Elif Tosun,", False),
        ("Geachte ELIF\nTOSUN,", False),
        ("Geachte Elif  Tosunlaan,", True),
    ],
)
def test_a_name_is_gone_or_it_is_not(after: str, gone: bool) -> None:
    score = score_archive(_truth(_NAME), {"a.pdf": after})
    assert score.removed["naam"].value == float(gone)
    assert score.leaks == ({} if gone else {"a.pdf": 1})


def test_what_must_stay_is_counted_and_shields_what_is_inside_it() -> None:
    keep: dict[str, object] = {"kind": "naam", "text": "Bakkerij Tosun", "action": "keep"}
    inside: dict[str, object] = {"kind": "naam", "text": "Tosun", "action": "redact"}
    score = score_archive(_truth(keep, inside), {"a.pdf": "Bakkerij Tosun"})
    assert score.stayed.value == 1.0
    assert not score.removed
    assert score_archive(_truth(keep), {"a.pdf": "Bakkerij"}).stayed.value == 0.0


def test_an_unpublished_document_and_what_is_not_in_the_text_are_not_judged() -> None:
    assert not score_archive(_truth(_NAME), {}).removed
    hidden = {**_NAME, "place": "metadata"}
    assert not score_archive(_truth(hidden), {"a.pdf": "Elif Tosun"}).removed


def test_the_truth_file_is_read_and_a_broken_one_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"truth\.json"):
        read_truth(tmp_path)
    (tmp_path / "truth.json").write_text(json.dumps(_truth(_NAME).model_dump()), encoding="utf-8")
    assert read_truth(tmp_path).documents[0].items[0].text == "Elif Tosun"
    (tmp_path / "truth.json").write_text('{"documents": 3}', encoding="utf-8")
    with pytest.raises(InputRefused):
        read_truth(tmp_path)


def test_the_sample_archive_writes_what_is_read_here(tmp_path: Path) -> None:
    make_sample_archive(tmp_path, documents=4, seed=3)
    truth = read_truth(tmp_path)
    untouched = {
        document.file: "\n".join(page_texts((tmp_path / document.file).read_bytes())) for document in truth.documents
    }
    leaking = score_archive(truth, untouched)
    assert leaking.removed["naam"].total > 50
    assert all(share.value == 0.0 for share in leaking.removed.values())
    assert leaking.stayed.value == 1.0
    blank = score_archive(truth, dict.fromkeys(untouched, ""))
    assert all(share.value == 1.0 for share in blank.removed.values())
    assert blank.stayed.value == 0.0
    assert not blank.leaks
