# SPDX-License-Identifier: EUPL-1.2
"""Gives finished documents to the place where the public finds them, and writes down what it answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flows.house import House
from flows.ledger.states import State
from flows.ledger.values import Document
from flows.steps.outcomes import guarded, stop_of
from schemas.events import log_event
from schemas.publication import Publication, PublicationPackage, PublicationState
from schemas.values.codes import RedenVerwijderingVervanging

if TYPE_CHECKING:
    from publication.site import Site

REPLACEMENTS: Final[Mapping[str, RedenVerwijderingVervanging]] = {
    reason.name.lower(): reason for reason in RedenVerwijderingVervanging
}
"""Reasons for a replacement, by the word that the ledger keeps."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Destination:
    """A site, and the name by which the ledger knows it: two folders are two places."""

    site: "Site"
    place: str

    def named(self, publication: Publication) -> Publication:
        """What the site answered, under the name of this place."""
        return replace(publication, endpoint=self.place)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """A verified document with its record, and why it takes the place of a public one, if it does."""

    key: int
    package: PublicationPackage
    replaces: RedenVerwijderingVervanging | None = None

    @property
    def size(self) -> int:
        """Bytes of the document."""
        return len(self.package.document.data)


def destination_of(site: str, base_url: str) -> Destination:
    """The site in a folder."""
    from publication.site import SiteFolder

    return Destination(site=SiteFolder(Path(site), base_url), place=f"site:{site}")


def replacement_of(house: House, destination: Destination, document: Document) -> RedenVerwijderingVervanging | None:
    """Why a document takes the place of a public one, when somebody asked for that."""
    public = any(
        held.endpoint == destination.place and held.state == PublicationState.PUBLISHED.value
        for held in house.ledger.records.publications(document.id)
    )
    return REPLACEMENTS.get(house.ledger.records.entry_reason(document.key)) if public else None


def hand_over(house: House, destination: Destination, ready: Sequence[Ready]) -> None:
    """Publish documents: what is new together, so that each list of the site is written once, the rest one by one."""
    scheduled = [one for one in ready if _schedule(house, one.key)]
    answers = _together(destination, [one.package for one in scheduled if one.replaces is None])
    for one in scheduled:
        guarded(house, one.key, "publish", partial(_publish, house, destination, one, answers))


def _schedule(house: House, key: int) -> bool:
    moved = guarded(house, key, "publish", lambda: house.ledger.documents.move(key, State.SCHEDULED, now=house.now()))
    return moved is not None


def _together(destination: Destination, packages: Sequence[PublicationPackage]) -> dict[str, Publication]:
    """What the site answered, by document; nothing when one of them was at fault: then each is asked for alone."""
    if len(packages) < 2:
        return {}
    try:
        return {answer.id: answer for answer in destination.site.publish_all(packages)}
    except Exception as error:
        log_event("publishing_one_by_one", count=len(packages), reason=stop_of(error).reason)
        return {}


def _publish(house: House, destination: Destination, ready: Ready, answers: Mapping[str, Publication]) -> None:
    answer = answers.get(ready.package.id)
    if answer is None and ready.replaces is not None:
        answer = destination.site.replace(ready.package, ready.replaces)
    elif answer is None:
        answer = destination.site.publish(ready.package)
    house.ledger.documents.published(ready.key, destination.named(answer), now=house.now())
