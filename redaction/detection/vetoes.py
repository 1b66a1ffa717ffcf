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
from weakref import WeakKeyDictionary

from redaction.detection.patterns import CAPITAL_WORD, INITIALS, PREFIX, TITLE, Pattern
from redaction.detection.reading import Reading
from redaction.detection.tokens import INITIAL, LINE, NUMBER, WORD
from redaction.detection.tokens import PREFIX as SMALL_PREFIX

_FILE: Final = "things.toml"


@dataclass(frozen=True, slots=True)
class Veto:
    """A stretch that is no person; ``personal`` where the thing may be a person's own business."""

    start: int
    end: int
    personal: bool = False


_W: Final = CAPITAL_WORD
_PART: Final = rf"(?:{INITIALS}[ ]?|{_W}[ ]|{PREFIX}[ ])"
_PERSON_BEFORE: Final = Pattern(rf"(?:{TITLE}[ ]?|{INITIALS}[ ]?)(?:{PREFIX}[ ])*\Z")
_WORD_BEFORE: Final = Pattern(rf"(?<!\p{{Lu}}[\p{{L}}'’.-]*[ ])(?<first>{_W})[ ](?:{PREFIX}[ ])*\Z")
_ARTICLE_BEFORE: Final = Pattern(r"(?<!\p{L})(?i:de|het|aan|op|langs|nabij)[ ]\Z")
_THE_BEFORE: Final = Pattern(r"(?<!\p{L})(?i:de|het)[ ]\Z")
_OPENING_BEFORE: Final = Pattern(
    r"(?<!\p{L})(?i:de|het|aan|op|in|langs|nabij|bij|hoek|van|naar|en|tot|tussen|via|rond|door|straat|adres|locatie"
    r"|perceel)[ ]\Z"
)
_ANY_WORD: Final = Pattern(r"[\p{L}\p{M}'’.&-]+")
_SMALL_IN_CAPITALS: Final = frozenset({"DE", "HET", "VAN", "DER", "DEN", "'T", "EN"})
_TITLE: Final = Pattern(rf"(?<!\p{{L}}){TITLE}")
_HOUSE_NUMBER: Final = Pattern(r"[ ]{1,2}\d{1,5}(?!\d)")
_BASE_JOINTS: Final = ("s", "e", "en", "n", "er")
_JOINT: Final = Pattern(r"[ ](?:en|van|bij|&)[ ]")
_AND_SONS: Final = frozenset({"zn", "zoon", "zonen", "dochters"})
_MOST_WORDS: Final = 6
_LAW_CITED: Final = Pattern(
    r"(?<!\p{L})(?:[Aa]rtikel(?:en)?|[Aa]rt\.?)[ \n]\d[\d:.]*[a-z]?"
    r"(?:,?[ ](?:\d[\d:.]*[a-z]?|(?:eer|twee|der|vier|vijf|zes|zeven|acht|negen)\p{L}{1,3}"
    r"|lid|leden|aanhef|onder|sub|en|jo\.?"
    r"|van|de|het|onderdeel|\p{Ll})){0,14},?[ ]"
    r"(?P<law>Awb|Woo|Wob|UAVG|AVG|Wbp|BW|Gemeentewet|Wmo|Wabo|Wro|Bbl|Bal|Wvggz|Wvw|Sr|Sv|APV|Pw|Wht)(?!\p{L})"
)
_ONE_WORD_BODY: Final = frozenset({"gerechtshof", "rechtbank", "postbus", "domein"})
"""Bodies whose name is one word: what stands behind it may be a person."""
_NUMBER_WORD: Final = re.compile(
    r"KvK|IBAN|BSN|RSIN|BTW|DigiD|ID|papa|mama|(?:\w+-)(?:nummer|nr)|(?:[A-Z]{2,6}|[A-Z]\w{0,3}[A-Z]|[Bb]tw|[Ii]d)-[a-z]{2,}"
)
_LEAST_BEFORE: Final = 3
_FORMS_OF_ADDRESS: Final = frozenset(
    {"de", "heer", "dhr", "mevrouw", "mevr", "mw", "mr", "dr", "drs", "ing", "ir", "prof"}
)
_COURT_DATED: Final = Pattern(rf"\.?[ ]{_W}(?:[ -]{_W})?(?=,?[ ]\d{{1,2}}[ -])")
_COURTS: Final = frozenset({"hof", "rb", "ktr"})


_BETWEEN: Final = frozenset({"van", "de", "der", "den", "het", "ten", "ter", "te", "el", "al", "von", "la"})
_OPENERS: Final = frozenset(
    {"de", "het", "een", "op", "in", "aan", "bij", "naar", "langs", "van", "voor", "door", "te"}
)
_JOINING: Final = _BETWEEN | {"en", "&", "+"}


