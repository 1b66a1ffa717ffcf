# SPDX-License-Identifier: EUPL-1.2
"""The desk as officers use it in a real browser: by keyboard, two at a time, enlarged, and with axe-core beside it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from archive.duplicates import sketch_of
from flows.desk import HouseDesk
from flows.house import House
from flows.ledger.states import State
from review.opening import open_document
from review.state import DeskState
from review.web.app import Options
from schemas.batch import Outcome
from schemas.errors import BlockReason, RefusalReason
from schemas.identity import DocumentId, digest_of
from tests.review.browsing import chromium, sign_in, window
from tests.review.made import batch, letters, made_desk, put
from tests.review.serving import Served, served

SCREEN: ViewportSize = {"width": 1366, "height": 768}
LONG, SHORT, OTHER, AGAIN = 1, 2, 3, 4


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, HouseDesk]]:
    """A document of 20 pages with 60 proposals, two short ones of one dossier and text, one to search again; and an
    intake that let some stand.
    """
    with made_desk(tmp_path_factory.mktemp("desk") / "work") as (house, desk):
        put(house, LONG, letters(20), title="Advies parkeren")
        put(house, SHORT, letters(2), title="Brief over de kade", dossier="Z-2026-0412")
        put(house, OTHER, letters(2), title="Antwoord over de kade", dossier="Z-2026-0412")
        put(house, AGAIN, letters(1), title="Brief die opnieuw wordt doorzocht")
        for key in (SHORT, OTHER):
            house.ledger.sketches.remember(key, sketch_of([" ".join(f"woord{number}" for number in range(40))], b"x"))
        stopped(house)
        yield house, desk


def stopped(house: House) -> None:
    """An intake of which one document was refused at the door and two are without text."""
    ids = [DocumentId(f"{number:032x}") for number in (71, 72, 73)]
    opened = batch(house)
    house.ledger.batches.offer(opened.id, ids)
    house.ledger.batches.stopped_at_the_door(opened.id, ids[0], Outcome.REFUSED, RefusalReason.PASSWORD_NEEDED.value)
    for number in (1, 2):
        row = house.ledger.documents.receive(
            opened.id, id=ids[number], digest=digest_of(b"%d" % number), now=house.now()
        )
        house.ledger.documents.move(row.key, State.DETECTING, now=house.now())
        house.ledger.documents.move(row.key, State.BLOCKED, now=house.now(), reason=BlockReason.NO_TEXT_LAYER.value)


@pytest.fixture(scope="module")
def desk(opened: tuple[House, HouseDesk]) -> Iterator[Served]:
    """The desk, served; nothing is held back."""
    with served(opened[1], Options(held_back=0.0)) as running:
        yield running


@pytest.fixture
def state(opened: tuple[House, HouseDesk]) -> Any:
    """What the desk knows of a document by now."""

    def of(key: int) -> DeskState:
        return open_document(opened[1], key, 0.0).state

    return of


def person(browser: Browser, desk: Served, id: str, **options: Any) -> Page:
    """Somebody in a browser window of their own."""
    return sign_in(desk, window(browser, viewport=SCREEN, **options), id)


def settled(page: Page) -> None:
    """Wait until nothing is under way."""
    page.wait_for_selector(".werk:not([aria-busy])", timeout=60_000)


def test_sixty_proposals_over_twenty_pages_without_a_mouse(browser: Browser, desk: Served, state: Any) -> None:
    page = person(browser, desk, "toetsen")
    keys = 0

    def press(key: str) -> None:
        nonlocal keys
        keys += 1
        page.keyboard.press(key)

    page.get_by_role("link", name="Advies parkeren").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".voorstel.nu")
    for number in range(1, 21):
        # Without waiting in between: what is pressed too early waits for its turn.
        for key in "axa":
            press(key)
        press("m")
        if number == 5:
            settled(page)
            keys_before = keys
            for key in ("n", "ArrowRight", "Enter"):
                press(key)
            assert keys - keys_before <= 3, "a missed word costs at most three keys"
            settled(page)
    settled(page)
    decided = state(LONG)
    assert len(decided.choices) == 60 and decided.open() == ()
    assert [decided.choices[f"f{number:04d}-1"].kind.value for number in range(20)] == ["keep"] * 20
    assert len(decided.additions) == 1 and decided.additions[0].page == 5
    assert decided.read == frozenset(range(20))
    assert keys == 60 + 20 + 3, "one key per decision, one per page"
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/afronden")
    page.get_by_role("button", name="Gecontroleerd").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Goedkeuren voor publicatie").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?klaar=*")
    expect(page.locator("main")).to_contain_text("Advies parkeren")
    page.context.close()


def test_undo_by_keyboard_brings_back_what_was_open(browser: Browser, desk: Served, state: Any) -> None:
    page = person(browser, desk, "terug")
    page.goto(f"{desk.address}/documenten/{SHORT}/blad/1")
    for key in ("x", "Control+z", "a", "a", "Control+z", "Control+z"):
        page.keyboard.press(key)
    settled(page)
    assert state(SHORT).choices == {}
    assert page.evaluate("document.activeElement.closest('.voorstel').dataset.vondst") == "f0000-0"
    assert page.inner_text("#melding") == "3 te beslissen op deze pagina."
    page.click("text=Neerleggen")
    page.context.close()


def test_two_people_on_one_document_never_overwrite_each_other(browser: Browser, desk: Served, state: Any) -> None:
    first, second = person(browser, desk, "eerste"), person(browser, desk, "tweede")
    for page in (first, second):
        page.goto(f"{desk.address}/documenten/{SHORT}/blad/1")
    expect(second.locator(".waar")).to_contain_text("in handen van eerste, alleen lezen")
    before = state(SHORT).last
    second.keyboard.press("a")
    settled(second)
    assert state(SHORT).last == before, "who only reads decides nothing"
    other_window = first.context.new_page()
    other_window.goto(f"{desk.address}/documenten/{SHORT}/blad/1")
    other_window.keyboard.press("x")
    settled(other_window)
    first.keyboard.press("a")
    settled(first)
    expect(first.locator("#melding")).to_contain_text("intussen veranderd")
    assert [one.kind.value for one in state(SHORT).choices.values()] == ["keep"], "nothing was overwritten"
    for key in ("j", "a"):
        first.keyboard.press(key)
    settled(first)
    assert len(state(SHORT).choices) == 2, "after looking again the next decision stands"
    first.click("text=Neerleggen")
    first.wait_for_selector("h1:has-text('Werklijst')")
    second.reload()
    second.keyboard.press("a")
    settled(second)
    assert len(state(SHORT).choices) == 3
    second.click("text=Neerleggen")
    for page in (first, second):
        page.context.close()


def test_a_browser_that_dies_loses_at_most_one_decision(desk: Served, state: Any, browser: Browser) -> None:
    page = person(browser, desk, "plots")
    page.goto(f"{desk.address}/documenten/{OTHER}/blad/1")
    page.keyboard.press("a")
    settled(page)
    page.keyboard.press("a")
    page.context.close()
    assert len(state(OTHER).choices) in (1, 2)


def test_without_script_a_decision_is_a_form(browser: Browser, desk: Served, state: Any) -> None:
    page = person(browser, desk, "plots", java_script_enabled=False)
    page.goto(f"{desk.address}/documenten/{OTHER}/blad/2")
    before = len(state(OTHER).choices)
    page.locator(".voorstel").first.get_by_role("button", name="Laten staan").click()
    expect(page.locator(".voorstel").first).to_contain_text("Blijft staan")
    assert len(state(OTHER).choices) == before + 1
    page.context.close()


def screens(desk: Served) -> dict[str, str]:
    """Every screen that an officer meets."""
    page = f"{desk.address}/documenten/{OTHER}/blad/1"
    return {
        "worklist": desk.address, "page": page, "public": f"{page}?beeld=openbaar",
        "finish": f"{desk.address}/documenten/{OTHER}/afronden",
        "history": f"{desk.address}/documenten/{OTHER}/verloop",
        "reach": f"{desk.address}/documenten/{OTHER}/bereik?vondst=f0000-1&wat=lakken&bereik=dossier&grond=5.1.2.e",
        "lists": f"{desk.address}/lijsten", "keys": f"{desk.address}/toetsen", "numbers": f"{desk.address}/cijfers",
        "intake": f"{desk.address}/inname", "alike": f"{desk.address}/documenten/{OTHER}/gelijk",
        "copies": f"{desk.address}/documenten/{OTHER}/kopie?van={SHORT}",
        "approved": f"{desk.address}/documenten/{LONG}/afronden",
        "not found": f"{desk.address}/niets", "read only": f"{desk.address}/documenten/{LONG}/blad/1",
    }  # fmt: skip


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_axe_finds_nothing_on_any_screen(browser: Browser, desk: Served, locale: str) -> None:
    axe = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
    # The policy of the desk lets no script of others in; for this test alone the browser does not hold to it.
    page = person(browser, desk, "plots", bypass_csp=True, locale=locale)
    looked = {}
    page.goto(f"{desk.address}/documenten/{AGAIN}/afronden")
    page.locator("form[action='/opnieuw-zoeken'] button").evaluate("one => one.click()")
    page.wait_for_url("**/opnieuw-zoeken/*")
    for name, address in {"searched": page.url, **screens(desk)}.items():
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert page.get_attribute("html", "lang") == locale[:2]
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        looked[name] = [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]]
        assert len(found["passes"]) > 5, f"axe looked at nothing on {name}"
    page.goto(f"{desk.address}/afmelden")
    nobody = window(browser, bypass_csp=True, locale=locale).new_page()
    nobody.goto(f"{desk.address}/aanmelden?sleutel=x")
    nobody.evaluate(axe)
    looked["sign in"] = [(one["id"], "") for one in nobody.evaluate("axe.run()")["violations"]]
    assert {name: found for name, found in looked.items() if found} == {}
    nobody.context.close()
    page.context.close()


def test_everything_is_there_at_twice_the_size(browser: Browser, desk: Served) -> None:
    # Zooming to 200 percent is a window of half the size to a page.
    page = sign_in(desk, window(browser, viewport={"width": 683, "height": 384}), "plots")
    for name, address in screens(desk).items():
        page.goto(address)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{name} runs off the side by {too_wide} pixels"
    page.goto(f"{desk.address}/documenten/{OTHER}/blad/1")
    for button in ("Lakken", "Gelezen, volgende", "Ongedaan"):
        one = page.get_by_role("button", name=button).first
        one.scroll_into_view_if_needed()
        assert one.is_visible()
    page.context.close()


def test_what_an_intake_left_standing_is_shown_with_what_to_do(browser: Browser, desk: Served) -> None:
    page = person(browser, desk, "plots")
    page.get_by_role("link", name="Inname").click()
    rows = {row.locator("code").first.inner_text(): row for row in page.locator("tbody tr").all()}
    assert set(rows) == {"password_needed", "no_text_layer"}
    assert "wachtwoord" in rows["password_needed"].inner_text() and "geweigerd" in rows["password_needed"].inner_text()
    blocked = rows["no_text_layer"]
    assert blocked.locator(".getal").inner_text() == "2"
    assert not blocked.locator("details p").is_visible()
    blocked.locator("summary").focus()
    page.keyboard.press("Enter")
    assert [code.inner_text() for code in blocked.locator(".nummers code").all()] == [f"{72:032x}", f"{73:032x}"]
    page.context.close()


def test_a_key_of_ones_own_works_and_the_old_one_does_not(browser: Browser, desk: Served, state: Any) -> None:
    page = person(browser, desk, "eigen toets")
    page.goto(f"{desk.address}/toetsen")
    page.fill("input[name=redact]", "o")
    page.get_by_role("button", name="Bewaren").click()
    page.wait_for_selector("text=Bewaard.")
    page.goto(f"{desk.address}/documenten/{SHORT}/blad/2")
    page.wait_for_selector(".voorstel.nu")
    before = len(state(SHORT).choices)
    assert page.locator(".voorstel.nu button[value=lakken] kbd").inner_text() == "O"
    page.keyboard.press("a")
    settled(page)
    assert len(state(SHORT).choices) == before, "the standard key does nothing any more"
    page.keyboard.press("o")
    settled(page)
    assert len(state(SHORT).choices) == before + 1
    page.goto(f"{desk.address}/toetsen")
    page.uncheck("input[name=aan]")
    page.get_by_role("button", name="Bewaren").click()
    page.goto(f"{desk.address}/documenten/{SHORT}/blad/2")
    page.keyboard.press("o")
    settled(page)
    assert len(state(SHORT).choices) == before + 1 and page.locator(".voorstel kbd").count() == 0, "all keys are off"
    page.click("text=Neerleggen")
    page.context.close()


def test_the_buttons_of_a_page_are_in_sight_however_long_its_heading(browser: Browser, desk: Served) -> None:
    page = person(browser, desk, "plots")
    page.goto(f"{desk.address}/documenten/{OTHER}/blad/1")
    page.evaluate("document.querySelector('.titel').textContent = 'Een titel van veel woorden '.repeat(8)")
    foot = page.locator(".onder").bounding_box()
    assert foot is not None and foot["y"] + foot["height"] <= SCREEN["height"]
    page.context.close()


_FOCUS = """(() => {
  const one = document.activeElement, style = getComputedStyle(one), at = one.getBoundingClientRect();
  return {
    body: one === document.body, name: one.outerHTML.slice(0, 80), wide: at.width > 1,
    seen: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
  };
})()"""


def test_focus_is_always_to_be_seen(browser: Browser, desk: Served) -> None:
    page = person(browser, desk, "plots")
    page.goto(f"{desk.address}/documenten/{OTHER}/blad/1")
    met = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        if focus["body"]:
            break
        met += 1
        assert focus["seen"] and focus["wide"], focus["name"]
    assert met > 8, "everything can be reached with the tab key"
    page.context.close()
