# SPDX-License-Identifier: EUPL-1.2
"""From what recognisers propose to findings: overlaps resolved, names trimmed and completed, voices combined."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from math import prod
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import CAPITAL_WORD, INITIALS, PREFIX, TITLE, Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.tokens import WORD
from redaction.detection.vetoes import Veto, vetoes
from redaction.detection.word_features import compound
from schemas.findings import Kind, Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What several voices together take for one piece of personal data; offsets as in Candidate.

    Attributes:
        voices: names of the recognisers that agree, the one whose reason is given first.
        strengths: the score of each voice.
    """

    kind: Kind
    start: int
    end: int
    score: float
    why: str
    voices: tuple[str, ...]
    role: Role
    doubtful: bool
    strengths: tuple[float, ...] = ()

    @property
    def recogniser(self) -> str:
        """The voice whose reason is given."""
        return self.voices[0]


WORDS: Final = frozenset({Kind.RELATIE, Kind.GEZONDHEID, Kind.STRAFRECHTELIJK})
"""Kinds that plain words tell."""
_PLACES: Final = frozenset({Kind.ADRES, Kind.POSTCODE_HUISNUMMER, Kind.KADASTRAAL})
_ROLE_ORDER: Final = (
    Role.BEDRIJF, Role.BESTUURDER, Role.MEDEWERKER, Role.BURGER, Role.CONTACT, Role.ONDERWERP, Role.ONBEKEND,
)  # fmt: skip
_MOST: Final = 0.995
_MODELS: Final = frozenset({"naam_model", "naam_vorm"})
"""Voices that can say less about their reasons than a rule."""

