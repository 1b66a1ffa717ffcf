# SPDX-License-Identifier: EUPL-1.2
"""The places where the public finds documents, from the settings and from what the ledger knows of them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flows.house import House
from flows.ledger.values import Place
from flows.outside import outside_endpoint
from flows.settings import Settings
from schemas.errors import WrongUse
from schemas.identity import DocumentId
from schemas.publication import Publication

if TYPE_CHECKING:
    from publication.endpoint import Announcing, Endpoint
    from publication.site import Site

SITE: Final = "site:"
BUCKET: Final = "s3://"
GPP: Final = "gpp:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Destination:
    """A place, and the name by which the ledger knows it: two folders are two places."""

    place: str
    endpoint: "Endpoint"

    @property
    def site(self) -> "Site | None":
        """The site, when it is one: that takes many documents at once, and tells what is withheld."""
        from publication.site import Site

        return self.endpoint if isinstance(self.endpoint, Site) else None

    @property
    def announcing(self) -> "Announcing | None":
        """The endpoint, when it can tell of a document that there is no file of."""
        from publication.endpoint import Announcing

        return self.endpoint if isinstance(self.endpoint, Announcing) else None

    def named(self, publication: Publication) -> Publication:
        """What the place answered, under its name."""
        return replace(publication, endpoint=self.place)

    def close(self) -> None:
        """Let go of connections, where the place has any."""
        close = getattr(self.endpoint, "close", None)
        if close is not None:
            close()


def further_places(settings: Settings) -> tuple[Place, ...]:
    """The places of the settings beside the folder.

    Raises:
        WrongUse: an address is not one that could be used.
    """
    places: list[Place] = []
    if settings.bucket.uri is not None:
        base_url = settings.bucket.base_url or settings.base_url
        places.append(Place(name=settings.bucket.uri.rstrip("/"), base_url=base_url))
    if settings.gpp.url is not None:
        places.append(Place(name=f"{GPP}{settings.gpp.url.rstrip('/')}"))
    places += [Place(name=one.place) for one in settings.places]
    for place in places:
        destination_of(settings, place).close()  # refuses what could not be used, before any work is done
    return tuple(places)


def destination_of(settings: Settings, place: Place) -> Destination:
    """The endpoint behind a place.

    Raises:
        WrongUse: the address is not possible, or the settings do not have what the place needs.
    """
    contact = settings.organisation.leak_contact
    if place.name.startswith(SITE):
        from publication.site import SiteFolder

        folder = Path(place.name.removeprefix(SITE))
        return Destination(place=place.name, endpoint=SiteFolder(folder, place.base_url, leak_contact=contact))
    if place.name.startswith(BUCKET):
        from publication.bucket import SiteBucket

        return Destination(place=place.name, endpoint=SiteBucket(place.name, place.base_url, leak_contact=contact))
    if place.name.startswith(GPP):
        return Destination(place=place.name, endpoint=_publicatiebank(settings, place.name.removeprefix(GPP)))
    for one in settings.places:
        if one.place == place.name:
            return Destination(place=place.name, endpoint=outside_endpoint(one, settings.work_dir / "places"))
    raise WrongUse(
        "A place to publish in is a folder, an s3: address or a publicatiebank, or one of places.",
        advice="Correct site, bucket.uri, gpp.url or places in the settings; what was published there needs it.",
    )


def _publicatiebank(settings: Settings, url: str) -> "Endpoint":
    from publication.gpp.client import GppAddress
    from publication.gpp.endpoint import GppEndpoint

    known = settings.gpp
    if known.url is None or known.url.rstrip("/") != url:
        raise WrongUse(
            "The settings have no token for this publicatiebank any more.",
            advice="Set gpp.url and gpp.token to the publicatiebank in which the document was published.",
        )
    if urlsplit(url).scheme not in ("https", "http") or not urlsplit(url).hostname:
        raise WrongUse("This is no address of a publicatiebank.", advice="Give https:// and a host in gpp.url.")
    address = GppAddress(
        url=url, token=known.token, owner=known.owner, owner_name=known.owner_name, owner_group=known.owner_group,
        owner_group_name=known.owner_group_name,
    )  # fmt: skip
    return GppEndpoint(address, settings.work_dir / "gpp")


@contextmanager
def destinations(house: House, places: Iterable[Place]) -> Iterator[tuple[Destination, ...]]:
    """Open the endpoints of places, and close them after use."""
    opened: list[Destination] = []
    try:
        for place in places:
            opened.append(destination_of(house.settings, place))
        yield tuple(opened)
    finally:
        for one in opened:
            one.close()


def place_of(house: House, id: DocumentId, name: str) -> Place:
    """A place where a document is, was or may be public, with the address at which it was published."""
    held = next(one for one in house.ledger.records.publications(id) if one.endpoint == name)
    if held.url and not name.startswith(GPP):
        parts = urlsplit(held.url)
        return Place(name=name, base_url=f"{parts.scheme}://{parts.netloc}")
    planned = house.ledger.batches.of(held.document_key).plan.places
    return next((one for one in planned if one.name == name), Place(name=name, base_url=house.settings.base_url))
