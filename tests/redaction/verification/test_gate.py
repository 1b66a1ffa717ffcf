# SPDX-License-Identifier: EUPL-1.2
"""The gate finds what leaks, wherever it is and however it is written, and lets pass what does not."""

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from redaction.removal import prepare, redact
from redaction.removal.terms import find_terms
from redaction.textlayer import read_text_layer
from redaction.verification import certify, verify
from redaction.verification.engines import EngineFailed
from redaction.verification.forbidden import Forbidden
from schemas.errors import NotVerified
from schemas.findings import Kind
from schemas.geometry import Box
from schemas.identity import digest_of
from schemas.redacted import AppliedBox, FaultKind, RedactedDocument
from schemas.review import ReviewedFindings
from tests.redaction.hiding_places import PLACES, build

WORD = "Vondelkwast"
"""An invented name that occurs nowhere else."""


def drawn(*lines: str) -> tuple[Canvas, io.BytesIO]:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 300), invariant=True)
    for number, line in enumerate(lines):
        canvas.drawString(40, 240 - 20 * number, line)
    return canvas, out


def saved(canvas: Canvas, out: io.BytesIO) -> bytes:
    """The page without what reportlab tells of itself."""
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        del pdf.trailer["/Info"]
        clean = io.BytesIO()
        pdf.save(clean, deterministic_id=True)
    return clean.getvalue()


def kinds(data: bytes, *terms: str) -> set[FaultKind]:
    return {fault.kind for fault in verify(data, terms=terms).faults}


def ours(*lines: str, term: str = WORD) -> RedactedDocument:
    prepared = prepare(saved(*drawn(*lines))).data
    layer = read_text_layer(prepared)
    reviewed = ReviewedFindings(
        digest=layer.digest,
        redactions=find_terms(layer, (term,), ground="5.1.2.e"),
        decisions=(),
        policy_version="test",
        model_version="test",
    )
    return redact(prepared, reviewed)


@pytest.mark.parametrize("name", PLACES)
def test_a_word_is_found_in_every_hiding_place(name: str) -> None:
    assert not verify(build(name, WORD), terms=(WORD,)).clean


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (WORD, f"De heer {WORD} kwam."),
        (WORD, f"De heer {WORD.upper()} kwam."),
        (WORD, "De heer Vondel kwast kwam."),
        (WORD, "De heer Vondel-\nkwast kwam."),
        (WORD, "De heer Von\u00addelkwast kwam."),
        (WORD, f"kwam {WORD[::-1]} heer"),
        ("06 1234 5678", "bel 0612345678 of"),
        ("ﬁnanciën", "de financiën van"),
        ("Vos", "de heer Vos kwam"),
    ],
)
def test_terms_are_compared_as_people_read(term: str, text: str) -> None:
    assert Forbidden((term,)).in_text(text) == 1


@pytest.mark.parametrize(
    "data",
    [
        WORD.encode(),
        WORD.upper().encode(),
        WORD.encode("utf-16-be"),
        WORD.encode("utf-16-le"),
        WORD.encode().hex().encode(),
        b"".join(b"\\%03o" % byte for byte in WORD.encode()),
        b"".join(b"#%02x" % byte for byte in WORD.encode()),
        b"".join(b"%%%02X" % byte for byte in WORD.encode()),
        b"AAVm9uZGVsa3dhc3Q=",
    ],
)
def test_terms_are_found_in_bytes_in_every_spelling(data: bytes) -> None:
    assert Forbidden((WORD,)).in_bytes(b"\x00\xff" + data + b"\x00")


def test_short_terms_are_told_and_not_looked_for_in_bytes() -> None:
    forbidden = Forbidden(("Vos", WORD))
    assert forbidden.short == 1
    assert not forbidden.in_bytes(b"Vos")
    assert verify(saved(*drawn("niets")), terms=("Vos", WORD)).short_terms == 1


def test_a_black_bar_over_live_text_is_found_without_knowing_the_word() -> None:
    canvas, out = drawn("De heer Vondelkwast kwam langs.")
    canvas.rect(80, 236, 70, 14, fill=1)
    assert FaultKind.TEXT_UNDER_BOX in kinds(saved(canvas, out))


def test_white_text_is_found_without_knowing_the_word() -> None:
    canvas, out = drawn("Zichtbaar")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(40, 200, "Onzichtbare zin")
    assert FaultKind.HIDDEN_DATA in kinds(saved(canvas, out))


def test_ordinary_pages_raise_no_alarm() -> None:
    canvas, out = drawn("Een gewone bladzijde", "met twee regels")
    canvas.drawImage(ImageReader(Image.new("L", (40, 20), 120)), 40, 60, 80, 40)
    canvas.linkURL("https://example.org", (40, 236, 120, 250))
    assert verify(saved(canvas, out)).clean


