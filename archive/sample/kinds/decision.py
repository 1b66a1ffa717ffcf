# SPDX-License-Identifier: EUPL-1.2
"""Decisions of the executive: in law-like order, with considerations and a signature."""

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Spacer

from archive.sample.draft import Comment, Draft, Place
from archive.sample.kinds.annexes import budget
from archive.sample.look import HEIGHT, MM, SERIF, Signature, Styles, draw_logo, signed
from archive.sample.made import FOOTER, Made
from archive.sample.people import long_date, names, spaced_iban
from archive.sample.render import PagePlan, render
from schemas.findings import Kind
from schemas.values.codes import Informatiecategorie

_LAW = (
    "gelet op artikel 4:13 en artikel 3:46 van de Algemene wet bestuursrecht en op de {regulation};",
    "overwegende dat de aanvrager voldoet aan de voorwaarden van artikel 5, eerste lid, van die regeling;",
    "overwegende dat het budgetplafond van € 240.000 voor dit jaar nog niet is bereikt;",
)


def subsidy(draft: Draft) -> Made:
    """A grant to a neighbourhood initiative, whose applicant is a person."""
    draft.use(SERIF.charset)
    styles = Styles(SERIF, 10.4)
    applicant, treasurer, handler = (draft.people.person() for _ in range(3))
    case, amount = draft.case("SUB"), draft.rng.randrange(1500, 18000, 250)
    regulation = "Subsidieregeling bewonersinitiatieven Enschede 2025"
    project = draft.rng.choice(
        ("de aanleg van een buurttuin", "een taalcafé voor nieuwkomers", "het opknappen van de speelplek",
         "een reeks buurtmaaltijden")
    )  # fmt: skip
    place = draft.keep(Kind.ADRES, draft.rng.choice(names().person_streets))
    company = draft.company()
    draft.author = draft.name(handler.full, Place.METADATA)
    draft.keywords = f"subsidie; {draft.name(applicant.surname, Place.METADATA)}; bewonersinitiatief"
    story: list[Flowable] = [
        Paragraph(f"Besluit tot verlening van subsidie voor {project}", styles.title),
        Paragraph(f"Zaaknummer {case}<br/>Besluitdatum {long_date(draft.day)}", styles.left),
        Paragraph("Burgemeester en wethouders van Enschede,", styles.left),
        *styles.bullets(
            f"gezien de aanvraag van {draft.name(applicant.full)}, wonende {draft.hide(Kind.ADRES, applicant.address)},"
            f" {draft.hide(Kind.POSTCODE_HUISNUMMER, applicant.postcode)} Enschede, ontvangen op"
            f" {long_date(draft.before(41))};",
            *(line.format(regulation=regulation) for line in _LAW),
            mark="–",
        ),
        Paragraph("<b>besluiten:</b>", styles.left),
        *styles.numbered(
            f"aan {applicant.title} {draft.name(applicant.formal)} (burgerservicenummer"
            f" {draft.hide(Kind.BSN, applicant.bsn)}) een subsidie te verlenen van ten hoogste € {amount:,}".replace(
                ",", "."
            )
            + f" voor {project} aan {place};",
            "een voorschot van 80 procent over te maken op rekening"
            f" {draft.hide(Kind.IBAN, spaced_iban(treasurer.iban))}"
            f" ten name van {draft.name(treasurer.listed)};",
            f"als uitvoerder {company} te aanvaarden, mits de offerte van {long_date(draft.before(60))} niet wordt"
            " overschreden;",
            f"{draft.name(treasurer.surname)}, de penningmeester van het initiatief, te verplichten"
            " binnen dertien weken"
            " na afloop een verantwoording met bonnen in te dienen.",
        ),
        Paragraph("Toelichting", styles.heading),
        *styles.say(
            f"De aanvraag is beoordeeld door {draft.name(handler.formal)} van het team Subsidies. Op"
            f" {long_date(draft.before(20))} heeft een gesprek plaatsgevonden met {draft.name(applicant.full)} en"
            f" {draft.name(treasurer.full)}. Daarbij is de begroting aangepast: de post onvoorzien is verlaagd van 15"
            " naar 8 procent en de huur van gereedschap vervalt, omdat het wijkcentrum dat uitleent.",
            "De aanvrager is telefonisch bereikbaar op"
            f" {draft.hide(Kind.TELEFOON, applicant.mobile)}. Volgens opgave is"
            f" {draft.name(applicant.first)} zelf aanwezig bij alle werkzaamheden. De wijkwethouder,"
            f" {draft.wethouder()}, heeft positief geadviseerd.",
        ),
        Paragraph("Bezwaar", styles.heading),
        *styles.say(
            "Bent u het niet eens met dit besluit? Dan kunt u binnen zes weken na de verzenddatum een bezwaarschrift"
            " sturen aan burgemeester en wethouders, Postbus 20, 7500 AA Enschede. Vermeld daarin uw naam en adres, de"
            " datum, het zaaknummer en de reden van uw bezwaar, en onderteken het. Als er haast bij is, kunt u de"
            " voorzieningenrechter van de rechtbank Overijssel vragen om een voorlopige voorziening."
        ),
        Spacer(1, 8),
        signed(
            "Burgemeester en wethouders van Enschede,",
            Signature(draft),
            f"{draft.official(names().gemeentesecretaris)}, gemeentesecretaris<br/>"
            f"{draft.official(names().burgemeester)}, burgemeester",
            styles.left,
        ),
    ]
    story += budget(draft, styles, [applicant, treasurer])
    draft.sign()
    title = f"Subsidiebesluit {project}"
    plan = PagePlan(face=SERIF, title=title, first_top=40 * MM, footer=FOOTER, running=f"{title}, {case}", first=_head)
    return Made(
        kind="besluit", stem=f"besluit-{case}", title=f"{title} ({case})", data=render(draft, plan, story),
        draft=draft, category=Informatiecategorie.BESCHIKKINGEN, soort="Besluit subsidie",
        omschrijving=f"Subsidie op grond van de {regulation}", trefwoorden=("subsidie", "bewonersinitiatief"),
    )  # fmt: skip


