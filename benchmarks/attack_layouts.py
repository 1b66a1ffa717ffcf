# SPDX-License-Identifier: EUPL-1.2
"""One page per layout, as programs write them, with one name in it: everything but the name is the same.

Each layout is a function of a sheet and a name. Texts and persons are invented.
"""

from typing import Final

from benchmarks.attack_beside import LAYOUTS as BESIDE
from benchmarks.attack_sheet import LEADING, LEFT, PUBLIC, RIGHT, SIZE, TOP, Layout, Sheet, registering, sentence
from benchmarks.faces import FACES

FIRST_NAMES: Final = ("An", "Job", "Els", "Willemijn", "Pim", "Marguerite", "Ton", "Christiaan")
LAST_NAMES: Final = ("Bos", "Ili", "Jansen", "Wammes", "Vliet", "Oosterhuizen", "Kok", "Zwartwaterhof")
NAMES: Final = tuple(f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES)

LAYOUTS: dict[str, Layout] = {}
layout = registering(LAYOUTS)


def page_with(name: str, *, layout: str, face: str) -> bytes:
    """The page of a layout with a name in it."""
    sheet = Sheet(FACES[face]())
    LAYOUTS[layout](sheet, name)
    return sheet.finish()


def _words_at(sheet: Sheet, x: float, y: float, words: list[str], gap: float) -> None:
    """Every word at its own absolute place, rounded as a word processor rounds."""
    for word in words:
        sheet.line(x, y, word)
        x = round(x + sheet.width(word) + gap, 2)


@layout("one string")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    sheet.line(LEFT, y, sentence(name))
    sheet.public(y - LEADING)


@layout("one string, lines chained by Td")
def _(sheet: Sheet, name: str) -> None:
    sheet.put(f"BT /F1 {SIZE:g} Tf {LEFT} {TOP} Td {sheet.shown(PUBLIC[0])} Tj")
    before, after = "De heer ", " heeft daarover op 12 maart gebeld."
    sheet.put(f"0 -14 Td {sheet.shown(before)} Tj {sheet.width(before):.3f} 0 Td {sheet.shown(name)} Tj")
    back = sheet.width(before) + sheet.width(name)
    sheet.put(f"{sheet.width(name):.3f} 0 Td {sheet.shown(after)} Tj {-back:.3f} -14 Td {sheet.shown(PUBLIC[1])} Tj")
    sheet.put(f"0 -14 Td {sheet.shown(PUBLIC[2])} Tj ET")


@layout("per word")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    _words_at(sheet, LEFT, y, sentence(name).split(), sheet.width(" "))
    sheet.public(y - LEADING)


@layout("per letter")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    x = LEFT
    for letter in sentence(name):
        if letter != " ":
            sheet.line(x, y, letter)
        x = round(x + sheet.width(letter), 1)
    sheet.public(y - LEADING)


@layout("justified by word spacing")
def _(sheet: Sheet, name: str) -> None:
    def justified(y: float, text: str) -> None:
        words = (RIGHT - LEFT - sheet.width(text)) / text.count(" ")
        if len(sheet.face.codes(" ")) == 2:  # word spacing does not work on codes of two bytes: adjustments do
            parts = f" {-words / SIZE * 1000:.3f} ".join(sheet.shown(part + " ") for part in text.split())
            sheet.put(f"BT /F1 {SIZE:g} Tf {LEFT} {y} Td [{parts}] TJ ET")
        else:
            sheet.put(f"BT /F1 {SIZE:g} Tf {words:.5f} Tw {LEFT} {y} Td {sheet.shown(text)} Tj ET")

    justified(TOP, "openbaarmaking ontvangen. Het gaat over de vergunning voor")
    justified(TOP - 14, f"het wijkgebouw. De heer {name} heeft op 3 maart")
    justified(TOP - 28, "gebeld over de gesprekken die met bewoners zijn gevoerd bij")
    sheet.line(LEFT, TOP - 42, "de gemeente.")


