# SPDX-License-Identifier: EUPL-1.2
"""Gives a batch to a running Prefect server."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from flows.handover import hand_over
from flows.house import open_house
from flows.settings import LoadedSettings
from flows.steps.accounting import batch_of
from schemas.errors import ServiceMissing
from schemas.identity import BatchId

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun

PREPARE_DEPLOYMENT: Final = "prepare-batch/prepare-batch"
_ADVICE: Final = "Start a server (`prefect server start`), deploy (`prefect deploy --all`) and set prefect.api_url."


@dataclass(frozen=True, kw_only=True, slots=True)
class Submitted:
    """A batch that was given to a server."""

    batch: BatchId
    flow_run: str


def submit_batch(loaded: LoadedSettings) -> Submitted:
    """Open a batch and ask the server to prepare it; asking twice gives the same run.

    Raises:
        ServiceMissing: no server is set, it does not answer, or it does not know the deployment.
    """
    if not loaded.settings.prefect.api_url:
        raise ServiceMissing("No Prefect server is set, and a batch that is submitted needs one.", advice=_ADVICE)
    hand_over(loaded)
    from httpx import HTTPError
    from prefect.deployments import run_deployment
    from prefect.exceptions import PrefectException

    with open_house(loaded.settings) as house:
        batch = batch_of(house, None)
    try:
        run = cast(
            "FlowRun",
            run_deployment(
                PREPARE_DEPLOYMENT, parameters={"batch": batch.id}, idempotency_key=f"prepare:{batch.id}", timeout=0
            ),
        )
    except (HTTPError, PrefectException, OSError) as error:
        raise ServiceMissing(
            f"The Prefect server did not take the batch ({type(error).__name__}).", advice=_ADVICE
        ) from error
    return Submitted(batch=batch.id, flow_run=str(run.id))
