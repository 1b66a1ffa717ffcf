# SPDX-License-Identifier: EUPL-1.2
"""Documents on a desk, made for tests: real PDFs with invented people, in a real ledger and store."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from flows.desk import HouseDesk, open_desk
from flows.engine import Examination
from flows.house import House, open_house
from flows.ledger.states import State
from flows.ledger.values import Approval, Batch, BatchPlan
from flows.settings import load_settings
from flows.stored import put_value
from schemas.documents import ArchivedDocument, ArchiveMetadata, Identificatie
from schemas.findings import Action, Band, Finding, Findings, Kind, Span
from schemas.geometry import Box
from schemas.identity import DocumentId, digest_of
from schemas.recognition import RecognisedPage

NAMES = ("J. de Wit", "A. Bakker", "M. el Amrani", "P. Smits", "S. Kaya")
_LEFT, _TOP, _SIZE, _STEP = 60.0, 100.0, 12.0, 24.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A PDF with the findings in it."""

    data: bytes
    findings: tuple[Finding, ...]
    pages: int


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with lines of text at known places."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842), invariant=1)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.setFont("Helvetica", _SIZE)
            canvas.drawString(_LEFT, 842 - _TOP - number * _STEP, line)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def letters(pages: int, per_page: int = 3, name: str | None = None, band: Band = Band.ZEKER) -> Made:
    """Letters with one name per line: each name a finding, its offsets read from the text layer itself."""
    from redaction.textlayer import read_text_layer

    texts = [
        [f"De aanvraag van {name or NAMES[line % len(NAMES)]} is besproken." for line in range(per_page)]
        for _ in range(pages)
    ]
    data = pdf(texts)
    findings = []
    for page in read_text_layer(data).pages:
        after = 0
        for line in range(per_page):
            who = name or NAMES[line % len(NAMES)]
            start = page.text.index(who, after)
            after = start + len(who)
            findings.append(finding_of(page.number, line, who, start, page.boxes(start, after), band))
    return Made(data=data, findings=tuple(findings), pages=pages)


def finding_of(page: int, line: int, who: str, start: int, boxes: tuple[Box, ...], band: Band = Band.ZEKER) -> Finding:
    """A name that was found."""
    return Finding(
        id=f"f{page:04d}-{line}", kind=Kind.NAAM, score=0.95 if band is Band.ZEKER else 0.5, band=band,
        spans=(Span(page=page, start=start, end=start + len(who), boxes=boxes),),
        action=Action.REDACT, ground="5.1.2.e", why="Naam na een aanduiding.", recogniser="test",
        person=f"p-{who}", text=who,
    )  # fmt: skip


@contextmanager
def made_house(folder: Path, ledger_url: str | None = None) -> Iterator[House]:
    """A house in a folder, its ledger there too or at an address."""
    given = {"work_dir": str(folder)} | ({} if ledger_url is None else {"ledger.url": ledger_url})
    with open_house(load_settings(None, environment={}, overrides=given).settings) as house:
        yield house


@contextmanager
def made_desk(folder: Path, ledger_url: str | None = None) -> Iterator[tuple[House, HouseDesk]]:
    """An empty desk in a folder, its ledger there too or at an address."""
    with made_house(folder, ledger_url) as house, open_desk(house) as desk:
        yield house, desk


def batch(house: House) -> Batch:
    """A batch that waits for people."""
    plan = BatchPlan(
        source="file:///archief", config="c" * 64, approve=Approval.REVIEW, site="/srv/site",
        base_url="https://open.example",
    )  # fmt: skip
    return house.ledger.batches.open(plan, now=house.now())[0]


def put(
    house: House, number: int, made: Made, *, dossier: str | None = None, title: str = "Advies parkeren",
    marked: tuple[tuple[int, Box], ...] = (), findings: tuple[Finding, ...] | None = None,
    scans: tuple[RecognisedPage, ...] = (),
) -> int:  # fmt: skip
    """Put a document on the desk, as preparing does. Gives the key of its row."""
    id = DocumentId(f"{number:032x}")
    opened = batch(house)
    house.ledger.batches.offer(opened.id, [id])
    stored = house.store.put(made.data)
    archived = ArchivedDocument(
        id=id, digest=stored, original_digest=stored, size=len(made.data), source="file:///archief", dossier=dossier,
        metadata=ArchiveMetadata(
            naam=title, identificaties=(Identificatie(kenmerk=f"Z-{number}", bron="zaaksysteem"),),
            creatiedatum=date(2026, 3, 2),
        ),
    )  # fmt: skip
    row = house.ledger.documents.receive(opened.id, id=id, digest=put_value(house.store, archived), now=house.now())
    house.ledger.documents.move(row.key, State.DETECTING, now=house.now())
    found = Findings(
        digest=digest_of(made.data), findings=made.findings if findings is None else findings,
        policy_version="2026-11", model_version="nl-1",
    )  # fmt: skip
    house.ledger.documents.move(
        row.key, State.TO_REVIEW, now=house.now(), pages=made.pages, prepared=stored,
        findings=put_value(house.store, Examination(findings=found, marked=marked, scans=scans)),
    )  # fmt: skip
    return row.key
