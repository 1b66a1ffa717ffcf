# SPDX-License-Identifier: EUPL-1.2
import re
from collections.abc import Callable
from random import Random

import pytest
import stdnum.iban
import stdnum.nl.bsn
import stdnum.nl.btw

from redaction.detection.evaluation.generators import Numbers

_COUNT = 200


@pytest.mark.parametrize(
    ("draw", "check"),
    [
        (Numbers.bsn, stdnum.nl.bsn.is_valid),
        (Numbers.iban, stdnum.iban.is_valid),
        (Numbers.btw_id, stdnum.nl.btw.is_valid),
    ],
)
def test_numbers_pass_the_checks_of_an_independent_library(
    draw: Callable[[Numbers], str], check: Callable[[str], bool]
) -> None:
    numbers = Numbers(Random(1))
    assert all(check(draw(numbers)) for _ in range(_COUNT))


@pytest.mark.parametrize(
    ("draw", "form"),
    [
        (Numbers.plate, r"(?=[A-Z0-9-]{8}$)(?:[A-Z]+|\d+)-(?:[A-Z]+|\d+)-(?:[A-Z]+|\d+)"),
        (Numbers.postcode, r"[1-9]\d{3} ?[A-Z]{2}"),
        (Numbers.document_number, r"N[A-Z][A-Z0-9]{6}\d"),
        (Numbers.ip_address, r"\d+(?:\.\d+){3}"),
        (Numbers.mac_address, r"[0-9A-F]{2}(?::[0-9A-F]{2}){5}"),
        (Numbers.amount, r"(?:€ ?[\d.]+,\d\d|[\d.]+ euro)"),
    ],
)
def test_numbers_have_their_form(draw: Callable[[Numbers], str], form: str) -> None:
    numbers = Numbers(Random(2))
    assert all(re.fullmatch(form, draw(numbers)) for _ in range(_COUNT))


def test_telephone_numbers_have_ten_digits() -> None:
    numbers = Numbers(Random(3))
    for _ in range(_COUNT):
        for number in (numbers.mobile(), numbers.telephone()):
            digits = re.sub(r"\D", "", number.replace("+31", "0"))
            assert len(digits) == 10, number