class _Things:
    """The lists, and the expressions that begin at one of their words, made once."""

    def __init__(self) -> None:
        lists = tomllib.loads((files("redaction.detection") / _FILE).read_text(encoding="utf-8"))
        words = {name: tuple(text.split()) for name, text in lists.items()}
        self.street_ends = tuple(sorted(words["street_ends"], key=len, reverse=True))
        self.weak_ends = frozenset(words["weak_street_ends"])
        self.thing_ends, self.article_ends = words["thing_ends"], words["article_ends"]
        self.own_forms, self.own = frozenset(words["own_forms"]), _both_cases(words["own_businesses"])
        self.bodies = _both_cases(words["bodies"])
        self.nouns = self.own | self.bodies | _SMALL_IN_CAPITALS
        self.legal = Pattern(rf"(?<=[ -])(?:{_any(words['legal_forms'])})(?![\p{{L}}\d])(?:[ ](?:B\.?V\.?|N\.?V\.?))?")
        known = _entries(lists["companies"]) | _entries(lists["historical"])
        self.known_first = frozenset(re.split(r"[ -]", entry)[0] for entry in known)
        self.known = Pattern(rf"(?:{_any(known)})(?![\p{{L}}]|-\p{{Lu}})")
        self.named_after = frozenset(words["named_after"])
        self.hyphened = Pattern(rf"[ ]?-[ ]?{_PART}{{0,3}}{_W}")
        self.of_somebody = frozenset(words["of_somebody"])
        self.heads = frozenset(word.partition("-")[0] for word in (*self.named_after, *self.of_somebody, "wet"))
        self.bearers, self.royals = frozenset(words["bearers"]), frozenset(words["royals"])
        self.body_labels = frozenset(words["body_labels"])
        first_words = (self.known_first, self.nouns, self.own_forms, self.heads, _AND_SONS, _ONE_WORD_BODY)
        self.small = frozenset({"papa", "mama"}).union(
            *first_words, self.bearers, self.royals, self.body_labels, _COURTS
        )
        """Words in small letters that anything here can begin with."""
        self.of = Pattern(rf"[ ]van[ ](?:{PREFIX}[ ]){{0,2}}{_W}(?:[ ]{_W})?")
        self.body_rest = Pattern(rf"[ ](?:de[ ]|het[ ]|van[ ])?[\"“'‘]?{_PART}{{0,4}}{_W}")
        self.law = Pattern(rf"[ ](?:{PREFIX}[ ]){{0,2}}{_W}")
        self.borne = Pattern(
            rf"[ ][\"“'‘]?(?:(?i:de|het|'t|’t)[ ])?{_W}(?:[ ](?:{PREFIX}[ ]){{0,2}}{_W}){{0,2}}(?:[ ][IVX]+(?!\w))?"
        )
        self.own_rest = Pattern(
            rf"[ ](?:{_PART}|(?:&|en)[ ]){{0,4}}{_W}(?:[ ](?:en|&)[ ](?:Zn\.?|zn\.?|[Zz]oon|[Zz]onen))?"
        )


@cache
def _things() -> _Things:
    return _Things()


_KNOWN: "WeakKeyDictionary[Reading, tuple[Veto, ...]]" = WeakKeyDictionary()


def vetoes(reading: Reading) -> tuple[Veto, ...]:
    """Every stretch of a reading that bears a person's name and is none; worked out once.

    Raises:
        TimeoutError: a search did not end in time.
    """
    if reading not in _KNOWN:
        _KNOWN[reading] = tuple(_found(reading, _things()))
    return _KNOWN[reading]


def _found(reading: Reading, things: _Things) -> Iterator[Veto]:
    text, tokens = reading.text, reading.tokens
    for match in things.legal.finditer(text):
        start = _company_start(reading, things, match.start())
        if start < match.start():
            yield Veto(_behind_person(text, start, match.start()), match.end())
    if "rt" in text:
        yield from (Veto(*match.span("law")) for match in _LAW_CITED.finditer(text))
    for index, token in enumerate(tokens):
        if token.sort != WORD or not (token.capital or "-" in token.text or token.text in things.small):
            continue
        if _NUMBER_WORD.fullmatch(token.text):
            yield Veto(token.start, token.end)
        if token.lower in _ONE_WORD_BODY and index + 1 < len(tokens):
            following = tokens[index + 1]
            if following.sort == WORD and following.capital and following.start == token.end + 1:
                yield Veto(token.start, following.end)
        if token.lower in _COURTS:
            dated = _COURT_DATED.match(text, token.end)
            if end := _place_behind(reading, index) if dated is None else dated.end():
                yield Veto(token.start, end)
        if token.text in things.known_first and (found := things.known.match(text, token.start)):
            yield Veto(token.start, found.end())
        if token.text in things.own and (found := things.own_rest.match(text, token.end)):
            yield Veto(token.start, _end_in_capitals(text, token.start, found.end()), personal=True)
        elif token.text in things.bodies and (found := things.body_rest.match(text, token.end)):
            if not _person_before(text, token.start):
                yield Veto(token.start, _end_in_capitals(text, token.start, found.end()))
        elif token.text in things.own_forms or token.lower in _AND_SONS:
            yield Veto(
                _after_title(text, _phrase_start(reading, index, between=_JOINING), token.end), token.end, personal=True
            )
        if token.lower in things.bearers or token.lower in things.royals:
            yield from _borne(reading, things, index)
        if token.lower in things.body_labels:
            yield from _labelled_body(reading, index)
        if token.capital or token.lower.partition("-")[0] in things.heads:
            yield from _named_things(reading, things, index)


