# SPDX-License-Identifier: EUPL-1.2
"""A document of iBabs written as MDTO, so that it passes the same door as the metadata of any archive.

The free columns of a list may name who asked for something; only its dates and its subject are taken over.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from archive.ibabs.answers import Document, day_of
from archive.mdto.metadata import WOO_LIST_NAME
from archive.mdto.model import Begrip, Event, Informatieobject, Verwijzing
from archive.mdto.writer import NO_RESTRICTION, term, write_informatieobject
from schemas.documents import Identificatie
from schemas.values import informatiecategorie

_NOT_IN_XML: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SOURCE: Final = "iBabs"
_REGISTERED: Final = "registrationdate"
_RECEIVED, _DONE = "datum ontvangst", "datum afdoening"
_SUBJECTS: Final = ("onderwerp", "titel", "title")


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """What a document is part of: an entry of a list, or a meeting.

    Attributes:
        title: name of the list or the type of meeting.
        category: URI of the Woo category, where the configuration names one.
    """

    id: str
    title: str
    category: str | None = None
    subject: str = field(default="", repr=False)
    created: date | None = None
    received: date | None = None
    done: date | None = None


def whole_of_entry(
    id: str, title: str, category: str | None, columns: Mapping[str, str], values: Mapping[str, str]
) -> Whole:
    """An entry as a whole, with the dates that its row or its values give.

    Args:
        id: of the entry.
        title: name of its list.
        category: Woo category of the list.
        columns: of the row in the report.
        values: of the entry itself.
    """
    written = {name.casefold(): value for name, value in {**values, **columns}.items() if value}
    received, done = day_of(written.get(_RECEIVED, "")), day_of(written.get(_DONE, ""))
    registered = day_of(written.get(_REGISTERED, ""))
    other = next((day for name, value in written.items() if "datum" in name and (day := day_of(value))), None)
    subject = next((written[name] for name in _SUBJECTS if name in written), "")
    return Whole(
        id=id, title=title, category=category, subject=subject, created=registered or other or received or done,
        received=received, done=done,
    )  # fmt: skip


def mdto_of(document: Document, whole: Whole, sitename: str) -> bytes:
    """The MDTO informatieobject of a document.

    Args:
        document: as iBabs lists it.
        whole: what it is part of.
        sitename: the site, as the maker of the archive.
    """
    listed = informatiecategorie(whole.category) if whole.category else None
    name = _text(document.name) or _text(PurePosixPath(document.file_name).stem) or document.id
    return write_informatieobject(
        Informatieobject(
            identificaties=(Identificatie(kenmerk=_text(document.id), bron=_SOURCE),),
            naam=name,
            aggregatieniveau=term("Archiefstuk", "Aggregatieniveaus"),
            classificaties=()
            if listed is None
            else (Begrip(label=listed.label, code=listed.uri, lijst=WOO_LIST_NAME),),
            omschrijvingen=(subject,) if (subject := _text(whole.subject)) else (),
            events=tuple(
                Event(type=term(kind, "EventTypeLijst"), tijd=day.isoformat())
                for kind, day in (
                    ("Creatie", whole.created),
                    ("Ontvangst", whole.received),
                    ("Accordering", whole.done),
                )
                if day
            ),
            waardering=term("Nader te bepalen", "Waarderingen", "N"),
            is_onderdeel_van=(
                Verwijzing(
                    naam=_text(whole.title) or _SOURCE, identificatie=Identificatie(kenmerk=whole.id, bron=_SOURCE)
                ),
            ),
            archiefvormers=(Verwijzing(naam=_text(sitename)),),
            beperkingen=(NO_RESTRICTION,),
        )
    )


def _text(value: str) -> str:
    return " ".join(_NOT_IN_XML.sub(" ", value).split())
