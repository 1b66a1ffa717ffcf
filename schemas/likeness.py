# SPDX-License-Identifier: EUPL-1.2
"""Documents that are alike: copies, versions of one text, and mail that is quoted whole in other mail."""

from dataclasses import dataclass
from enum import StrEnum


class Likeness(StrEnum):
    """How a document is like another, the strongest first."""

    IDENTICAL = "identical"
    """Its pages are the same bytes."""
    SAME_TEXT = "same_text"
    """It has the same words in the same order; pictures and layout may differ."""
    CONTAINED = "contained"
    """Its text, mail headers aside, stands whole in the other, which has more."""
    NEAR = "near"
    """Most of its text stands in the other, and most of the other in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """A document that is like another of its group.

    Attributes:
        document, other: keys of their rows in the ledger.
        share: part of its text that stands in the other, 0 to 1.
    """

    document: int
    kind: Likeness
    other: int
    share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AlikeGroup:
    """Documents that belong together by their text.

    Attributes:
        longest: key of the document with most text: who reads it has read what is contained in it.
        others: every further document of the group, each with the one that it is most like.
    """

    longest: int
    others: tuple[Alike, ...]

    @property
    def documents(self) -> tuple[int, ...]:
        """Keys of all of them, the longest first."""
        return (self.longest, *(one.document for one in self.others))
