# SPDX-License-Identifier: EUPL-1.2
"""Reads iBabs over SOAP: zeep makes the questions from the WSDL, the answers are read by ``archive.ibabs.answers``.

The service is fragile: it faults, refuses with 403 what it gives a moment later, and breaks off. Everything is asked
a few times, with a pause between any two questions.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx
import zeep
import zeep.exceptions
import zeep.transports
from lxml import etree

from archive.ibabs.access import IbabsAccess
from archive.ibabs.answers import NotXml, named, parse, text
from archive.wire import Patience, Trouble, bounded
from schemas.errors import InputRefused, RefusalReason, ServiceMissing, WrongUse

MEBIBYTE: Final = 1024 * 1024
_MOST_DOCUMENT: Final = 1024 * MEBIBYTE
_MOST_ANSWER: Final = 128 * MEBIBYTE
_PAUSE_S: Final = 1.0
_MOST_REDIRECTS: Final = 3
_PORT: Final = "BasicHttpsBinding_IPublic"
_ON_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1"})

_Answer = TypeVar("_Answer")


class NoAccess(ServiceMissing):
    """iBabs says that this client has no access to what was asked."""

    default_advice = "Ask the supplier to open it to this address, or leave it out of IBABS_LIJSTEN."


class _Wire(zeep.transports.Transport):
    """The only way in which zeep reaches anything: the configured WSDL and the endpoint of the configured host."""

    def __init__(self, http: httpx.Client, wsdl: str) -> None:
        self._close_session = False
        self._http = http
        self._wsdl = wsdl

    def load(self, url: str) -> bytes:
        if url != self._wsdl:
            raise zeep.exceptions.ExternalReferenceForbidden("the WSDL leads elsewhere")
        answer = bounded(self._http, httpx.Request("GET", url), _MOST_ANSWER)
        if answer.status != httpx.codes.OK:
            raise Trouble(f"status {answer.status}")
        return answer.content

    def post(self, address: str, message: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        request = self._http.build_request("POST", address, content=message, headers=headers)
        answer = bounded(self._http, request, _MOST_ANSWER)
        return answer.status, answer.content


class IbabsClient:
    """A connection to one site of iBabs.

    Args:
        wsdl: address of the WSDL; questions go to the same host.
        access: which site.
        transport: for a connection of your own.
        pause_s: seconds between questions, and before a second attempt; doubled each time.
    """

    def __init__(
        self,
        wsdl: str,
        access: IbabsAccess,
        *,
        transport: httpx.BaseTransport | None = None,
        pause_s: float = _PAUSE_S,
    ) -> None:
        self._wsdl = wsdl
        self._access = access
        self._patience = Patience(pause_s, between_s=pause_s)
        self._http = httpx.Client(timeout=httpx.Timeout(120.0, connect=10.0), transport=transport)
        self._service: Any = None

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def ask(self, operation: str, **parameters: object) -> etree._Element | None:
        """The result of an operation; None where iBabs says that there is nothing.

        Raises:
            ServiceMissing: it does not answer, or not in a way that can be read.
            NoAccess: it says that we may not read this.
        """
        return self._persistently(lambda: self._once(operation, parameters))

    def download(self, url: str, size: int) -> bytes:
        """The bytes of a document.

        Args:
            url: where iBabs says that it can be had.
            size: bytes that iBabs promises; 0 where it does not say.

        Raises:
            InputRefused: TOO_LARGE.
            ServiceMissing: it is not there, or there is something else.
        """
        data = self._persistently(lambda: self._fetch(url, size or _MOST_DOCUMENT))
        if len(data) > _MOST_DOCUMENT:
            raise InputRefused(
                RefusalReason.TOO_LARGE, "The document is larger than can be downloaded.", advice="Split it."
            )
        if size and len(data) != size:
            raise ServiceMissing(
                "iBabs gave other bytes than it promises (FileSize).",
                advice="Run again; if it stays so, have the document checked in iBabs.",
            )
        return data

    def _persistently(self, once: Callable[[], _Answer]) -> _Answer:
        try:
            return self._patience.ask(once)
        except Trouble as trouble:
            advice = "Run again when it is back."
            if str(trouble) == f"status {httpx.codes.FORBIDDEN}":
                advice = "Check IBABS_SITENAME, and that the address of this machine is on the list of the supplier."
            raise ServiceMissing(f"iBabs does not give what was asked ({trouble}).", advice=advice) from None

    def _once(self, operation: str, parameters: dict[str, object]) -> etree._Element | None:
        if self._service is None:
            self._service = self._connect()
        try:
            status, content = self._service[operation](Sitename=self._access.sitename, **parameters)
        except (AttributeError, TypeError, ValueError, zeep.exceptions.Error):
            raise WrongUse(
                f"The WSDL of iBabs has no operation {operation} as it is used here.",
                advice="Check that the URI leads to the public service of iBabs (Public.svc).",
            ) from None
        return _result(operation, status, content)

    def _connect(self) -> Any:
        settings = zeep.Settings(
            strict=False, raw_response=True, xml_huge_tree=True, xsd_ignore_sequence_order=True, forbid_dtd=True,
            forbid_entities=True, forbid_external=True,
        )  # fmt: skip
        try:
            client = zeep.Client(self._wsdl, transport=_Wire(self._http, self._wsdl), settings=settings)
            ports = [port for service in client.wsdl.services.values() for port in service.ports.values()]
            port = next((port for port in ports if port.name == _PORT), ports[0])
            address = str(port.binding_options["address"])
            name = port.binding.name
        except (zeep.exceptions.Error, etree.LxmlError, LookupError, TypeError, ValueError, AttributeError):
            raise WrongUse(
                "The WSDL of iBabs cannot be read, or leads to other documents.",
                advice="Give the address of the single WSDL: ibabs+https://host/path/Public.svc?singleWsdl.",
            ) from None
        # The server's own idea of its host name is not followed.
        ours = urlsplit(self._wsdl)
        endpoint = urlunsplit((ours.scheme, ours.netloc, urlsplit(address).path or ours.path, "", ""))
        return client.create_service(name, endpoint)

    def _fetch(self, url: str, most: int) -> bytes:
        for _ in range(_MOST_REDIRECTS + 1):
            self._check(url)
            answer = bounded(self._http, self._http.build_request("GET", url), most)
            if answer.status == httpx.codes.OK:
                return answer.content
            if answer.status == httpx.codes.NOT_FOUND:
                raise ServiceMissing(
                    "iBabs no longer has a document that it listed.", advice="Run again; it may have been taken away."
                )
            if not answer.place:
                raise Trouble(f"status {answer.status}")
            url = urljoin(url, answer.place)
        raise Trouble("redirects without end")

    def _check(self, url: str) -> None:
        """Let an address pass that documents may come from."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        host, ours = parts.hostname or "", urlsplit(self._wsdl)
        allowed = host == ours.hostname and (port, parts.scheme) == (ours.port, ours.scheme)
        if not (allowed or (parts.scheme == "https" and self._access.may_download_from(host))):
            raise ServiceMissing(
                "iBabs gives no address to download this document from, or one that is not allowed.",
                advice="Where the address is right, add its host to IBABS_DOWNLOADHOSTS.",
            )


