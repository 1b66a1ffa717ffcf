# SPDX-License-Identifier: EUPL-1.2
"""Which texts hold a term: what was hidden by moving spaces is found, what only looks like it is not."""

import random
import re

import pytest

from redaction.verification.engines import Character, in_drawing_order
from redaction.verification.forbidden import Forbidden
from redaction.verification.needles import Needles
from redaction.verification.objects import content_strings

WORD = "Vondelkwast"
"""An invented name that occurs nowhere else."""


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (WORD, "deheerVondelkwastkwam"),
        (WORD, "de Vondelkwastlaan"),
        (WORD, "De heer Vondel kwast kwam."),
        (WORD, "(Vondel kwast's huis)"),
        (WORD, "V o n d e l k w a s t"),
        (WORD, "deheer V o n d e l k w a s t kwam"),
        (WORD, "deheerV o n d e l k w a s tkwam"),
        (WORD, "Vo nd el kw as t"),
        (WORD, "Von-\ndelkwastlaan"),
        (WORD, "de heer Von-\r\n   delkwast"),
        (WORD, "de heer Von\u00ad\ndelkwast"),
        (WORD, "Vondel[onleesbaar gemaakt, grond 5.1.2.e]kwast"),
        (WORD, "Vondel\nkwast"),
        (WORD, "Vondel\fkwast"),
        (WORD, "Vondel\u00a0kwast"),
        (WORD, "V\u200bondel\u2009kwast"),
        (WORD, "Ｖｏｎｄｅｌｋｗａｓｔ"),
        (WORD, f"kwam {WORD[::-1]} heer"),
        (WORD, f"kwam {WORD[::-1]}"),
        (WORD, "tsawk lednoV"),
        ("Jan de Vries", "JandeVries"),
        ("Jan de Vries", "heerJandeVrieskwam"),
        ("Jan de Vries", "heerJan de Vrieskwam"),
        ("Jan de Vries", "de Jan de Vriesstraat"),
        ("Jan de Vries", "heerJan deVrieskwam"),
        ("Jan de Vries", "Jande Vries"),
        ("Jan de Vries", "J a n d e V r i e s"),
        ("Jan de Vries", "Jan\nde\nVries"),
        ("Jan de Vries", "seirV ed naJ"),
        ("Vos", "V o s"),
        ("Vos", "de Vossen"),
        ("06 1234 5678", "bel 06-1234-\n5678, 061234 5678"),
        ("NL91 ABNA 0417 1643 00", "rekening NL91ABNA0417164300."),
        ("NL91ABNA0417164300", "rekening NL91 ABNA 0417 1643 00."),
        ("Łukasz Żak", "pan ŁUKASZ ŻAK"),
        ("Straße 1", "de STRASSE 1"),
        ("e\u0301e\u0301n", "één"),
    ],
)
def test_text_holds_a_term(term: str, text: str) -> None:
    assert Forbidden((term,)).in_text(text) == 1


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("this", "agree with is"),
        ("this", "with\nis"),
        ("gemeente", "gemeen tegen"),
        ("th is", "agree with is"),
        ("Taxol A", "Taxol adversely"),
        ("van As", "Jaap van Assen"),
        ("J. de V", "bij. de Vos"),
        ("Vanas", "ervan assen"),
        ("Jansen", "de jan senator"),
        ("Nedlaw", "de waldenaar"),
        ("Nella", "onder hallenbad"),
        ("wast", "Stawel"),
        ("Regen", "de negerin"),
        ("Vos", "of op vo stond sov"),
        (WORD, "heerVondel kwastte"),
        (WORD, "Vondel en kwast"),
        (WORD, "Vondel [onleesbaar gemaakt, grond 5.1.2.e] kwast"),
        (WORD, "Vondel[onleesbaar gemaakt, grond 5.1.2.e]\nkwast"),
        (WORD, "Vondel [onleesbaar gemaakt, grond 5.1.2.e][onleesbaar gemaakt, grond 5.1.1.d]kwast"),
        (WORD, "tsawk [onleesbaar gemaakt, grond 5.1.2.e] lednoV"),
        ("Jan de Vries", "Jan [onleesbaar gemaakt, grond 5.1.2.e] de Vries"),
        (WORD, "xtsawkledno Vx"),
        (WORD, ""),
        (WORD, " \n "),
    ],
)
def test_text_holds_no_term(term: str, text: str) -> None:
    assert Forbidden((term,)).in_text(text) == 0