@pytest.mark.parametrize(("font", "width"), [("Helvetica", 100), ("Vera", 0.02)])
def test_a_scan_with_a_text_layer_raises_no_alarm(font: str, width: float) -> None:
    canvas, out = drawn("De tekst van een scan")
    with pypdfium2.PdfDocument(saved(canvas, out)) as document:
        picture = document[0].render(scale=3).to_pil()

    def scan(*, shown: bool) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(400, 300), invariant=True)
        canvas.drawImage(ImageReader(picture), 0, 0 if shown else -200, 400, 300)
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        hidden = canvas.beginText(40, 240)
        hidden.setFont(font, 12)
        hidden.setTextRenderMode(3)
        hidden.setHorizScale(width)
        hidden.textLine("De tekst van een scan")
        canvas.drawText(hidden)
        return saved(canvas, out)

    assert verify(scan(shown=True)).clean
    assert not verify(scan(shown=False)).clean


def test_our_own_document_passes_and_says_what_was_looked_at() -> None:
    redacted = ours(f"De heer {WORD} kwam langs.")
    verified = certify(redacted, terms=(WORD,))
    assert verified.grounds == ("5.1.2.e",)
    assert verified.report.terms == 1
    assert len(verified.report.checks) >= 6


def test_what_is_certified_does_not_tell_what_it_was_made_from() -> None:
    redacted = ours(f"De heer {WORD} kwam langs.")
    verified = certify(redacted, terms=(WORD,))
    assert verified.digest == digest_of(verified.data) != redacted.source_digest
    assert redacted.source_digest not in repr(verified)
    assert bytes.fromhex(redacted.source_digest)[:8].hex().encode() not in verified.data.lower()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("/PieceInfo", FaultKind.UNKNOWN_KEY),
        ("/Metadata", FaultKind.UNKNOWN_KEY),
        ("unreferenced", FaultKind.STRUCTURE),
    ],
)
def test_a_key_that_is_not_on_the_list_is_not_published(change: str, kind: FaultKind) -> None:
    redacted = ours(f"De heer {WORD} kwam langs.")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(redacted.data)) as pdf:
        if change == "unreferenced":
            pdf.make_indirect(pikepdf.Dictionary(Los=1))
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, preserve_pdfa=False)
            # qpdf leaves out what nothing refers to, so the object is put in by hand.
            data = out.getvalue()
            cut = data.rindex(b"xref")
            out = io.BytesIO(data[:cut] + b"999 0 obj\n<< /Los 1 >>\nendobj\n" + data[cut:])
        else:
            pdf.pages[0].obj[change] = pikepdf.Dictionary(Iets=1)
            pdf.save(out)
    report = verify(out.getvalue(), terms=(WORD,), boxes=redacted.boxes, ours=True)
    assert not report.clean
    if change != "unreferenced":
        assert kind in {fault.kind for fault in report.faults}


def test_text_in_a_box_is_found_even_when_it_is_no_term() -> None:
    redacted = ours(f"De heer {WORD} kwam langs.")
    moved = replace(redacted.boxes[0], box=Box(40, 40, 120, 66))
    with pytest.raises(NotVerified, match="characters in a box"):
        certify(replace(redacted, boxes=(moved,)))


def test_a_box_that_shows_more_than_its_label_is_found() -> None:
    canvas, out = drawn("Een regel")
    for step in range(20):
        canvas.setFillGray(step / 20)
        canvas.rect(200 + 4 * step, 100, 4, 30, stroke=0, fill=1)
    box = AppliedBox(page=0, box=Box(200, 170, 280, 200), ground="5.1.2.e", kind=Kind.NAAM)
    report = verify(saved(canvas, out), boxes=(box,))
    assert FaultKind.BOX_NOT_UNIFORM in {fault.kind for fault in report.faults}


@pytest.mark.parametrize("data", [b"", b"geen pdf", b"%PDF-1.7\n%%EOF"])
def test_what_cannot_be_read_is_not_clean(data: bytes) -> None:
    report = verify(data, terms=(WORD,))
    assert not report.clean
    assert FaultKind.UNREADABLE in {fault.kind for fault in report.faults}


def test_an_engine_that_fails_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> list[str]:
        raise EngineFailed("pdfplumber", "PDFException")

    data = saved(*drawn("Een regel"))
    assert verify(data).clean
    monkeypatch.setattr("redaction.verification.gate.pdfminer_pages", broken)
    assert not verify(data).clean


def test_a_report_never_quotes_the_document() -> None:
    report = verify(build(next(iter(PLACES)), WORD), terms=(WORD,))
    assert WORD not in repr(report)


def test_a_document_that_is_stopped_names_the_places() -> None:
    data = saved(*drawn("Jansen"))
    document = RedactedDocument(data=data, source_digest=digest_of(b""), pages=1, boxes=(), removed={})
    with pytest.raises(NotVerified, match=r"a term can be read \(page 1, pdfium, pdfplumber\)") as stopped:
        certify(document, terms=["Jansen"])
    assert "Jansen" not in str(stopped.value)
