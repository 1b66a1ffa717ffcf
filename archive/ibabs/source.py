# SPDX-License-Identifier: EUPL-1.2
"""Every document of iBabs that is not confidential: of the entries of its lists, and of its meetings."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final, NoReturn

from archive.ibabs.access import IbabsAccess, access_from, category_of, chosen
from archive.ibabs.answers import Document, Row, entry, meeting_types, meetings, pairs, rows
from archive.ibabs.client import IbabsClient, NoAccess, wsdl_of
from archive.ibabs.sidecar import Whole, mdto_of, whole_of_entry
from archive.source import Offered, Sidecar, document_id, file_suffix
from schemas.errors import ServiceMissing
from schemas.events import log_event

PAGE_SIZE: Final = 300
_MOST_PAGES: Final = 10_000
_ROUNDS: Final = 5
_MOST_UNREAD_IN_A_ROW: Final = 5
_WINDOW: Final = timedelta(days=31)
_AHEAD: Final = timedelta(days=366)
_TIME: Final = "%Y-%m-%dT%H:%M:%S"


@dataclass(kw_only=True, slots=True)
class _Found:
    """What a listing found so far: documents by identifier, and what stood in the way."""

    documents: dict[str, tuple[Document, Whole]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    unread_in_a_row: int = 0

    def add(self, document: Document, whole: Whole) -> None:
        """A document that something holds; confidential in one place is confidential everywhere."""
        if not document.id:
            self.left_out["without_identification"] += 1
        elif document.confidential is not False:
            self.closed.add(document.id)
        else:
            self.documents.setdefault(document.id, (document, whole))

    def attempt(self, place: str, read: Callable[[], None]) -> None:
        """Read a part; what cannot be read has its place in the account too.

        Raises:
            ServiceMissing: nothing can be read any more.
        """
        try:
            read()
            self.unread_in_a_row = 0
        except NoAccess:
            self.left_out["no_access"] += 1
        except ServiceMissing:
            self.unread.append(place)
            self.unread_in_a_row += 1
            if self.unread_in_a_row >= _MOST_UNREAD_IN_A_ROW:
                raise


class IbabsSource:
    """A site of iBabs as an archive.

    A document is known by its identifier in iBabs, wherever it is listed. What is confidential, or does not say
    clearly that it is not, is never offered and only counted in the log. A list, entry or month that cannot be read is
    offered as one document that fails, so that it is not forgotten.

    Args:
        uri: ``ibabs+https://host/path/Public.svc``, with the query of its WSDL when that is not ``singleWsdl``.
        access: which site; from the environment if not given.
        client: a connection of your own.
        page_size: rows per page of a report.
        today: the current day if not given.
    """

    def __init__(
        self,
        uri: str,
        access: IbabsAccess | None = None,
        client: IbabsClient | None = None,
        *,
        page_size: int = PAGE_SIZE,
        today: date | None = None,
    ) -> None:
        self._uri = uri
        wsdl = wsdl_of(uri)
        self._access = access_from() if access is None else access
        self._client = client or IbabsClient(wsdl, self._access)
        self._page_size = page_size
        self._today = today

    @property
    def uri(self) -> str:
        """The URI that ``open_source`` accepts."""
        return self._uri

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def __iter__(self) -> Iterator[Offered]:
        found = _Found()
        for key, name in self._lists():
            if chosen(self._access.lists, name):
                found.attempt(f"lijst/{key}", partial(self._read_list, found, key, name))
            else:
                found.left_out["list_not_chosen"] += 1
        if self._access.meetings_since is not None:
            self._read_meetings(found, self._access.meetings_since)
        for id in sorted(found.documents.keys() - found.closed):
            yield self._offered(*found.documents[id])
        for place in found.unread:
            yield self._unread(place)
        if found.closed:
            found.left_out["confidential"] = len(found.closed)
        for reason, count in sorted(found.left_out.items()):
            log_event("documents_not_offered", reason=reason, count=count)

    def _lists(self) -> tuple[tuple[str, str], ...]:
        result = self._client.ask("GetLists")
        return () if result is None else pairs(result)

    def _read_list(self, found: _Found, key: str, name: str) -> None:
        result = self._client.ask("GetListReports", ListId=key)
        reports = () if result is None else pairs(result)
        whole = [report for report, title in reports if title.casefold() == name.casefold()]
        entries: dict[str, Row] = {}
        for report in whole or [report for report, _ in reports]:
            entries |= self._rows(found, key, report)
        for id, row in sorted(entries.items()):
            found.attempt(f"lijst/{key}/{id}", partial(self._read_entry, found, key, name, row))

    def _rows(self, found: _Found, key: str, report: str) -> dict[str, Row]:
        """The rows of a report by identifier.

        iBabs pages by place, so what is added or removed meanwhile moves the others: a report of more than one page is
        read until it is twice the same.
        """
        before: dict[str, Row] | None = None
        for _ in range(_ROUNDS):
            listed, pages, nameless = self._pages(key, report)
            if pages == 1 or (before is not None and before.keys() == listed.keys()):
                found.left_out["without_identification"] += nameless
                return listed
            before = listed
        raise ServiceMissing("A list changes faster than it can be read.", advice="Run again at a quieter time.")

    def _pages(self, key: str, report: str) -> tuple[dict[str, Row], int, int]:
        listed: dict[str, Row] = {}
        nameless = 0
        for number in range(_MOST_PAGES):
            result = self._client.ask(
                "GetListReportDataSet",
                ListId=key,
                ReportId=report,
                ActivePageNr=number,
                RecordsPerPage=self._page_size,
            )
            page = () if result is None else rows(result)
            new = {row.id: row for row in page if row.id} if page else {}
            nameless += sum(not row.id for row in page)
            shifted = bool(new) and new.keys() <= listed.keys()
            listed |= new
            if len(page) < self._page_size or shifted:
                return listed, number + 1, nameless
        raise ServiceMissing("A list of iBabs has no end.", advice="Leave it out of IBABS_LIJSTEN.")

    def _read_entry(self, found: _Found, key: str, name: str, row: Row) -> None:
        result = self._client.ask("GetListEntry", ListId=key, EntryId=row.id)
        if result is None:
            return
        read = entry(result)
        whole = whole_of_entry(row.id, name, category_of(self._access.lists, name), row.columns, read.values)
        for document in read.documents:
            found.add(document, whole)

    def _read_meetings(self, found: _Found, since: date) -> None:
        result = self._client.ask("GetMeetingtypes")
        types = {} if result is None else meeting_types(result)
        last = (self._today or datetime.now(UTC).date()) + _AHEAD
        start = since
        while types and start <= last:
            end = min(start + _WINDOW, last + timedelta(days=1))
            found.attempt(f"vergaderingen/{start}", partial(self._read_window, found, types, start, end))
            start = end

    def _read_window(self, found: _Found, types: dict[str, str], start: date, end: date) -> None:
        result = self._client.ask(
            "GetMeetingsByDateRange",
            StartDate=_midnight(start),
            EndDate=_midnight(end),
            MetaDataOnly=False,
        )
        for meeting in () if result is None else meetings(result):
            name = types.get(meeting.type, "")
            if not name or not chosen(self._access.meeting_types, name):
                found.left_out["meeting_not_chosen"] += 1
                # What is confidential there is confidential elsewhere too.
                found.closed |= {one.id for one in meeting.documents if one.confidential is not False and one.id}
                continue
            category = category_of(self._access.meeting_types, name)
            whole = Whole(id=meeting.id, title=name, category=category, created=meeting.day)
            for document in meeting.documents:
                found.add(document, whole)

    def _offered(self, document: Document, whole: Whole) -> Offered:
        path = f"document/{document.id}"
        mdto = mdto_of(document, whole, self._access.sitename)
        return Offered(
            id=document_id(self.uri, f"{self._access.sitename}/{path}"),
            source=self.uri,
            path_in_source=path,
            size=document.size,
            fetch=partial(self._client.download, document.url, document.size),
            sidecars=(Sidecar(path_in_source=f"{path}.mdto.xml", size=len(mdto), fetch=partial(bytes, mdto)),),
            file_suffix=file_suffix(document.file_name),
        )

    def _unread(self, place: str) -> Offered:
        return Offered(
            id=document_id(self.uri, f"{self._access.sitename}/{place}"),
            source=self.uri,
            path_in_source=place,
            size=0,
            fetch=_could_not_be_read,
        )


def _could_not_be_read() -> NoReturn:
    raise ServiceMissing(
        "iBabs did not give a list, an entry or a month of meetings, so its documents are not known.",
        advice="Run again: what it holds is then offered by itself.",
    )


def _midnight(day: date) -> str:
    return datetime(day.year, day.month, day.day).strftime(_TIME)
