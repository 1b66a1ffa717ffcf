# SPDX-License-Identifier: EUPL-1.2
"""Complaints: the complaint as it came in, and the judgment on it (Algemene wet bestuursrecht, chapter 9)."""

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Spacer

from archive.sample.draft import Draft, Place
from archive.sample.kinds.annexes import hearing
from archive.sample.kinds.passport import copy_of_passport
from archive.sample.look import HEIGHT, MM, SERIF, TIMES, VERA, Signature, Styles, draw_logo
from archive.sample.made import FOOTER, Made
from archive.sample.people import landline, long_date
from archive.sample.render import PagePlan, render
from schemas.findings import Kind
from schemas.values.codes import Informatiecategorie

_CASES = (
    (
        "de wachttijd aan de balie",
        "ik anderhalf uur heb zitten wachten terwijl ik een afspraak had",
        "Uit de agenda blijkt dat de afspraak door een storing twee keer was ingeboekt. De klacht is gegrond.",
    ),
    (
        "de bejegening door een handhaver",
        "de handhaver mij voor mijn kinderen uitschold omdat mijn fiets niet in het rek stond",
        "Beide lezingen staan tegenover elkaar en er waren geen getuigen. Over de klacht wordt geen oordeel gegeven.",
    ),
    (
        "het kwijtraken van stukken",
        "mijn bewijsstukken drie keer zijn kwijtgeraakt en ik daardoor twee maanden geen uitkering kreeg",
        "De stukken zijn aantoonbaar ontvangen en niet in het dossier gezet. De klacht is gegrond.",
    ),
)


def filed(draft: Draft) -> Made:
    """A complaint that a resident wrote, with the numbers people think they must give."""
    draft.use(VERA.charset)
    styles = Styles(VERA, 9.0)
    writer, accused, partner = (draft.people.person() for _ in range(3))
    about, what, _ = draft.rng.choice(_CASES)
    rows = [
        ["Naam", draft.name(writer.listed)],
        ["Geboortedatum", draft.hide(Kind.GEBOORTEDATUM, writer.born_short)],
        ["BSN", draft.hide(Kind.BSN, writer.bsn)],
        ["V-nummer", draft.hide(Kind.V_NUMMER, writer.v_number)],
        ["Adres", draft.hide(Kind.ADRES, writer.address)],
        ["Postcode en plaats", f"{draft.hide(Kind.POSTCODE_HUISNUMMER, writer.postcode)} Enschede"],
        ["Telefoon", draft.hide(Kind.TELEFOON, writer.mobile)],
    ]
    story: list[Flowable] = [
        Paragraph("Klachtenformulier gemeente Enschede", styles.title),
        Paragraph("Uw gegevens", styles.heading),
        styles.table(rows, [52 * MM, 105 * MM], header=False),
        Spacer(1, 10),
        Paragraph(f"Uw klacht gaat over: {about}", styles.heading),
        *styles.say(
            f"Op {long_date(draft.before(9))} was ik op het stadhuis. Ik werd geholpen door {accused.title}"
            f" {draft.name(accused.full)}. Mijn klacht is dat {what}. Toen ik daar iets van zei, antwoordde"
            f" {draft.name(accused.surname)} dat ik dan maar een andere keer moest komen.",
            f"Mijn partner {draft.name(partner.full)} was erbij en kan het bevestigen"
            f" ({draft.hide(Kind.EMAIL, partner.email)}"
            f"). Ik ben {draft.hide(Kind.GEZONDHEID, 'onder behandeling voor een angststoornis')} en"
            " heb hier dagen last van"
            " gehad. Wat ik wil is een excuus en dat het de volgende keer beter gaat.",
        ),
        Paragraph("Handtekening", styles.heading),
        Signature(draft),
        Paragraph(f"{draft.name(writer.full)}, {long_date(draft.day)}", styles.left),
    ]  # fmt: skip
    if draft.rng.random() < 0.6:
        story += copy_of_passport(draft, styles, writer)
    draft.sign()
    draft.author = draft.name(writer.full, Place.METADATA)
    title = f"Klacht over {about}"
    plan = PagePlan(face=VERA, title=title, first_top=26 * MM, footer="Klachtenformulier versie 3", running=title)
    return Made(
        kind="klacht", stem=f"klacht-{draft.day:%Y%m%d}-{draft.number:03d}", title=title,
        data=render(draft, plan, story), draft=draft, category=Informatiecategorie.KLACHTOORDELEN, soort="Klacht",
        omschrijving="Klacht van een inwoner", trefwoorden=("klacht",), received=True,
    )  # fmt: skip


