# SPDX-License-Identifier: EUPL-1.2
"""The flow that redacts, verifies and publishes what was approved. Prefect sees identifiers and counts only."""

from typing import Any, Final, cast

from prefect import flow, task
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.artifacts import show_account
from flows.house import open_house
from flows.steps.accounting import account, batch_of, chunked, to_publish
from flows.steps.afterlife import owed_withdrawals
from flows.steps.announcing import owed_notices
from flows.steps.outcomes import without_text
from flows.steps.publishing import publish_documents
from flows.steps.releasing import release_due
from flows.workshop import open_workshop
from schemas.identity import BatchId

_RUNNER: Final = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=2))
"""Two chunks at a time, so that no worker waits for the last document of the first."""


@flow(name="publish-batch", persist_result=False, validate_parameters=True, task_runner=_RUNNER)
def publish_batch(batch: str | None = None) -> str:
    """Redact, verify, describe and publish the approved documents of a batch.

    Args:
        batch: identifier of a batch; the one that the settings ask for if not given.

    Returns:
        Identifier of the batch.
    """
    return without_text("publish", lambda: _publish(batch))


def _publish(batch: str | None) -> str:
    with open_house() as house, open_workshop(house.settings):
        opened = batch_of(house, batch)
        owed_withdrawals(house)
        owed_notices(house)
        release_due(house)
        chunks = chunked(to_publish(house, opened), house.settings.work.chunk)
        for running in [publish_chunk.submit(opened.id, chunk) for chunk in chunks]:
            running.result()
        show_account(account(house, opened), "published")
        return opened.id


@task(name="publish-chunk", persist_result=False)
def publish_chunk(batch: BatchId, keys: list[int]) -> int:
    """Publish some documents of a batch, by the keys of their rows. Gives how many it was asked for."""

    def work() -> None:
        with open_house() as house, open_workshop(house.settings) as workshop:
            publish_documents(house, workshop, house.ledger.batches.get(batch), keys)

    without_text("publish", work)
    return len(keys)
