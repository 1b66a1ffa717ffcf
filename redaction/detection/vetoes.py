# SPDX-License-Identifier: EUPL-1.2
"""Things that bear the name of a person: streets, companies, laws, schools, committees (words in ``things.toml``).

A veto trims what was taken for a name; it does not drop it, for "de heer De Vries (De Vries Bouw B.V.)" names a person
and a company. In flattened text a name may stand right before a street. So words before the street's own word belong
to it only where an article or preposition opens the phrase, where the model sees one place, or where the street's own
word holds a name ("Titus Brandsmaplein") rather than a plain word ("Jansen Dorpsstraat").
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from redaction.detection.patterns import CAPITAL_WORD, INITIALS, PREFIX, TITLE, Pattern
from redaction.detection.reading import Reading

_FILE: Final = "things.toml"


@dataclass(frozen=True, slots=True)
class Veto:
    """A stretch that is no person; ``personal`` where the thing may be a person's own business."""

    start: int
    end: int
    personal: bool = False


_W: Final = CAPITAL_WORD
_PART: Final = rf"(?:{INITIALS}[ ]?|{_W}[ ]|{PREFIX}[ ])"
_OPENING: Final = (
    r"(?<=(?<!\p{L})(?:de|het|aan|op|in|langs|nabij|bij|hoek|van|naar|en|tot|tussen|via|rond|door|straat|adres|locatie"
    r"|perceel)[ ])"
)
_ARTICLE: Final = r"(?<=(?<!\p{L})(?:de|het|De|Het)[ ])"
_PERSON_BEFORE: Final = Pattern(rf"(?:{TITLE}[ ]?|{INITIALS}[ ]?)(?:{PREFIX}[ ])*$")
_WORD_BEFORE: Final = Pattern(rf"(?<!\p{{Lu}}[\p{{L}}'’.-]*[ ])(?<first>{_W})[ ](?:{PREFIX}[ ])*$")
_ARTICLE_BEFORE: Final = Pattern(r"(?<!\p{L})(?i:de|het|aan|op|langs|nabij)[ ]$")
_ANY_WORD: Final = Pattern(r"[\p{L}\p{M}'’.&-]+")
_SMALL_IN_CAPITALS: Final = frozenset({"DE", "HET", "VAN", "DER", "DEN", "'T", "EN"})
_TITLE: Final = Pattern(rf"(?<!\p{{L}}){TITLE}")
_HOUSE_NUMBER: Final = Pattern(r"[ ]{1,2}\d{1,5}(?!\d)")
_BASE_JOINTS: Final = ("s", "e", "en", "n", "er")


class _Things:
    """The expressions, compiled once."""

    def __init__(self) -> None:
        lists = tomllib.loads((files("redaction.detection") / _FILE).read_text(encoding="utf-8"))
        self.street_ends = tuple(lists["street_ends"].split())
        self.weak_ends = frozenset(lists["weak_street_ends"].split())
        street = _any(self.street_ends)
        self.street = Pattern(
            rf"(?:{_OPENING}{_PART}{{1,4}})?(?<![\p{{L}}-])(?:\p{{Lu}}[\p{{L}}\p{{M}}'’]*-)*\p{{Lu}}[\p{{L}}\p{{M}}'’]*"
            rf"(?<=\p{{L}}{{2}})(?:{street}|-(?i:{street}))(?!\p{{L}})"
        )
        names = rf"{_PART}{{0,4}}"
        self.things = Pattern(
            rf"(?:{names}(?:{_W}-)*\p{{Lu}}[\p{{L}}\p{{M}}'’]*-?(?i:{_any(lists['thing_ends'].split())}))(?!\p{{L}})"
            rf"|{_ARTICLE}{names}(?:{_W}-)*\p{{Lu}}[\p{{L}}\p{{M}}'’]*-?"
            rf"(?:{_any(lists['article_ends'].split())})(?!\p{{L}})"
            rf"|(?i:{_any(lists['named_after'].split())})[ ]?-[ ]?{_PART}{{0,3}}{_W}"
            rf"|(?:(?i:de|een)[ ])(?:Wet|wet)[ ](?:{PREFIX}[ ]){{0,2}}{_W}"
            rf"|(?i:{_any(lists['of_somebody'].split())})[ ]van[ ](?:{PREFIX}[ ]){{0,2}}{_W}(?:[ ]{_W})?"
        )
        bodies = _any(_both_cases(lists["bodies"].split()))
        self.bodies = Pattern(rf"(?<![\p{{L}}.])(?:{bodies})[ ](?:de[ ]|het[ ]|van[ ])?[\"“'‘]?{_PART}{{0,4}}{_W}")
        legal = _any(lists["legal_forms"].split())
        known = _any(_entries(lists["companies"]) | _entries(lists["historical"]))
        self.companies = Pattern(
            rf"(?:{_PART}|(?:&|en|\+|\d{{1,3}})[ ]|{_W}-){{1,7}}(?:{legal})(?![\p{{L}}\d])"
            rf"(?:[ ](?:B\.?V\.?|N\.?V\.?))?|(?<![\p{{L}}-])(?:{known})(?![\p{{L}}]|-\p{{Lu}})"
        )
        self.nouns = _both_cases([*lists["own_businesses"].split(), *lists["bodies"].split()]) | _SMALL_IN_CAPITALS
        nouns = _any([*lists["own_businesses"].split(), *lists["bodies"].split()])
        self.inner = Pattern(rf"[ ](?:van|bij)[ ](?=(?:{nouns})[ ])")
        self.own = Pattern(
            rf"(?<!\p{{L}})(?:{_any(lists['own_businesses'].split())})[ ](?:{_PART}|(?:&|en)[ ]){{0,4}}{_W}"
            r"(?:[ ](?:en|&)[ ](?:Zn\.?|zn\.?|[Zz]oon|[Zz]onen))?"
            rf"|(?:{_PART}|(?:&|en)[ ]){{1,6}}(?:{_any(lists['own_forms'].split())})(?!\p{{L}})"
            rf"|{names}{_W}[ ](?:en|&)[ ](?:Zn\.?|zn\.?|[Zz]oon|[Zz]onen|[Dd]ochters)(?!\p{{L}})"
        )


