# SPDX-License-Identifier: EUPL-1.2
"""How sure a name is: what the voices say together, weighed on texts that none of them was made from.

Each voice has a score of its own; how much it tells depends on which others agree and on the shape of what was found.
The weights of ``name_weights.json`` are fitted by ``training.weigher`` (logistic regression), so that a score is the
share of such findings that are names: of those with 0.9 about nine in ten.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, log
from typing import Final

from redaction.detection.merging import WORDS, Proposal
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.tokens import INITIAL, LINE, PREFIX, WORD
from redaction.detection.word_features import compound
from schemas.findings import Kind, Role

WEIGHTS: Final = "name_weights.json"
_GRADED: Final = frozenset({"naam_vorm", "naam_woorden"})
"""Voices whose scores are chances; of the others it counts that they speak, and how firmly."""
_MODEL: Final = "naam_model"
_FLOOR: Final = 0.5
_FLOOR_AGREED: Final = 0.85
_FIRM: Final = 0.85
_LONG: Final = 13
_MANY_WORDS: Final = 5
_MOST: Final = 0.999
_BUSINESS: Final = 0.75
_PLAIN: Final = 0.3
_IN_ROW: Final = 0.45
_LEAST_IN_ROW: Final = 0.12
_ROW: Final = re.compile(r"(?:[ ]?\([^()\n]{1,30}\))?(?:[,;]?[ ](?:en|of|&)[ ]|[,;][ ]|[ ]?/[ ])")
_LONGEST_ACRONYM: Final = 5
_UNREASONED: Final = _GRADED | {_MODEL}
"""Voices that look at the shape of a word and what stands around it."""
_HEARD: Final = 0.35


def weighed(reading: Reading, proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The proposals with scores that are shares; a word inside a name that is heard goes up in it."""
    weights = carried_weights()
    scored = [_weighed(reading, each, weights) if each.kind is Kind.NAAM else each for each in proposals]
    scored = list(_in_rows(reading, scored))
    heard = [each for each in scored if each.kind is Kind.NAAM and each.score >= _HEARD]
    return tuple(
        each
        for each in scored
        if each.kind not in WORDS or not any(name.start < each.end and each.start < name.end for name in heard)
    )


