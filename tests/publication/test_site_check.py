# SPDX-License-Identifier: EUPL-1.2
"""Each known error of sites that the Woo-index could not read, made in a good site; the check must name it."""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from publication.site import SiteFolder
from publication.site_check import check_site
from schemas.errors import ServiceMissing, WrongUse
from schemas.publication import Documenthandeling, Verwijzing
from schemas.values import value_list
from tests.publication.packages import BASE, MOMENT, document_id, package

_SITEMAP = "sitemaps/woo-infocat016-0001.xml"
_INDEX = "sitemapindex-diwoo-infocat016.xml"
_FILE = f"documenten/{document_id(1)}/{document_id(1)}.pdf"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    SiteFolder(tmp_path, BASE).publish_all([package(1), package(2)])
    assert check_site(str(tmp_path)).clean
    return tmp_path


def _rules(root: Path) -> set[str]:
    return {fault.rule for fault in check_site(str(root)).faults}


_HANDELING = "https://identifier.overheid.nl/tooi/def/thes/kern/c_e1ec050e"
_PUBLISHER = '<diwoo:publisher resource="https://identifier.overheid.nl/tooi/id/gemeente/gm0344">gemeente Utrecht<'
_DOCUMENT_START, _DOCUMENT_END = "<diwoo:Document>", "</diwoo:Document>"


@pytest.mark.parametrize(
    ("rule", "file", "old", "new"),
    [
        ("xsd", _SITEMAP, _HANDELING, "https://identifier.overheid.nl/tooi/def/thes/kern/c_vaststelling"),
        ("label-weerspreekt", _SITEMAP, ">ondertekening<", ">anonimiseren<"),
        ("resource-ontbreekt", _SITEMAP, f'<diwoo:soortHandeling resource="{_HANDELING}">', "<diwoo:soortHandeling>"),
        ("waarde-onbekend", _SITEMAP, "c_e1ec050e", "c_vaststelling"),
        ("xsd", _SITEMAP, "diwoo:Document>", "diwoo:Documents>"),
        ("wortelelement", _SITEMAP, "urlset", "diwoo:Documents"),
        ("waarde-onbekend", _SITEMAP, _PUBLISHER, '<diwoo:publisher resource="3f0a5e0c-9d2b">gemeente Utrecht<'),
        ("resource-ontbreekt", _SITEMAP, _PUBLISHER, "<diwoo:publisher>gemeente Utrecht<"),
        ("label-weerspreekt", _SITEMAP, _PUBLISHER, _PUBLISHER.replace(">gemeente Utrecht", ">gemeente Zeist")),
        ("label-leeg", _SITEMAP, _PUBLISHER, _PUBLISHER.replace(">gemeente Utrecht", ">")),
        (
            "organisatie-opgeheven", _SITEMAP, _PUBLISHER,
            _PUBLISHER.replace("gm0344", "gm0003").replace("Utrecht", "Appingedam"),
        ),
        ("robots-regeleinde", "robots.txt", "\n", "\\n"),
        ("robots-geen-index", "robots.txt", "Sitemap:", "# Sitemap:"),
        ("robots-disallow", "robots.txt", "Allow: /", "Disallow: /"),
        ("robots-relatief", "robots.txt", f"Sitemap: {BASE}", "Sitemap: "),
        ("robots-geen-https", "robots.txt", "https://", "http://"),
        ("index-naam", "robots.txt", "infocat016", "infocat018"),
        ("index-naam", "robots.txt", _INDEX, "sitemap-index.xml"),
        ("index-ontbreekt", "robots.txt", _INDEX, "map/sitemapindex-diwoo-infocat016.xml"),
        ("wortelelement", "robots.txt", _INDEX, _SITEMAP),
        ("naamruimte", _SITEMAP, "http://www.sitemaps.org", "https://www.sitemaps.org"),
        ("naamruimte", _INDEX, "http://www.sitemaps.org", "https://www.sitemaps.org"),
        ("sitemap-ontbreekt", _INDEX, "infocat016-0001", "infocat016-0002"),
        ("index-lastmod", _INDEX, "2026-11-20T13:05", "2026-11-20T13:04"),
        ("categorie-index", _SITEMAP, "c_46a81018\">beschikkingen", "c_3baef532\">Woo-verzoeken en -besluiten"),
        ("xml-onleesbaar", _SITEMAP, "</urlset>", ""),
        ("xml-onleesbaar", _SITEMAP, "Besluit kapvergunning 1", "Besluit & kapvergunning 1"),
        ("xsd", _SITEMAP, "<diwoo:creatiedatum>2026-11-03", "<diwoo:creatiedatum>03-11-2026"),
        ("titel-bestandsnaam", _SITEMAP, "Besluit kapvergunning 1", "besluit_verzonnen.pdf"),
        ("titel-leeg", _SITEMAP, "Besluit kapvergunning 1", ""),
        ("tijd-zonder-zone", _SITEMAP, "16:30:00+01:00", "16:30:00"),
        ("lastmod-ontbreekt", _SITEMAP, "<lastmod>2026-11-20T13:05:00Z</lastmod>", ""),
        ("lastmod-toekomst", _SITEMAP, "<lastmod>2026-11-20T13:05:00Z</lastmod>", "<lastmod>2126-11-20</lastmod>"),
        ("loc-dubbel", _SITEMAP, document_id(2), document_id(1)),
        ("loc-tekens", _SITEMAP, f"{document_id(1)}.pdf", "een stuk.pdf"),
        ("loc-geen-https", _SITEMAP, "<loc>https://", "<loc>http://"),
        ("loc-relatief", _SITEMAP, f"<loc>{BASE}", "<loc>"),
        ("bestand-ontbreekt", _SITEMAP, f"{document_id(1)}.pdf", "weg.pdf"),
        ("bestand-type", _SITEMAP, f"{document_id(1)}.pdf", "index.html"),
        ("bestand-inhoud", _FILE, "%PDF-", "<html>"),
    ],
)  # fmt: skip
def test_a_known_error_is_found(root: Path, rule: str, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), encoding="utf-8")
    assert rule in _rules(root)


