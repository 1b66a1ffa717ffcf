# SPDX-License-Identifier: EUPL-1.2
"""Layouts in which a name stands beside something that follows its width: a link, a note, a frame, a field, a tab."""

from benchmarks.attack_sheet import LEADING, LEFT, PUBLIC, RIGHT, SIZE, TOP, Layout, Sheet, registering, sentence

LAYOUTS: dict[str, Layout] = {}
layout = registering(LAYOUTS)


def _after(sheet: Sheet, x: float, y: float, *texts: str) -> list[float]:
    """Texts one after the other, each a string of its own; where each of them ends."""
    ends = []
    for text in texts:
        sheet.line(x, y, text)
        x += sheet.width(text)
        ends.append(x)
    return ends


def _rule(sheet: Sheet, x0: float, x1: float, y: float) -> None:
    sheet.put(f"q 0 0 1 RG 0.5 w {x0:.2f} {y:.2f} m {x1:.2f} {y:.2f} l S Q")


@layout("link after the name")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    _, start, end, _ = _after(sheet, LEFT, y, f"Zie de brief van {name}", " en ", "het besluit", " van maart.")
    _rule(sheet, start, end, y - 1.5)
    sheet.links.append((start, y - 3, end, y + 10))
    sheet.public(y - LEADING)


@layout("name twice on a line")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    sheet.line(LEFT, y, f"{name} belde, en {name} schreef.", 9)
    sheet.public(y - LEADING)


@layout("names in a row")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    sheet.line(LEFT, y, f"Aanwezig: de wethouder, {name}, de griffier.")
    sheet.public(y - LEADING)


@layout("header of every page")
def _(sheet: Sheet, name: str) -> None:
    """Held once in the file and painted by each page, its end at the right margin."""
    text = f"Dossier van {name}, blad 1 van 2"
    sheet.header = sheet.set(RIGHT - sheet.width(text, 8), 800, text, 8).encode("ascii")
    sheet.public(TOP)
    sheet.turn()
    sheet.public(TOP)
    sheet.line(LEFT, 640, sentence(name))


@layout("field of a form")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    sheet.line(LEFT, y, "Naam van de aanvrager:")
    shown = f"BT /F1 {SIZE:g} Tf 2 4.5 Td {sheet.shown(name)} Tj ET"
    sheet.put(f"q 0.5 w {LEFT + 140:g} {y - 5:g} 200 17 re S Q")
    sheet.field((LEFT + 140, y - 5, LEFT + 340, y + 12), f"/Tx BMC q 1 1 198 15 re W n {shown} Q EMC")
    sheet.public(y - 2 * LEADING)


@layout("field of a form, centred")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    shown = f"BT /F1 {SIZE:g} Tf {100 - sheet.width(name) / 2:.3f} 4.5 Td {sheet.shown(name)} Tj ET"
    sheet.field((LEFT + 140, y - 5, LEFT + 340, y + 12), f"/Tx BMC q 1 1 198 15 re W n {shown} Q EMC")
    sheet.public(y - 2 * LEADING)


@layout("bold name")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    start = LEFT + sheet.width("De heer ")
    sheet.line(LEFT, y, "De heer ")
    sheet.line(start, y, name, bold=True)
    sheet.line(start + sheet.width(name, bold=True), y, " heeft op 12 maart gebeld.")
    sheet.public(y - LEADING)


@layout("bold by painting twice")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    start = LEFT + sheet.width("De heer ")
    sheet.line(LEFT, y, sentence(name))
    sheet.line(start + 0.3, y, name)
    sheet.public(y - LEADING)


@layout("bold line by painting twice")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    for step in (0.0, 0.3):
        sheet.line(LEFT + step, y, sentence(name))
    sheet.public(y - LEADING)


@layout("small capitals")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    x = LEFT
    for word in ("De", "heer", *name.split(), "heeft", "gebeld."):
        if word in name.split():
            sheet.line(x, y, word[0])
            x += sheet.width(word[0])
            sheet.line(x, y, word[1:].upper(), 8.8)
            x += sheet.width(word[1:].upper(), 8.8)
        else:
            sheet.line(x, y, word)
            x += sheet.width(word)
        x += sheet.width(" ")
    sheet.public(y - LEADING)


