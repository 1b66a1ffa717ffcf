# SPDX-License-Identifier: EUPL-1.2
"""The main job in one go: both flows in this process, against a Prefect server that is there or is started for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.handover import hand_over
from flows.house import make_work_dir, open_house
from flows.ledger.values import Batch
from flows.local_server import LocalServer, local_server
from flows.prefect_environment import prefect_environment
from flows.settings import LoadedSettings
from flows.steps.accounting import account, batch_of
from flows.workshop import open_workshop
from schemas.batch import BatchReport

Follow = Callable[[Batch], None]


def run_batch(loaded: LoadedSettings, id: str | None = None, *, follow: Follow | None = None) -> BatchReport:
    """Take a batch from the archive to the site, as far as it is approved. An unfinished batch goes on.

    Args:
        loaded: the settings.
        id: the batch; the one that the settings ask for if not given.
        follow: called once with the batch, to show how far it is.

    Raises:
        LakstraatError: the batch cannot be done; what was done is kept.
    """
    settings = loaded.settings
    make_work_dir(settings)
    with _server(loaded) as server:
        with open_house(settings) as house:
            batch = batch_of(house, id)
        if follow:
            follow(batch)
        # Prefect reads its settings when it is imported, so its address must be known before.
        hand_over(loaded, server.wait(settings.prefect.start_seconds) if server else None)
        from flows.prepare import prepare_batch
        from flows.publish import publish_batch

        with open_workshop(settings):
            prepare_batch(batch.id)
            publish_batch(batch.id)
    with open_house(settings) as house:
        return account(house, batch)


@contextmanager
def _server(loaded: LoadedSettings) -> Iterator[LocalServer | None]:
    """The server of the settings, or one for as long as this lasts."""
    if loaded.settings.prefect.api_url:
        yield None
        return
    with local_server(loaded.settings.prefect_dir, prefect_environment(loaded.settings)) as server:
        yield server