def traffic(draft: Draft) -> Made:
    """A traffic decision: about a street, for one resident with a disability."""
    draft.use(SERIF.charset)
    styles = Styles(SERIF, 10.4)
    resident, objector, handler = (draft.people.person() for _ in range(3))
    case = draft.case("VKB")
    street = draft.keep(Kind.ADRES, draft.rng.choice(names().person_streets))
    draft.author = draft.name(handler.full, Place.METADATA)
    draft.comment = Comment(
        author=draft.name(handler.formal, Place.ANNOTATION),
        text=f"Kenteken van {draft.name(resident.surname, Place.ANNOTATION)} nog controleren bij de RDW.",
    )
    story: list[Flowable] = [
        Paragraph("Verkeersbesluit gereserveerde gehandicaptenparkeerplaats", styles.title),
        Paragraph(f"Nummer {case}<br/>{long_date(draft.day)}", styles.left),
        Paragraph("Aanleiding", styles.heading),
        *styles.say(
            f"Op {long_date(draft.before(33))} heeft {draft.name(resident.full)}, geboren op"
            f" {draft.hide(Kind.GEBOORTEDATUM, resident.born_long)}, gevraagd om een parkeerplaats op kenteken bij de"
            f" woning {draft.hide(Kind.ADRES, resident.address)}. Aanvrager is houder van gehandicaptenparkeerkaart"
            f" {draft.hide(Kind.DOCUMENTNUMMER, f'NL{draft.rng.randint(10**6, 10**7 - 1)}')} en bestuurder van de"
            f" personenauto met kenteken {draft.hide(Kind.KENTEKEN, resident.plate)}.",
            f"Uit het advies van de GGD blijkt dat {draft.name(resident.surname)}"
            f" {draft.hide(Kind.GEZONDHEID, 'door een longaandoening niet meer dan vijftig meter kan lopen')}. Op eigen"
            " terrein is geen ruimte voor een parkeerplaats.",
        ),
        Paragraph("Belangenafweging", styles.heading),
        *styles.say(
            "De maatregel dient het belang van artikel 2, eerste lid, onder a, van de Wegenverkeerswet 1994: het"
            " verzekeren van de veiligheid op de weg en het beschermen van weggebruikers. De parkeerdruk in"
            f" {street} is op het drukste moment 84 procent, zodat het vervallen van één openbare"
            " plaats aanvaardbaar is.",
            f"Tegen het voorgenomen besluit heeft {draft.name(objector.formal)}, wonende"
            f" {draft.hide(Kind.ADRES, objector.address)}, een zienswijze ingediend. Volgens"
            f" {draft.name(objector.surname)} wordt de plaats vooral door bezoek gebruikt. Uit drie schouwen op"
            " verschillende tijdstippen is dat niet gebleken.",
        ),
        Paragraph("Besluit", styles.heading),
        *styles.numbered(
            "door plaatsing van bord E6 van bijlage I van het RVV 1990 met onderbord een parkeerplaats te reserveren;",
            f"op het onderbord kenteken {draft.hide(Kind.KENTEKEN, resident.plate)} te vermelden;",
            "dit besluit bekend te maken in het Gemeenteblad.",
        ),
        Paragraph(
            f"Namens burgemeester en wethouders,<br/>{draft.wethouder()}, wethouder Verkeer", styles.left
        ),
        Signature(draft),
    ]  # fmt: skip
    draft.sign()
    title = "Verkeersbesluit gehandicaptenparkeerplaats"
    plan = PagePlan(face=SERIF, title=title, first_top=40 * MM, footer=FOOTER, running=f"{title} {case}", first=_head)
    return Made(
        kind="besluit", stem=f"verkeersbesluit-{case}",
        title=f"{title} {draft.hide(Kind.ADRES, resident.address, Place.SIDECAR)}",
        data=render(draft, plan, story), draft=draft,
        category=Informatiecategorie.OVERIGE_BESLUITEN_VAN_ALGEMENE_STREKKING, soort="Verkeersbesluit",
        omschrijving="Reservering van een parkeerplaats op kenteken", trefwoorden=("verkeer", "parkeren"),
    )  # fmt: skip


def _head(canvas: Canvas) -> None:
    draw_logo(canvas, 25 * MM, HEIGHT - 12 * MM, SERIF)
