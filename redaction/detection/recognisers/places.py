# SPDX-License-Identifier: EUPL-1.2
"""The recognisers of addresses and parcels."""

from redaction.detection.recognisers import Recogniser
from redaction.detection.recognisers.adres import AdresRecogniser, PostcodeRecogniser
from redaction.detection.recognisers.kadaster import KadastraalRecogniser


def place_recognisers() -> tuple[Recogniser, ...]:
    """One of each, in a fixed order."""
    return (AdresRecogniser(), PostcodeRecogniser(), KadastraalRecogniser())
