# SPDX-License-Identifier: EUPL-1.2
"""One decision over a whole dossier: first counted per document, then written as one act, and undone as one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from review.acting import Acting
from review.events import EventKind
from review.folding import undone_in
from review.journal import Entry, Lease
from review.lists import folded
from review.opening import Opened, addition_of, decision_on
from review.ports import WORKABLE, DeskDocument
from review.roles import Role
from review.texts import sentence
from schemas.errors import WrongUse
from schemas.findings import Finding, Findings
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
    """A decision over a dossier, before it is taken."""

    reaches: tuple[Reach, ...]
    entries: tuple[Entry, ...]

    @property
    def hits(self) -> int:
        """Places that are reached, over all documents."""
        return sum(reach.hits for reach in self.reaches if not reach.why_not)


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


def members(acting: Acting, document: DeskDocument) -> tuple[DeskDocument, ...]:
    """The documents of the dossier of a document, itself among them."""
    if document.dossier is None:
        return (document,)
    return tuple(other for other in acting.desk.documents() if other.dossier == document.dossier)


def counts(acting: Acting, opened: Opened, findings: tuple[Finding, ...]) -> Mapping[str, int]:
    """How often each finding's person or thing stands in the dossier."""
    total: Counter[tuple[str, str]] = Counter()
    for document in members(acting, opened.document):
        total.update((one.kind.value, folded(one.text)) for one in acting.desk.findings(document.key).findings)
    return {
        one.id: sum(total[one.kind.value, text] for text in same_as(opened.state.findings, one)) for one in findings
    }


def plan_decision(
    acting: Acting, opened: Opened, finding: Finding, action: DecisionKind, ground: str | None, *, whole: bool
) -> Plan:
    """What deciding on a person or thing would do: in the document, or over the whole dossier."""
    texts = same_as(opened.state.findings, finding)
    documents = members(acting, opened.document) if whole else (opened.document,)
    leases = acting.desk.journal.leases(acting.desk.now())
    reaches, entries = [], []
    for document in documents:
        other = opened if document.key == opened.document.key else acting.open(document.key)
        found = occurrences_in(other.state.findings, finding, texts)
        if not found:
            continue
        why_not = _why_not(acting, document, leases)
        reaches.append(Reach(document=document, hits=len(found), why_not=why_not))
        if not why_not:
            details = tuple(decision_on(one, action, ground) for one in found)
            entries.append(Entry(document=document.key, kind=EventKind.DECIDED, about=other.about, details=details))
    return Plan(reaches=tuple(reaches), entries=tuple(entries))


def plan_text(acting: Acting, opened: Opened, text: str, ground: str, *, whole: bool) -> Plan:
    """What redacting a text wherever it stands would do: in the document, or over the whole dossier.

    Raises:
        WrongUse: the text is too short to be meant, or the ground is none.
    """
    if len(folded(text)) < 2:
        raise WrongUse("This text is too short.", advice="Give at least two letters.")
    code = parse_grond(ground).value
    leases = acting.desk.journal.leases(acting.desk.now())
    reaches, entries = [], []
    for document in members(acting, opened.document) if whole else (opened.document,):
        other = acting.open(document.key)
        there = {(added.page, added.start, added.end) for added in other.state.additions}
        places = [
            place
            for place in acting.desk.occurrences(document.key, text)
            if (place.page, place.start, place.end) not in there
        ]
        if not places:
            continue
        why_not = _why_not(acting, document, leases)
        reaches.append(Reach(document=document, hits=len(places), why_not=why_not))
        if not why_not:
            details = tuple(addition_of(place, code) for place in places)
            entries.append(Entry(document=document.key, kind=EventKind.ADDED, about=other.about, details=details))
    return Plan(reaches=tuple(reaches), entries=tuple(entries))


def carry_out(acting: Acting, plan: Plan) -> str:
    """Take the decision. Gives the name of the act, by which it can be undone.

    Raises:
        WrongUse: it reaches nothing.
    """
    acting.account.must(Role.BEOORDELAAR, Role.TWEEDE_BEOORDELAAR)
    if not plan.entries:
        raise WrongUse("This reaches no document that can be changed.", advice="Look at the reasons in the list.")
    stands = {reach.document.key: reach.document.stand for reach in plan.reaches}
    for entry in plan.entries:
        if stands[entry.document] == "to_review":
            acting.desk.begin(entry.document, acting.actor)
    return acting.desk.journal.append_over(plan.entries, actor=acting.actor, now=acting.desk.now())


def take_back(acting: Acting, act: str) -> tuple[int, tuple[DeskDocument, ...]]:
    """Undo a decision over a dossier. Gives how many places, and the documents that could not be changed any more."""
    acting.account.must(Role.BEOORDELAAR, Role.TWEEDE_BEOORDELAAR)
    by_document: dict[int, list[int]] = {}
    for event in acting.desk.journal.of_act(act):
        by_document.setdefault(event.document, []).append(event.number)
    leases = acting.desk.journal.leases(acting.desk.now())
    entries, left = [], []
    for key, numbers in by_document.items():
        opened = acting.open(key)
        standing = [number for number in numbers if number not in undone_in(opened.events)]
        if _why_not(acting, opened.document, leases):
            left.append(opened.document)
        elif standing:
            details = tuple({"of": number} for number in standing)
            entries.append(Entry(document=key, kind=EventKind.UNDONE, about=opened.about, details=details))
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
