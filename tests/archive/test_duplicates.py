# SPDX-License-Identifier: EUPL-1.2
"""Copies, versions and quoted mail are told apart from letters that only share a form."""

import random
import re
import textwrap

import pytest

from archive.duplicates import Sketch, groups_of, sketch_of
from schemas.identity import digest_of
from schemas.likeness import AlikeGroup, Likeness

SALT = b"a salt for tests"
WORDS = re.findall(
    r"\w+",
    "aanvraag besluit bezwaar gemeente termijn college brief vergunning woning straat plan kosten overleg raad stuk "
    "bijlage verzoek advies budget weg fiets park school zorg buurt water energie verkeer geluid subsidie",
)


def prose(seed: int, words: int) -> str:
    """Running text that no other seed gives."""
    chance = random.Random(seed)
    return " ".join(chance.choices(WORDS, k=words)) + "."


def wrapped(text: str, width: int, quote: str = "") -> str:
    return "\n".join(f"{quote}{line}" for line in textwrap.wrap(text, width))


def groups(*texts: str, files: tuple[str, ...] = ()) -> tuple[AlikeGroup, ...]:
    names = files or tuple(str(number) for number in range(len(texts)))
    return groups_of(
        {number: sketch_of(text.split("\f"), SALT) for number, text in enumerate(texts)},
        {number: digest_of(name.encode()) for number, name in enumerate(names)},
    )


def told(found: tuple[AlikeGroup, ...]) -> list[tuple[int, list[tuple[int, Likeness, int]]]]:
    return [(one.longest, [(other.document, other.kind, other.other) for other in one.others]) for one in found]


def message(sender: str, body: str) -> str:
    return f"Van: {sender} <{sender}@voorbeeld.nl>\nAan: Team Woo\nDatum: maandag\nOnderwerp: vraag\n{body}"


def test_other_line_and_page_ends_and_hyphens_are_the_same_text() -> None:
    text = prose(1, 200)
    other = wrapped(text, 40).replace("vergunning", "vergun-\nning", 3).replace("\n", "\f", 1)
    assert told(groups(text, prose(2, 200), other)) == [(0, [(2, Likeness.SAME_TEXT, 0)])]


def test_the_same_bytes_are_identical_even_without_a_word() -> None:
    assert told(groups("", "", "", files=("a", "b", "a"))) == [(0, [(2, Likeness.IDENTICAL, 0)])]


def test_pictures_and_short_texts_are_no_copies_of_one_another() -> None:
    assert groups("", "Bijlage 1", "Bijlage 1", "") == ()


def test_a_version_is_near() -> None:
    parts = [prose(seed, 25) for seed in range(10)]
    version = " ".join([*parts[:4], prose(77, 12), *parts[5:]])
    assert told(groups(" ".join(parts), version, prose(99, 250))) == [(0, [(1, Likeness.NEAR, 0)])]


def test_letters_from_one_form_are_no_versions_of_one_another() -> None:
    """Half of each is the form; two letters alone could be versions, twelve cannot."""
    form = [prose(seed, 30) for seed in range(4)]
    letters = [
        " ".join(part for number, piece in enumerate(form) for part in (piece, prose(100 * person + number, 22)))
        for person in range(1, 13)
    ]
    version = letters[0].replace(prose(103, 22), prose(9999, 18))
    assert told(groups(*letters, version)) == [(0, [(12, Likeness.NEAR, 0)])]


def test_a_thread_is_contained_in_its_last_message() -> None:
    first, second, third = prose(1, 60), prose(2, 25), prose(3, 15)
    reply = f"{wrapped(second, 80)}\nOp ma 2 nov. 2026 schreef a <a@voorbeeld.nl>:\n{wrapped(first, 50, '> ')}"
    last = f"{third}\n-----Oorspronkelijk bericht-----\n{message('b', reply)}"
    found = groups(message("a", first), message("b", reply), message("c", last), message("d", prose(4, 60)))
    assert told(found) == [(2, [(0, Likeness.CONTAINED, 2), (1, Likeness.CONTAINED, 2)])]


def test_a_message_of_which_a_part_is_left_out_is_not_contained() -> None:
    kept, left_out = prose(1, 40), prose(2, 20)
    answer = f"{prose(3, 30)}\n{wrapped(kept, 60, '> ')}"
    assert all(
        other.kind is not Likeness.CONTAINED
        for group in groups(message("a", f"{kept} {left_out}"), message("b", answer))
        for other in group.others
    )


def test_a_short_message_is_contained_in_a_very_long_document() -> None:
    """The sketch of the long one keeps a part of its hashes, and the same part of those of the message."""
    short = prose(1, 150)
    long = f"{prose(2, 9000)}\nVan: iemand\n{short}\nVan: iemand\n{prose(3, 5000)}"
    assert sketch_of([long], SALT).halvings == 2
    ((longest, ((document, kind, _),)),) = told(groups(long, short, prose(4, 150)))
    assert (longest, document, kind) == (0, 1, Likeness.CONTAINED)


def test_a_mass_mailing_is_one_group_and_takes_no_time_for_every_pair() -> None:
    letter = prose(1, 300)
    found = groups(*(f"Geachte {prose(100 + number, 3)}\n{letter}" for number in range(400)))
    assert [len(group.documents) for group in found] == [400]


def test_a_sketch_holds_no_word_and_without_the_salt_nothing_can_be_compared() -> None:
    text = prose(1, 100)
    sketch: Sketch = sketch_of([text], SALT)
    assert not any(word.encode() in sketch.hashes for word in WORDS) and "gemeente" not in repr(sketch)
    other = sketch_of([text], b"another salt")
    assert sketch.text != other.text
    assert not set(sketch.numbers().tolist()) & set(other.numbers().tolist())


@pytest.mark.parametrize("header", ["Van: a", "> Verzonden: maandag", "*Aan:* b", "Subject: c", "> > Bijlagen: d.pdf"])
def test_headers_of_mail_are_no_part_of_its_shingles(header: str) -> None:
    before, after = prose(1, 20), prose(2, 20)
    assert (
        sketch_of([f"{before}\n{header}\n{after}"], SALT).hashes
        == sketch_of([f"{before}\nCc: x\n{after}"], SALT).hashes
    )