def _without_record(text: str) -> str:
    start, end = text.index(_DOCUMENT_START), text.index(_DOCUMENT_END) + len(_DOCUMENT_END)
    return text[:start] + text[end:]


def _empty_record(text: str) -> str:
    start, end = text.index(_DOCUMENT_START), text.index(_DOCUMENT_END) + len(_DOCUMENT_END)
    return text[:start] + "<diwoo:Document/>" + text[end:]


def _no_format(text: str) -> str:
    start, end = text.index("<diwoo:format"), text.index("</diwoo:format>") + len("</diwoo:format>")
    return text[:start] + text[end:]


def _no_urls(text: str) -> str:
    return text[: text.index("<url>")] + "</urlset>"


def _too_many_urls(text: str) -> str:
    url = text[text.index("<url>") : text.index("</url>") + 6]
    short = url[: url.index("<diwoo:Document>")] + "</url>"
    return text[: text.index("<url>")] + short * 50_001 + "</urlset>"


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("document-ontbreekt", _without_record), ("document-leeg", _empty_record), ("format-ontbreekt", _no_format),
        ("xsd", _no_urls),
        ("sitemap-te-lang", _too_many_urls), ("sitemap-te-groot", lambda text: text + " " * (50 * 1024 * 1024)),
    ],
)  # fmt: skip
def test_a_sitemap_that_is_no_good_as_a_whole(root: Path, rule: str, change: Callable[[str], str]) -> None:
    path = root / _SITEMAP
    path.write_text(change(path.read_text()))
    assert rule in _rules(root)


def test_robots_under_a_path_only_is_not_found(root: Path, tmp_path: Path) -> None:
    (tmp_path / "woo").mkdir()
    (root / "robots.txt").rename(tmp_path / "woo" / "robots.txt")
    assert _rules(root) == {"robots-ontbreekt"}


def test_ontvangst_filled_in_for_everything(tmp_path: Path) -> None:
    ontvangst = Documenthandeling(
        soort_handeling=value_list("soorthandelinglijst").by_label("ontvangst").waarde,
        at_time=MOMENT.replace(day=3),
    )
    site = SiteFolder(tmp_path, BASE)
    site.publish_all([package(number, documenthandelingen=(ontvangst,)) for number in range(10)])
    assert _rules(tmp_path) == {"handeling-altijd-ontvangst"}
    site.publish(package(11))
    assert _rules(tmp_path) == set()


def test_a_record_may_refer_to_public_documents_only(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    main = site.publish(package(1))
    site.publish(package(2, is_part_of=Verwijzing(resource=main.url, label="Besluit kapvergunning 1")))
    assert _rules(tmp_path) == set()
    site.publish(package(3, is_part_of=Verwijzing(resource=f"{BASE}/documenten/9/9.pdf", label="Weg")))
    assert _rules(tmp_path) == {"relatie-niet-openbaar"}


def test_what_is_in_no_sitemap_is_a_remark_and_no_fault(tmp_path: Path) -> None:
    site, categories = SiteFolder(tmp_path, BASE), value_list("informatiecategorielijst")
    voluntary = next(one for one in categories if one.infocat is None)
    site.publish(package(1))
    site.publish(package(2, informatiecategorieen=(voluntary.waarde,)))
    report = check_site(str(tmp_path))
    assert report.clean
    assert {one.rule for one in report.remarks} == {"categorie-leeg", "categorie-zonder-nummer"}
    assert len(report.remarks) == len(categories) - 1
    assert {one.place for one in report.remarks} == {one.label for one in categories} - {"beschikkingen"}
    site.publish(package(3, informatiecategorieen=(categories.by_label("convenanten").waarde,)))
    assert "convenanten" not in {one.place for one in check_site(str(tmp_path)).remarks}


def test_a_place_that_is_no_site_is_wrong_use(tmp_path: Path) -> None:
    for place in (str(tmp_path / "weg"), "https://"):
        with pytest.raises(WrongUse):
            check_site(place)


def test_no_file_outside_of_the_folder_is_looked_at(root: Path, tmp_path: Path) -> None:
    text = (root / _SITEMAP).read_text().replace(f"documenten/{document_id(1)}", "../..")
    (root / _SITEMAP).write_text(text)
    assert "bestand-ontbreekt" in _rules(root)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A folder behind a real web server, and its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", tmp_path
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def test_a_site_over_the_network(served: tuple[str, Path]) -> None:
    address, root = served
    site = SiteFolder(root, address)
    site.publish_all([package(1), package(2)])
    report = check_site(f"{address}/woo/")  # the harvester goes to the root of the host
    assert report.clean, report.faults
    assert (report.records, report.files_fetched) == (2, 2)
    (root / _FILE).unlink()
    assert {fault.rule for fault in check_site(address).faults} == {"bestand-ontbreekt"}


def test_a_site_that_is_away_is_told(served: tuple[str, Path]) -> None:
    with pytest.raises(ServiceMissing, match="cannot be reached"):
        check_site("http://127.0.0.1:9")
