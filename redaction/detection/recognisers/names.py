# SPDX-License-Identifier: EUPL-1.2
"""The recognisers of names of persons."""

from redaction.detection.recognisers import Recogniser
from redaction.detection.recognisers.naam_model import ModelNaamRecogniser


def name_recognisers() -> tuple[Recogniser, ...]:
    """One of each, in a fixed order."""
    return (ModelNaamRecogniser(),)
