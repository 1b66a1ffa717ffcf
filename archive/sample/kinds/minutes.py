# SPDX-License-Identifier: EUPL-1.2
"""Minutes of a council committee: two columns, an outline, who was there, and residents who spoke."""

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from archive.sample.draft import Draft, Place
from archive.sample.kinds.annexes import actions
from archive.sample.look import GREEN, HEIGHT, MM, SERIF, WIDTH, Bookmarked, Styles, draw_logo
from archive.sample.made import Made
from archive.sample.people import Person, long_date, names
from archive.sample.render import PagePlan, render
from schemas.findings import Kind
from schemas.values.codes import Informatiecategorie

_PARTIES = ("Stadsbelang", "Groen Twente", "Lokaal Samen", "Vooruit Enschede", "Ouderen Nu")
_COUNCILLORS = ("G.W. Holtkamp", "N. Aksoy", "B. Steggink", "L.M. Dikkers", "W. Roelvink")
_ITEMS = (
    (
        "Huisvesting bibliotheek Noord",
        "De wethouder licht toe dat de huur van het huidige pand met 18 procent stijgt. Het college onderzoekt drie"
        " locaties; de voorkeur gaat uit naar het leegstaande schoolgebouw, omdat daar ook een huiskamer voor de wijk"
        " kan komen.",
    ),
    (
        "Evaluatie jeugdhulp",
        "De commissie bespreekt de evaluatie. De wachttijd voor specialistische hulp is gedaald van negentien naar"
        " twaalf weken. Meerdere fracties vinden dat nog te lang en vragen om een plan met tussendoelen.",
    ),
    (
        "Herinrichting stationsplein",
        "Het ontwerp krijgt brede steun. Vragen zijn er over het aantal fietsplekken, de hellingbaan bij de tunnel en"
        " de bomen die moeten wijken. De wethouder zegt toe dat er twee keer zoveel bomen terugkomen.",
    ),
    (
        "Subsidieplafonds cultuur",
        "De voorzitter stelt vast dat alle fracties het voorstel als hamerstuk naar de raad willen. Wel komt er een"
        " technische toelichting op de indexering van 3,2 procent.",
    ),
)


def minutes(draft: Draft) -> Made:
    """Minutes in two columns. Councillors stay, clerks and residents go."""
    draft.use(SERIF.charset)
    styles = Styles(SERIF, 9.2)
    clerk, speaker, second, *staff = (draft.people.person() for _ in range(7))
    committee = draft.rng.choice(("Commissie Sociaal", "Commissie Ruimte", "Commissie Bestuur"))
    present = draft.rng.sample(list(zip(_COUNCILLORS, _PARTIES, strict=True)), 4)
    draft.author = draft.name(clerk.full, Place.METADATA)
    story: list[Flowable] = [
        Paragraph(f"Verslag {committee}", styles.title),
        Paragraph(f"Vergadering van {long_date(draft.day)}, 19.30 uur, raadzaal", styles.left),
        Paragraph("Aanwezig", styles.heading),
        *styles.bullets(*(f"{draft.official(who)} ({party})" for who, party in present)),
        Paragraph(
            f"Voorzitter: {draft.official('D.J. Ottenschot')}<br/>Wethouder: {(alderman := draft.wethouder())}<br/>"
            f"Commissiegriffier: {draft.name(clerk.formal)}",
            styles.left,
        ),
    ]
    story += _speakers(draft, styles, speaker, second)
    for number, (item, text) in enumerate(draft.rng.sample(_ITEMS, 4), start=2):
        title = f"{number}. {item}"
        story.append(Bookmarked(title, styles.heading, title=title))
        who, party = draft.rng.choice(present)
        other, other_party = draft.rng.choice([pair for pair in present if pair[0] != who])
        story += styles.say(
            text,
            f"{draft.official(who)} ({party}) vraagt of de raad voor de zomer cijfers krijgt."
            f" Wethouder {alderman} zegt dat"
            f" toe. {draft.official(other)} ({other_party}) wijst op de afspraken uit het"
            " coalitieakkoord en kondigt een"
            " motie aan.",
            f"Toezegging {number}: de wethouder stuurt binnen zes weken een memo. Uitvoering door"
            f" {draft.name(staff[number - 2].full)} van de ambtelijke organisatie.",
        )
    story += [
        Bookmarked("6. Rondvraag en sluiting", styles.heading, title="6. Rondvraag en sluiting"),
        *styles.say(
            f"{draft.name(speaker.surname)} krijgt een schriftelijk antwoord. De voorzitter sluit de"
            " vergadering om 22.10"
            f" uur. Voor dit verslag: {draft.name(clerk.full)}, telefoon {draft.hide(Kind.TELEFOON, clerk.mobile)}."
        ),
        *actions(draft, styles, [clerk, speaker, *staff]),
    ]
    title = f"Verslag {committee} {long_date(draft.day)}"
    plan = PagePlan(
        face=SERIF, title=title, first_top=38 * MM, columns=2, margin=18 * MM, first=_head, running=title,
        footer="Griffie gemeente Enschede  |  raad@example.nl",
    )  # fmt: skip
    return Made(
        kind="notulen", stem=f"verslag-{draft.day:%Y%m%d}-{draft.number:03d}", title=title,
        data=render(draft, plan, story), draft=draft,
        category=Informatiecategorie.VERGADERSTUKKEN_DECENTRALE_OVERHEDEN, soort="Verslag commissievergadering",
        omschrijving=f"Verslag van de vergadering van de {committee}", trefwoorden=("raad", "commissie"),
    )  # fmt: skip


def _speakers(draft: Draft, styles: Styles, speaker: Person, second: Person) -> list[Flowable]:
    title = f"1. Insprekers: {draft.name(speaker.formal, Place.OUTLINE)}"
    return [
        Bookmarked("1. Insprekers", styles.heading, title=title),
        *styles.say(
            f"{speaker.title.capitalize()} {draft.name(speaker.full)}, wonende"
            f" {draft.hide(Kind.ADRES, speaker.address)},"
            f" vertelt hoe het is om mantelzorger te zijn. {draft.name(speaker.first)} zorgt al zes jaar voor"
            f" {draft.hide(Kind.GEZONDHEID, 'een moeder met dementie')} en krijgt van de gemeente elk jaar een andere"
            " contactpersoon. De keukentafelgesprekken beginnen dan weer van voren af aan.",
            f"Namens de bewoners van de {draft.keep(Kind.ADRES, draft.rng.choice(names().streets))} spreekt"
            f" {draft.name(second.full)}. {draft.name(second.surname)} biedt de commissie een petitie aan en laat een"
            f" e-mailadres achter: {draft.hide(Kind.EMAIL, second.email)}.",
        ),
    ]


def _head(canvas: Canvas) -> None:
    draw_logo(canvas, 18 * MM, HEIGHT - 11 * MM, SERIF)
    canvas.saveState()
    canvas.setStrokeColor(GREEN)
    canvas.setLineWidth(1.2)
    canvas.line(18 * MM, HEIGHT - 32 * MM, WIDTH - 18 * MM, HEIGHT - 32 * MM)
    canvas.restoreState()
