# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.geboortedatum import GeboortedatumRecogniser
from schemas.findings import Kind
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        "geboren op ‹3 mei 1970›",
        "Geb.dat.: ‹03-05-1970›",
        "geboren te 's-Gravenhage, gemeente Den Haag, op ‹3/5/1970›",
        "Geboortedatum\n‹1970-05-03›",
        "op ‹3 mei 1970› te Almelo geboren",
        "gcb0ren op ‹3 mei 1970›",
        "* ‹3-5-1970›",
        "Naam Geb.datum Bedrag\nKoster, P. ‹03-05-1970› 12,50\nBalci, F. ‹14-11-1982› 8,00",
        "leerling Mouaz Al Jundi (‹12 maart 2009›) is verhuisd",
        "Koster;Piet;‹03-05-1970›;Almelo",
        "geboortejaar: ‹1970›",
        "patiënt (v, ‹03-05-1970›) heeft gebeld",
        "betrokkene, man / ‹3 mei 1970›, is verhuisd",
        "Balci wordt op ‹3 mei 2008› achttien jaar",
        "omdat Fatma op ‹3 mei 2020› vijf jaar wordt",
        "naam,nr,gebdat\nKoster,b12,‹03-05-2019›\nBalci,b14,‹14-11-2020›",
        '"naam","geboren","kaart"\n"Koster, P.","‹03-05-2019›","01-02-2024"',
    ],
)
def test_dates_that_the_text_calls_a_birth(marked: str) -> None:
    assert_marked(GeboortedatumRecogniser(), marked, lambda each: each.kind is Kind.GEBOORTEDATUM)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Delden, 12 maart 2014", "the date of a letter behind a town"),
        ("Bij besluit van 3 mei 1998 is dit gewijzigd", "a date in running text"),
        ("zie de mail van Koster (12-03-2024)", "a recent date behind a name"),
        ("Hengelo (12 maart 2013)", "a town, not a person"),
        ("geboren en getogen in Almelo", "the word without a date"),
        ("naam;geboren;gemeld\nKoster;;03-05-2020\nBalci;;14-11-2021", "another column of the same table"),
        ("de weg is sinds 3 mei 2004 twintig jaar dicht", "a road and years"),
        ("Naam Geb.datum\nKoster gemeld op 03-05-1970", "a column, but the date stands in a sentence"),
    ],
)
def test_other_dates_stay(text: str, reason: str) -> None:
    assert found(GeboortedatumRecogniser(), text) == [], reason
