# SPDX-License-Identifier: EUPL-1.2
"""Letters: from the municipality to somebody who asked for something, and from a resident to the council."""

from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Spacer

from archive.sample.draft import Comment, Draft, Place
from archive.sample.look import GREY, HEIGHT, MM, ROBOTO, VERA, Face, Signature, Styles, draw_lines, draw_logo, signed
from archive.sample.made import FOOTER, Made
from archive.sample.people import Person, landline, long_date, names
from archive.sample.render import Drawing, PagePlan, render
from schemas.findings import Kind
from schemas.values.codes import Informatiecategorie

LETTER_TOP = 118 * MM
"""Where the text of a letter starts: below logo, address window and reference block."""


def letterhead(face: Face, address: list[str], references: list[tuple[str, list[str]]]) -> Drawing:
    """Logo, address in the window of an envelope (NEN 1026: 50 mm from the top), and references below it."""

    def draw(canvas: Canvas) -> None:
        draw_logo(canvas, 25 * MM, HEIGHT - 12 * MM, face)
        draw_lines(canvas, 25 * MM, HEIGHT - 53 * MM, address, font=face.regular, size=10)
        for position, (label, lines) in enumerate(references):
            left = 25 * MM + position % 4 * 41 * MM
            top = HEIGHT - (92 + position // 4 * 13) * MM
            draw_lines(canvas, left, top, [label], font=face.bold, size=7.5, colour=GREY)
            draw_lines(canvas, left, top - 11, lines, font=face.regular, size=8.5, colour=black)

    return draw


def references(draft: Draft, handler: Person, case: str) -> list[tuple[str, list[str]]]:
    """The reference block: who handles it, how to reach them, and the case number."""
    direct = draft.hide(Kind.TELEFOON, landline(draft.rng))
    mail = draft.hide(Kind.EMAIL, handler.email)
    return [
        ("Datum", [long_date(draft.day)]),
        ("Ons kenmerk", [case]),
        ("Behandeld door", [draft.name(handler.formal)]),
        ("Doorkiesnummer", [direct]),
        ("E-mail", [mail]),
    ]


_SUBJECTS = (
    (
        "Uw verzoek om een extra ondergrondse container",
        "In uw brief vraagt u ons om een extra ondergrondse container op de hoek van {street}. U schrijft dat bewoners"
        " hun restafval naast de huidige container zetten en dat dit vooral in de zomermaanden overlast geeft.",
        "Wij hebben de vulgraad van de container over een halfjaar bekeken. Die komt gemiddeld uit op 61 procent en op"
        " geen enkele dag boven 90 procent. Een extra container is daarom niet nodig. Wel laten wij de container"
        " voortaan ook op zaterdag legen, omdat het bijplaatsen vooral in het weekend gebeurt.",
    ),
    (
        "Snelheid van het verkeer in uw straat",
        "U maakt zich zorgen over de snelheid van het verkeer in {street} en vraagt ons om een drempel. Wij begrijpen"
        " uw zorgen goed: aan deze straat liggen een basisschool en een speeltuin.",
        "Eind vorig jaar hing er twee weken een snelheidsmeter. De V85, de snelheid die 85 procent van de bestuurders"
        " niet overschrijdt, was 37 kilometer per uur. Dat is te hoog voor een 30-kilometerzone. Wij nemen een"
        " wegversmalling op in het uitvoeringsprogramma voor volgend jaar; een drempel past niet bij de busroute.",
    ),
    (
        "Uw vraag over de wateroverlast bij uw woning",
        "Op uw melding over water in de kruipruimte hebben wij een onderzoek laten doen in {street}. Bij dat onderzoek"
        " zijn zes peilbuizen geplaatst en is het riool met een camera geïnspecteerd.",
        "Het riool is in goede staat. De grondwaterstand staat in natte perioden hoger dan 70 centimeter onder het"
        " maaiveld, de streefwaarde uit ons gemeentelijk rioleringsplan. Wij leggen daarom in het najaar een drainage"
        " aan in de openbare weg. Op uw eigen perceel bent u zelf verantwoordelijk voor de afwatering.",
    ),
)


def from_municipality(draft: Draft) -> Made:
    """A letter on the municipality's paper, signed on behalf of the executive."""
    draft.use(ROBOTO.charset)
    styles = Styles(ROBOTO)
    citizen, handler, neighbour = draft.people.person(), draft.people.person(), draft.people.person()
    subject, ask, answer = draft.rng.choice(_SUBJECTS)
    case = draft.case()
    address = draft.address_lines(citizen)
    street = draft.keep(Kind.ADRES, draft.rng.choice(names().person_streets))
    draft.author = draft.name(handler.full, place=Place.METADATA)
    story: list[Flowable] = [Paragraph(f"<b>Onderwerp:</b> {subject}", styles.left), Spacer(1, 6)]
    story += styles.say(
        f"{citizen.salutation} {draft.name(citizen.surname)},",
        f"{ask.format(street=street)} Op {long_date(draft.before(24))} hebt u hierover gesproken met"
        f" {draft.name(handler.full)} van het team Leefomgeving.",
        answer,
        f"U noemt in uw brief ook {neighbour.title} {draft.name(neighbour.formal)}, die op nummer"
        f" {draft.rng.randint(2, 80)} woont en dezelfde klachten heeft. Wij sturen {draft.name(neighbour.surname)} een"
        " eigen antwoord. Uw meldingen hebben wij onder één zaaknummer samengebracht, zodat u en uw buurtgenoten van"
        " hetzelfde onderzoek op de hoogte blijven.",
        f"Hebt u nog vragen? Dan kunt u bellen met {draft.name(handler.formal)}, telefoon"
        f" {draft.hide(Kind.TELEFOON, handler.mobile)}, of mailen naar"
        f' <link href="mailto:{handler.email}" color="#00713d">{draft.hide(Kind.EMAIL, handler.email)}</link>. Het'
        f" algemene nummer van de gemeente is {draft.keep(Kind.TELEFOON, '14 053')}. Noem daarbij zaaknummer {case}.",
    )
    draft.hide(Kind.EMAIL, handler.email, Place.LINK)
    story += [
        signed(
            "Met vriendelijke groet,<br/>namens burgemeester en wethouders van Enschede,",
            Signature(draft),
            f"{draft.name(handler.full)}<br/>adviseur Leefomgeving",
            styles.left,
        ),
        Paragraph(
            f"<i>Afschrift aan de gemeenteraad en aan {draft.wethouder()}, wethouder Openbare ruimte</i>", styles.small
        ),
    ]
    draft.sign()
    plan = PagePlan(
        face=ROBOTO, title=subject, first_top=LETTER_TOP, footer=FOOTER, running=f"{subject} ({case})",
        first=letterhead(ROBOTO, address, references(draft, handler, case)),
    )  # fmt: skip
    return Made(
        kind="brief", stem=f"brief-{case}", title=f"Brief: {subject.lower()}", data=render(draft, plan, story),
        draft=draft, category=Informatiecategorie.BIJ_VERTEGENWOORDIGENDE_ORGANEN_INGEKOMEN_STUKKEN,
        soort="Uitgaande brief",
        omschrijving="Antwoord op een vraag van een inwoner", trefwoorden=("openbare ruimte",),
    )  # fmt: skip


_CONCERNS = (
    (
        "de sluiting van het wijkcentrum",
        "Al meer dan twintig jaar kom ik elke week in het wijkcentrum. Nu lees ik in de krant dat het pand per 1 juli"
        " dichtgaat omdat het dak lekt en de gemeente geen geld heeft om het te maken.",
        "Voor veel ouderen in onze buurt is dit de enige plek waar zij nog iemand spreken. Mijn voorstel is om het"
        " gebouw over te dragen aan een stichting van bewoners, die het onderhoud dan zelf regelt.",
    ),
    (
        "de bouwplannen op het oude fabrieksterrein",
        "Met verbazing heb ik kennisgenomen van het plan om op het fabrieksterrein een toren van veertien verdiepingen"
        " te bouwen. In de eerste tekeningen, die wij op de inloopavond zagen, waren het er zes.",
        "Een gebouw van die hoogte neemt ons vanaf drie uur 's middags de zon af en trekt verkeer aan waar de straat"
        " niet op gebouwd is. Ik vraag de raad om het oude plan weer op tafel te leggen.",
    ),
)


def from_resident(draft: Draft) -> Made:
    """A letter that a resident typed at home and sent to the council; it is among the papers received."""
    draft.use(VERA.charset)
    styles = Styles(VERA, 9.2)
    writer, neighbour, clerk = draft.people.person(), draft.people.person(), draft.people.person()
    concern, problem, wish = draft.rng.choice(_CONCERNS)
    contact = [
        draft.name(writer.full),
        draft.hide(Kind.ADRES, writer.address),
        f"{draft.hide(Kind.POSTCODE_HUISNUMMER, writer.postcode)} Enschede",
        draft.hide(Kind.TELEFOON, writer.mobile),
        draft.hide(Kind.EMAIL, writer.email),
        f"Instagram: {draft.hide(Kind.SOCIAL_MEDIA, '@' + writer.email.split('@')[0] + str(writer.born.year))}",
    ]
    story: list[Flowable] = [Paragraph("<br/>".join(contact), styles.right), Spacer(1, 16)]
    story += [
        Paragraph("Aan de gemeenteraad van Enschede<br/>t.a.v. de griffier, "
                  f"{draft.official(names().griffier)}<br/>Postbus 20<br/>7500 AA Enschede", styles.left),
        Spacer(1, 8),
        Paragraph(f"Enschede, {long_date(draft.day)}", styles.left),
        Paragraph(f"<b>Betreft: {concern}</b>", styles.left),
    ]  # fmt: skip
    born = writer.born_long
    next_door = "buurman" if neighbour.title == "de heer" else "buurvrouw"
    story += styles.say(
        "Geachte leden van de raad,",
        f"Mijn naam is {draft.name(writer.full)}, geboren op {draft.hide(Kind.GEBOORTEDATUM, born)}, en ik woon sinds"
        f" {draft.rng.randint(1988, 2012)} aan {draft.hide(Kind.ADRES, writer.address)}. {problem}",
        f"{wish} Ook mijn {next_door} {draft.name(neighbour.full)}"
        f" ({draft.hide(Kind.ADRES, neighbour.address)}) denkt er"
        f" zo over. {draft.name(neighbour.first)} heeft zelfs een handtekeningenlijst gemaakt met 214 namen, die ik"
        " volgende week op het stadhuis kom afgeven.",
        f"Wethouder {draft.wethouder()} zei op de inloopavond dat er nog niets vaststaat. Ik hoop dat hij woord houdt."
        " Graag kom ik mijn brief toelichten als de commissie dit onderwerp bespreekt.",
    )
    story += [
        signed("Hoogachtend,", Signature(draft), draft.name(writer.formal), styles.left),
    ]
    draft.sign()
    draft.author = draft.name(writer.full, place=Place.METADATA)
    draft.comment = Comment(
        author=f"griffie {draft.name(clerk.first, place=Place.ANNOTATION)}",
        text=f"Gebeld met {draft.name(writer.surname, place=Place.ANNOTATION)}, komt inspreken. Vraag"
        f" {draft.name(clerk.full, place=Place.ANNOTATION)} om een plek op de lijst.",
    )
    plan = PagePlan(face=VERA, title=f"Brief over {concern}", first_top=24 * MM, margin=30 * MM)
    title = f"Ingekomen brief van {draft.name(writer.formal, place=Place.SIDECAR)} over {concern}"
    return Made(
        kind="brief", stem=f"ingekomen-{draft.day:%Y%m%d}-{draft.number:03d}", title=title,
        data=render(draft, plan, story), draft=draft,
        category=Informatiecategorie.BIJ_VERTEGENWOORDIGENDE_ORGANEN_INGEKOMEN_STUKKEN,
        soort="Ingekomen brief", omschrijving=f"Inwonersbrief aan de raad over {concern}",
        trefwoorden=("gemeenteraad", "inwonersbrief"), received=True,
    )  # fmt: skip
