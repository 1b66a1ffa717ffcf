# SPDX-License-Identifier: EUPL-1.2
"""A document after removal, and after the gate."""

from dataclasses import dataclass, field
from enum import StrEnum

from schemas.findings import Kind
from schemas.geometry import Box
from schemas.identity import Digest, digest_of


@dataclass(frozen=True, kw_only=True, slots=True)
class AppliedBox:
    """A box that was drawn, on the page as seen.

    Attributes:
        page: 0-based.
        box: the upright bounds of it.
        corners: of a box that stands askew, its corners in order, the first two along its line; None for others.
    """

    page: int
    box: Box
    ground: str
    kind: Kind
    corners: tuple[tuple[float, float], ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RedactedDocument:
    """New bytes with everything decided removed. Not yet checked, so nothing may publish it.

    Attributes:
        data: the new PDF.
        source_digest: of the bytes it was made from. Internal: a digest of an original confirms guesses.
        removed: counts per thing removed (``glyphs``, ``images``, ``annotations``, ``attachments`` and so on).
        notes: Dutch sentences for the officer about losses (signature dropped, page turned into pixels).
    """

    data: bytes = field(repr=False)
    source_digest: Digest
    pages: int
    boxes: tuple[AppliedBox, ...]
    removed: dict[str, int]
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> Digest:
        """SHA-256 of the new bytes."""
        return digest_of(self.data)


class FaultKind(StrEnum):
    """What the gate can find."""

    TERM_IN_TEXT = "term_in_text"
    TERM_IN_BYTES = "term_in_bytes"
    TEXT_UNDER_BOX = "text_under_box"
    BOX_NOT_UNIFORM = "box_not_uniform"
    HIDDEN_DATA = "hidden_data"
    UNKNOWN_KEY = "unknown_key"
    STRUCTURE = "structure"
    UNREADABLE = "unreadable"
    ENGINES_DISAGREE = "engines_disagree"
    COLLATERAL = "collateral"
    TIME_LIMIT = "time_limit"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing wrong with a file. ``detail`` never quotes document text; ``page`` is 0-based."""

    kind: FaultKind
    engine: str
    detail: str
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VerificationReport:
    """What the gate looked at and what it found; clean means that every check ran and none found a fault."""

    digest: Digest
    pages: int
    checks: tuple[str, ...]
    faults: tuple[Fault, ...]
    terms: int
    short_terms: int = 0
    """Terms too short for a byte search (fewer than four characters): judged by text engines and position only."""

    @property
    def clean(self) -> bool:
        """True when nothing was found."""
        return not self.faults


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifiedDocument:
    """A document that passed the gate. Only redaction.verification makes this value; publication takes no other."""

    data: bytes = field(repr=False)
    digest: Digest
    pages: int
    boxes: tuple[AppliedBox, ...]
    grounds: tuple[str, ...]
    report: VerificationReport

    def __post_init__(self) -> None:
        if not self.report.clean or self.report.digest != self.digest:
            raise ValueError("a verified document has a clean report about its own bytes")
