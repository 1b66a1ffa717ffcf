# SPDX-License-Identifier: EUPL-1.2
import hashlib
import re
from datetime import UTC, date, datetime

import pytest
from lxml import etree

from archive.mdto.metadata import WOO_LIST_NAME, dossier_key, metadata_of
from archive.mdto.model import Begrip, Beperking, Bestand, Checksum, Event, Informatieobject, Verwijzing
from archive.mdto.parser import parse
from archive.mdto.writer import term, write_bestand, write_informatieobject
from schemas.documents import ArchiveEvent, ArchiveMetadata, EventKind, Identificatie
from schemas.errors import InputRefused, RefusalReason
from schemas.identity import digest_of
from schemas.values import xsd_path
from tests.archive.offers import ENSCHEDE, information, sidecar
from tests.shared_material import shared

TODAY = date(2026, 11, 24)
WOO = "https://identifier.overheid.nl/tooi/def/thes/kern/"


def _metadata(*files: bytes, document: bytes = b"stuk") -> ArchiveMetadata:
    return metadata_of([parse(file) for file in files], document, today=TODAY)


def _category(label: str, code: str | None, lijst: str = WOO_LIST_NAME) -> Begrip:
    return Begrip(label=label, code=code, lijst=lijst)


def _bestand(document: bytes = b"stuk", **changes: object) -> bytes:
    fields: dict[str, object] = {
        "identificaties": (Identificatie(kenmerk="f1", bron="Zaaksysteem"),),
        "naam": "stuk.pdf",
        "omvang": len(document),
        "bestandsformaat": Begrip(label="PDF 1.7", code="fmt/276", lijst="PRONOM-register"),
        "checksums": (Checksum(algoritme="SHA-256", waarde=digest_of(document), datum="2026-11-20T14:00:00+01:00"),),
        "is_representatie_van": Verwijzing(naam="Besluit op aanvraag"),
    }
    return write_bestand(Bestand(**{**fields, **changes}))  # type: ignore[arg-type]


@pytest.mark.shared
def test_the_official_examples_are_read() -> None:
    examples = sorted(shared("standards", "mdto", "voorbeelden").glob("*.xml"))
    assert len(examples) >= 8
    for example in examples:
        read = parse(example.read_bytes())
        assert read.version in ("1.0.1", "1.0.2")
        assert isinstance(read.content, Informatieobject) is (b"<informatieobject>" in example.read_bytes())


def test_what_is_written_is_valid_against_both_versions_and_comes_back() -> None:
    written = information(
        aggregatieniveau=term("Archiefstuk", "Aggregatieniveaus"),
        classificaties=(_category("beschikkingen", "c_46a81018"),),
        trefwoorden=("evenement",),
        omschrijvingen=("Vergunning <&> meer",),
        talen=("nl",),
        events=(Event(type=term("Creatie", "EventTypeLijst"), tijd="2026-11-03", actor=ENSCHEDE),),
        is_onderdeel_van=(Verwijzing(naam="Zaak", identificatie=Identificatie(kenmerk="Z1", bron="Zaaksysteem")),),
        bevat_onderdeel=(Verwijzing(naam="Bijlage"),),
        heeft_representatie=(Verwijzing(naam="stuk.pdf"),),
        beperkingen=(
            Beperking(
                type=term("Overig", "BeperkingGebruikTypeLijst"),
                beschrijving="bevat persoonsgegevens",
                einddatum=date(2030, 1, 1),
            ),
        ),
    )
    for content in (write_informatieobject(written), _bestand()):
        for version in ("1.0.1", "1.0.2"):
            etree.XMLSchema(etree.parse(str(xsd_path("mdto", f"MDTO-XML{version}.xsd")))).assertValid(
                etree.fromstring(content)
            )
    assert parse(write_informatieobject(written)).content == written


