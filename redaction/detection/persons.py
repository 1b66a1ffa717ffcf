# SPDX-License-Identifier: EUPL-1.2
"""One person, one decision: names are linked over a document, and a name found once is found everywhere in it.

A surname that is also a plain Dutch word or a town is followed only with its prefix, its initials or a form of address;
a first name only where no other person of the document has it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from redaction.detection.gazetteer import fold
from redaction.detection.merging import Proposal, completed_name
from redaction.detection.office import in_office, in_private, speaks_of_office
from redaction.detection.officials import Officials, moment_of
from redaction.detection.passages import Passage
from redaction.detection.patterns import INITIALS, PREFIX, TITLE, Pattern
from redaction.detection.person_names import PersonName, parse_name
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.recognisers.rollen import role_of
from schemas.findings import Kind, Role


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A passage, its reading, and what was proposed in it."""

    passage: Passage
    reading: Reading
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A proposal where it stands, and the person that it is about."""

    read: Read
    proposal: Proposal
    person: str | None = None


@dataclass(slots=True, eq=False)
class _Person:
    key: str
    names: list[PersonName] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    """Numbers of the mentions."""
    score: float = 0.0
    elsewhere: list[PersonName] = field(default_factory=list)
    """Names that other documents of the same dossier have for the person."""
    in_office: list[PersonName] = field(default_factory=list)
    """Names that stand with a public office."""

    def may_be(self, name: PersonName) -> bool:
        return all(known.may_be(name) for known in self.names)

    def holds_office(self, name: PersonName) -> bool:
        """True where every fuller name of the person stands with the office too, so that nobody else can be meant."""
        told = [each for each in self.in_office if each.surname]
        return bool(told) and all(any(_covers(each, other) for each in told) for other in (name, *self.names))


_WORD: Final = re.compile(r"[^\W\d_][^\W\d_'’]*(?:['’][^\W\d_]+)?")
_INTRODUCED: Final = Pattern(rf"(?:{TITLE}[ ]?|{INITIALS}[ ]?)(?:{PREFIX}[ ])*\Z|(?<!\p{{L}})(?:{PREFIX}[ ])+\Z")
_NEXT_WORD: Final = Pattern(r"[ ](\p{L}+)")
_PLACED: Final = Pattern(
    r"(?<!\p{L})(?:te|in|uit|naar|gemeente|bij|rond|nabij|regio|stad|dorp|kern|de|het|een|deze|dit|onze|van)[ ]\Z"
    r"|[-/]\Z"
)
"""Before a word that is a town or a thing here."""
_SURE_ENOUGH: Final = 0.6
"""Score from which a name is looked for elsewhere."""
_ECHO: Final = "Naam van een persoon die elders in dit stuk met meer zekerheid is gevonden."
_ECHO_ELSEWHERE: Final = "Naam van een persoon die in een ander stuk van dit dossier met meer zekerheid is gevonden."
_FOLLOWED: Final = 0.86
_FOLLOWED_FIRST: Final = 0.72
_VOICE: Final = "zelfde_persoon"
_LEAST_LETTERS: Final = 3
_CARRIERS: Final = frozenset({Kind.EMAIL, Kind.GEBRUIKERSNAAM, Kind.SOCIAL_MEDIA})


def link(
    reads: Sequence[Read], officials: Officials, moment: date | None, known: Sequence[str] = ()
) -> Iterator[Mention]:
    """Every proposal with its person and role, and what persons who were found are called elsewhere in the document.

    Args:
        reads: the passages of one document, or one text.
        officials: who holds a public office.
        moment: date of the document; None takes the first date in it.
        known: whole names of persons whom other documents of the same dossier name; they are looked for too.

    Raises:
        TimeoutError: a search did not end in time.
    """
    mentions = [Mention(read, proposal) for read in reads for proposal in read.proposals]
    persons = _persons(mentions)
    _add_known(persons, known)
    mentions = _echoed(mentions, persons)
    _with_addresses(persons, mentions)
    followed = list(_follow(reads, persons))
    for person, mention in followed:
        person.mentions.append(len(mentions))
        mentions.append(mention)
    naming = {id(mention.read): mention.read for mention in mentions if mention.proposal.kind is Kind.NAAM}
    speaking = {number for number, read in naming.items() if speaks_of_office(read.reading)}
    mentions = [_with_role(mention, office=id(mention.read) in speaking) for mention in mentions]
    owners = {number: person for person in persons for number in person.mentions}
    for number, person in owners.items():
        if mentions[number].proposal.role is Role.BESTUURDER and mentions[number].proposal.kind is Kind.NAAM:
            person.in_office.append(parse_name(_text(mentions[number])))
    day = date.today()
    if len(officials):
        day = moment or moment_of([read.reading for read in reads]) or day
    for number, mention in enumerate(mentions):
        owner = owners.get(number)
        if mention.proposal.kind is Kind.NAAM:
            listed = "" if owner is None else _listed(owner, officials, day)
            proposal = _linked_role(mention, owner, listed)
            yield Mention(mention.read, proposal, None if owner is None else owner.key)
        else:
            yield Mention(mention.read, mention.proposal, None if owner is None else owner.key)


def _covers(known: PersonName, other: PersonName) -> bool:
    """True where a name tells nothing that the known one does not: a bare surname, or the same initials."""
    return not (other.initials or other.given) or (bool(known.initials) and known.may_be(other))


def _persons(mentions: Sequence[Mention]) -> list[_Person]:
    """Groups of names that can be one person's; whole names first, so that a bare surname finds its owner."""
    named = [
        (number, parse_name(_text(mention)))
        for number, mention in enumerate(mentions)
        if mention.proposal.kind is Kind.NAAM
    ]
    persons: list[_Person] = []
    by_word: defaultdict[str, list[_Person]] = defaultdict(list)
    for number, name in sorted(named, key=lambda each: (-_told(each[1]), each[0])):
        words = name.surname or name.given[:1]
        fitting = list(dict.fromkeys(person for word in words for person in by_word[word] if person.may_be(name)))
        if len(fitting) == 1 or (fitting and name.whole):
            person = fitting[0]
        else:
            person = _Person("")
            persons.append(person)
        person.names.append(name)
        person.mentions.append(number)
        person.score = max(person.score, mentions[number].proposal.score)
        for word in (*name.surname, *name.given[:1]):
            if person not in by_word[word]:
                by_word[word].append(person)
    persons.sort(key=lambda person: min(person.mentions))
    for number, person in enumerate(persons, start=1):
        person.key = f"p{number}"
    return persons


