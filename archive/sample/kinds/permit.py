# SPDX-License-Identifier: EUPL-1.2
"""Permits: about a building or an event, with the applicant's data and conditions in tables."""

from reportlab.platypus import Flowable, Paragraph, Spacer

from archive.sample.draft import Draft, FormField, Place
from archive.sample.kinds.annexes import site_plan
from archive.sample.kinds.letter import LETTER_TOP, letterhead, references
from archive.sample.look import HEIGHT, MM, ROBOTO, Signature, Styles, signed
from archive.sample.made import FOOTER, Made
from archive.sample.people import Person, long_date, names
from archive.sample.render import PagePlan, render
from schemas.findings import Kind
from schemas.values.codes import Informatiecategorie

_WORKS = (
    ("het plaatsen van een dakkapel aan de achterzijde", "Bouwactiviteit (omgevingsplan)"),
    ("het vellen van twee zomereiken", "Vellen van houtopstand"),
    ("het splitsen van een bovenwoning in twee appartementen", "Omgevingsplanactiviteit wonen"),
    ("het vergroten van een garage tot praktijkruimte", "Bouwactiviteit (technisch)"),
)


def permit(draft: Draft) -> Made:
    """A permit under the Omgevingswet. The address of the works stays; the applicant's own address goes."""
    draft.use(ROBOTO.charset)
    styles = Styles(ROBOTO, 9.6)
    applicant, agent, handler, neighbour = (draft.people.person() for _ in range(4))
    works, activity = draft.rng.choice(_WORKS)
    case = draft.case("OV")
    subject = draft.keep(Kind.ADRES, f"{draft.rng.choice(names().person_streets)} {draft.rng.randint(3, 120)}")
    parcel = draft.keep(
        Kind.KADASTRAAL, f"gemeente Lonneker, sectie {draft.rng.choice('DEKMN')}, nummer {draft.rng.randint(400, 9900)}"
    )
    address = draft.address_lines(applicant)
    draft.author = draft.name(handler.full, Place.METADATA)
    assessor = draft.people.person("latin-1")  # the font of a form field shows no more
    draft.form = FormField(
        name="paraaf_toetser",
        value=draft.name(assessor.formal, Place.FORM),
        left=66 * MM,
        bottom=HEIGHT - 110.5 * MM,
        width=110,
    )
    story: list[Flowable] = [
        Paragraph(f"<b>Onderwerp:</b> omgevingsvergunning voor {works} op {subject}", styles.left),
        *styles.say(
            f"{applicant.salutation} {draft.name(applicant.surname)},",
            f"Op {long_date(draft.before(48))} ontvingen wij uw aanvraag voor {works}. Wij hebben"
            " besloten u de vergunning"
            f" te verlenen. Het gaat om het perceel kadastraal bekend als {parcel}.",
        ),
        _facts(draft, styles, applicant, agent, activity, subject),
        Spacer(1, 10),
        Paragraph("Beoordeling", styles.heading),
        *styles.say(
            "Het plan past binnen het omgevingsplan. De commissie Ruimtelijke Kwaliteit heeft op"
            f" {long_date(draft.before(19))} positief geadviseerd, met de opmerking dat de kleur van"
            " het metselwerk gelijk"
            " moet zijn aan dat van de bestaande gevel.",
            f"Er is één zienswijze ingediend, door {neighbour.title} {draft.name(neighbour.full)},"
            f" {draft.hide(Kind.ADRES, neighbour.address)}, {draft.hide(Kind.POSTCODE_HUISNUMMER, neighbour.postcode)}"
            f" Enschede. {draft.name(neighbour.surname)} vreest verlies van privacy in de tuin. Het"
            " raam aan die kant krijgt"
            " daarom matglas tot een hoogte van 1,80 meter boven de vloer.",
        ),
        Paragraph("Voorschriften", styles.heading),
        *styles.numbered(
            "Meld het begin van het werk ten minste twee werkdagen van tevoren bij het team Toezicht.",
            f"De constructieve berekening van {draft.company()} wordt drie weken voor het begin ingediend.",
            "Gebruik het trottoir niet voor opslag. Is dat niet te vermijden, vraag dan een ontheffing aan.",
            f"Bij calamiteiten is {draft.name(agent.formal)} het aanspreekpunt, bereikbaar op"
            f" {draft.hide(Kind.TELEFOON, agent.mobile)}.",
        ),
        signed(
            "Met vriendelijke groet,<br/>namens burgemeester en wethouders,",
            Signature(draft),
            f"{draft.name(handler.full)}<br/>vergunningverlener",
            styles.left,
        ),
    ]
    story += site_plan(draft, styles, subject, agent)
    draft.sign()
    title = f"Omgevingsvergunning {subject}: {works}"
    plan = PagePlan(
        face=ROBOTO, title=title, first_top=LETTER_TOP, footer=FOOTER, running=f"Omgevingsvergunning {case}",
        first=letterhead(ROBOTO, address, [*references(draft, handler, case), ("Paraaf toetser", [])]),
    )  # fmt: skip
    return Made(
        kind="vergunning", stem=f"vergunning-{case}", title=title, data=render(draft, plan, story), draft=draft,
        category=Informatiecategorie.BESCHIKKINGEN, soort="Omgevingsvergunning",
        omschrijving=f"Verleende omgevingsvergunning voor {works}", trefwoorden=("omgevingsvergunning", "bouwen"),
    )  # fmt: skip


