# SPDX-License-Identifier: EUPL-1.2
"""Things that bear a person's name; marked with brackets in the texts."""

import re

import pytest

from redaction.detection.gazetteer import gazetteer
from redaction.detection.reading import Reading
from redaction.detection.vetoes import vetoes


def unmarked(marked: str) -> tuple[str, list[str]]:
    return re.sub(r"[\[\]]", "", marked), re.findall(r"\[([^\]]*)\]", marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Aan de [Johan de Wittlaan] wordt gewerkt.",
        "Op [Jan Wiebengastraat] 12 staat een huis.",
        "De [Titus Wiebengaplein] is dicht.",
        "Jansen [Dorpsstraat] 12",
        "Het werk doet [Wiebenga Beheer B.V.] uit Losser.",
        "De heer Wiebenga van [Aannemersbedrijf Van Dam B.V.] belde.",
        "Gisteren belde Fatima Wiebenga van [Groenrijk Delden B.V.] over de heg.",
        "Gisteren belde [Jan van Dijk B.V.] over de heg.",
        "De [commissie-Wiebenga] en de [motie-De Vries] zijn bekend.",
        "De [Wet Bibob] geldt.",
        "In de [Nelson Wiebengazaal] was het druk.",
        "De [Anne Frankschool] krijgt een dak.",
        "[Stichting Wiebenga] vroeg subsidie.",
        "Boodschappen bij [Albert Heijn] gedaan.",
        "Grond: artikel 5.1, tweede lid, aanhef en onder e, [Woo].",
        "Buiten behandeling (artikel 4:5 [Awb]).",
        "Zij gaf haar [V-nummer] en haar [KvK] op.",
        "CC: [Postbus Bezwaar]",
        "Bij [rechtbank Delden] Jan Wiebenga gesproken.",
        "Zorgverzekeraar: [Quistzorg], huisarts: Wiebenga",
        "Het [woonschip Vrouwe Wiebenga] ligt aan de kade.",
        "De hoorzitting is in [zaal Wiebenga].",
        "De munt van [keizer Leopold II] en de vlag voor [prinses Amalia].",
        "Ruimtes: [Beatrixzaal], [Wiebengafoyer].",
        "Zie [Hof Den Bosch] 14 juni 2022.",
        "Beveiliger Nalini van [Trigion] belde.",
        "NAAM KIND [OBS DE ARK] OUDER WIEBENGA",
    ],
)
def test_things_are_no_people(marked: str) -> None:
    text, things = unmarked(marked)
    found = {text[veto.start : veto.end] for veto in vetoes(Reading(text, gazetteer())) if not veto.personal}
    assert found == set(things)


@pytest.mark.parametrize(
    "text",
    [
        "Mevrouw Groeneweg heeft gebeld.",
        "De poststukken zijn van J. Buitenhuis.",
        "Hulshof en Kamphuis waren aanwezig.",
        "Mr. S.V. Wiebenga pleitte.",
        "De heer Van Dijk is ziek.",
        "J. Koning en Jan Prins de Vries waren er.",
        "Verzekeraar: mevrouw Wiebenga belt terug",
        "Bedrijf: Fatima Wiebenga",
        "Mevrouw Woo kwam om 9:30 langs.",
        "Artikel 5 lid 2 las mevrouw Woo voor.",
        "Over artikel 3 belde Bal.",
    ],
)
def test_names_that_end_like_things_are_people(text: str) -> None:
    assert list(vetoes(Reading(text, gazetteer()))) == []


@pytest.mark.parametrize(
    "marked", ["Werk door [Schildersbedrijf Wiebenga] gedaan.", "Van [Wiebenga en Zonen] gekocht."]
)
def test_a_business_may_be_a_person(marked: str) -> None:
    text, things = unmarked(marked)
    found = [text[veto.start : veto.end] for veto in vetoes(Reading(text, gazetteer())) if veto.personal]
    assert found == things
