# SPDX-License-Identifier: EUPL-1.2
"""iBabs on this machine: a WSDL with the public operations, envelopes checked against it, and its pitfalls."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from lxml import etree

from tests.local_http import serving

PATH = "/iBabsWCFService/Public.svc"
SITE = "proefstad"
_WSDL = Path(__file__).with_name("ibabs.wsdl")
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_XS = "http://www.w3.org/2001/XMLSchema"

Answer = tuple[int, bytes]


@cache
def _schema() -> etree.XMLSchema:
    schema = next(etree.parse(str(_WSDL)).iter(f"{{{_XS}}}schema"))
    return etree.XMLSchema(etree.fromstring(etree.tostring(schema)))


@dataclass(kw_only=True)
class StoredDocument:
    """A document, with what the service says of it: a text of None is left out of the answer."""

    id: str
    data: bytes
    file_name: str = "stuk.pdf"
    name: str = "Besluit op Woo-verzoek"
    confidential: str | None = "false"
    url: str | None = None
    size: str | None = None


@dataclass(kw_only=True)
class StoredEntry:
    """An entry of a list: the columns of its row, its values, its documents."""

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    documents: list[StoredDocument] = field(default_factory=list)


@dataclass(kw_only=True)
class StoredList:
    """A list with its reports by name."""

    name: str
    entries: dict[str, StoredEntry] = field(default_factory=dict)
    reports: tuple[str, ...] = ("Alleen open", "")
    """Names of its reports; an empty one is the name of the list, and the only one that shows every entry."""


@dataclass(kw_only=True)
class StoredMeeting:
    """A meeting: documents of its own and of the points on its agenda."""

    date: str
    documents: list[StoredDocument] = field(default_factory=list)
    items: list[list[StoredDocument]] = field(default_factory=list)
    type: str = "7"


@dataclass
class IbabsServer:
    """What the service holds and what was asked of it."""

    lists: dict[str, StoredList] = field(default_factory=dict)
    meetings: dict[str, StoredMeeting] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=lambda: {"7": "Gemeenteraad"})
    faults: list[str] = field(default_factory=list)
    """Envelopes that the WSDL does not allow."""
    asked: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    instead: Callable[[str, dict[str, str]], Answer | None] = lambda operation, parameters: None
    """An answer to give instead, by operation and parameters."""
    wsdl: bytes = field(default_factory=_WSDL.read_bytes)
    address: str = ""

    @property
    def uri(self) -> str:
        """As ``open_source`` takes it."""
        return f"ibabs+http://{self.address}{PATH}"

    def get(self, target: str) -> Answer:
        """The WSDL, or a document."""
        path, _, query = target.partition("?")
        if path == PATH and query == "singleWsdl":
            return 200, self.wsdl
        id = query.removeprefix("id=")
        self.downloads.append(id)
        answer = self.instead("download", {"id": id})
        held = {document.id: document for document in self._documents()}
        return answer or ((200, held[id].data) if id in held else (404, b""))

    def post(self, target: str, body: bytes, action: str) -> Answer:
        """The answer to one envelope."""
        envelope = etree.fromstring(body)
        call = next(envelope.iterchildren(f"{{{_SOAP}}}Body"))[0]
        operation = etree.QName(call).localname
        if target != f"{PATH}/basic" or action.strip('"') != f"http://tempuri.org/IPublic/{operation}":
            self.faults.append("wrong place or action")
        if not _schema().validate(call):
            self.faults.append(f"{operation}: {_schema().error_log}")
        parameters = {etree.QName(one).localname: one.text or "" for one in call}
        self.asked.append(operation)
        answer = self.instead(operation, parameters)
        if answer is not None:
            return answer
        if parameters["Sitename"] != SITE:
            return 403, b"Forbidden"
        return result(operation, getattr(self, f"_{operation}")(parameters))

    def _documents(self) -> Iterator[StoredDocument]:
        for listed in self.lists.values():
            for entry in listed.entries.values():
                yield from entry.documents
        for meeting in self.meetings.values():
            yield from meeting.documents
            for item in meeting.items:
                yield from item

    def _GetLists(self, parameters: dict[str, str]) -> str:
        return _pairs({key: listed.name for key, listed in self.lists.items()})

    def _GetListReports(self, parameters: dict[str, str]) -> str:
        listed = self.lists[parameters["ListId"]]
        return _pairs({str(number): name or listed.name for number, name in enumerate(listed.reports)})

    def _GetListReportDataSet(self, parameters: dict[str, str]) -> str:
        listed = self.lists[parameters["ListId"]]
        number, size = int(parameters["ActivePageNr"]), int(parameters["RecordsPerPage"])
        whole = listed.reports[int(parameters["ReportId"])] == ""
        entries = list(listed.entries.items()) if whole else []
        page = entries[number * size : (number + 1) * size]
        found = "".join(
            f'<results diffgr:id="results{place}"><id>{id}</id>{_cells(entry.columns)}</results>'
            for place, (id, entry) in enumerate(page)
        )
        return (
            f"<a:ListName>{escape(listed.name)}</a:ListName><a:Data>"
            f'<xs:schema xmlns:xs="{_XS}" id="NewDataSet"><xs:element name="results"/></xs:schema>'
            '<diffgr:diffgram xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1">'
            + (f'<DocumentElement xmlns="">{found}</DocumentElement>' if found else "")
            + "</diffgr:diffgram></a:Data>"
        )

    def _GetListEntry(self, parameters: dict[str, str]) -> str:
        entry = self.lists[parameters["ListId"]].entries[parameters["EntryId"]]
        values = "".join(
            f"<b:KeyValueOfstringstring><b:Key>{escape(key)}</b:Key><b:Value>{escape(value)}</b:Value>"
            "</b:KeyValueOfstringstring>"
            for key, value in entry.values.items()
        )
        # Not in the order of the alphabet, which is the one that a data contract promises.
        return f"<a:Values>{values}</a:Values>{self._shown(entry.documents)}<a:Status>OK</a:Status><a:Message/>"

    def _GetMeetingtypes(self, parameters: dict[str, str]) -> str:
        if not self.types:
            return "<a:Message>No public meetingtypes!</a:Message><a:Status>ERR</a:Status>"
        listed = "".join(
            f"<a:iBabsMeetingtype><a:Id>{id}</a:Id><a:Meetingtype>{name}</a:Meetingtype></a:iBabsMeetingtype>"
            for id, name in self.types.items()
        )
        return f"<a:Meetingtypes>{listed}</a:Meetingtypes><a:Status>OK</a:Status>"

    def _GetMeetingsByDateRange(self, parameters: dict[str, str]) -> str:
        within = (
            (id, meeting)
            for id, meeting in self.meetings.items()
            if parameters["StartDate"] <= meeting.date < parameters["EndDate"]
        )
        found = "".join(
            f"<a:iBabsMeeting>{self._shown(meeting.documents)}<a:Id>{id}</a:Id>"
            f"<a:MeetingDate>{meeting.date}</a:MeetingDate><a:MeetingItems>"
            + "".join(f"<a:iBabsMeetingItem>{self._shown(item)}</a:iBabsMeetingItem>" for item in meeting.items)
            + f"</a:MeetingItems><a:MeetingtypeId>{meeting.type}</a:MeetingtypeId></a:iBabsMeeting>"
            for id, meeting in within
        )
        return f"<a:Meetings>{found}</a:Meetings><a:Status>OK</a:Status>"

    def _shown(self, documents: list[StoredDocument]) -> str:
        return f"<a:Documents>{''.join(self._one(document) for document in documents)}</a:Documents>"

    def _one(self, document: StoredDocument) -> str:
        fields = {
            "Confidential": document.confidential,
            "DisplayName": document.name,
            "FileName": document.file_name,
            "FileSize": str(len(document.data)) if document.size is None else document.size,
            "Id": document.id,
            "PublicDownloadURL": f"http://{self.address}/download.aspx?id={document.id}"
            if document.url is None
            else document.url,
        }
        shown = "".join(f"<a:{name}>{escape(text)}</a:{name}>" for name, text in fields.items() if text is not None)
        return f"<a:iBabsDocument>{shown}</a:iBabsDocument>"


def result(operation: str, content: str) -> Answer:
    """An envelope with a result in it."""
    body = (
        f'<s:Envelope xmlns:s="{_SOAP}"><s:Body><{operation}Response xmlns="http://tempuri.org/">'
        f'<{operation}Result xmlns:a="http://schemas.datacontract.org/2004/07/iBabs" '
        f'xmlns:b="http://schemas.microsoft.com/2003/10/Serialization/Arrays">{content}</{operation}Result>'
        f"</{operation}Response></s:Body></s:Envelope>"
    )
    return 200, body.encode()


def fault() -> Answer:
    """A SOAP fault that quotes what it should not."""
    body = (
        f'<s:Envelope xmlns:s="{_SOAP}"><s:Body><s:Fault><faultcode>s:Client</faultcode>'
        "<faultstring>Unknown fault occured in Stuk van Y. Voorbeeld</faultstring></s:Fault></s:Body></s:Envelope>"
    )
    return 500, body.encode()


def _pairs(named: dict[str, str]) -> str:
    return "".join(
        f"<a:iBabsKeyValue><a:Key>{escape(key)}</a:Key><a:Value>{escape(value)}</a:Value></a:iBabsKeyValue>"
        for key, value in named.items()
    )


def _cells(columns: dict[str, str]) -> str:
    encoded = {name.replace(" ", "_x0020_"): value for name, value in columns.items()}
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in encoded.items())


@contextmanager
def running() -> Iterator[IbabsServer]:
    """A server on 127.0.0.1 that ends with the block."""
    state = IbabsServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(*state.get(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(*state.post(self.path, body, self.headers.get("SOAPAction", "")))

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body.decode())
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with serving(Handler) as state.address:
        yield state
