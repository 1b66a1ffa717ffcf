# SPDX-License-Identifier: EUPL-1.2
"""Values that must not exist cannot be built."""

from array import array
from datetime import UTC, datetime

import pytest

from schemas.batch import BatchReport, DocumentOutcome, Outcome
from schemas.errors import (
    DocumentBlocked,
    ExitCode,
    InputRefused,
    LakstraatError,
    NotVerified,
    RefusalReason,
    ServiceMissing,
    WrongUse,
)
from schemas.events import log_event
from schemas.findings import Action, Band, Finding, Kind, Span
from schemas.geometry import Box, union
from schemas.identity import BatchId, DocumentId, digest_of, parse_digest
from schemas.redacted import Fault, FaultKind, VerificationReport, VerifiedDocument
from schemas.review import Decision, DecisionKind, Redaction
from schemas.textlayer import NO_GLYPH, PageText


def _finding(**changes: object) -> Finding:
    values: dict[str, object] = {
        "id": "f1",
        "kind": Kind.NAAM,
        "spans": (Span(page=0, start=0, end=4),),
        "score": 0.9,
        "band": Band.ZEKER,
        "action": Action.REDACT,
        "ground": "5.1.2.e",
        "why": "Naam na een aanspreekvorm.",
        "recogniser": "aanspreekvorm",
        "text": "Mies",
    }
    return Finding(**{**values, **changes})  # type: ignore[arg-type]


def test_a_finding_does_not_show_its_text() -> None:
    assert "Mies" not in repr(_finding())


@pytest.mark.parametrize(
    "changes", [{"ground": None}, {"spans": ()}, {"score": 1.2}], ids=["no ground", "no place", "impossible score"]
)
def test_a_finding_keeps_its_own_law(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        _finding(**changes)


def test_a_span_has_a_length() -> None:
    with pytest.raises(ValueError):
        Span(page=0, start=3, end=3)


def test_boxes_run_from_top_left_to_bottom_right() -> None:
    assert union([Box(0, 0, 1, 1), Box(4, 2, 5, 3)]) == Box(0, 0, 5, 3)
    for wrong in [(2, 0, 1, 1), (0, 0, float("nan"), 1), (0, 0, float("inf"), 1)]:
        with pytest.raises(ValueError):
            Box(*wrong)
    assert not Box(0, 0, 1, 1).intersects(Box(1, 0, 2, 1))


def test_a_text_page_gives_one_box_per_line() -> None:
    page = PageText(
        number=0,
        width=100,
        height=100,
        text="ab\nc",
        glyph_of=array("i", [0, 1, NO_GLYPH, 2]),
        glyph_boxes=array("f", [0, 0, 5, 10, 5, 0, 10, 10, 0, 20, 5, 30]),
    )
    assert page.boxes(0, 4) == (Box(0, 0, 10, 10), Box(0, 20, 5, 30))
    assert page.glyphs(1, 4) == (1, 2)
    assert "ab" not in repr(page)


def test_a_batch_report_loses_nobody() -> None:
    first = DocumentOutcome(id=DocumentId("a" * 32), outcome=Outcome.PUBLISHED)
    report = BatchReport(batch=BatchId("b"), offered=1, outcomes=(first,))
    assert sum(report.counts.values()) == 1
    with pytest.raises(ValueError):
        BatchReport(batch=BatchId("b"), offered=2, outcomes=(first,))
    with pytest.raises(ValueError):
        BatchReport(batch=BatchId("b"), offered=2, outcomes=(first, first))


def test_only_a_clean_report_about_the_same_bytes_makes_a_verified_document() -> None:
    digest = digest_of(b"x")

    def report(*faults: Fault) -> VerificationReport:
        return VerificationReport(digest=digest, pages=1, checks=("bytes",), faults=faults, terms=0)

    fault = Fault(kind=FaultKind.HIDDEN_DATA, engine="bytes", detail="attachment")
    with pytest.raises(ValueError):
        VerifiedDocument(data=b"x", digest=digest, pages=1, boxes=(), grounds=(), report=report(fault))
    with pytest.raises(ValueError):
        VerifiedDocument(data=b"y", digest=digest_of(b"y"), pages=1, boxes=(), grounds=(), report=report())


def test_a_decision_to_redact_has_a_ground_and_an_aware_time() -> None:
    with pytest.raises(ValueError):
        Decision(finding="f", kind=DecisionKind.REDACT, ground=None, actor="a", moment=datetime.now(UTC))
    with pytest.raises(ValueError):
        Decision(finding="f", kind=DecisionKind.KEEP, ground=None, actor="a", moment=datetime(2026, 1, 1))
    with pytest.raises(ValueError):
        Redaction(ground="5.1.2.e", kind=Kind.NAAM)
    with pytest.raises(ValueError):
        Redaction(ground="5.1.2.e", kind=Kind.NAAM, boxes=(Box(0, 0, 1, 1),))


def test_a_digest_is_checked() -> None:
    assert parse_digest(digest_of(b"")) == digest_of(b"")
    with pytest.raises(ValueError):
        parse_digest("ABC")


def test_a_log_field_must_be_on_the_list() -> None:
    log_event("tested", count=1)
    with pytest.raises(ValueError, match="naam"):
        log_event("tested", naam="x")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (WrongUse("x"), ExitCode.WRONG_USE),
        (InputRefused(RefusalReason.DAMAGED, "x"), ExitCode.INPUT_REFUSED),
        (ServiceMissing("x"), ExitCode.SERVICE_MISSING),
        (NotVerified("x"), ExitCode.FOUND),
        (LakstraatError("x"), ExitCode.INNER_FAILURE),
    ],
)
def test_every_error_has_an_exit_code_and_advice(error: LakstraatError, code: ExitCode) -> None:
    assert error.exit_code is code
    assert error.advice
    assert isinstance(NotVerified("x"), DocumentBlocked)