def test_the_record_in_mdto_terms() -> None:
    metadata = _metadata(
        sidecar(
            classificaties=(
                Begrip(label="Evenementen", lijst="Zaaktypen"),
                _category("beschikkingen", WOO + "c_46a81018"),
                _category("convenanten", "c_8fc2335c"),
            ),
            events=(
                Event(type=term("Creatie", "EventTypeLijst"), tijd="2026-11-03"),
                Event(type=term("Accordering", "EventTypeLijst"), tijd="2026-11-05T10:00:00Z"),
                Event(type=term("Publicatie", "EventTypeLijst"), tijd="2026-11-06"),
            ),
            is_onderdeel_van=(Verwijzing(naam="Dossier"),),
        )
    )
    assert metadata.mdto_version == "1.0.2"
    assert metadata.classificaties == ("Evenementen",)
    assert metadata.informatiecategorie == WOO + "c_46a81018"
    assert metadata.overige_informatiecategorieen == (WOO + "c_8fc2335c",)
    assert metadata.events == (
        ArchiveEvent(kind=EventKind.CREATIE, tijd="2026-11-03"),
        ArchiveEvent(
            kind=EventKind.ACCORDERING, tijd="2026-11-05T10:00:00Z", moment=datetime(2026, 11, 5, 10, tzinfo=UTC)
        ),
    )
    assert metadata.creatiedatum == date(2026, 11, 3)
    assert metadata.archiefvormers == (ENSCHEDE.identificatie,)
    assert metadata.waardering == "V"
    assert metadata.beperking_gebruik == ("Geen beperking",)
    assert metadata.is_onderdeel_van == (Identificatie(kenmerk="Dossier", bron=""),)


def test_mdtos_own_informatiecategorie_is_not_the_woo_category() -> None:
    content = sidecar().replace(
        b"<archiefvormer>",
        b"<informatiecategorie><begripLabel>beschikkingen</begripLabel><begripBegrippenlijst><verwijzingNaam>Selectielijst"
        b"</verwijzingNaam></begripBegrippenlijst></informatiecategorie><archiefvormer>",
        1,
    )
    assert _metadata(content).informatiecategorie is None


def test_a_local_time_without_zone_is_dutch() -> None:
    event = Event(type=term("Accordering", "EventTypeLijst"), tijd="2026-07-05T10:00:00")
    (found,) = _metadata(sidecar(events=(event,))).events
    assert found.moment is not None
    assert found.moment.astimezone(UTC) == datetime(2026, 7, 5, 8, tzinfo=UTC)


@pytest.mark.parametrize("tijd", ["2026", "2026-11"])
def test_half_a_date_is_not_completed(tijd: str) -> None:
    metadata = _metadata(sidecar(events=(Event(type=term("Creatie", "EventTypeLijst"), tijd=tijd),)))
    assert metadata.creatiedatum is None
    assert metadata.events[0].moment is None


def test_two_days_of_creation_are_not_chosen_between() -> None:
    events = tuple(Event(type=term("Creatie", "EventTypeLijst"), tijd=day) for day in ("2026-11-03", "2026-11-04"))
    assert _metadata(sidecar(events=events)).creatiedatum is None


def test_category_by_label_alone_and_a_curly_apostrophe() -> None:
    assert (
        _metadata(sidecar(classificaties=(_category("Klachtoordelen", None),))).informatiecategorie
        == WOO + "c_a870c43d"
    )
    straight = _category("agenda's en besluitenlijsten bestuurscolleges", "c_3a248e3a")
    assert _metadata(sidecar(classificaties=(straight,))).informatiecategorie == WOO + "c_3a248e3a"


def _swap(content: bytes, pattern: bytes, replacement: bytes) -> bytes:
    changed, count = re.subn(pattern, replacement, content, count=1, flags=re.DOTALL)
    assert count == 1
    return changed


_BROKEN = {
    "not xml": b"%PDF-1.7 geen xml",
    "empty": b"",
    "half": sidecar()[:300],
    "other root": b'<MDTO xmlns="http://example.org/"/>',
    "no naam": _swap(sidecar(), rb"<naam>.*?</naam>", b""),
    "wrong order": _swap(sidecar(), rb"(<identificatie>.*?</identificatie>)\s*(<naam>.*?</naam>)", rb"\2\1"),
    "unknown element": _swap(sidecar(), rb"<naam>", b"<JanJansen/><naam>"),
    "unknown category": sidecar(classificaties=(_category("iets", "c_00000000"),)),
    "unknown label": sidecar(classificaties=(_category("iets", None),)),
    "unknown checksum": _bestand(checksums=(Checksum(algoritme="CRC32", waarde="ab", datum="2026-11-20T14:00:00"),)),
    "empty naam": _swap(sidecar(), rb"<naam>.*?</naam>", b"<naam> </naam>"),
    "giant omvang": _bestand(omvang=10**30),
}


@pytest.mark.parametrize("content", _BROKEN.values(), ids=_BROKEN.keys())
def test_a_broken_sidecar_is_refused(content: bytes) -> None:
    with pytest.raises(InputRefused) as caught:
        _metadata(content)
    assert caught.value.reason is RefusalReason.SIDECAR_BROKEN
    assert caught.value.advice