_LEADING: Final = Pattern(
    rf"[\p{{C}}\s.,;:()\[\]\"“”„«»<>/|*•·…=+_-]+|{TITLE}\s*|(?!(?:{PREFIX})[\s])(?:\p{{Ll}}[\p{{L}}\p{{M}}-]*[.]?)(?=\s)\s*(?=.*\p{{Lu}})"
)
_TRAILING: Final = Pattern(r"(?:[\s,;:()\[\]\"“”„«»<>/|*•·…=+_’'-]+|(?<=\p{Ll}\p{L})\.)\Z")
_SMALL_END: Final = Pattern(rf"[ ](?!(?:{PREFIX})\Z)\p{{Ll}}[\p{{L}}\p{{M}}]*\Z")
_BEFORE: Final = Pattern(
    rf"(?:(?<![\p{{L}}.]){INITIALS}[ ]?(?:{PREFIX}[ ]?(?<=[ '’.])){{0,3}}"
    rf"|(?<=(?<!\p{{L}}){TITLE}[ ]?)(?:{PREFIX}[ ]?(?<=[ '’.])){{0,3}}"
    r"|(?<!\p{L})(?:(?:Van|Von|De|Den|Der|Het|Ten|Ter|Te|El|Al|Ben|Bin|Ait|Aït|Da|Dos|Di|Del|La|Le|Vd|V\.d\.|'t|’t)[ ]"
    r"(?:(?i:de|den|der|la|las|het|'t|’t)[ ]){0,2})|(?<!\p{L})[OD]['’])\Z"
)
_OPENING: Final = Pattern(rf"{PREFIX}|(?i:las)")
"""A word that ``_BEFORE`` can end with."""
_APART: Final = frozenset(("", *" \n\t.,:;()[]/"))
"""What no letter of the same word stands beside."""
_GOES_ON: Final = frozenset(" .'’-")
"""What may stand right before a name that goes on to the left."""
_HYPHENS: Final = frozenset("-–")
_AFTER: Final = Pattern(rf"[ ]?[-–][ ]?(?:{PREFIX}[ -]){{0,3}}{CAPITAL_WORD}")
_PREPOSITION: Final = Pattern(
    r"(?:van|von|in|op|aan|uit|bij|onder|over|tot|voor|te|de|het|een)\s+(?=(?:van|de|den|der|het|ten|ter|te|v\.)\s+\p{Lu}|\p{Lu}\p{L}+\s+\S)"
)
_LETTERS_BEFORE: Final = Pattern(r"[\p{L}\p{M}'’]+\Z")
_LETTERS_AFTER: Final = Pattern(r"[\p{L}\p{M}]+")
_INTRODUCED: Final = Pattern(rf"(?<!\p{{L}})(?:{TITLE}|{INITIALS})[ ]?\Z")
_ONLY_PREFIXES: Final = Pattern(rf"(?:{PREFIX}(?:\s+|$))+")
_GAP: Final = Pattern(rf"[ ]|[ ]\p{{Lu}}\p{{Ll}}{{1,11}}[ ]|[ ](?:{PREFIX}[ ]){{1,3}}")
"""Between two parts of one name: a space, or one word that no voice knows ("Shu Fen Tian")."""
_CAPITALS_BEFORE: Final = Pattern(r"(?:(?<![\p{L}.])\p{Lu}[\p{Lu}'’-]+[ ])+\Z")
_CAPITALS_AFTER: Final = Pattern(r"(?:[ ]\p{Lu}[\p{Lu}'’-]+(?!\p{L}))+")
_ANY_WORD: Final = Pattern(r"[\p{L}\p{M}][\p{L}\p{M}'’.-]*")
_NEXT_LINE: Final = Pattern(rf"[ ]?\n[ ]?(?:{PREFIX}[ ]){{0,3}}(?P<word>{CAPITAL_WORD})(?=[ ]\p{{Ll}}|[,.)])")
_RUNNING_BEFORE: Final = Pattern(r"(?<!\p{L})\p{Ll}{2,}[ ]\Z")
_FAMILY: Final = Pattern(
    rf"[ ](?:(?:van|de|der|den|el|al|ter|ten|te)[ ]){{0,2}}(?P<word>{CAPITAL_WORD})(?![\p{{L}}@-])"
)
_TURNED: Final = Pattern(rf"[ ]?,[ ](?P<word>{CAPITAL_WORD})(?=[ ]?[,;.)|\t]|[ ]?\n|[ ]\d|\Z)")
_FIELD_BEFORE: Final = Pattern(r"(?:\A|[\n:;|\t(]|\d[.)]?)[ ]{0,2}\Z")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_TITLE_STARTS: Final = frozenset({
    "de", "heren", "heer", "dhr", "meneer", "mevrouw", "mevr", "mw", "mvr", "mej", "mejuffrouw", "juffrouw", "familie",
    "fam", "weduwe", "wed", "erven", "echtgenote", "echtgenoot", "drs", "ir", "ing", "dr", "prof", "mr",
})  # fmt: skip
"""First words of ``TITLE``."""
_LONG: Final = 12
_MOST_TRAILING: Final = 60
_INITIALS_ONLY: Final = Pattern(rf"{INITIALS}(?:{PREFIX}[ ]?)*")
_SMALL_WORD: Final = Pattern(r"\p{Ll}+")
_BLANK_LINE: Final = Pattern(r"\n\s*\n|[\t;|]|\"[,;]")


def merge(reading: Reading, candidates: Sequence[Candidate]) -> tuple[Proposal, ...]:
    """Proposals of one reading, in order; none overlaps another, but for plain words inside what may be a name.

    Raises:
        TimeoutError: a search did not end in time.
    """
    others = _resolved([each for each in candidates if each.kind is not Kind.NAAM])
    firm = [each for each in others if each.kind not in WORDS]
    names = _names(reading, [each for each in candidates if each.kind is Kind.NAAM], firm)
    words = [each for each in others if each.kind in WORDS]
    return tuple(sorted((*firm, *names, *words), key=lambda each: each.start))


def completed_name(reading: Reading, proposal: Proposal, taken: Sequence[Proposal]) -> Proposal | None:
    """A name that was found by one of its words, with the rest of it; None where the word is part of something else."""
    blocked: list[Proposal | Veto] = [*taken, *(thing for thing in vetoes(reading) if not thing.personal)]
    if any(other.start < proposal.end and proposal.start < other.end for other in blocked):
        return None
    return _completed(reading, proposal, blocked)


