# SPDX-License-Identifier: EUPL-1.2
"""Parts that make documents longer than a page: budgets, plans, hearings, action lists and legal texts."""

from reportlab.lib.colors import HexColor, black
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, Spacer

from archive.sample.draft import Draft
from archive.sample.look import DARK, GREY, MM, PALE, Styles
from archive.sample.people import Person, long_date
from schemas.findings import Kind

_COSTS = ("Grond en planten", "Gereedschap", "Huur zaal", "Drukwerk", "Vrijwilligersvergoeding", "Koffie en thee",
          "Verzekering", "Onvoorzien")  # fmt: skip
_LEGAL = (
    ("Artikel 4.1", "Een ieder kan een verzoek om publieke informatie richten tot een bestuursorgaan of een onder"
     " verantwoordelijkheid van een bestuursorgaan werkzame instelling, dienst of bedrijf. In het laatste geval beslist"
     " het verantwoordelijke bestuursorgaan op het verzoek."),
    ("Artikel 4.4", "Het bestuursorgaan beslist op het verzoek om informatie zo spoedig mogelijk, doch uiterlijk binnen"
     " vier weken gerekend vanaf de dag na die waarop het verzoek is ontvangen."),
    ("Artikel 5.1", "Het openbaar maken van informatie blijft achterwege voor zover het belang van openbaarmaking niet"
     " opweegt tegen de eerbiediging van de persoonlijke levenssfeer of tegen het goed functioneren van de gemeente."),
    ("Artikel 5.2", "In geval van een verzoek om informatie uit documenten, opgesteld ten behoeve van intern beraad,"
     " wordt geen informatie verstrekt over daarin opgenomen persoonlijke beleidsopvattingen."),
)  # fmt: skip


def budget(draft: Draft, styles: Styles, people: list[Person]) -> list[Flowable]:
    """A budget on a page of its own, with who is responsible per line."""
    rows = [["Post", "Verantwoordelijk", "Begroot", "Toegekend"]]
    for cost in draft.rng.sample(_COSTS, 6):
        who = draft.name(draft.rng.choice(people).listed)
        asked = draft.rng.randrange(120, 2400, 20)
        rows.append([cost, who, f"€ {asked},-", f"€ {int(asked * 0.8)},-"])
    return [
        CondPageBreak(90 * MM),
        Paragraph("Bijlage: goedgekeurde begroting", styles.heading),
        styles.table(rows, [52 * MM, 52 * MM, 28 * MM, 28 * MM]),
        Spacer(1, 10),
        *styles.say(
            "De bedragen zijn inclusief btw. Schuiven tussen posten mag tot 10 procent van het"
            " totaal. Is er meer nodig,"
            f" dan overlegt {draft.name(people[0].formal)} eerst met de gemeente. Bonnen blijven zeven jaar bewaard."
        ),
    ]


class SitePlan(Flowable):  # type: ignore[misc]
    """A drawing of a street with parcels; one of them is the subject."""

    def __init__(self, number: int, street: str) -> None:
        super().__init__()
        self.width, self.height = 155 * MM, 78 * MM
        self._number, self._street = number, street

    def draw(self) -> None:
        """Draw parcels, street and labels."""
        canvas = self.canv
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(0.6)
        for position in range(7):
            left = position * 22 * MM
            canvas.setFillColor(HexColor("#f4d9c6") if position == 3 else PALE)
            canvas.rect(left, 30 * MM, 21 * MM, 46 * MM, stroke=1, fill=1)
            canvas.setFillColor(HexColor("#c9cfcc"))
            canvas.rect(left + 4 * MM, 35 * MM, 13 * MM, 16 * MM, stroke=1, fill=1)
            canvas.setFillColor(black)
            canvas.setFont("Helvetica", 7)
            canvas.drawString(left + 8 * MM, 42 * MM, str(self._number + (position - 3) * 2))
        canvas.setFillColor(HexColor("#dddddd"))
        canvas.rect(0, 12 * MM, 153 * MM, 14 * MM, stroke=0, fill=1)
        canvas.setFillColor(DARK)
        canvas.setFont("Helvetica-Oblique", 8)
        canvas.drawCentredString(76 * MM, 18 * MM, self._street)
        canvas.setFont("Helvetica", 6.5)
        canvas.drawString(0, 5 * MM, "Schaal 1:500 (verkleind). Aan deze tekening kunnen geen rechten worden ontleend.")


