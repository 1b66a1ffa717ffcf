# SPDX-License-Identifier: EUPL-1.2
"""Fonts that do not tell their letters: the eye tells them, for all glyphs of a font or for none."""

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest

from archive.recognition import Tesseract, find_tesseract, read_words
from redaction.removal import prepare, redact
from redaction.removal.terms import find_terms
from redaction.textlayer import first_reading, read_text_layer, with_seen_letters
from redaction.textlayer.seeing import MOST_PAGES
from schemas.recognition import SeenPage, SeenWord
from schemas.review import ReviewedFindings
from tests.redaction.content.made_pdfs import one_page
from tests.redaction.textlayer.silent_fonts import SILENT, TEXT, eye, saved, seen, silent, speaking
from tests.redaction.witnesses import leaks


@pytest.fixture(scope="module")
def tesseract() -> Tesseract:
    found = find_tesseract()
    if found is None:
        pytest.skip("TESSERACT WITH DUTCH ABSENT: apt-get install tesseract-ocr tesseract-ocr-nld")
    return found


def changed(page: SeenPage, change: Callable[[int, SeenWord], SeenWord | None]) -> SeenPage:
    """What an eye with faults reads."""
    words = (change(place, word) for place, word in enumerate(page.words))
    return replace(page, words=tuple(word for word in words if word is not None))


@pytest.mark.parametrize("kind", SILENT)
def test_every_glyph_gets_the_letter_that_is_seen_in_its_place(kind: str) -> None:
    data = silent(kind)
    before = read_text_layer(data).pages[0]
    assert len(before.unreadable) > 300
    assert first_reading(data).unsure == (0,)
    spelled = with_seen_letters(data, [seen(kind)])
    after = read_text_layer(spelled.data).pages[0]
    assert spelled.fonts == 1
    assert after.text == TEXT
    assert after.unreadable == ()
    assert after.glyph_boxes == before.glyph_boxes
    assert first_reading(spelled.data).unsure == ()


@pytest.mark.parametrize("kind", ["CFF", "TrueType with CIDs", "Type 3"])
def test_a_name_in_such_a_font_is_found_and_gone(kind: str, tesseract: Tesseract) -> None:
    prepared = prepare(silent(kind)).data
    spelled = with_seen_letters(prepared, read_words(prepared, first_reading(prepared).unsure, tesseract))
    layer = read_text_layer(spelled.data)
    assert layer.pages[0].text == TEXT
    terms = find_terms(layer, ("Xhemaili", "Proefstraat"), ground="5.1.2.e")
    assert len(terms) == 2
    reviewed = ReviewedFindings(
        digest=layer.digest, redactions=tuple(terms), decisions=(), policy_version="-", model_version="-"
    )
    made = redact(spelled.data, reviewed).data
    left = read_text_layer(made).pages[0].text
    assert "Xhemaili" not in left and "Quirine" in left
    assert not leaks(made, "Xhemaili")


def _half(place: int, word: SeenWord) -> SeenWord:
    return replace(word, text=word.text.replace("e", "c")) if place % 2 else word


def _without_x(_: int, word: SeenWord) -> SeenWord | None:
    return None if "X" in word.text else word


def _doubtful_x(_: int, word: SeenWord) -> SeenWord:
    return replace(word, confidence=0.2) if "X" in word.text else word


@pytest.mark.parametrize("fault", [_half, _without_x, _doubtful_x])
def test_a_font_of_which_one_glyph_stays_open_is_not_told(fault: Callable[[int, SeenWord], SeenWord | None]) -> None:
    data = silent("CFF")
    spelled = with_seen_letters(data, [changed(seen("CFF"), fault)])
    assert spelled.data == data
    assert read_text_layer(spelled.data).pages[0].unreadable


def test_single_slips_of_the_eye_are_outvoted() -> None:
    slips = {"besluit": "bcsluit", "college:": "co1lege:", "vragen.": "vragcn.", "stukken": "stuk ken"}
    page = changed(seen("CFF"), lambda _, word: replace(word, text=slips.get(word.text, word.text)))
    spelled = with_seen_letters(silent("CFF"), [page])
    assert read_text_layer(spelled.data).pages[0].text == TEXT


def test_letters_are_seen_on_a_page_with_a_unit_of_its_own() -> None:
    made = {}
    for name, data in (("silent", silent("CFF")), ("speaking", speaking("CFF"))):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.pages[0].obj.UserUnit = 2
            made[name] = saved(pdf)
    spelled = with_seen_letters(made["silent"], [eye(read_text_layer(made["speaking"]).pages[0])])
    assert read_text_layer(spelled.data).pages[0].text == TEXT


def test_a_ligature_gets_its_letters() -> None:
    text = TEXT.replace("besluit", "beslXit") + "\nkoXn graXn"
    page = changed(seen("CFF", text), lambda _, word: replace(word, text=word.text.replace("X", "fi")))
    after = read_text_layer(with_seen_letters(silent("CFF", text), [page]).data).pages[0]
    assert after.text == text.replace("X", "fi")


def test_small_and_capital_letters_of_one_shape_go_by_their_height() -> None:
    page = changed(seen("CFF"), lambda _, word: replace(word, text=word.text.replace("Z", "z").replace("W", "w")))
    assert read_text_layer(with_seen_letters(silent("CFF"), [page]).data).pages[0].text == TEXT


def test_marks_that_stand_alone_need_no_eye() -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Eigen/Encoding<</Type/Encoding/Differences[65/g1]>>>>"
    data = one_page(b"BT /F1 11 Tf 14 TL 40 200 Td (A een) Tj T* (A twee) Tj ET", {"F1": font})
    assert read_text_layer(data).pages[0].unreadable
    assert first_reading(data).unsure == ()


def test_a_long_document_is_looked_at_in_part() -> None:
    with pikepdf.open(io.BytesIO(silent("CFF"))) as pdf:
        for _ in range(39):
            pdf.pages.append(pdf.pages[0])
        data = saved(pdf)
    chosen = first_reading(data).unsure
    assert 1 < len(chosen) <= 6 < MOST_PAGES
    page = seen("CFF")
    spelled = with_seen_letters(data, [replace(page, number=number) for number in chosen])
    assert [page.text for page in read_text_layer(spelled.data).pages] == [TEXT] * 40


def test_documents_that_tell_their_letters_need_no_eye() -> None:
    assert first_reading(speaking("CFF")).unsure == ()


def test_the_first_reading_gives_the_text_layer_too() -> None:
    data = speaking("CFF")
    read, layer = first_reading(data).layer, read_text_layer(data)
    assert read.digest == layer.digest
    assert [(page.text, page.glyph_boxes) for page in read.pages] == [
        (page.text, page.glyph_boxes) for page in layer.pages
    ]
