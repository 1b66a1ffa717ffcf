# SPDX-License-Identifier: EUPL-1.2
"""The pages as people meet them."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from publication.endpoint import WithdrawalReason
from publication.pages import day, size
from publication.site import SiteFolder
from schemas.values import informatiecategorie
from tests.publication.contract import notice
from tests.publication.packages import BASE, document_id, package
from tests.publication.test_dossiers import annex_package, main_package


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with all kinds of pages."""
    root = tmp_path_factory.mktemp("site")
    site = SiteFolder(root, BASE, leak_contact="mailto:datalek@utrecht.example")
    both = (informatiecategorie("016").waarde, informatiecategorie("014").waarde)
    site.publish_all(
        [
            package(1, officiele_titel="Besluit 10 over <script>alert(1)</script> & meer", informatiecategorieen=both),
            package(2, officiele_titel="Besluit 9"),
            package(3, officiele_titel="Één bezwaar"),
            package(4, officiele_titel="‘s Nachts varen"),
            package(5),
        ]
    )
    site.withdraw(document_id(5), WithdrawalReason.PRIVACY)
    site.publish_all([main_package(6), annex_package(7), annex_package(8)])
    for number in (9, 10):
        site.announce(replace(notice(number), title=f"Advies van een derde {number}"))
    site.withdraw(document_id(10), WithdrawalReason.PROCEDURAL)
    return root


class _Links(HTMLParser):
    """Addresses and anchors of a page, and what must not be in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append(tag)
        self.links += [value for name in ("href", "src") if (value := known.get(name))]
        self.ids += [value for value in (known.get("id"),) if value]


def test_every_link_leads_somewhere(root: Path) -> None:
    pages = list(root.rglob("*.html"))
    assert len(pages) == 2 + 2 + 10
    for path in pages:
        page = _Links(path.read_text(encoding="utf-8"))
        assert "script" not in page.tags
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            if link.startswith("mailto:"):
                continue
            file, _, anchor = link.removeprefix(f"{BASE}/").partition("#")
            start = root if link.startswith(BASE) else path.parent
            target = (start / unquote(file)).resolve() if file else path
            assert target.is_file(), f"{path.relative_to(root)}: {link}"
            if anchor:
                assert anchor in _Links(target.read_text(encoding="utf-8")).ids


def test_titles_are_sorted_as_people_do_and_shown_as_text(root: Path) -> None:
    text = (root / "categorieen" / "016-0001.html").read_text(encoding="utf-8")
    titles = re.findall(r'<th scope="row"><a href="[^"]*">(.*?)</a>', text)
    assert titles == [
        "Advies van een derde 9",
        "Besluit 9",
        "Besluit 10 over &lt;script&gt;alert(1)&lt;/script&gt; &amp; meer",
        "Besluit kapvergunning 6", "Besluit kapvergunning 7", "Besluit kapvergunning 8",
        "Één bezwaar", "‘s Nachts varen",
    ]  # fmt: skip
    assert re.findall(r'href="#letter-(.)"', text) == ["A", "B", "E", "S"]


def test_a_document_leads_to_each_of_its_categories(root: Path) -> None:
    text = (root / "documenten" / document_id(1) / "index.html").read_text(encoding="utf-8")
    assert '<a href="../../categorieen/016-0001.html">Beschikkingen</a>' in text
    assert '<a href="../../categorieen/014-0001.html">Woo-verzoeken en -besluiten</a>' in text
    assert "Eerbiediging van de persoonlijke levenssfeer" in text


def test_the_public_can_report_a_leak(root: Path) -> None:
    assert 'href="mailto:datalek@utrecht.example"' in (root / "lek-melden.html").read_text(encoding="utf-8")
    for path in root.rglob("*.html"):
        assert "lek-melden.html" in path.read_text(encoding="utf-8")


def test_dates_and_sizes_are_dutch() -> None:
    assert day("2026-11-03") == "3 november 2026"
    assert day("2026-12-31T23:30:00Z") == "1 januari 2027"
    assert [size(count) for count in (12, 240_000, 1_340_000)] == ["1 kB", "240 kB", "1,3 MB"]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("NO BROWSER: install chromium to have the pages judged by axe-core")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.mark.parametrize("width", [1100, 360])
def test_axe_finds_no_barrier(root: Path, browser: object, width: int) -> None:
    from axe_core_python.sync_playwright import Axe
    from playwright.sync_api import Browser

    assert isinstance(browser, Browser)
    page = browser.new_page(viewport={"width": width, "height": 900})
    for path in sorted(root.rglob("*.html")):
        page.goto(path.as_uri())
        found = Axe().run(page)
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == [], path.name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path.name} is too wide"
    page.close()
