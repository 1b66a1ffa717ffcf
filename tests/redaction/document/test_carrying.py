# SPDX-License-Identifier: EUPL-1.2
"""Tags, bookmarks, links, language: what belongs to the document stays where it held nothing that was removed."""

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from redaction.document.carrying import VisibleText
from redaction.document.structure import language_of
from redaction.removal import RedactionOptions, prepare, redact
from redaction.verification.allowed import unknown_keys
from schemas.identity import digest_of
from schemas.review import ReviewedFindings
from tests.redaction.document.roads import opened, redacted, rendered
from tests.redaction.hiding_places import base_document, saved
from tests.redaction.witnesses import pdfium_text

NAME = "Vondelkwast"


def tagged() -> pikepdf.Pdf:
    """A page with a heading, a paragraph with a name, a table and a picture; a second page with a paragraph."""
    pdf = base_document()
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    root.K = document
    texts = [
        ("H1", "Besluit", 270),
        ("P", f"Getekend door {NAME} te Delft", 200),
        ("TH", "Kop", 170),
        ("TD", "Waarde", 150),
        ("Figure", "Logo", 120),
    ]
    content = []
    rows: list[Any] = []
    holder: Any = document
    for number, (kind, text, y) in enumerate(texts):
        tag = "P" if kind == "Figure" else kind
        content.append(f"/{tag} <</MCID {number}>> BDC BT /F1 11 Tf 40 {y} Td ({text}) Tj ET EMC")
        if kind == "TH":
            table = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Table, P=document, K=Array()))
            holder = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TR, P=table, K=Array()))
            table.K.append(holder)
            document.K.append(table)
        if kind == "Figure":
            holder = document
        element = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=holder, Pg=pdf.pages[0].obj, K=number)
        )
        holder.K.append(element)
        rows.append(element)
    rows[2].A = Dictionary(O=Name.Table, Scope=Name.Column, BBox=Array([0, 0, 9, 9]))
    rows[4].Alt = String("Logo van de gemeente")
    rows[1].ActualText = String(f"Getekend door {NAME} te Delft")
    pdf.pages[0].contents_add(pdf.make_stream("\n".join(content).encode()))
    pdf.pages[0].obj.StructParents = 0
    root.ParentTree = Dictionary(Nums=Array([0, Array(rows)]))
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo, pdf.Root.Lang = root, Dictionary(Marked=True), String("nl-BE")
    return pdf


def _elements(pdf: pikepdf.Pdf) -> list[Any]:
    found: list[Any] = []
    waiting: list[Any] = [pdf.Root.StructTreeRoot.K]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, pikepdf.Array):
            waiting = [*item, *waiting]
        elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
            found.append(item)
            waiting = [item.get("/K", Array()), *waiting]
    return found


def test_tagged_document_stays_tagged() -> None:
    with opened(redacted(saved(tagged()), NAME)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        kinds = [str(element.S) for element in _elements(pdf)]
        assert kinds == ["/Document", "/H1", "/P", "/Span", "/Table", "/TR", "/TH", "/TD", "/Figure"]
        assert str(_elements(pdf)[6].A.Scope) == "/Column"
        assert "/BBox" not in _elements(pdf)[6].A


def test_cell_that_names_its_head_keeps_it_and_passes_the_gate() -> None:
    pdf = tagged()
    head, cell = [element for element in _elements(pdf) if element.S in ("/TH", "/TD")]
    head.ID = String("kop-1")
    cell.A = Dictionary(O=Name.Table, Headers=Array([String("kop-1")]))
    made = redacted(saved(pdf), NAME)
    with opened(made) as pdf:
        head, cell = [element for element in _elements(pdf) if element.S in ("/TH", "/TD")]
        assert list(cell.A.Headers) == [head.ID]
        assert unknown_keys(pdf) == []


def test_box_is_spoken_with_its_ground_where_it_stands() -> None:
    with opened(redacted(saved(tagged()), NAME)) as pdf:
        (label,) = [element for element in _elements(pdf) if "/ActualText" in element]
        assert str(label.ActualText) == "[onleesbaar gemaakt, grond 5.1.2.e]"
        assert str(label.S) == "/Span"
        assert str(label.P.S) == "/P"


def test_numbers_of_marked_content_fit_the_page() -> None:
    with opened(redacted(saved(tagged()), NAME)) as pdf:
        page = pdf.pages[0]
        numbers = [
            int(item.operands[1].MCID)
            for item in pikepdf.parse_content_stream(page)
            if str(item.operator) == "BDC" and "/MCID" in item.operands[1]
        ]
        assert len(numbers) == len(set(numbers))
        row = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))[int(page.obj.StructParents)]
        for number in numbers:
            kids = row[number].K
            held = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            assert number in [int(kid) for kid in held if not isinstance(kid, pikepdf.Object)]