def test_terms_are_counted_once_each() -> None:
    text = f"{WORD}, {WORD} en Vondel kwast, {WORD[::-1]}; Jan de Vries"
    assert Forbidden((WORD, "vondelkwast", "Jan de Vries", "Janssen")).in_text(text) == 2


def test_what_boxes_say_is_no_text_of_the_document() -> None:
    assert Forbidden(("onleesbaar gemaakt",)).in_text("[onleesbaar gemaakt, grond 5.1.2.e] en zo") == 0
    assert Forbidden(("onleesbaar gemaakt",)).in_text("dit is onleesbaar gemaakt") == 1


def _row(text: str, x: float, y: float, *, step: float = 5.0, turned: bool = False) -> list[Character]:
    boxes = ((x + step * at, y, x + step * at + 5.0, y + 10.0) for at in range(len(text)))
    places = ((y, x, low, high) if turned else (x, y, high, low) for x, y, high, low in boxes)
    return [
        Character(letter, x0, y0, x1, y1)
        for letter, (x0, y0, x1, y1) in zip(text, places, strict=True)
        if not letter.isspace()
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_room_on_the_page_is_white_space(turned: bool) -> None:
    text = in_drawing_order([*_row("with is", 0, 0, turned=turned), *_row("re", 0, 12, turned=turned)])
    assert text.split() == ["with", "is", "re"]


def test_letters_drawn_from_right_to_left_are_one_word() -> None:
    assert in_drawing_order(_row("ab", 0, 0)[::-1]) == "ba"


def test_a_hyphen_ends_a_line() -> None:
    text = in_drawing_order([*_row("van Vondel-", 0, 0), *_row("kwast", 0, 12)])
    assert Forbidden((WORD,)).in_text(text) == 1


@pytest.mark.parametrize("size", [40, 3_000, (1 << 18) + 40])
def test_one_pass_finds_what_plain_searches_find(size: int) -> None:
    chance = random.Random(size)
    text = "".join(chance.choices("abcd\udfffé", k=size))
    needles = {"".join(chance.choices("abcd\udfffé", k=chance.randint(3, 20))) for _ in range(40)}
    needles |= {text[-length:] for length in range(1, 12)} | {text[(1 << 18) - 5 :][:9]}
    needles.discard("")
    wanted = {(found.start(), needle) for needle in needles for found in re.finditer(f"(?={re.escape(needle)})", text)}
    assert set(Needles(needles).in_text(text)) == wanted
    latin = {needle for needle in needles if needle.isascii()}
    data = text.encode("latin-1", "replace")
    assert set(Needles(latin).in_bytes(data)) == {(at, needle) for at, needle in wanted if needle in latin}
    assert not Needles(())
    assert list(Needles(("",)).in_text(text)) == []


@pytest.mark.parametrize(
    ("content", "held"),
    [
        (b"BT (Jan) Tj (sen) Tj ET", True),
        (b"BT [(Jan) 20 (sen)] TJ ET", True),
        (b"BT (Jan) Tj 20 0 Td (sen) Tj ET", True),
        (b"BT [(J) -400 (a) -400 (n) -400 (s) -400 (e) -400 (n)] TJ ET", True),
        (b"BT <004A0061006E00730065006E> Tj ET", True),
        (b"BT (bijan) Tj 20 0 Td (senator) Tj ET", False),
        (b"BT [(bijan) -250 (senator)] TJ ET", False),
        (b"BT (bijan) Tj T* (senator) Tj ET", False),
    ],
)
def test_strings_of_a_page_hold_a_term_only_where_its_words_end(content: bytes, held: bool) -> None:
    assert Forbidden(["Jansen"]).in_shown(content_strings(content)) is held
