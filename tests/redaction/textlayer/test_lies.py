# SPDX-License-Identifier: EUPL-1.2
"""Fonts whose ToUnicode says other letters than the page shows, and honest fonts that only look like it."""

import pytest

from archive.recognition import find_tesseract, read_words
from redaction.content.shapes import contradicts
from redaction.removal import prepare
from redaction.textlayer import first_reading, read_page, read_text_layer, with_seen_letters
from schemas.errors import BlockReason, DocumentBlocked
from tests.redaction.content.made_pdfs import PdfMaker, identity_font
from tests.redaction.textlayer.silent_fonts import TEXT, eye, lying, seen, speaking

SHIFTED = dict(zip("abcdefghijklmnoprstuvwz", "mnoprstuvwzabcdefghijkl", strict=True))
"""Every small letter said to be another."""
NAME = {"X": "k", "Q": "s"}
"""Two letters of a name said to be others that the text has too."""


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        pytest.param(b"/WinAnsiEncoding", "Jansen", id="named encoding"),
        pytest.param(b"<</Type/Encoding/Differences[65/J/a/n/s/e]>>", "ABCDEC", id="differences"),
    ],
)
def test_a_font_that_is_not_embedded_shows_what_its_encoding_says(encoding: bytes, shown: str) -> None:
    maker = PdfMaker()
    letters = sorted(set(shown))
    rows = b" ".join(b"<%02X> <%04X>" % (ord(code), ord(said)) for code, said in zip(letters, "boekje", strict=False))
    cmap = maker.stream(
        b"1 begincodespacerange <00> <FF> endcodespacerange %d beginbfchar %s endbfchar" % (len(letters), rows)
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding%s/ToUnicode %d 0 R>>" % (encoding, cmap)
    maker.page(b"BT /F1 12 Tf 40 200 Td (%s) Tj ET" % shown.encode(), {"F1": font})
    data = maker.finish()
    assert read_page(data, 0).text == "Jansen"
    assert read_page(prepare(data).data, 0).text == "Jansen"


def test_the_map_of_an_embedded_program_is_a_witness() -> None:
    maker = PdfMaker()
    font, codes = identity_font(maker, "Jansen Jansen")
    maker.page(b"BT /F1 12 Tf 40 200 Td <%s> Tj ET" % codes.hex().encode(), {"F1": font})
    honest = maker.finish()
    assert read_page(honest, 0).text == "Jansen Jansen"
    page = read_page(honest.replace(b"<004A>", b"<0042>").replace(b"<004a>", b"<0042>"), 0)
    assert page.text == "\ufffdansen \ufffdansen"


@pytest.mark.parametrize("prepared", [False, True])
def test_names_of_glyphs_are_a_witness_and_the_eye_decides(prepared: bool) -> None:
    data = lying("Type 1", NAME)
    data = prepare(data).data if prepared else data
    before = read_text_layer(data).pages[0]
    assert before.text == TEXT.replace("X", "\ufffd").replace("Q", "\ufffd")
    spelled = with_seen_letters(data, [eye(read_text_layer(speaking("Type 1")).pages[0])])
    if prepared:  # the names of the glyphs in doubt are gone with the rest of what says nothing for certain
        assert read_text_layer(spelled.data).pages[0].text == TEXT


KINDS = ("CFF", "TrueType with CIDs", "CFF keyed by CID", "Type 3")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lies", [SHIFTED, NAME], ids=["all letters", "a name"])
def test_what_the_eye_sees_counts(kind: str, lies: dict[str, str]) -> None:
    data = lying(kind, lies)
    assert "Xhemaili" not in read_text_layer(data).pages[0].text
    assert first_reading(data).unsure == (0,)
    spelled = with_seen_letters(data, [seen(kind)])
    assert read_text_layer(spelled.data).pages[0].text == TEXT


@pytest.mark.parametrize("kind", KINDS)
def test_without_an_eye_a_doubted_font_blocks(kind: str) -> None:
    with pytest.raises(DocumentBlocked) as caught:
        with_seen_letters(lying(kind, SHIFTED), [])
    assert caught.value.reason is BlockReason.UNKNOWN_CHARACTERS


def test_a_program_that_reads_is_eye_enough() -> None:
    tesseract = find_tesseract()
    if tesseract is None:
        pytest.skip("TESSERACT WITH DUTCH ABSENT: apt-get install tesseract-ocr tesseract-ocr-nld")
    data = prepare(lying("CFF", SHIFTED)).data
    spelled = with_seen_letters(data, read_words(data, first_reading(data).unsure, tesseract))
    assert read_text_layer(spelled.data).pages[0].text == TEXT


def test_a_doubt_that_the_eye_does_not_share_changes_nothing() -> None:
    text = TEXT + "\nE\u00e9n maart \u00c9\u00e9n"
    data = lying("CFF", {"\u00c9": "E", "\u00e9": "e"}, text)
    assert first_reading(data).unsure == (0,)
    spelled = with_seen_letters(data, [seen("CFF", text)])
    assert spelled.data == data


@pytest.mark.parametrize("kind", ["TrueType", *KINDS])
def test_honest_fonts_raise_no_doubt(kind: str) -> None:
    assert first_reading(speaking(kind)).unsure == ()


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("fi", "\ufb01"),
        ("f", "fi"),
        ("A", "a"),
        ("\u2126", "\u03a9"),
        ("\u00b5", "\u03bc"),
        ("\ue001", "\u2022"),
        ("o", "\u2022"),
        ("\u00ad", "-"),
        ("\u00a0", " "),
        ("\u0410", "A"),
        ("i", "\u0131"),
        ("ss", "\u00df"),
        ("2", "\u00b2"),
    ],
)
def test_other_names_of_one_shape_are_no_lies(said: str, drawn: str) -> None:
    assert not contradicts(said, drawn)


@pytest.mark.parametrize(("said", "drawn"), [("b", "J"), ("7", "3"), (" ", "J"), ("\u2022", "n"), ("\ue001", "K")])
def test_another_letter_or_none_for_a_letter_is_a_lie(said: str, drawn: str) -> None:
    assert contradicts(said, drawn)
