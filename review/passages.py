# SPDX-License-Identifier: EUPL-1.2
"""Decisions that hold over identical passages: the same words, with the same words around them, in another document."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from review.acting import Acting
from review.dossier import Plan, plan_over
from review.events import EventKind
from review.journal import Entry
from review.opening import Opened, addition_of, decision_on
from review.ports import Occurrence, Word
from review.snapping import lines_of
from review.state import Addition, Choice
from schemas.findings import Finding
from schemas.review import DecisionKind

_AROUND: Final = 5
"""Words before and after that must be the same."""
_LEAST: Final = 4
"""Of those, how many there must be: a name that stands by itself is no passage."""

Words = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """Words of a page with the words around them."""

    before: Words
    inside: Words
    after: Words


def plan_copies(acting: Acting, source: Opened, targets: Sequence[int]) -> Plan:
    """What copying the decisions of a document to others would do: only what is open there is decided.

    A passage that was decided in two ways is copied in none.
    """
    decided = _decided(acting, source)
    marked = list(_marked(acting, source))

    def entries(other: Opened) -> tuple[Entry, ...]:
        key = other.document.key
        details = tuple(_copied(acting, other, decided, source.document.key)) if decided else ()
        added = tuple(_added(acting, other, marked, source.document.key)) if marked else ()
        return tuple(
            Entry(document=key, kind=kind, about=other.about, details=some)
            for kind, some in ((EventKind.DECIDED, details), (EventKind.ADDED, added))
            if some
        )

    others = [key for key in targets if key != source.document.key]
    return plan_over(acting, acting.open_all(others) if decided or marked else (), entries)


def _decided(acting: Acting, source: Opened) -> Mapping[tuple[str, Passage], Choice]:
    """What was decided, by kind and passage; nothing where one passage was decided in two ways."""
    found: defaultdict[tuple[str, Passage], list[Choice]] = defaultdict(list)
    pages = _Pages(acting, source.document.key)
    for finding in source.state.findings.findings:
        choice = source.state.choices.get(finding.id)
        passage = None if choice is None else pages.around(finding)
        if choice is not None and passage is not None and choice.spans is None:
            found[finding.kind.value, passage].append(choice)
    return {what: some[0] for what, some in found.items() if len({(one.kind, one.ground) for one in some}) == 1}


def _copied(
    acting: Acting, other: Opened, decided: Mapping[tuple[str, Passage], Choice], source: int
) -> Iterator[Mapping[str, Any]]:
    pages = _Pages(acting, other.document.key)
    kinds = {kind for kind, _ in decided}
    for finding in other.state.open():
        passage = pages.around(finding) if finding.kind.value in kinds else None
        choice = None if passage is None else decided.get((finding.kind.value, passage))
        if choice is not None:
            ground = choice.ground if choice.kind is DecisionKind.REDACT else None
            yield {**decision_on(finding, choice.kind, ground), "from": [source, choice.number]}


def _marked(acting: Acting, source: Opened) -> Iterator[tuple[Addition, Passage]]:
    pages = _Pages(acting, source.document.key)
    for added in source.state.additions:
        if added.start is not None and added.end is not None:
            passage = pages.passage(added.page, added.start, added.end)
            if passage is not None:
                yield added, passage


def _added(
    acting: Acting, other: Opened, marked: Sequence[tuple[Addition, Passage]], source: int
) -> Iterator[Mapping[str, Any]]:
    """What was marked in the one document, where the same passage stands in the other and is not marked yet."""
    pages = _Pages(acting, other.document.key)
    there = {(one.page, one.start, one.end) for one in other.state.additions}
    for page in range(other.document.pages):
        words = pages.words(page)
        texts = [word.text for word in words]
        for added, passage in marked:
            for place in _places(texts, passage):
                run = words[place : place + len(passage.inside)]
                occurrence = Occurrence(
                    page=page, start=run[0].start, end=run[-1].end, boxes=lines_of([word.box for word in run])
                )
                if (page, occurrence.start, occurrence.end) not in there:
                    there.add((page, occurrence.start, occurrence.end))
                    yield {**addition_of(occurrence, added.ground), "from": [source, added.number]}


def _places(texts: Sequence[str], passage: Passage) -> Iterator[int]:
    """Where the words of a passage begin on a page, with the same words around them and no more at its edges."""
    whole = (*passage.before, *passage.inside, *passage.after)
    for start in range(len(texts) - len(whole) + 1):
        if texts[start] != whole[0] or tuple(texts[start : start + len(whole)]) != whole:
            continue
        if (len(passage.before) == _AROUND or start == 0) and (
            len(passage.after) == _AROUND or start + len(whole) == len(texts)
        ):
            yield start + len(passage.before)


class _Pages:
    """The words of a document, a page at a time."""

    def __init__(self, acting: Acting, key: int) -> None:
        self._acting = acting
        self._key = key
        self._read: dict[int, tuple[Word, ...]] = {}

    def words(self, page: int) -> tuple[Word, ...]:
        """The words of a page."""
        if page not in self._read:
            self._read[page] = self._acting.desk.words(self._key, page)
        return self._read[page]

    def around(self, finding: Finding) -> Passage | None:
        """The passage of a finding; None of what is seen and not read, or runs over the end of a page."""
        if len(finding.spans) != 1 or finding.regions:
            return None
        (span,) = finding.spans
        return self.passage(span.page, span.start, span.end)

    def passage(self, page: int, start: int, end: int) -> Passage | None:
        """The passage of a stretch of text; None where there is too little around it to know it by."""
        words = self.words(page)
        inside = [place for place, word in enumerate(words) if word.start < end and start < word.end]
        if not inside:
            return None
        low, high = inside[0], inside[-1] + 1
        before = tuple(word.text for word in words[max(0, low - _AROUND) : low])
        after = tuple(word.text for word in words[high : high + _AROUND])
        if len(before) + len(after) < _LEAST:
            return None
        return Passage(before=before, inside=tuple(word.text for word in words[low:high]), after=after)
