# SPDX-License-Identifier: EUPL-1.2
"""iBabs as an archive, over real HTTP with envelopes that its WSDL allows."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.families import Families
from archive.ibabs.access import IbabsAccess, access_from
from archive.ibabs.answers import NotXml, day_of, parse
from archive.ibabs.client import IbabsClient, wsdl_of
from archive.ibabs.source import IbabsSource
from archive.intake import take_in
from archive.source import Offered, open_source
from archive.store import WorkingStore
from schemas.documents import ArchivedDocument
from schemas.errors import LakstraatError, ServiceMissing, WrongUse
from tests.archive.ibabs_server import (
    SITE,
    IbabsServer,
    StoredDocument,
    StoredEntry,
    StoredList,
    StoredMeeting,
    fault,
    result,
    running,
)
from tests.archive.offers import pdf_bytes

DECISIONS = "https://identifier.overheid.nl/tooi/def/thes/kern/c_3baef532"
ACCESS = IbabsAccess(sitename=SITE, lists={"woo-verzoeken": DECISIONS})
TODAY = date(2026, 3, 1)


@pytest.fixture
def server() -> Iterator[IbabsServer]:
    with running() as found:
        yield found
        assert found.faults == []


def source_of(server: IbabsServer, access: IbabsAccess = ACCESS, *, page_size: int = 300) -> IbabsSource:
    client = IbabsClient(wsdl_of(server.uri), access, pause_s=0.001)
    return IbabsSource(server.uri, access, client, page_size=page_size, today=TODAY)


def listed(source: IbabsSource) -> list[Offered]:
    try:
        return list(source)
    finally:
        source.close()


def names(offers: list[Offered]) -> list[str]:
    return [offered.path_in_source for offered in offers]


def document(id: str, **changes: str | None) -> StoredDocument:
    return StoredDocument(id=id, data=pdf_bytes(), **changes)  # type: ignore[arg-type]


def fill(server: IbabsServer, *documents: StoredDocument, entry: str = "e1", **entry_fields: dict[str, str]) -> None:
    stored = server.lists.setdefault("12", StoredList(name="Woo-verzoeken"))
    stored.entries[entry] = StoredEntry(documents=list(documents), **entry_fields)


def test_a_document_of_an_entry_comes_in_with_what_ibabs_says_of_it(server: IbabsServer, tmp_path: Path) -> None:
    fill(
        server,
        document("d1"),
        columns={"registrationdate": "03/05/2026 09:30", "Onderwerp": "Dakkapel & uitbouw"},
        values={"Datum ontvangst": "2026-02-01T00:00:00", "Verzoeker": "Y. Voorbeeld"},
    )
    source = source_of(server)
    (offered,) = list(source)
    archived = take_in(offered, WorkingStore(tmp_path))
    source.close()
    assert isinstance(archived, ArchivedDocument)
    metadata = archived.metadata
    assert (metadata.naam, metadata.informatiecategorie) == ("Besluit op Woo-verzoek", DECISIONS)
    assert metadata.omschrijvingen == ("Dakkapel & uitbouw",)
    assert metadata.creatiedatum == date(2026, 3, 5)
    assert [(event.kind.value, event.tijd) for event in metadata.events] == [
        ("Creatie", "2026-03-05"), ("Ontvangst", "2026-02-01"),
    ]  # fmt: skip
    assert [(one.kenmerk, one.bron) for one in metadata.identificaties] == [("d1", "iBabs")]
    assert archived.dossier is not None, "documents of one entry are a dossier"
    assert "Voorbeeld" not in repr(archived)
    assert b"Voorbeeld" not in offered.sidecars[0].fetch()


@pytest.mark.parametrize("said", ["true", "1", "True", None, "", "nee", "onbekend"])
def test_confidential_is_never_pulled_and_unknown_is_closed(server: IbabsServer, said: str | None) -> None:
    fill(server, document("geheim", confidential=said), document("open", confidential="0"))
    found = listed(source_of(server))
    assert names(found) == ["document/open"]
    assert server.downloads == []


def test_confidential_in_one_place_is_confidential_in_every_place(server: IbabsServer) -> None:
    fill(server, document("d1"))
    fill(server, document("d1", confidential="true"), document("d2"), entry="e2")
    assert names(listed(source_of(server))) == ["document/d2"]


def test_every_page_and_only_the_report_that_has_the_name_of_the_list(server: IbabsServer) -> None:
    for number in range(11):
        fill(server, document(f"d{number:02}"), entry=f"e{number:02}")
    assert names(listed(source_of(server, page_size=4))) == [f"document/d{number:02}" for number in range(11)]
    assert server.asked.count("GetListEntry") == 11


def test_entries_that_come_and_go_during_the_listing_are_neither_missed_nor_doubled(server: IbabsServer) -> None:
    for number in range(10):
        fill(server, document(f"d{number}"), entry=f"e{number}")
    changes: list[StoredEntry] = []

    def change(operation: str, parameters: dict[str, str]) -> None:
        if operation == "GetListReportDataSet" and parameters["ActivePageNr"] == "1" and not changes:
            changes.append(server.lists["12"].entries.pop("e0"))  # the others move up a place

    server.instead = change
    assert names(listed(source_of(server, page_size=3))) == [f"document/d{number}" for number in range(1, 10)]


def test_lists_that_were_not_chosen_are_not_read(server: IbabsServer) -> None:
    fill(server, document("d1"))
    server.lists["13"] = StoredList(name="Klachten", entries={"e9": StoredEntry(documents=[document("d9")])})
    assert names(listed(source_of(server))) == ["document/d1"]
    assert names(listed(source_of(server, IbabsAccess(sitename=SITE)))) == ["document/d1", "document/d9"]


def test_a_list_without_a_report_of_its_own_name_is_read_by_all_its_reports(server: IbabsServer) -> None:
    fill(server, document("d1"))
    answered = server._GetListReports({"ListId": "12"}).replace("Woo-verzoeken", "Alles")
    server.instead = lambda operation, _: result(operation, answered) if operation == "GetListReports" else None
    assert names(listed(source_of(server))) == ["document/d1"]


def test_meetings_with_the_points_of_their_agenda(server: IbabsServer, tmp_path: Path) -> None:
    server.types["8"] = "Presidium"
    server.meetings = {
        "m1": StoredMeeting(date="2026-01-12T20:00:00", documents=[document("d1")], items=[[document("d2")], []]),
        "m2": StoredMeeting(date="2026-04-12T20:00:00", documents=[document("d3", confidential="true")]),
        "m3": StoredMeeting(date="2025-12-31T20:00:00", documents=[document("oud")]),
        "m4": StoredMeeting(date="2026-02-01T20:00:00", documents=[document("d4")], type="8"),
    }
    access = IbabsAccess(sitename=SITE, lists={}, meeting_types={"gemeenteraad": None}, meetings_since=date(2026, 1, 1))
    source = source_of(server, access)
    found = list(source)
    assert names(found) == ["document/d1", "document/d2"]
    archived = take_in(found[1], WorkingStore(tmp_path))
    source.close()
    assert isinstance(archived, ArchivedDocument)
    assert archived.metadata.creatiedatum == date(2026, 1, 12)


def test_a_site_without_meetings_is_no_trouble(server: IbabsServer) -> None:
    server.types = {}
    access = IbabsAccess(sitename=SITE, meetings_since=date(2026, 1, 1))
    assert listed(source_of(server, access)) == []


@pytest.mark.parametrize("answer", [(403, b"Forbidden"), fault(), (502, b""), (200, b"<s:Envelope xmlns:s='x'><s:Bo")])
def test_trouble_that_passes_is_survived(server: IbabsServer, answer: tuple[int, bytes]) -> None:
    fill(server, document("d1"))
    troubles = [answer, answer]
    server.instead = lambda operation, _: troubles.pop() if operation == "GetListEntry" and troubles else None
    assert names(listed(source_of(server))) == ["document/d1"]


def test_an_entry_that_cannot_be_read_has_its_place_and_costs_no_other(server: IbabsServer) -> None:
    fill(server, document("d1"))
    fill(server, document("d2"), entry="e2")
    server.instead = lambda _, parameters: fault() if parameters.get("EntryId") == "e1" else None
    found = listed(source_of(server))
    assert names(found) == ["document/d2", "lijst/12/e1"]
    with pytest.raises(ServiceMissing) as caught:
        found[1].fetch()
    assert "Voorbeeld" not in str(caught.value)


def test_an_entry_without_access_is_left_out(server: IbabsServer) -> None:
    fill(server, document("d1"))
    fill(server, document("d2"), entry="e2")
    said = "<a:Status>ERR</a:Status><a:Message>User has no access to entry</a:Message>"
    server.instead = lambda operation, asked: result(operation, said) if asked.get("EntryId") == "e1" else None
    assert names(listed(source_of(server))) == ["document/d2"]
    assert server.asked.count("GetListEntry") == 2, "who has no access does not ask again"


def test_a_service_that_stays_away_is_said_once_and_not_for_every_entry(server: IbabsServer) -> None:
    for number in range(50):
        fill(server, document(f"d{number}"), entry=f"e{number}")
    server.instead = lambda operation, _: (403, b"Y. Voorbeeld") if operation == "GetListEntry" else None
    with pytest.raises(ServiceMissing) as caught:
        listed(source_of(server))
    assert "IBABS_SITENAME" in caught.value.advice
    assert SITE not in str(caught.value) and "Voorbeeld" not in str(caught.value)
    assert server.asked.count("GetListEntry") == 20


def test_a_wrong_site_is_refused_with_advice(server: IbabsServer) -> None:
    with pytest.raises(ServiceMissing, match="403"):
        listed(source_of(server, IbabsAccess(sitename="elders")))


@pytest.mark.parametrize("size", ["", "0", "-1", "onbekend"])
def test_a_document_without_a_size_is_taken_as_it_comes(server: IbabsServer, size: str) -> None:
    fill(server, document("d1", size=size, name="", file_name=""))
    source = source_of(server)
    (offered,) = list(source)
    assert offered.fetch() == pdf_bytes()
    assert b"<naam>d1</naam>" in offered.sidecars[0].fetch()
    source.close()


@pytest.mark.parametrize("size", ["10", "10000000"])
def test_other_bytes_than_promised_are_not_taken(server: IbabsServer, size: str) -> None:
    fill(server, document("d1", size=size))
    source = source_of(server)
    (offered,) = list(source)
    with pytest.raises(ServiceMissing, match="other bytes"):
        offered.fetch()
    source.close()


@pytest.mark.parametrize(
    "url",
    ["", "http://192.0.2.1/x", "https://elders.example/x", "file:///etc/passwd", "https://ibabs.eu.elders.example/x",
     "http://ibabs.eu/x", "https://[kapot/x"],
)  # fmt: skip
def test_documents_come_from_allowed_addresses_only(server: IbabsServer, url: str) -> None:
    fill(server, document("d1", url=url))
    source = source_of(server)
    (offered,) = list(source)
    with pytest.raises(ServiceMissing, match="address"):
        offered.fetch()
    source.close()


def test_a_redirect_is_followed_within_the_allowed_addresses(server: IbabsServer) -> None:
    fill(server, document("d1"), document("d2"), document("d3"))
    goals = {"d1": b"/download.aspx?id=d2", "d3": b"http://192.0.2.1/elders"}
    server.instead = lambda _, asked: (302, goals[asked["id"]]) if asked.get("id") in goals else None
    source = source_of(server)
    first, _, third = list(source)
    assert first.fetch() == pdf_bytes()
    with pytest.raises(ServiceMissing, match="address"):
        third.fetch()
    source.close()


def test_a_document_that_was_taken_away_is_said(server: IbabsServer) -> None:
    fill(server, document("d1"))
    source = source_of(server)
    (offered,) = list(source)
    server.lists.clear()
    with pytest.raises(ServiceMissing, match="no longer"):
        offered.fetch()
    source.close()


def test_a_message_is_offered_with_its_attachments(server: IbabsServer) -> None:
    from tests.archive.test_families import message

    fill(server, StoredDocument(id="d1", data=message(("naam.pdf", pdf_bytes())), file_name="Post van iemand.EML"))
    source = source_of(server)
    assert names(list(Families(source))) == ["document/d1", "document/d1/1.pdf"]
    source.close()


@pytest.mark.parametrize(
    "inside",
    ['<xsd:import namespace="urn:x" schemaLocation="http://{host}/elders.xsd"/>',
     '<xsd:include schemaLocation="elders.xsd"/>', '<xsd:include schemaLocation="file:///etc/passwd"/>'],
)  # fmt: skip
def test_no_other_schema_is_fetched_than_the_configured_wsdl(server: IbabsServer, inside: str) -> None:
    asked: list[str] = []
    plain = server.get

    def get(target: str) -> tuple[int, bytes]:
        asked.append(target)
        return plain(target)

    server.get = get  # type: ignore[method-assign]
    schema = (
        f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">{inside.format(host=server.address)}</xsd:schema>'
    )
    server.wsdl = server.wsdl.replace(b"<wsdl:types>", b"<wsdl:types>" + schema.encode())
    with pytest.raises(WrongUse, match="WSDL"):
        listed(source_of(server))
    assert asked == ["/iBabsWCFService/Public.svc?singleWsdl"]


def test_entities_are_not_resolved(server: IbabsServer, tmp_path: Path) -> None:
    (tmp_path / "geheim").write_text("het geheim")
    bomb = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "geheim").as_uri()}">]><x>&e;</x>'.encode()
    with pytest.raises(NotXml):
        parse(bomb)
    server.instead = lambda *_: (200, bomb)
    with pytest.raises(ServiceMissing, match="no XML"):
        listed(source_of(server))
    server.wsdl = server.wsdl.replace(b"<wsdl:definitions", b'<!DOCTYPE x [<!ENTITY e "y">]><wsdl:definitions', 1)
    with pytest.raises(WrongUse, match="WSDL"):
        listed(source_of(server))


def test_characters_that_xml_has_not_are_passed_over_and_what_is_cut_off_is_not_believed() -> None:
    assert (parse(b"<x>a&#x0B;b\x0cc&#38;</x>").text or "").split() == ["a", "b", "c&"]
    with pytest.raises(NotXml):
        parse(b"<x><y>a</y>")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-05T09:30:00", date(2026, 3, 5)),
        ("2026-03-05T09:30:00.123+01:00", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("03/05/2026 09:30", date(2026, 3, 5)),
        ("03/05/2026 09:30 PM", date(2026, 3, 5)),
        ("5-3-2026", date(2026, 3, 5)),
        ("0001-01-01T00:00:00", None),
        ("31/12/2026", None),
        ("medio maart", None),
        ("", None),
    ],
)
def test_odd_dates(written: str, day: date | None) -> None:
    assert day_of(written) == day


def test_the_date_of_an_entry_is_looked_for_where_it_may_stand(server: IbabsServer) -> None:
    fill(server, document("d1"), columns={"registrationdate": "", "Datum besluit": "2026-04-01"})
    fill(server, document("d2"), entry="e2", values={"Datum afdoening": "06-05-2026"})
    fill(server, document("d3"), entry="e3", columns={"registrationdate": "0001-01-01T00:00:00"})
    found = [offered.sidecars[0].fetch() for offered in listed(source_of(server))]
    assert [b"2026-04-01" in found[0], b"2026-05-06" in found[1], b"eventTijd" in found[2]] == [True, True, False]


def test_access_comes_from_the_environment(tmp_path: Path) -> None:
    lists = tmp_path / "lijsten.toml"
    lists.write_text('[lijsten]\n"Woo-verzoeken" = "c_3baef532"\n"Overig" = ""\n')
    access = access_from(
        {"IBABS_SITENAME": SITE, "IBABS_LIJSTEN": str(lists), "IBABS_VERGADERINGEN_VANAF": "2026-01-31",
         "IBABS_DOWNLOADHOSTS": "stukken.example"}
    )  # fmt: skip
    assert access.lists == {"woo-verzoeken": DECISIONS, "overig": None}
    assert access.meeting_types is None
    assert access.meetings_since == date(2026, 1, 31)
    assert access.may_download_from("a.stukken.example") and not access.may_download_from("astukken.example")
    assert SITE not in repr(access)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"IBABS_SITENAME": SITE, "IBABS_VERGADERINGEN_VANAF": "gisteren"},
        {"IBABS_SITENAME": SITE, "IBABS_LIJSTEN": "/nergens.toml"},
    ],
)
def test_impossible_access_is_wrong_use(environment: dict[str, str]) -> None:
    with pytest.raises(WrongUse):
        access_from(environment)


def test_it_is_read_over_https_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IBABS_SITENAME", SITE)
    for uri in ("ibabs+http://ibabs.example/Public.svc", "ibabs+https://wie:wachtwoord@ibabs.example/Public.svc"):
        with pytest.raises(LakstraatError):
            open_source(uri)
    assert open_source("ibabs+https://ibabs.example/Public.svc").uri == "ibabs+https://ibabs.example/Public.svc"
