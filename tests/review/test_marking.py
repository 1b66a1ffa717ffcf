# SPDX-License-Identifier: EUPL-1.2
"""What the machine missed is marked in four ways, and each way writes the same; a free box is what it covers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from flows.desk import HouseDesk
from flows.house import House
from review.events import DeskEvent, EventKind
from review.ports import Word
from review.snapping import words_under
from review.web.app import Options
from schemas.geometry import Box
from tests.review.browsing import chromium, sign_in, window
from tests.review.made import letters, put
from tests.review.serving import served

PIXEL = 72 / 200
"""A pixel of a page at 200 dpi, in points."""


def words(*boxes: tuple[float, float, float, float]) -> tuple[Word, ...]:
    return tuple(
        Word(start=8 * place, end=8 * place + 7, text="woordje", box=Box(*box)) for place, box in enumerate(boxes)
    )


LINE = words((10, 10, 40, 22), (45, 10, 75, 22), (80, 10, 110, 22), (10, 30, 40, 42))


@pytest.mark.parametrize(
    ("drawn", "stretches"),
    [
        (Box(12, 12, 59, 20), [(0, 7)]),  # past the middle of the first, short of that of the second
        (Box(12, 12, 61, 20), [(0, 15)]),
        (Box(50, 12, 55, 20), [(8, 15)]),  # within one word
        (Box(5, 5, 45, 45), [(0, 7), (24, 31)]),  # a column: what lies between in the text stays
        (Box(5, 5, 115, 45), [(0, 31)]),
        (Box(200, 200, 250, 250), []),
        (Box(41, 10, 44, 22), []),  # in the space between
    ],
)
def test_a_box_means_the_words_whose_middle_it_holds(drawn: Box, stretches: list[tuple[int, int]]) -> None:
    assert [(one.start, one.end) for one in words_under(drawn, LINE, 3)] == stretches
    assert all(one.page == 3 for one in words_under(drawn, LINE, 3))


def test_the_space_between_words_of_a_line_goes_too() -> None:
    (only,) = words_under(Box(5, 5, 115, 45), LINE, 0)
    assert only.boxes == (Box(10, 10, 110, 22), Box(10, 30, 40, 42))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def drag(page: Page, box: Box, *, held: str = "") -> None:
    """Draw a box of the page with the mouse, the script having been asked for it."""
    _draw(page, box, held, lambda x, y: page.mouse.move(x, y, steps=4))


def two_clicks(page: Page, box: Box) -> None:
    """Click two corners of a box of the page."""

    def between(x: float, y: float) -> None:
        page.mouse.up()
        page.mouse.move(x, y)
        page.mouse.down()

    _draw(page, box, "", between)


def _draw(page: Page, box: Box, held: str, to: object) -> None:
    at = page.evaluate(
        "(() => { const one = document.getElementById('lagen'), at = one.getBoundingClientRect();"
        " return [at.left, at.top, at.width / one.viewBox.baseVal.width]; })()"
    )
    x0, y0, x1, y1 = (
        at[0] + box.x0 * at[2], at[1] + box.y0 * at[2], at[0] + box.x1 * at[2], at[1] + box.y1 * at[2],
    )  # fmt: skip
    if held:
        page.keyboard.down(held)
    page.mouse.move(x0, y0)
    page.mouse.down()
    assert callable(to)
    to(x1, y1)
    page.mouse.up()
    if held:
        page.keyboard.up(held)


def added(desk: HouseDesk, key: int) -> DeskEvent:
    """What was marked last."""
    return [event for event in desk.journal.events(key) if event.kind is EventKind.ADDED][-1]


def test_cursor_search_two_clicks_and_dragging_write_the_same(
    browser: Browser, desk_of: tuple[House, HouseDesk]
) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1), findings=(), title="Advies parkeren")
    word = next(one for one in desk.words(key, 0) if one.text.startswith("aanvraag"))
    near = Box(word.box.x0 - 1.5, word.box.y0 - 2, word.box.x1 - 3, word.box.y1 + 2)
    with served(desk, Options(held_back=0.0)) as running:
        page = sign_in(running, window(browser, viewport={"width": 1366, "height": 768}), "eerste")
        page.goto(f"{running.address}/documenten/{key}/blad/1")
        written = {}

        def ready(name: str) -> None:
            page.wait_for_selector(".voorstel.weg")
            written[name] = added(desk, key)
            page.keyboard.press("Control+z")
            page.wait_for_selector(".leeg")

        def busy(what: str) -> None:
            page.keyboard.press(what)
            page.wait_for_selector("rect.nieuw" if what == "b" else "rect.cursor")

        busy("n")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        ready("cursor")
        busy("b")
        drag(page, near)
        ready("drag")
        busy("b")
        two_clicks(page, near)
        ready("two clicks")
        busy("b")
        drag(page, near, held="Alt")
        ready("free by mouse")
        busy("b")
        page.keyboard.press("b")
        page.keyboard.press("Enter")
        ready("free by keys")
        page.fill("#zoek", word.text)
        page.keyboard.press("Enter")
        page.click("main form[action$=bereik] button")
        page.wait_for_url("**/handelingen/*")
        found = [event for event in desk.journal.events(key) if event.kind is EventKind.ADDED]
        written["search"] = next(event for event in found if event.detail["start"] == word.start)
        page.context.close()
    same = {name: dict(written[name].detail) for name in ("cursor", "drag", "two clicks", "search")}
    assert {(one["page"], one["start"], one["end"], one["ground"]) for one in same.values()} == {
        (0, word.start, word.end, "5.1.2.e")
    }
    edges = (word.box.x0, word.box.y0, word.box.x1, word.box.y1)
    for name, one in same.items():
        (box,) = one["boxes"]
        assert max(abs(given - edge) for given, edge in zip(box, edges, strict=True)) <= PIXEL, name
    for name in ("free by mouse", "free by keys"):
        detail = written[name].detail
        assert "start" not in detail and len(detail["boxes"]) == 1, f"{name}: what it covers, and no words"
    assert [round(edge, 1) for edge in written["free by mouse"].detail["boxes"][0]] == pytest.approx(
        [near.x0, near.y0, near.x1, near.y1], abs=1.0
    )
