# SPDX-License-Identifier: EUPL-1.2
"""Words about health and crime: personal only where a person stands nearby, or where a form asks for them."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers import Recogniser
from redaction.detection.recognisers.relatie import RelatieRecogniser
from redaction.detection.recognisers.word_lists import any_of, word_set
from redaction.detection.tokens import LINE, WORD
from schemas.findings import Kind

_BEFORE: Final = 110
_AFTER: Final = 80
_NEAR_NAME: Final = 220
_LEAST_END: Final = 6
"""Letters of a word that is known by its end."""
_LONGEST_VALUE: Final = 60
_ILLNESS_PHRASES: Final = (
    r"gediagnosticeerd met [\p{L} -]{3,30}|lijdt aan [\p{L} -]{3,30}|(?:licht )?verstandelijk(?:e)? beperk(?:t|ing)"
    r"|niet-aangeboren hersenletsel|opgenomen in (?:het|een) (?:ziekenhuis|kliniek)"
    r"|onder behandeling (?:bij|van) [\p{L} -]{3,30}|(?:een )?verslaving aan [\p{L}-]+|verslaafd aan [\p{L}-]+"
    r"|allergisch voor [\p{L}-]+|syndroom van [\p{L}-]+|ziekte van [\p{L}-]+|multiple sclerose|spina bifida"
    r"|long[ -]covid"
    r"|(?:lichamelijk|verstandelijk|visueel|auditief|motorisch|psychisch|meervoudig)(?:e)? (?:gehandicapt|beperkt"
    r"|beperking|handicap|kwetsbaar)|psychische (?:problemen|nood)|drugs- en alcoholgebruik|(?:ver)?hoge bloeddruk"
    r"|(?:gebroken|gekneusde?|gescheurde?|verstuikte?|geopereerd aan (?:zijn|haar|de|een)) \p{L}+"
)
_CRIME_PHRASES: Final = (
    r"veroordeeld (?:voor|tot|wegens) [^.,;\n]{3,60}?(?= en (?:woont|is|heeft|wordt|was)(?!\p{L})|[.,;\n]|\Z)"
    r"|verdacht van [^.,;\n]{3,60}|huiselijk geweld"
    r"|aangehouden (?:voor|wegens|op verdenking van) [^.,;\n]{3,60}|in (?:voorlopige )?hechtenis"
    r"|justitiële documentatie|openlijke geweldpleging|rijden onder invloed|valsheid in geschrifte"
    r"|poging tot (?:doodslag|moord|inbraak|diefstal|oplichting)|in vereniging gepleegd|verbod op contact"
)
_ILLNESS_STEMS: Final = (
    "gediagnos", "lijdt aan", "verstandelijk", "hersenletsel", "opgenomen in", "onder behandeling", "verslaving aan",
    "verslaafd aan", "allergisch voor", "syndroom van", "ziekte van", "sclerose", "bifida", "covid", "handicap",
    "beperk", "kwetsbaar", "psychische", "bloeddruk", "gebroken", "gekneusd", "gescheurd", "verstuikt", "geopereerd",
    "alcoholgebruik",
)  # fmt: skip
_CRIME_STEMS: Final = (
    "veroordeeld", "verdacht van", "geweld", "aangehouden", "hechtenis", "documentatie", "onder invloed", "geschrifte",
    "poging tot", "in vereniging", "verbod op",
)  # fmt: skip
_STRONG_ILLNESS: Final = (
    "gediagnosticeerd", "lijdt aan", "diagnose", "opgenomen in", "onder behandeling", "last van", "heeft", "wegens",
    "vanwege", "door zijn", "door haar", "mijn", "bekend met", "kampt met", "vermoeden van", "herstel",
)  # fmt: skip
_BROKEN: Final = Pattern(r"gebroken (?:wit|belofte|glas|cijfers|raam|ruit|beloften|rekening)")


class _WordsNearPeople:
    """Words and phrases of one list, where a person stands nearby.

    Args:
        words: name of a list of words.
        ends: ends of longer words; those in ``but`` are none.
        phrases: expression in small letters; one of ``stems`` is in each.
        adjectives: words before that belong to it.
    """

    def __init__(
        self,
        words: str,
        phrases: str,
        stems: tuple[str, ...],
        *,
        ends: tuple[str, ...],
        but: frozenset[str] = frozenset(),
        adjectives: frozenset[str] = frozenset(),
    ) -> None:
        self._stems = stems
        self._words = word_set(words)
        self._ends = ends
        self._but = but
        self._adjectives = adjectives
        self._phrases = Pattern(rf"(?<!\p{{L}})(?:{phrases})(?!\p{{L}})")
        self._people = Pattern(rf"(?<!\p{{L}})(?:{any_of('near_people')})(?!\p{{L}})")

    def spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Stretches in order of text, none twice."""
        words = {
            word
            for word in reading.token_index
            if word in self._words or (len(word) > _LEAST_END and word.endswith(self._ends) and word not in self._but)
        }
        found = [(self._widened(reading, at), reading.tokens[at].end) for at in reading.tokens_in(words)]
        if any(stem in reading.lower for stem in self._stems):
            found += [
                match.span() for match in self._phrases.finditer(reading.lower) if not _BROKEN.match(match.group())
            ]
        last = -1
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if start >= last and self.near_a_person(reading, start, end):
                last = end
                yield start, end

    def _widened(self, reading: Reading, index: int) -> int:
        """Where a word begins with the adjectives that belong to it."""
        tokens = reading.tokens
        while (
            index and tokens[index - 1].lower in self._adjectives and tokens[index - 1].end + 1 == tokens[index].start
        ):
            index -= 1
        return tokens[index].start

    def near_a_person(self, reading: Reading, start: int, end: int) -> bool:
        """True where a word for a person, or somebody's name, stands in the same paragraph nearby."""
        before, after = reading.before(start, _BEFORE), reading.after(end, _AFTER)
        if self._people.search(before) is not None or self._people.search(after) is not None:
            return True
        low, high = max(0, start - _NEAR_NAME), end + _AFTER
        return any(
            span.label == "PER"
            and span.end > low
            and span.start < high
            and "\n\n" not in reading.text[min(span.end, start) : max(span.start, start)]
            for span in reading.entities
        )


