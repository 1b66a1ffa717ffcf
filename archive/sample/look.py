# SPDX-License-Identifier: EUPL-1.2
"""How the sample documents look: fonts, letterhead, page frames, tables and signatures."""

import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import reportlab
from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table, TableStyle

from archive.sample.draft import Draft

WIDTH, HEIGHT = A4
MM: Final = 72 / 25.4
GREEN: Final = HexColor("#00713d")
DARK: Final = HexColor("#1f3b2d")
GREY: Final = HexColor("#6b6f6d")
PALE: Final = HexColor("#e9f2ec")


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """A font family. ``charset`` is the codec of what it can show, None for all of Latin."""

    regular: str
    bold: str
    italic: str
    charset: str | None = None


ROBOTO: Final = Face(regular="Roboto", bold="Roboto-Bold", italic="Roboto-Italic")
SERIF: Final = Face(regular="SourceSerif", bold="SourceSerif-Bold", italic="SourceSerif-It")
VERA: Final = Face(regular="Vera", bold="Vera-Bold", italic="Vera-It", charset="latin-1")
HELVETICA: Final = Face(regular="Helvetica", bold="Helvetica-Bold", italic="Helvetica-Oblique", charset="latin-1")
TIMES: Final = Face(regular="Times-Roman", bold="Times-Bold", italic="Times-Italic", charset="latin-1")
COURIER: Final = Face(regular="Courier", bold="Courier-Bold", italic="Courier-Oblique", charset="latin-1")


@cache
def register_fonts() -> None:
    """Tell reportlab about the embedded families; once per process."""
    own = Path(str(files("archive.sample"))) / "fonts"
    vera = Path(str(reportlab.__file__)).parent / "fonts"
    for name, path in (
        ("Roboto", own / "Roboto-Regular.ttf"), ("Roboto-Bold", own / "Roboto-Bold.ttf"),
        ("Roboto-Italic", own / "Roboto-Italic.ttf"), ("SourceSerif", own / "SourceSerifPro-Regular.ttf"),
        ("SourceSerif-Bold", own / "SourceSerifPro-Bold.ttf"), ("SourceSerif-It", own / "SourceSerifPro-It.ttf"),
        ("Vera", vera / "Vera.ttf"), ("Vera-Bold", vera / "VeraBd.ttf"), ("Vera-It", vera / "VeraIt.ttf"),
    ):  # fmt: skip
        pdfmetrics.registerFont(TTFont(name, str(path)))
    for face in (ROBOTO, SERIF, VERA):
        pdfmetrics.registerFontFamily(
            face.regular, normal=face.regular, bold=face.bold, italic=face.italic, boldItalic=face.bold
        )


class Styles:
    """Paragraph styles of one document."""

    def __init__(self, face: Face, size: float = 10.0) -> None:
        register_fonts()
        self.face = face
        self.size = size
        leading = size * 1.38
        self.body = ParagraphStyle(
            "body",
            fontName=face.regular,
            fontSize=size,
            leading=leading,
            alignment=TA_JUSTIFY,
            spaceAfter=leading * 0.55,
        )
        self.left = ParagraphStyle("left", parent=self.body, alignment=TA_LEFT)
        self.right = ParagraphStyle("right", parent=self.body, alignment=TA_RIGHT, spaceAfter=0)
        self.small = ParagraphStyle(
            "small", parent=self.left, fontSize=size * 0.84, leading=size * 1.12, spaceAfter=size * 0.3
        )
        self.cell = ParagraphStyle("cell", parent=self.left, fontSize=size * 0.88, leading=size * 1.14, spaceAfter=0)
        self.head_cell = ParagraphStyle("head_cell", parent=self.cell, fontName=face.bold)
        self.title = ParagraphStyle(
            "title", parent=self.left, fontName=face.bold, fontSize=size * 1.7, leading=size * 2.1, spaceAfter=size,
            textColor=DARK,
        )  # fmt: skip
        self.heading = ParagraphStyle(
            "heading", parent=self.left, fontName=face.bold, fontSize=size * 1.1, spaceBefore=size * 0.7,
            spaceAfter=size * 0.35, textColor=DARK, keepWithNext=1,
        )  # fmt: skip
        self.bullet = ParagraphStyle(
            "bullet", parent=self.body, leftIndent=size * 1.5, bulletIndent=size * 0.4, spaceAfter=leading * 0.25
        )

    def say(self, *texts: str) -> list[Flowable]:
        """Justified paragraphs."""
        return [Paragraph(text, self.body) for text in texts]

    def bullets(self, *texts: str, mark: str = "•") -> list[Flowable]:
        """A list with bullets."""
        return [Paragraph(text, self.bullet, bulletText=mark) for text in texts]

    def numbered(self, *texts: str) -> list[Flowable]:
        """A list with numbers."""
        return [Paragraph(text, self.bullet, bulletText=f"{position}.") for position, text in enumerate(texts, start=1)]

    def table(self, rows: list[list[str]], widths: list[float], *, header: bool = True) -> Table:
        """A ruled table whose cells wrap; ``widths`` in points."""
        cells = [
            [Paragraph(text, self.head_cell if header and not position else self.cell) for text in row]
            for position, row in enumerate(rows)
        ]
        look: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, GREY),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
        if header:
            look += [("BACKGROUND", (0, 0), (-1, 0), PALE), ("LINEABOVE", (0, 0), (-1, 0), 0.8, GREEN)]
        return Table(cells, colWidths=widths, repeatRows=1 if header else 0, style=TableStyle(look), hAlign="LEFT")


