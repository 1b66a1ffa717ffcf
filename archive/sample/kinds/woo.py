# SPDX-License-Identifier: EUPL-1.2
"""A decision on a Woo request with its annexes: the inventory list and the documents it names. One dossier."""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Spacer

from archive.sample.draft import Draft, Place
from archive.sample.kinds.annexes import legal_annex
from archive.sample.kinds.letter import LETTER_TOP, letterhead, references
from archive.sample.kinds.mail import thread
from archive.sample.look import HEIGHT, MM, ROBOTO, TIMES, WIDTH, Bookmarked, Signature, Styles, draw_logo, signed
from archive.sample.made import FOOTER, Made
from archive.sample.people import Person, long_date
from archive.sample.render import PagePlan, render
from schemas.findings import Kind
from schemas.values.codes import Informatiecategorie

_TOPICS = (
    (
        "de sluiting van een wijkcentrum",
        "De bouwkundige staat van het gebouw is in maart beoordeeld. Het dak is aan vervanging toe en de kosten zijn"
        " geraamd op 410.000 euro.",
        "Gisteren nog een keer met de beheerder gelopen. Het lekt nu ook boven de keuken. Wanneer komt het rapport?",
    ),
    (
        "de aanbesteding van het leerlingenvervoer",
        "Er zijn vier inschrijvingen ontvangen. Op het onderdeel kwaliteit scoren twee inschrijvers gelijk; de prijs"
        " heeft de doorslag gegeven.",
        "De inschrijver op plek twee heeft gebeld en wil weten hoe de punten zijn verdeeld. Mag ik dat al zeggen?",
    ),
)


def dossier(draft: Draft, annex_draft: Callable[[], Draft]) -> Made:
    """The decision, with its annexes as parts.

    Args:
        draft: for the decision.
        annex_draft: gives a new draft for each annex.
    """
    topic, facts, mail = draft.rng.choice(_TOPICS)
    draft.use(ROBOTO.charset)
    requester, handler, colleague = (draft.people.person() for _ in range(3))
    case = draft.case("WOO")
    note = _memo(annex_draft(), topic, facts)
    mails = thread(annex_draft(), (topic, mail, "Nog niet, de brieven gaan morgen pas de deur uit."))
    inventory = _inventory(annex_draft(), topic, case, colleague)
    data = _decision(draft, topic, case, requester, handler, colleague)
    return Made(
        kind="woo-besluit", stem=f"woobesluit-{case}", title=f"Besluit op Woo-verzoek over {topic} ({case})", data=data,
        draft=draft, category=Informatiecategorie.WOO_VERZOEKEN_EN_BESLUITEN, soort="Woo-besluit",
        omschrijving=f"Besluit op een verzoek om documenten over {topic}", trefwoorden=("Woo", "openbaarheid"),
        parts=(inventory, note, mails),
    )  # fmt: skip


