# SPDX-License-Identifier: EUPL-1.2
"""Sign-in against a real OpenID Connect provider in a process of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from flows.desk import HouseDesk
from flows.house import House
from review.roles import Role, roles_of
from review.web import Provider
from tests.review.made import letters, put
from tests.review.serving import Served, served
from tests.s3_server import free_port

Desk = tuple[House, HouseDesk]
PEOPLE = {
    "u-lezer": ["lezer"],
    "u-beoordelaar": ["beoordelaar"],
    "u-coordinator": ["Coördinator", "beoordelaar"],
    "u-niemand": ["boekhouder"],
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider that knows some people with their roles."""
    port = free_port()
    users = [word for sub, roles in PEOPLE.items() for word in ("--user-claims", json.dumps(_claims(sub, roles)))]
    process = subprocess.Popen(
        [Path(sys.executable).with_name("oidc-provider-mock"), "--port", str(port), *users],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(process, f"{address}/.well-known/openid-configuration")
        yield httpx.get(f"{address}/.well-known/openid-configuration").json()["issuer"]
    finally:
        process.terminate()
        process.wait(10)


def _claims(sub: str, roles: list[str]) -> dict[str, object]:
    return {"sub": sub, "userinfo": {"roles": roles}, "claims": {"roles": roles}, "roles": roles}


def _wait_for(process: "subprocess.Popen[bytes]", url: str) -> None:
    for _ in range(300):
        assert process.poll() is None, "the provider ended before it started"
        try:
            httpx.get(url)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the provider did not start")


@pytest.fixture
def desk(desk_of: Desk, issuer: str) -> Iterator[Served]:
    """A desk where people sign in at the provider."""
    house, opened = desk_of
    put(house, 1, letters(1))
    port = free_port()
    back = f"http://127.0.0.1:{port}/aanmelden/terug"
    provider = Provider(issuer=issuer, client_id="desk", client_secret="geheim", back=back)
    with served(opened, port=port, provider=provider) as running:
        yield running


def sign_in(client: httpx.Client, desk: Served, sub: str) -> httpx.Response:
    """What somebody does: to the provider, say who you are there, and back."""
    asked = client.get(f"{desk.address}/aanmelden/begin")
    assert asked.status_code == 303
    given = client.post(asked.headers["location"], data={"sub": sub})
    assert given.status_code in (302, 303), given.text
    return client.get(given.headers["location"])


def test_who_has_a_role_comes_in_with_that_role_only(desk: Served) -> None:
    with httpx.Client(timeout=60.0) as client:
        assert client.get(f"{desk.address}/").headers["location"] == "/aanmelden"
        assert sign_in(client, desk, "u-lezer").headers["location"] == "/"
        page = client.get(f"{desk.address}/documenten/1/blad/1")
        assert page.status_code == 200 and "alleen lezen" in page.text
        token = page.text.partition('name="token" value="')[2].partition('"')[0]
        refused = client.post(f"{desk.address}/documenten/1/blad/1/alles-zeker", data={"token": token, "gezien": "0"})
        assert refused.status_code == 403
        assert client.get(f"{desk.address}/api/v1/documents/1").json()["open"] == 3


def test_a_reviewer_decides(desk: Served) -> None:
    with httpx.Client(timeout=60.0) as client:
        sign_in(client, desk, "u-beoordelaar")
        text = client.get(f"{desk.address}/documenten/1/blad/1").text
        token = text.partition('name="token" value="')[2].partition('"')[0]
        done = client.post(f"{desk.address}/documenten/1/blad/1/alles-zeker", data={"token": token, "gezien": "0"})
        assert done.status_code == 303
        assert client.get(f"{desk.address}/api/v1/documents/1").json()["open"] == 0


def test_who_has_no_role_does_not_come_in(desk: Served) -> None:
    with httpx.Client(timeout=60.0) as client:
        assert sign_in(client, desk, "u-niemand").status_code == 403
        assert client.get(f"{desk.address}/").headers["location"] == "/aanmelden"


def test_an_answer_to_a_question_of_somebody_else_is_refused(desk: Served) -> None:
    with httpx.Client(timeout=60.0) as victim, httpx.Client() as attacker:
        asked = attacker.get(f"{desk.address}/aanmelden/begin").headers["location"]
        given = attacker.post(asked, data={"sub": "u-beoordelaar"}).headers["location"]
        assert victim.get(given).status_code == 403
        other = victim.get(f"{desk.address}/aanmelden/begin").headers["location"]
        state = parse_qs(urlsplit(other).query)["state"][0]
        code = parse_qs(urlsplit(given).query)["code"][0]
        forged = victim.get(f"{desk.address}/aanmelden/terug", params={"state": state, "code": code})
        assert forged.status_code in (403, 400), "a code that was given for another verifier and nonce"
        assert victim.get(f"{desk.address}/").headers["location"] == "/aanmelden"


def test_a_provider_that_is_away_is_told_and_nobody_comes_in(desk_of: Desk) -> None:
    port = free_port()
    provider = Provider(issuer=f"http://127.0.0.1:{port}", client_id="desk", client_secret=None, back="http://x/terug")
    with served(desk_of[1], provider=provider) as desk, httpx.Client(timeout=60.0) as client:
        answer = client.get(f"{desk.address}/aanmelden/begin")
        assert answer.status_code == 503 and "Traceback" not in answer.text


def test_role_claims_are_read_in_the_spellings_of_providers() -> None:
    assert roles_of("lezer publicist") == {Role.LEZER, Role.PUBLICIST}
    assert roles_of(["Tweede beoordelaar", "Coördinator", "iets"]) == {Role.TWEEDE_BEOORDELAAR, Role.COORDINATOR}
    assert roles_of(None) == roles_of(7) == frozenset()
