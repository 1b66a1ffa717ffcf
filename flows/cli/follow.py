# SPDX-License-Identifier: EUPL-1.2
"""Shows on a terminal how far a batch is, by looking in the ledger."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flows.cli.output import Progress, progress
from flows.ledger.values import Batch
from flows.running import Follow
from flows.settings import Settings

_LOOK_S: Final = 1.0


@contextmanager
def following(settings: Settings, *, quiet: bool) -> Iterator[Follow]:
    """Gives what ``run_batch`` wants to be followed with; stops looking afterwards."""
    stop = threading.Event()
    watchers: list[threading.Thread] = []
    with progress(quiet=quiet) as show:
        show(0, None, "starting")

        def follow(batch: Batch) -> None:
            watcher = threading.Thread(target=_watch, args=(settings, batch, show, stop), daemon=True)
            watchers.append(watcher)
            watcher.start()

        try:
            yield follow
        finally:
            stop.set()
            for watcher in watchers:
                watcher.join()


def _watch(settings: Settings, batch: Batch, show: Progress, stop: threading.Event) -> None:
    from flows.ledger.ledger import open_ledger

    ledger = open_ledger(settings.ledger_url)
    try:
        while not stop.wait(_LOOK_S):
            listed = ledger.batches.documents(batch.id)
            counted = Counter("under way" if outcome is None else outcome.value for _, outcome, _ in listed)
            done = sum(count for name, count in counted.items() if name not in ("under way", "waiting"))
            words = ", ".join(f"{count} {name}" for name, count in sorted(counted.items()))
            show(done, len(listed) or None, words or "listing the archive")
    finally:
        ledger.close()