class GezondheidRecogniser:
    """Words for illness and care in a sentence about a person, and what a form asks about health."""

    name = "gezondheid"

    def __init__(self) -> None:
        bodies, ends = word_set("illness_bodies"), word_set("illness_body_ends")
        self._words = _WordsNearPeople(
            "illnesses",
            _ILLNESS_PHRASES,
            _ILLNESS_STEMS,
            ends=(*word_set("illness_ends"), *(body + end for body in bodies for end in ends)),
            but=word_set("not_illnesses"),
            adjectives=word_set("illness_adjectives"),
        )

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for start, end in self._words.spans(reading):
            around = reading.before(start, 40) + reading.lower[start:end]
            strong = any(word in around for word in _STRONG_ILLNESS)
            yield Candidate(
                kind=Kind.GEZONDHEID, start=start, end=end, score=0.8 if strong else 0.6, recogniser=self.name,
                why="Woord over gezondheid in een zin over een persoon.",
            )  # fmt: skip
        for index in reading.tokens_in(word_set("illness_labels")):
            value = _labelled(reading, index)
            if value is not None and self._words.near_a_person(reading, *value):
                yield Candidate(
                    kind=Kind.GEZONDHEID, start=value[0], end=value[1], score=0.75, recogniser=self.name,
                    why="Waarde achter een veld van een formulier over gezondheid.",
                )  # fmt: skip


def _labelled(reading: Reading, index: int) -> tuple[int, int] | None:
    """The value behind a label with a colon or in the next cell, up to the end of its sentence or cell."""
    tokens = reading.tokens
    at = index + 1
    while at < len(tokens) and at < index + 3 and tokens[at].text in ("|", ":", ")"):
        at += 1
    if at == index + 1 or at >= len(tokens) or tokens[at].sort != WORD or tokens[at].lower in word_set("no_values"):
        return None
    start = at
    while at < len(tokens) and tokens[at].sort != LINE and tokens[at].text not in ("|", ";", ".", "(", "/"):
        at += 1
    end = tokens[at - 1].end
    return (tokens[start].start, end) if end - tokens[start].start <= _LONGEST_VALUE else None


class StrafrechtelijkRecogniser:
    """Words for crime and punishment in a sentence about a person."""

    name = "strafrechtelijk"

    def __init__(self) -> None:
        self._words = _WordsNearPeople("crimes", _CRIME_PHRASES, _CRIME_STEMS, ends=tuple(word_set("crime_ends")))

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for start, end in self._words.spans(reading):
            yield Candidate(
                kind=Kind.STRAFRECHTELIJK, start=start, end=end, score=0.65, recogniser=self.name,
                why="Woord over strafbare feiten in een zin over een persoon.",
            )  # fmt: skip


def word_recognisers() -> tuple[Recogniser, ...]:
    """One of each, in a fixed order."""
    return (GezondheidRecogniser(), StrafrechtelijkRecogniser(), RelatieRecogniser())
