# SPDX-License-Identifier: EUPL-1.2
"""What one recogniser proposes, before voices are merged and the policy decides."""

from dataclasses import dataclass

from schemas.findings import Kind, Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A stretch of one reading that a recogniser takes for personal data.

    Attributes:
        kind: what it is taken for.
        start, end: half-open offsets in the reading's normalised text.
        score: 0 to 1, how sure this one recogniser is.
        why: one Dutch sentence without the text itself.
        recogniser: name of the recogniser.
        role: in which role the person, address or number stands, as far as this recogniser can tell.
        doubtful: True where a check failed or a context is missing: the policy then asks instead of redacting.
    """

    kind: Kind
    start: int
    end: int
    score: float
    why: str
    recogniser: str
    role: Role = Role.ONBEKEND
    doubtful: bool = False

    def overlaps(self, other: "Candidate") -> bool:
        """True where both share at least one character."""
        return self.start < other.end and other.start < self.end
