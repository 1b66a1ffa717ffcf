# SPDX-License-Identifier: EUPL-1.2
"""The recognisers of names of persons."""

from redaction.detection.recognisers import Recogniser
from redaction.detection.recognisers.naam_aanspreking import AansprekingRecogniser
from redaction.detection.recognisers.naam_brief import (
    AanhefRecogniser,
    BerichtkopRecogniser,
    OndertekeningRecogniser,
    SprekerRecogniser,
)
from redaction.detection.recognisers.naam_klein import KleineLettersRecogniser
from redaction.detection.recognisers.naam_model import ModelNaamRecogniser
from redaction.detection.recognisers.naam_tabel import TabelRecogniser
from redaction.detection.recognisers.naam_velden import PersoonswoordRecogniser, VeldRecogniser
from redaction.detection.recognisers.naam_voorletters import OmgekeerdRecogniser, VoorlettersRecogniser
from redaction.detection.recognisers.naam_woorden import NaamWoordenRecogniser


def name_recognisers() -> tuple[Recogniser, ...]:
    """One of each, in a fixed order."""
    return (
        ModelNaamRecogniser(), AansprekingRecogniser(), VoorlettersRecogniser(), OmgekeerdRecogniser(),
        NaamWoordenRecogniser(), VeldRecogniser(), PersoonswoordRecogniser(), AanhefRecogniser(),
        OndertekeningRecogniser(), BerichtkopRecogniser(), SprekerRecogniser(), TabelRecogniser(),
        KleineLettersRecogniser(),
    )  # fmt: skip