@layout("justified by adjustments")
def _(sheet: Sheet, name: str) -> None:
    def justified(y: float, text: str) -> None:
        words = text.split()
        free = RIGHT - LEFT - sheet.width("".join(words))
        gap = round(-free / (len(words) - 1) / SIZE * 1000)
        parts = f" {gap} ".join(sheet.shown(word) for word in words)
        sheet.put(f"BT /F1 {SIZE:g} Tf {LEFT} {y} Td [{parts}] TJ ET")

    justified(TOP, "openbaarmaking ontvangen. Het gaat over de vergunning voor")
    justified(TOP - 14, f"het wijkgebouw. De heer {name} heeft op 3 maart")
    justified(TOP - 28, "gebeld over de gesprekken die met bewoners zijn gevoerd bij")
    sheet.line(LEFT, TOP - 42, "de gemeente.")


@layout("kerned per glyph")
def _(sheet: Sheet, name: str) -> None:
    """Kerning pairs, and the error of rounding to device pixels that grows along the line."""

    def kerned(y: float, text: str) -> None:
        parts, pen, drawn = [], 0.0, 0.0
        for place, letter in enumerate(text):
            pair = (ord(letter) * 31 + ord(text[place - 1]) * 17) % 7 - 3 if place else 0
            pen += pair * SIZE / 100
            parts.append(f"{(drawn - round(pen * 4) / 4) / SIZE * 1000:.3f} {sheet.shown(letter)}")
            drawn = round(pen * 4) / 4 + sheet.width(letter)
            pen += sheet.width(letter)
        sheet.put(f"BT /F1 {SIZE:g} Tf {LEFT} {y} Td [{' '.join(parts)}] TJ ET")

    kerned(TOP, PUBLIC[0])
    kerned(TOP - 14, sentence(name))
    kerned(TOP - 28, PUBLIC[1])


_ROWS: Final = (("1", "Aanvraag", "12 januari"), ("2", "Hoorzitting", "3 februari"), ("4", "Besluit", "19 april"))
_COLUMNS: Final = (LEFT, LEFT + 40, LEFT + 190)


def _table(sheet: Sheet, rows: list[tuple[str, str, str]], *, middle: bool = False) -> None:
    y = TOP
    for row in rows:
        for x, text in zip(_COLUMNS, row, strict=True):
            place = LEFT + 115 - sheet.width(text) / 2 if middle and x == _COLUMNS[1] else x
            sheet.line(place, y, text)
        sheet.put(f"{LEFT - 4} {y - 4:g} 300 0.5 re f")
        y -= 18
    for x in (*_COLUMNS, LEFT + 300):
        sheet.put(f"{x - 4} {y + 14:g} 0.5 {18 * len(rows):g} re f")


@layout("table cell")
def _(sheet: Sheet, name: str) -> None:
    _table(sheet, [*_ROWS[:2], ("3", name, "28 maart"), _ROWS[2]])


@layout("table row in one string")
def _(sheet: Sheet, name: str) -> None:
    y = TOP
    for row in (*_ROWS[:2], ("3", name, "28 maart"), _ROWS[2]):
        parts = []
        for text, start, end in zip(row, _COLUMNS, (*_COLUMNS[1:], None), strict=True):
            parts.append(sheet.shown(text))
            if end is not None:
                parts.append(f"{-(end - start - sheet.width(text)) / SIZE * 1000:.3f}")
        sheet.put(f"BT /F1 {SIZE:g} Tf {LEFT} {y} Td [{' '.join(parts)}] TJ ET")
        y -= 18


@layout("centred in a table cell")
def _(sheet: Sheet, name: str) -> None:
    _table(sheet, [*_ROWS[:2], ("3", name, "28 maart"), _ROWS[2]], middle=True)


@layout("centred")
def _(sheet: Sheet, name: str) -> None:
    for y, text in ((TOP, "VERSLAG"), (TOP - 16, f"Gesprek met {name}"), (TOP - 32, "op 12 maart")):
        sheet.line(297.5 - sheet.width(text) / 2, y, text)
    sheet.public(TOP - 70)


