# SPDX-License-Identifier: EUPL-1.2
"""Finds personal data in the text of a document: recognisers, a Dutch language model, persons, and a policy."""

from redaction.detection.detector import Detector
from redaction.detection.pipelines import carried_model
from redaction.detection.policy import Policy

__all__ = ["Detector", "Policy", "carried_model"]