def _decision(draft: Draft, topic: str, case: str, requester: Person, handler: Person, colleague: Person) -> bytes:
    styles = Styles(ROBOTO, 9.8)
    third = draft.people.person()
    address = draft.address_lines(requester)
    draft.author = draft.name(handler.full, Place.METADATA)
    headings = [Bookmarked(text, styles.heading, title=text) for text in ("Verloop", "Wettelijk kader", "Besluit")]
    story: list[Flowable] = [
        Paragraph(f"<b>Onderwerp:</b> besluit op uw Woo-verzoek over {topic}", styles.left),
        *styles.say(
            f"{requester.salutation} {draft.name(requester.surname)},",
            f"Op {long_date(draft.before(40))} verzocht u ons op grond van de Wet open overheid (Woo)"
            " om alle documenten"
            f" over {topic} sinds 1 januari {draft.day.year - 1}.",
        ),
        headings[0],
        *styles.say(
            f"Op {long_date(draft.before(33))} heeft {draft.name(handler.full)} u gebeld om uw"
            " verzoek te preciseren. Op"
            f" {long_date(draft.before(15))} is de beslistermijn met twee weken verdaagd (artikel"
            " 4.4, tweede lid, van de"
            f" Woo). Een derde, {draft.company()}, heeft geen bezwaar tegen openbaarmaking.",
        ),
        headings[1],
        *styles.bullets(
            "<b>Artikel 5.1, tweede lid, onder e, van de Woo.</b> Namen, handtekeningen en"
            " contactgegevens van medewerkers"
            " die niet uit hoofde van hun functie in de openbaarheid treden, maken wij niet openbaar.",
            "<b>Artikel 5.2, eerste lid, van de Woo.</b> Persoonlijke beleidsopvattingen uit"
            " documenten voor intern beraad"
            " maken wij niet openbaar. Feiten en prognoses wel.",
            "<b>Artikel 5.1, tweede lid, onder f, van de Woo.</b> Prijzen per eenheid van een inschrijver zijn"
            " concurrentiegevoelig.",
        ),
        Paragraph("Overwegingen", styles.heading),
        *styles.say(
            "In 7 documenten staan namen, telefoonnummers en mailadressen van medewerkers. Wij"
            " vinden het belang van hun"
            " persoonlijke levenssfeer zwaarder wegen dan het belang van openbaarheid, omdat de"
            " inhoud van de stukken ook"
            " zonder die gegevens te volgen is. De namen van bestuurders blijven leesbaar.",
            f"U hebt op {long_date(draft.before(11))} gevraagd of het telefoonnummer van {third.short_title}"
            f" {draft.name(third.surname)} openbaar wordt. Dat is een privénummer"
            f" ({draft.hide(Kind.TELEFOON, third.mobile)}) en daarom lakken wij het. Een mail van"
            f" {draft.hide(Kind.EMAIL, third.email)} van dezelfde dag is om die reden deels openbaar.",
        ),
        headings[2],
        *styles.say(
            "Wij hebben 23 documenten aangetroffen. Daarvan maken wij er 14 geheel en 7 deels"
            " openbaar; 2 documenten waren"
            " al openbaar. De documenten staan met hun nummer op de inventarislijst, die bij dit besluit hoort. Wij"
            " plaatsen dit besluit met de documenten op de website, zonder uw naam en adres.",
            f"De stukken zijn verzameld door {draft.name(colleague.full)} van het team Informatiebeheer, bereikbaar via"
            f" {draft.hide(Kind.EMAIL, colleague.email)}. {draft.name(colleague.surname)} heeft"
            " gezocht in het zaaksysteem,"
            " in de mailboxen van zes medewerkers en in de gedeelde mappen van het project.",
        ),
        signed(
            "Hoogachtend,<br/>namens burgemeester en wethouders van Enschede,",
            Signature(draft),
            f"{draft.wethouder()}, wethouder",
            styles.left,
        ),
    ]
    story += legal_annex(styles)
    draft.sign()
    plan = PagePlan(
        face=ROBOTO, title=f"Besluit op Woo-verzoek {case}", first_top=LETTER_TOP, footer=FOOTER,
        running=f"Besluit op Woo-verzoek {case}", first=letterhead(ROBOTO, address, references(draft, handler, case)),
    )  # fmt: skip
    return render(draft, plan, story)


