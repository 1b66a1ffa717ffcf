# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.intake import take_in
from archive.source import Offered, open_source
from archive.store import WorkingStore
from archive.zgw.access import ZgwAccess, access_from
from archive.zgw.client import ZgwClient
from archive.zgw.source import ZgwSource
from schemas.documents import ArchivedDocument
from schemas.errors import LakstraatError, ServiceMissing, WrongUse
from tests.archive.offers import pdf_bytes
from tests.archive.zgw_server import CLIENT, SECRET, TYPE, ZgwServer, running

pytestmark = pytest.mark.shared

DECISIONS = "https://identifier.overheid.nl/tooi/def/thes/kern/c_46a81018"
ACCESS = ZgwAccess(client_id=CLIENT, secret=SECRET, categories={TYPE: DECISIONS})


@pytest.fixture
def server() -> Iterator[ZgwServer]:
    with running() as found:
        yield found
        assert found.faults == []


def source_of(server: ZgwServer, access: ZgwAccess = ACCESS, *, page_size: int = 100) -> ZgwSource:
    client = ZgwClient(server.uri.removeprefix("zgw+"), access, pause_s=0.01)
    return ZgwSource(server.uri, access, client, page_size=page_size)


def listed(source: ZgwSource) -> list[Offered]:
    try:
        return list(source)
    finally:
        source.close()


def names(offers: list[Offered]) -> list[str]:
    return [offered.path_in_source.partition("/")[2] for offered in offers]


def test_document_comes_in_with_what_the_api_says_of_it(server: ZgwServer, tmp_path: Path) -> None:
    data = pdf_bytes()
    server.put("D-1", data, beschrijving="Over een dakkapel", trefwoorden=["bouwen"], ontvangstdatum="2026-03-05")
    source = source_of(server)
    (offered,) = list(source)
    archived = take_in(offered, WorkingStore(tmp_path))
    source.close()
    assert isinstance(archived, ArchivedDocument)
    assert archived.size == len(data)
    assert archived.metadata.naam == "Stuk D-1"
    assert archived.metadata.omschrijvingen == ("Over een dakkapel",)
    assert archived.metadata.trefwoorden == ("bouwen",)
    assert archived.metadata.informatiecategorie == DECISIONS
    assert archived.metadata.taal == "nl"
    assert str(archived.metadata.creatiedatum) == "2026-03-02"
    assert "Voorbeeld" not in repr(archived)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "in_bewerking"}, "is not final"),
        ({"status": ""}, "has no status"),
        ({"locked": True}, "is being edited"),
        ({"inhoud": None}, "has no content yet"),
        ({"vertrouwelijkheidaanduiding": "vertrouwelijk"}, "is above the highest level"),
        ({"vertrouwelijkheidaanduiding": ""}, "has no level, and unknown is closed"),
        ({"identificatie": ""}, "cannot be known again"),
    ],
)
def test_what_may_not_be_pulled_is_not_offered(server: ZgwServer, change: dict[str, object], why: str) -> None:
    server.put("D-1", pdf_bytes(), **change)
    server.put("D-2", pdf_bytes())
    assert names(listed(source_of(server))) == ["D-2"], why


def test_the_highest_level_is_configured(server: ZgwServer) -> None:
    for level in ("openbaar", "intern", "vertrouwelijk", "geheim"):
        server.put(level, pdf_bytes(), vertrouwelijkheidaanduiding=level)
    access = ZgwAccess(client_id=CLIENT, secret=SECRET, highest="intern")
    assert names(listed(source_of(server, access))) == ["intern", "openbaar"]


def test_every_page_is_read_and_no_address_of_the_server_is_followed(server: ZgwServer) -> None:
    for number in range(23):
        server.put(f"D-{number:02}", pdf_bytes())
    assert names(listed(source_of(server, page_size=5))) == [f"D-{number:02}" for number in range(23)]


def test_documents_that_come_and_go_during_the_listing_are_neither_missed_nor_doubled(server: ZgwServer) -> None:
    for number in range(10):
        server.put(f"D-{number:02}", pdf_bytes())
    rounds: list[int] = []

    def change(page: int) -> None:
        if page == 2:
            rounds.append(page)
            if len(rounds) == 1:
                server.documents.pop("D-00")
            elif len(rounds) == 2:
                server.put("D-99", pdf_bytes())

    server.before_page = change
    expected = [f"D-{number:02}" for number in range(1, 10)] + ["D-99"]
    assert names(listed(source_of(server, page_size=3))) == expected


