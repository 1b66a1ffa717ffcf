# SPDX-License-Identifier: EUPL-1.2
"""Where publications go. A new place to publish is one class with these methods; docs/endpoints tells how to add it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from schemas.errors import WrongUse
from schemas.identity import DocumentId
from schemas.publication import Publication, PublicationPackage, Waarde
from schemas.values.codes import Grond, RedenVerwijderingVervanging


class WithdrawalReason(StrEnum):
    """Why a publication is taken back: reasons of DiWoo, of the platform of VWS, and of the Woo to hold it for now."""

    PRIVACY = "correctie_privacygevoelige_gegevens"
    PROCEDURAL = "correctie_procedurele_fout"
    DATA_IN_DOCUMENT = "data_in_document"
    DATA_IN_FILE = "data_in_file"
    SUSPENDED = "suspended_document"
    SUSPENDED_RELIEF = "suspended_voorlopige_voorziening"
    SUSPENDED_VIEWS = "suspended_zienswijze"
    SUSPENDED_ADDRESSEE = "suspended_geadresseerde"
    UNREADABLE = "unreadable_document"
    INCORRECT_ATTACHMENT = "incorrect_attachment"

    @property
    def public_text(self) -> str:
        """What the public reads."""
        return _PUBLIC_TEXTS[self]

    @property
    def suspends(self) -> bool:
        """Whether the document is held for now, and may come back."""
        return self in SUSPENSIONS


_PUBLIC_TEXTS = {
    WithdrawalReason.PRIVACY: "Er stonden privacygevoelige gegevens in.",
    WithdrawalReason.PROCEDURAL: "Bij de publicatie is een procedurele fout gemaakt.",
    WithdrawalReason.DATA_IN_DOCUMENT: "Er stonden gegevens in het document die niet openbaar zijn.",
    WithdrawalReason.DATA_IN_FILE: "Er stonden gegevens in het bestand die niet openbaar zijn.",
    WithdrawalReason.SUSPENDED: "De openbaarmaking is opgeschort.",
    WithdrawalReason.SUSPENDED_RELIEF: (
        "De openbaarmaking is opgeschort: om een voorlopige voorziening is gevraagd (artikel 4.4, vijfde lid, Woo)."
    ),
    WithdrawalReason.SUSPENDED_VIEWS: (
        "De openbaarmaking is opgeschort: een belanghebbende wordt om een zienswijze gevraagd "
        "(artikel 4.4, derde lid, Woo)."
    ),
    WithdrawalReason.SUSPENDED_ADDRESSEE: (
        "De openbaarmaking is uitgesteld, zodat de geadresseerde er eerst kennis van kan nemen "
        "(artikel 5.1, vierde lid, Woo)."
    ),
    WithdrawalReason.UNREADABLE: "Het document was niet goed leesbaar.",
    WithdrawalReason.INCORRECT_ATTACHMENT: "Er was een verkeerd bestand geplaatst.",
}
SUSPENSIONS: Final = frozenset(reason for reason in WithdrawalReason if reason.value.startswith("suspended_"))
"""Reasons after which a document may come back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusalNotice:
    """Tells the public that a document exists and is withheld as a whole. The title was searched for personal data."""

    id: DocumentId
    title: str
    categories: tuple[Waarde, ...]
    grounds: tuple[Grond, ...]
    publisher: Waarde
    moment: datetime

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.categories or not self.grounds:
            raise ValueError("a notice has a title, a category and a ground")
        if self.moment.tzinfo is None:
            raise ValueError("a notice has an aware time")


class NeverPublic(WrongUse):
    """A place does not have the document, and has nothing to take back."""


class Endpoint(Protocol):
    """A place where the public finds documents.

    Every method may be called again with the same arguments: after a crash, or because nobody knows whether the
    first call arrived. The state afterwards is that of one call.
    """

    @property
    def name(self) -> str:
        """Name under which the ledger knows this place; it does not change."""

    def publish(self, package: PublicationPackage) -> Publication:
        """Make a document public, or a new revision of it under the same identifier.

        Raises:
            PublicationFailed: the place does not take it; nothing half published is shown.
        """

    def replace(self, package: PublicationPackage, reason: RedenVerwijderingVervanging) -> Publication:
        """Put a corrected revision in the place of a public document, and tell why.

        Raises:
            WrongUse: the document is not public here.
            PublicationFailed: the place does not take it; the former revision is still there.
        """

    def withdraw(self, id: DocumentId, reason: WithdrawalReason) -> Publication:
        """Take a document or a notice back. The file goes first, then every mention of it; the reason stays.

        Raises:
            NeverPublic: it was never public here.
            PublicationFailed: the place cannot be reached; the document may still be public.
        """


@runtime_checkable
class Announcing(Protocol):
    """What an endpoint can do as well, when it can tell of a document that there is no file of."""

    def announce(self, notice: RefusalNotice) -> Publication:
        """Tell the public that a document is withheld as a whole, and on which grounds. ``withdraw`` takes it back.

        Raises:
            WrongUse: the document is public here.
            PublicationFailed: the place cannot be reached.
        """


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceSettings:
    """What a place of a third party is made from.

    Attributes:
        place: name under which the ledger knows it.
        address: where it is, as the settings say.
        options: what else the settings say, a token for example.
        notes: folder for what it must remember between two calls; no personal data goes in there.
    """

    place: str
    address: str
    options: Mapping[str, str] = field(default_factory=dict, repr=False)
    notes: Path
