# SPDX-License-Identifier: EUPL-1.2
"""Positions that are told as steps from the one before lie where they lay, and take fewer bytes."""

import random

import pytest

from redaction.content.lexer import Operation, serialise
from redaction.content.tidying import tidied

FRAMES = {"upright": (1, 0, 0, -1), "turned": (0.8, 0.6, -0.6, 0.8), "by size": (11.04, 0, 0, 11.04)}


def places(operations: list[Operation]) -> list[tuple[float, ...]]:
    """The text matrix of each string."""
    found: list[tuple[float, ...]] = []
    a, b, c, d, x, y = 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    for operator, operands in operations:
        if operator == b"Tm":
            a, b, c, d, x, y = operands
        elif operator == b"Td":
            x, y = x + a * operands[0] + c * operands[1], y + b * operands[0] + d * operands[1]
        elif operator == b"Tj":
            found.append((a, b, c, d, x, y))
    return found


def letter_by_letter(frame: tuple[float, ...]) -> list[Operation]:
    rng = random.Random(1)
    x, result = 61.0, [Operation(b"BT", ())]
    for letter in b"besluit " * 200:
        result += [Operation(b"Tm", (*frame, round(x, 5), 655.7)), Operation(b"Tj", (bytes([letter]),))]
        x += rng.choice((8.89062, 4.4375, 3.54688))
    return [*result, Operation(b"ET", ())]


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_letters_stay_in_place_in_fewer_bytes(frame: tuple[float, ...]) -> None:
    given = letter_by_letter(frame)
    made = tidied(given)
    for new, old in zip(places(made), places(given), strict=True):
        assert new == pytest.approx(old, abs=1e-4)
    assert len(serialise(made)) < 0.8 * len(serialise(given))


@pytest.mark.parametrize("between", [b"ET BT", b"q Tj Q", b"q"], ids=["another text", "a state that ends", "a state"])
def test_nothing_is_told_from_a_place_that_may_be_lost(between: bytes) -> None:
    parted = [Operation(word, (b"a",) if word == b"Tj" else ()) for word in between.split()]
    first, second = (Operation(b"Tm", (1, 0, 0, 1, x, 20)) for x in (10, 15))
    show = Operation(b"Tj", (b"a",))
    made = tidied([Operation(b"BT", ()), first, show, *parted, second, show])
    assert [one for one in made if one.operator in (b"Tm", b"Td")] == [first, second]


@pytest.mark.parametrize("frame", [(1, 0, 0, 0), (0, 0, 0, 0), (1000, 0, 0, 1000)])
def test_frames_in_which_a_step_says_too_little_keep_their_places(frame: tuple[float, ...]) -> None:
    given = letter_by_letter(frame)
    assert tidied(given) == given
