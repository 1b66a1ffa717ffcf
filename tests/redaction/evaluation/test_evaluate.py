# SPDX-License-Identifier: EUPL-1.2
import json
import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import pytest

from redaction.detection.evaluation import evaluate
from redaction.detection.evaluation.contestants import bare_model, own_detection, presidio_defaults
from redaction.detection.evaluation.report import EvaluationReport
from schemas.errors import BlockReason
from schemas.findings import Action, Band, Finding, Findings, Kind, NotAnalysed, Span
from schemas.identity import Digest

_MODEL = Path(str(files("redaction").joinpath("detection", "model", "nl_lakstraat")))
_INITIALS = re.compile(r"(?:[A-Z]\.)+ [A-Z]\w+")
_DIGEST = Digest("0" * 64)


class _Initials:
    """Finds initials with a surname, and nothing else."""

    def detect_many(self, texts: Sequence[str]) -> Iterable[Findings]:
        for text in texts:
            yield Findings(
                digest=_DIGEST,
                policy_version="1",
                model_version="1",
                findings=tuple(
                    Finding(
                        id=str(found.start()),
                        kind=Kind.NAAM,
                        spans=(Span(page=0, start=found.start(), end=found.end()),),
                        score=0.99,
                        band=Band.ZEKER,
                        action=Action.REDACT,
                        ground="5.1.2.e",
                        why="Voorletters met een achternaam.",
                        recogniser="initials",
                    )
                    for found in _INITIALS.finditer(text)
                ),
            )


class _Stuck:
    """Cannot analyse anything."""

    def detect_many(self, texts: Sequence[str]) -> Iterable[Findings]:
        for _ in texts:
            stuck = NotAnalysed(reason=BlockReason.TIME_LIMIT, message="te lang")
            yield Findings(digest=_DIGEST, findings=(), not_analysed=(stuck,), policy_version="1", model_version="1")


@pytest.fixture(scope="module")
def report() -> EvaluationReport:
    return evaluate(_Initials(), _MODEL, rounds=1)


def test_forms_that_the_finder_knows_score_and_others_do_not(report: EvaluationReport) -> None:
    ours = report.sets[0].systems[0]
    forms = {line.name: line for line in ours.parts["form"]}
    assert forms["vl"].characters.value > 0.8
    assert forms["vn"].characters.value < 0.2
    names = ours.line("kind", "naam")
    assert names is not None
    assert names.precision is not None
    assert names.precision.value > 0.8
    assert ours.line("kind", "bsn") is not None
    assert ours.bands[0].band is Band.ZEKER


def test_all_systems_are_compared_on_the_same_texts(report: EvaluationReport) -> None:
    systems = report.sets[0].systems
    assert [system.name for system in systems[:3]] == ["Lakstraat", "alleen het model", "Presidio standaard"]
    totals = {system.parts["group"][0].whole.total for system in systems}
    assert len(totals) == 1


def test_the_report_reads_as_text_and_as_json(report: EvaluationReport) -> None:
    text = report.as_text()
    for word in ("vergelijking", "Surinaams/Hindostaans", "betrouwbaarheid per band", "verhouding"):
        assert word in text
    tree = json.loads(json.dumps(report.as_json()))
    assert tree["sets"][0]["systems"][0]["parts"]["kind"]["naam"]["characters"]["total"] > 0
    assert report.cost is not None
    assert report.cost.ratio > 0


def test_a_text_that_was_not_analysed_gives_no_figure() -> None:
    with pytest.raises(RuntimeError, match="not analysed"):
        list(own_detection("stuck", _Stuck()).find(["tekst"]))


def test_the_carried_model_knows_a_person_from_a_place() -> None:
    text = "Geachte mevrouw Y. Demirtaş, u woont in Amersfoort."
    (found,) = bare_model(_MODEL).find([text])
    assert [text[hit.start : hit.end] for hit in found] == ["Y. Demirtaş"]


def test_presidio_finds_what_it_has_a_recogniser_for() -> None:
    text = "Mail naar elif.tosun@ziggo.nl over rekening NL91ABNA0417164300."
    (found,) = presidio_defaults(_MODEL).find([text])
    assert {Kind.EMAIL, Kind.IBAN} <= {hit.kind for hit in found}
