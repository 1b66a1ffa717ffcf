# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.reading import ModelSpan
from redaction.detection.recognisers.adres import AdresRecogniser, PostcodeRecogniser
from redaction.detection.recognisers.kadaster import KadastraalRecogniser
from schemas.findings import Kind, Role
from tests.redaction.detection.recognisers.table import assert_marked, found, reading_of


@pytest.mark.parametrize(
    "marked",
    [
        "‹Kerkstraat 3›",
        "‹Anna 8akkerplein 55›",
        "‹Ambacht1aan 251›",
        "‹Molensteeg I48›",
        "‹Burgemeester Van Damstraat 12a›",
        "‹Pieter de Hoochweg 3 bis›",
        "‹Laan van Meerdervoort 112-2›",
        "‹Oude Markt 4 II›, Delden",
        "‹DORPSSTRAAT 14›",
        "‹Prins Bernhardlaan 8›;‹Esdoornlaan, 10›",
        "‹Brink 7›, 7491 AA Delden",
        "Koster ‹Kerkstraat 3› € 12,50",
        "‹Dr. Schaepmanlaan nr. 9›",
        "wonende ‹kastanjehof 87›, delden",
        "aan de ‹Lindelaan\n14› te Delden",
    ],
)
def test_streets_with_a_house_number(marked: str) -> None:
    assert_marked(AdresRecogniser(), marked, lambda each: each.kind is Kind.ADRES)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("de Kerkstraat wordt opgebroken", "a street without a number"),
        ("de Johan Vosstraat, 26 juni 2024", "a date behind a street"),
        ("Sanering 104 euro", "an amount"),
        ("Hoogland - Zeeveld, 46 km", "a distance"),
        ("nr\tplaats\tdatum\nZ1\tZeeveld\t27 b", "two cells of a table"),
        ("Laptop met MAC-adres 0A:F5", "another sort of address"),
        ("artikel 3 en bijlage 4", "numbered parts of a text"),
        ("mevrouw Van den Berg 3 keer gebeld", "a surname that ends as a street does"),
        ("P. de Vries\n16-02-1982", "a name above a date"),
        ("Kerkstraat 3.500 bezoekers", "a count"),
        ("langs de weg 3 bomen", "the word for road in a sentence"),
        ("groei van de markt 5%", "a percentage"),
    ],
)
def test_other_numbers_are_no_house_numbers(text: str, reason: str) -> None:
    assert found(AdresRecogniser(), text) == [], reason


@pytest.mark.parametrize(
    ("marked", "role"),
    [
        ("mevrouw woont aan de ‹Kerkstraat 3›", Role.CONTACT),
        ("Piet Koster, ‹Kerkstraat 3›", Role.CONTACT),
        ("aan de ‹Kerkstraat 3› woont een gezin", Role.CONTACT),
        ("aanvraag omgevingsvergunning voor een dakkapel op het perceel ‹Kerkstraat 3›", Role.ONDERWERP),
        ("werkzaamheden ter hoogte van ‹Kerkstraat 3›", Role.ONDERWERP),
        ("in de ‹Merelstraat 330› tot en met 794 is een brief bezorgd", Role.ONDERWERP),
        ("het stadhuis, ‹Kerkstraat 3›", Role.BEDRIJF),
        ("‹Postbus 20›", Role.BEDRIJF),
        ("De bouw is klaar. Zij woont op ‹Kerkstraat 3›", Role.CONTACT),
        ("‹Kerkstraat 3›", Role.ONBEKEND),
    ],
)
def test_the_role_of_an_address(marked: str, role: Role) -> None:
    assert_marked(AdresRecogniser(), marked, lambda each: each.role is role)


def test_the_model_tells_where_a_street_of_several_words_begins() -> None:
    text = "zij verbleef in de Gele Weide Quistlaan 9 te Delden"
    reading = reading_of(text, (ModelSpan("LOC", text.index("Gele"), text.index(" te")),))
    (address,) = AdresRecogniser().find(reading)
    assert text[address.start : address.end] == "Gele Weide Quistlaan 9"


@pytest.mark.parametrize(
    "marked",
    [
        "‹7491 AA›",
        "‹7491AA 12b› Delden",
        "‹7491 AA, 12 bis›.",
        "‹7511 EN› Enschede",
        "wonende te ‹7491 aa›",
        "‹749l AA› Delden",
        "Koster,‹7491 AA›,Delden",
    ],
)
def test_postcodes(marked: str) -> None:
    assert_marked(PostcodeRecogniser(), marked, lambda each: each.kind is Kind.POSTCODE_HUISNUMMER)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("IN 2024 EN 2025", "a year and a word"),
        ("1500 KG zand", "a weight"),
        ("woont sinds 2022 op het adres", "a year and a small word"),
        ("0491 AA", "no postcode begins with 0"),
        ("7491 SS", "letters that are not handed out"),
        ("zaak 7491AAB", "longer than a postcode"),
    ],
)
def test_what_is_no_postcode(text: str, reason: str) -> None:
    assert found(PostcodeRecogniser(), text) == [], reason


@pytest.mark.parametrize(
    "marked",
    [
        "‹kadastraal bekend als gemeente Delden D 1234›",
        "het perceel ‹sectie K, nummer 1234›",
        "‹Kadastraal perceel: D 88›",
        "gemeente Delden, ‹sectie AB nr. 12›",
    ],
)
def test_parcels_are_what_a_text_is_about(marked: str) -> None:
    assert_marked(KadastraalRecogniser(), marked, lambda each: each.role is Role.ONDERWERP)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("de sectie K vergadert om 12 uur", "a section of people"), ("perceel met nummer 12", "no section")],
)
def test_what_is_no_parcel(text: str, reason: str) -> None:
    assert found(KadastraalRecogniser(), text) == [], reason


@pytest.mark.parametrize(
    "text",
    [
        "gemeente Delden\nMevrouw A. van der Velden\nMolenweg 15\n7491 AA Delden",
        "gemeente Delden\nDe heer K. Bos\nMolenweg 15",
        "kantoor Oost\nFamilie Bakker, Molenweg 15",
        "Stadhuis\nY. Demir\nMolenweg 15",
    ],
)
def test_a_letterhead_above_does_not_make_the_address_of_a_person_an_organisations(text: str) -> None:
    (one,) = [each for each in found(AdresRecogniser(), text) if each.kind is Kind.ADRES]
    assert one.role is Role.CONTACT


def test_the_address_of_an_organisation_stays_its_own() -> None:
    (one,) = [each for each in found(AdresRecogniser(), "Stadskantoor, Molenweg 15") if each.kind is Kind.ADRES]
    assert one.role is Role.BEDRIJF
