# SPDX-License-Identifier: EUPL-1.2
"""Words for kin and neighbours: they point at somebody where the text says whose, or puts a name behind them.

Such a word undoes a redaction: with "de buurman" or "zijn dochter" left in, a name that is gone is known again. Where
it is about families at large ("de ouders van leerlingen"), nothing is proposed.
"""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_grammar import is_first, is_last
from redaction.detection.recognisers.word_lists import any_of, word_set
from redaction.detection.tokens import LINE, MARK, WORD
from schemas.findings import Kind, Role

_PARTS: Final = (
    r"(?:(?:schoon|stief|pleeg|half|adoptie|peet|groot|overgroot|klein|achter|tweeling|over|boven|onder|beneden|ex-?)"
    r"-?)?"
)
_WHOSE: Final = r"(?:mijn|m['’]n|zijn|z['’]n|haar|d['’]r|hun|onze|ons|diens|wiens|jouw|jullie)"
_HOW: Final = r"(?:(?:ex-|\p{L}+(?:e|en)|ex)[ ]){0,2}"
_NUMBER: Final = r"(?:een|één|twee|drie|vier|vijf|zes|beide|alleenstaande?|de|het)"
_FORMAL: Final = frozenset({"uw", "je"})
_ARTICLES: Final = frozenset(
    {
        "de",
        "het",
        "een",
        "elke",
        "ieder",
        "iedere",
        "geen",
        "als",
        "per",
        "welke",
        "deze",
        "dit",
        "die",
        "dat",
        "alle",
        "of",
        "en",
    }
)
_CLOSING: Final = frozenset({")", "|", ";"})
_CASE_REACH: Final = 140
_SURE: Final = "Woord voor een buur of familielid van iemand in dit stuk; het kan die persoon aanwijzen."
_MAYBE: Final = "Woord voor een buur of familielid; kan iemand aanwijzen in een dossier over een persoon of adres."


class RelatieRecogniser:
    """Kinship with whose it is or who it is, and words for neighbours."""

    name = "relatie"

    def __init__(self) -> None:
        kin, neighbours = any_of("kin"), any_of("neighbours")
        self._kin = Pattern(
            rf"(?<!\p{{L}})(?:(?:de|{_WHOSE}|uw|een|twee)[ ])?{_PARTS}(?:{neighbours})(?!\p{{L}})"
            rf"|(?<!\p{{L}})(?P<whose>{_WHOSE}|uw|je)[ ](?P<how>{_HOW})(?P<owned>{_PARTS}(?:{kin}))(?!\p{{L}})"
            rf"|(?<!\p{{L}})(?:(?P<number>{_NUMBER})[ ])?(?P<bare>{_PARTS}(?:{kin}))(?!\p{{L}}|-\p{{L}})"
        )
        self._stems = tuple(sorted({word[:4] for word in word_set("kin")} | {"buur", "bure"}))

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not any(stem in reading.lower for stem in self._stems):
            return
        peopled = any(span.label == "PER" for span in reading.entities)
        for match in self._kin.finditer(reading.lower):
            start, end = match.span()
            if match["bare"]:
                found = self._bare(reading, match.start("bare"), end, number=match["number"] or "", peopled=peopled)
                if found is None:
                    continue
                start, sure = found
            else:
                # "Uw partner" in a letter to everybody points at nobody; before a name it does.
                formal = match["whose"] in _FORMAL
                sure = not formal and (peopled or _told_of_somebody(reading, start))
                sure = sure or _named_behind(reading, end)
                if match["how"] and not _plain_between(match["how"]):
                    continue
            yield Candidate(
                kind=Kind.RELATIE, start=start, end=end, score=0.6 if sure else 0.5, recogniser=self.name,
                role=Role.BURGER if sure else Role.ONBEKEND, why=_SURE if sure else _MAYBE,
            )  # fmt: skip

    @staticmethod
    def _bare(reading: Reading, start: int, end: int, *, number: str, peopled: bool) -> tuple[int, bool] | None:
        """Where a word for kin begins without whose it is, and whether it points at somebody; None where not."""
        index = reading.token_at(start)
        before = reading.tokens[index - 1] if index else None
        whole = start - len(number) - 1 if number else start
        if _named_behind(reading, end):
            return whole, True
        if number and number not in ("de", "het"):
            return (whole, True) if peopled and number != "beide" and _about_somebody(reading, start) else None
        if number or not peopled:
            return (start, True) if number and peopled and _of_somebody(reading, end) else None
        if before is not None and (before.lower in _ARTICLES or (before.sort == WORD and before.capital)):
            return None
        word = reading.lower[start:end]
        alone = before is None or before.sort in (MARK, LINE) or before.lower in word_set("near_people")
        closes = reading.text[end : end + 1] in _CLOSING
        if word in word_set("kin_names") and (alone or closes or before is None or before.sort == WORD):
            return start, True
        return None


def _told_of_somebody(reading: Reading, offset: int) -> bool:
    """Whether a word for a person of the case stands before, such as "betrokkene" or "cliënte"."""
    return not word_set("case_people").isdisjoint(reading.before(offset, _CASE_REACH).replace(",", " ").split())


def _named_behind(reading: Reading, offset: int) -> bool:
    """Whether a name follows: a word with a capital that is a name, or that no list knows as a word."""
    index = reading.token_at(offset)
    if index < len(reading.tokens) and reading.tokens[index].text in (",", ":", "("):
        index += 1
    if index >= len(reading.tokens):
        return False
    token = reading.tokens[index]
    if not token.capital or token.start - offset > 3 or "\n" in reading.text[offset : token.start]:
        return False
    known = is_first(reading, token) or is_last(reading, token) or reading.marked("PER", token.start, token.end)
    return known or reading.gazetteer.is_proper(token.text)


def _about_somebody(reading: Reading, offset: int) -> bool:
    """Whether a person is named in the same sentence, before or right behind."""
    low, high = max(0, offset - 120), offset + 60
    low = max(low, reading.text.rfind("\n", low, offset) + 1)
    return any(span.label == "PER" and span.end > low and span.start < high for span in reading.entities)


def _of_somebody(reading: Reading, offset: int) -> bool:
    """Whether "van" and a person follow: ``de moeder van mevrouw Vos``, ``de zoon van betrokkene``."""
    behind = reading.lower[offset : offset + 24]
    if not behind.startswith(" van "):
        return False
    index = reading.token_at(offset + 5)
    if index >= len(reading.tokens):
        return False
    token = reading.tokens[index]
    return token.lower in word_set("near_people") or reading.marked("PER", token.start, token.end)


def _plain_between(words: str) -> bool:
    return len(words) < 24
