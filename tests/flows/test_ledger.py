# SPDX-License-Identifier: EUPL-1.2
"""The ledger on SQLite and on PostgreSQL: steps, history, wishes, and the account of a batch."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, inspect, text
from sqlalchemy.exc import DBAPIError

from flows.ledger.holder import LEASE
from flows.ledger.ledger import Ledger, open_ledger
from flows.ledger.pulled import PulledVersion
from flows.ledger.states import ImpossibleTransition, State
from flows.ledger.tables import Table
from review.journal import DeskTable
from schemas.batch import Outcome
from schemas.errors import ServiceMissing, WrongUse
from schemas.identity import BatchId, DocumentId
from tests.flows.books import ENDPOINT, NOW, answer, approved, digest, document_id, open_batch, plan, publish, receive


def test_the_migrations_make_the_tables_that_the_program_expects(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    whole = MetaData()
    for part in (Table.metadata, DeskTable.metadata):
        for table in part.sorted_tables:
            table.to_metadata(whole)
    with ledger.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, whole) == []
        assert context.get_current_revision() is not None


def test_opening_again_keeps_everything(ledger: Ledger, ledger_url: str) -> None:
    batch = open_batch(ledger, 1)
    receive(ledger, batch, 1)
    again = open_ledger(ledger_url)
    try:
        assert again.batches.get(batch.id) == batch
        assert again.records.newest(document_id(1)).state is State.RECEIVED
    finally:
        again.close()


@pytest.mark.parametrize("statement", ["UPDATE transition SET reason = 'other'", "DELETE FROM transition"])
def test_the_database_itself_refuses_to_change_history(ledger: Ledger, statement: str) -> None:
    receive(ledger, open_batch(ledger, 1), 1)
    with pytest.raises(DBAPIError, match="append-only"), ledger.engine.begin() as connection:
        connection.execute(text(statement))
    assert len(ledger.records.history(document_id(1))) == 1


def test_no_column_could_hold_a_title_or_a_file_name(ledger: Ledger) -> None:
    """A new column is a decision: whoever adds one looks here whether people can be named in it."""
    inspector = inspect(ledger.engine)
    columns = {column["name"] for table in Table.metadata.tables for column in inspector.get_columns(table)}
    assert columns == {
        "actor", "approve", "attempt", "base_url", "batch", "category", "changed", "config", "created", "digest",
        "document", "document_key", "endpoint", "findings", "finished", "halvings", "hashes", "held_until", "holder",
        "id", "identifier", "key", "moment", "new", "offered", "old", "original", "others", "outcome", "output",
        "pages", "place", "prepared", "reason", "record", "reviewed", "revision", "sent", "site", "source", "state",
        "text", "url", "version", "words",
    }  # fmt: skip


def test_an_unfinished_batch_goes_on_and_a_finished_one_is_followed_by_a_new_one(ledger: Ledger) -> None:
    first, old = ledger.batches.open(plan(), now=NOW)
    assert not old
    assert ledger.batches.open(plan(), now=NOW) == (first, True)
    other, old = ledger.batches.open(plan(config="d" * 64), now=NOW)
    assert other.id != first.id
    assert not old
    ledger.batches.finish(first.id, now=NOW)
    second, old = ledger.batches.open(plan(), now=NOW)
    assert second.id != first.id
    assert not old


def test_an_unknown_batch_is_wrong_use(ledger: Ledger) -> None:
    with pytest.raises(WrongUse, match="does not know this batch"):
        ledger.batches.get(BatchId("b-nothing"))


def test_offering_twice_doubles_nothing(ledger: Ledger) -> None:
    batch = open_batch(ledger, 1, 2, 2)
    ledger.batches.offer(batch.id, [document_id(2), document_id(3)])
    assert ledger.batches.get(batch.id).offered == 3
    assert ledger.batches.not_taken_in(batch.id) == (document_id(1), document_id(2), document_id(3))


def test_the_road_is_written_down_step_by_step(ledger: Ledger) -> None:
    document = approved(ledger, open_batch(ledger, 1), 1)
    publish(ledger, document.key)
    steps = ledger.records.history(document.id)
    assert [step.new for step in steps] == [
        State.RECEIVED, State.DETECTING, State.TO_REVIEW, State.APPROVED, State.APPLYING, State.VERIFYING, State.READY,
        State.SCHEDULED, State.PUBLISHED,
    ]  # fmt: skip
    assert [step.old for step in steps] == [None, *(step.new for step in steps[:-1])]
    assert [step.actor for step in steps if step.new is State.APPROVED] == ["policy:1"]
    (held,) = ledger.records.publications(document.id)
    assert (held.endpoint, held.state, held.moment) == (ENDPOINT, "published", NOW)


def test_an_impossible_step_changes_nothing(ledger: Ledger) -> None:
    document = receive(ledger, open_batch(ledger, 1), 1)
    with pytest.raises(ImpossibleTransition, match="from received to published"):
        ledger.documents.move(document.key, State.PUBLISHED, now=NOW, pages=9)
    assert ledger.documents.get(document.key) == document
    assert len(ledger.records.history(document.id)) == 1


def test_the_same_content_is_taken_up_and_other_content_is_another_row(ledger: Ledger) -> None:
    batch = open_batch(ledger, 1)
    first = receive(ledger, batch, 1)
    assert receive(ledger, batch, 1).key == first.key
    assert receive(ledger, batch, 1, "changed").key != first.key


def test_new_content_supersedes_what_was_published_and_old_content_can_come_back(ledger: Ledger) -> None:
    old = approved(ledger, open_batch(ledger, 1), 1, "old")
    publish(ledger, old.key)
    new = approved(ledger, open_batch(ledger, 1), 1, "new")
    publish(ledger, new.key)
    assert ledger.documents.get(old.key).state is State.SUPERSEDED
    assert len(ledger.records.publications(old.id)) == 1

    ledger.batches.finish(open_batch(ledger).id, now=NOW)
    again = receive(ledger, open_batch(ledger, 1), 1, "old")
    assert (again.key, again.state) == (old.key, State.APPROVED)
    publish(ledger, again.key)
    assert ledger.documents.get(new.key).state is State.SUPERSEDED


@pytest.mark.parametrize(("stopped_in", "back"), [(State.DETECTING, State.RECEIVED), (State.APPLYING, State.APPROVED)])
def test_a_failed_document_goes_on_from_the_last_thing_that_is_certain(
    ledger: Ledger, stopped_in: State, back: State
) -> None:
    batch = open_batch(ledger, 1)
    document = receive(ledger, batch, 1) if back is State.RECEIVED else approved(ledger, batch, 1)
    ledger.documents.move(document.key, stopped_in, now=NOW)
    ledger.documents.move(document.key, State.FAILED, now=NOW, reason="OSError")
    assert ledger.documents.retry(batch.id, NOW) == 1
    again = ledger.documents.get(document.key)
    assert (again.state, again.attempt, again.reason) == (back, 2, "retry")
    assert len(ledger.documents.wishes()) == (back is State.APPROVED)


def test_a_claim_is_for_one(ledger: Ledger) -> None:
    document = receive(ledger, open_batch(ledger, 1), 1)
    claim = {"old": State.RECEIVED, "new": State.DETECTING}
    first = ledger.documents.claim(document.key, now=NOW, **claim)
    assert first is not None
    assert first.holder is not None
    assert ledger.documents.claim(document.key, now=NOW, **claim) is None
    assert ledger.documents.move(document.key, State.TO_REVIEW, now=NOW).holder is None


def test_what_a_living_process_holds_is_left_to_it(ledger: Ledger) -> None:
    document = receive(ledger, open_batch(ledger, 1), 1)
    ledger.documents.claim(document.key, old=State.RECEIVED, new=State.DETECTING, now=NOW)
    assert ledger.documents.recover(NOW + 2 * LEASE) == 0


def test_what_another_machine_holds_comes_back_when_its_time_is_over(ledger: Ledger) -> None:
    document = receive(ledger, open_batch(ledger, 1), 1)
    ledger.documents.claim(document.key, old=State.RECEIVED, new=State.DETECTING, now=NOW)
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE document SET holder = 'elsewhere:1:1'"))
    assert ledger.documents.recover(NOW + LEASE - timedelta(seconds=1)) == 0
    assert ledger.documents.recover(NOW + LEASE) == 1
    back = ledger.documents.get(document.key)
    assert (back.state, back.attempt, back.holder) == (State.RECEIVED, 2, None)
    assert ledger.records.history(document.id)[-1].reason == "interrupted"


def test_approval_and_the_wish_to_publish_are_one(ledger: Ledger) -> None:
    batch = open_batch(ledger, 1, 2)
    first, second = approved(ledger, batch, 1), approved(ledger, batch, 2)
    wishes = ledger.documents.wishes()
    assert [len(keys) for keys in wishes.values()] == [2]
    assert ledger.documents.wishes() == wishes
    ledger.documents.wishes_sent([first.key], NOW)
    assert wishes[batch.id][1:] == ledger.documents.wishes()[batch.id]
    ledger.documents.wishes_sent([second.key], NOW)
    assert ledger.documents.wishes() == {}


def test_a_document_that_two_batches_offer_is_wished_for_once(ledger: Ledger) -> None:
    batch = open_batch(ledger, 1)
    document = approved(ledger, batch, 1)
    ledger.batches.finish(batch.id, now=NOW)
    other = open_batch(ledger, 1)
    assert receive(ledger, other, 1).key == document.key
    assert list(ledger.documents.wishes()) == [batch.id]


def test_withdrawing_and_publishing_again(ledger: Ledger) -> None:
    document = approved(ledger, open_batch(ledger, 1), 1)
    publish(ledger, document.key)
    ledger.documents.wishes_sent([document.key], NOW)
    assert ledger.publications.take_back(document.id, reason="verzoek", actor="cli", now=NOW) == (ENDPOINT,)
    assert ledger.documents.get(document.key).state is State.WITHDRAWING
    assert ledger.records.is_in_hand(document.id)
    ledger.publications.taken_back(document.id, ENDPOINT, now=NOW)
    assert ledger.documents.get(document.key).state is State.WITHDRAWN
    assert [held.state for held in ledger.records.publications(document.id)] == ["withdrawn"]
    assert ledger.records.is_in_hand(document.id)
    assert ledger.records.published_outputs(document.source) == {}

    again = ledger.documents.republish(document.key, reason="hersteld", actor="cli", now=NOW)
    assert (again.state, again.revision) == (State.APPROVED, 2)
    assert len(ledger.documents.wishes()) == 1
    publish(ledger, document.key)
    assert not ledger.records.is_in_hand(document.id)
    assert ledger.records.published_outputs(document.source) == {document.id: digest("output")}


def test_every_offered_document_is_accounted_for(ledger: Ledger) -> None:
    batch = open_batch(ledger, 1, 2, 3, 4, 5)
    publish(ledger, approved(ledger, batch, 1).key)
    receive(ledger, batch, 2)
    ledger.batches.stopped_at_the_door(batch.id, document_id(3), Outcome.REFUSED, "encrypted")
    blocked = receive(ledger, batch, 4)
    ledger.documents.move(blocked.key, State.BLOCKED, now=NOW, reason="form_xfa")
    with pytest.raises(ValueError, match="offered = published"):
        ledger.batches.report(batch.id)
    ledger.batches.stopped_at_the_door(batch.id, document_id(5), Outcome.FAILED, "gone_from_archive")

    report = ledger.batches.report(batch.id)
    assert report.counts == {
        Outcome.PUBLISHED: 1, Outcome.WAITING: 1, Outcome.REFUSED: 1, Outcome.BLOCKED: 1, Outcome.FAILED: 1,
    }  # fmt: skip
    assert [one.reason for one in report.outcomes] == ["", "", "encrypted", "form_xfa", "gone_from_archive"]
    assert ledger.batches.not_taken_in(batch.id) == (document_id(5),)


@pytest.mark.parametrize("url", ["mysql://x/y", "no url", "oracle:///x"])
def test_another_database_is_wrong_use(url: str) -> None:
    with pytest.raises(WrongUse):
        open_ledger(url)


def test_a_database_that_does_not_answer_is_a_missing_service() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(ServiceMissing) as caught:
        open_ledger("postgresql+psycopg://somebody:geheim@127.0.0.1:1/nothing")
    assert "geheim" not in str(caught.value) + caught.value.advice


def test_a_broken_file_is_a_missing_service(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(ServiceMissing, match="cannot be opened"):
        open_ledger(f"sqlite:///{path}")


def test_the_ledger_keeps_the_last_version_of_each_document(ledger: Ledger) -> None:
    one, two = (PulledVersion(version=digest(name), original=digest("bytes")) for name in ("1", "2"))
    ledger.pulled.keep("zgw", document_id(1), one)
    ledger.pulled.keep("zgw", document_id(1), two)
    ledger.pulled.keep("s3", document_id(2), one)
    assert ledger.pulled.of("zgw") == {document_id(1): two}


def test_two_places_that_answer_at_once_end_a_withdrawal(ledger: Ledger) -> None:
    other = "s3://bucket"
    batch = open_batch(ledger, *range(12))
    for number in range(12):
        document = approved(ledger, batch, number)
        publish(ledger, document.key)
        ledger.publications.took(document.key, answer(document.id, other), now=NOW)
        assert set(ledger.publications.take_back(document.id, reason="r", actor="cli", now=NOW)) == {ENDPOINT, other}
        both = threading.Barrier(2)

        def taken_back(place: str, id: DocumentId = document.id, both: threading.Barrier = both) -> None:
            both.wait(10)
            ledger.publications.taken_back(id, place, now=NOW)

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(taken_back, (ENDPOINT, other)))
        assert ledger.documents.get(document.key).state is State.WITHDRAWN
