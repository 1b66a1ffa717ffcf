# SPDX-License-Identifier: EUPL-1.2
"""E-mail as it is printed from a mail program: newest message on top, older ones quoted below it."""

from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, Paragraph, Spacer

from archive.sample.draft import Draft, Place
from archive.sample.look import GREY, HEIGHT, HELVETICA, MM, VERA, WIDTH, Styles
from archive.sample.made import Made
from archive.sample.people import Person, landline, long_date
from archive.sample.render import Drawing, PagePlan, render
from schemas.findings import Kind
from schemas.values.codes import Informatiecategorie

_TOPICS = (
    (
        "offerte onderhoud sporthal",
        "De offerte voor de vloer van de sporthal is binnen. Het bedrag ligt 12 procent boven de raming. Zullen we nog"
        " een tweede partij vragen, of gaan we onderhandelen?",
        "Ik zou toch een tweede offerte vragen. Boven de 50.000 euro moeten we dat volgens het inkoopbeleid sowieso.",
    ),
    (
        "verhuizing team Burgerzaken",
        "De verhuizing schuift op naar week 14. De balies zijn pas dan klaar en de bekabeling op de eerste verdieping"
        " is nog niet getest.",
        "Dat komt slecht uit: in week 14 hebben we de verkiezingen. Kan het echt niet een week later?",
    ),
    (
        "vragen van de pers over het fietspad",
        "Een verslaggever van de krant wil weten waarom het fietspad later klaar is. Wie kan vandaag nog reageren?",
        "Zeg maar dat de levering van het asfalt vertraagd was. Meer weten we zelf ook nog niet.",
    ),
)


def thread(draft: Draft, topic: tuple[str, str, str] | None = None) -> Made:
    """A printed thread of three messages between colleagues and somebody outside."""
    face = draft.rng.choice((HELVETICA, VERA))
    draft.use(face.charset)
    styles = Styles(face, 9.2 if face is HELVETICA else 8.4)
    subject, question, reply = topic or draft.rng.choice(_TOPICS)
    first, second, outsider, third = (draft.people.person() for _ in range(4))
    sender = draft.name(first.full)
    company = draft.company()
    story: list[Flowable] = [
        Paragraph(sender, styles.title),
        HRFlowable(width="100%", thickness=1.6, color=black, spaceAfter=6),
        *_header(draft, styles, first, [second], f"RE: {subject}", 0),
        *styles.say(
            f"Hoi {draft.name(second.first)},",
            f"Akkoord. Ik bel {draft.name(outsider.surname)} vanmiddag even."
            f" {outsider.their.capitalize()} nummer was toch"
            f" {draft.hide(Kind.TELEFOON, outsider.mobile)}? Ik zet het ook op de agenda van wethouder"
            f" {draft.wethouder()}.",
            f"oja, heb jij {draft.name(third.first.lower())} nog gesproken? mail anders even naar"
            f" {draft.hide(Kind.EMAIL, third.email)},"
            f" de achternaam is gewoon {draft.name(third.last.lower())} hoor",
            f"Groet,<br/>{draft.name(first.first)}",
        ),
        *_signature(draft, styles, first),
        HRFlowable(width="100%", thickness=0.5, color=GREY, spaceBefore=8, spaceAfter=8),
        *_header(draft, styles, second, [first], f"RE: {subject}", 1),
        *styles.say(f"Dag {draft.name(first.first)},", reply,
                    f"Overigens meldde {draft.name(outsider.full)} van {company} zich gisteren ziek"
                    f" ({draft.hide(Kind.GEZONDHEID, 'een hernia')}), dus reken deze week niet op antwoord.",
                    f"Vriendelijke groet,<br/>{draft.name(second.full)}"),
        HRFlowable(width="100%", thickness=0.5, color=GREY, spaceBefore=8, spaceAfter=8),
        *_header(draft, styles, outsider, [first, second], subject, 2),
        *styles.say("Goedemorgen allebei,", question,
                    f"Ik ben bereikbaar op {draft.hide(Kind.TELEFOON, outsider.mobile)}. Post graag"
                    " naar mijn huisadres:"
                    f" {draft.hide(Kind.ADRES, outsider.address)},"
                    f" {draft.hide(Kind.POSTCODE_HUISNUMMER, outsider.postcode)} Enschede.",
                    f"{draft.name(outsider.formal)}<br/>{company}"),
    ]  # fmt: skip
    draft.author = draft.name(first.full, Place.METADATA)
    draft.attachment = _attached(draft, outsider)
    title = f"E-mailwisseling over {subject}"
    plan = PagePlan(
        face=face, title=f"RE: {subject}", first_top=22 * MM, margin=20 * MM, first=_print_head(draft, subject),
        footer=f"{long_date(draft.day)}", running=f"RE: {subject}",
    )  # fmt: skip
    return Made(
        kind="e-mail", stem=f"mail-{draft.day:%Y%m%d}-{draft.number:03d}", title=title, data=render(draft, plan, story),
        draft=draft, category=Informatiecategorie.WOO_VERZOEKEN_EN_BESLUITEN, soort="E-mail",
        omschrijving=f"Interne en externe e-mails over {subject}", trefwoorden=("e-mail",),
    )  # fmt: skip


def _header(
    draft: Draft, styles: Styles, sender: Person, receivers: list[Person], subject: str, days: int
) -> list[Flowable]:
    """The header lines, with bold labels, as mail programs print them."""

    def shown(person: Person) -> str:
        return f"{draft.name(person.full)} &lt;{draft.hide(Kind.EMAIL, person.email)}&gt;"

    moment = draft.before(days)
    lines = [
        ("Van:", shown(sender)),
        ("Verzonden:", f"{long_date(moment)} {draft.rng.randint(8, 17)}:{draft.rng.randint(10, 59)}"),
        ("Aan:", "; ".join(shown(person) for person in receivers)),
        ("Onderwerp:", subject),
    ]
    cells = [[f"<b>{label}</b>", text] for label, text in lines]
    table = styles.table(cells, [26 * MM, 140 * MM], header=False)
    table.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0, "white"), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)])
    return [table, Spacer(1, 8)]


def _signature(draft: Draft, styles: Styles, person: Person) -> list[Flowable]:
    direct = draft.hide(Kind.TELEFOON, landline(draft.rng))
    text = (
        f"<b>{draft.name(person.full)}</b><br/>projectleider Vastgoed, gemeente Enschede<br/>T {direct}"
        f" | M {draft.hide(Kind.TELEFOON, person.mobile)}<br/>Aanwezig: ma, di, do"
    )
    return [Paragraph(text, styles.small)]


def _attached(draft: Draft, person: Person) -> tuple[str, bytes]:
    lines = [
        "Contactgegevens",
        f"Naam: {draft.name(person.full, Place.ATTACHMENT)}",
        f"Mobiel: {draft.hide(Kind.TELEFOON, person.mobile, Place.ATTACHMENT)}",
    ]
    return "contact.txt", "\n".join(lines).encode("utf-8")


def _print_head(draft: Draft, subject: str) -> Drawing:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(GREY)
        canvas.drawString(20 * MM, HEIGHT - 12 * MM, f"{draft.day:%d-%m-%Y} 09:41")
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 12 * MM, f"RE: {subject} - Outlook")
        canvas.restoreState()

    return draw
