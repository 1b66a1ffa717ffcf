# SPDX-License-Identifier: EUPL-1.2
"""Text in reading order, with the glyph of every character."""

import unicodedata

import pytest

from redaction.textlayer import read_pages, read_text_layer
from schemas.errors import BlockReason, DocumentBlocked, InputRefused, RefusalReason
from schemas.identity import digest_of
from schemas.textlayer import NO_GLYPH, PageText
from tests.redaction.content.made_pdfs import HELVETICA, PdfMaker, identity_font, one_page


def text_of(content: bytes, **more: object) -> PageText:
    return read_text_layer(one_page(content, **more)).pages[0]  # type: ignore[arg-type]


LAYOUTS: dict[str, tuple[bytes, str]] = {
    "two lines": (b"BT /F1 11 Tf 14 TL 40 200 Td (een twee) Tj T* (drie) Tj ET", "een twee\ndrie"),
    "blank line between blocks": (b"BT /F1 11 Tf 40 200 Td (een) Tj 0 -40 Td (twee) Tj ET", "een\n\ntwee"),
    "word gap without a space": (b"BT /F1 11 Tf 40 200 Td [(Jan) -280 (Jansen)] TJ ET", "Jan Jansen"),
    "kerning is no gap": (b"BT /F1 11 Tf 40 200 Td [(Ja) 30 (n) -60 (sen)] TJ ET", "Jansen"),
    "words placed one by one": (
        b"BT /F1 11 Tf 1 0 0 1 40 200 Tm (Jan) Tj 1 0 0 1 64 200 Tm (de) Tj 1 0 0 1 80 200 Tm (Wit) Tj ET",
        "Jan de Wit",
    ),
    "letters drawn out of order": (
        b"BT /F1 11 Tf 1 0 0 1 46 200 Tm (an) Tj 1 0 0 1 40.5 200 Tm (J) Tj ET",
        "Jan",
    ),
    "raised letters stay on the line": (b"BT /F1 11 Tf 40 200 Td (noot) Tj /F1 7 Tf 4 Ts (12) Tj ET", "noot12"),
    "hyphenation stays": (b"BT /F1 11 Tf 14 TL 40 200 Td (mevrouw Pie-) Tj T* (tersen) Tj ET", "mevrouw Pie-\ntersen"),
    "columns drawn one after the other": (
        b"BT /F1 11 Tf 13 TL 40 200 Td (links een) Tj T* (links twee) Tj ET "
        b"BT /F1 11 Tf 13 TL 220 200 Td (rechts een) Tj T* (rechts twee) Tj ET",
        "links een\nlinks twee\n\nrechts een\nrechts twee",
    ),
    "columns with a narrow gutter": (
        b"BT /F1 11 Tf 13 TL 40 200 Td (Kees van) Tj T* (der Wal) Tj ET "
        b"BT /F1 11 Tf 13 TL 93 200 Td (rechts een) Tj T* (rechts twee) Tj ET",
        "Kees van\nder Wal\n\nrechts een\nrechts twee",
    ),
    "ends of lines drawn after their beginnings": (
        b"BT /F1 11 Tf 13 TL 40 200 Td (Kees van) Tj T* (der Wal) Tj ET "
        b"BT /F1 11 Tf 13 TL 89.5 200 Td (Aken) Tj T* (sum) Tj ET",
        "Kees van Aken\nder Wal\nsum",
    ),
    "letters spaced wide": (b"BT /F1 11 Tf 1.2 Tc 40 200 Td (Jansen) Tj ET", "Jansen"),
    "spread capitals": (b"BT /F1 11 Tf 5 Tc 40 200 Td (JANSEN) Tj ET", "JANSEN"),
    "invisible text": (b"BT /F1 11 Tf 3 Tr 40 200 Td (Jansen) Tj ET", "Jansen"),
    "white text": (b"1 g BT /F1 11 Tf 40 200 Td (Jansen) Tj ET", "Jansen"),
    "text outside the page": (b"BT /F1 11 Tf 40 -200 Td (Jansen) Tj ET", "Jansen"),
    "text as clip": (b"BT /F1 11 Tf 7 Tr 40 200 Td (Jansen) Tj ET", "Jansen"),
    "turned text": (b"BT /F1 11 Tf 0 1 -1 0 40 100 Tm (Jan Jansen) Tj ET", "Jan Jansen"),
    "upside down": (b"q -1 0 0 -1 400 300 cm BT /F1 11 Tf 13 TL 80 100 Td (een) Tj T* (twee) Tj ET Q", "een\ntwee"),
    "negative size and mirrored frame": (b"BT /F1 -11 Tf -1 0 0 -1 40 200 Tm (Jan Jansen) Tj ET", "Jan Jansen"),
    "a shadow is read twice at most": (
        b"BT /F1 11 Tf 40 200 Td (Jansen) Tj ET",
        "Jansen",
    ),
}


