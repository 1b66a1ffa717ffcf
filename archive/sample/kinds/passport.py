# SPDX-License-Identifier: EUPL-1.2
"""A copy of a passport page, as people send along with a form: a photo, the data and the machine-readable zone."""

from itertools import cycle
from typing import Final

from reportlab.lib.colors import HexColor, black
from reportlab.platypus import Flowable, PageBreak, Paragraph

from archive.sample.draft import Draft
from archive.sample.look import GREY, MM, Styles
from archive.sample.people import Person, long_date, plain_ascii
from schemas.findings import Kind

_WEIGHTS: Final = (7, 3, 1)
_LINE: Final = 44


def copy_of_passport(draft: Draft, styles: Styles, person: Person) -> list[Flowable]:
    """A page with the copy."""
    number = f"N{draft.rng.choice('TVWX')}{draft.rng.choice('BCDFG')}{draft.rng.randint(100000, 999999)}"
    lines = zone(person, number)
    data = [
        ("Naam", draft.name(person.surname)),
        ("Voornamen", draft.name(person.first)),
        ("Geboortedatum", draft.hide(Kind.GEBOORTEDATUM, f"{person.born:%d.%m.%Y}")),
        ("Documentnummer", draft.hide(Kind.DOCUMENTNUMMER, number)),
        ("Persoonsnummer", draft.hide(Kind.BSN, person.bsn)),
        ("Datum van afgifte", long_date(draft.before(900))),
    ]
    for line in lines:
        draft.hide(Kind.MRZ, line)
    return [PageBreak(), Paragraph("Bijlage: kopie identiteitsbewijs", styles.heading), _Card(data, lines)]


def zone(person: Person, number: str) -> tuple[str, str]:
    """The two lines of the machine-readable zone of a passport (ICAO Doc 9303, part 4, TD3)."""
    family, given = (
        plain_ascii(name).upper().replace("-", "<").replace(" ", "<") for name in (person.last, person.first)
    )
    first = f"P<NLD{family}<<{given}".ljust(_LINE, "<")[:_LINE]
    born, expires = f"{person.born:%y%m%d}", "310401"
    sex = "M" if person.title == "de heer" else "F"
    personal = person.bsn.ljust(14, "<")
    checked = [f"{field}{_check(field)}" for field in (number, born, expires, personal)]
    composite = _check(checked[0] + checked[1] + checked[2] + checked[3])
    return first, f"{checked[0]}NLD{checked[1]}{sex}{checked[2]}{checked[3]}{composite}"


def _check(text: str) -> int:
    """Check digit: values of characters times 7, 3, 1, modulo 10 (ICAO Doc 9303, part 3, section 4.9)."""
    values = (0 if char == "<" else int(char, 36) for char in text)
    return sum(value * weight for value, weight in zip(values, cycle(_WEIGHTS), strict=False)) % 10


class _Card(Flowable):  # type: ignore[misc]
    """The data page."""

    def __init__(self, data: list[tuple[str, str]], lines: tuple[str, str]) -> None:
        super().__init__()
        self.width, self.height = 150 * MM, 92 * MM
        self._data, self._lines = data, lines

    def draw(self) -> None:
        """Draw card, silhouette, data and zone."""
        canvas = self.canv
        canvas.setFillColor(HexColor("#efe6ee"))
        canvas.setStrokeColor(GREY)
        canvas.roundRect(0, 0, 138 * MM, 88 * MM, 3 * MM, stroke=1, fill=1)
        canvas.setFillColor(HexColor("#c7c2c9"))
        canvas.rect(6 * MM, 28 * MM, 34 * MM, 44 * MM, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#8b8790"))
        canvas.circle(23 * MM, 55 * MM, 8 * MM, stroke=0, fill=1)
        canvas.ellipse(9 * MM, 26 * MM, 37 * MM, 44 * MM, stroke=0, fill=1)
        canvas.setFillColor(black)
        canvas.setFont("Vera-Bold", 8)
        canvas.drawString(6 * MM, 79 * MM, "KONINKRIJK DER NEDERLANDEN   PASPOORT")
        for position, (label, value) in enumerate(self._data):
            top = (70 - position * 7.4) * MM
            canvas.setFont("Vera", 5.5)
            canvas.drawString(46 * MM, top, label)
            canvas.setFont("Vera", 8.5)
            canvas.drawString(46 * MM, top - 3.4 * MM, value)
        canvas.setFont("Courier", 8.2)
        for position, line in enumerate(self._lines):
            canvas.drawString(6 * MM, (14 - position * 5) * MM, line)