@layout("number of a note after the name")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    before = f"De heer {name}"
    sheet.put(f"BT /F1 {SIZE:g} Tf {LEFT} {y} Td {sheet.shown(before)} Tj")
    sheet.put(f"/F1 6.5 Tf 4 Ts {sheet.shown('1')} Tj 0 Ts /F1 {SIZE:g} Tf {sheet.shown(' heeft gebeld.')} Tj ET")
    y = sheet.public(y - LEADING)
    sheet.line(LEFT, y, "1 Verslag van 12 maart.", 8)


@layout("spread letters")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    sheet.put(f"BT /F1 {SIZE:g} Tf 1.6 Tc {LEFT} {y} Td {sheet.shown(f'De heer {name} heeft gebeld.')} Tj 0 Tc ET")
    sheet.public(y - LEADING)


@layout("line spread to the margin by letters")
def _(sheet: Sheet, name: str) -> None:
    def spread(y: float, text: str) -> None:
        letters = (RIGHT - LEFT - sheet.width(text)) / (len(text) - 1)
        sheet.put(f"BT /F1 {SIZE:g} Tf {letters:.5f} Tc {LEFT} {y} Td {sheet.shown(text)} Tj 0 Tc ET")

    spread(TOP, "openbaarmaking ontvangen. Het gaat over de vergunning voor")
    spread(TOP - 14, f"het wijkgebouw. De heer {name} heeft op 3 maart")
    spread(TOP - 28, "gebeld over de gesprekken die met bewoners zijn gevoerd bij")


@layout("line narrowed to the margin")
def _(sheet: Sheet, name: str) -> None:
    def narrowed(y: float, text: str) -> None:
        scale = 100 * (RIGHT - LEFT) / sheet.width(text)
        sheet.put(f"BT /F1 {SIZE:g} Tf {scale:.4f} Tz {LEFT} {y} Td {sheet.shown(text)} Tj 100 Tz ET")

    narrowed(TOP, "openbaarmaking ontvangen. Het verzoek gaat over de vergunning voor")
    narrowed(TOP - 14, f"het wijkgebouw. De heer {name} heeft op 3 maart gebeld over")
    narrowed(TOP - 28, "de gesprekken die met bewoners zijn gevoerd bij de gemeente en")


@layout("framed name")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    x = LEFT + sheet.width("De heer ")
    sheet.line(LEFT, y, sentence(name))
    sheet.put(f"q 0.5 w {x - 2:.2f} {y - 3:.2f} {sheet.width(name) + 4:.2f} 13.5 re S Q")
    sheet.public(y - LEADING)


@layout("frame of four lines")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    low = LEFT + sheet.width("De heer ") - 2
    high = low + sheet.width(name) + 4
    sheet.line(LEFT, y, sentence(name))
    for x0, y0, x1, y1 in ((low, -3, high, -3), (low, 11, high, 11), (low, -3, low, 11), (high, -3, high, 11)):
        sheet.put(f"q 0.5 w {x0:.2f} {y + y0:g} m {x1:.2f} {y + y1:g} l S Q")
    sheet.public(y - LEADING)


@layout("ring around the name")
def _(sheet: Sheet, name: str) -> None:
    """An ellipse as an annotation of a reader draws it."""
    y = sheet.public(TOP)
    x0, wide, mid = LEFT + sheet.width("De heer ") - 3, sheet.width(name) + 6, y + 3.5
    x1, a = x0 + wide, wide * 0.276
    middle = x0 + wide / 2
    sheet.line(LEFT, y, sentence(name))
    sheet.put(f"q 1 0 0 RG {x0:.2f} {mid:g} m")
    sheet.put(f"{x0:.2f} {mid + 5:g} {middle - a:.2f} {mid + 8:g} {middle:.2f} {mid + 8:g} c")
    sheet.put(f"{middle + a:.2f} {mid + 8:g} {x1:.2f} {mid + 5:g} {x1:.2f} {mid:g} c")
    sheet.put(f"{x1:.2f} {mid - 5:g} {middle + a:.2f} {mid - 8:g} {middle:.2f} {mid - 8:g} c")
    sheet.put(f"{middle - a:.2f} {mid - 8:g} {x0:.2f} {mid - 5:g} {x0:.2f} {mid:g} c S Q")
    sheet.public(y - LEADING)


