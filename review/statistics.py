# SPDX-License-Identifier: EUPL-1.2
"""Counts over what was decided: per ground, per kind, and over time. Nobody is ranked: no count is about a person."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from review.acting import Acting
from review.events import DeskEvent, EventKind
from review.folding import undone_in
from schemas.findings import Action, Finding
from schemas.review import DecisionKind

_AT_ONCE: Final = 200


@dataclass(slots=True)
class Statistics:
    """What the desk did.

    Attributes:
        grounds: redactions per ground.
        kinds: per kind of data how often the proposal was followed, and how often not.
        added: redactions that nobody had proposed.
        weeks: decisions per ISO week.
        held, marked: proposals that were held back, and how many of them officers had marked themselves.
        minutes: middle time between the first and last act on a finished document.
    """

    documents: int = 0
    finished: int = 0
    grounds: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    added: int = 0
    weeks: Counter[str] = field(default_factory=Counter)
    held: int = 0
    marked: int = 0
    minutes: float | None = None

    def as_json(self) -> Mapping[str, object]:
        """For machines."""
        return {
            "documents": self.documents, "finished": self.finished, "grounds": dict(self.grounds),
            "kinds": {kind: dict(counted) for kind, counted in self.kinds.items()}, "added": self.added,
            "weeks": dict(self.weeks), "held_back": self.held, "marked_by_officer": self.marked,
            "median_minutes": self.minutes,
        }  # fmt: skip


def statistics(mine: Acting) -> Statistics:
    """The counts over every document that somebody worked on."""
    counted, minutes = Statistics(), []
    for events, findings in _worked_on(mine):
        if all(event.kind is EventKind.TAKEN_OVER for event in events):
            continue  # counted where it was decided
        counted.documents += 1
        _count(counted, findings, events)
        ends = [event for event in events if event.kind is EventKind.FINISHED]
        if ends:
            counted.finished += 1
            minutes.append((ends[-1].moment - events[0].moment).total_seconds() / 60)
    counted.minutes = round(median(minutes), 1) if minutes else None
    return counted


def _worked_on(mine: Acting) -> Iterator[tuple[tuple[DeskEvent, ...], Mapping[str, Finding]]]:
    """The events of each document with its findings, as many as the desk still has."""
    keys = sorted(mine.desk.journal.counts())
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        found = {
            one.document.key: {each.id: each for each in one.findings.findings} for one in mine.desk.examined(some)
        }
        for key, events in mine.desk.journal.of_documents(some).items():
            yield events, found.get(key, {})


def _count(counted: Statistics, findings: Mapping[str, Finding], events: tuple[DeskEvent, ...]) -> None:
    undone = undone_in(events)
    last: dict[str, DeskEvent] = {}
    for event in events:
        if event.number in undone:
            continue
        if event.kind in (EventKind.DECIDED, EventKind.ADDED):
            year, week, _ = event.moment.isocalendar()
            counted.weeks[f"{year}-W{week:02d}"] += 1
        match event.kind:
            case EventKind.DECIDED:
                last[str(event.detail["finding"])] = event
            case EventKind.ADDED:
                counted.added += 1
                counted.grounds[str(event.detail["ground"])] += 1
            case EventKind.REVEALED:
                counted.held += int(event.detail["held"])
                counted.marked += int(event.detail["marked"])
            case _:
                pass
    for id, event in last.items():
        redacted = event.detail["action"] == DecisionKind.REDACT.value
        if redacted:
            counted.grounds[str(event.detail["ground"])] += 1
        found = findings.get(id)
        if found is not None:
            proposed = found.action is not Action.KEEP
            said = ("gelakt" if redacted else "toch blijven staan") if proposed else (
                "toch gelakt" if redacted else "blijven staan"
            )  # fmt: skip
            counted.kinds.setdefault(found.kind.value, Counter())[said] += 1
