# SPDX-License-Identifier: EUPL-1.2
"""One document redacted on its own, outside of any batch: terms, findings and places that the document marks."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from flows.engine import DetectorChoice, Readable, check, gone_everywhere, readable, remove, search
from review.automatic import approve
from schemas.errors import BlockReason, DocumentBlocked
from schemas.findings import Action, Findings
from schemas.redacted import VerifiedDocument
from schemas.textlayer import TextLayer

_NOTHING_SEARCHED: Final = "none"
"""Version of policy and model where only terms were asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is to be redacted in one document.

    Attributes:
        terms: texts that must go wherever they stand.
        ground: Woo ground of the terms.
        detect: search for personal data too, and redact what the policy says must go.
        choice: model and policy.
    """

    terms: tuple[str, ...] = field(default=(), repr=False)
    ground: str = "5.1.2.e"
    detect: bool = True
    choice: DetectorChoice = field(default_factory=DetectorChoice)


@dataclass(frozen=True, kw_only=True, slots=True)
class Redacted:
    """A redacted and verified document, with the counts of what was removed.

    Attributes:
        terms_found: places where one of the terms stood.
        asked: findings that the policy would ask a person about; they still stand in the document.
    """

    document: VerifiedDocument
    removed: dict[str, int]
    notes: tuple[str, ...]
    terms_found: int
    asked: int


def redact_document(data: bytes, wish: Wish) -> Redacted:
    """Redact one document and send it through the gate.

    Raises:
        InputRefused: it does not open.
        DocumentBlocked: it cannot be searched or redacted safely.
        NotVerified: the gate did not pass the result.
    """
    from redaction.removal.terms import find_terms

    document = readable(data)
    findings = _findings(document, wish)
    terms = find_terms(document.layer, wish.terms, ground=wish.ground)
    approved = approve(_certain(findings), moment=datetime.now(UTC), marked=document.marked)
    reviewed = replace(approved, redactions=(*approved.redactions, *terms))
    secrets = gone_everywhere(document.layer, reviewed.redactions)
    removed = remove(document.data, reviewed, tuple(dict.fromkeys((*secrets, *wish.terms))))
    verified = check(removed)
    return Redacted(
        document=verified,
        removed=dict(Counter(document.removed) + Counter(removed.redacted.removed)),
        notes=(*document.notes, *removed.redacted.notes),
        terms_found=len(terms),
        asked=sum(finding.action is Action.ASK for finding in findings.findings),
    )


def _findings(document: Readable, wish: Wish) -> Findings:
    if wish.detect:
        return search(document.data, document.layer, document.scans, wish.choice)
    _check_readable(document.layer)
    return Findings(
        digest=document.layer.digest, findings=(), policy_version=_NOTHING_SEARCHED, model_version=_NOTHING_SEARCHED
    )


def _certain(findings: Findings) -> Findings:
    """Only what must go: a person is at the command line, and asks for nothing that is asked."""
    return replace(findings, findings=tuple(one for one in findings.findings if one.action is Action.REDACT))


def _check_readable(layer: TextLayer) -> None:
    """A term cannot be looked for where characters are unknown, or where a page is only a picture.

    Raises:
        DocumentBlocked: there is such a page.
    """
    for page in layer.pages:
        if page.unreadable:
            raise DocumentBlocked(
                BlockReason.UNKNOWN_CHARACTERS,
                "Characters on a page cannot be known, so a term could stand there unseen.",
                page=page.number,
            )
        if page.has_images and not page.text.strip():
            raise DocumentBlocked(
                BlockReason.NO_TEXT_LAYER,
                "A page is a picture without text, so a term could stand there unseen.",
                page=page.number,
                advice="Have the document scanned again with text recognition.",
            )
