# SPDX-License-Identifier: EUPL-1.2
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from reportlab.pdfgen.canvas import Canvas

from publication.endpoint import Endpoint, WithdrawalReason
from publication.gpp.client import GppAddress, GppClient
from publication.gpp.endpoint import GppEndpoint
from publication.pdf_text import same_document
from schemas.errors import PublicationFailed, WrongUse
from schemas.identity import digest_of
from schemas.publication import PublicationPackage, PublicationState
from schemas.redacted import VerificationReport, VerifiedDocument
from schemas.values import informatiecategorie
from schemas.values.codes import RedenVerwijderingVervanging
from tests.publication.fake_gpp import URL, FakeGpp
from tests.publication.packages import document_id, package

pytestmark = pytest.mark.shared


def _pdf(text: str) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=True)
    canvas.drawString(72, 720, text)
    canvas.save()
    return target.getvalue()


def _package(number: int = 1, text: str = "eerste versie", **changes: Any) -> PublicationPackage:
    data = _pdf(text)
    digest = digest_of(data)
    report = VerificationReport(digest=digest, pages=1, checks=("bytes",), faults=(), terms=0)
    verified = VerifiedDocument(data=data, digest=digest, pages=1, boxes=(), grounds=(), report=report)
    return replace(package(number, **changes), document=verified)


def _endpoint(server: FakeGpp, notes: Path, token: str = "geheim", **options: Any) -> GppEndpoint:
    address = GppAddress(url=URL, token=token, owner="woo", owner_name="Team Woo")
    client = GppClient(address, httpx.MockTransport(server))
    return GppEndpoint(address, notes, client=client, pause_s=0.0, **options)


def _assert_one(server: FakeGpp, wanted: PublicationPackage) -> None:
    """Exactly one publication, with exactly this document, and nothing half done beside it."""
    assert [one["publicatiestatus"] for one in server.publications.values()] == ["gepubliceerd"]
    (visible,) = server.visible
    assert same_document(visible["_file"], wanted.document.data)
    rest = [one for one in server.documents.values() if one is not visible]
    assert {one["publicatiestatus"] for one in rest} <= {"ingetrokken"}


def test_a_document_is_published_in_the_order_that_is_safe(tmp_path: Path) -> None:
    server = FakeGpp()
    endpoint: Endpoint = _endpoint(server, tmp_path)
    made = _package()
    answer = endpoint.publish(made)
    assert answer.state is PublicationState.PUBLISHED
    assert answer.url == f"https://open.example/publicaties/{answer.identifier}"
    _assert_one(server, made)
    (publication,), (document,) = server.publications.values(), server.documents.values()
    assert publication["kenmerken"][0] == {"kenmerk": made.id, "bron": "lakstraat"}
    assert publication["eigenaar"]["identifier"] == "woo"
    assert document["datumOndertekend"] == "2026-11-05T16:30:00+01:00"
    methods = [method for method, _ in server.requests]
    assert methods.index("PATCH") > max(at for at, method in enumerate(methods) if method == "PUT")
    assert ("GET", f"/api/v2/documenten/{document['uuid']}/download") in server.requests
    assert list(tmp_path.iterdir()) == []


def test_publishing_again_makes_nothing_new(tmp_path: Path) -> None:
    server = FakeGpp()
    first = _endpoint(server, tmp_path).publish(_package())
    server.requests.clear()
    again = _endpoint(server, tmp_path).publish(_package())
    assert (again.identifier, again.url) == (first.identifier, first.url)
    assert not [method for method, _ in server.requests if method in ("POST", "PUT", "DELETE")]
    _assert_one(server, _package())


def test_another_title_reaches_publication_and_document(tmp_path: Path) -> None:
    server = FakeGpp()
    _endpoint(server, tmp_path).publish(_package())
    _endpoint(server, tmp_path).publish(_package(officiele_titel="T" * 300))
    (publication,), (document,) = server.publications.values(), server.documents.values()
    assert publication["officieleTitel"] == document["officieleTitel"] == "T" * 254 + "…"


def test_a_revision_takes_the_place_of_the_former_in_the_same_publication(tmp_path: Path) -> None:
    server = FakeGpp()
    endpoint = _endpoint(server, tmp_path)
    first = endpoint.publish(_package())
    reason = RedenVerwijderingVervanging.CORRECTIE_PRIVACYGEVOELIGE_GEGEVENS
    second = endpoint.replace(_package(text="tweede versie"), reason)
    assert second.identifier == first.identifier
    _assert_one(server, _package(text="tweede versie"))
    with pytest.raises(WrongUse):
        endpoint.replace(_package(2), reason)


