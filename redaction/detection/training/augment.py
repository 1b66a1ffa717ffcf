# SPDX-License-Identifier: EUPL-1.2
"""Other people, other casing and scanner damage in real sentences, with the marks kept in place."""

import re
from collections.abc import Callable
from random import Random
from typing import Final

from redaction.detection.training.names import NameMaker, draw_form, write_name
from redaction.detection.training.records import PERSON, Labelled, Mark

_SCANNER: Final = {
    "l": "1", "o": "0", "e": "c", "i": "l", "n": "u", "O": "0", "I": "l", "c": "e", "u": "n", "S": "5", "B": "8",
    "a": "o", "t": "f", "g": "q", "h": "b", "s": "5",
}  # fmt: skip
_PRONOUN: Final = re.compile(r"\b(?:[Hh]ij|[Zz]ij|[Zz]e|[Hh]em)\b")
_NOUN: Final = re.compile(
    r"(?:(?<=^)|(?<=\bdoor )|(?<=\bvan )|(?<=\bmet )|(?<=\baan )|(?<=\bvoor )|(?<=\bbij )|(?<=\ben )|(?<=\bdat )"
    r"|(?<=\bals )|(?<=\bheeft )|(?<=\bis )|(?<=\bwas )|(?<=\bhad )|(?<=\bomdat )|(?<=\bvolgens )|(?<=\bnamens ))"
    r"(?:de|het|een|zijn|haar|De|Het|Een) [a-z]{4,}\b"
)
_HERE: Final = "here"
_BARE_FORMS: Final = ("surname", "surname", "first", "first", "full", "initials")
_SHAPES: Final = (
    (re.compile(r"^[^,]+, (?:\w\.)+"), ("reversed",)),
    (re.compile(r"^[^,]+, \w{2,}"), ("reversed_first",)),
    (re.compile(r"^(?:\w\.){1,4} ?\S"), ("initials", "initials_spaced")),
    (re.compile(r"^[A-Z]{2,4} [A-Za-z]"), ("initials_bare",)),
    (re.compile(r"^[^a-z]{4,}$"), ("caps", "surname_caps")),
    (re.compile(r"^[^A-Z]+$"), ("lower",)),
    (re.compile(r"^\S+ (?:\w\. )+\S"), ("full_initial",)),
    (re.compile(r"^\S+$"), ("surname", "first", "surname")),
    (re.compile(r"^(?:van|de|der|den|ten|ter)\b", re.IGNORECASE), ("surname",)),
)


def rewrite(source: Labelled, replace: Callable[[Mark, str], str | None]) -> Labelled:
    """The text with marked stretches replaced, and all marks moved along. ``None`` leaves a stretch as it is."""
    text, marks, position = "", [], 0
    for mark in source.marks:
        if mark.start < position:
            continue
        text += source.text[position : mark.start]
        old = source.text[mark.start : mark.end]
        new = replace(mark, old)
        start = len(text)
        text += old if new is None else new
        marks.append(Mark(start=start, end=len(text), label=mark.label))
        position = mark.end
    return Labelled(text=text + source.text[position:], marks=tuple(marks))


def swap_people(source: Labelled, random: Random, names: NameMaker, *, share: float, same_form: float) -> Labelled:
    """The text with a ``share`` of its people replaced by invented ones of all origins.

    Args:
        source: the text.
        random: where chance comes from.
        names: draws the people.
        share: part of the people that is replaced, 0 to 1.
        same_form: part of the replacements that keeps the form of the old name (initials stay initials).
    """
    known: dict[str, str] = {}

    def replace(mark: Mark, old: str) -> str | None:
        if mark.label != PERSON or random.random() >= share:
            return None
        if old not in known:
            form = _form_of(old, random) if random.random() < same_form else draw_form(random)
            known[old] = write_name(names.person(random), form)
        return known[old]

    return rewrite(source, replace)


def name_pronouns(source: Labelled, random: Random, names: NameMaker, *, pronouns: float, nouns: float) -> Labelled:
    """The text with names where a pronoun or "the so-and-so" stood: names in sentences that nobody wrote for names.

    Args:
        source: the text.
        random: where chance comes from.
        names: draws the people.
        pronouns: part of the pronouns that becomes a person, 0 to 1.
        nouns: the same for an article with its noun, after a word that a person may follow.
    """
    marks = list(source.marks)
    for pattern, share in ((_PRONOUN, pronouns), (_NOUN, nouns)):
        for found in pattern.finditer(source.text):
            taken = any(mark.start < found.end() and found.start() < mark.end for mark in marks)
            if not taken and random.random() < share:
                marks.append(Mark(start=found.start(), end=found.end(), label=_HERE))
    if len(marks) == len(source.marks):
        return source

    def replace(mark: Mark, old: str) -> str | None:
        return write_name(names.person(random), random.choice(_BARE_FORMS)) if mark.label == _HERE else None

    named = rewrite(Labelled(text=source.text, marks=tuple(sorted(marks))), replace)
    return Labelled(
        text=named.text,
        marks=tuple(
            Mark(start=mark.start, end=mark.end, label=PERSON if mark.label == _HERE else mark.label)
            for mark in named.marks
        ),
    )


def change_case(source: Labelled, random: Random, *, upper: float, lower: float) -> Labelled:
    """The whole text in capitals or in lower case, now and then, where that keeps its length."""
    chance = random.random()
    if chance < upper:
        changed = source.text.upper()
    elif chance < upper + lower:
        changed = source.text.lower()
    else:
        return source
    return Labelled(text=changed, marks=source.marks) if len(changed) == len(source.text) else source


def damage(source: Labelled, random: Random, *, share: float, rate: float = 0.015) -> Labelled:
    """The text as a scanner misreads it, now and then; lengths stay.

    Args:
        source: the text.
        random: where chance comes from.
        share: part of the texts that is damaged.
        rate: part of the letters of such a text that is misread.
    """
    if random.random() >= share:
        return source
    letters = [_SCANNER.get(letter, letter) if random.random() < rate else letter for letter in source.text]
    return Labelled(text="".join(letters), marks=source.marks)


def flatten(source: Labelled, random: Random, *, share: float) -> Labelled:
    """The text with its line ends as spaces, now and then, as text from a table or a poor extraction."""
    if random.random() >= share:
        return source
    return Labelled(text=source.text.replace("\n", " "), marks=source.marks)


def _form_of(name: str, random: Random) -> str:
    for shape, forms in _SHAPES:
        if shape.match(name):
            return random.choice(forms)
    return "full"