def test_the_refusal_names_place_and_rule_and_no_content() -> None:
    content = _swap(sidecar(), rb"<archiefvormer>", b"<taal>Jan Jansen is geen taal</taal><archiefvormer>")
    with pytest.raises(InputRefused) as caught:
        _metadata(content)
    assert "MDTO/informatieobject/taal" in caught.value.message
    assert "Jansen" not in caught.value.message + caught.value.advice
    with pytest.raises(InputRefused) as caught:
        _metadata(_BROKEN["unknown element"])
    assert "Jansen" not in caught.value.message


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE MDTO [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE MDTO [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE MDTO SYSTEM "http://127.0.0.1:9/mdto.dtd">',
    ],
    ids=["file", "bomb", "network"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(head: bytes, encoding: str) -> None:
    text = head.decode() + sidecar().decode().split("?>", 1)[1].replace("Besluit op", "&x;&b;")
    with pytest.raises(InputRefused) as caught:
        parse(text.encode(encoding))
    assert caught.value.reason is RefusalReason.SIDECAR_BROKEN


_OTHER = Verwijzing(naam="Ander stuk", identificatie=Identificatie(kenmerk="Z9", bron="Zaaksysteem"))
_CONTRADICTING = {
    "omvang": [_bestand(omvang=5)],
    "checksum": [_bestand(checksums=(Checksum(algoritme="SHA256", waarde="0" * 64, datum="2026-11-20T14:00:00"),))],
    "two informatieobjecten": [sidecar(), sidecar()],
    "two bestanden": [sidecar(), _bestand(), _bestand()],
    "bestand of another": [sidecar(), _bestand(is_representatie_van=_OTHER)],
    "a dossier": [sidecar(aggregatieniveau=term("Dossier", "Aggregatieniveaus"))],
    "label and code": [sidecar(classificaties=(_category("convenanten", "c_46a81018"),))],
}


@pytest.mark.parametrize("files", _CONTRADICTING.values(), ids=_CONTRADICTING.keys())
def test_contradictions_are_refused(files: list[bytes]) -> None:
    with pytest.raises(InputRefused) as caught:
        _metadata(*files)
    assert caught.value.reason is RefusalReason.SIDECAR_CONTRADICTS


@pytest.mark.parametrize("name", ["SHA-256", "SHA256", "sha-512", "SHA-1", "MD5"])
def test_a_true_checksum_passes(name: str) -> None:
    value = hashlib.new(name.lower().replace("-", ""), b"stuk").hexdigest().upper()
    checksum = Checksum(algoritme=name, waarde=value, datum="2026-11-20T14:00:00")
    assert _metadata(sidecar(), _bestand(checksums=(checksum,))).naam == "Besluit op aanvraag"


def _restriction(label: str, ends: date | None = None) -> Beperking:
    return Beperking(type=term(label, "BeperkingGebruikTypeLijst"), einddatum=ends)


def test_what_is_secret_is_refused_and_what_is_to_be_determined_is_noted() -> None:
    with pytest.raises(InputRefused) as caught:
        _metadata(sidecar(beperkingen=(_restriction("Geheim"),)))
    assert caught.value.reason is RefusalReason.NOT_FOR_PUBLICATION
    with pytest.raises(InputRefused):
        _metadata(sidecar(beperkingen=(_restriction("Embargo", TODAY),)))
    assert _metadata(sidecar(beperkingen=(_restriction("Embargo", date(2026, 11, 23)),))).beperking_gebruik == (
        "Embargo",
    )
    noted = _metadata(
        sidecar(
            beperkingen=(_restriction("Nader te bepalen"),), waardering=term("Nader te bepalen", "Waarderingen", "N")
        )
    )
    assert (noted.beperking_gebruik, noted.waardering) == (("Nader te bepalen",), "N")


def test_no_sidecar_gives_an_empty_record() -> None:
    assert _metadata() == ArchiveMetadata()


def test_the_documents_of_a_dossier_share_a_key() -> None:
    own = Identificatie(kenmerk="Z2026-000147-D01", bron="Zaaksysteem")
    main = _metadata(sidecar(bevat_onderdeel=(Verwijzing(naam="Bijlage 1"),)))
    annex = _metadata(
        sidecar(
            identificaties=(Identificatie(kenmerk="D02", bron="Zaaksysteem"),),
            is_onderdeel_van=(Verwijzing(naam="Besluit", identificatie=own),),
        )
    )
    assert dossier_key(main) == dossier_key(annex) is not None
    assert dossier_key(_metadata(sidecar())) is None
