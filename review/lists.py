# SPDX-License-Identifier: EUPL-1.2
"""What a house or a dossier knows beforehand: who acts in public, and which words must go. Each entry has its time."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from schemas.findings import Action, Finding, Findings, Kind, Role

HOUSE: Final = "house"
"""Scope of a list that holds for every dossier."""

_PRIVATE: Final = frozenset({Role.BURGER, Role.CONTACT, Role.ONDERWERP})
"""In these roles somebody does not act for the public, whatever their office."""


class EntryKind(StrEnum):
    """What an entry says. Stored values."""

    OFFICIAL = "bestuurder"
    TERM = "term"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of a list.

    Attributes:
        about: the office of a person, or the Woo ground of a term.
        source: where it is known from.
        since, until: first and last day; None leaves an end open.
    """

    kind: EntryKind
    text: str = field(repr=False)
    about: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """True within its time, first and last day included."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entries:
    """The lines of one list."""

    lines: tuple[Entry, ...] = ()


def folded(text: str) -> str:
    """A text as it is compared: case, white space and dots do not matter."""
    return "".join(character for character in text.casefold() if not character.isspace() and character not in ".,;:()")


def with_officials(findings: Findings, entries: Iterable[Entry], day: date) -> Findings:
    """The findings, with names of people who acted in public on that day proposed to stay; not in a private role."""
    known = {folded(entry.text): entry for entry in entries if entry.kind is EntryKind.OFFICIAL and entry.holds_on(day)}
    return replace(findings, findings=tuple(_kept(one, known) for one in findings.findings)) if known else findings


def _kept(finding: Finding, known: dict[str, Entry]) -> Finding:
    entry = known.get(folded(finding.text)) if finding.kind is Kind.NAAM and finding.role not in _PRIVATE else None
    if entry is None:
        return finding
    why = f"Staat op de lijst van wie in het openbaar optreedt: {entry.about} (bron: {entry.source or 'onbekend'})."
    return replace(finding, action=Action.KEEP, role=Role.BESTUURDER, why=why)


def terms_on(entries: Iterable[Entry], day: date) -> tuple[Entry, ...]:
    """The terms that hold on a day."""
    return tuple(entry for entry in entries if entry.kind is EntryKind.TERM and entry.holds_on(day))