@layout("wavy underline")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    x = LEFT + sheet.width("De heer ")
    end = x + sheet.width(name)
    sheet.line(LEFT, y, sentence(name))
    steps, up = [f"{x:.2f} {y - 2:g} m"], True
    while x < end:
        x, up = min(x + 2, end), not up
        steps.append(f"{x:.2f} {y - (2 if up else 3.5):g} l")
    sheet.put(f"q 1 0 0 RG 0.5 w {' '.join(steps)} S Q")
    sheet.public(y - LEADING)


@layout("tab after the name")
def _(sheet: Sheet, name: str) -> None:
    """What follows stands at the next of the stops that a word processor has by itself."""
    y = sheet.public(TOP)
    stop = LEFT + 35.4 * (int(sheet.width(name) / 35.4) + 1)
    sheet.line(LEFT, y, name)
    sheet.line(stop, y, "telefoon 14000")
    sheet.public(y - LEADING)


@layout("struck out")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    x = LEFT + sheet.width("De heer ")
    sheet.line(LEFT, y, sentence(name))
    _rule(sheet, x, x + sheet.width(name), y + 3.2)
    sheet.public(y - LEADING)


@layout("underlined up to the name")
def _(sheet: Sheet, name: str) -> None:
    """One rule under the words after the name."""
    y = sheet.public(TOP)
    start, end = _after(sheet, LEFT, y, f"De heer {name} ", "heeft op 12 maart gebeld.")
    _rule(sheet, start, end, y - 1.5)
    sheet.public(y - LEADING)


@layout("several spaces after the name")
def _(sheet: Sheet, name: str) -> None:
    """Set apart by hand: what follows is no column of a table."""
    y = sheet.public(TOP)
    sheet.line(LEFT, y, f"{name}          telefoon 14000")
    sheet.public(y - LEADING)


@layout("form in one row")
def _(sheet: Sheet, name: str) -> None:
    """Two labels with what was filled in, the second at a place of the form."""
    y = sheet.public(TOP)
    for x, text in ((LEFT, "Naam:"), (LEFT + 40, name), (LEFT + 260, "Datum:"), (LEFT + 300, "12 maart")):
        sheet.line(x, y, text)
    sheet.public(y - 2 * LEADING)


@layout("list with a hanging indent")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    for mark, text in (("a.", "de aanvraag;"), ("b.", f"de brief van {name} van 3 maart;"), ("c.", "het besluit.")):
        sheet.line(LEFT, y, mark)
        sheet.line(LEFT + 20, y, text)
        y -= LEADING
    sheet.public(y - LEADING)


@layout("turned by a quarter")
def _(sheet: Sheet, name: str) -> None:
    x = 200.0
    for text in (PUBLIC[0], sentence(name), PUBLIC[1]):
        sheet.put(f"BT /F1 {SIZE:g} Tf 0 1 -1 0 {x} 100 Tm {sheet.shown(text)} Tj ET")
        x += LEADING


@layout("painted out of order")
def _(sheet: Sheet, name: str) -> None:
    y = sheet.public(TOP)
    start = LEFT + sheet.width("De heer ")
    sheet.line(start + sheet.width(name), y, " heeft op 12 maart gebeld.")
    sheet.line(LEFT, y, "De heer ")
    sheet.line(start, y, name)
    sheet.public(y - LEADING)


@layout("signature block")
def _(sheet: Sheet, name: str) -> None:
    """Two names beneath rules, each centred under its own, as at the end of a contract."""
    y = sheet.public(TOP)
    for middle, text, role in ((LEFT + 90, name, "griffier"), (LEFT + 330, "De burgemeester", "voorzitter")):
        sheet.put(f"{middle - 80:g} {y + 14:g} 160 0.5 re f")
        sheet.line(middle - sheet.width(text) / 2, y, text)
        sheet.line(middle - sheet.width(role) / 2, y - LEADING, role)
    sheet.public(y - 4 * LEADING)