def site_plan(draft: Draft, styles: Styles, street: str, maker: Person) -> list[Flowable]:
    """An annex with the drawing, its maker and the dates."""
    name, _, number = street.rpartition(" ")
    return [
        CondPageBreak(110 * MM),
        Paragraph("Bijlage 1: situatietekening", styles.heading),
        SitePlan(int(number), name),
        Paragraph(
            f"Getekend door {draft.name(maker.formal)} op {long_date(draft.before(70))}; gewijzigd"
            f" {long_date(draft.before(31))} na overleg met de buren.",
            styles.small,
        ),
    ]


def hearing(draft: Draft, styles: Styles, writer: Person, accused: Person, handler: Person) -> list[Flowable]:
    """The record of a hearing as a conversation."""

    def short(person: Person) -> str:
        return f"{person.short_title.capitalize()} {draft.name(person.surname)}"

    witness = draft.people.person()
    lines = (
        f"<b>{short(handler)}:</b> Welkom. Vandaag hoor ik beide kanten. Van dit gesprek maak ik een verslag.",
        f"<b>{short(writer)}:</b> Ik wil vooral dat er naar mij geluisterd wordt. Thuis ben ik"
        f" {draft.hide(Kind.GEZONDHEID, 'mantelzorger voor mijn zoon met autisme')}, ik kan niet"
        " zomaar een dag vrij nemen.",
        f"<b>{short(accused)}:</b> Dat wist ik niet. Mijn collega {draft.name(witness.full)} stond ernaast en heeft ook"
        " geprobeerd om het uit te leggen.",
        f"<b>{short(writer)}:</b> Uw collega was vriendelijk. {draft.name(witness.first)} heeft mij later nog gebeld.",
        f"<b>{short(handler)}:</b> Ik neem ook contact op met de familie"
        f" {draft.name(witness.surname)}, want die was als"
        " bezoeker aanwezig. Daarna krijgt u binnen vier weken een oordeel.",
    )
    return [
        PageBreak(),
        Paragraph("Bijlage: verslag van het gesprek", styles.heading),
        *[Paragraph(line, styles.left) for line in lines],
    ]


def actions(draft: Draft, styles: Styles, people: list[Person]) -> list[Flowable]:
    """A list of actions with who does them; narrow enough for a column."""
    rows = [["Actie", "Wie", "Gereed"]]
    for what in ("Cijfers wachttijden sturen", "Afspraak met bewoners", "Memo indexering", "Ontwerp rondsturen"):
        rows.append([what, draft.name(draft.rng.choice(people).listed), f"{draft.before(-30):%d-%m}"])
    return [
        Paragraph("Actielijst", styles.heading),
        styles.table(rows, [34 * MM, 34 * MM, 14 * MM]),
    ]


def legal_annex(styles: Styles) -> list[Flowable]:
    """The articles that the decision rests on, in short."""
    parts: list[Flowable] = [
        CondPageBreak(90 * MM),
        Paragraph("Bijlage: artikelen uit de Woo (verkort weergegeven)", styles.heading),
    ]
    for article, text in _LEGAL:
        parts.append(Paragraph(f"<b>{article}</b>", styles.left))
        parts += styles.say(text)
    return parts


def hours(draft: Draft, styles: Styles, people: list[Person]) -> list[Flowable]:
    """A specification of hours under an invoice."""
    rows = [["Datum", "Medewerker", "Uren"]]
    for day in range(draft.rng.randint(5, 9)):
        rows.append(
            [
                f"{draft.before(30 - day):%d-%m-%Y}",
                draft.name(draft.rng.choice(people).listed),
                f"{draft.rng.randint(2, 8)},0",
            ]
        )
    return [
        Paragraph("Urenspecificatie", styles.heading),
        styles.table(rows, [32 * MM, 80 * MM, 20 * MM]),
        Spacer(1, 8),
    ]
