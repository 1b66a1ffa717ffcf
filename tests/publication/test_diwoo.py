# SPDX-License-Identifier: EUPL-1.2
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from publication.diwoo import publisher_of, record_for, with_current_labels
from publication.rules import loc_faults, record_faults
from schemas.documents import ArchiveEvent, EventKind, Identificatie
from schemas.errors import BlockReason, DocumentBlocked, WrongUse
from schemas.publication import DiwooRecord, Documenthandeling, Relatie, Verwijzing, Waarde
from schemas.values import value_list
from schemas.values.codes import Informatiecategorie, SoortHandeling
from tests.publication.packages import HOUSE, House, archived, record
from tests.publication.test_diwoo_xml import full_record

UTRECHT = Waarde(uri="https://identifier.overheid.nl/tooi/id/gemeente/gm0344", label="gemeente Utrecht")


def _event(kind: EventKind, tijd: str) -> ArchiveEvent:
    return ArchiveEvent(kind=kind, tijd=tijd)


def test_everything_that_the_archive_says_gets_its_place() -> None:
    made = record_for(archived(7, dossier="a" * 32), HOUSE)
    assert made.publisher == made.verantwoordelijke == UTRECHT
    assert made.officiele_titel == "Besluit kapvergunning 7"
    assert made.identifiers == ("D2026-000007",)
    assert made.extra_metadata == (("identificatieBron", ("Zaaksysteem",)),)
    assert [one.label for one in made.documentsoorten] == ["besluit"]
    assert made.trefwoorden == ("bomen", "vergunning")
    assert made.creatiedatum == date(2026, 11, 3)
    assert made.language is not None and made.language.label == "Nederlands"
    assert made.format is not None and made.format.label == "PDF"
    assert made.aggregatiekenmerk == "a" * 32
    assert [(one.soort_handeling.label, one.at_time.isoformat()) for one in made.documenthandelingen] == [
        ("ondertekening", "2026-11-05T16:30:00+01:00")
    ]


def test_a_record_has_no_place_for_the_name_of_a_person() -> None:
    assert not [one.name for one in fields(DiwooRecord) if "naam" in one.name]
    makers = (Identificatie(kenmerk="Teunis Verzonnen", bron=""), "A. Verzonnen")
    assert record_for(archived(archiefvormers=makers), HOUSE).verantwoordelijke is None


@pytest.mark.parametrize(
    "changes",
    [
        {"informatiecategorie": None},
        {"informatiecategorie": "https://identifier.overheid.nl/tooi/def/thes/kern/c_verzonnen"},
        {"events": (), "creatiedatum": None},
        {"events": (_event(EventKind.ONTVANGST, "2026"),), "creatiedatum": None},
    ],
)
def test_what_is_missing_stops_the_document_with_advice(changes: dict[str, Any]) -> None:
    with pytest.raises(DocumentBlocked) as caught:
        record_for(archived(**changes), HOUSE)
    assert caught.value.reason is BlockReason.METADATA_INCOMPLETE
    assert "MDTO" in caught.value.advice or "archive" in caught.value.advice


@pytest.mark.parametrize(
    ("naam", "titel"),
    [
        ("  Besluit  op\nbezwaar ", "Besluit op bezwaar"),
        ("Brief van [gelakt] over bomen", "Brief van [gelakt] over bomen"),
        ("[gelakt]", "Beschikkingen, document 6b86b273"),
        (None, "Beschikkingen, document 6b86b273"),
        ("scan_T_Verzonnen_bezwaar.PDF", "Beschikkingen, document 6b86b273"),
    ],
)
def test_a_title_that_says_nothing_or_could_leak_is_replaced_by_a_neutral_one(naam: str | None, titel: str) -> None:
    assert record_for(archived(naam=naam), HOUSE).officiele_titel == titel


@pytest.mark.parametrize(
    ("events", "created", "expected"),
    [
        ((_event(EventKind.ONTVANGST, "2026-07-01"),), None, [("ontvangst", "2026-07-01T00:00:00+02:00")]),
        (
            (_event(EventKind.ONTVANGST, "2026-02-31"),),
            date(2026, 2, 1),
            [("vaststelling", "2026-02-01T00:00:00+01:00")],
        ),
        ((), None, [("vaststelling", "2026-11-20T13:05:00+00:00")]),
    ],
)
def test_acts_with_a_day_or_time_are_told(
    events: tuple[ArchiveEvent, ...], created: date | None, expected: list[tuple[str, str]]
) -> None:
    established = datetime(2026, 11, 20, 13, 5, 0, 5, tzinfo=UTC)
    made = record_for(archived(events=events, creatiedatum=created), HOUSE, established=established)
    assert [(one.soort_handeling.label, one.at_time.isoformat()) for one in made.documenthandelingen] == expected


@pytest.mark.parametrize(
    ("kenmerk", "told"),
    [("Z2026-000147-D01", True), ("zaak 12", False), ("Verzonnen", False), ("t.verzonnen@post.example1", False),
     ("BSN999990019", False), ("Z999990021", True)],
)  # fmt: skip
def test_only_numbers_of_systems_go_out_as_identifier(kenmerk: str, told: bool) -> None:
    made = record_for(archived(identificaties=(Identificatie(kenmerk=kenmerk, bron="Zaaksysteem"),)), HOUSE)
    assert bool(made.identifiers) is told
    assert bool(made.extra_metadata) is told


