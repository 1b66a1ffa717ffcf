# SPDX-License-Identifier: EUPL-1.2
"""The road of a document through removal, as tests walk it."""

from collections.abc import Sequence

from redaction.removal import RedactionOptions, prepare, redact
from redaction.removal.terms import find_terms
from redaction.textlayer import read_text_layer
from schemas.findings import Kind
from schemas.geometry import Box
from schemas.identity import digest_of
from schemas.redacted import RedactedDocument
from schemas.review import Redaction, ReviewedFindings

GROUND = "5.1.2.e"


def without(data: bytes, *terms: str, options: RedactionOptions | None = None) -> RedactedDocument:
    """Prepare, read, find the terms and take them out; every term must be found."""
    prepared = prepare(data).data
    layer = read_text_layer(prepared)
    for term in terms:
        assert find_terms(layer, [term], ground=GROUND), "the term is not in the text layer"
    return decided(prepared, find_terms(layer, terms, ground=GROUND), options)


def without_box(data: bytes, *boxes: Box, page: int = 0) -> RedactedDocument:
    """Prepare, and take out what lies under an officer's boxes."""
    redaction = Redaction(ground=GROUND, kind=Kind.BEELD, page=page, boxes=boxes)
    return decided(prepare(data).data, [redaction])


def decided(
    prepared: bytes, redactions: Sequence[Redaction], options: RedactionOptions | None = None
) -> RedactedDocument:
    """Carry decisions out on a prepared document."""
    reviewed = ReviewedFindings(
        digest=digest_of(prepared),
        redactions=tuple(redactions),
        decisions=(),
        policy_version="test",
        model_version="test",
    )
    return redact(prepared, reviewed, options=options)
