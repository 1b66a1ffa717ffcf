# SPDX-License-Identifier: EUPL-1.2
"""Makes the Dutch model that the package carries: ``train`` is what ``lakstraat train`` calls."""

from redaction.detection.training.trainer import DEFAULT_SEED, DEFAULT_STEPS, TrainingOutcome, train

__all__ = ["DEFAULT_SEED", "DEFAULT_STEPS", "TrainingOutcome", "train"]
