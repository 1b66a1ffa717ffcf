# SPDX-License-Identifier: EUPL-1.2
"""How long an officer waits: ``python -m benchmarks.desk``.

Prints the first page of a document of 2,000 pages (HTML, picture and words), turning 60 of its pages, one decision, and
a decision over a dossier of 200 documents with 1,000 places. Ends with 1 when a bound is passed.
"""

import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any, Final

import httpx
from reportlab.pdfgen.canvas import Canvas

from flows.desk import HouseDesk, open_desk
from flows.engine import Examination
from flows.house import House, open_house
from flows.ledger.states import State
from flows.ledger.values import Approval, BatchPlan
from flows.settings import load_settings
from flows.stored import put_value
from redaction.textlayer import read_page
from review.accounts import OneTimeLinks
from review.acting import Acting
from review.dossier import carry_out, plan_decision, take_back
from review.roles import Account
from review.web import make_app
from schemas.documents import ArchivedDocument, ArchiveMetadata
from schemas.findings import Action, Band, Finding, Findings, Kind, Span
from schemas.geometry import Box
from schemas.identity import DocumentId, digest_of
from schemas.review import DecisionKind

PAGES: Final = 2000
PER_PAGE: Final = 3
DOCUMENTS: Final = 200
PER_DOCUMENT: Final = 5
TURNS: Final = 60
BOUNDS: Final = {"first page": 2.0, "page turn p95": 0.5, "dossier": 5.0}
_NAMES: Final = ("J. de Wit", "A. Bakker", "M. el Amrani", "P. Smits", "S. Kaya")


def main() -> int:
    """Measure, print, and say whether a bound was passed."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(None, environment={}, overrides={"work_dir": str(Path(folder) / "work")}).settings
        with open_house(settings) as house, open_desk(house) as desk:
            measured = measure(house, desk)
    for name, seconds in measured.items():
        bound = BOUNDS.get(name)
        print(f"{name:<28} {seconds * 1000:8.0f} ms" + (f"   bound {bound * 1000:.0f} ms" if bound else ""))
    late = [name for name, bound in BOUNDS.items() if measured[name] > bound]
    print("Too slow: " + ", ".join(late) if late else "Within every bound.")
    return 1 if late else 0


def measure(house: House, desk: HouseDesk) -> dict[str, float]:
    """Seconds by name."""
    text = [f"De aanvraag van {name} over de kade is op de zitting besproken." for name in _NAMES]
    long = put(house, 1, document(PAGES, text[:PER_PAGE] + ["Overige tekst van de pagina."] * 25), PER_PAGE, None)
    small = [put(house, 2 + number, document(1, text), PER_DOCUMENT, "Z-2026-0412") for number in range(DOCUMENTS)]
    with _browser(desk) as client:
        page = f"/documenten/{long}/blad/"
        measured = {"first page": timed(lambda: turn(client, page, 1, words=True))}
        chosen = Random(7).sample(range(2, PAGES + 1), TURNS)
        turns = [timed(lambda number=number: turn(client, page, number)) for number in chosen]  # type: ignore[misc]
        measured |= {"page turn p50": median(turns), "page turn p95": quantiles(turns, n=20)[-1]}
        measured["words of a page"] = timed(lambda: client.get(f"{page}{chosen[0]}/woorden"))
        measured["page of a dossier"] = timed(lambda: turn(client, f"/documenten/{small[0]}/blad/", 1))
        measured["worklist"] = timed(lambda: client.get("/"))
    acting = Acting(desk, Account(id="meting"), share=0.0)
    desk.journal.let_go(long, "eerste")
    desk.journal.let_go(small[0], "eerste")
    measured["decision"] = timed(lambda: acting.decide(long, 0, "f0-0", DecisionKind.REDACT))
    act: list[str] = []
    measured["dossier"] = timed(lambda: act.append(over_dossier(acting, small[0])))
    measured["dossier undone"] = timed(lambda: take_back(acting, act[0]))
    return measured


def over_dossier(acting: Acting, key: int) -> str:
    """Decide on every place of a dossier, counted first."""
    opened = acting.open(key)
    plan = plan_decision(acting, opened, opened.finding("f0-0"), DecisionKind.KEEP, None, whole=True)
    assert plan.hits == DOCUMENTS * PER_DOCUMENT
    return carry_out(acting, plan)


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def turn(client: Any, page: str, number: int, *, words: bool = False) -> None:
    """What a browser asks for to show a page."""
    for part in ("", "/beeld.png", *(("/woorden",) if words else ())):
        answer: httpx.Response = client.get(f"{page}{number}{part}")
        answer.raise_for_status()


def _browser(desk: HouseDesk) -> Any:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

    links = OneTimeLinks()
    client = TestClient(make_app(desk, links), base_url="http://127.0.0.1")
    client.post("/aanmelden", data={"sleutel": links.make(Account(id="eerste"))})
    return client


def document(pages: int, lines: list[str]) -> bytes:
    """A PDF in which every page has the same lines."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842), invariant=1)
    for _ in range(pages):
        canvas.setFont("Helvetica", 12)
        for number, text in enumerate(lines):
            canvas.drawString(60, 742 - 24 * number, text)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def put(house: House, number: int, data: bytes, names: int, dossier: str | None) -> int:
    """Put a document on the desk with a proposal for each name of each page. Gives the key of its row."""
    plan = BatchPlan(
        source="file:///archief", config="c" * 64, approve=Approval.REVIEW, site="/srv/site",
        base_url="https://open.example",
    )  # fmt: skip
    batch, _ = house.ledger.batches.open(plan, now=house.now())
    id, stored, documents = DocumentId(f"{number:032x}"), house.store.put(data), house.ledger.documents
    house.ledger.batches.offer(batch.id, [id])
    archived = ArchivedDocument(
        id=id, digest=stored, original_digest=stored, size=len(data), source="file:///archief", dossier=dossier,
        metadata=ArchiveMetadata(naam=f"Stuk {number}"),
    )  # fmt: skip
    row = documents.receive(batch.id, id=id, digest=put_value(house.store, archived), now=house.now())
    documents.move(row.key, State.DETECTING, now=house.now())
    pages = PAGES if dossier is None else 1
    found = Findings(
        digest=digest_of(data), findings=proposals(data, pages, names, one_person=dossier is not None),
        policy_version="2026-11", model_version="nl-1",
    )  # fmt: skip
    examined = put_value(house.store, Examination(findings=found))
    documents.move(row.key, State.TO_REVIEW, now=house.now(), pages=pages, prepared=stored, findings=examined)
    return row.key


def proposals(data: bytes, pages: int, names: int, *, one_person: bool) -> tuple[Finding, ...]:
    """A proposal for each name; every page is the same, so the first one says where they stand."""
    text = read_page(data, 0)
    places: list[tuple[int, int, tuple[Box, ...]]] = []
    for name in _NAMES[:names]:
        start = text.text.index(name)
        places.append((start, start + len(name), text.boxes(start, start + len(name))))
    return tuple(
        Finding(
            id=f"f{page}-{line}", kind=Kind.NAAM, score=0.95, band=Band.ZEKER, action=Action.REDACT, ground="5.1.2.e",
            spans=(Span(page=page, start=start, end=end, boxes=boxes),), why="Naam na een aanduiding.",
            recogniser="meting", person="p" if one_person else f"p{line}", text=_NAMES[0 if one_person else line],
        )
        for page in range(pages)
        for line, (start, end, boxes) in enumerate(places)
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