@cache
def _things() -> _Things:
    return _Things()


def vetoes(reading: Reading) -> Iterator[Veto]:
    """Every stretch of a reading that bears a person's name and is none.

    Raises:
        TimeoutError: a search did not end in time.
    """
    things = _things()
    yield from _streets(reading, things)
    for match in things.companies.finditer(reading.text):
        start = _after_title(reading.text, *match.span())
        for inner in things.inner.finditer(reading.text, start, match.end()):
            start = inner.end()
        yield Veto(start, match.end())
    for pattern, personal in ((things.own, True), (things.bodies, False), (things.things, False)):
        for match in pattern.finditer(reading.text):
            start = _after_title(reading.text, *match.span())
            if not _PERSON_BEFORE.search(reading.text, max(0, start - 24), start):
                yield Veto(start, _end_in_capitals(reading.text, start, match.end()), personal)


def _streets(reading: Reading, things: _Things) -> Iterator[Veto]:
    text = reading.text
    for match in things.street.finditer(text):
        start, end = match.span()
        opened = " " in match.group()
        ending = next(each for each in things.street_ends if reading.lower[start:end].endswith(each))
        word = text.rfind(" ", start, end) + 1 or start
        for span in reading.entities:
            # One place for the model: the words before belong to it.
            if span.label == "LOC" and span.start < start and span.end >= end and "\n" not in text[span.start : end]:
                start, opened = span.start, True
        if not opened and not _is_plain(reading, reading.lower[word : end - len(ending)].rstrip("-")):
            start = _first_name_before(reading, start)
        sure = _HOUSE_NUMBER.match(text, end) is not None or opened or start != word
        named = _PERSON_BEFORE.search(text, max(0, start - 24), start) is not None
        weak = ending in things.weak_ends and not reading.marked("LOC", start, end)
        article = _ARTICLE_BEFORE.search(text, max(0, start - 8), start) is not None
        if sure or article or not (named or weak):
            yield Veto(start, end)


def _first_name_before(reading: Reading, start: int) -> int:
    """Where a street begins that is named after somebody, with one first name before its own word."""
    before = _WORD_BEFORE.search(reading.text, max(0, start - 30), start)
    if before and reading.gazetteer.is_first(before["first"]):
        return before.start("first")
    return start


def _is_plain(reading: Reading, base: str) -> bool:
    """True for the first part of a street that is made of plain words, or a town: Kerk(straat), Steenoven(weg)."""
    forms = {
        base,
        *(base[: -len(joint)] for joint in _BASE_JOINTS if base.endswith(joint) and len(base) > len(joint) + 2),
    }
    if len(base) < 3 or any(reading.common(form) or reading.gazetteer.is_place(form) for form in forms):
        return True
    return any(
        reading.common(form[:at]) and reading.common(form[at:]) for form in forms for at in range(3, len(form) - 2)
    )


def _end_in_capitals(text: str, start: int, end: int) -> int:
    """In a text in capitals nothing tells where a thing ends: at its first word of its own."""
    if not text[start:end].isupper():
        return end
    nouns = _things().nouns
    own = (word.end() for word in _ANY_WORD.finditer(text, start, end) if word.group() not in nouns)
    return next(own, end)


def _after_title(text: str, start: int, end: int) -> int:
    """A title inside a phrase is where a person begins; the thing begins behind it at the earliest."""
    last = start
    for match in _TITLE.finditer(text, start, end):
        last = match.end()
    return min(last, end - 1)


def _both_cases(words: Iterable[str]) -> set[str]:
    """Words as they stand at the beginning of a sentence or sign, and within a sentence."""
    listed = set(words)
    return (
        listed
        | {word.lower() for word in listed if word[1:].islower()}
        | {word.upper() for word in listed if len(word) > 4}
    )


def _entries(text: str) -> set[str]:
    return {entry.strip() for line in text.splitlines() for entry in line.split("|") if entry.strip()}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
