# SPDX-License-Identifier: EUPL-1.2
"""What the public will see, one decision over a dossier by keys, and a document of five thousand pages."""

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser

from flows.desk import HouseDesk
from flows.engine import remove
from flows.house import House
from flows.pictures import page_picture
from flows.stored import get_value
from review.folding import reviewed
from review.web.app import Options
from schemas.review import ReviewedFindings
from tests.review.browsing import chromium, sign_in, window
from tests.review.made import Made, letters, put
from tests.review.serving import Served, served
from tests.review.test_with_ledger import acting, decide_all, last

Desk = tuple[House, HouseDesk]
PAGES = 5000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture
def desk(desk_of: Desk) -> Iterator[Served]:
    """The desk of this test, served."""
    with served(desk_of[1], Options(held_back=0.0)) as running:
        yield running


def test_the_preview_is_what_will_be_published_pixel_for_pixel(desk_of: Desk, tmp_path: Path) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(2))
    mine = acting(desk)
    decide_all(mine, key)
    seen = [desk.public_picture(key, number, reviewed(mine.open(key).state)) for number in range(2)]
    assert seen[0] != desk.page_picture(key, 0)
    mine.finish(key, last(mine, key))
    row = house.ledger.documents.get(key)
    assert row.prepared is not None and row.reviewed is not None
    decided = get_value(house.store, row.reviewed, ReviewedFindings)
    published = tmp_path / "published.pdf"
    published.write_bytes(remove(house.store.get(row.prepared), decided, (), "Een titel").redacted.data)
    assert seen == [page_picture(published, number) for number in range(2)]


def test_a_decision_over_the_dossier_and_back_by_keys(browser: Browser, desk: Served, desk_of: Desk) -> None:
    house, opened = desk_of
    keys = [put(house, number, letters(1, name="S. Kaya"), dossier="zaak-1") for number in (1, 2, 3)]
    page = sign_in(desk, window(browser, viewport={"width": 1366, "height": 768}), "eerste")
    page.goto(f"{desk.address}/documenten/{keys[0]}/blad/1")
    assert "9× in dossier" in page.locator(".voorstel.nu").inner_text()
    page.keyboard.press("Shift+D")
    page.wait_for_url("**/bereik?**")
    assert "9 vindplaatsen in 3 documenten" in page.locator(".groot").inner_text()
    assert not opened.journal.events(keys[2]), "nothing is decided by looking"
    page.keyboard.press("Enter")
    page.wait_for_url("**/handelingen/**")
    assert len(opened.journal.events(keys[2])) == 3
    page.get_by_role("button", name="Alles ongedaan maken").press("Enter")
    page.get_by_role("heading", name="Ongedaan gemaakt").wait_for()
    assert "9 vindplaatsen staan weer" in page.locator(".gelukt").inner_text()
    page.context.close()


def test_a_document_of_five_thousand_pages_turns_as_a_short_one(browser: Browser, desk: Served, desk_of: Desk) -> None:
    house, _ = desk_of
    key = put(house, 1, long_document(PAGES))
    page = sign_in(desk, window(browser, viewport={"width": 1366, "height": 768}), "eerste")
    started = time.monotonic()
    page.goto(f"{desk.address}/documenten/{key}/blad/1")
    page.locator("#papier img").wait_for()
    first = time.monotonic() - started
    page.goto(f"{desk.address}/documenten/{key}/blad/{PAGES - 1}")
    page.keyboard.press("]")
    page.wait_for_selector(f".werk[data-blad='{PAGES}']")
    mebibytes = page.evaluate("performance.memory.usedJSHeapSize") / 1024**2
    assert page.locator(".bladen li").count() <= 60, "the list holds the pages around this one"
    assert first < 10 and mebibytes < 500, (first, mebibytes)
    page.context.close()


def long_document(pages: int) -> Made:
    """A document of many pages, all the same, with findings on the first."""
    made = letters(1)
    with pikepdf.open(io.BytesIO(made.data)) as document:
        first = document.pages[0].obj
        for _ in range(pages - 1):
            document.pages.append(pikepdf.Page(document.make_indirect(pikepdf.Dictionary(dict(first.items())))))
        written = io.BytesIO()
        document.save(written)
    return Made(data=written.getvalue(), findings=made.findings, pages=pages)
