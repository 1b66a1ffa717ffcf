# SPDX-License-Identifier: EUPL-1.2
"""Words about health, crime and kinship: personal only where a person stands nearby."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers import Recogniser
from redaction.detection.recognisers.word_lists import any_of, word_set
from schemas.findings import Kind

_BEFORE: Final = 90
_AFTER: Final = 60
_ILLNESS_PHRASES: Final = (
    r"gediagnosticeerd met [\p{L} -]{3,30}|lijdt aan [\p{L} -]{3,30}|(?:licht )?verstandelijk(?:e)? beperk(?:t|ing)"
    r"|niet-aangeboren hersenletsel|opgenomen in (?:het|een) (?:ziekenhuis|kliniek)"
    r"|onder behandeling (?:bij|van) [\p{L} -]{3,30}|\p{L}{3,}(?:aandoening|stoornis|letsel)(?:en)?"
)
_CRIME_PHRASES: Final = (
    r"veroordeeld (?:voor|tot|wegens) [^.,;\n]{3,60}|verdacht van [^.,;\n]{3,60}|huiselijk geweld"
    r"|aangehouden (?:voor|wegens|op verdenking van) [^.,;\n]{3,60}|in (?:voorlopige )?hechtenis"
    r"|justitiële documentatie"
)
_ILLNESS_STEMS: Final = ("gediagnos", "lijdt aan", "verstandelijk", "hersenletsel", "opgenomen in", "onder behandeling",
                          "aandoening", "stoornis", "letsel")  # fmt: skip
_CRIME_STEMS: Final = ("veroordeeld", "verdacht van", "geweld", "aangehouden", "hechtenis", "documentatie")
_STRONG_ILLNESS: Final = (
    "gediagnosticeerd", "lijdt aan", "diagnose", "opgenomen in", "onder behandeling", "last van", "heeft", "wegens",
    "vanwege", "door zijn", "door haar", "mijn",
)  # fmt: skip


class _WordsNearPeople:
    """Words and phrases of one list, where a person stands nearby."""

    def __init__(self, words: str, phrases: str, stems: tuple[str, ...]) -> None:
        self._stems = stems
        self._words = word_set(words)
        self._phrases = Pattern(rf"(?<!\p{{L}})(?:{phrases})(?!\p{{L}})")
        self._people = Pattern(rf"(?<!\p{{L}})(?:{any_of('near_people')})(?!\p{{L}})")

    def spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Stretches in order of text, none twice."""
        found = [(reading.tokens[at].start, reading.tokens[at].end) for at in reading.tokens_in(self._words)]
        if any(stem in reading.lower for stem in self._stems):
            found += [match.span() for match in self._phrases.finditer(reading.lower)]
        last = -1
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if start >= last and self._near_a_person(reading, start, end):
                last = end
                yield start, end

    def _near_a_person(self, reading: Reading, start: int, end: int) -> bool:
        before, after = reading.before(start, _BEFORE), reading.after(end, _AFTER)
        return self._people.search(before) is not None or self._people.search(after) is not None


class GezondheidRecogniser:
    """Words for illness and care in a sentence about a person."""

    name = "gezondheid"

    def __init__(self) -> None:
        self._words = _WordsNearPeople("illnesses", _ILLNESS_PHRASES, _ILLNESS_STEMS)

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for start, end in self._words.spans(reading):
            around = reading.before(start, 40) + reading.lower[start:end]
            strong = any(word in around for word in _STRONG_ILLNESS)
            yield Candidate(
                kind=Kind.GEZONDHEID, start=start, end=end, score=0.8 if strong else 0.6, recogniser=self.name,
                why="Woord over gezondheid in een zin over een persoon.",
            )  # fmt: skip


class StrafrechtelijkRecogniser:
    """Words for crime and punishment in a sentence about a person."""

    name = "strafrechtelijk"

    def __init__(self) -> None:
        self._words = _WordsNearPeople("crimes", _CRIME_PHRASES, _CRIME_STEMS)

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for start, end in self._words.spans(reading):
            yield Candidate(
                kind=Kind.STRAFRECHTELIJK, start=start, end=end, score=0.65, recogniser=self.name,
                why="Woord over strafbare feiten in een zin over een persoon.",
            )  # fmt: skip


class RelatieRecogniser:
    """Words that point at somebody beside a person or an address."""

    name = "relatie"

    def __init__(self) -> None:
        self._kin = Pattern(
            rf"(?<!\p{{L}})(?:(?:de|mijn|onze|zijn|haar|uw|hun|een|twee)[ ])?(?:{any_of('neighbours')})(?!\p{{L}})"
            rf"|(?<!\p{{L}})(?:mijn|zijn|haar|uw|hun)[ ](?:{any_of('kin')})(?!\p{{L}})"
        )
        self._stems = ("bu", "mijn ", "zijn ", "haar ", "uw ", "hun ")

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not any(stem in reading.lower for stem in self._stems):
            return
        for match in self._kin.finditer(reading.lower):
            yield Candidate(
                kind=Kind.RELATIE, start=match.start(), end=match.end(), score=0.5, recogniser=self.name,
                why="Woord voor een buur of familielid; kan iemand aanwijzen in een dossier over een persoon of adres.",
            )  # fmt: skip


def word_recognisers() -> tuple[Recogniser, ...]:
    """One of each, in a fixed order."""
    return (GezondheidRecogniser(), StrafrechtelijkRecogniser(), RelatieRecogniser())