def _resolved(candidates: Iterable[Candidate]) -> list[Proposal]:
    """One proposal per place: the strongest kind has it, and what it does not cover stays with the weaker one."""
    ranked = sorted(candidates, key=_strength, reverse=True)
    taken: list[Proposal] = []
    for candidate in ranked:
        same = [at for at, other in enumerate(taken) if other.kind is candidate.kind and _overlap(other, candidate)]
        if same:
            taken[same[0]] = _joined(taken[same[0]], candidate)
            continue
        for start, end in _without(candidate.start, candidate.end, taken):
            taken.append(replace(_proposal(candidate), start=start, end=end))
    return taken


def _strength(candidate: Candidate) -> tuple[int, bool, int, float, int]:
    """What goes before what: among doubtful ones the longest, for half of a broken number looks like another."""
    firmness = 0 if candidate.kind in WORDS else 1 if candidate.kind in _PLACES else 2
    length = candidate.end - candidate.start
    return firmness, not candidate.doubtful, length if candidate.doubtful else 0, candidate.score, length


def _proposal(candidate: Candidate) -> Proposal:
    return Proposal(
        kind=candidate.kind, start=candidate.start, end=candidate.end, score=candidate.score, why=candidate.why,
        voices=(candidate.recogniser,), role=candidate.role, doubtful=candidate.doubtful,
    )  # fmt: skip


def _joined(proposal: Proposal, candidate: Candidate) -> Proposal:
    """The stronger proposal with the extent of both; a candidate that is sure takes the doubt away."""
    role = proposal.role if proposal.role is not Role.ONBEKEND else candidate.role
    voices = proposal.voices if candidate.recogniser in proposal.voices else (*proposal.voices, candidate.recogniser)
    return replace(
        proposal, start=min(proposal.start, candidate.start), end=max(proposal.end, candidate.end), role=role,
        voices=voices, score=max(proposal.score, candidate.score), doubtful=proposal.doubtful and candidate.doubtful,
    )  # fmt: skip


def _without(start: int, end: int, taken: Iterable[Proposal | Veto]) -> list[tuple[int, int]]:
    """What is left of a stretch when others are taken out, from left to right."""
    left = []
    for other in sorted(taken, key=lambda each: each.start):
        if other.start < end and start < other.end:
            if start < other.start:
                left.append((start, other.start))
            start = max(start, other.end)
    return [*left, (start, end)] if start < end else left


def _overlap(one: Proposal, other: Proposal | Candidate) -> bool:
    return one.start < other.end and other.start < one.end


def _names(reading: Reading, candidates: Sequence[Candidate], firm: Sequence[Proposal]) -> list[Proposal]:
    things = vetoes(reading) if candidates else ()
    strict = [thing for thing in things if not thing.personal]
    own = {thing.start for thing in things if thing.personal}
    # "Piet Vos van Studio Quist" is a person and a business.
    pieces = [
        candidate if (start, end) == (candidate.start, candidate.end) else replace(candidate, start=start, end=end)
        for candidate in candidates
        for begin, stop in _without(_own_start(reading, candidate, candidates), candidate.end, (*firm, *strict))
        for low, high in _cut(begin, stop, own)
        for start, end in _tidied(reading, low, high)
    ]
    groups: list[list[Candidate]] = []
    for piece in sorted(pieces, key=lambda each: (each.start, each.end)):
        last = max((each.end for each in groups[-1]), default=0) if groups else -2
        if (
            groups
            and piece.start not in own
            and (piece.start < last or _GAP.fullmatch(reading.text[last : piece.start]))
        ):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    blocked: list[Proposal | Veto] = [*firm, *strict]
    named = [_completed(reading, _combined(group), blocked) for group in groups]
    return [_business(each, things) for each in _apart(named)]


def _cut(start: int, end: int, places: Set[int]) -> Iterator[tuple[int, int]]:
    """A stretch in parts that begin at these places."""
    for place in sorted(place for place in places if start < place < end):
        yield start, place
        start = place
    yield start, end


