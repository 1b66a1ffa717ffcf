# SPDX-License-Identifier: EUPL-1.2
"""Searches documents again after the policy, a list or the model changed: decisions stay, new proposals are open."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

from flows.engine import Examination, search_again
from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Document
from flows.searching import with_marked
from flows.stored import get_value, put_value
from flows.workshop import choice_of
from review.events import EventKind
from review.folding import fold
from review.journal import Entry, Stale, Versions
from review.ports import Desk, NoSuchDocument, SearchedAgain
from review.proposals import proposals_of
from review.state import DeskState
from schemas.findings import Action, Band, Finding, Findings, Kind

WITH_PEOPLE: Final = frozenset({State.TO_REVIEW, State.RETURNED, State.IN_REVIEW})
"""New proposals simply appear."""
FINISHED: Final = frozenset({State.REVIEWED, State.SECOND_REVIEW, State.APPROVED, State.SUSPENDED})
"""With new proposals it comes back to the worklist; what is suspended stays so after the people are done with it."""
OUT: Final = frozenset({State.PUBLISHED, State.PARTLY})
"""It is public: it is looked at and told, for taking it back is a decision of a person."""


class Caller(Protocol):
    """Who does work in a process of its own."""

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Do it."""


def redetect(house: House, caller: Caller, desk: Desk, key: int, actor: str) -> SearchedAgain:
    """Search a document again.

    Raises:
        NoSuchDocument: it is not at a place where it can be searched again.
        Stale: it went elsewhere while it was searched.
        DocumentBlocked: part of it could not be analysed; nothing was changed.
    """
    row = house.ledger.documents.get(key)
    if row.state not in WITH_PEOPLE | FINISHED | OUT or row.prepared is None or row.findings is None:
        raise NoSuchDocument
    before = get_value(house.store, row.findings, Examination)
    prepared = house.store.get(row.prepared)
    found: Findings = caller.call(
        search_again, prepared, before.scans, choice_of(house.settings), row.category, _known(house, desk, key)
    )
    added, gone = _difference(before.findings.findings, found.findings)
    lost = (*gone, *(one for one in before.gone if one.id not in {each.id for each in found.findings}))
    after = replace(before, findings=found, gone=lost)
    state = _state(desk, row, after)
    decided = state.needs_look if state.last else _goes_further(before.findings.findings, state.findings.findings)
    back = row.state in FINISHED and decided
    told = SearchedAgain(
        document=key, added=len(added), gone=len(gone), overtaken=len(state.overtaken), back=back,
        public=row.state in OUT,
    )  # fmt: skip
    if not told.public and (added or gone or back or after != before):
        _write(house, desk, row, after, actor, [one.id for one in added], [one.id for one in gone], back)
    return told


def _known(house: House, desk: Desk, key: int) -> tuple[str, ...]:
    """Names of persons that are proposed in the other documents of the same dossier; kept names are not among them."""
    dossier = desk.document(key).dossier
    if dossier is None:
        return ()
    names: set[str] = set()
    for other in desk.tallies(dossier).keys() - {key}:
        findings = house.ledger.documents.get(other).findings
        found = () if findings is None else get_value(house.store, findings, Examination).findings.findings
        names.update(
            one.text
            for one in found
            if one.kind is Kind.NAAM and one.action is Action.REDACT and one.band is Band.ZEKER and one.text
        )
    return tuple(sorted(names))


def _difference(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What is new, and what is gone. The same kind of data at the same place has the same identifier."""
    old, new = {one.id for one in before}, {one.id for one in after}
    return tuple(one for one in after if one.id not in old), tuple(one for one in before if one.id not in new)


def _goes_further(before: Sequence[Finding], after: Sequence[Finding]) -> bool:
    """True when something is to go that the policy, which decided alone, did not take away before."""
    went = {one.id for one in before if one.action is not Action.KEEP}
    return any(one.action is not Action.KEEP and one.id not in went for one in after)


def _state(desk: Desk, row: Document, examination: Examination) -> DeskState:
    """The document as it would stand."""
    found = proposals_of(desk, desk.document(row.key), with_marked(examination))
    return fold(found, desk.journal.events(row.key), gone=examination.gone)


def _write(
    house: House, desk: Desk, row: Document, after: Examination, actor: str, added: list[str], gone: list[str],
    back: bool,
) -> None:  # fmt: skip
    written = house.ledger.documents.searched_again(
        row.key, old=row.state, findings=put_value(house.store, after), back=back, actor=actor, now=house.now()
    )
    if written is None:
        raise Stale
    found = after.findings
    about = Versions(revision=written.revision, policy=found.policy_version, model=found.model_version)
    detail = {"added": added, "gone": gone, "back": back}
    entry = Entry(document=row.key, kind=EventKind.REDETECTED, about=about, details=(detail,))
    desk.journal.append_over([entry], actor=actor, now=house.now())