def test_more_than_one_category_is_one_record() -> None:
    made = record_for(archived(overige_informatiecategorieen=("014", "infocat016")), HOUSE)
    assert [one.label for one in made.informatiecategorieen] == ["beschikkingen", "Woo-verzoeken en -besluiten"]


def test_the_publisher_is_found_by_label_uri_or_code_and_must_exist() -> None:
    for text in ("Gemeente Utrecht", UTRECHT.uri, "gm0344"):
        assert publisher_of(House(text)) == UTRECHT
    with pytest.raises(WrongUse) as caught:
        publisher_of(House("gemeente Utrech"))
    assert "gemeente Utrecht" in caught.value.advice
    with pytest.raises(WrongUse, match="no longer exists"):
        publisher_of(House("gm0003"))


def _handeling(uri: str, label: str) -> dict[str, Any]:
    handeling = record().documenthandelingen[0]
    return {"documenthandelingen": (replace(handeling, soort_handeling=Waarde(uri=uri, label=label)),)}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("resource-ontbreekt", {"publisher": Waarde(uri="", label="gemeente Utrecht")}),
        ("label-weerspreekt", {"publisher": Waarde(uri=UTRECHT.uri, label="gemeente Amsterdam")}),
        ("label-leeg", {"publisher": Waarde(uri=UTRECHT.uri, label=" ")}),
        (
            "waarde-onbekend",
            {"publisher": Waarde(uri="3f0a5e0c-9d2b-4c71-8a52-c4c0f2b10a7e", label="gemeente Utrecht")},
        ),
        (
            "organisatie-opgeheven",
            {
                "publisher": Waarde(
                    uri="https://identifier.overheid.nl/tooi/id/gemeente/gm0003", label="gemeente Appingedam"
                )
            },
        ),
        ("titel-leeg", {"officiele_titel": " "}),
        ("titel-bestandsnaam", {"officiele_titel": "scan_0012.pdf"}),
        ("categorie-ontbreekt", {"informatiecategorieen": ()}),
        ("handeling-ontbreekt", {"documenthandelingen": ()}),
        (
            "waarde-onbekend",
            _handeling("https://identifier.overheid.nl/tooi/def/thes/kern/c_vaststelling", "vaststelling"),
        ),
        ("label-weerspreekt", _handeling(SoortHandeling.VASTSTELLING.value, "anonimiseren")),
        ("format-ontbreekt", {"format": None}),
        ("lege-tekst", {"trefwoorden": ("bomen", "")}),
        ("dubbele-waarde", {"informatiecategorieen": record().informatiecategorieen * 2}),
        ("resource-ontbreekt", {"is_part_of": Verwijzing(resource="", label="Hoofddocument")}),
        ("loc-relatief", {"has_parts": (Verwijzing(resource="/documenten/1/a.pdf", label="Bijlage"),)}),
    ],
)
def test_our_rules_catch_what_the_official_schema_lets_through(rule: str, changes: dict[str, Any]) -> None:
    assert record_faults(record()) == ()
    assert rule in {one.rule for one in record_faults(record(**changes))}


@pytest.mark.parametrize(
    ("loc", "rules"),
    [
        ("https://open.utrecht.example/documenten/1/a.pdf", set()),
        ("http://localhost:8000/documenten/1/a.pdf", set()),
        ("http://open.utrecht.example/documenten/1/a.pdf", {"loc-geen-https"}),
        ("/documenten/1/een.pdf", {"loc-relatief"}),
        ("https://open.utrecht.example/een stuk.pdf", {"loc-tekens"}),
        ("https://x/", {"loc-lengte"}),
    ],
)
def test_addresses(loc: str, rules: set[str]) -> None:
    assert {one.rule for one in loc_faults(loc)} == rules


def test_every_category_can_be_in_a_record() -> None:
    for category in Informatiecategorie:
        made = record_for(archived(informatiecategorie=category.value), HOUSE)
        assert made.informatiecategorieen == (value_list("informatiecategorielijst").by_uri(category.value).waarde,)


def test_a_record_that_was_made_before_gets_the_labels_of_now() -> None:
    now = full_record()

    def aged(value: Any) -> Any:
        """The same under labels of before."""
        if isinstance(value, Waarde):
            return replace(value, label=f"vroeger {value.label}")
        if isinstance(value, tuple):
            return tuple(aged(one) for one in value)
        if isinstance(value, Documenthandeling | Relatie):
            return replace(value, **{one.name: aged(getattr(value, one.name)) for one in fields(value)})
        return value

    before = replace(now, **{one.name: aged(getattr(now, one.name)) for one in fields(now)})
    assert before != now
    assert with_current_labels(before) == now
    unknown = replace(now, opsteller=Waarde(uri="https://onbekend.example", label="Onbekend"))
    assert with_current_labels(unknown) == unknown
