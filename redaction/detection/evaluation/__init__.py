# SPDX-License-Identifier: EUPL-1.2
"""Measures detection on texts that it was not made from: ``evaluate`` is what ``lakstraat evaluate`` calls."""

from redaction.detection.evaluation.archive_truth import ArchiveScore, Truth, read_truth, score_archive
from redaction.detection.evaluation.evaluate import evaluate
from redaction.detection.evaluation.report import EvaluationReport

__all__ = ["ArchiveScore", "EvaluationReport", "Truth", "evaluate", "read_truth", "score_archive"]