def _named_things(reading: Reading, things: _Things, index: int) -> Iterator[Veto]:
    """Things named after somebody: one word with the name, or a word with the name behind it."""
    text, token = reading.text, reading.tokens[index]
    if token.capital and token.lower.endswith(things.street_ends):
        yield from _street(reading, things, index)
    if token.capital and _ends_in(token.lower, things.thing_ends):
        start = _after_title(text, _phrase_start(reading, index), token.end)
        if not _person_before(text, start):
            yield Veto(start, token.end)
    elif token.capital and token.lower.endswith(things.article_ends):
        start = _phrase_start(reading, index)
        if _THE_BEFORE.search(text, max(0, start - 5), start):
            yield Veto(start, token.end)
    head = token.lower.partition("-")[0]
    if head in things.named_after and "-" in token.text:
        yield Veto(token.start, _phrase_end(reading, index))
    elif (
        (token.lower in things.named_after and (found := things.hyphened.match(text, token.end)))
        or (token.lower == "wet" and (found := things.law.match(text, token.end)))
        or (token.lower in things.of_somebody and (found := things.of.match(text, token.end)))
    ):
        yield Veto(token.start, found.end())


def _borne(reading: Reading, things: _Things, index: int) -> Iterator[Veto]:
    """The name of a ship, an animal, a room, or of somebody of a royal house behind the word for it."""
    text, token = reading.text, reading.tokens[index]
    found = things.borne.match(text, token.end)
    if found is None:
        return
    before = reading.tokens[index - 1] if index else None
    # "Jan Prins de Vries" and "J. Koning" are people; so is who has a name behind "Kamer" at a line's begin.
    person = token.capital and before is not None and (before.sort == INITIAL or before.capital)
    if token.capital and token.lower in things.royals:
        person = person or not reading.gazetteer.is_first(text[token.end + 1 : found.end()].split()[0])
    if not person:
        yield Veto(token.start, found.end())


def _place_behind(reading: Reading, index: int) -> int:
    """Where the town ends that follows a court: ``Hof Den Bosch``; 0 where none does."""
    tokens = reading.tokens
    at = index + 1 + (index + 1 < len(tokens) and tokens[index + 1].text == ".")
    for last in (at + 1, at):
        if last < len(tokens) and reading.gazetteer.is_place(reading.text[tokens[at].start : tokens[last].end]):
            return tokens[last].end
    return 0


def _labelled_body(reading: Reading, index: int) -> Iterator[Veto]:
    """The value behind the label of a form that asks for a body: ``Zorgverzekeraar: Menzis``."""
    tokens, text = reading.tokens, reading.text
    at = index + 1
    if at + 1 >= len(tokens) or tokens[at].text not in (":", "|", ")"):
        return
    while at < len(tokens) and tokens[at].text in (":", "|", ")"):
        at += 1
    begin, value = at, at
    while at < len(tokens) and at < begin + 5 and (tokens[at].sort == WORD or tokens[at].text in "&-+."):
        value = at if tokens[at].capital else value
        at += 1
    if at == begin or not tokens[begin].capital or _person_before(text, tokens[begin].end + 1):
        return
    if tokens[begin].lower in _FORMS_OF_ADDRESS or reading.gazetteer.is_first(tokens[begin].text):
        return
    yield Veto(tokens[begin].start, tokens[value].end)


def _ends_in(word: str, ends: tuple[str, ...]) -> bool:
    """True for a word with one of these ends and something of its own before it."""
    return word.endswith(ends) and any(word.endswith(end) and len(word) >= len(end) + _LEAST_BEFORE for end in ends)


def _person_before(text: str, start: int) -> bool:
    return _PERSON_BEFORE.search(text, max(0, start - 24), start) is not None