def _inventory(draft: Draft, topic: str, case: str, colleague: Person) -> Made:
    """The list of documents; in practice names stand in its file names and remarks."""
    draft.use(TIMES.charset)
    styles = Styles(TIMES, 9.0)
    rows = [["Nr.", "Datum", "Document", "Beoordeling", "Grond", "Toelichting"]]
    for number in range(1, 24):
        person = draft.people.person() if number % 3 == 0 else None
        kind = draft.rng.choice(("E-mail", "Memo", "Offerte", "Verslag", "Bijlage"))
        about = f"aan {draft.name(person.full)}" if person else draft.rng.choice(("planning", "kosten", "gesprek"))
        partly = person is not None
        rows.append(
            [f"{number:03d}", f"{draft.before(400 - number * 17):%d-%m-%Y}", f"{kind} {about}",
             "Deels openbaar" if partly else "Openbaar", "5.1.2.e" if partly else "",
             f"Privénummer van {draft.name(person.formal)} gelakt" if person and number % 6 == 0 else ""]
        )  # fmt: skip
    draft.author = draft.name(draft.people.person().full, Place.METADATA)
    story: list[Flowable] = [
        Paragraph("Inventarislijst", styles.title),
        Paragraph(f"Bij besluit {draft.keep(Kind.TERM, case)} over {topic}", styles.left),
        styles.table(rows, [14 * MM, 26 * MM, 78 * MM, 34 * MM, 22 * MM, 80 * MM]),
    ]
    plan = PagePlan(face=TIMES, title=f"Inventarislijst {case}", first_top=38 * MM, margin=21 * MM, footer=FOOTER,
                    running=f"Inventarislijst {case}", first=_wide_head, landscape=True)  # fmt: skip
    return Made(
        kind="woo-besluit", stem=f"inventarislijst-{case}", title=f"Inventarislijst bij Woo-besluit {case}",
        data=render(draft, plan, story), draft=draft, category=Informatiecategorie.WOO_VERZOEKEN_EN_BESLUITEN,
        soort="Inventarislijst", omschrijving=f"Lijst van documenten bij het besluit over {topic}",
    )  # fmt: skip


def _memo(draft: Draft, topic: str, facts: str) -> Made:
    """An internal note."""
    draft.use(TIMES.charset)
    styles = Styles(TIMES, 11)
    writer, reader, expert = (draft.people.person() for _ in range(3))
    head = [
        ["Aan", f"{draft.name(reader.formal)}, directeur Stad"],
        ["Van", f"{draft.name(writer.formal)}, team Vastgoed"],
        ["Datum", long_date(draft.day)],
        ["Onderwerp", topic],
    ]
    story: list[Flowable] = [
        Paragraph("MEMO", styles.title),
        styles.table(head, [30 * MM, 130 * MM], header=False),
        Spacer(1, 12),
        *styles.say(
            f"Beste {draft.name(reader.first)},",
            facts,
            f"Ik heb dit besproken met {draft.name(expert.full)}, die het project tot vorig jaar leidde. Volgens"
            f" {draft.name(expert.surname)} is het verstandig om de raad vóór het zomerreces te informeren. Wethouder"
            f" {draft.wethouder()} wil het stuk eerst zelf lezen.",
            "Mijn voorstel is om eind van de maand een besluit voor te leggen met drie varianten:"
            " doorgaan, uitstellen met een"
            " jaar, of overdragen aan een andere partij. De kosten per variant staan in de bijlage.",
            f"Groet, {draft.name(writer.first)}<br/>({draft.hide(Kind.TELEFOON, writer.mobile)})",
        ),
    ]
    draft.author = draft.name(writer.full, Place.METADATA)
    plan = PagePlan(face=TIMES, title=f"Memo over {topic}", first_top=38 * MM, footer="Intern", first=_head)
    return Made(
        kind="woo-besluit", stem=f"memo-{draft.day:%Y%m%d}-{draft.number:03d}", title=f"Memo over {topic}",
        data=render(draft, plan, story), draft=draft, category=Informatiecategorie.WOO_VERZOEKEN_EN_BESLUITEN,
        soort="Memo", omschrijving=f"Interne memo over {topic}",
    )  # fmt: skip


def _wide_head(canvas: Canvas) -> None:
    draw_logo(canvas, 21 * MM, WIDTH - 12 * MM, TIMES)


def _head(canvas: Canvas) -> None:
    draw_logo(canvas, 21 * MM, HEIGHT - 12 * MM, TIMES)
