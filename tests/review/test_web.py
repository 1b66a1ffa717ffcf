# SPDX-License-Identifier: EUPL-1.2
"""The desk over HTTP: who gets in, what is refused, and what every answer carries."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace

import pytest

from review.accounts import OneTimeLinks
from review.events import EventKind
from review.journal import Versions
from review.ports import Desk, Occurrence, Stand
from review.roles import ALL, Account, Role
from review.web import make_app
from review.web.app import Options
from schemas.geometry import Box
from tests.review.desks import NOW, PERSON, InventedDesk, document

with warnings.catch_warnings():
    # Starlette asks for a client of its own, which the lock file need not have: httpx does the same here.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PAGE = "/documenten/1/blad/1"
CLOSED = ["/", PAGE, f"{PAGE}/beeld.png", f"{PAGE}/woorden", "/documenten/1/afronden", "/cijfers", "/lijsten"]


class Person:
    """Somebody with a browser that is signed in."""

    def __init__(self, client: TestClient, links: OneTimeLinks, account: Account) -> None:
        self.client = client
        client.get("/aanmelden", params={"sleutel": "x"})
        answer = client.post("/aanmelden", data={"sleutel": links.make(account)}, follow_redirects=False)
        assert answer.status_code == 303

    def see(self, path: str) -> str:
        """A page that is there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def fields(self, path: str = PAGE) -> dict[str, str]:
        """The hidden fields that every form of a page carries."""
        text = self.see(path)
        return {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("token", "gezien")}  # type: ignore[index]

    @property
    def token(self) -> str:
        """The secret of the session."""
        found = re.search(r'name="token" value="([^"]*)"', self.see("/toetsen"))
        assert found is not None
        return found[1]

    def do(self, act: str, path: str = PAGE, seen: str | None = None, **values: str) -> int:
        """Send a form of a page; gives the status."""
        fields = self.fields(path)
        if seen is not None:
            fields["gezien"] = seen
        answer = self.client.post(f"{PAGE}/{act}", data={**fields, **values}, follow_redirects=False)
        return int(answer.status_code)


class House:
    """A running desk with people around it."""

    def __init__(self, desk: Desk, options: Options) -> None:
        self.desk = desk
        self.links = OneTimeLinks()
        self.app = make_app(desk, self.links, options)

    def client(self) -> TestClient:
        """A browser of nobody yet."""
        return TestClient(self.app, base_url="http://127.0.0.1")

    def person(self, id: str, roles: frozenset[Role] = ALL) -> Person:
        """Somebody who signed in."""
        return Person(self.client(), self.links, Account(id=id, roles=roles))


@pytest.fixture
def house(desk: InventedDesk) -> Iterator[House]:
    """A desk where nothing is held back."""
    yield House(desk, Options(held_back=0.0))


@pytest.fixture
def eerste(house: House) -> Person:
    """The first person."""
    return house.person("eerste")


@pytest.mark.parametrize(
    "path", ["/", PAGE, f"{PAGE}/beeld.png", f"{PAGE}/woorden", "/documenten/1/afronden", "/cijfers"]
)
def test_nobody_sees_anything_without_signing_in(house: House, path: str) -> None:
    answer = house.client().get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/aanmelden")


def test_a_link_works_once_and_looking_at_it_uses_nothing_up(house: House) -> None:
    secret, client = house.links.make(Account(id="eerste")), house.client()
    for _ in range(2):
        assert client.get("/aanmelden", params={"sleutel": secret}).status_code == 200
    assert client.post("/aanmelden", data={"sleutel": secret}).status_code == 200
    assert house.client().post("/aanmelden", data={"sleutel": secret}).status_code == 403


def test_guessing_links_ends_after_ten(house: House) -> None:
    client = house.client()
    codes = [client.post("/aanmelden", data={"sleutel": "raad"}).status_code for _ in range(11)]
    assert codes == [403] * 10 + [429]