def wsdl_of(uri: str) -> str:
    """Address of the WSDL for an ``ibabs+https:`` URI.

    Raises:
        WrongUse: it is not https, or holds a name and password.
    """
    parts = urlsplit(uri.removeprefix("ibabs+"))
    if parts.scheme != "https" and parts.hostname not in _ON_THIS_MACHINE:
        raise WrongUse("iBabs is read over https only.", advice="Write ibabs+https://host/path/Public.svc.")
    if parts.username or parts.password or not parts.hostname:
        raise WrongUse("The URI of iBabs names no host, or a password.", advice="Write ibabs+https://host/path.")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query or "singleWsdl", ""))


def _result(operation: str, status: int, content: bytes) -> etree._Element | None:
    try:
        root = parse(content)
    except NotXml:
        raise Trouble(f"status {status}" if status != httpx.codes.OK else "no XML") from None
    if next(named(root, "Fault"), None) is not None:
        raise Trouble("a fault")
    if status != httpx.codes.OK:
        raise Trouble(f"status {status}")
    result = next(named(root, f"{operation}Result"), None)
    if result is None:
        raise Trouble("no result")
    if text(result, "Status").upper() == "ERR":
        said = text(result, "Message").casefold()
        if "no access" in said:
            raise NoAccess("iBabs gives no access to a list, an entry or meetings.")
        if said.startswith("no "):
            return None
        raise Trouble("an error status")
    return result
