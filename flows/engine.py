# SPDX-License-Identifier: EUPL-1.2
"""The calls into the redaction room, as functions that a worker process can be asked for: bytes in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from schemas.errors import BlockReason, DocumentBlocked
from schemas.findings import Finding, Findings, NotAnalysed
from schemas.geometry import Box
from schemas.recognition import RecognisedPage
from schemas.redacted import RedactedDocument, VerificationReport, VerifiedDocument
from schemas.review import Redaction, ReviewedFindings
from schemas.textlayer import TextLayer

if TYPE_CHECKING:
    from archive.duplicates import Sketch
    from archive.recognition import Tesseract
    from redaction.detection import Detector

_SEEN: Final = (
    "Een lettertype zegt niet welke letters er staan: die zijn van het beeld gelezen. Kijk of de tekst klopt."
)
_FOR_THE_READER: Final = (BlockReason.NO_TEXT_LAYER, BlockReason.UNKNOWN_CHARACTERS)
_READER_ADVICE: Final = "Install Tesseract with Dutch; `lakstraat doctor` names the command."


@dataclass(frozen=True, kw_only=True, slots=True)
class DetectorChoice:
    """Which model and policy; None is what the package carries."""

    model: Path | None = None
    policy: Path | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Readable:
    """A document as it is seen, with a text layer on every page that has text.

    Attributes:
        data: the bytes that findings and removal are about.
        layer: their text.
        removed: counts of what was not carried over.
        marked: places that the document itself marks for redaction: 0-based page, box as seen.
        scans: pages whose text was read from their picture.
        notes: Dutch sentences for the officer.
    """

    data: bytes = field(repr=False)
    layer: TextLayer = field(repr=False)
    pages: int
    removed: dict[str, int]
    marked: tuple[tuple[int, Box], ...]
    scans: tuple[RecognisedPage, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Examination:
    """What is known of a document after detection.

    Attributes:
        findings: what was found; offsets and boxes refer to the prepared bytes.
        marked: places that the document itself marks for redaction: 0-based page, box as seen.
        notes: Dutch sentences for the officer about what was lost in preparing.
        gone: what an earlier search found and the last one did not.
        scans: pages whose text was read from their picture, and what else was seen there.
    """

    findings: Findings
    marked: tuple[tuple[int, Box], ...] = ()
    notes: tuple[str, ...] = ()
    gone: tuple[Finding, ...] = ()
    scans: tuple[RecognisedPage, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """A document after detection. ``prepared`` are the bytes that findings and removal are about."""

    prepared: bytes = field(repr=False)
    pages: int
    examination: Examination
    sketch: "Sketch"


@dataclass(frozen=True, kw_only=True, slots=True)
class Removed:
    """A redacted document, not yet checked, with the texts that must not be found in it and what it was made from."""

    redacted: RedactedDocument
    prepared: bytes = field(repr=False)
    terms: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicText:
    """A text that goes out with a document, after detection, and how many stretches were taken out."""

    text: str
    removed: int


@lru_cache(maxsize=1)
def detector(choice: DetectorChoice) -> "Detector":
    """The detector of this process; the model is loaded once."""
    from redaction.detection import Detector

    return Detector(model=choice.model, policy=choice.policy)


@lru_cache(maxsize=1)
def _reader() -> "Tesseract | None":
    from archive.recognition import find_tesseract

    return find_tesseract()


def readable(data: bytes) -> Readable:
    """Flatten one document of any format, and read its scanned pages where a program for that is there.

    Raises:
        InputRefused, DocumentBlocked: it cannot be read or handled safely.
    """
    from archive.intake import as_pdf
    from archive.recognition import read_scans
    from redaction.removal import prepare

    made = as_pdf(data)
    prepared = prepare(made.pdf)
    reader = _reader()
    read = None if reader is None else read_scans(prepared.data, reader)
    scans = () if read is None else read.pages
    told = (f"Van {len(scans)} gescande pagina's is de tekst door een programma gelezen.",) if scans else ()
    data, layer, seen = _with_letters(prepared.data if read is None else read.data)
    return Readable(
        data=data,
        layer=layer,
        pages=prepared.pages,
        removed=prepared.removed,
        marked=prepared.pending,
        scans=scans,
        notes=(*made.notes, *prepared.notes, *told, *seen),
    )


def _with_letters(data: bytes) -> tuple[bytes, TextLayer, tuple[str, ...]]:
    """The document with the letters of fonts that do not tell them, read from its pictures; its text, and notes."""
    from archive.recognition import read_words
    from redaction.textlayer import first_reading, read_text_layer, with_seen_letters

    reader = _reader()
    read = first_reading(data)
    if not read.unsure:
        return data, read.layer, ()
    spelled = with_seen_letters(data, () if reader is None else read_words(data, read.unsure, reader))
    layer = read_text_layer(spelled.data) if spelled.fonts else read.layer
    return spelled.data, layer, (_SEEN,) if spelled.fonts else ()


def search(
    data: bytes,
    layer: TextLayer,
    scans: Sequence[RecognisedPage],
    choice: DetectorChoice,
    category: str | None = None,
    known: Sequence[str] = (),
) -> Findings:
    """What is found in a prepared document, questions about badly read words of scans among it.

    Args:
        data: the prepared bytes.
        layer: their text.
        scans: pages whose text was read from their picture.
        choice: model and policy.
        category: kind of document, where it is known.
        known: names of persons whom other documents of its dossier name; they are looked for too.

    Raises:
        DocumentBlocked: part of it could not be analysed.
    """
    from redaction.detection.recognition import uncertain_words, unread_pages, with_ink

    found = detector(choice).detect(with_ink(layer, scans), category=category, known=known)
    not_analysed = _not_empty(data, (*unread_pages(scans), *found.not_analysed))
    if not_analysed:
        first = not_analysed[0]
        advice = _READER_ADVICE if first.reason in _FOR_THE_READER and _reader() is None else None
        raise DocumentBlocked(first.reason, first.message, page=first.page, advice=advice)
    return replace(found, not_analysed=(), findings=(*found.findings, *uncertain_words(found, scans)))


def _not_empty(data: bytes, pages: tuple[NotAnalysed, ...]) -> tuple[NotAnalysed, ...]:
    """Without the pages that have no text because nothing stands on them, such as the back of a scanned sheet."""
    from archive.blank import blank_pages

    numbers = (one.page for one in pages if one.reason is BlockReason.NO_TEXT_LAYER and one.page is not None)
    empty = blank_pages(data, numbers)
    return tuple(one for one in pages if one.reason is not BlockReason.NO_TEXT_LAYER or one.page not in empty)


def detector_without_model(choice: DetectorChoice) -> "Detector":
    """The same detection with the recognisers alone, to measure what the model adds."""
    from redaction.detection import Detector

    return Detector(policy=choice.policy, use_model=False)


def model_folder(choice: DetectorChoice) -> Path:
    """Folder or name of the model in use, to measure it alone."""
    from redaction.detection import carried_model

    return carried_model() if choice.model is None else choice.model


def examine(data: bytes, choice: DetectorChoice, category: str | None, salt: bytes) -> Examined:
    """Flatten, read and search one document; ``salt`` is the key of its sketch.

    Raises:
        InputRefused, DocumentBlocked: it cannot be read or handled safely.
    """
    document = readable(data)
    findings = search(document.data, document.layer, document.scans, choice, category)
    return Examined(
        prepared=document.data,
        pages=document.pages,
        examination=Examination(findings=findings, marked=document.marked, notes=document.notes, scans=document.scans),
        sketch=_sketch(document.layer, salt),
    )


def search_again(
    prepared: bytes,
    scans: Sequence[RecognisedPage],
    choice: DetectorChoice,
    category: str | None,
    known: Sequence[str] = (),
) -> Findings:
    """What is found in a document that was prepared before; ``scans`` is what was seen on its pictures then.

    Who is named in other documents of the dossier (``known``) is looked for too, also by surname alone.

    Raises:
        DocumentBlocked: part of it could not be analysed.
    """
    from redaction.textlayer import read_text_layer

    return search(prepared, read_text_layer(prepared), scans, choice, category, known)


def sketch_prepared(prepared: bytes, salt: bytes) -> "Sketch":
    """The sketch of a document that was prepared before."""
    from redaction.textlayer import read_text_layer

    return _sketch(read_text_layer(prepared), salt)


def _sketch(layer: TextLayer, salt: bytes) -> "Sketch":
    from archive.duplicates import sketch_of

    return sketch_of((page.text for page in layer.pages), salt)


def remove(prepared: bytes, reviewed: ReviewedFindings, terms: tuple[str, ...], title: str | None = None) -> Removed:
    """Redact one document.

    Args:
        prepared: the prepared bytes.
        reviewed: what goes.
        terms: texts that the gate must not find in the result: ``secrets_of`` the same bytes and decisions.
        title: public title, for readers of the new document.

    Raises:
        DocumentBlocked: it cannot be redacted safely.
    """
    from redaction.removal import RedactionOptions, redact

    redacted = redact(prepared, reviewed, options=RedactionOptions(title=title))
    return Removed(redacted=redacted, prepared=prepared, terms=terms)


def gone_everywhere(layer: TextLayer, redactions: Sequence[Redaction]) -> tuple[str, ...]:
    """Texts that were redacted wherever they stood, so that finding one afterwards is a leak.

    A text that also stands somewhere on purpose (the name of a person in that of a company) is not among them: the
    place of its redaction is checked, but not the whole document.
    """
    from redaction.removal.terms import folded

    texts: set[str] = set()
    letters = {page.number: list(page.text) for page in layer.pages}
    for redaction in redactions:
        if redaction.spans:
            texts.add(" ".join(layer.pages[span.page].text[span.start : span.end] for span in redaction.spans))
        for span in redaction.spans:
            letters[span.page][span.start : span.end] = ["\0"] * (span.end - span.start)
    left = folded("".join("".join(page) for page in letters.values()))
    return tuple(sorted(text for text in texts if folded(text) and folded(text) not in left))


def check(removed: Removed) -> VerifiedDocument:
    """Send a redacted document through the gate.

    Raises:
        NotVerified: it leaks, or could not be checked.
    """
    from redaction.verification import certify

    return certify(removed.redacted, terms=removed.terms, before=removed.prepared)


def look(data: bytes, terms: tuple[str, ...]) -> VerificationReport:
    """The gate alone, on any PDF."""
    from redaction.verification import verify

    return verify(data, terms=terms)


def detect_texts(texts: tuple[str, ...], choice: DetectorChoice) -> tuple[Findings, ...]:
    """Findings in loose texts."""
    return tuple(detector(choice).detect_many(texts))


def secrets_of(prepared: bytes, reviewed: ReviewedFindings) -> tuple[str, ...]:
    """Texts that redaction takes out of a document wherever they stand, so that none may stand beside it either."""
    from redaction.textlayer import read_text_layer

    return gone_everywhere(read_text_layer(prepared), reviewed.redactions)


def public_texts(texts: tuple[str, ...], choice: DetectorChoice, secrets: tuple[str, ...]) -> tuple[PublicText, ...]:
    """Titles, descriptions and keywords with what was found in them replaced; unknown is closed, so ask is replace.

    Args:
        texts: what people wrote about a document.
        choice: model and policy.
        secrets: what was taken out of the document itself; it is replaced here too.
    """
    from flows.metadata import without_findings, without_secrets

    found = (without_findings(text, detector(choice).detect_text(text)) for text in texts)
    return tuple(without_secrets(text, secrets) for text in found)
