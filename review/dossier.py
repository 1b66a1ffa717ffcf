# SPDX-License-Identifier: EUPL-1.2
"""One decision over a whole dossier: first counted per document, then written as one act, and undone as one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from review.acting import Acting
from review.events import EventKind
from review.folding import undone_in
from review.journal import Entry, Lease
from review.lists import folded
from review.opening import Opened, addition_of, decision_on
from review.ports import WORKABLE, DeskDocument, Stand, Tally
from review.roles import Role
from review.texts import sentence
from schemas.errors import WrongUse
from schemas.findings import Finding, Findings, Kind
from schemas.review import DecisionKind
from schemas.woo import parse_grond


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """What a decision would do in one document.

    Attributes:
        hits: places that it reaches.
        why_not: why the document is left as it is; empty when it is not.
    """

    document: DeskDocument
    hits: int
    why_not: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A decision over several documents, before it is taken."""

    reaches: tuple[Reach, ...]
    entries: tuple[Entry, ...]

    @property
    def hits(self) -> int:
        """Places that are reached, over all documents."""
        return sum(reach.hits for reach in self.reaches if not reach.why_not)

    @property
    def documents(self) -> int:
        """Documents in which something is decided."""
        return sum(not reach.why_not for reach in self.reaches)


def same_as(findings: Findings, finding: Finding) -> frozenset[str]:
    """How the person or thing of a finding is written in its document, folded."""
    return frozenset(
        folded(one.text)
        for one in findings.findings
        if one.text and (one.id == finding.id or (finding.person is not None and one.person == finding.person))
    )


def occurrences_in(findings: Findings, finding: Finding, texts: frozenset[str]) -> tuple[Finding, ...]:
    """The findings of a document that are about the same person or thing."""
    return tuple(one for one in findings.findings if one.kind is finding.kind and folded(one.text) in texts)


def tally_of(findings: Findings) -> Tally:
    """How often each person or thing is written in a document, by kind and folded text."""
    return Counter((one.kind.value, folded(one.text)) for one in findings.findings if one.text)


def counts(acting: Acting, opened: Opened, findings: tuple[Finding, ...]) -> Mapping[str, int]:
    """How often each finding's person or thing stands in the dossier."""
    dossier = opened.document.dossier
    tallies = [tally_of(opened.state.findings)] if dossier is None else acting.desk.tallies(dossier).values()
    wanted = {one.id: [(one.kind.value, text) for text in same_as(opened.state.findings, one)] for one in findings}
    asked = {thing for things in wanted.values() for thing in things}
    total: Counter[tuple[str, str]] = Counter()
    for tally in tallies:
        for thing in asked & tally.keys():
            total[thing] += tally[thing]
    return {id: sum(total[thing] for thing in things) for id, things in wanted.items()}


def plan_decision(
    acting: Acting, opened: Opened, finding: Finding, action: DecisionKind, ground: str | None, *, whole: bool
) -> Plan:
    """What deciding on a person or thing would do: in the document, or over the whole dossier."""
    texts = same_as(opened.state.findings, finding)
    things = frozenset((finding.kind.value, text) for text in texts)

    def meet(tally: Tally) -> bool:
        return finding.kind is Kind.TERM or not things.isdisjoint(tally)  # terms come from a list, not from detection

    def entries(other: Opened) -> tuple[Entry, ...]:
        details = tuple(
            decision_on(one, action, ground) for one in occurrences_in(other.state.findings, finding, texts)
        )
        return _entry(other, EventKind.DECIDED, details)

    return plan_over(acting, _reached(acting, opened, whole, meet), entries)