def _add_known(persons: list[_Person], known: Sequence[str]) -> None:
    """Names from other documents of the dossier, with the person of this one whom each fits best, or a new one."""
    for text in dict.fromkeys(known):
        name = parse_name(text)
        if not name.whole:
            continue
        words = set(name.surname)
        person = next(
            (each for each in persons if each.may_be(name) and any(words & set(own.surname) for own in each.names)),
            None,
        )
        if person is None:
            person = _Person(f"p{len(persons) + 1}")
            persons.append(person)
        person.elsewhere.append(name)
        person.names.append(name)
        person.score = max(person.score, _FOLLOWED)


def _echoed(mentions: Sequence[Mention], persons: Sequence[_Person]) -> list[Mention]:
    """The mentions, of which the weak ones that name somebody who is surely named elsewhere are surer."""
    result = list(mentions)
    for person in persons:
        if person.score < _SURE_ENOUGH:
            continue
        sure = [parse_name(_text(result[at])) for at in person.mentions if result[at].proposal.score >= _SURE_ENOUGH]
        known = {word for name in (*sure, *person.elsewhere) for word in name.surname}
        for at in person.mentions:
            proposal = result[at].proposal
            first = not known & set(parse_name(_text(result[at])).surname)
            limit = min(person.score, _FOLLOWED_FIRST if first else _FOLLOWED)
            if proposal.score < limit and proposal.role is not Role.BEDRIJF and _may_follow(result[at], first):
                why = _ECHO_ELSEWHERE if person.elsewhere and not sure else _ECHO
                result[at] = replace(result[at], proposal=replace(proposal, score=limit, why=why))
    return result


def _told(name: PersonName) -> int:
    return 4 * bool(name.surname) + 2 * bool(name.given) + bool(name.initials) + len(name.surname)


def _with_addresses(persons: Sequence[_Person], mentions: Sequence[Mention]) -> None:
    """Mail addresses and user names that spell the name of exactly one person belong to that person."""
    for number, mention in enumerate(mentions):
        if mention.proposal.kind not in _CARRIERS or mention.proposal.role is Role.BEDRIJF:
            continue
        local = fold(_text(mention).partition("@")[0] or _text(mention))
        parts = [part for part in re.split(r"[^a-z]+", local) if part]
        owners = [person for person in persons if any(_spells(parts, name) for name in person.names)]
        if len(owners) == 1:
            owners[0].mentions.append(number)


def _spells(parts: Sequence[str], name: PersonName) -> bool:
    letters = "".join(parts)
    for word in name.surname:
        plain = re.sub(r"[^a-z]", "", word)
        if len(plain) >= _LEAST_LETTERS and (plain in parts or letters.endswith(name.prefix.replace(" ", "") + plain)):
            before = letters[: letters.rfind(plain)]
            return (
                not before
                or not name.initials
                or before[0] == name.initials[0]
                or before in name.prefix.replace(" ", "")
            )
    return False


