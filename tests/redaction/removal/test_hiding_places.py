# SPDX-License-Identifier: EUPL-1.2
"""Every place in which a word can hide: found there before, nowhere after."""

import pytest

from benchmarks.attack_layouts import page_with
from redaction.removal import prepare, redact
from redaction.removal.terms import find_terms
from redaction.textlayer import read_text_layer
from schemas.errors import BlockReason, DocumentBlocked
from schemas.geometry import Box
from schemas.redacted import RedactedDocument
from schemas.review import ReviewedFindings
from tests.redaction.content.made_pdfs import by_pdfium, one_page
from tests.redaction.hiding_places import PLACES, VISIBLE, add_content, base_document, build, saved
from tests.redaction.removal.roads import without_box
from tests.redaction.witnesses import leaks, pdfium_text

WORD = "Vondelkwast"
"""An invented name that occurs nowhere else."""

REFUSED = {
    "A9 pattern cell": BlockReason.UNSAFE_OBJECT,
    "A9 soft mask": BlockReason.UNSAFE_OBJECT,
    "A9 glyph procedure that shows text": BlockReason.UNSAFE_OBJECT,
    "A7 layer that is printed and not shown": BlockReason.LAYERS_DIFFER,
    "B3 portfolio": BlockReason.PORTFOLIO,
}
"""Places that a person must look at: the document goes no further."""


def redacted(data: bytes, *terms: str) -> RedactedDocument:
    """The whole road: prepare, read, find, remove."""
    prepared = prepare(data).data
    layer = read_text_layer(prepared)
    reviewed = ReviewedFindings(
        digest=layer.digest,
        redactions=find_terms(layer, terms, ground="5.1.2.e"),
        decisions=(),
        policy_version="test",
        model_version="test",
    )
    return redact(prepared, reviewed)


def test_there_are_enough_places() -> None:
    assert len(PLACES) >= 120


@pytest.mark.parametrize("name", PLACES)
def test_word_is_found_before(name: str) -> None:
    assert leaks(build(name, WORD), WORD)


@pytest.mark.parametrize("name", PLACES)
def test_word_is_gone_after(name: str) -> None:
    data = build(name, WORD, shown=True)
    assert leaks(data, WORD)
    if name in REFUSED:
        with pytest.raises(DocumentBlocked) as caught:
            redacted(data, WORD)
        assert caught.value.reason is REFUSED[name]
        return
    assert leaks(redacted(data, WORD).data, WORD) == []


@pytest.mark.parametrize("name", sorted(set(PLACES) - VISIBLE - set(REFUSED)))
def test_what_nobody_sees_goes_without_being_found(name: str) -> None:
    assert leaks(redacted(build(name, WORD)).data, WORD) == []


@pytest.mark.parametrize("name", sorted(set(PLACES) - set(REFUSED)))
def test_other_words_stay(name: str) -> None:
    text = pdfium_text(redacted(build(name, WORD), WORD).data)
    assert "gemeente heeft de aanvraag ontvangen en beoordeeld." in text
    assert "blad 2" in text


@pytest.mark.parametrize("name", sorted(set(PLACES) - set(REFUSED)))
def test_same_bytes_twice(name: str) -> None:
    data = build(name, WORD)
    assert redacted(data, WORD).data == redacted(data, WORD).data


def test_harmless_document_keeps_its_words_and_pages() -> None:
    data = saved(base_document())
    result = redacted(data, WORD)
    assert result.pages == 2
    assert result.boxes == ()
    assert pdfium_text(result.data) == pdfium_text(data)


def test_redacted_document_redacts_to_itself_without_the_word() -> None:
    once = redacted(build("A2 one string", WORD), WORD).data
    assert leaks(redacted(once, WORD).data, WORD) == []


def test_struck_out_text_stays_and_covered_text_goes() -> None:
    pdf = base_document()
    add_content(
        pdf, "BT /F1 11 Tf 40 150 Td (doorgehaald) Tj 0 -40 Td (afgedekt) Tj ET 40 153 70 0.7 re f 30 105 90 16 re f"
    )
    text = pdfium_text(redacted(saved(pdf)).data)
    assert "doorgehaald" in text
    assert "afgedekt" not in text


def test_letter_that_a_box_touches_goes_whole() -> None:
    page = one_page(b"BT /F1 20 Tf 40 200 Td (Wim en Mia) Tj 0 -24 Td (regel eronder) Tj ET")
    text = by_pdfium(without_box(page, Box(57.5, 88, 64.5, 100)).data).text  # the i, and the edges of the W and the m
    assert "W" not in text and "im" not in text
    assert "en Mia" in text and "regel eronder" in text


def test_numbers_of_letters_do_not_tell_when_they_were_first_used() -> None:
    names = ("Zaal 12", "Zaal 21")
    pages = [page_with(name, layout="one string", face="subset, numbered by use") for name in names]
    assert redacted(pages[0], names[0]).data == redacted(pages[1], names[1]).data
