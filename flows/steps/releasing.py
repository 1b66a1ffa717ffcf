# SPDX-License-Identifier: EUPL-1.2
"""Lets go what was held until a day that has come, as a person said before that it should."""

from flows.desk import HouseDesk
from flows.house import House
from flows.ledger.documents import HOUSE
from flows.ledger.states import State
from flows.steps.outcomes import guarded
from flows.workshop import open_workshop
from review.acting import Acting
from review.roles import Account, Role
from schemas.events import log_event


def release_due(house: House) -> int:
    """Approve every document of which the day has come. Gives how many; what is suspended or taken back stays."""
    waiting = [document.key for document in house.ledger.records.in_states([State.REVIEWED])]
    if not waiting:
        return 0
    # Only lists of words need a process here; it starts when the first of them is looked for.
    with open_workshop(house.settings, detection=False) as workshop:
        acting = Acting(HouseDesk(house, workshop), Account(id=HOUSE, roles=frozenset({Role.PUBLICIST})), share=0.0)
        released = [key for key in waiting if guarded(house, key, "release", lambda key=key: acting.release_held(key))]  # type: ignore[misc]
    log_event("held_released", count=len(released))
    return len(released)