def judged(draft: Draft) -> Made:
    """The judgment on a complaint."""
    face = draft.rng.choice((TIMES, SERIF))
    draft.use(face.charset)
    styles = Styles(face, 10.6)
    writer, accused, handler = (draft.people.person() for _ in range(3))
    about, what, judgment = draft.rng.choice(_CASES)
    case = draft.case("KL")
    story: list[Flowable] = [
        Paragraph("Oordeel over uw klacht", styles.title),
        Paragraph(f"Klachtnummer {case}<br/>{long_date(draft.day)}", styles.left),
        *styles.say(
            f"{writer.salutation} {draft.name(writer.surname)},",
            f"Op {long_date(draft.before(38))} diende u een klacht in over {about}. U schrijft dat"
            f" {what}. In deze brief"
            " leest u ons oordeel.",
        ),
        Paragraph("Wat is er gebeurd", styles.heading),
        *styles.say(
            f"Op {long_date(draft.before(12))} heeft de klachtbehandelaar,"
            f" {draft.name(handler.full)}, u gehoord. Bij het"
            f" gesprek waren ook {draft.name(accused.full)} en diens teamleider aanwezig. Het verslag"
            " is u toegestuurd op"
            f" uw adres {draft.hide(Kind.ADRES, writer.address)},"
            f" {draft.hide(Kind.POSTCODE_HUISNUMMER, writer.postcode)}"
            " Enschede.",
            f"{draft.name(accused.surname)} verklaart zich het voorval anders te herinneren. Volgens"
            f" {draft.name(accused.formal)} was het die middag druk en is u een stoel aangeboden. Het gesprek is daarna"
            " voortgezet in een aparte ruimte.",
        ),
        Paragraph("Oordeel", styles.heading),
        *styles.say(
            judgment + f" Dit oordeel is gegeven namens het college door wethouder {draft.wethouder()}.",
            "Bent u het niet eens met de manier waarop wij uw klacht hebben behandeld? Dan kunt u"
            " binnen een jaar terecht bij"
            " de Nationale ombudsman, Postbus 93122, 2509 AC Den Haag.",
            f"Vragen kunt u stellen aan {draft.name(handler.formal)},"
            f" {draft.hide(Kind.TELEFOON, landline(draft.rng))}.",
        ),
        Signature(draft),
        Paragraph(f"{draft.name(handler.full)}, klachtencoördinator", styles.left),
    ]
    if draft.rng.random() < 0.7:
        story += hearing(draft, styles, writer, accused, handler)
    draft.sign()
    draft.author = draft.name(handler.full, Place.METADATA)
    title = f"Klachtoordeel {case} over {about}"
    plan = PagePlan(
        face=face, title=title, first_top=40 * MM, footer=FOOTER, running=f"Klachtoordeel {case}",
        first=lambda canvas: _head(canvas),
    )  # fmt: skip
    return Made(
        kind="klacht", stem=f"klachtoordeel-{case}", title=title, data=render(draft, plan, story), draft=draft,
        category=Informatiecategorie.KLACHTOORDELEN, soort="Klachtoordeel",
        omschrijving=f"Oordeel over een klacht over {about}", trefwoorden=("klacht", "klachtoordeel"),
    )  # fmt: skip


def _head(canvas: Canvas) -> None:
    draw_logo(canvas, 25 * MM, HEIGHT - 12 * MM, TIMES)
