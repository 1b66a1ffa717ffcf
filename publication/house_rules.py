# SPDX-License-Identifier: EUPL-1.2
"""What a house says itself about its documents: which Woo category they have, and what goes without saying in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from schemas.documents import ArchiveMetadata
from schemas.errors import BlockReason, DocumentBlocked
from schemas.publication import DiwooRecord, Waarde


@dataclass(frozen=True, kw_only=True, slots=True)
class CategoryRule:
    """A category for documents of which everything that is given here is true. Letter case does not matter.

    Attributes:
        path: pattern for the path in the archive; ``*`` stands for anything, slashes among it.
        classification: pattern for one of the classifications that the archive gives.
        document_type: a documentsoort of TOOI that the archive gives as classification.
    """

    category: Waarde
    path: str | None = None
    classification: str | None = None
    document_type: Waarde | None = None

    def __post_init__(self) -> None:
        if self.path is None and self.classification is None and self.document_type is None:
            raise ValueError("a rule for a category says of which documents")

    def holds(self, path: str, metadata: ArchiveMetadata) -> bool:
        """Whether a document is one of these."""
        given = [text.strip().casefold() for text in metadata.classificaties]
        return (
            (self.path is None or fnmatchcase(path.casefold(), self.path.casefold()))
            and (
                self.classification is None
                or any(fnmatchcase(one, self.classification.strip().casefold()) for one in given)
            )
            and (self.document_type is None or self.document_type.label.casefold() in given)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class CategoryDefaults:
    """What a record of a category says where the archive says nothing."""

    documentsoorten: tuple[Waarde, ...] = ()
    themas: tuple[Waarde, ...] = ()
    trefwoorden: tuple[str, ...] = ()
    language: Waarde | None = None
    verantwoordelijke: Waarde | None = None
    opsteller: Waarde | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HouseRules:
    """The rules of a house. ``defaults`` are by URI of the category."""

    rules: tuple[CategoryRule, ...] = ()
    defaults: Mapping[str, CategoryDefaults] = field(default_factory=dict)

    def category_for(self, path: str, metadata: ArchiveMetadata) -> Waarde | None:
        """The category that the rules give a document; None when none of them is about it.

        Raises:
            DocumentBlocked: METADATA_INCOMPLETE; they give it more than one.
        """
        found = _once(rule.category for rule in self.rules if rule.holds(path, metadata))
        if len(found) > 1:
            named = " and ".join(one.label for one in found)
            raise DocumentBlocked(
                BlockReason.METADATA_INCOMPLETE,
                f"The rules for categories do not agree about this document: {named}.",
                advice="Name its category in the archive, or make the rules in the settings exclude each other.",
            )
        return found[0] if found else None

    def completed(self, record: DiwooRecord) -> DiwooRecord:
        """The record with what goes without saying in its category."""
        mine = [self.defaults[one.uri] for one in record.informatiecategorieen if one.uri in self.defaults]
        if not mine:
            return record
        given = mine[0]
        return replace(
            record,
            documentsoorten=record.documentsoorten or given.documentsoorten,
            themas=record.themas or given.themas,
            trefwoorden=record.trefwoorden or given.trefwoorden,
            language=record.language or given.language,
            verantwoordelijke=record.verantwoordelijke or given.verantwoordelijke,
            opsteller=record.opsteller or given.opsteller,
        )


def _once(values: Iterable[Waarde]) -> list[Waarde]:
    return list(dict.fromkeys(values))