def _phrase_start(reading: Reading, index: int, *, between: frozenset[str] = _BETWEEN) -> int:
    """Where the words with a capital begin that lead up to a token, with initials and prefixes between them."""
    tokens, begin = reading.tokens, index
    for at in range(index - 1, max(-1, index - 1 - _MOST_WORDS), -1):
        token = tokens[at]
        if tokens[at + 1].start - token.end > 1 or token.sort in (LINE, NUMBER):
            break
        if token.capital or token.sort == INITIAL:
            begin = at
        elif token.sort != SMALL_PREFIX and token.lower not in between:
            break
    while begin < index and tokens[begin].lower in _OPENERS:
        begin += 1
    return tokens[begin].start


def _phrase_end(reading: Reading, index: int) -> int:
    """Where the words with a capital end that follow a word like ``motie-De``."""
    tokens, end = reading.tokens, reading.tokens[index].end
    ends_small = reading.tokens[index].lower.rpartition("-")[2] in _BETWEEN
    for token in tokens[index + 1 : index + 4]:
        if not ends_small or token.start - end > 1:
            break
        ends_small, end = token.lower in _BETWEEN, token.end
    return end


def _company_start(reading: Reading, things: _Things, end: int) -> int:
    """Where the name of a company begins whose legal form stands at an offset."""
    index = reading.token_at(end)
    start = _phrase_start(reading, index, between=_JOINING)
    for at in range(reading.token_at(start) + 1, index):
        # "S.V. Darsan van Aannemersbedrijf Van Dam B.V.": the company begins at its own first word.
        if reading.tokens[at - 1].lower not in ("van", "bij"):
            continue
        if reading.tokens[at].text in things.nouns or _works_there(reading, start, at, index):
            start = reading.tokens[at].start
    return start


def _works_there(reading: Reading, start: int, at: int, index: int) -> bool:
    """Whether a person's whole name stands before the ``van`` that leads to a token: "Yara Vos van Groenrijk B.V.".

    A surname right before the legal form belongs to the company: "Jan van Dijk B.V.".
    """
    before = [token for token in reading.tokens[reading.token_at(start) : at - 1] if token.capital]
    person = len(before) > 1 and reading.gazetteer.is_first(before[0].text)
    named = reading.marked("PER", start, reading.tokens[at - 1].start)
    own = at == index - 1 and reading.gazetteer.is_last(reading.tokens[at].text)
    return reading.tokens[at].capital and (person or named) and not own


def _street(reading: Reading, things: _Things, index: int) -> Iterator[Veto]:
    text, token = reading.text, reading.tokens[index]
    ending = next(each for each in things.street_ends if token.lower.endswith(each))
    start, end = token.start, token.end
    if len(token.text) < len(ending) + 2:
        return
    phrase = _phrase_start(reading, index)
    opened = phrase < start and _OPENING_BEFORE.search(text, max(0, phrase - 10), phrase) is not None
    if opened:
        start = phrase
    numbered = _HOUSE_NUMBER.match(text, end) is not None
    if not opened and ending in things.weak_ends and _is_named_street(reading, token.text, ending):
        start = _first_name_before(reading, start)
    article = _ARTICLE_BEFORE.search(text, max(0, start - 8), start) is not None
    weak = ending in things.weak_ends and not (opened or numbered or article)
    for span in reading.entities:
        # One place for the model: the words before belong to it.
        inside = span.label == "LOC" and span.start < start and span.end >= end
        if inside and not weak and "\n" not in text[span.start : end]:
            start, opened = span.start, True
    if not opened and not weak and not _is_plain(reading, token.lower[: -len(ending)].rstrip("-")):
        start = _first_name_before(reading, start)
    if numbered or article or start != token.start or not (weak or _person_before(text, start)):
        yield Veto(start, end)


def _is_named_street(reading: Reading, word: str, ending: str) -> bool:
    """True for ``Vorrinkweg``: somebody's name with the end of a street, and no surname as a whole."""
    lists, base = reading.gazetteer, word[: -len(ending)]
    if lists.is_last(word) or lists.is_proper(word) or lists.is_spelled(word):
        return False
    return any(
        len(form) > _LEAST_BEFORE and (lists.is_last(form) or lists.is_proper(form)) and not lists.is_spelled(form)
        for form in (base, base.removesuffix("s"), base.removesuffix("en"))
    )


def _first_name_before(reading: Reading, start: int) -> int:
    """Where a street begins that is named after somebody, with one first name before its own word."""
    before = _WORD_BEFORE.search(reading.text, max(0, start - 30), start)
    if before and (reading.gazetteer.is_first(before["first"]) or reading.gazetteer.is_proper(before["first"])):
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


def _behind_person(text: str, start: int, end: int) -> int:
    """Where a company begins when the phrase before its legal form begins with a person: "de heer Vos en Vos B.V."."""
    titled = _after_title(text, start, end)
    if titled == start and not _person_before(text, start):
        return start
    joined = _JOINT.search(text, titled, end)
    return titled if joined is None else joined.end()


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