def test_an_archive_that_never_stands_still_is_said(server: ZgwServer) -> None:
    for number in range(4):
        server.put(f"D-{number}", pdf_bytes())
    server.before_page = lambda page: server.put(f"E-{len(server.documents)}", pdf_bytes()) if page == 2 else None
    with pytest.raises(ServiceMissing, match="changes faster"):
        listed(source_of(server, page_size=2))


def test_the_version_that_was_listed_is_downloaded(server: ZgwServer) -> None:
    server.put("D-1", pdf_bytes(), versie=3)
    source = source_of(server)
    (offered,) = list(source)
    offered.fetch()
    assert server.downloads == [("D-1", "3")]
    server.put("D-1", pdf_bytes(), versie=4)
    with pytest.raises(ServiceMissing, match="does not have what was asked"):
        offered.fetch()
    source.close()


def test_a_document_keeps_its_identifier_when_its_version_changes(server: ZgwServer) -> None:
    server.put("D-1", pdf_bytes())
    first = listed(source_of(server))[0].id
    server.put("D-1", pdf_bytes(), versie=2)
    assert listed(source_of(server))[0].id == first


@pytest.mark.parametrize("change", [{"bestandsomvang": 10}, {"bestandsomvang": 10_000_000}, {"integriteit": "wrong"}])
def test_other_bytes_than_promised_are_not_taken(server: ZgwServer, change: dict[str, object]) -> None:
    if "integriteit" in change:
        change = {"integriteit": {"algoritme": "sha_256", "waarde": "0" * 64, "datum": "2026-03-02"}}
    server.put("D-1", pdf_bytes(), **change)
    source = source_of(server)
    (offered,) = list(source)
    with pytest.raises(ServiceMissing, match="other bytes"):
        offered.fetch()
    source.close()


def test_a_busy_server_is_asked_again(server: ZgwServer) -> None:
    server.put("D-1", pdf_bytes())
    server.answers = [503, 502]
    assert names(listed(source_of(server))) == ["D-1"]


@pytest.mark.parametrize("status", [400, 404, 500])
def test_an_answer_that_stays_wrong_ends_without_the_words_of_the_server(server: ZgwServer, status: int) -> None:
    server.answers = [status] * 9
    with pytest.raises(LakstraatError) as caught:
        listed(source_of(server))
    assert "Voorbeeld" not in str(caught.value)


def test_a_wrong_secret_gets_advice(server: ZgwServer) -> None:
    with pytest.raises(WrongUse) as caught:
        listed(source_of(server, ZgwAccess(client_id=CLIENT, secret="een-ander-geheim-dat-lang-genoeg-is")))
    assert "ZGW_SECRET" in caught.value.advice


def test_access_comes_from_the_environment(tmp_path: Path) -> None:
    types = tmp_path / "typen.toml"
    types.write_text(f'[informatieobjecttypen]\n"{TYPE}" = "016"\n')
    access = access_from({"ZGW_CLIENT_ID": "a", "ZGW_SECRET": "b", "ZGW_INFORMATIEOBJECTTYPEN": str(types)})
    assert access.categories == {TYPE: DECISIONS}
    assert access.highest == "zaakvertrouwelijk"
    assert "b" not in repr(access).partition("client_id")[0]


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"ZGW_CLIENT_ID": "a"},
        {"ZGW_CLIENT_ID": "a", "ZGW_SECRET": "b", "ZGW_VERTROUWELIJKHEID": "geheimer"},
        {"ZGW_CLIENT_ID": "a", "ZGW_SECRET": "b", "ZGW_INFORMATIEOBJECTTYPEN": "/nergens.toml"},
    ],
)
def test_impossible_access_is_wrong_use(environment: dict[str, str]) -> None:
    with pytest.raises(WrongUse):
        access_from(environment)


def test_a_token_goes_over_https_only() -> None:
    with pytest.raises(WrongUse, match="https"):
        open_source("zgw+http://archief.example/documenten/api/v1")