def _facts(draft: Draft, styles: Styles, applicant: Person, agent: Person, activity: str, subject: str) -> Flowable:
    rows = [
        ["Gegeven", "Waarde"],
        ["Activiteit", activity],
        ["Locatie", f"{subject}, Enschede"],
        ["Aanvrager", draft.name(applicant.listed)],
        ["Geboren", draft.hide(Kind.GEBOORTEDATUM, applicant.born_short)],
        ["BSN aanvrager", draft.hide(Kind.BSN, applicant.bsn)],
        ["E-mail en telefoon", f"{draft.hide(Kind.EMAIL, applicant.email)}; "
                               f"{draft.hide(Kind.TELEFOON, applicant.mobile)}"],
        ["Gemachtigde", f"{draft.name(agent.full)}, {draft.company()}"],
        ["Bouwkosten", f"€ {draft.rng.randint(8, 96)}.{draft.rng.randint(100, 999)},-"],
        ["Leges", f"€ {draft.rng.randint(312, 2890)},50"],
    ]  # fmt: skip
    return styles.table(rows, [45 * MM, 115 * MM])


def event(draft: Draft) -> Made:
    """A permit for an event, whose organiser is a company with a contact person."""
    draft.use(ROBOTO.charset)
    styles = Styles(ROBOTO, 9.6)
    contact, guard, handler = (draft.people.person() for _ in range(3))
    case, company = draft.case("EV"), draft.company()
    name = draft.rng.choice(("Textielfestival", "Winterkermis Zuid", "Loop van de Veenkade", "Proefavond Oude Markt"))
    square = draft.keep(Kind.ADRES, "Johanna Berentsenplein")
    draft.author = draft.name(handler.full, Place.METADATA)
    address = [company, f"t.a.v. {draft.name(contact.formal)}", draft.keep(Kind.ADRES, f"Industrieweg {draft.number}"),
               "7521 AK  ENSCHEDE"]  # fmt: skip
    crew = [
        ["Functie", "Naam", "Mobiel", "Kenteken"],
        ["Organisator", draft.name(contact.full), draft.hide(Kind.TELEFOON, contact.mobile),
         draft.hide(Kind.KENTEKEN, contact.plate)],
        ["Hoofd beveiliging", draft.name(guard.listed), draft.hide(Kind.TELEFOON, guard.mobile),
         draft.hide(Kind.KENTEKEN, guard.plate)],
    ]  # fmt: skip
    story: list[Flowable] = [
        Paragraph(f"<b>Onderwerp:</b> evenementenvergunning {name}", styles.left),
        *styles.say(
            f"{contact.salutation} {draft.name(contact.surname)},",
            f"De burgemeester verleent aan {company} een vergunning voor {name} op het {square}, op"
            " grond van artikel 2:25"
            " van de Algemene plaatselijke verordening Enschede. Er worden ten hoogste 2.400 bezoekers tegelijk"
            " verwacht. De muziek eindigt om 23.00 uur en blijft onder 75 dB(A) op de gevel.",
        ),
        Paragraph("Bereikbaarheid tijdens het evenement", styles.heading),
        styles.table(crew, [36 * MM, 50 * MM, 42 * MM, 32 * MM]),
        Spacer(1, 10),
        Paragraph("Veiligheid", styles.heading),
        *styles.bullets(
            f"Beveiligers dragen een zichtbare pas. {draft.name(guard.full)} (paspoort"
            f" {draft.hide(Kind.DOCUMENTNUMMER, _passport(draft))}) is gescreend door de politie.",
            "De calamiteitenroute van 3,5 meter breed blijft altijd vrij.",
            "Glaswerk is verboden; bekers zijn van herbruikbare kunststof.",
            f"Om 15.00 uur is er een schouw met {draft.name(handler.formal)} van het team Evenementen.",
        ),
        signed("De burgemeester van Enschede,", Signature(draft), draft.official(names().burgemeester), styles.left),
    ]
    draft.sign()
    plan = PagePlan(
        face=ROBOTO, title=f"Evenementenvergunning {name}", first_top=LETTER_TOP, footer=FOOTER,
        running=f"Evenementenvergunning {case}", first=letterhead(ROBOTO, address, references(draft, handler, case)),
    )  # fmt: skip
    return Made(
        kind="vergunning", stem=f"evenement-{case}", title=f"Evenementenvergunning {name} ({case})",
        data=render(draft, plan, story), draft=draft, category=Informatiecategorie.BESCHIKKINGEN,
        soort="Evenementenvergunning", omschrijving=f"Vergunning voor {name}", trefwoorden=("evenement", "vergunning"),
    )  # fmt: skip


def _passport(draft: Draft) -> str:
    return f"N{draft.rng.choice('UVWXZ')}{draft.rng.choice('BCDF')}{draft.rng.randint(100000, 999999)}"
