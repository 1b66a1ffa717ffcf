# SPDX-License-Identifier: EUPL-1.2
"""From a draft and its story to PDF bytes that are the same for the same seed."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from archive.sample.draft import Comment, Draft
from archive.sample.look import GREEN, GREY, HEIGHT, MM, WIDTH, Face

_TOTAL: Final = "totaal"
Drawing = Callable[[Canvas], None]


def _nothing(canvas: Canvas) -> None:
    """Draw nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PagePlan:
    """Frames and fixed parts of the pages; lengths in points.

    Attributes:
        first_top: how far the text starts below the top edge on the first page.
        columns: text columns on every page.
        first: draws the fixed parts of the first page.
        running: header of the pages after the first.
        footer: text at the foot of every page, before the page number.
        margin: left and right of the text.
    """

    face: Face
    title: str
    first_top: float
    columns: int = 1
    first: Drawing = field(default=_nothing)
    running: str = ""
    footer: str = ""
    margin: float = 25 * MM
    bottom: float = 24 * MM
    landscape: bool = False

    @property
    def width(self) -> float:
        """Width of the page in points."""
        return float(HEIGHT if self.landscape else WIDTH)

    @property
    def height(self) -> float:
        """Height of the page in points."""
        return float(WIDTH if self.landscape else HEIGHT)


class _Pages(Canvas):  # type: ignore[misc]
    """A canvas that knows at the end how many pages there are; pages refer to a form that is filled in then."""

    def __init__(self, *args: Any, face: Face, **options: Any) -> None:
        super().__init__(*args, **options)
        self._face = face

    def save(self) -> None:
        """Fill in the number of pages, then write."""
        self.beginForm(_TOTAL, 0, -3, 20, 10)
        self.setFont(self._face.regular, 8)
        self.setFillColor(GREY)
        self.drawString(0, 0, str(self.getPageNumber() - 1))
        self.endForm()
        super().save()


def render(draft: Draft, plan: PagePlan, story: list[Flowable]) -> bytes:
    """The document as PDF.

    Args:
        draft: gives author, subject, keywords and what is hidden in the file.
        plan: how the pages look.
        story: the flowing text.
    """
    target = io.BytesIO()
    document = BaseDocTemplate(
        target, pagesize=(plan.width, plan.height), title=plan.title, author=draft.author, subject=draft.subject,
        keywords=draft.keywords, creator="Documentgenerator Enschede 4.2", producer="", lang="nl-NL", invariant=1,
    )  # fmt: skip
    document.addPageTemplates(
        [
            PageTemplate(id="first", frames=_frames(plan, plan.first_top), onPage=_first_page(plan, draft)),
            PageTemplate(id="later", frames=_frames(plan, 32 * MM), onPage=_later_page(plan)),
        ]
    )

    def pages(*args: Any, **options: Any) -> _Pages:
        return _Pages(*args, face=plan.face, **options)

    document.build([NextPageTemplate("later"), *story], canvasmaker=pages)
    return _with_hidden(target.getvalue(), draft)


def _frames(plan: PagePlan, top: float) -> list[Frame]:
    gap = 7 * MM
    width = (plan.width - 2 * plan.margin - gap * (plan.columns - 1)) / plan.columns
    return [
        Frame(
            plan.margin + column * (width + gap), plan.bottom, width, plan.height - top - plan.bottom,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id=f"k{column}",
        )
        for column in range(plan.columns)
    ]  # fmt: skip


def _first_page(plan: PagePlan, draft: Draft) -> Callable[[Canvas, Any], None]:
    def draw(canvas: Canvas, _: Any) -> None:
        plan.first(canvas)
        _foot(canvas, plan)
        if draft.form is not None:
            field_ = draft.form
            canvas.acroForm.textfield(
                name=field_.name, value=field_.value, x=field_.left, y=field_.bottom, width=field_.width, height=15,
                fontName="Helvetica", fontSize=9, borderWidth=0.5, forceBorder=True,
            )  # fmt: skip

    return draw


def _later_page(plan: PagePlan) -> Callable[[Canvas, Any], None]:
    def draw(canvas: Canvas, _: Any) -> None:
        canvas.saveState()
        canvas.setFont(plan.face.regular, 8)
        canvas.setFillColor(GREY)
        canvas.drawString(plan.margin, plan.height - 19 * MM, plan.running)
        canvas.setStrokeColor(GREEN)
        canvas.setLineWidth(0.6)
        canvas.line(plan.margin, plan.height - 21.5 * MM, plan.width - plan.margin, plan.height - 21.5 * MM)
        canvas.restoreState()
        _foot(canvas, plan)

    return draw


def _foot(canvas: Canvas, plan: PagePlan) -> None:
    if not plan.footer:
        return
    canvas.saveState()
    canvas.setFont(plan.face.regular, 8)
    canvas.setFillColor(GREY)
    canvas.drawString(plan.margin, 13 * MM, plan.footer)
    page = f"Pagina {canvas.getPageNumber()} van "
    left = plan.width - plan.margin - 11 - canvas.stringWidth(page, plan.face.regular, 8)
    canvas.drawString(left, 13 * MM, page)
    canvas.translate(plan.width - plan.margin - 11, 13 * MM)
    canvas.doForm(_TOTAL)
    canvas.restoreState()


def _with_hidden(data: bytes, draft: Draft) -> bytes:
    """Add what reportlab cannot: attachment, comment and XMP."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if draft.attachment is not None:
            name, content = draft.attachment
            pdf.attachments[name] = pikepdf.AttachedFileSpec(
                pdf, content, filename=name, mime_type="text/plain", creation_date="D:20260105090000Z",
                mod_date="D:20260105090000Z",
            )  # fmt: skip
        if draft.comment is not None:
            _comment(pdf, draft.comment)
        if draft.author:
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
                xmp["dc:creator"] = [draft.author]
                xmp["dc:title"] = str(pdf.docinfo.get("/Title", ""))
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _comment(pdf: pikepdf.Pdf, comment: Comment) -> None:
    note = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[545, 700, 563, 718], T=comment.author,
            Contents=comment.text, Name=pikepdf.Name.Comment, C=[1, 0.85, 0.2], F=4,
        )
    )  # fmt: skip
    page = pdf.pages[0]
    if "/Annots" in page:
        page.Annots.append(note)
    else:
        page.Annots = pikepdf.Array([note])