def test_a_withdrawal_retracts_and_tells_the_audit_log_why(tmp_path: Path) -> None:
    server = FakeGpp()
    endpoint = _endpoint(server, tmp_path)
    with pytest.raises(WrongUse):
        endpoint.withdraw(document_id(1), WithdrawalReason.PRIVACY)
    endpoint.publish(_package())
    answer = endpoint.withdraw(document_id(1), WithdrawalReason.PRIVACY)
    assert answer.state is PublicationState.WITHDRAWN and server.visible == []
    assert "correctie_privacygevoelige_gegevens" in server.remarks[-1]
    assert endpoint.withdraw(document_id(1), WithdrawalReason.PRIVACY).identifier == answer.identifier
    again = endpoint.publish(_package())
    assert again.identifier != answer.identifier and len(server.visible) == 1


def test_who_is_not_active_or_unknown_is_told_before_anything_is_written(tmp_path: Path) -> None:
    server = FakeGpp(active=False)
    with pytest.raises(WrongUse, match="not active"):
        _endpoint(server, tmp_path).publish(_package())
    server = FakeGpp()
    with pytest.raises(WrongUse, match="no category"):
        category = informatiecategorie("011").waarde
        _endpoint(server, tmp_path).publish(_package(informatiecategorieen=(category,)))
    assert server.publications == {}


def test_a_wrong_token_has_advice(tmp_path: Path) -> None:
    with pytest.raises(PublicationFailed) as caught:
        _endpoint(FakeGpp(), tmp_path, token="fout").publish(_package())
    assert "token" in caught.value.advice


def test_a_file_that_never_gets_ready_is_told_and_can_be_sent_anew(tmp_path: Path) -> None:
    server = FakeGpp(stuck=True)
    with pytest.raises(PublicationFailed, match="does not finish"):
        _endpoint(server, tmp_path, patience_s=0.0).publish(_package())
    assert server.visible == []
    server.stuck = False
    _endpoint(server, tmp_path).publish(_package())
    _assert_one(server, _package())


def test_another_file_than_was_sent_never_becomes_public(tmp_path: Path) -> None:
    server = FakeGpp(spoils=True)
    with pytest.raises(PublicationFailed, match="another document"):
        _endpoint(server, tmp_path).publish(_package())
    assert server.visible == [] and server.publications == {}


def test_kenmerk_and_bron_of_different_rows_are_not_ours(tmp_path: Path) -> None:
    server = FakeGpp()
    endpoint = _endpoint(server, tmp_path)
    endpoint.publish(_package(2))
    (other,) = server.publications.values()
    other["kenmerken"].append({"kenmerk": document_id(1), "bron": "ander systeem"})
    endpoint.publish(_package(1))
    assert len(server.visible) == 2


class _Stops(Exception):
    pass


class _Stopping(httpx.BaseTransport):
    """The process dies before or after its n-th call."""

    def __init__(self, server: FakeGpp, calls: int, after: bool) -> None:
        self._inner = httpx.MockTransport(server)
        self._left, self._after = calls, after

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._left -= 1
        if self._left < 0 and not self._after:
            raise _Stops
        answer = self._inner.handle_request(request)
        if self._left < 0:
            raise _Stops
        return answer


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("revision", [False, True], ids=["new", "revision"])
def test_a_process_that_dies_at_any_call_ends_with_one_publication(tmp_path: Path, revision: bool, after: bool) -> None:
    wanted = _package(text="tweede versie")
    stops = 0
    while True:
        server, notes = FakeGpp(), tmp_path / str(stops)
        if revision:
            _endpoint(server, notes).publish(_package())
        address = GppAddress(url=URL, token="geheim")
        dying = GppEndpoint(address, notes, client=GppClient(address, _Stopping(server, stops, after)), pause_s=0.0)
        try:
            dying.publish(wanted)
            break
        except _Stops:
            pass
        _endpoint(server, notes).publish(wanted)
        _assert_one(server, wanted)
        stops += 1
    assert stops > 8


@pytest.mark.parametrize("call", range(14))
def test_a_server_that_breaks_off_a_call_gets_it_again_after_a_look(tmp_path: Path, call: int) -> None:
    server = FakeGpp(broken_calls={call})
    _endpoint(server, tmp_path).publish(_package())
    _assert_one(server, _package())


def test_a_server_that_is_down_is_a_failed_publication(tmp_path: Path) -> None:
    server = FakeGpp(broken_calls=set(range(100)))
    with pytest.raises(PublicationFailed, match="broke off"):
        _endpoint(server, tmp_path).publish(_package())
