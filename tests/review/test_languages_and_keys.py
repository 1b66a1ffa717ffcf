# SPDX-License-Identifier: EUPL-1.2
"""The screens speak Dutch and English from one file each, and everybody may have other keys, or none."""

import re
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from review.keys import STANDARD, keys_of
from review.ports import SearchedAgain
from review.roles import Role
from review.texts import DUTCH, LANGUAGES, catalogue, chosen, message, sentence
from review.web import Options
from schemas.errors import BlockReason, DocumentBlocked
from tests.review.desks import InventedDesk
from tests.review.test_web import PAGE, House, Person

TEMPLATES = sorted((Path(__file__).parents[2] / "review" / "web" / "templates").glob("*.html"))
_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|label)="([^"]*)"')
_NO_WORDS = {"Lakstraat", "Ctrl", "Enter", "Z", "https"}


@pytest.fixture
def eerste(desk: InventedDesk) -> Person:
    return House(desk, Options(held_back=0.0)).person("eerste")


def names(language: str) -> dict[str, set[str]]:
    """Every text with what is filled in."""
    return {
        name: set(re.findall(r"\{(\w+)\}", str(text)))
        for name, text in catalogue(language).items()
        if not name.startswith("message.")
    }


def test_both_languages_have_the_same_texts_with_the_same_values() -> None:
    assert len(names(DUTCH)) > 400
    assert names(DUTCH) == names("en")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_word_stands_in_a_template(path: Path) -> None:
    text = _CODE.sub(" ", path.read_text())
    seen = " ".join([re.sub(r"<[^>]*>", " ", text), *_SPOKEN.findall(text)])
    assert set(re.findall(r"[^\W\d_]+", seen)) - _NO_WORDS == set()


def test_every_text_that_a_template_asks_for_is_there() -> None:
    asked = {name for path in TEMPLATES for name in re.findall(r"\bt\('([\w.]+\w)'[,)]", path.read_text())}
    assert len(asked) > 200 and asked - catalogue(DUTCH).keys() == set()


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [
        (None, "", "nl"), (None, "en-GB,en;q=0.9", "en"), (None, "de,en;q=0.4,nl;q=0.8", "nl"), (None, "fr", "nl"),
        ("nl", "en", "nl"), ("en", "nl", "en"), ("xx", "en", "en"), (None, "en;q=x", "en"),
    ],
)  # fmt: skip
def test_the_language_is_what_was_chosen_or_what_the_browser_asks(
    wanted: str | None, accepted: str, language: str
) -> None:
    assert chosen(wanted, accepted) == language


def test_a_sentence_is_told_in_each_language_and_by_its_number() -> None:
    assert {message(language, sentence("unmet.open", n=1)) for language in LANGUAGES} == {
        "Over 1 voorstel is nog niet beslist.", "1 proposal is not decided yet.",
    }  # fmt: skip
    assert message("en", sentence("unmet.open", n=2)) == "2 proposals are not decided yet."


def test_the_switch_is_remembered_and_goes_nowhere_else(eerste: Person) -> None:
    assert 'lang="nl"' in eerste.see(PAGE)[:40]
    for back, to in ((PAGE, PAGE), ("//evil.example", "/"), ("https://evil.example", "/")):
        answer = eerste.client.post("/taal", data={"taal": "en", "terug": back}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, to)
    page = eerste.see(PAGE)
    assert '<html lang="en">' in page and "Proposals on this page" in page
    assert re.search(r'<option lang="nl" value="5\.1\.2\.e"', page), "grounds stay as the law names them"
    assert eerste.client.post("/taal", data={"taal": "xx"}).status_code == 400


def test_keys_are_chosen_per_person_without_a_script(eerste: Person, desk: InventedDesk) -> None:
    form = {"token": eerste.token, "aan": "ja", **STANDARD, "redact": "r"}
    assert eerste.client.post("/toetsen", data=form, follow_redirects=False).status_code == 303
    assert keys_of(desk.journal, "eerste").by_name["redact"] == "r"
    assert keys_of(desk.journal, "tweede").by_name == STANDARD
    assert "<kbd>R</kbd>" in eerste.see(PAGE)
    for wrong in ({"redact": "x"}, {"redact": "rr"}, {"redact": "1"}, {"redact": ""}, {"token": "guess"}):
        assert eerste.client.post("/toetsen", data=form | wrong).status_code in (400, 403)
    assert keys_of(desk.journal, "eerste").by_name["redact"] == "r"
    eerste.client.post("/toetsen", data={name: key for name, key in form.items() if name != "aan"})
    assert not keys_of(desk.journal, "eerste").on and 'data-aan="nee"' in eerste.see(PAGE)
    eerste.client.post("/toetsen", data={"token": eerste.token, "standaard": "ja"})
    assert keys_of(desk.journal, "eerste").by_name == STANDARD


def test_a_search_tells_how_far_it_is_and_what_came_of_it(desk: InventedDesk) -> None:
    house = House(desk, Options(held_back=0.0))
    eerste = house.person("eerste")
    may_go_on, searched = threading.Event(), threading.Event()

    def search(key: int, actor: str) -> SearchedAgain:
        if key == 2:
            searched.set()
            assert may_go_on.wait(20)
            raise DocumentBlocked(BlockReason.NO_TEXT_LAYER, "A page is a picture without text.", page=0)
        return SearchedAgain(document=key, added=3, gone=1, overtaken=0)

    desk.search_again = search  # type: ignore[method-assign]
    desk.rows = {key: replace(row, dossier="Z-1") for key, row in desk.rows.items()}
    begun = eerste.client.post(
        "/opnieuw-zoeken", data={"token": eerste.token, "dossier": "Z-1"}, follow_redirects=False
    )
    assert begun.status_code == 303, "nobody waits for the end of it"
    assert searched.wait(20)
    told = eerste.see(begun.headers["location"])
    assert "1 van 2 doorzocht" in told and 'data-bezig="ja"' in told and "Brief 1" in told and "Stand verversen" in told
    may_go_on.set()
    for _ in range(200):
        told = eerste.see(begun.headers["location"])
        if 'data-bezig="nee"' in told:
            break
        time.sleep(0.05)
    assert "2 van 2 doorzocht" in told and "niet gelukt" in told and "voor het einde gestopt" not in told
    assert eerste.client.post("/opnieuw-zoeken", data={"token": "guess", "document": "1"}).status_code == 403
    assert eerste.client.get("/opnieuw-zoeken/een-andere").status_code == 404
    reader = house.person("lezer", frozenset({Role.LEZER}))
    assert reader.client.get(begun.headers["location"]).status_code == 403