def _own_start(reading: Reading, candidate: Candidate, others: Sequence[Candidate]) -> int:
    """Where a name begins when its first word is made of plain words and no other voice takes it for a name."""
    if reading.text[candidate.start : candidate.end].isalpha():
        return candidate.start
    words = list(_ANY_WORD.finditer(reading.text, candidate.start, candidate.end))
    first = words[0] if len(words) > 1 else None
    if first is None or not compound(reading.gazetteer, first.group().lower()) or reading.common(first.group()):
        return candidate.start
    if any(
        each.recogniser != candidate.recogniser and each.start < first.end()
        for each in others
        if each.end > first.start()
    ):
        return candidate.start
    return words[1].start()


def _combined(group: Sequence[Candidate]) -> Proposal:
    """Voices that agree strengthen each other: the chance that all are wrong is the product of theirs."""
    best = max(group, key=lambda each: (each.recogniser not in _MODELS, each.score, each.end - each.start))
    voice_scores: dict[str, float] = {}
    for each in group:
        voice_scores[each.recogniser] = max(voice_scores.get(each.recogniser, 0.0), each.score)
    voices = sorted(voice_scores, key=lambda name: (name in _MODELS, -voice_scores[name], name))
    roles = [each.role for each in group]
    return Proposal(
        kind=Kind.NAAM,
        start=min(each.start for each in group),
        end=max(each.end for each in group),
        score=min(_MOST, 1 - prod(1 - score for score in voice_scores.values())),
        why=best.why,
        voices=tuple(voices),
        strengths=tuple(voice_scores[name] for name in voices),
        role=min(roles, key=_ROLE_ORDER.index),
        doubtful=all(each.doubtful for each in group),
    )


