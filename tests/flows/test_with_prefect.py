# SPDX-License-Identifier: EUPL-1.2
"""The whole road against a real Prefect server: from archive to site, killed and gone on, planned and by the clock."""

import hashlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.sample.archive import make_sample_archive
from flows.local_server import answers, local_server
from flows.prefect_environment import ALWAYS
from tests.flows.with_prefect import PROGRAMS, ROOT, RUN_S, Place, Prefect

pytestmark = pytest.mark.server

_START_S = 180
_DOCUMENTS = 10
_NAMED = "S.J. Wiersma-Planting"


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    """One server for all."""
    home = tmp_path_factory.mktemp("prefect")
    with local_server(home, {**ALWAYS, "PREFECT_HOME": str(home)}) as server:
        yield Prefect(api_url=server.wait(_START_S), home=home)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive of invented people; one is named in the name of a file and in its title as well."""
    folder = tmp_path_factory.mktemp("archive")
    make_sample_archive(folder, documents=_DOCUMENTS, seed=3)
    letter = next(iter(sorted(folder.glob("brief/*.pdf"))))
    sidecar = letter.with_name(f"{letter.name}.mdto.xml")
    titled = re.sub(r"<naam>[^<]*", f"<naam>Brief aan mevrouw {_NAMED}", sidecar.read_text(encoding="utf-8"), count=1)
    sidecar.rename(letter.with_name(f"{_NAMED}.pdf.mdto.xml")).write_text(titled, encoding="utf-8")
    letter.rename(letter.with_name(f"{_NAMED}.pdf"))
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, archive: Path, prefect: Prefect) -> tuple[Place, dict[str, Any]]:
    """A run that nothing disturbed, with its report."""
    place = Place(folder=tmp_path_factory.mktemp("whole"), archive=archive, prefect=prefect)
    return place, place.report("run")


def _files(site: Path) -> dict[str, str]:
    """The public documents by their path, with their digests."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*.pdf"))
    }


def _outcomes(report: dict[str, Any]) -> list[tuple[str, str, str, int]]:
    return sorted((one["id"], one["outcome"], one["reason"], one["pages"]) for one in report["documents"])


def test_every_document_gets_an_outcome_and_the_site_is_clean(whole: tuple[Place, dict[str, Any]]) -> None:
    place, report = whole
    assert report["offered"] == sum(report["counts"].values()) == len(report["documents"])
    assert report["counts"]["published"] >= _DOCUMENTS // 2
    assert report["counts"]["waiting"] == report["counts"]["failed"] == 0
    assert len(_files(place.site)) == report["counts"]["published"]
    checked = place.report("site", "check", str(place.site))
    assert checked["clean"]
    assert checked["records"] == report["counts"]["published"]


def test_prefect_shows_the_account_and_nothing_else(whole: tuple[Place, dict[str, Any]]) -> None:
    place, report = whole
    artifacts = place.prefect.ask("artifacts/filter")
    (shown,) = [one for one in artifacts if one["key"] == f"{report['batch']}-published"]
    rows = json.loads(shown["data"])
    assert rows[-1] == {
        "outcome": "offered", "reason": "", "documents": report["offered"], "pages": report["pages"],
    }  # fmt: skip
    assert sum(row["documents"] for row in rows[:-1]) == report["offered"]
    runs = place.prefect.ask("flow_runs/filter")
    assert {json.dumps(run["parameters"]) for run in runs if run["parameters"].get("batch") == report["batch"]} == {
        json.dumps({"batch": report["batch"]})
    }


def test_status_tells_how_the_house_stands(whole: tuple[Place, dict[str, Any]]) -> None:
    place, report = whole
    status = place.report("status")
    assert status["states"]["published"] == report["counts"]["published"]
    assert [batch["batch"] for batch in status["batches"]] == [report["batch"]]
    assert status["batches"][0]["finished"]
    batch = place.report("batch", "status", report["batch"])
    assert len(batch["documents"]) == report["offered"]