def plan_text(acting: Acting, opened: Opened, text: str, ground: str, *, whole: bool) -> Plan:
    """What redacting a text wherever it stands would do: in the document, or over the whole dossier.

    Raises:
        WrongUse: the text is too short to be meant, or the ground is none.
    """
    if len(folded(text)) < 2:
        raise WrongUse("This text is too short.", advice="Give at least two letters.")
    code = parse_grond(ground).value

    def entries(other: Opened) -> tuple[Entry, ...]:
        there = {(added.page, added.start, added.end) for added in other.state.additions}
        places = acting.desk.occurrences(other.document.key, text)
        fresh = (place for place in places if (place.page, place.start, place.end) not in there)
        return _entry(other, EventKind.ADDED, tuple(addition_of(place, code) for place in fresh))

    return plan_over(acting, _reached(acting, opened, whole, lambda _: True), entries)


def _reached(acting: Acting, opened: Opened, whole: bool, meet: Callable[[Tally], bool]) -> Iterator[Opened]:
    """The document itself, or those of its dossier whose tally meets what is asked."""
    dossier = opened.document.dossier
    if dossier is None or not whole:
        yield opened
    else:
        yield from acting.open_all([key for key, tally in acting.desk.tallies(dossier).items() if meet(tally)])


def _entry(opened: Opened, kind: EventKind, details: tuple[Mapping[str, Any], ...]) -> tuple[Entry, ...]:
    if not details:
        return ()
    return (Entry(document=opened.document.key, kind=kind, about=opened.about, details=details),)


def plan_over(acting: Acting, documents: Iterable[Opened], entries_for: Callable[[Opened], tuple[Entry, ...]]) -> Plan:
    """What an act over several documents would do, given what it would write in each."""
    leases = acting.desk.journal.leases(acting.desk.now())
    reaches: list[Reach] = []
    entries: list[Entry] = []
    for opened in documents:
        made = entries_for(opened)
        if not made:
            continue
        why_not = _why_not(acting, opened.document, leases)
        hits = sum(len(one.details) for one in made)
        reaches.append(Reach(document=opened.document, hits=hits, why_not=why_not))
        if not why_not:
            entries += made
    return Plan(reaches=tuple(reaches), entries=tuple(entries))


def carry_out(acting: Acting, plan: Plan) -> str:
    """Take the decision. Gives the name of the act, by which it can be undone.

    Raises:
        WrongUse: it reaches nothing.
    """
    acting.account.must(Role.BEOORDELAAR, Role.TWEEDE_BEOORDELAAR)
    if not plan.entries:
        raise WrongUse("This reaches no document that can be changed.", advice="Look at the reasons in the list.")
    waiting = {reach.document.key for reach in plan.reaches if reach.document.stand is Stand.TO_REVIEW}
    acting.desk.begin(sorted({entry.document for entry in plan.entries} & waiting), acting.actor)
    return acting.desk.journal.append_over(plan.entries, actor=acting.actor, now=acting.desk.now())


def take_back(acting: Acting, act: str) -> tuple[int, tuple[DeskDocument, ...]]:
    """Undo a decision over a dossier. Gives how many places, and the documents that could not be changed any more."""
    acting.account.must(Role.BEOORDELAAR, Role.TWEEDE_BEOORDELAAR)
    by_document: dict[int, list[int]] = {}
    for event in acting.desk.journal.of_act(act):
        by_document.setdefault(event.document, []).append(event.number)
    leases = acting.desk.journal.leases(acting.desk.now())
    entries, left = [], []
    for opened in acting.open_all(list(by_document)):
        undone = undone_in(opened.events)
        standing = [number for number in by_document[opened.document.key] if number not in undone]
        if _why_not(acting, opened.document, leases):
            left.append(opened.document)
        elif standing:
            details = tuple({"of": number} for number in standing)
            entries.append(
                Entry(document=opened.document.key, kind=EventKind.UNDONE, about=opened.about, details=details)
            )
    if entries:
        acting.desk.journal.append_over(entries, actor=acting.actor, now=acting.desk.now())
    return sum(len(entry.details) for entry in entries), tuple(left)


def _why_not(acting: Acting, document: DeskDocument, leases: Mapping[int, Lease]) -> str:
    lease = leases.get(document.key)
    if document.stand not in WORKABLE:
        return sentence("reach.done")
    if lease is not None and lease.actor != acting.actor:
        return sentence("reach.in_hand")
    return ""
