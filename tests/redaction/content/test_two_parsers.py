# SPDX-License-Identifier: EUPL-1.2
"""The quick parser of content streams gives what the careful one gives, or leaves the stream to it."""

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


def test_operations_survive_being_written() -> None:
    operations = [Operation(b"Tf", (Name("F 1"), 11)), Operation(b"TJ", ([b"a", -3.5, b"b"],)), Operation(b"Q", ())]
    assert parse_content(serialise(operations)) == operations