def _in_rows(reading: Reading, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """What stands in one row with a name that is sure ("Sagal en Karst") is asked about, but for towns and bodies."""
    names = [each for each in proposals if each.kind is Kind.NAAM]
    firm = {id(each) for each in names if each.score >= _FIRM}
    raised = {
        id(each)
        for left, right in pairwise(names)
        for each, other in ((left, right), (right, left))
        if id(other) in firm
        and _LEAST_IN_ROW <= each.score < _IN_ROW
        and _ROW.fullmatch(reading.text[left.end : right.start])
        and not reading.gazetteer.is_place(reading.text[each.start : each.end])
        and not reading.marked("ORG", each.start, each.end)
    }
    for each in proposals:
        yield replace(each, score=_IN_ROW) if id(each) in raised else each


def _weighed(reading: Reading, proposal: Proposal, weights: Mapping[str, float]) -> Proposal:
    chance = max(_chance(weights, name_features(reading, proposal)), _floor(proposal))
    if proposal.role is Role.BEDRIJF:
        # A name, surely; whether it is a person's is what nobody can tell from here.
        return replace(proposal, score=min(chance, _BUSINESS), doubtful=True)
    if _UNREASONED.issuperset(proposal.voices) and _is_acronym(reading.text[proposal.start : proposal.end]):
        line = reading.text[slice(*reading.line_of(proposal.start))]
        chance = chance if line.isupper() else min(chance, _PLAIN)
    if proposal.voices == (_MODEL,) and _plain_words(reading, proposal):
        return replace(proposal, score=min(chance, _PLAIN))
    return replace(proposal, score=chance)


def _is_acronym(written: str) -> bool:
    """True for a short word with several capitals and nothing else: RIVM, WvP."""
    return (
        1 < len(written) <= _LONGEST_ACRONYM
        and written.isalpha()
        and written[-1].isupper()
        and sum(map(str.isupper, written)) > 1
    )


def _plain_words(reading: Reading, proposal: Proposal) -> bool:
    """Words in small letters, each a word of the language or made of such, and none a name."""
    words, gazetteer = reading.words(proposal.start, proposal.end), reading.gazetteer
    return bool(words) and all(
        word.islower()
        and not gazetteer.is_first(word)
        and not gazetteer.is_last(word)
        and (all(map(gazetteer.is_spelled, word.split("-"))) or compound(gazetteer, word.replace("-", "")))
        for word in words
        if len(word) > 1
    )


def _floor(proposal: Proposal) -> float:
    """What a rule says is not wiped out by the silence of the models: the weights saw few of the frames there are."""
    voices = dict(zip(proposal.voices, proposal.strengths, strict=True))
    rules = [strength for voice, strength in voices.items() if voice not in _GRADED and voice != _MODEL]
    return max(rules, default=0.0) * (_FLOOR_AGREED if _MODEL in voices else _FLOOR)


def name_features(reading: Reading, proposal: Proposal) -> dict[str, float]:
    """What tells whether a proposal is the name of a person."""
    voices = dict(zip(proposal.voices, proposal.strengths, strict=True))
    features = {"always": 1.0}
    for voice, strength in voices.items():
        features[voice] = 1.0
        if voice in _GRADED:
            bounded = min(max(strength, 0.02), 0.98)
            features[f"{voice}.chance"] = log(bounded / (1 - bounded))
        elif strength >= _FIRM:
            features[f"{voice}.firm"] = 1.0
    features[f"voices.{min(len(voices), 4)}"] = 1.0
    features.update(dict.fromkeys(_shape(reading, proposal, alone=len(voices) == 1), 1.0))
    return features


def _shape(reading: Reading, proposal: Proposal, *, alone: bool) -> list[str]:
    first = reading.token_at(proposal.start)
    written = reading.text[proposal.start : proposal.end]
    tokens = [each for each in reading.tokens[first : first + 16] if each.end <= proposal.end]
    words = [each for each in tokens if each.sort == WORD and each.lower not in _SMALL]
    gazetteer = reading.gazetteer
    common = [gazetteer.is_spelled(each.text) for each in words]
    made = [compound(gazetteer, each.lower) or gazetteer.is_made(each.lower) for each in words]
    proper = [gazetteer.is_proper(each.text) for each in words]
    start = reading.starts_sentence(proposal.start)
    small, never = not any(each.capital for each in words), name_words().never
    line = reading.text[slice(*reading.line_of(proposal.start))]
    told = {
        "first": any(gazetteer.is_first(each.text) for each in words),
        "last": any(gazetteer.is_last(each.text) for each in words),
        "place": any(gazetteer.is_place(each.text) for each in words),
        "common.all": bool(words) and all(common),
        "common.some": any(common) and not all(common),
        "compound": any(made) and not any(common),
        "proper": any(proper),
        "initials": any(each.sort == INITIAL for each in tokens),
        "prefix": any(each.sort == PREFIX or each.lower in _SMALL for each in tokens),
        "capitals": written.isupper(),
        "acronym": _is_acronym(written) and not line.isupper(),
        "article": first > 0 and reading.tokens[first - 1].lower in _ARTICLES,
        "small.line": small and line == line.lower(),
        "small.mixed": small and line != line.lower(),
        "small.common": small and any(common),
        "never": any(each.lower in never for each in words),
        "line": any(each.sort == LINE for each in tokens),
        "long": len(words) == 1 and len(words[0].text) > _LONG,
        "words.many": len(words) >= _MANY_WORDS,
        "place.model": reading.marked("LOC", proposal.start, proposal.end),
        "body.model": reading.marked("ORG", proposal.start, proposal.end),
        "colon": reading.text[proposal.end : proposal.end + 1] == ":",
        "business": proposal.role is Role.BEDRIJF,
        "digits": _DIGIT.search(written) is not None,
    }
    given = [name for name, true in told.items() if true]
    single = len(words) == 1
    given.append(f"words.{min(len(words), 3)}.{start}")
    if single:
        given.append(f"single.{common[0]}.{made[0]}.{told['first'] or told['last']}.{start}")
        given.append(f"single.{common[0]}.{proper[0]}.{told['first'] or told['last']}")
    if alone:
        given.append(f"alone.{proposal.voices[0]}.{single}.{start}")
    return given


_ARTICLES: Final = frozenset({"de", "het", "een", "dit", "deze", "die", "dat", "onze", "geen", "elke"})
_DIGIT: Final = re.compile(r"\d")
_SMALL: Final = frozenset(
    {"van", "de", "der", "den", "het", "ten", "ter", "te", "el", "al", "von", "la", "da", "di", "bin", "ben", "'t"}
)


def _chance(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return min(_MOST, 1 / (1 + exp(-max(-30.0, min(30.0, total)))))


@cache
def carried_weights() -> Mapping[str, float]:
    """The weights that the package carries."""
    content = json.loads((files("redaction.detection") / WEIGHTS).read_text(encoding="utf-8"))
    weights: dict[str, float] = content["weights"]
    return weights
