# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers import Recogniser
from redaction.detection.recognisers.digitaal import (
    GebruikersnaamRecogniser,
    IpRecogniser,
    MacRecogniser,
    SocialMediaRecogniser,
)
from schemas.findings import Role
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        r"C:\Users\‹pkoster›\Documents\brief.docx",
        "/home/‹fbalci›/scan.pdf",
        r"\\server01\home$\‹koster12›\map",
        "Gebruikersnaam: ‹p.koster›",
        "ingelogd als ‹pkoster01›",
        "gewijzigd door ‹balcif02› op 3 mei",
        r"aangemeld met DELDEN\‹koster12›",
        "account ‹fbalci07› is geblokkeerd",
        "het wachtwoord van ‹wkoster12› werkt niet",
    ],
)
def test_user_names(marked: str) -> None:
    assert_marked(GebruikersnaamRecogniser(), marked)


@pytest.mark.parametrize(
    "marked", ["linkedin.com/in/p-koster-1970", "‹https://www.facebook.com/fatma.balci›", "volg ‹@fatma_b›"]
)
def test_profiles(marked: str) -> None:
    marked = marked if "‹" in marked else f"‹{marked}›"
    assert_marked(SocialMediaRecogniser(), marked, lambda each: each.role is Role.ONBEKEND)


def test_the_account_of_a_municipality_is_an_organisations() -> None:
    assert_marked(SocialMediaRecogniser(), "volg ‹@gemeentedelden›", lambda each: each.role is Role.BEDRIJF)


@pytest.mark.parametrize(
    ("recogniser", "marked"),
    [
        (IpRecogniser(), "ip-adres ‹62.131.4.17›"),
        (IpRecogniser(), "Received: from ‹2001:db8:0:1:1:1:1:1›"),
        (MacRecogniser(), "‹00:1B:44:11:3A:B7›"),
        (MacRecogniser(), "‹001b.4411.3ab7›"),
    ],
)
def test_machines(recogniser: Recogniser, marked: str) -> None:
    assert_marked(recogniser, marked)


@pytest.mark.parametrize(
    ("recogniser", "text", "reason"),
    [
        (GebruikersnaamRecogniser(), r"C:\Users\Public\Documents", "everybody's folder"),
        (GebruikersnaamRecogniser(), "gewijzigd door het college op 3 mei", "an article, no user"),
        (GebruikersnaamRecogniser(), "account aanmaken kan via de site", "a plain word"),
        (GebruikersnaamRecogniser(), "login op de computer in lokaal kamer12", "a room"),
        (SocialMediaRecogniser(), "info@delden.nl", "a mail address"),
        (IpRecogniser(), "versie 1.2.3.4", "a version"),
        (IpRecogniser(), "artikel 3.1.2.4 en 127.0.0.1", "a section, and the machine itself"),
        (IpRecogniser(), "310.2.3.4", "no address: above 255"),
        (MacRecogniser(), "10:15:30 uur", "a time"),
    ],
)
def test_what_only_looks_like_it_stays(recogniser: Recogniser, text: str, reason: str) -> None:
    assert found(recogniser, text) == [], reason
