# SPDX-License-Identifier: EUPL-1.2
"""MDTO sidecars for the sample documents, as an archive system would export them."""

from datetime import date
from typing import Final

from archive.mdto.metadata import WOO_LIST_NAME
from archive.mdto.model import Begrip, Bestand, Checksum, Event, Informatieobject, Verwijzing
from archive.mdto.writer import NO_RESTRICTION, term, write_bestand, write_informatieobject
from archive.sample.made import Made
from schemas.documents import Identificatie
from schemas.identity import digest_of
from schemas.values import of_category

SYSTEM: Final = "Zaaksysteem gemeente Enschede"
_MUNICIPALITY: Final = Verwijzing(
    naam="gemeente Enschede", identificatie=Identificatie(kenmerk="gm0153", bron="TOOI register gemeenten compleet")
)


def reference(made: Made) -> Verwijzing:
    """A reference to the document, by its number."""
    return Verwijzing(naam=made.soort, identificatie=identification(made))


def identification(made: Made) -> Identificatie:
    """The document's number in the archive system."""
    return Identificatie(kenmerk=f"D{made.draft.day.year}-{made.draft.number:06d}", bron=SYSTEM)


def information_file(made: Made, main: Made | None) -> bytes:
    """The informatieobject. ``main`` is the document that this one is an annex of."""
    category = of_category(made.category)
    retained = made.kind in ("besluit", "notulen", "woo-besluit")
    return write_informatieobject(
        Informatieobject(
            identificaties=(identification(made),),
            naam=made.title,
            aggregatieniveau=term("Archiefstuk", "Aggregatieniveaus"),
            classificaties=(
                Begrip(label=made.soort, lijst="Documenttypen gemeente Enschede"),
                Begrip(label=category.label, code=category.uri, lijst=WOO_LIST_NAME),
            ),
            trefwoorden=made.trefwoorden,
            omschrijvingen=(made.omschrijving,) if made.omschrijving else (),
            talen=("nl",),
            events=_events(made),
            waardering=term("Blijvend te bewaren", "Waarderingen", "B")
            if retained
            else term("Tijdelijk te bewaren", "Waarderingen", "V"),
            is_onderdeel_van=() if main is None else (reference(main),),
            bevat_onderdeel=tuple(reference(part) for part in made.parts),
            heeft_representatie=(Verwijzing(naam=f"{made.stem}.pdf"),),
            archiefvormers=(_MUNICIPALITY,),
            beperkingen=(NO_RESTRICTION,),
        )
    )


def bestand_file(made: Made) -> bytes:
    """The bestand, with size and checksum."""
    return write_bestand(
        Bestand(
            identificaties=(Identificatie(kenmerk=f"{identification(made).kenmerk}-f1", bron=SYSTEM),),
            naam=f"{made.stem}.pdf",
            omvang=len(made.data),
            bestandsformaat=Begrip(
                label="Acrobat PDF 1.4 - Portable Document Format", code="fmt/18", lijst="PRONOM-register"
            ),
            checksums=(
                Checksum(
                    algoritme="SHA-256",
                    waarde=digest_of(made.data),
                    datum=f"{made.draft.day.isoformat()}T18:00:00+01:00",
                ),
            ),
            is_representatie_van=reference(made),
        )
    )


def _events(made: Made) -> tuple[Event, ...]:
    def event(label: str, day: date, hour: str = "") -> Event:
        return Event(type=term(label, "EventTypeLijst"), tijd=f"{day.isoformat()}{hour}", actor=_MUNICIPALITY)

    day = made.draft.day
    if made.received:
        return (event("Creatie", day), event("Ontvangst", day, "T10:15:00+01:00"))
    return (event("Creatie", made.draft.before(2)), event("Accordering", day, "T16:30:00+01:00"))
