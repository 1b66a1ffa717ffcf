# SPDX-License-Identifier: EUPL-1.2
"""The quick parser of content streams gives what the careful one gives, or leaves the stream to it."""

import random

import pytest

from redaction.content import lexer
from redaction.content.lexer import Name, Operation, parse_content, serialise
from tests.redaction.content.test_places import ENCODED

AWKWARD: dict[str, bytes] = {
    "number against operator": b"1 0 0RG 0.5w 12Tf",
    "signs": b"--5 12-34 +.5 -.5 4. m",
    "parentheses in strings": b"(a(b(c)d)e) Tj (\\() Tj (\\)\\\\) Tj",
    "line ends in strings": b"(a\rb\r\nc\\\rd) Tj",
    "comment": b"1 % (no) Tj\n2 m % end",
    "percent in a string": b"(50 % van) Tj",
    "names": b"/A#20B /C#zz gs // gs",
    "array of numbers": b"[3 -1.5 .25] 0 d [] 0 d",
    "array of strings": b"[(a)-3(b) 4.5 (c)] TJ [(a)(b)] TJ [-250(a)] TJ [(a) -250] TJ",
    "more numbers between strings": b"[(a) 3 4 (b)-5-6(c)1 -2(d)] TJ",
    "array of hexadecimal strings": b"[<41>-3<42 43><4>5.5<>] TJ [<41>(b)<4a>] TJ",
    "strings with escapes in an array": b"[(a\\050)3(\\9\\8)(b\rc)(d(e)f)] TJ",
    "array in an array": b"[[1 2] (a) [<41>]] TJ [/N 1 true] TJ",
    "letters in an array": b"[(a) 1e5 (b)] TJ [12-3 (a)] TJ [(a) -.- (b)] TJ",
    "dictionary of names": b"/P<</MCID 0>>BDC /P <</Type/Pagination /MCID true>> BDC <<>> BDC",
    "dictionary": b"/Span <</MCID 3/Lang(nl)/K[1 2<<>>]>> BDC EMC",
    "array that is not closed": b"[(a) 3 (b) Tj",
    "string that is not closed": b"(abc Tj",
    "hexadecimal of odd length": b"<4 1 4> Tj <> Tj",
    "loose brackets": b"] >> 1 g > ) { } 0 g",
    "constants": b"true false null sc",
    "inline image": b"q BI /W 2 /H 1 /BPC 8 /CS /G ID \x41\x42 EI Q",
    "nothing": b"",
}


@pytest.mark.parametrize("data", [*AWKWARD.values(), *ENCODED.values()])
def test_both_parsers_agree(data: bytes) -> None:
    assert parse_content(data) == lexer._Parser(data, 1000).run()


def test_both_parsers_agree_on_what_is_damaged() -> None:
    rng = random.Random(5)
    whole = b" ".join(AWKWARD.values())
    for _ in range(2000):
        data = bytearray(whole[(start := rng.randrange(len(whole))) : start + 80])
        for _ in range(rng.randint(1, 4)):
            place = rng.randrange(len(data) + 1)
            data[place : place + rng.randint(0, 2)] = rng.choices(b"()<>[]{}/%\\ \n\r09aA.-+", k=rng.randint(0, 3))
        damaged = bytes(data)
        assert parse_content(damaged) == lexer._Parser(damaged, 1000).run(), damaged


def test_operations_survive_being_written() -> None:
    operations = [Operation(b"Tf", (Name("F 1"), 11)), Operation(b"TJ", ([b"a", -3.5, b"b"],)), Operation(b"Q", ())]
    assert parse_content(serialise(operations)) == operations