@pytest.mark.parametrize(("content", "text"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts_read_as_a_person_reads_them(content: bytes, text: str) -> None:
    assert text_of(content).text == text


def test_every_character_has_its_glyph_and_box() -> None:
    page = text_of(b"BT /F1 11 Tf 40 200 Td [(Jan) -280 (Wit)] TJ ET")
    assert page.text == "Jan Wit"
    assert list(page.glyph_of) == [0, 1, 2, NO_GLYPH, 3, 4, 5]
    (box,) = page.boxes(4, 7)
    assert box.x0 == pytest.approx(40 + 11 * (0.5 + 0.556 + 0.556 + 0.28))
    assert box.y0 < 300 - 200 - 11 * 0.7
    assert box.y1 > 100


def test_ligature_gives_its_letters_one_glyph() -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/Differences[1/fi]>>>>"
    page = text_of(b"BT /F1 11 Tf 40 200 Td (Graa\x01n) Tj ET", fonts={"F1": font})
    assert page.text == "Graafin"
    assert list(page.glyph_of) == [0, 1, 2, 3, 4, 4, 5]


def test_unknown_characters_are_said_to_be_unreadable() -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/Differences[65/g1]>>>>"
    page = text_of(b"BT /F1 11 Tf 40 200 Td (xAy) Tj ET", fonts={"F1": font})
    assert page.text == "x\ufffdy"
    assert page.unreadable == (1,)


def test_hebrew_is_in_logical_order_whether_drawn_forwards_or_backwards() -> None:
    name = "\u05d3\u05d5\u05d3 \u05db\u05d4\u05df"  # David Cohen
    for drawn in (name, name[::-1]):
        maker = PdfMaker()
        letters = sorted(set(name) - {" "})
        cmap = maker.stream(
            b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange %d beginbfchar %s endbfchar endcmap"
            % (
                len(letters),
                b" ".join(b"<%02X> <%04X>" % (65 + place, ord(letter)) for place, letter in enumerate(letters)),
            )
        )
        names = b"".join(b"/g%d" % place for place in range(len(letters)))
        font = (
            b"<</Type/Font/Subtype/Type1/BaseFont/Courier/ToUnicode %d 0 R/Encoding<</BaseEncoding/WinAnsiEncoding"
            b"/Differences[65%s]>>>>" % (cmap, names)
        )
        codes = [b" " if letter == " " else bytes([65 + letters.index(letter)]) for letter in drawn]
        if drawn == name:  # letter by letter from the right
            shown = b" ".join(
                b"1 0 0 1 %.1f 200 Tm (%s) Tj" % (300 - 6.6 * place, code) for place, code in enumerate(codes)
            )
        else:  # as one string from the left
            shown = b"1 0 0 1 240 200 Tm (" + b"".join(codes) + b") Tj"
        maker.page(b"BT /F1 11 Tf " + shown + b" ET", {"F1": font})
        assert read_text_layer(maker.finish()).pages[0].text == name


def test_vertical_writing_reads_down() -> None:
    maker = PdfMaker()
    font, codes = identity_font(maker, "Jansen", vertical=True)
    maker.page(
        b"BT /F1 12 Tf 200 250 Td <%s> Tj ET BT /F1 12 Tf 180 250 Td <%s> Tj ET"
        % (codes.hex().encode(), codes.hex().encode()),
        {"F1": font},
    )
    page = read_text_layer(maker.finish()).pages[0]
    assert page.text == "Jansen\nJansen"
    assert page.glyph_box(1).y0 == pytest.approx(page.glyph_box(0).y1)


def test_pages_come_one_by_one_and_with_the_digest() -> None:
    maker = PdfMaker()
    for number in range(3):
        maker.page(b"BT /F1 11 Tf 40 200 Td (bladzijde %d) Tj ET" % number, {"F1": HELVETICA})
    data = maker.finish()
    assert [page.text for page in read_pages(data)] == [f"bladzijde {number}" for number in range(3)]
    layer = read_text_layer(data)
    assert layer.digest == digest_of(data)
    assert [page.number for page in layer.pages] == [0, 1, 2]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", RefusalReason.DAMAGED),
        (b"%PDF-1.7\nnothing of a PDF follows", RefusalReason.DAMAGED),
        (PdfMaker().finish(), RefusalReason.EMPTY),
    ],
    ids=["no bytes", "no objects", "no pages"],
)
def test_what_does_not_open_is_refused(data: bytes, reason: RefusalReason) -> None:
    with pytest.raises(InputRefused) as caught:
        read_text_layer(data)
    assert caught.value.reason is reason


def test_images_are_told() -> None:
    assert text_of(b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x41 EI").has_images
    assert not text_of(b"0 0 10 10 re f").has_images


def test_circle_of_forms_is_blocked() -> None:
    maker = PdfMaker()
    number = len(maker.objects) + 1
    maker.stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % number)
    maker.page(b"/X Do", resources=b"/XObject<</X %d 0 R>>" % number)
    with pytest.raises(DocumentBlocked) as caught:
        read_text_layer(maker.finish())
    assert caught.value.reason is BlockReason.SIZE_LIMIT


def test_text_has_no_character_without_meaning() -> None:
    page = text_of(b"BT /F1 11 Tf 40 200 Td (a\\000b\\001c) Tj ET")
    assert not any(unicodedata.category(character) == "Cc" for character in page.text)
