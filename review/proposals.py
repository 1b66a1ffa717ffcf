# SPDX-License-Identifier: EUPL-1.2
"""What is proposed for a document: what detection found, in the light of the lists of the house and the dossier."""

import hashlib
from dataclasses import replace

from review.lists import HOUSE, Entry, terms_on, with_officials
from review.ports import Desk, DeskDocument
from schemas.findings import Action, Band, Finding, Findings, Kind, Span

_DEFAULT = "5.1.2.e"


def entries_for(desk: Desk, document: DeskDocument) -> tuple[Entry, ...]:
    """Lines of the lists that hold for a document."""
    own = () if document.dossier is None else desk.entries(document.dossier)
    return (*desk.entries(HOUSE), *own)


def proposals_of(desk: Desk, document: DeskDocument, findings: Findings) -> Findings:
    """Everything that is proposed for a document, from what detection found in it or would find."""
    entries = entries_for(desk, document)
    if not entries:
        return findings
    listed = with_officials(findings, entries, document.day)
    terms = terms_on(entries, document.day)
    added = tuple(found for term in terms for found in _found(desk, document, term))
    return replace(listed, findings=(*listed.findings, *_without_known(listed, added)))


def _found(desk: Desk, document: DeskDocument, term: Entry) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            id="term-" + hashlib.sha256(f"{place.page}:{place.start}:{place.end}".encode()).hexdigest()[:16],
            kind=Kind.TERM,
            spans=(Span(page=place.page, start=place.start, end=place.end, boxes=place.boxes),),
            score=1.0,
            band=Band.ZEKER,
            action=Action.REDACT,
            ground=term.about or _DEFAULT,
            why="Staat op de lijst van woorden die weg moeten.",
            recogniser="lijst",
            text=term.text,
        )
        for place in desk.occurrences(document.key, term.text)
    )


def _without_known(findings: Findings, added: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What no proposal to redact covers already; each place once."""
    known = [span for one in findings.findings if one.action is not Action.KEEP for span in one.spans]
    fresh: dict[str, Finding] = {}
    for one in added:
        span = one.spans[0]
        if not any(other.page == span.page and other.start <= span.start and span.end <= other.end for other in known):
            fresh[one.id] = one
    return tuple(fresh.values())