class Bookmarked(Paragraph):  # type: ignore[misc]
    """A heading that also stands in the outline of the PDF."""

    def __init__(self, text: str, style: ParagraphStyle, *, title: str) -> None:
        super().__init__(text, style)
        self.outline_title = title

    def draw(self) -> None:
        """Draw it and enter it in the outline."""
        key = f"o{abs(hash_of(self.outline_title))}"
        self.canv.bookmarkHorizontal(key, 0, self.height)
        self.canv.addOutlineEntry(self.outline_title, key, 0)
        super().draw()


def hash_of(text: str) -> int:
    """A number for a text that is the same in every process, unlike ``hash``."""
    return int.from_bytes(text.encode("utf-8")[-8:], "big")


def signed(above: str, signature: "Signature", below: str, style: ParagraphStyle) -> Flowable:
    """A closing with signature that stays together on one page."""
    return KeepTogether([Paragraph(above, style), signature, Paragraph(below, style)])


class Signature(Flowable):  # type: ignore[misc]
    """A signature as a pen leaves it: a few strokes of changing width, drawn as curves."""

    def __init__(self, draft: Draft, width: float = 46 * MM, height: float = 17 * MM) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._draft = draft
        self._strokes = _strokes(draft.rng, width, height)

    def draw(self) -> None:
        """Draw the strokes, and note the page for the truth file."""
        self._draft.signed_on.append(self.canv.getPageNumber())
        self.canv.saveState()
        self.canv.setStrokeColor(Color(0.08, 0.12, 0.42))
        self.canv.setLineCap(1)
        for line_width, points in self._strokes:
            self.canv.setLineWidth(line_width)
            path = self.canv.beginPath()
            path.moveTo(*points[0])
            for index in range(1, len(points) - 2, 3):
                path.curveTo(*points[index], *points[index + 1], *points[index + 2])
            self.canv.drawPath(path, stroke=1, fill=0)
        self.canv.restoreState()


def _strokes(rng: random.Random, width: float, height: float) -> list[tuple[float, list[tuple[float, float]]]]:
    strokes = []
    left = width * 0.05
    for _ in range(rng.randint(3, 4)):
        points = [(left, height * rng.uniform(0.25, 0.5))]
        for step in range(rng.randint(2, 4)):
            tall = height * (rng.uniform(0.65, 1.0) if step % 2 == 0 else rng.uniform(0.35, 0.55))
            low = height * rng.uniform(0.0, 0.3)
            x = points[-1][0]
            points += [
                (x + width * rng.uniform(0.01, 0.06), tall),
                (x + width * rng.uniform(0.03, 0.1), tall),
                (x + width * rng.uniform(0.05, 0.09), low),
            ]
        strokes.append((rng.uniform(0.7, 1.5), points))
        left = min(points[-1][0] * 0.92, width * 0.75)
    flourish = [(width * 0.1, height * 0.18), (width * 0.4, 0.0), (width * 0.6, height * 0.3), (width, height * 0.22)]
    return [*strokes, (0.8, flourish)]


def draw_logo(canvas: Canvas, left: float, top: float, face: Face) -> None:
    """The mark of the invented letterhead: a spinning wheel of five blades, and the name."""
    canvas.saveState()
    canvas.translate(left + 8.5 * MM, top - 8.5 * MM)
    for blade in range(5):
        canvas.saveState()
        canvas.rotate(72 * blade + 14)
        canvas.setFillColor(GREEN if blade % 2 == 0 else HexColor("#7ab51d"))
        path = canvas.beginPath()
        path.moveTo(0, 0)
        path.curveTo(2 * MM, 3 * MM, 3.4 * MM, 6 * MM, 0.6 * MM, 8.4 * MM)
        path.curveTo(-1.6 * MM, 6.4 * MM, -1.4 * MM, 3 * MM, 0, 0)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()
    canvas.restoreState()
    canvas.saveState()
    canvas.setFillColor(DARK)
    canvas.setFont(face.regular, 9)
    canvas.drawString(left + 20 * MM, top - 6.4 * MM, "gemeente")
    canvas.setFont(face.bold, 17)
    canvas.drawString(left + 20 * MM, top - 12.6 * MM, "Enschede")
    canvas.restoreState()


def draw_lines(
    canvas: Canvas, left: float, top: float, lines: list[str], *, font: str, size: float, leading: float = 1.3,
    colour: Color = black,
) -> None:  # fmt: skip
    """Lines of text below each other; ``top`` is the baseline of the first, in points from the bottom."""
    canvas.saveState()
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    for position, line in enumerate(lines):
        canvas.drawString(left, top - position * size * leading, line)
    canvas.restoreState()