def _words_that_name_people(archive: Path) -> set[bytes]:
    """What of the truth file must go, and the planted name; short words and numbers occur by chance."""
    truth = json.loads((archive / "truth.json").read_text(encoding="utf-8"))
    items = [item for document in truth["documents"] for item in document["items"]]
    texts = {item["text"] for item in items if item["action"] == "redact"} - {
        item["text"] for item in items if item["action"] == "keep"
    }
    return {text.encode() for text in texts if len(text) > 7 and not text.isdigit()} | {_NAMED.split()[1].encode()}


def test_nothing_that_names_a_person_is_anywhere_but_in_the_store(
    whole: tuple[Place, dict[str, Any]], archive: Path
) -> None:
    """Ledger, log, Prefect's database and log, temporary files and the site: all bytes of all files."""
    place, _ = whole
    words = _words_that_name_people(archive)
    assert len(words) > 20
    store = place.work / "store"
    places = [*place.folder.rglob("*"), *place.prefect.home.rglob("*")]
    looked = [path for path in places if path.is_file() and store not in path.parents]
    assert {"ledger.sqlite3", "events.log", "prefect.db"} <= {path.name for path in looked}
    contents = {path: path.read_bytes() for path in looked}
    assert {(path.name, word) for path, data in contents.items() for word in words if word in data} == set()
    assert list((place.folder / "tmp").iterdir()) == []


def test_what_is_published_passes_the_gate(whole: tuple[Place, dict[str, Any]]) -> None:
    place, _ = whole
    for name in list(_files(place.site))[:3]:
        assert place.report("verify", str(place.site / name))["clean"]


def test_running_again_publishes_nothing_again(whole: tuple[Place, dict[str, Any]]) -> None:
    place, report = whole
    before = {path: path.stat().st_mtime_ns for path in place.site.rglob("*.pdf")}
    again = place.report("run")
    assert again["batch"] != report["batch"]
    assert _outcomes(again) == _outcomes(report)
    assert {path: path.stat().st_mtime_ns for path in place.site.rglob("*.pdf")} == before


def _searched(ledger: sqlite3.Connection) -> bool:
    (count,) = ledger.execute("SELECT count(*) FROM transition WHERE new = 'to_review'").fetchone()
    return int(count) >= 3


def _verifying(ledger: sqlite3.Connection) -> bool:
    (count,) = ledger.execute("SELECT count(*) FROM transition WHERE new = 'verifying'").fetchone()
    return int(count) >= 4


def test_a_run_that_is_killed_twice_loses_and_doubles_nothing(
    tmp_path: Path, whole: tuple[Place, dict[str, Any]], archive: Path, prefect: Prefect
) -> None:
    """Killed while it searches, and again while it publishes; the third run ends as the undisturbed one did."""
    place = Place(folder=tmp_path / "killed", archive=archive, prefect=prefect)
    place.run_until(_searched)
    place.run_until(_verifying)
    report = place.report("run")

    undisturbed, expected = whole
    assert _outcomes(report) == _outcomes(expected)
    assert _files(place.site) == _files(undisturbed.site)
    assert place.report("site", "check", str(place.site))["clean"]
    assert place.query("SELECT count(*) FROM batch") == [(1,)]
    assert place.query("SELECT count(*) FROM document") == undisturbed.query("SELECT count(*) FROM document")
    published = place.query("SELECT document_key, count(*) FROM transition WHERE new = 'published' GROUP BY 1")
    assert {count for _, count in published} == {1}
    interrupted = place.query("SELECT count(*) FROM transition WHERE reason = 'interrupted'")
    assert interrupted[0][0] >= 1


def test_a_document_is_withdrawn_published_again_and_replaced(
    whole: tuple[Place, dict[str, Any]], archive: Path
) -> None:
    place, report = whole
    id, other = [one["id"] for one in report["documents"] if one["outcome"] == "published"][:2]
    folder = place.site / "documenten" / id
    told = place.report("withdraw", id, "--reason", "correctie_privacygevoelige_gegevens")
    assert [one["withdrawn"] for one in told["places"]] == [True]
    assert list(folder.glob("*.pdf")) == []
    assert place.report("site", "check", str(place.site))["records"] == report["counts"]["published"] - 1

    again = place.report("run")  # the archive still holds it: it does not come back by itself
    assert list(folder.glob("*.pdf")) == []
    assert [one["reason"] for one in again["documents"] if one["id"] == id] == ["correctie_privacygevoelige_gegevens"]

    assert place.report("publish", id)["state"] == "published"
    assert len(list(folder.glob("*.pdf"))) == 1
    assert place.run("withdraw", "0" * 32, "--reason", "suspended_document").returncode == 2

    before = _files(place.site)
    source = next((place.site / "documenten" / other).glob("*.pdf"))
    corrected = place.folder / "corrected.pdf"
    corrected.write_bytes(source.read_bytes())
    told = place.report("replace", id, str(corrected), "--reason", "correctie_procedurele_fout")
    assert told["state"] == "published"
    after = _files(place.site)
    assert set(after) == set(before)
    assert {name for name in after if after[name] != before[name]} == {name for name in before if id in name}
    assert place.report("site", "check", str(place.site))["clean"]


