# SPDX-License-Identifier: EUPL-1.2
"""Invoices to the municipality: from a company, and from somebody who works in their own name."""

from reportlab.lib.colors import HexColor, black, white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Spacer

from archive.sample.draft import Draft, Place
from archive.sample.kinds.annexes import hours
from archive.sample.look import HEIGHT, HELVETICA, MM, WIDTH, Styles, draw_lines
from archive.sample.made import Made
from archive.sample.people import Person, spaced_iban
from archive.sample.render import Drawing, PagePlan, render
from schemas.findings import Kind
from schemas.values.codes import Informatiecategorie

_WORK = (
    ("Maaien van bermen, ronde {n}", 62.5),
    ("Voorrijkosten", 45.0),
    ("Tolk in het wijkteam, per uur", 71.0),
    ("Workshop omgangsvormen", 385.0),
    ("Herstel hekwerk speelplaats", 118.75),
    ("Lunch bewonersavond, per persoon", 11.4),
    ("Lesmateriaal taalcursus", 24.95),
)


def invoice(draft: Draft) -> Made:
    """An invoice with a table of lines and the total. A trader's own name and account go, the company's stay."""
    draft.use(HELVETICA.charset)
    styles = Styles(HELVETICA, 9.4)
    trader, buyer = draft.people.person(), draft.people.person()
    sole = draft.rng.random() < 0.5
    company = "" if sole else draft.company()
    seller = f"{draft.name(trader.full)} Taal &amp; Advies" if sole else company
    number = draft.keep(Kind.TERM, f"{draft.day.year}.{draft.rng.randint(1000, 9999)}")
    account = spaced_iban(trader.iban)
    (draft.hide if sole else draft.keep)(Kind.IBAN, account)
    rows, total = _lines(draft)
    story: list[Flowable] = [
        Paragraph("FACTUUR", styles.title),
        _heading_table(draft, styles, buyer, number),
        Spacer(1, 12),
        styles.table(rows, [88 * MM, 20 * MM, 26 * MM, 28 * MM]),
        Spacer(1, 8),
        Paragraph(f"Totaal exclusief btw € {_money(total)}<br/>Btw 21% € {_money(total * 0.21)}<br/>"
                  f"<b>Te betalen € {_money(total * 1.21)}</b>", styles.right),
        Spacer(1, 16),
        *hours(draft, styles, [trader, *(draft.people.person() for _ in range(2))]),
        *styles.say(
            f"Wij verzoeken u het bedrag binnen 30 dagen over te maken op IBAN {account} ten name van {seller}, onder"
            f" vermelding van factuurnummer {number}. Het werk is uitgevoerd in opdracht van"
            f" {draft.name(buyer.full)} van"
            f" de gemeente Enschede en op locatie afgetekend door {draft.name(buyer.formal)}.",
            f"Vragen over deze factuur? Bel {draft.name(trader.full)},"
            f" {draft.hide(Kind.TELEFOON, trader.mobile)}, of mail"
            f" naar {draft.hide(Kind.EMAIL, trader.email)}.",
        ),
    ]  # fmt: skip
    draft.author = draft.name(trader.full, Place.METADATA)
    draft.subject = f"Factuur {number}"
    plan = PagePlan(
        face=HELVETICA, title=f"Factuur {number}", first_top=62 * MM, margin=24 * MM,
        first=_letterhead(draft, trader, sole, company),
        footer="Op al onze leveringen zijn onze voorwaarden van toepassing",
        running=f"Factuur {number}",
    )  # fmt: skip
    return Made(
        kind="factuur", stem=f"factuur-{draft.day:%Y%m%d}-{draft.number:03d}", title=f"Factuur {number}",
        data=render(draft, plan, story), draft=draft, category=Informatiecategorie.WOO_VERZOEKEN_EN_BESLUITEN,
        soort="Factuur", omschrijving="Factuur voor werk in opdracht van de gemeente", trefwoorden=("financiën",),
        received=True,
    )  # fmt: skip


def _heading_table(draft: Draft, styles: Styles, buyer: Person, number: str) -> Flowable:
    box = draft.keep(Kind.ADRES, "Postbus 20")
    left = f"Gemeente Enschede<br/>t.a.v. crediteurenadministratie<br/>{box}<br/>7500 AA Enschede"
    right = (
        f"Factuurnummer: {number}<br/>Factuurdatum: {draft.day:%d-%m-%Y}<br/>Uw referentie: {draft.name(buyer.listed)}"
        f"<br/>Inkooporder: {draft.keep(Kind.TERM, f'45{draft.rng.randint(10**6, 10**7 - 1)}')}"
    )
    table = styles.table([[left, right]], [92 * MM, 70 * MM], header=False)
    table.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0, white)])
    return table


def _lines(draft: Draft) -> tuple[list[list[str]], float]:
    rows, total = [["Omschrijving", "Aantal", "Prijs", "Bedrag"]], 0.0
    for text, price in draft.rng.sample(_WORK, draft.rng.randint(3, 5)):
        amount = draft.rng.randint(1, 24)
        total += amount * price
        rows.append(
            [text.format(n=draft.rng.randint(1, 6)), str(amount), f"€ {_money(price)}", f"€ {_money(amount * price)}"]
        )
    return rows, total


def _money(value: float) -> str:
    return f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _letterhead(draft: Draft, trader: Person, sole: bool, company: str) -> Drawing:
    name = f"{draft.name(trader.full)} Taal & Advies" if sole else company
    if sole:
        where = [
            draft.hide(Kind.ADRES, trader.address),
            f"{draft.hide(Kind.POSTCODE_HUISNUMMER, trader.postcode)} Enschede",
        ]
        kvk = draft.hide(Kind.KVK_NUMMER, f"{draft.rng.randint(10**7, 9 * 10**7)}")
        vat = draft.hide(Kind.BTW_ID, f"NL{draft.rng.randint(10**8, 10**9 - 1):09d}B{draft.rng.randint(1, 99):02d}")
    else:
        where = [draft.keep(Kind.ADRES, f"Industrieweg {draft.number}"), "7521 AK Enschede"]
        kvk = draft.keep(Kind.KVK_NUMMER, f"{draft.rng.randint(10**7, 9 * 10**7)}")
        vat = draft.keep(Kind.BTW_ID, f"NL{draft.rng.randint(10**8, 10**9 - 1):09d}B01")
    colour = HexColor(draft.rng.choice(("#7a2e1d", "#22406b", "#5b3a77")))

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColor(colour)
        canvas.rect(0, HEIGHT - 14 * MM, WIDTH, 14 * MM, stroke=0, fill=1)
        canvas.circle(30 * MM, HEIGHT - 33 * MM, 7 * MM, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.setFont("Helvetica-Bold", 17)
        canvas.drawCentredString(30 * MM, HEIGHT - 35.2 * MM, name[0])
        canvas.restoreState()
        draw_lines(canvas, 41 * MM, HEIGHT - 34.5 * MM, [name], font="Helvetica-Bold", size=13, colour=black)
        draw_lines(
            canvas, 142 * MM, HEIGHT - 28 * MM, [*where, f"KvK {kvk}", f"Btw-id {vat}"], font="Helvetica", size=8.5,
            colour=black,
        )  # fmt: skip

    return draw
