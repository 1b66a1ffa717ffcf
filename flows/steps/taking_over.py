# SPDX-License-Identifier: EUPL-1.2
"""What people decided in an earlier run holds in a later one of the same bytes: under another policy or model."""

import contextlib
from dataclasses import replace
from typing import Final

from flows.engine import Examination
from flows.house import House
from flows.ledger.documents import HOUSE
from flows.ledger.values import Document
from flows.searching import with_marked
from flows.stored import get_value
from review.events import EventKind
from review.folding import fold
from review.journal import Journal, Stale, Versions
from review.taking_over import taken_over
from schemas.documents import ArchivedDocument
from schemas.identity import Digest

_LOST: Final = (
    "Bij een eerdere beoordeling zijn {n} besluiten genomen die hier niet zijn overgenomen: de tekst is intussen anders"
    " gelezen. Kijk ze na."
)


def take_over(house: House, document: Document, prepared: Digest, examination: Examination) -> Examination:
    """Write down in a new row what people decided about the same bytes before.

    Gives the examination with what was decided on and is not found any more, and with a note for the officer when
    something could not be taken over.

    Args:
        house: an open house.
        document: the new row, nobody has seen it yet.
        prepared: the bytes that were searched.
        examination: what was found in them.
    """
    journal = Journal(house.ledger.engine)
    bytes_here = get_value(house.store, document.digest, ArchivedDocument).digest
    for earlier in house.ledger.records.others(document):
        events = journal.events(earlier.key)
        if not events or earlier.findings is None:
            continue
        if get_value(house.store, earlier.digest, ArchivedDocument).digest != bytes_here:
            continue
        before = get_value(house.store, earlier.findings, Examination)
        state = fold(with_marked(before), events, gone=before.gone)
        taken = taken_over(
            with_marked(examination), state, document=earlier.key, same_bytes=earlier.prepared == prepared
        )
        if taken.details:
            found = examination.findings
            about = Versions(revision=document.revision, policy=found.policy_version, model=found.model_version)
            with contextlib.suppress(Stale):  # an attempt that was stopped had written them already
                journal.append(
                    document.key, EventKind.TAKEN_OVER, actor=HOUSE, now=house.now(), about=about, seen=0,
                    details=taken.details,
                )  # fmt: skip
        notes = (_LOST.format(n=taken.lost),) if taken.lost else ()
        return replace(examination, gone=(*examination.gone, *taken.gone), notes=(*examination.notes, *notes))
    return examination


def people_decided(house: House, document: Document) -> bool:
    """True when a person decided about it, now or in an earlier run: no policy approves over that."""
    return bool(Journal(house.ledger.engine).events(document.key))
