# SPDX-License-Identifier: EUPL-1.2
import hashlib
import json
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from publication.diwoo_xml import SITEMAP
from publication.endpoint import Endpoint, RefusalNotice, WithdrawalReason
from publication.lists import LIST_LENGTH
from publication.site import Site, SiteFolder
from publication.site_check import check_site
from publication.storage import FolderStorage
from schemas.errors import LakstraatError, PublicationFailed, WrongUse
from schemas.publication import PublicationState, Waarde
from schemas.values import informatiecategorie, xsd_path
from schemas.values.codes import Grond, RedenVerwijderingVervanging
from tests.publication.packages import BASE, MOMENT, document_id, package


def _categories(*numbers: str) -> tuple[Waarde, ...]:
    return tuple(informatiecategorie(number).waarde for number in numbers)


def _files(root: Path) -> dict[str, str]:
    """Every file of a site by path, without the lock."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def _lastmods(root: Path) -> dict[str, str]:
    """lastmod by address, as a harvester reads them."""
    found = {}
    for path in (root / "sitemaps").glob("*.xml"):
        for url in etree.parse(path).iterfind(f"{{{SITEMAP}}}url"):
            found[url.findtext(f"{{{SITEMAP}}}loc") or ""] = url.findtext(f"{{{SITEMAP}}}lastmod") or ""
    return found


def test_a_published_document_can_be_harvested_and_read(tmp_path: Path) -> None:
    site: Endpoint = SiteFolder(tmp_path, BASE)
    made = package(1)
    publication = site.publish(made)
    assert publication.state is PublicationState.PUBLISHED
    assert publication.url == f"{BASE}/documenten/{made.id}/{made.id}.pdf"
    assert (tmp_path / "documenten" / made.id / f"{made.id}.pdf").read_bytes() == made.document.data
    assert (tmp_path / "robots.txt").read_text() == (
        f"User-agent: *\nAllow: /\n\nSitemap: {BASE}/sitemapindex-diwoo-infocat016.xml\n"
    )
    known = json.loads((tmp_path / "documenten" / made.id / "metadata.json").read_text())
    assert known["url"] == publication.url
    assert known["diwoo"]["officieleTitel"] == "Besluit kapvergunning 1"
    report = check_site(str(tmp_path))
    assert report.clean, report.faults
    assert (report.indexes, report.sitemaps, report.records, report.files_fetched) == (1, 1, 1, 1)


def test_publishing_again_changes_nothing(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    first = site.publish(package(1))
    before = _files(tmp_path)
    assert site.publish(package(1, later=3600)) == first
    assert _files(tmp_path) == before


def test_lastmod_changes_with_file_or_metadata_and_with_nothing_else(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    locs = [site.publish(package(number)).url for number in (1, 2, 3)]
    before = _lastmods(tmp_path)
    assert set(before.values()) == {"2026-11-20T13:05:00Z"}
    site.publish(package(1, version=2, later=60))
    site.publish(package(2, officiele_titel="Besluit met een andere titel"))  # the same second: must still be later
    assert _lastmods(tmp_path) == {
        locs[0]: "2026-11-20T13:06:00Z", locs[1]: "2026-11-20T13:05:01Z", locs[2]: "2026-11-20T13:05:00Z",
    }  # fmt: skip
    assert check_site(str(tmp_path)).clean


def test_a_document_in_several_categories_is_one_record(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish(package(1, informatiecategorieen=_categories("c_816e508d", "014", "011")))
    assert [path.name for path in (tmp_path / "sitemaps").iterdir()] == ["woo-infocat014-0001.xml"]
    assert {path.name for path in (tmp_path / "categorieen").iterdir()} == {
        "000-0001.html", "011-0001.html", "014-0001.html",
    }  # fmt: skip
    report = check_site(str(tmp_path))
    assert report.clean, report.faults
    assert report.records == 1


def test_a_document_that_changes_category_moves(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish(package(1, informatiecategorieen=_categories("014")))
    site.publish(package(1, informatiecategorieen=_categories("011"), later=5))
    assert [path.name for path in (tmp_path / "sitemaps").iterdir()] == ["woo-infocat011-0001.xml"]
    assert not (tmp_path / "sitemapindex-diwoo-infocat014.xml").exists()
    report = check_site(str(tmp_path))
    assert report.clean, report.faults


def test_a_withdrawn_document_is_gone_and_its_page_says_why(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish(package(1, officiele_titel="Titel die weg moet"))
    site.publish(package(2, informatiecategorieen=_categories("014")))
    answer = site.withdraw(document_id(1), WithdrawalReason.PRIVACY)
    assert answer.state is PublicationState.WITHDRAWN
    assert not list((tmp_path / "documenten" / document_id(1)).glob("*.pdf"))
    left = [path for path in tmp_path.rglob("*") if path.is_file() and b"Titel die weg moet" in path.read_bytes()]
    assert left == []
    page = (tmp_path / "documenten" / document_id(1) / "index.html").read_text()
    assert "Er stonden privacygevoelige gegevens in." in page
    known = json.loads((tmp_path / "documenten" / document_id(1) / "metadata.json").read_text())
    assert (known["sha256"], known["diwoo"], known["gronden"]) == ("", None, [])
    assert not (tmp_path / "sitemapindex-diwoo-infocat016.xml").exists()
    assert "016" not in (tmp_path / "robots.txt").read_text()
    report = check_site(str(tmp_path))
    assert report.clean, report.faults
    before = _files(tmp_path)
    assert site.withdraw(document_id(1), WithdrawalReason.PRIVACY) == answer
    assert _files(tmp_path) == before


def test_after_the_last_document_nothing_empty_is_left(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish(package(1))
    site.withdraw(document_id(1), WithdrawalReason.PROCEDURAL)
    assert not list(tmp_path.glob("sitemapindex-*")) and not list(tmp_path.rglob("woo-*.xml"))
    assert "Sitemap" not in (tmp_path / "robots.txt").read_text()
    assert [fault.rule for fault in check_site(str(tmp_path)).faults] == ["robots-geen-index"]
    again = site.publish(package(1, later=60))
    assert again.state is PublicationState.PUBLISHED
    assert check_site(str(tmp_path)).clean
    history = json.loads((tmp_path / "documenten" / document_id(1) / "metadata.json").read_text())["geschiedenis"]
    assert [line["wat"] for line in history] == ["Openbaar gemaakt", "Ingetrokken", "Opnieuw openbaar gemaakt"]


def test_a_replacement_keeps_its_address_and_tells_why(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    first = site.publish(package(1))
    reason = RedenVerwijderingVervanging.CORRECTIE_PRIVACYGEVOELIGE_GEGEVENS
    second = site.replace(package(1, version=2, later=60), reason)
    assert second.url == first.url
    sitemap = (tmp_path / "sitemaps" / "woo-infocat016-0001.xml").read_text()
    assert reason.value in sitemap
    page = (tmp_path / "documenten" / document_id(1) / "index.html").read_text()
    assert "Vervangen door een nieuwe versie (correctie privacygevoelige gegevens)" in page
    assert check_site(str(tmp_path)).clean
    with pytest.raises(WrongUse):
        site.replace(package(2), reason)


def test_a_withheld_document_is_announced_to_people_only(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish(package(1))
    notice = RefusalNotice(
        id=document_id(2),
        title="Rapport over de brug",
        categories=_categories("016"),
        grounds=(Grond.ART_5_1_2_H,),
        publisher=package(1).record.publisher,
        moment=MOMENT,
    )
    answer = site.announce(notice)
    assert answer.state is PublicationState.NOT_PUBLIC
    page = (tmp_path / "documenten" / document_id(2) / "index.html").read_text()
    assert "artikel 5.1.2.h" in page and "niet openbaar" in page
    assert "Niet openbaar" in (tmp_path / "categorieen" / "016-0001.html").read_text()
    report = check_site(str(tmp_path))
    assert report.clean and report.records == 1
    before = _files(tmp_path)
    site.announce(notice)
    assert _files(tmp_path) == before
    with pytest.raises(WrongUse):
        site.announce(replace(notice, id=document_id(1)))
    site.publish(package(2, later=60))
    report = check_site(str(tmp_path))
    assert report.clean and report.records == 2
    assert "Alsnog openbaar gemaakt" in (tmp_path / "documenten" / document_id(2) / "index.html").read_text()


@pytest.mark.parametrize(
    "base", ["http://open.utrecht.example", "https://utrecht.example/woo", "open.utrecht.example", "https://"]
)
def test_an_address_that_no_harvester_can_use_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(WrongUse):
        SiteFolder(tmp_path, base)


def test_a_site_keeps_its_address(tmp_path: Path) -> None:
    SiteFolder(tmp_path, BASE).publish(package(1))
    with pytest.raises(WrongUse) as caught:
        SiteFolder(tmp_path, "https://ander.example").publish(package(2))
    assert BASE in caught.value.advice


def test_nothing_is_written_when_a_record_breaks_a_rule(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    with pytest.raises(LakstraatError, match="titel-leeg"):
        site.publish_all([package(1), package(2, officiele_titel=" ")])
    assert _files(tmp_path) == {}


class _Stops(Exception):
    pass


class _StoppingStorage(FolderStorage):
    """A folder whose process dies at a given change."""

    def __init__(self, root: Path, changes: int) -> None:
        super().__init__(root)
        self._left = changes

    def write(self, key: str, data: bytes) -> None:
        self._count()
        super().write(key, data)

    def delete(self, key: str) -> None:
        self._count()
        super().delete(key)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _Stops


def _stopped_at(root: Path, changes: int, work: Callable[[Site], object]) -> bool:
    try:
        work(Site(_StoppingStorage(root, changes), BASE, name="site"))
    except _Stops:
        return True
    return False


CHANGES: dict[str, Callable[[Site], object]] = {
    "new": lambda site: site.publish_all([package(3), package(4, informatiecategorieen=_categories("014", "011"))]),
    "revision": lambda site: site.publish(package(1, version=2, later=60)),
    "other category": lambda site: site.publish(package(2, informatiecategorieen=_categories("014"), later=60)),
    "withdrawal": lambda site: site.withdraw(
        document_id(2), WithdrawalReason.PRIVACY, moment=MOMENT + timedelta(days=1)
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_process_that_dies_anywhere_leaves_a_whole_site_that_the_next_one_finishes(tmp_path: Path, name: str) -> None:
    work = CHANGES[name]

    def prepared(folder: str) -> Path:
        root = tmp_path / folder
        site = SiteFolder(root, BASE)
        site.publish(package(1))
        site.publish(package(2, informatiecategorieen=_categories("010")))
        return root

    wanted = prepared("wanted")
    work(SiteFolder(wanted, BASE))
    stops = 0
    while True:
        root = prepared(str(stops))
        if not _stopped_at(root, stops, work):
            break
        # An index that lags is fetched again with its next lastmod; a withdrawn file goes before the mention of it.
        passing = {"index-lastmod", "bestand-ontbreekt"} if name == "withdrawal" else {"index-lastmod"}
        faults = [fault for fault in check_site(str(root)).faults if fault.rule not in passing]
        assert faults == [], f"after {stops} changes"
        work(SiteFolder(root, BASE))
        assert _files(root) == _files(wanted), f"after {stops} changes"
        stops += 1
    assert stops > 8


def test_a_decided_withdrawal_is_finished_by_whoever_writes_next(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish(package(1))
    site.publish(package(2))
    assert _stopped_at(tmp_path, 2, lambda broken: broken.withdraw(document_id(1), WithdrawalReason.PRIVACY))
    site.publish(package(3))
    report = check_site(str(tmp_path))
    assert report.clean and report.records == 2
    known = json.loads((tmp_path / "documenten" / document_id(1) / "metadata.json").read_text())
    assert known["status"] == "ingetrokken"


def test_a_disk_that_cannot_be_written_is_a_failed_publication(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file where the folder should be")
    with pytest.raises(PublicationFailed):
        SiteFolder(tmp_path / "site", BASE).publish(package(1))


def _publish_some(root: Path, numbers: range) -> None:
    site = SiteFolder(root, BASE)
    for number in numbers:
        site.publish(package(number))


def test_two_processes_and_their_threads_publish_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_publish_some, args=(tmp_path, range(at, at + 12))) for at in (0, 12)]
    for process in processes:
        process.start()
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda at: _publish_some(tmp_path, range(at, at + 4)), (24, 28, 32)))
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    report = check_site(str(tmp_path))
    assert report.clean and report.records == 36


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, float]]:
    root = tmp_path_factory.mktemp("large")
    started = time.perf_counter()
    SiteFolder(root, BASE).publish_all([package(number) for number in range(2000)])
    yield root, time.perf_counter() - started


def test_two_thousand_documents_take_seconds(large: tuple[Path, float]) -> None:
    root, seconds = large
    assert seconds < 60
    report = check_site(str(root))
    assert report.clean and report.records == 2000
    assert report.sitemaps == 2000 // LIST_LENGTH
    schema = etree.XMLSchema(
        etree.parse(xsd_path("diwoo", "woo-sitemap-validate.xsd"), etree.XMLParser(no_network=True))
    )
    for path in (root / "sitemaps").iterdir():
        schema.assertValid(etree.parse(path))


def test_one_more_document_touches_its_own_list_only(large: tuple[Path, float]) -> None:
    root, _ = large
    before = _files(root)
    SiteFolder(root, BASE).publish(package(2000))
    after = _files(root)
    changed = {key for key in before if before[key] != after.get(key)}
    assert changed == {".lakstraat/site.json", "index.html", "sitemapindex-diwoo-infocat016.xml"}
    assert {key for key in after.keys() - before.keys() if not key.startswith("documenten/")} == {
        ".lakstraat/lijsten/016-0005.json", "categorieen/016-0005.html", "sitemaps/woo-infocat016-0005.xml",
    }  # fmt: skip


def test_the_clock_of_a_withdrawal_is_now(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish(package(1))
    assert abs(site.withdraw(document_id(1), WithdrawalReason.SUSPENDED).moment - datetime.now(UTC)) < timedelta(
        minutes=1
    )