def test_signing_out_ends_the_session(house: House, eerste: Person) -> None:
    token = eerste.fields()["token"]
    assert eerste.client.post("/afmelden", data={"token": token}).status_code == 200
    assert eerste.client.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("path", ["/", PAGE, "/aanmelden", "/vast/desk.css", "/bestaat-niet"])
def test_every_answer_forbids_what_others_could_put_in(eerste: Person, path: str) -> None:
    headers = eerste.client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "no-store" in headers["cache-control"] or "private" in headers["cache-control"] or path.startswith("/vast")


@pytest.mark.parametrize("path", ["/", PAGE, "/documenten/1/afronden", "/documenten/1/verloop", "/lijsten", "/toetsen"])
def test_no_page_has_a_script_or_style_inside(eerste: Person, path: str) -> None:
    text = eerste.see(path)
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text)


def test_another_name_for_this_machine_is_refused(house: House) -> None:
    assert TestClient(house.app, base_url="http://evil.example").get("/aanmelden").status_code == 400


def test_a_form_of_another_site_is_refused(eerste: Person, desk: InventedDesk) -> None:
    values = {"vondst": "f1", "wat": "lakken", "gezien": "0"}
    for token in ("", "guess"):
        assert eerste.client.post(f"{PAGE}/besluit", data={**values, "token": token}).status_code == 403
    assert eerste.client.post("/afmelden", data={"token": "guess"}).status_code == 403
    assert desk.journal.events(1) == ()


