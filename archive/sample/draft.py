# SPDX-License-Identifier: EUPL-1.2
"""A sample document in the making: its text asks here for every datum it plants, so that the truth is complete."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from archive.sample.people import Person, Population, names
from schemas.findings import Action, Kind


class Place(StrEnum):
    """Where a planted datum stands."""

    TEXT = "text"
    METADATA = "metadata"
    ATTACHMENT = "attachment"
    ANNOTATION = "annotation"
    FORM = "form"
    LINK = "link"
    OUTLINE = "outline"
    DRAWING = "drawing"
    SIDECAR = "sidecar"


@dataclass(frozen=True, kw_only=True, slots=True)
class Planted:
    """A datum in a document. ``text`` is as printed, apart from line breaks; a drawing has none."""

    kind: Kind
    text: str
    action: Action
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A note on the first page."""

    author: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FormField:
    """A filled-in form field on the first page; left and bottom in points."""

    name: str
    value: str
    left: float
    bottom: float
    width: float


@dataclass(kw_only=True)
class Draft:
    """What a document kind fills while it writes.

    Attributes:
        number: serial number in the archive, for case numbers.
        planted: what was planted so far.
        signed_on: pages with a drawn signature, 1-based; known when the document has been rendered.
    """

    rng: random.Random
    number: int
    day: date
    planted: list[Planted] = field(default_factory=list)
    signed_on: list[int] = field(default_factory=list)
    author: str = ""
    subject: str = ""
    keywords: str = ""
    comment: Comment | None = None
    form: FormField | None = None
    attachment: tuple[str, bytes] | None = None

    def __post_init__(self) -> None:
        self.people = Population(self.rng)

    def use(self, charset: str | None) -> None:
        """Draw names that a font can show; ``charset`` is the codec of the font, None when it shows them all."""
        self.people = Population(self.rng, charset)

    def hide(self, kind: Kind, text: str, place: Place = Place.TEXT) -> str:
        """The text, noted as something that must go."""
        return self._plant(kind, text, Action.REDACT, place)

    def keep(self, kind: Kind, text: str, place: Place = Place.TEXT) -> str:
        """The text, noted as something that looks personal and must stay."""
        return self._plant(kind, text, Action.KEEP, place)

    def name(self, text: str, place: Place = Place.TEXT) -> str:
        """A name that must go."""
        return self.hide(Kind.NAAM, text, place)

    def official(self, text: str) -> str:
        """Somebody who stands in the text by a public function, and stays."""
        return self.keep(Kind.NAAM, text)

    def _plant(self, kind: Kind, text: str, action: Action, place: Place) -> str:
        item = Planted(kind=kind, text=text, action=action, place=place)
        if item not in self.planted:
            self.planted.append(item)
        return text

    def sign(self) -> None:
        """Note that the document carries a drawn signature."""
        self._plant(Kind.HANDTEKENING, "", Action.REDACT, Place.DRAWING)

    def address_lines(self, person: Person) -> list[str]:
        """Name and address for the window of an envelope."""
        title = {"de heer": "De heer", "mevrouw": "Mevrouw"}[person.title]
        return [
            f"{title} {self.name(person.formal)}",
            self.hide(Kind.ADRES, person.address),
            f"{self.hide(Kind.POSTCODE_HUISNUMMER, person.postcode)}  ENSCHEDE",
        ]

    def case(self, prefix: str = "Z") -> str:
        """A case number; it stays, and may look like a number that must go."""
        return self.keep(Kind.TERM, f"{prefix}{self.day.year}-{self.number:03d}{self.rng.randint(100, 999)}")

    def before(self, days: int) -> date:
        """The day so many days earlier."""
        return self.day - timedelta(days=days)

    def wethouder(self) -> str:
        """An alderman's name, which stays."""
        return self.official(self.rng.choice(names().wethouders))

    def company(self) -> str:
        """A company's name, which stays."""
        return self.keep(Kind.NAAM, self.rng.choice(names().companies))