def test_box_that_is_drawn_is_an_artifact() -> None:
    with opened(redacted(saved(tagged()), NAME)) as pdf:
        depth, outside = 0, []
        for item in pikepdf.parse_content_stream(pdf.pages[0]):
            operator = str(item.operator)
            depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
            if operator in ("re", "S") and not depth:
                outside.append(operator)
        assert not outside
        assert depth == 0


def test_alternative_text_stays_where_it_names_nobody() -> None:
    pdf = tagged()
    with opened(redacted(saved(pdf), NAME)) as made:
        assert [str(element.Alt) for element in _elements(made) if "/Alt" in element] == ["Logo van de gemeente"]
    figure = pdf.Root.StructTreeRoot.K.K[-1]
    figure.Alt = String("Foto van Wimpelgras")  # nobody could judge this name: it stands on no page
    with opened(redacted(saved(pdf))) as made:
        assert not [element for element in _elements(made) if "/Alt" in element]


def test_language_stays_and_is_given_where_it_was_not() -> None:
    with opened(redacted(saved(tagged()))) as pdf:
        assert str(pdf.Root.Lang) == "nl-BE"
    with opened(redacted(saved(base_document()))) as pdf:
        assert str(pdf.Root.Lang) == "nl-NL"
    assert language_of(String("Vondelkwast")) == ""


def test_title_is_the_one_that_is_given() -> None:
    pdf = base_document()
    pdf.docinfo["/Title"] = NAME
    prepared = prepare(saved(pdf)).data
    reviewed = ReviewedFindings(
        digest=digest_of(prepared), redactions=(), decisions=(), policy_version="t", model_version="t"
    )
    with opened(redact(prepared, reviewed, options=RedactionOptions(title="Besluit")).data) as made:
        assert str(made.docinfo.Title) == "Besluit"
        assert made.Root.ViewerPreferences.DisplayDocTitle
        assert set(made.docinfo.keys()) == {"/Title", "/Producer"}


def test_claims_of_conformance_are_not_repeated() -> None:
    pdf = tagged()
    with pdf.open_metadata() as metadata:
        metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"] = "2", "A", "1"
    with opened(redacted(saved(pdf))) as made:
        assert "/Metadata" not in made.Root
        assert "/OutputIntents" not in made.Root


# -- bookmarks and links


def test_bookmarks_stay_and_one_with_the_name_says_so() -> None:
    pdf = base_document()
    pdf.pages[0].contents_add(pdf.make_stream(f"BT /F1 11 Tf 40 200 Td (Brief van {NAME}) Tj ET".encode()))
    with pdf.open_outline() as outline:
        first = OutlineItem("Besluit over de aanvraag", 0)
        first.children.append(OutlineItem(f"Brief van {NAME}", 1))
        outline.root.append(first)
    with opened(redacted(saved(pdf), NAME)) as made, made.open_outline() as outline:
        (item,) = outline.root
        assert item.title == "Besluit over de aanvraag"
        assert [child.title for child in item.children] == ["[gelakt]"]
        target: Any = item.children[0].destination
        assert target[0].objgen == made.pages[1].obj.objgen
    with opened(redacted(saved(pdf))) as made, made.open_outline() as outline:
        assert [child.title for child in outline.root[0].children] == [f"Brief van {NAME}"]


