# SPDX-License-Identifier: EUPL-1.2
"""Looks at a PDF as an attacker would, and says what it gives away."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from redaction.verification.allowed import unknown_keys
from redaction.verification.collateral import collateral
from redaction.verification.engines import EngineFailed, pdfminer_pages, poppler_text
from redaction.verification.fonts import letters_not_drawn
from redaction.verification.forbidden import Forbidden
from redaction.verification.hidden import hidden_data, unreferenced
from redaction.verification.objects import chunks, open_pdf, own_units
from redaction.verification.places import look_at_boxes, under_boxes
from redaction.verification.sheets import opened, sheet
from redaction.verification.stored import look_at_stored
from redaction.verification.structure import structure
from redaction.verification.unseen import unseen_text
from schemas.errors import NotVerified
from schemas.geometry import Box
from schemas.identity import digest_of
from schemas.redacted import AppliedBox, Fault, FaultKind, RedactedDocument, VerificationReport, VerifiedDocument

_TOLD: Final = 6
"""Faults that the message of a document that did not pass names."""


class _Gate:
    """One look at one file; collects faults and the checks that ran."""

    def __init__(
        self, data: bytes, terms: Sequence[str], boxes: Sequence[AppliedBox], ours: bool, before: bytes | None
    ) -> None:
        self.data = data
        self.forbidden = Forbidden(terms)
        self.given = boxes
        self.ours = ours
        self.before = before
        self.faults: list[Fault] = []
        self.checks: list[str] = []
        self.pages = 0
        self.units: dict[int, float] = {}
        self.boxes: dict[int, list[AppliedBox]] = {}

    def run(self, name: str, check: Callable[[], None]) -> None:
        """Run one check; an engine that fails is a fault, never silence."""
        self._try(name, check)
        self.checks.append(name)

    def _try(self, name: str, check: Callable[[], None]) -> None:
        try:
            check()
        except EngineFailed as failure:
            self.faults.append(
                Fault(kind=FaultKind.UNREADABLE, engine=failure.engine, detail=f"{name} could not be done")
            )

    def places(self) -> None:
        """Put the boxes in the units of their pages: pdfium and pdfminer do not know of ``UserUnit``."""
        for applied in self.given:
            self.boxes.setdefault(applied.page, []).append(applied)
        self.units = own_units(self.data)
        for number in self.units.keys() & self.boxes.keys():
            self.boxes[number] = [_divided(applied, self.units[number]) for applied in self.boxes[number]]

    def pdfium(self) -> None:
        """What pdfium tells of each page, which is opened and drawn once for all that is asked of it."""
        texts: list[str] = []
        with opened(self.data) as document:
            if self.before is None:
                self._look(document, None, texts)
            else:
                with opened(self.before) as old:
                    self._look(document, old, texts)
        self._terms_in(texts, "pdfium")

    def _look(self, document: Any, old: Any, texts: list[str]) -> None:
        self.pages = len(document)
        for number in range(self.pages):
            texts.append("")
            self._try("pixels", lambda number=number: self._look_at(document, old, number, texts))  # type: ignore[misc]

    def _look_at(self, document: Any, old: Any, number: int, texts: list[str]) -> None:
        applied = self.boxes.get(number, [])
        places = [one.box for one in applied]
        with sheet(document, number, self.units.get(number, 1.0)) as seen:
            texts[number] = seen.text
            if applied:
                self.faults += look_at_boxes(seen, applied)
                self.faults += look_at_stored(seen, places)
            self.faults += unseen_text(seen)
            if old is not None and number < len(old):
                with sheet(old, number) as before:
                    self.faults += collateral(before, seen, applied)

    def pdfplumber(self) -> None:
        """Terms in the text and characters in boxes, by pdfminer."""
        texts: list[str] = []
        for number, (text, characters) in enumerate(pdfminer_pages(self.data)):
            texts.append(text)
            self.faults += under_boxes(number, characters, self.boxes.get(number, ()), "pdfplumber")
        self._terms_in(texts, "pdfplumber")
        if self.pages and len(texts) != self.pages:
            self.faults.append(
                Fault(kind=FaultKind.ENGINES_DISAGREE, engine="pdfplumber", detail="engines count different pages")
            )

    def poppler(self) -> None:
        """Terms in the text by Poppler, where it is installed."""
        if not self.forbidden:
            return
        text = poppler_text(self.data)
        if text is not None and self.forbidden.in_text(text):
            self.faults.append(Fault(kind=FaultKind.TERM_IN_TEXT, engine="poppler", detail="a term can be read"))

    def _terms_in(self, texts: list[str], engine: str) -> None:
        if not self.forbidden:
            return
        found = False
        for number, text in enumerate(texts):
            if self.forbidden.in_text(text):
                found = True
                self.faults.append(
                    Fault(kind=FaultKind.TERM_IN_TEXT, engine=engine, detail="a term can be read", page=number)
                )
        if not found and self.forbidden.in_text("\n".join(texts)):
            self.faults.append(
                Fault(kind=FaultKind.TERM_IN_TEXT, engine=engine, detail="a term can be read over a page end")
            )

    def bytes(self) -> None:
        """Terms in raw and decoded bytes of every revision."""
        if not self.forbidden:
            return
        places: Counter[str] = Counter()
        for chunk in chunks(self.data):
            if chunk.shown:
                found = self.forbidden.in_shown(chunk.data)
            else:
                found = self.forbidden.in_bytes(chunk.data, samples=chunk.samples)
            if found:
                places[chunk.place] += 1
        self.faults += [
            Fault(kind=FaultKind.TERM_IN_BYTES, engine="bytes", detail=f"a term stands in: {place}")
            for place in sorted(places)
        ]

    def objects(self) -> None:
        """Hidden data, unreferenced objects and, for our own documents, keys that are not on the list."""
        with open_pdf(self.data) as pdf:
            self.faults += hidden_data(pdf, self.data)
            if self.ours:
                self.faults += unreferenced(pdf)
                self.faults += unknown_keys(pdf)
                self.faults += structure(pdf, self.data)
                self.faults += letters_not_drawn(pdf)


def _divided(applied: AppliedBox, unit: float) -> AppliedBox:
    box, corners = applied.box, applied.corners
    return replace(
        applied,
        box=Box(box.x0 / unit, box.y0 / unit, box.x1 / unit, box.y1 / unit),
        corners=None if corners is None else tuple((x / unit, y / unit) for x, y in corners),
    )


def verify(
    data: bytes,
    *,
    terms: Sequence[str] = (),
    boxes: Sequence[AppliedBox] = (),
    ours: bool = False,
    before: bytes | None = None,
) -> VerificationReport:
    """Check a PDF.

    Args:
        data: the file.
        terms: what must not be found, by any engine or in any bytes.
        boxes: places (page as seen) where nothing but the code of a ground may be.
        ours: the file was made here, so only keys of the allow-list may be in it, and nothing that no page shows.
        before: the document before removal; what stood on lines without a box must stand there still.

    Returns:
        The report. Its faults name kinds and places and never quote the document.
    """
    gate = _Gate(data, terms, boxes, ours, before)
    for name, check in (
        ("units of the pages", gate.places),
        ("pixels and text by pdfium", gate.pdfium),
        ("text by pdfplumber", gate.pdfplumber),
        ("text by poppler", gate.poppler),
        ("bytes", gate.bytes),
        ("objects", gate.objects),
    ):
        gate.run(name, check)
    if before is not None:
        gate.checks.append("text outside the boxes")
    return VerificationReport(
        digest=digest_of(data),
        pages=gate.pages,
        checks=tuple(gate.checks),
        faults=tuple(dict.fromkeys(gate.faults)),
        terms=len(gate.forbidden.terms),
        short_terms=gate.forbidden.short,
    )


def _told(faults: Sequence[Fault]) -> str:
    """What was found and where, the pages from 1; never a word of the document."""
    engines: dict[tuple[str, str], set[str]] = {}
    for fault in faults:
        place = "" if fault.page is None else f"page {fault.page + 1}, "
        engines.setdefault((fault.detail, place), set()).add(fault.engine)
    told = [f"{detail} ({place}{', '.join(sorted(names))})" for (detail, place), names in engines.items()]
    rest = len(told) - _TOLD
    return "; ".join(told[:_TOLD]) + (f"; and {rest} more" if rest > 0 else "")


def certify(redacted: RedactedDocument, *, terms: Sequence[str] = (), before: bytes | None = None) -> VerifiedDocument:
    """Put a redacted document through the gate.

    Args:
        redacted: what the removal made.
        terms: texts that were removed everywhere and must not be found in any form.
        before: the document before removal.

    Raises:
        NotVerified: the gate found something; the message names the faults and their pages.
    """
    report = verify(redacted.data, terms=terms, boxes=redacted.boxes, ours=True, before=before)
    if not report.clean or report.pages != redacted.pages:
        summary = _told(report.faults) or "the number of pages differs"
        page = next((fault.page for fault in report.faults if fault.page is not None), None)
        raise NotVerified(f"The redacted document did not pass the gate: {summary}.", page=page)
    return VerifiedDocument(
        data=redacted.data,
        digest=redacted.digest,
        pages=redacted.pages,
        boxes=redacted.boxes,
        grounds=tuple(sorted({box.ground for box in redacted.boxes})),
        report=report,
    )
