# SPDX-License-Identifier: EUPL-1.2
"""The flow that repairs: what was approved and is not being published gets a run, once."""

from prefect import flow
from prefect.deployments import run_deployment

from flows.house import open_house
from flows.steps.afterlife import owed_withdrawals
from flows.steps.announcing import owed_notices
from flows.steps.outcomes import without_text
from flows.steps.reconciling import to_dispatch
from flows.steps.releasing import release_due

PUBLISH_DEPLOYMENT = "publish-batch/publish-batch"


@flow(name="reconcile", persist_result=False)
def reconcile() -> int:
    """Start a publish run for every batch with approved documents that nobody is publishing. Gives how many.

    A start that was asked for twice happens once: the key of the run comes from the wishes in the ledger.
    """
    return without_text("reconcile", _reconcile)


def _reconcile() -> int:
    with open_house() as house:
        owed_withdrawals(house)
        owed_notices(house)
        release_due(house)
        dispatches = to_dispatch(house)
        for dispatch in dispatches:
            run_deployment(
                PUBLISH_DEPLOYMENT,
                parameters={"batch": dispatch.batch},
                idempotency_key=dispatch.key,
                timeout=0,
            )
        return len(dispatches)
