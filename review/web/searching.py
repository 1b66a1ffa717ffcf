# SPDX-License-Identifier: EUPL-1.2
"""Searches documents again one after the other, while a page tells how far it is."""

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from review.acting import Acting
from review.ports import DeskDocument, NoSuchDocument, SearchedAgain
from schemas.errors import LakstraatError
from schemas.events import log_event

_KEPT: Final = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Searched:
    """What came of one document; ``told`` is None where it did not succeed, and ``failed`` says why."""

    document: DeskDocument
    told: SearchedAgain | None
    failed: str = ""


@dataclass(kw_only=True, slots=True)
class Search:
    """One round over documents.

    Attributes:
        documents: what is searched, in this order; what was done stands in ``done``.
        ended: nothing more is done.
    """

    documents: tuple[DeskDocument, ...]
    done: list[Searched] = field(default_factory=list)
    ended: bool = False

    @property
    def broken(self) -> bool:
        """True when it ended before everything was searched."""
        return self.ended and len(self.done) < len(self.documents)


class Searches:
    """The rounds that were begun since the desk started, one after the other; the oldest are forgotten.

    Each document is written down as it is done: a desk that stops in between loses nothing but the page that tells.
    """

    def __init__(self) -> None:
        self._searches: OrderedDict[str, Search] = OrderedDict()
        self._turn = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk-search")
        self._closed = False

    def begin(self, mine: Acting, documents: Sequence[DeskDocument]) -> str:
        """Begin a round. Gives its name."""
        name, search = secrets.token_urlsafe(12), Search(documents=tuple(documents))
        self._searches[name] = search
        while len(self._searches) > _KEPT:
            self._searches.popitem(last=False)
        self._turn.submit(self._work, mine, search).add_done_callback(partial(_ended, search))
        return name

    def get(self, name: str) -> Search:
        """A round by its name.

        Raises:
            NoSuchDocument: there is none of that name, or not any more.
        """
        if name not in self._searches:
            raise NoSuchDocument
        return self._searches[name]

    def close(self) -> None:
        """Finish the document that is being searched, and no other."""
        self._closed = True
        self._turn.shutdown(cancel_futures=True)

    def _work(self, mine: Acting, search: Search) -> None:
        for document in search.documents:
            if self._closed:
                return
            search.done.append(_searched(mine, document))


def _ended(search: Search, outcome: Future[None]) -> None:
    """What nobody foresaw goes to the log by its name: its text may quote a document."""
    search.ended = True
    if not outcome.cancelled() and (error := outcome.exception()) is not None:
        log_event("desk_failed", error=type(error).__name__)


def _searched(mine: Acting, document: DeskDocument) -> Searched:
    try:
        return Searched(document=document, told=mine.search_again(document.key))
    except LakstraatError as error:
        return Searched(document=document, told=None, failed=error.message)