@layout("right-aligned")
def _(sheet: Sheet, name: str) -> None:
    for y, text in (
        (TOP, "Afdeling Vergunningen"),
        (TOP - 16, f"Behandeld door {name}"),
        (TOP - 32, "Telefoon 14000"),
    ):
        sheet.line(RIGHT - sheet.width(text), y, text)
    sheet.public(TOP - 70)


@layout("underlined")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    before = "De heer "
    sheet.line(LEFT, y, sentence(name))
    sheet.put(f"{LEFT + sheet.width(before):.2f} {y - 1.5:.2f} {sheet.width(name):.2f} 0.6 re f")
    sheet.public(y - LEADING)


@layout("marked with colour")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    x = LEFT + sheet.width("De heer ")
    sheet.put(f"q 1 1 0 rg {x:.2f} {y - 2.5:.2f} {sheet.width(name):.2f} 12 re f Q")
    sheet.line(LEFT, y, sentence(name))
    sheet.public(y - LEADING)


@layout("linked")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    x = LEFT + sheet.width("De heer ")
    sheet.line(LEFT, y, sentence(name))
    sheet.put(f"q 0 0 1 RG 0.5 w {x:.2f} {y - 1.5:.2f} m {x + sheet.width(name):.2f} {y - 1.5:.2f} l S Q")
    sheet.links.append((x, y - 3, x + sheet.width(name), y + 10))
    sheet.public(y - LEADING)


@layout("two columns")
def _(sheet: Sheet, name: str) -> None:
    left = ("Op de zitting waren", f"mevrouw {name}", "en de wethouder.", "De zitting begon om", "negen uur precies.")
    right = ("Het verslag is op", "3 maart vastgesteld", "door de commissie", "en daarna naar de", "raad gestuurd.")
    for column, x in ((left, LEFT), (right, LEFT + 240)):
        for place, text in enumerate(column):
            sheet.line(x, TOP - LEADING * place, text)


@layout("leader to a page number")
def _(sheet: Sheet, name: str) -> None:
    rows = (("Inleiding", "3"), (f"Gesprek met {name}", "7"), ("Besluit", "12"))
    for place, (text, number) in enumerate(rows):
        y = TOP - LEADING * place
        end = RIGHT - sheet.width(number)
        dots = int((end - LEFT - sheet.width(text) - 4) / sheet.width("."))
        sheet.line(LEFT, y, text)
        sheet.line(end - sheet.width("." * dots), y, "." * dots)
        sheet.line(end, y, number)


@layout("name in a run of its own")
def _(sheet: Sheet, name: str) -> None:
    """Each run clipped and tagged, as word processors do."""
    y = sheet.public(TOP)
    x = LEFT
    for text in ("De heer ", *(f"{part} " for part in name.split()), "heeft op 12 maart gebeld."):
        sheet.put(f"q 0 0 595 842 re W* n BT /F1 {SIZE:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm 0 g 0 G")
        sheet.put(f"{sheet.shown(text)} Tj ET Q")
        x += sheet.width(text)
    sheet.public(y - LEADING)


@layout("name at the start and at the end")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    sheet.line(LEFT, y, f"{name} schreef op 12 maart een brief aan de raad.")
    sheet.line(LEFT, y - LEADING, f"De brief is beantwoord door {name}")
    sheet.line(LEFT, y - 2 * LEADING, f"{name}")
    sheet.public(y - 4 * LEADING)


WRAPPED: Final = "wrapped paragraph"
"""The layout whose line ends follow the name: its bits cannot be taken away without setting the paragraph anew."""


@layout(WRAPPED)
def _(sheet: Sheet, name: str) -> None:
    text = " ".join(PUBLIC) + f" De heer {name} heeft gebeld. " + " ".join(PUBLIC)
    y, line = TOP, ""
    for word in text.split():
        if line and sheet.width(f"{line} {word}") > RIGHT - LEFT:
            sheet.line(LEFT, y, line)
            y, line = y - LEADING, ""
        line = f"{line} {word}" if line else word
    sheet.line(LEFT, y, line)


LAYOUTS.update(BESIDE)