def _tidied(reading: Reading, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A name without titles, marks and small words around it; a blank line or the end of a cell parts two names."""
    text = reading.text
    begin = start
    for match in (*(_BLANK_LINE.finditer(text, start, end) if "\n" in text[start:end] else ()), None):
        stop = end if match is None else match.start()
        low, high = begin, stop
        begin = stop if match is None else match.end()
        while low < high and (lead := _lead(text, low, high)) and lead.end() > low:
            low = lead.end()
        if (
            text[low : low + 1].islower()
            and (small := _PREPOSITION.match(text, low, high))
            and not _INTRODUCED.search(text, max(0, low - 24), low)
        ):
            low = small.end()
        while low < high and (trail := _trail(text, low, high)):
            high = trail.start()
        whole = (low, high) == (start, end)
        # One small word is what is left of a sentence, unless a recogniser meant exactly that word ("groet, fatima").
        left = text[low:high]
        if sum(map(str.isalpha, left)) < 2:
            continue
        if _ONLY_PREFIXES.fullmatch(left) and not _INTRODUCED.search(text, max(0, low - 24), low):
            continue
        if whole or not _SMALL_WORD.fullmatch(left):
            yield low, high


def _lead(text: str, start: int, end: int) -> "re.Match[str] | None":
    """Marks, a title or a small word at the begin of a stretch; most begin with a capital that is none of them."""
    if text[start].isupper():
        first = _FIRST_WORD.match(text, start, end)
        if first is not None and first.group().lower() not in _TITLE_STARTS:
            return None
    return _LEADING.match(text, start, end)


def _trail(text: str, start: int, end: int) -> "re.Match[str] | None":
    """Marks or a small word at the end of a stretch."""
    if not text[end - 1].isalnum():
        return _TRAILING.search(text, max(start, end - _MOST_TRAILING), end) or _small_end(text, start, end)
    return _small_end(text, start, end)


def _small_end(text: str, start: int, end: int) -> "re.Match[str] | None":
    """A small word behind a name with a capital."""
    space = text.rfind(" ", start, end)
    if space < 0 or not text[space + 1 : space + 2].islower():
        return None
    found = _SMALL_END.search(text, start, end)
    return found if found and any(letter.isupper() for letter in text[start : found.start()]) else None


def _completed(reading: Reading, proposal: Proposal, blocked: Sequence[Proposal | Veto]) -> Proposal:
    """A name with the initials, prefixes and letters that belong to it."""
    text, start, end = reading.text, proposal.start, proposal.end
    line, _ = reading.line_of(start)
    low = max(line, start - 40)
    if text[start - 1 : start] not in _APART and text[start].isalpha():
        letters = _LETTERS_BEFORE.search(text, low, start)
        start = start if letters is None else letters.start()
    if text[end : end + 1] not in _APART and text[end - 1].isalpha():
        letters = _LETTERS_AFTER.match(text, end)
        end = end if letters is None else letters.end()
    if text[start - 1 : start] in _GOES_ON and _may_go_on(reading, start):
        before = _BEFORE.search(text, low, start)
        start = start if before is None else before.start()
    if text[end : end + 2].lstrip()[:1] in _HYPHENS and (after := _AFTER.match(text, end)):
        end = after.end()
    if text[start:end].isupper() and not text[slice(*reading.line_of(start))].isupper():
        if capitals := _CAPITALS_BEFORE.search(text, low, start):
            start = capitals.start()
        if capitals := _CAPITALS_AFTER.match(text, end):
            end = capitals.end()
    end = _over_line_end(reading, start, _with_family(reading, start, end))
    free = [part for part in _without(start, end, blocked) if part[0] <= proposal.start and proposal.end <= part[1]]
    start, end = free[0] if free else (proposal.start, proposal.end)
    return proposal if (start, end) == (proposal.start, proposal.end) else replace(proposal, start=start, end=end)


def _may_go_on(reading: Reading, start: int) -> bool:
    """A quick look before the slow one: False behind a whole word that belongs to no name that goes on."""
    tokens, index = reading.tokens, reading.token_at(start) - 1
    if index < 0:
        return False
    token = tokens[index]
    return token.sort != WORD or token.end > start or len(token.text) < 2 or _OPENING.fullmatch(token.text) is not None


def _with_family(reading: Reading, start: int, end: int) -> int:
    """One word goes on with an unknown word behind it ("Ugo Hulshof"), or behind a comma at a field's begin."""
    if len(reading.words(start, end)) != 1:
        return end
    begins = _FIELD_BEFORE.search(reading.text, max(0, start - 6), start) is not None
    following = _FAMILY.match(reading.text, end) or (_TURNED.match(reading.text, end) if begins else None)
    if following is None:
        return end
    word = following["word"]
    known = reading.common(word) or reading.gazetteer.is_place(word) or word.lower() in name_words().never
    return end if known or (compound(reading.gazetteer, word.lower()) and len(word) > _LONG) else following.end()


def _over_line_end(reading: Reading, start: int, end: int) -> int:
    """A first name or initials at the end of a line go on with the word that begins the next, mid-sentence."""
    following = _NEXT_LINE.match(reading.text, end) if "\n" in reading.text[end : end + 2] else None
    if following is None:
        return end
    words = reading.words(start, end)
    if reading.common(following["word"]) or reading.gazetteer.is_first(following["word"]):
        return end
    initials = _INITIALS_ONLY.fullmatch(reading.text[start:end]) is not None
    running = _RUNNING_BEFORE.search(reading.text, max(0, start - 20), start) is not None
    given = len(words) == 1 and (running or reading.gazetteer.is_first(words[0]))
    return following.end() if initials or given else end


def _apart(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Names that met while they were completed become one."""
    result: list[Proposal] = []
    for each in proposals:
        if result and each.start < result[-1].end:
            last = result[-1]
            result[-1] = replace(
                last if last.score >= each.score else each,
                start=min(last.start, each.start),
                end=max(last.end, each.end),
                score=max(last.score, each.score),
                doubtful=last.doubtful and each.doubtful,
            )
        else:
            result.append(each)
    return result


def _business(proposal: Proposal, things: Sequence[Veto]) -> Proposal:
    if any(thing.personal and thing.start < proposal.end and proposal.start < thing.end for thing in things):
        return replace(
            proposal, role=Role.BEDRIJF,
            why="Naam in die van een onderneming zonder rechtspersoon; dat kan de naam van de ondernemer zijn.",
        )  # fmt: skip
    return proposal