def _with_links(y: int) -> pikepdf.Pdf:
    pdf = base_document()
    pdf.pages[0].contents_add(pdf.make_stream(f"BT /F1 11 Tf 40 200 Td (Brief van {NAME}) Tj ET".encode()))
    box = Array([40, y, 200, y + 12])
    web = Dictionary(S=Name.URI, URI=String("https://voorbeeld.example/besluit"))
    inside = Dictionary(S=Name.GoTo, D=Array([pdf.pages[1].obj, Name.XYZ, 17, 33, 2]))
    pdf.pages[0].obj.Annots = Array(
        pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=action))
        for action in (web, inside)
    )
    return pdf


def test_links_beside_the_box_keep_working() -> None:
    with opened(redacted(saved(_with_links(100)), NAME)) as made:
        web, inside = made.pages[0].obj.Annots
        assert str(web.A.URI) == "https://voorbeeld.example/besluit"
        assert inside.Dest[0].objgen == made.pages[1].obj.objgen
        assert [str(item) for item in inside.Dest[1:]] == ["/Fit"]


def test_links_on_the_line_of_the_box_go() -> None:
    with opened(redacted(saved(_with_links(198)), NAME)) as made:
        assert "/Annots" not in made.pages[0].obj


def test_visible_text_knows_words_and_lines() -> None:
    visible = VisibleText(str.casefold)
    assert visible.holds("Foto van het logo")
    assert not visible.holds("Foto van Jan")
    assert visible.holds("")


# -- the file


@pytest.mark.parametrize("terms", [(), (NAME,)])
def test_file_is_sound(terms: tuple[str, ...], tmp_path: Path) -> None:
    program = shutil.which("qpdf")
    if program is None:
        pytest.skip("qpdf is not installed")
    path = tmp_path / "made.pdf"
    path.write_bytes(redacted(saved(tagged()), *terms))
    done = subprocess.run([program, "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_structure_of_the_file_is_plain() -> None:
    made = redacted(saved(tagged()), NAME)
    assert made.count(b"%%EOF") == made.count(b"startxref") == 1
    assert made.rstrip().endswith(b"%%EOF")
    with opened(made) as pdf:
        assert "/Prev" not in pdf.trailer and pdf.trailer.Type == "/XRef"
        reached = {item.objgen for item in pdf.objects}
        assert len(reached) == int(pdf.trailer.Size) - 1
        first, second = pdf.trailer.ID
        assert bytes(first) == bytes(second)


def test_reopened_and_saved_it_stays_gone() -> None:
    made = redacted(saved(tagged()), NAME)
    out = io.BytesIO()
    with opened(made) as pdf:
        pdf.save(out)
    assert NAME not in pdfium_text(out.getvalue())
    assert (rendered(out.getvalue()) == rendered(made)).all()


def test_pages_keep_size_turn_and_scale() -> None:
    pdf = base_document()
    page = pdf.pages[1].obj
    page.Rotate, page.UserUnit, page.CropBox = 90, 2, Array([10, 20, 300, 250])
    before = saved(pdf)
    made = redacted(before)
    assert rendered(made, 1).shape == rendered(before, 1).shape
    assert (rendered(made, 1) == rendered(before, 1)).all()
    with opened(made) as fresh:
        assert [float(value) for value in fresh.pages[1].obj.MediaBox] == [10, 20, 300, 250]
        assert "/CropBox" not in fresh.pages[1].obj


def test_fresh_document_is_no_larger_than_a_tenth_more() -> None:
    before = saved(tagged())
    assert len(redacted(before)) <= 1.1 * len(before)
