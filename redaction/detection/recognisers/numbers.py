# SPDX-License-Identifier: EUPL-1.2
"""The recognisers of numbers and addresses in machines."""

from redaction.detection.recognisers import Recogniser
from redaction.detection.recognisers.bsn import BsnRecogniser
from redaction.detection.recognisers.digitaal import (
    GebruikersnaamRecogniser,
    IpRecogniser,
    MacRecogniser,
    SocialMediaRecogniser,
)
from redaction.detection.recognisers.email import EmailRecogniser
from redaction.detection.recognisers.geboortedatum import GeboortedatumRecogniser
from redaction.detection.recognisers.iban import IbanRecogniser
from redaction.detection.recognisers.kenteken import KentekenRecogniser
from redaction.detection.recognisers.labelled_numbers import labelled_number_recognisers
from redaction.detection.recognisers.mrz import MrzRecogniser
from redaction.detection.recognisers.onderneming import BtwRecogniser, KvkRecogniser, RsinRecogniser
from redaction.detection.recognisers.telefoon import TelefoonRecogniser


def number_recognisers() -> tuple[Recogniser, ...]:
    """One of each, in a fixed order."""
    return (
        BsnRecogniser(), IbanRecogniser(), TelefoonRecogniser(), EmailRecogniser(), KentekenRecogniser(),
        GeboortedatumRecogniser(), *labelled_number_recognisers(), MrzRecogniser(), KvkRecogniser(), RsinRecogniser(),
        BtwRecogniser(), GebruikersnaamRecogniser(), SocialMediaRecogniser(), IpRecogniser(), MacRecogniser(),
    )  # fmt: skip
