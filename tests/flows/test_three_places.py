# SPDX-License-Identifier: EUPL-1.2
"""A folder, a bucket and a publicatiebank together: one down, all up again, killed in between, and taken back."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from flows.house import House, open_house
from flows.ledger.publications import Publications
from flows.ledger.states import State
from flows.steps.accounting import account, batch_of, to_publish
from flows.steps.afterlife import owed_withdrawals, withdraw_document
from publication.endpoint import WithdrawalReason
from publication.pdf_text import same_document
from schemas.batch import Outcome
from schemas.values import value_list
from schemas.values.codes import RedenVerwijderingVervanging
from tests.flows import three_places
from tests.flows.three_places import ID, GppOverHttp, gpp_over_http, in_bucket, in_folder, plan_of, settings_of
from tests.s3_server import free_port, s3_server, settings_for

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = [pytest.mark.server, pytest.mark.shared]

_KINDS = ("site:", "s3://", "gpp:")
_LOC = f"documenten/{ID}/{ID}.pdf"
_METADATA = f"documenten/{ID}/metadata.json"
_SITEMAP = "sitemaps/woo-infocat016-0001.xml"
_WAIT_S = 60


@dataclass
class Town:
    """A house and its three places, each of which can be down."""

    folder: Path
    gpp: GppOverHttp
    bucket: str
    client: "S3Client"
    address: str
    patch: pytest.MonkeyPatch
    house: House = field(init=False)
    key: int = field(init=False)
    text: str = three_places.FIRST

    def down(self, kind: str) -> None:
        """Nobody answers there any more."""
        site = self.folder / "site"
        match kind:
            case "site:":
                if site.exists():
                    site.rename(self.folder / "away")
                site.write_bytes(b"")
            case "s3://":
                self.patch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{free_port()}")
            case _:
                self.gpp.down = True

    def up(self) -> None:
        """Everybody answers."""
        site = self.folder / "site"
        if site.is_file():
            site.unlink()
        if (self.folder / "away").exists():
            (self.folder / "away").rename(site)
        self.patch.setenv("AWS_ENDPOINT_URL_S3", self.address)
        self.gpp.down = False

    @property
    def sites(self) -> list[dict[str, bytes]]:
        return [in_folder(self.folder / "site"), in_bucket(self.client, self.bucket)]

    @property
    def states(self) -> dict[str, str]:
        """What the ledger knows of each place."""
        held = self.house.ledger.records.publications(ID)
        return {next(kind for kind in _KINDS if one.endpoint.startswith(kind)): one.state for one in held}

    def state(self) -> State:
        """Where the document stands."""
        return self.house.ledger.documents.get(self.key).state

    def again(self) -> State:
        """Another attempt, an hour later, as the next run or ``batch resume`` gives it."""
        batch = batch_of(self.house, self.house.ledger.batches.of(self.key).id, retry=True)
        for key in to_publish(self.house, batch):
            three_places.publish(self.house, key, later=3600, text=self.text)
        return self.state()

    def assert_one_everywhere(self) -> None:
        """Exactly one publication at each place, with the same bytes, of which the public was told once."""
        wanted = three_places.ready_package(0, self.text).document.data
        for site in self.sites:
            assert [key for key in site if key.endswith(".pdf")] == [_LOC]
            assert site[_LOC] == wanted
            assert [line["wat"] for line in _metadata(site)["geschiedenis"]] == [
                "Openbaar gemaakt", "Vervangen door een nieuwe versie",
            ][: 1 if self.text == three_places.FIRST else 2]  # fmt: skip
            assert _listed(site)
        (known,) = self.gpp.bank.publications.values()
        assert known["publicatiestatus"] == "gepubliceerd"
        (visible,) = self.gpp.bank.visible
        assert same_document(visible["_file"], wanted)
        others = [one["publicatiestatus"] for one in self.gpp.bank.documents.values() if one is not visible]
        assert others == ([] if self.text == three_places.FIRST else ["ingetrokken"])
        assert self.states == dict.fromkeys(_KINDS, "published")
        assert self.state() is State.PUBLISHED
        assert self.gpp.faults == []


def _metadata(site: dict[str, bytes]) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(site[f"documenten/{ID}/metadata.json"])
    return known


def _listed(site: dict[str, bytes]) -> bool:
    return any(ID.encode() in data for key, data in site.items() if key.endswith(".xml"))


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def town(s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Town]:
    for name, value in settings_for(s3).items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    bucket = three_places.name_of(request.node.name)
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    with gpp_over_http() as gpp:
        made = Town(folder=tmp_path, gpp=gpp, bucket=bucket, client=client, address=s3, patch=monkeypatch)
        with open_house(settings_of(tmp_path, gpp.url)) as house:
            made.house = house
            made.key = three_places.approved(house, plan_of(tmp_path, f"s3://{bucket}", gpp.url)).key
            yield made
    client.close()


def test_a_document_goes_to_every_place(town: Town) -> None:
    assert three_places.publish(town.house, town.key).state is State.PUBLISHED
    town.assert_one_everywhere()
    assert town.again() is State.PUBLISHED
    town.assert_one_everywhere()


@pytest.mark.parametrize("kind", _KINDS)
def test_a_place_that_is_down_holds_up_no_other_and_gets_it_later(town: Town, kind: str) -> None:
    town.down(kind)
    document = three_places.publish(town.house, town.key)
    assert (document.state, document.reason != "") == (State.PARTLY, True)
    assert town.states == {**dict.fromkeys(_KINDS, "published"), kind: "publishing"}
    batch = town.house.ledger.batches.of(town.key)
    assert account(town.house, batch).counts[Outcome.WAITING] == 1
    assert town.house.ledger.batches.counts()[State.PARTLY] == 1
    assert town.again() is State.PARTLY
    town.up()
    assert town.again() is State.PUBLISHED
    town.assert_one_everywhere()


def _publish_until(folder: Path, gpp_url: str, key: int, kind: str, *, before: bool) -> None:
    """Publish in a process that dies as one place was asked, or as it has the document and the ledger not yet."""

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    took: Callable[..., None] = Publications.took

    def took_or_died(self: Publications, key: int, publication: Any, **moment: Any) -> None:
        if publication.endpoint.startswith(kind):
            die()
        took(self, key, publication, **moment)

    if before:
        from flows.steps import handing_over

        publish = handing_over._publish
        handing_over._publish = lambda house, place, *rest: (
            die() if place.place.startswith(kind) else publish(house, place, *rest)
        )
    Publications.took = took_or_died  # type: ignore[method-assign]
    with open_house(settings_of(folder, gpp_url)) as house:
        three_places.publish(house, key)


@pytest.mark.parametrize(("kind", "before"), [("site:", False), ("s3://", True), ("s3://", False), ("gpp:", False)])
def test_a_process_that_is_killed_leaves_one_publication_everywhere(town: Town, kind: str, before: bool) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=_publish_until, args=(town.folder, town.gpp.url, town.key, kind), kwargs={"before": before}
    )
    process.start()
    process.join(_WAIT_S)
    assert process.exitcode == -signal.SIGKILL
    assert (town.state(), town.states[kind]) == (State.SCHEDULED, "publishing")
    assert town.again() is State.PUBLISHED
    town.assert_one_everywhere()


@pytest.mark.parametrize("kind", _KINDS)
def test_what_is_taken_back_goes_everywhere_also_where_nobody_answered_at_first(town: Town, kind: str) -> None:
    three_places.publish(town.house, town.key)
    town.down(kind)
    answers = withdraw_document(town.house, ID, WithdrawalReason.PRIVACY, actor="account:p")
    assert [answer.place.startswith(kind) for answer in answers if answer.error] == [True]
    assert town.state() is State.WITHDRAWING
    assert town.states == {**dict.fromkeys(_KINDS, "withdrawn"), kind: "published"}
    assert [answer.error is None for answer in owed_withdrawals(town.house)] == [False]
    town.up()
    (answer,) = withdraw_document(town.house, ID, WithdrawalReason.PRIVACY, actor="account:p")
    assert answer.error is None
    assert town.state() is State.WITHDRAWN
    assert town.states == dict.fromkeys(_KINDS, "withdrawn")
    for site in town.sites:
        assert _LOC not in site
        assert not _listed(site)
        last = _metadata(site)["geschiedenis"][-1]
        assert (last["wat"], last["reden"]) == ("Ingetrokken", WithdrawalReason.PRIVACY.public_text)
    assert town.gpp.bank.visible == []
    assert WithdrawalReason.PRIVACY.value in town.gpp.bank.remarks[-1]
    assert town.gpp.faults == []
    steps = [(step.new, step.reason) for step in town.house.ledger.records.history(ID)]
    assert steps[-2:] == [
        (State.WITHDRAWING, WithdrawalReason.PRIVACY.value),
        (State.WITHDRAWN, WithdrawalReason.PRIVACY.value),
    ]
    assert owed_withdrawals(town.house) == ()


@pytest.mark.parametrize("kind", _KINDS)
def test_a_replacement_while_a_place_is_down_is_partly_there_and_ends_the_same(town: Town, kind: str) -> None:
    three_places.publish(town.house, town.key)
    former, reason = town.key, RedenVerwijderingVervanging.CORRECTIE_PRIVACYGEVOELIGE_GEGEVENS
    plan = town.house.ledger.batches.of(former).plan
    town.key, town.text = three_places.replacement(town.house, plan, reason).key, three_places.SECOND

    town.down(kind)
    document = three_places.publish(town.house, town.key, later=60, text=town.text)
    assert (document.state, document.reason != "") == (State.PARTLY, True)
    held = {one.endpoint: one.document_key for one in town.house.ledger.records.publications(ID)}
    assert {next(each for each in _KINDS if place.startswith(each)): key for place, key in held.items()} == {
        **dict.fromkeys(_KINDS, town.key), kind: former,
    }  # fmt: skip
    assert town.again() is State.PARTLY
    town.up()
    assert town.again() is State.PUBLISHED
    town.assert_one_everywhere()
    assert town.house.ledger.documents.get(former).state is State.SUPERSEDED
    told = value_list("redenverwijderingvervanginglijst").by_uri(reason.value).label
    for site in town.sites:
        assert _metadata(site)["geschiedenis"][-1]["reden"] == told
        assert any(reason.value.encode() in data for key, data in site.items() if key.startswith("sitemaps/"))


def _visitors(town: Town) -> dict[str, Callable[[str], bytes]]:
    """How the public fetches a file of each site; nothing where there is none."""

    def from_folder(key: str) -> bytes:
        try:
            return (town.folder / "site" / key).read_bytes()
        except FileNotFoundError:
            return b""

    def from_bucket(key: str) -> bytes:
        try:
            return town.client.get_object(Bucket=town.bucket, Key=key)["Body"].read()
        except town.client.exceptions.NoSuchKey:
            return b""

    return {"folder": from_folder, "s3": from_bucket}


def _seen(town: Town, running: "subprocess.Popen[str]", started: float) -> dict[str, float]:
    """Seconds after which a visitor of each place first found what should be there, looked at all the time."""
    wanted: dict[str, Callable[[], bool]] = {
        "gpp: file is gone": lambda: not town.gpp.bank.visible,
        "gpp: audit log has the reason": lambda: WithdrawalReason.PRIVACY.value in town.gpp.bank.remarks[-1],
    }
    told = WithdrawalReason.PRIVACY.public_text.encode()
    for name, fetch in _visitors(town).items():
        wanted[f"{name}: file is gone"] = lambda fetch=fetch: not fetch(_LOC)  # type: ignore[misc]
        wanted[f"{name}: sitemap is without it"] = lambda fetch=fetch: ID.encode() not in fetch(_SITEMAP)  # type: ignore[misc]
        wanted[f"{name}: history has the reason"] = lambda fetch=fetch: told in fetch(_METADATA)  # type: ignore[misc]
    seen: dict[str, float] = {}
    while len(seen) < len(wanted) and time.monotonic() - started < _WAIT_S:
        ended = running.poll() is not None
        seen |= {name: time.monotonic() - started for name, look in wanted.items() if name not in seen and look()}
        if ended and len(seen) < len(wanted):
            break
        time.sleep(0.02)
    assert seen.keys() == wanted.keys()
    return seen


def test_a_withdrawal_is_seen_everywhere_within_a_minute(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    three_places.publish(town.house, town.key)
    assert all(ID.encode() in fetch(_SITEMAP) and fetch(_LOC) for fetch in _visitors(town).values())
    town.gpp.slow_s = 1.0
    given = {
        "LAKSTRAAT_WORK_DIR": str(town.folder / "work"), "LAKSTRAAT_BASE_URL": three_places.BASE,
        "LAKSTRAAT_GPP__URL": town.gpp.url, "LAKSTRAAT_GPP__TOKEN": "geheim", "LAKSTRAAT_SETTINGS": "",
    }  # fmt: skip
    command = [sys.executable, "-c", "from flows.cli import main; raise SystemExit(main())"]
    started = time.monotonic()
    running = subprocess.Popen(
        [*command, "withdraw", ID, "--reason", WithdrawalReason.PRIVACY.value], env={**os.environ, **given},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    seen = _seen(town, running, started)
    told, _ = running.communicate(timeout=_WAIT_S)
    assert running.returncode == 0 and told.count("True") == len(_KINDS)
    with capsys.disabled():
        lines = [f"{name:<32}{seconds:6.2f} s" for name, seconds in sorted(seen.items())]
        sys.stdout.write("\n".join(["", *lines, ""]))
    assert max(seen.values()) < _WAIT_S
    assert max(seconds for name, seconds in seen.items() if name.startswith("folder")) < seen["gpp: file is gone"]
    assert town.state() is State.WITHDRAWN
