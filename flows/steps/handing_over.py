# SPDX-License-Identifier: EUPL-1.2
"""Gives finished documents to every place where the public finds them, and writes down what each answered.

A place that does not answer holds up no other; the document is then partly published, and goes on to that place in
the next run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from flows.house import House
from flows.ledger.states import State
from flows.steps.destinations import Destination
from flows.steps.outcomes import caught, guarded, stop_of
from schemas.errors import LakstraatError, PublicationFailed
from schemas.events import log_event
from schemas.publication import Publication, PublicationPackage, PublicationState
from schemas.values.codes import RedenVerwijderingVervanging

REPLACEMENTS: Final[Mapping[str, RedenVerwijderingVervanging]] = {
    reason.name.lower(): reason for reason in RedenVerwijderingVervanging
}
"""Reasons for a replacement, by the word that the ledger keeps."""
_PATIENCE: Final = 2
"""Documents in a row that a place does not take before it counts as down for the rest of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """A verified document with its record.

    Attributes:
        owed: names of the places that do not have it yet.
        replaces: why it takes the place of what is public, where somebody asked for that.
        public: names of the places where a former version is public.
    """

    key: int
    package: PublicationPackage
    owed: tuple[str, ...]
    replaces: RedenVerwijderingVervanging | None = None
    public: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """Bytes of the document."""
        return len(self.package.document.data)

    def replaces_at(self, place: str) -> RedenVerwijderingVervanging | None:
        """Why it takes the place of what is public there."""
        return self.replaces if place in self.public else None


def ready_of(house: House, places: Sequence[Destination], key: int, package: PublicationPackage) -> Ready:
    """A finished document with where it has to go."""
    held = house.ledger.records.publications(package.id)
    return Ready(
        key=key,
        package=package,
        owed=house.ledger.publications.owed(key, [one.place for one in places]),
        replaces=REPLACEMENTS.get(house.ledger.records.entry_reason(key)),
        public=frozenset(one.endpoint for one in held if one.state == PublicationState.PUBLISHED.value),
    )


def hand_over(house: House, places: Sequence[Destination], ready: Sequence[Ready]) -> None:
    """Publish documents in every place that does not have them yet."""
    asked = [one for one in ready if _ask(house, one)]
    errors: dict[int, Exception] = {}
    for place in places:
        _offer(house, place, [one for one in asked if place.place in one.owed], errors)
    for one in asked:
        guarded(house, one.key, "publish", partial(_settle, house, places, one, errors.get(one.key)))


def _ask(house: House, one: Ready) -> bool:
    publications = house.ledger.publications
    return guarded(house, one.key, "publish", lambda: publications.ask(one.key, one.owed, now=house.now())) is not None


def _offer(house: House, place: Destination, ready: Sequence[Ready], errors: dict[int, Exception]) -> None:
    """What is new together, so that each list of a site is written once, the rest one by one."""
    answers = _together(place, [one.package for one in ready if one.replaces_at(place.place) is None])
    silent: list[Exception] = []
    for one in ready:
        down = silent[-1] if len(silent) >= _PATIENCE else None
        error = down or caught(partial(_publish, house, place, one, answers))
        silent = [*silent, error] if isinstance(error, PublicationFailed) else []
        if error is not None:
            errors[one.key] = error
            log_event("place_failed", document=one.package.id, reason=stop_of(error).reason)


def _together(place: Destination, packages: Sequence[PublicationPackage]) -> dict[str, Publication]:
    """What a site answered, by document; nothing when one of them was at fault: then each is asked for alone."""
    if len(packages) < 2 or place.site is None:
        return {}
    answers: list[Publication] = []
    error = caught(lambda: answers.extend(place.site.publish_all(packages) if place.site else ()))
    if error is not None:
        log_event("publishing_one_by_one", count=len(packages), reason=stop_of(error).reason)
    return {answer.id: answer for answer in answers}


def _publish(house: House, place: Destination, ready: Ready, answers: Mapping[str, Publication]) -> None:
    answer, reason = answers.get(ready.package.id), ready.replaces_at(place.place)
    if answer is None and reason is not None:
        answer = place.endpoint.replace(ready.package, reason)
    elif answer is None:
        answer = place.endpoint.publish(ready.package)
    house.ledger.publications.took(ready.key, place.named(answer), now=house.now())


def _settle(house: House, places: Sequence[Destination], ready: Ready, error: Exception | None) -> None:
    reason = "" if error is None else stop_of(error).reason
    names = [one.place for one in places]
    document = house.ledger.publications.settle(ready.key, names, reason, now=house.now())
    if document.state is State.SCHEDULED:
        raise error or LakstraatError("No place took the document.")