def _follow(reads: Sequence[Read], persons: Sequence[_Person]) -> Iterator[tuple[_Person, Mention]]:
    surnames: defaultdict[str, list[_Person]] = defaultdict(list)
    firsts: defaultdict[str, list[_Person]] = defaultdict(list)
    for person in persons:
        if person.score < _SURE_ENOUGH:
            continue
        for name in person.names:
            for table, words in ((surnames, name.surname), (firsts, name.given[:1] if name.surname else ())):
                for word in words:
                    if len(word) >= _LEAST_LETTERS and person not in table[word]:
                        table[word].append(person)
    if not surnames and not firsts:
        return
    for read in reads:
        taken = [(each.start, each.end) for each in read.proposals]
        for match in _WORD.finditer(read.reading.text):
            word = match.group()
            if not word[0].isupper() and (len(word) <= _LEAST_LETTERS or read.reading.gazetteer.is_spelled(word)):
                continue
            plain = fold(word)
            owners, first = surnames.get(plain), False
            if not owners:
                owners, first = firsts.get(plain), True
            if not owners or any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if not _stands_alone(read.reading, match, first):
                continue
            followed = _with_prefix(read.reading, _followed(owners[0], match, first), owners[0])
            proposal = completed_name(read.reading, followed, read.proposals)
            if proposal is None or (read.passage.seam and len(read.passage.locate(proposal.start, proposal.end)) < 2):
                continue
            taken.append((proposal.start, proposal.end))
            yield owners[0], Mention(read, proposal)


def _may_follow(mention: Mention, first: bool) -> bool:
    """True unless a weak proposal is one word that is more often something else there."""
    start, end = mention.proposal.start, mention.proposal.end
    words = list(_WORD.finditer(mention.read.reading.text, start, end))
    return len(words) != 1 or _stands_alone(mention.read.reading, words[0], first)


def _stands_alone(reading: Reading, match: "re.Match[str]", first: bool) -> bool:
    """True where a word can be the name: a plain word or a town needs more than a capital."""
    word = match.group()
    if not (reading.common(word) or reading.gazetteer.is_place(word)):
        return True
    if _INTRODUCED.search(reading.text, max(0, match.start() - 30), match.start()):
        return not first
    if reading.starts_sentence(match.start()):
        after = _NEXT_WORD.match(reading.lower, match.end())
        return after is not None and after[1] != "en" and after[1] in name_words().deeds
    return not word.isupper() and not _PLACED.search(reading.lower, max(0, match.start() - 16), match.start())


def _followed(person: _Person, match: "re.Match[str]", first: bool) -> Proposal:
    limit = _FOLLOWED_FIRST if first else _FOLLOWED
    where = "in een ander stuk van dit dossier" if person.elsewhere and not person.mentions else "elders in dit stuk"
    return Proposal(
        kind=Kind.NAAM, start=match.start(), end=match.end(), score=min(limit, person.score), voices=(_VOICE,),
        why=f"Voornaam van een persoon die {where} met een achternaam staat." if first
        else f"Achternaam van een persoon die {where} is gevonden.",
        role=Role.ONBEKEND, doubtful=False,
    )  # fmt: skip


def _with_prefix(reading: Reading, proposal: Proposal, person: _Person) -> Proposal:
    """A surname with the prefix that the person is known with, where that stands before it."""
    for name in person.names:
        begin = proposal.start - len(name.prefix) - 1
        if name.prefix and begin >= 0 and reading.lower[begin : proposal.start] == f"{name.prefix} ":
            return replace(proposal, start=begin)
    return proposal


def _listed(person: _Person, officials: Officials, day: date) -> str:
    if not len(officials):
        return ""
    found = [official for name in person.names if (official := officials.named(name, day)) is not None]
    return found[0].function or "bestuurder" if found else ""


def _with_role(mention: Mention, *, office: bool) -> Mention:
    """A name with the role that the words right around it give it."""
    proposal, reading = mention.proposal, mention.read.reading
    if proposal.kind is not Kind.NAAM or proposal.role is Role.BEDRIJF:
        return mention
    if office and in_office(reading, proposal.start, proposal.end):
        why = "Naam bij een openbaar ambt in dezelfde zin of regel."
        return replace(mention, proposal=replace(proposal, role=Role.BESTUURDER, why=why))
    role = role_of(reading, proposal.start, proposal.end)
    return mention if role is proposal.role else replace(mention, proposal=replace(proposal, role=role))


def _linked_role(mention: Mention, person: _Person | None, listed: str) -> Proposal:
    """The role with what the list and the rest of the document add.

    Public by the list or by an office elsewhere in the document, but never where the words around a name are about
    private life, and never for a name that tells more than the name that the office was given to.
    """
    proposal, reading = mention.proposal, mention.read.reading
    if proposal.role is not Role.ONBEKEND or person is None:
        return proposal
    held = not listed and person.holds_office(parse_name(_text(mention)))
    private = (listed or held) and in_private(reading, proposal.start, proposal.end)
    if listed and private:
        why = "Staat op de lijst van bestuurders, maar hier in een zin over iets persoonlijks."
        return replace(proposal, role=Role.BURGER, why=why)
    if listed:
        return replace(proposal, role=Role.BESTUURDER, why=f"Staat op de lijst van bestuurders ({listed}).")
    if held and not private:
        why = "Naam van iemand die elders in dit stuk met een openbaar ambt genoemd wordt."
        return replace(proposal, role=Role.BESTUURDER, why=why)
    return proposal


def _text(mention: Mention) -> str:
    return mention.read.reading.text[mention.proposal.start : mention.proposal.end]
