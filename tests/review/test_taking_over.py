# SPDX-License-Identifier: EUPL-1.2
"""A later batch of the same bytes under another policy: no decision of a person is lost, nothing new is decided."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from archive.duplicates import sketch_of
from flows.desk import HouseDesk
from flows.engine import Examination, Examined
from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Approval, BatchPlan
from flows.steps.preparing import prepare_documents
from flows.stored import get_value, put_value
from review.acting import Acting
from review.events import EventKind, first_break
from review.folding import reviewed
from review.ports import Occurrence
from review.statistics import statistics
from schemas.documents import ArchivedDocument, ArchiveMetadata
from schemas.findings import Finding, Findings
from schemas.geometry import Box
from schemas.identity import digest_of
from schemas.review import DecisionKind
from tests.review.made import Made, letters, made_house, put
from tests.review.test_redetecting import new
from tests.review.test_with_ledger import acting, last

Desk = tuple[House, HouseDesk]


@dataclass
class Preparing:
    """Prepares as a workshop does, and finds what a test says."""

    made: Made
    found: tuple[Finding, ...]
    prepared: bytes

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Examined:
        findings = Findings(
            digest=digest_of(self.prepared), findings=self.found, policy_version="2027-01", model_version="nl-2"
        )
        return Examined(
            prepared=self.prepared, pages=self.made.pages, examination=Examination(findings=findings),
            sketch=sketch_of([], b"salt"),
        )  # fmt: skip

    def each(self, work: Callable[[Any], None], items: Sequence[Any]) -> None:
        for item in items:
            work(item)


def run_again(
    house: House, key: int, made: Made, *found: Finding, approve: Approval = Approval.REVIEW, data: bytes | None = None,
    prepared: bytes | None = None,
) -> int:  # fmt: skip
    """Offer the document of a row again in a batch of another configuration. Gives the key of the new row."""
    plan = BatchPlan(
        source="file:///archief", config="d" * 64, approve=approve, site="/srv/site", base_url="https://open.example"
    )
    opened, _ = house.ledger.batches.open(plan, now=house.now())
    before = house.ledger.documents.get(key)
    house.ledger.batches.offer(opened.id, [before.id])
    archived = get_value(house.store, before.digest, ArchivedDocument)
    archived = replace(archived, metadata=ArchiveMetadata(naam="Verbeterde titel"))
    if data is not None:
        archived = replace(archived, digest=house.store.put(data))
    row = house.ledger.documents.receive(
        opened.id, id=before.id, digest=put_value(house.store, archived), now=house.now()
    )
    workshop: Any = Preparing(made, found, made.data if prepared is None else prepared)
    prepare_documents(house, workshop, opened, [before.id])
    return row.key


@pytest.fixture
def desk_of(tmp_path: Path) -> Iterator[Desk]:
    """An empty house with its desk; nothing here looks into a document, so no process is started for that."""
    nobody: Any = None
    with made_house(tmp_path / "work") as house:
        yield house, HouseDesk(house, nobody)


@pytest.fixture
def decided(desk_of: Desk) -> tuple[House, HouseDesk, Made, int, Acting]:
    """A letter: one proposal redacted on another ground, one kept, one open; a word marked, and the page read."""
    house, desk = desk_of
    made = letters(1)
    key = put(house, 1, made)
    mine = acting(desk)
    mine.decide(key, 0, "f0000-0", DecisionKind.REDACT, "5.1.2.f")
    mine.decide(key, last(mine, key), "f0000-1", DecisionKind.KEEP)
    mine.add_text(key, last(mine, key), (Occurrence(page=0, start=0, end=2, boxes=(Box(60, 90, 80, 104),)),), "5.1.5")
    mine.read(key, last(mine, key), 0)
    mine.check_context(key, last(mine, key))
    return house, desk, made, key, mine


Decided = tuple[House, HouseDesk, Made, int, Acting]


def test_decisions_about_the_same_findings_hold_and_what_is_new_is_open(decided: Decided) -> None:
    house, desk, made, key, mine = decided
    again = run_again(house, key, made, *made.findings, new())
    assert again != key
    opened = acting(desk, "tweede").open(again)
    state = opened.state
    assert {id: one.kind for id, one in state.choices.items()} == {
        "f0000-0": DecisionKind.REDACT, "f0000-1": DecisionKind.KEEP,
    }  # fmt: skip
    assert state.choices["f0000-0"].ground == "5.1.2.f"
    earlier = mine.open(key).state.choices["f0000-0"]
    assert (state.choices["f0000-0"].actor, state.choices["f0000-0"].moment) == ("eerste", earlier.moment)
    assert {one.id for one in state.open()} == {"f0000-2", "adres-1.0.2"}, "nothing is decided that nobody decided"
    assert [one.ground for one in state.additions] == ["5.1.5"] and state.read == {0}
    assert not state.context_checked, "the whole is looked at anew"
    assert {event.kind for event in opened.events} == {EventKind.TAKEN_OVER} and first_break(opened.events) is None
    assert all(event.detail["from"][0] == key for event in opened.events)
    assert (opened.events[0].actor, opened.events[0].policy) == ("house", "2027-01")
    assert {one.actor for one in reviewed(state).decisions} == {"eerste"}
    assert statistics(mine).documents == 1, "nothing is counted twice"


def test_another_text_or_kind_at_the_same_place_is_another_finding(decided: Decided) -> None:
    house, desk, made, key, _ = decided
    first, second, third = made.findings
    again = run_again(house, key, made, replace(first, id="anders", text="Iemand Anders"), second, third)
    state = acting(desk).open(again).state
    assert "anders" not in state.choices and "anders" in {one.id for one in state.open()}
    assert state.gone == {"f0000-0"}, "what was decided and is not found any more is shown as such"
    assert state.decision(first) is DecisionKind.REDACT


def test_other_bytes_take_nothing_over(decided: Decided) -> None:
    house, desk, made, key, _ = decided
    again = run_again(house, key, made, *made.findings, data=b"%PDF-1.7 anders")
    assert acting(desk).open(again).events == ()


def test_the_same_bytes_that_are_prepared_otherwise_take_over_what_is_found_the_same_and_tell_the_rest(
    decided: Decided,
) -> None:
    house, desk, made, key, _ = decided
    again = run_again(house, key, made, *made.findings[:1], prepared=made.data + b"\n%")
    opened = acting(desk).open(again)
    assert (
        set(opened.state.choices) == {"f0000-0"} and opened.state.additions == () and opened.state.read == frozenset()
    )
    assert any("2 besluiten" in note for note in desk.notes(again)), "one proposal and one word of somebody's own"


def test_no_policy_approves_over_what_a_person_decided(decided: Decided) -> None:
    house, _, made, key, _ = decided
    again = run_again(house, key, made, *made.findings, approve=Approval.AUTOMATIC)
    assert house.ledger.documents.get(again).state is State.TO_REVIEW


def test_what_nobody_decided_on_is_approved_by_the_policy_as_before(desk_of: Desk) -> None:
    house, _ = desk_of
    made = letters(1)
    key = put(house, 1, made)
    again = run_again(house, key, made, *made.findings, approve=Approval.AUTOMATIC)
    assert house.ledger.documents.get(again).state is State.APPROVED


def test_a_third_run_takes_over_from_the_second(decided: Decided) -> None:
    house, desk, made, key, _ = decided
    second = run_again(house, key, made, *made.findings)
    other = acting(desk, "tweede")
    other.decide(second, last(other, second), "f0000-1", DecisionKind.REDACT)
    row = house.ledger.documents.get(second)
    house.ledger.documents.move(second, State.BLOCKED, now=house.now(), reason="question")
    assert row.id == house.ledger.documents.get(key).id
    plan = BatchPlan(
        source="file:///archief", config="e" * 64, approve=Approval.REVIEW, site="/srv/site",
        base_url="https://open.example",
    )  # fmt: skip
    opened, _ = house.ledger.batches.open(plan, now=house.now())
    house.ledger.batches.offer(opened.id, [row.id])
    third = house.ledger.documents.receive(opened.id, id=row.id, digest=row.digest, now=house.now()).key
    workshop: Any = Preparing(made, made.findings, made.data)
    prepare_documents(house, workshop, opened, [row.id])
    choices = acting(desk).open(third).state.choices
    assert [(choices[id].kind, choices[id].actor) for id in ("f0000-0", "f0000-1")] == [
        (DecisionKind.REDACT, "eerste"), (DecisionKind.REDACT, "tweede"),
    ]  # fmt: skip
