# SPDX-License-Identifier: EUPL-1.2
"""The flow that brings documents in and finds what is in them. Prefect sees identifiers and counts only."""

from typing import Any, Final, cast

from prefect import flow, task
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.artifacts import show_account
from flows.house import open_house
from flows.steps.accounting import account, batch_of, chunked, to_prepare
from flows.steps.outcomes import without_text
from flows.steps.preparing import prepare_documents
from flows.steps.pulling import pull
from flows.workshop import open_workshop
from schemas.identity import BatchId, DocumentId

_RUNNER: Final = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=2))
"""Two chunks at a time, so that no worker waits for the last document of the first."""


@flow(name="prepare-batch", persist_result=False, validate_parameters=True, task_runner=_RUNNER)
def prepare_batch(batch: str | None = None) -> str:
    """List the archive, take its documents in, search them; approve them where the policy may.

    It ends when the documents wait: people are waited for in the ledger, not here.

    Args:
        batch: identifier of a batch; the one that the settings ask for if not given.

    Returns:
        Identifier of the batch.
    """
    return without_text("prepare", lambda: _prepare(batch))


def _prepare(batch: str | None) -> str:
    with open_house() as house, open_workshop(house.settings):
        opened = batch_of(house, batch, retry=True)
        pull(house, opened)
        chunks = chunked(to_prepare(house, opened), house.settings.work.chunk)
        for running in [prepare_chunk.submit(opened.id, chunk) for chunk in chunks]:
            running.result()
        show_account(account(house, opened), "prepared")
        return opened.id


@task(name="prepare-chunk", persist_result=False)
def prepare_chunk(batch: BatchId, documents: list[DocumentId]) -> int:
    """Prepare some documents of a batch. Gives how many it was asked for."""

    def work() -> None:
        with open_house() as house, open_workshop(house.settings) as workshop:
            prepare_documents(house, workshop, house.ledger.batches.get(batch), documents)

    without_text("prepare", work)
    return len(documents)