@pytest.fixture
def planner(tmp_path: Path) -> Iterator[Prefect]:
    """A server as an organisation runs it, with the services that keep its clock; ours for one run has none."""
    home = tmp_path / "server"
    home.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(home), **ALWAYS}
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [PROGRAMS / "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"],
            env={**environment, "PREFECT_HOME": str(home)}, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    try:
        end = time.monotonic() + _START_S
        while not answers(f"http://127.0.0.1:{port}/api/health"):
            assert process.poll() is None, (home / "server.log").read_text(encoding="utf-8")
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.2)
        yield Prefect(api_url=f"http://127.0.0.1:{port}/api", home=home)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def worker(tmp_path: Path, archive: Path, planner: Prefect) -> Iterator[Place]:
    """The deployments of ``prefect.yaml``, every minute in place of at night, and a worker that does the work."""
    place = Place(folder=tmp_path / "planned", archive=archive, prefect=planner, extra={"LAKSTRAAT_HOME": str(ROOT)})
    described = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    for deployment in described["deployments"]:
        if deployment["name"] == "reconcile":
            deployment["schedules"][0]["cron"] = "* * * * *"
    path = tmp_path / "prefect.yaml"
    path.write_text(yaml.safe_dump(described), encoding="utf-8")
    environment = place.environment
    for words in (
        ["work-pool", "create", "lakstraat", "--type", "process"],
        ["--no-prompt", "deploy", "--all", "--prefect-file", str(path)],
    ):
        subprocess.run(
            [PROGRAMS / "prefect", *words], env=environment, cwd=ROOT, check=True, timeout=RUN_S,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [PROGRAMS / "prefect", "worker", "start", "--pool", "lakstraat"], env=environment, cwd=ROOT,
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    try:
        yield place
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _runs(prefect: Prefect, deployment: str, state: str = "COMPLETED") -> list[dict[str, Any]]:
    found = prefect.ask("deployments/filter", deployments={"name": {"any_": [deployment]}})
    ids = [one["id"] for one in found]
    runs: list[dict[str, Any]] = prefect.ask(
        "flow_runs/filter", flow_runs={"deployment_id": {"any_": ids}, "state": {"type": {"any_": [state]}}}
    )
    return runs


def test_a_planned_batch_is_prepared_by_a_worker_and_published_by_the_clock(
    worker: Place, whole: tuple[Place, dict[str, Any]]
) -> None:
    """Nobody starts the publication: the schedule fires, finds the wishes in the ledger, and starts it."""
    undisturbed, _ = whole
    submitted = worker.report("batch", "submit")
    assert worker.report("batch", "submit") == submitted
    end = time.monotonic() + RUN_S
    while time.monotonic() < end:
        assert not _runs(worker.prefect, "reconcile", "FAILED")
        published = _files(worker.site) if worker.site.exists() else {}
        if len(published) == len(_files(undisturbed.site)) and _runs(worker.prefect, "publish-batch"):
            break
        time.sleep(1)
    fired = _runs(worker.prefect, "reconcile")
    assert any(run["auto_scheduled"] for run in fired), "no scheduled run ever fired"
    assert [run["id"] for run in _runs(worker.prefect, "prepare-batch")] == [submitted["flow_run"]]
    assert len(_runs(worker.prefect, "publish-batch")) == 1
    assert set(_files(worker.site)) == set(_files(undisturbed.site))
    report = worker.report("batch", "resume", submitted["batch"])
    assert report["offered"] == sum(report["counts"].values())
