# SPDX-License-Identifier: EUPL-1.2
"""What detection found, where, why and how sure; and what could not be analysed."""

from dataclasses import dataclass, field
from enum import StrEnum

from schemas.errors import BlockReason
from schemas.geometry import Box
from schemas.identity import Digest


class Kind(StrEnum):
    """Kinds of data that a person may be hurt by. Stored values are Dutch, as the officers' screens show them."""

    NAAM = "naam"
    BSN = "bsn"
    A_NUMMER = "a_nummer"
    V_NUMMER = "v_nummer"
    DOCUMENTNUMMER = "documentnummer"
    RIJBEWIJSNUMMER = "rijbewijsnummer"
    MRZ = "mrz"
    BIG_NUMMER = "big_nummer"
    IBAN = "iban"
    TELEFOON = "telefoon"
    EMAIL = "email"
    ADRES = "adres"
    POSTCODE_HUISNUMMER = "postcode_huisnummer"
    KADASTRAAL = "kadastraal"
    KENTEKEN = "kenteken"
    GEBOORTEDATUM = "geboortedatum"
    GEBRUIKERSNAAM = "gebruikersnaam"
    SOCIAL_MEDIA = "social_media"
    IP_ADRES = "ip_adres"
    MAC_ADRES = "mac_adres"
    KVK_NUMMER = "kvk_nummer"
    RSIN = "rsin"
    BTW_ID = "btw_id"
    HANDTEKENING = "handtekening"
    GEZONDHEID = "gezondheid"
    STRAFRECHTELIJK = "strafrechtelijk"
    RELATIE = "relatie"
    TERM = "term"
    """A word that an officer or a term list names."""
    BEELD = "beeld"
    """A region of an image."""


class Action(StrEnum):
    """What the policy proposes for a finding."""

    REDACT = "redact"
    ASK = "ask"
    KEEP = "keep"


class Band(StrEnum):
    """How sure, in three steps for people."""

    ZEKER = "zeker"
    CONTROLEREN = "controleren"
    TWIJFEL = "twijfel"


class Role(StrEnum):
    """In which role a person or address stands in the text."""

    BURGER = "burger"
    MEDEWERKER = "medewerker"
    BESTUURDER = "bestuurder"
    BEDRIJF = "bedrijf"
    CONTACT = "contact"
    """An address or number by which somebody can be reached."""
    ONDERWERP = "onderwerp"
    """An address or parcel that the document is about."""
    ONBEKEND = "onbekend"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Span:
    """A stretch of one page's text: half-open offsets in code points, and its boxes on the page as seen."""

    page: int
    start: int
    end: int
    boxes: tuple[Box, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError("a span starts before it ends")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was found. Its repr shows kind and place, never the text.

    Attributes:
        id: stable within the document; the same text and policy give the same id.
        spans: one per page that it touches (a name may run over a page end); none for what is seen, not read.
        page, regions: part of the picture of one page (0-based), boxes on the page as seen: a drawn signature, a part
            of an image.
        score: 0 to 1, calibrated; ``band`` is the same for people.
        why: one Dutch sentence: recogniser, rule and context, without the text itself.
        ground: Woo ground code (``5.1.2.e``), always there when action is redact.
        person: key shared by all findings that are taken for the same person in the document, or None.
    """

    id: str
    kind: Kind
    spans: tuple[Span, ...] = ()
    score: float
    band: Band
    action: Action
    ground: str | None
    why: str
    recogniser: str
    page: int | None = None
    regions: tuple[Box, ...] = ()
    role: Role = Role.ONBEKEND
    person: str | None = None
    text: str = field(default="", repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.spans and not self.regions:
            raise ValueError("a finding has a place")
        if bool(self.regions) != (self.page is not None):
            raise ValueError("regions lie on a page")
        if not 0 <= self.score <= 1:
            raise ValueError("a score lies between 0 and 1")
        if self.action is Action.REDACT and self.ground is None:
            raise ValueError("a redaction has a Woo ground")

    @property
    def places(self) -> tuple[tuple[int, Box], ...]:
        """Every box of it with its 0-based page."""
        seen = () if self.page is None else tuple((self.page, box) for box in self.regions)
        return tuple((span.page, box) for span in self.spans for box in span.boxes) + seen

    @property
    def first_page(self) -> int:
        """The 0-based page on which it begins."""
        return min(page for page in (*(span.page for span in self.spans), self.page) if page is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class NotAnalysed:
    """Something that detection could not read or finish; it blocks. ``page`` is 0-based, None is the whole."""

    reason: BlockReason
    message: str
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """The outcome of detection on one document."""

    digest: Digest
    findings: tuple[Finding, ...]
    not_analysed: tuple[NotAnalysed, ...] = ()
    policy_version: str
    model_version: str