def test_the_session_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    secret = house.links.make(Account(id="eerste"))
    answer = house.client().post("/aanmelden", data={"sleutel": secret}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


def test_a_decision_is_written_and_the_page_shows_it(eerste: Person, desk: InventedDesk) -> None:
    assert eerste.do("besluit", vondst="f1", wat="lakken", grond="5.1.2.e") == 303
    assert desk.journal.events(1)[0].actor == "eerste"
    assert "Lakken op 5.1.2.e" in eerste.see(PAGE)


def test_an_act_from_an_old_page_is_refused(eerste: Person, desk: InventedDesk) -> None:
    eerste.do("besluit", vondst="f1", wat="lakken")
    assert eerste.do("besluit", seen="0", vondst="f1", wat="blijft") == 412
    assert eerste.do("besluit", seen="", vondst="f1", wat="blijft") == 412
    assert len(desk.journal.events(1)) == 1


def test_a_program_says_what_it_saw_in_if_match(eerste: Person) -> None:
    token = eerste.fields()["token"]
    etag = eerste.client.get(PAGE).headers["etag"]
    data = {"token": token, "vondst": "f1", "wat": "lakken"}

    def send(seen: str) -> int:
        answer = eerste.client.post(f"{PAGE}/besluit", data=data, headers={"if-match": seen}, follow_redirects=False)
        return int(answer.status_code)

    assert send(etag) == 303
    assert send(etag) == 412


def test_a_colleague_reads_what_is_in_somebodys_hands(house: House, eerste: Person, desk: InventedDesk) -> None:
    fields = eerste.fields()
    tweede = house.person("tweede")
    text = tweede.see(PAGE)
    assert "alleen lezen" in text and "in handen van eerste" in text and 'name="wat"' not in text
    own = re.search(r'name="token" value="([^"]*)"', text)
    assert own is not None
    data = {"token": own[1], "gezien": fields["gezien"], "vondst": "f1", "wat": "lakken"}
    assert tweede.client.post(f"{PAGE}/besluit", data=data).status_code == 423
    assert tweede.client.post("/documenten/1/in-handen", data=data).status_code == 423
    assert eerste.client.post("/documenten/1/in-handen", data=fields).status_code == 204
    assert desk.journal.events(1) == ()


@pytest.mark.parametrize("path", ["/documenten/99/blad/1", "/documenten/1/blad/3", "/documenten/1/blad/0", "/niets"])
def test_what_is_not_there_is_not_found(eerste: Person, path: str) -> None:
    assert eerste.client.get(path).status_code == 404


@pytest.mark.parametrize("stand", [Stand.BLOCKED, Stand.SECOND, Stand.DONE, Stand.QUESTION])
def test_a_document_that_is_elsewhere_is_read_only(eerste: Person, desk: InventedDesk, stand: Stand) -> None:
    fields = eerste.fields()
    desk.rows[1] = replace(desk.rows[1], stand=stand, state=stand.value)
    assert 'name="wat" value="lakken"' not in eerste.see(PAGE)
    data = {**fields, "vondst": "f1", "wat": "lakken"}
    assert eerste.client.post(f"{PAGE}/besluit", data=data).status_code == 403
    assert desk.journal.events(1) == ()


def test_who_only_reads_gets_no_forms(house: House) -> None:
    lezer = house.person("lezer", frozenset({Role.LEZER}))
    assert 'name="wat" value="lakken"' not in lezer.see(PAGE)
    assert house.desk.journal.leases(NOW) == {}, "who reads does not take a document in hand"


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("besluit", {"vondst": "f9", "wat": "lakken"}),
        ("besluit", {"vondst": "f1", "wat": "lakken", "grond": "9.9"}),
        ("woord", {"start": "x", "end": "2"}),
        ("woord", {"start": "900", "end": "901"}),
        ("vak", {"x0": "nan", "y0": "0", "x1": "9", "y1": "9"}),
        ("vak", {"x0": "inf", "y0": "0", "x1": "9", "y1": "9"}),
        ("oordeel", {"oordeel": "misschien"}),
        ("vernietigen", {}),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_and_writes_nothing(
    eerste: Person, desk: InventedDesk, act: str, values: dict[str, str]
) -> None:
    assert eerste.do(act, **values) == 400
    assert desk.journal.events(1) == ()


def test_a_document_is_finished_by_its_forms(eerste: Person, desk: InventedDesk) -> None:
    assert eerste.do("klaar", path="/documenten/1/afronden") == 409
    for vondst in ("f1", "f2", "f3"):
        assert eerste.do("besluit", vondst=vondst, wat="lakken", grond="5.1.2.e") == 303
    for page in ("1", "2"):
        fields = eerste.fields(f"/documenten/1/blad/{page}")
        eerste.client.post(f"/documenten/1/blad/{page}/gelezen", data=fields)
    assert eerste.do("context", path="/documenten/1/afronden") == 303
    assert eerste.do("klaar", path="/documenten/1/afronden") == 303
    assert desk.rows[1].state == "approved"
    history = eerste.see("/documenten/1/verloop")
    assert "De keten is heel" in history and PERSON not in history


def test_texts_of_documents_are_shown_as_text(eerste: Person, desk: InventedDesk) -> None:
    found = desk.found[1]
    evil = replace(found.findings[0], text="<img src=x onerror=alert(1)>", why="<b>vet</b>")
    desk.found[1] = replace(found, findings=(evil, *found.findings[1:]))
    desk.rows[1] = replace(desk.rows[1], title='"><script>alert(1)</script>')
    for path in ("/", PAGE, "/documenten/1/afronden"):
        text = eerste.see(path)
        assert "<img src=x" not in text and "<script>" not in text and "<b>vet" not in text


def test_every_message_of_the_screens_is_dutch(eerste: Person) -> None:
    fields = eerste.fields()
    for values in ({"vondst": "f9"}, {"vondst": "f1", "wat": "lakken", "grond": "9.9"}, {"gezien": "7"}):
        answer = eerste.client.post(f"{PAGE}/besluit", data={**fields, **values})
        assert not re.search(r"\b(the|this|there|no such)\b", re.sub(r"<[^>]*>", " ", answer.text), re.IGNORECASE)


def test_a_text_that_is_looked_for_stands_in_no_address(eerste: Person, desk: InventedDesk) -> None:
    desk.places[1, "de buurman"] = (Occurrence(page=0, start=60, end=70, boxes=(Box(70, 300, 120, 312),)),)
    values = {**eerste.fields(), "tekst": "de buurman", "bereik": "document", "grond": "5.1.2.e", "blad": "1"}
    shown = eerste.client.post("/documenten/1/zoek", data=values)
    assert shown.status_code == 200 and "de buurman" in shown.text
    assert desk.journal.events(1) == (), "looking decides nothing"
    assert not re.search(r'(?:href|action)="[^"]*buurman', shown.text)
    assert eerste.client.get("/documenten/1/bereik", params=values).status_code == 400
    assert eerste.client.post("/documenten/1/zoek", data={**values, "token": "x"}).status_code == 403
    taken = eerste.client.post("/documenten/1/bereik", data=values, follow_redirects=False)
    assert taken.status_code == 303 and "buurman" not in taken.headers["location"]
    assert [event.detail["start"] for event in desk.journal.events(1)] == [60]


def test_what_nobody_foresaw_is_logged_by_name_and_shown_without_its_text(
    house: House, desk: InventedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(key: int) -> tuple[str, ...]:
        raise RuntimeError(PERSON)

    logged: list[tuple[str, object]] = []
    monkeypatch.setattr(desk, "notes", broken)
    monkeypatch.setattr("review.web.app.log_event", lambda event, **fields: logged.append((event, fields)))
    eerste = house.person("eerste")
    eerste.client = TestClient(house.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    eerste.client.post("/aanmelden", data={"sleutel": house.links.make(Account(id="eerste"))})
    answer = eerste.client.get(PAGE)
    assert answer.status_code == 500 and "Er ging iets mis" in answer.text and PERSON not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert logged == [("desk_failed", {"error": "RuntimeError"})]


def test_a_long_worklist_comes_in_parts_and_nothing_is_left_out(eerste: Person, desk: InventedDesk) -> None:
    desk.rows |= {key: document(key) for key in range(1, 251)}
    seen = []
    for part in ("1", "2", "3"):
        text = eerste.client.get(f"/?volgorde=termijn&deel={part}").text
        seen += re.findall(r'<a lang="nl" href="/documenten/(\d+)/', text)
        assert f"Deel {part} van 3" in text and "250 documenten." in text
    assert sorted(map(int, seen)) == list(range(1, 251))
    assert "Deel 3 van 3" in eerste.client.get("/?deel=99").text
    assert "Deel 1 van 3" in eerste.client.get("/?deel=x").text


def test_a_redaction_without_a_ground_stands_between_a_document_and_its_end(eerste: Person, desk: InventedDesk) -> None:
    for page in (1, 2):
        eerste.do("alles-zeker", f"/documenten/1/blad/{page}")
        eerste.do("gelezen")
    about = Versions(revision=1, policy="2026-11", model="nl-1")
    detail = {"finding": "f2", "action": "redact", "ground": None, "proposed": "ask"}
    seen = len(desk.journal.events(1))
    desk.journal.append(1, EventKind.DECIDED, actor="eerste", now=NOW, about=about, seen=seen, details=(detail,))
    eerste.do("context")
    answer = eerste.client.post(f"{PAGE}/klaar", data=eerste.fields(), follow_redirects=False)
    assert answer.status_code == 409 and "1 verwijderingen hebben nog geen grond" in answer.text
    assert 1 not in desk.approved


def test_who_finished_a_document_cannot_be_its_second_person(desk: InventedDesk) -> None:
    desk.rows[2] = replace(desk.rows[2], pages=1)
    house = House(desk, Options(held_back=0.0, four_eyes=True))
    first, other = house.person("eerste"), house.person("tweede")
    page = "/documenten/2/blad/1"
    for act in ("alles-zeker", "gelezen", "context", "klaar"):
        assert first.client.post(f"{page}/{act}", data=first.fields(page), follow_redirects=False).status_code == 303
    sent = {"token": first.token, "gezien": "4"}
    assert first.client.post(f"{page}/tweede-goed", data=sent, follow_redirects=False).status_code == 403
    assert 2 not in desk.approved
    sent = {"token": other.token, "gezien": "4"}
    assert other.client.post(f"{page}/tweede-goed", data=sent, follow_redirects=False).status_code == 303
    assert 2 in desk.approved
