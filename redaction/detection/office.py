# SPDX-License-Identifier: EUPL-1.2
"""Whether the words around a name give it a public office, or are about somebody's private life.

Named stay: members of the municipal executive and council, secretary and clerk, a judge in function, somebody with a
party in brackets, and who signs a decision under a mandate. Case handlers and advisers do not (``recognisers.rollen``).
"""

from typing import Final

from redaction.detection.patterns import CAPITAL_WORD, INITIALS, PREFIX, SURNAME, TITLE, Pattern
from redaction.detection.reading import Reading

_OFFICE: Final = (
    r"(?:(?:loco-?)?burgemeester|(?:wijk|stadsdeel|coördinerend[ ])?wethouder|gemeentesecretaris|(?:raads)?griffier"
    r"|(?:steun)?fractie-?(?:voorzitter|leider)|opvolgend[ ]kandidaat(?:-raadslid)?|kandidaat-(?:raadslid|wethouder)"
    r"|(?:gemeente)?raadslid|raadsvoorzitter|commissielid|burgerraadslid|(?:steun)?fractielid|portefeuillehouder"
    r"|lijsttrekker|minister(?:-president)?|staatssecretaris|commissaris[ ]van[ ]de[ ]Koning|gedeputeerde|statenlid"
    r"|dijkgraaf|heemraad|(?:in)?formateur|kamerlid|(?:voorzieningen|kanton|bestuurs|politie)?rechter"
    r"|rechter-commissaris|raadsheer|staatsraad|officier[ ]van[ ]justitie|korpschef|ombudsman|directeur-generaal"
    r"|woordvoerder|woordvoerster|persvoorlichter"
    r"|het[ ]lid)"
)
_OFFICES: Final = (
    r"(?:wethouders|burgemeesters|raadsleden|commissieleden|burgerraadsleden|fractievoorzitters|gedeputeerden"
    r"|statenleden|rechters|ministers|de[ ]leden|leden[ ]van[ ]de[ ](?:gemeente)?raad)"
)
_PARTY: Final = (
    r"(?:VVD|CDA|PvdA|D66|GroenLinks|GL|GL-PvdA|GroenLinks[-/ ]PvdA|PvdA[-/ ]GroenLinks|SP|PVV|CU|ChristenUnie|SGP|PvdD"
    r"|Partij[ ]voor[ ]de[ ]Dieren|DENK|Denk|FvD|FVD|Forum[ ]voor[ ]Democratie|JA21|BBB|Volt|NSC|50PLUS|BIJ1"
    r"|Leefbaar[ ]\p{Lu}\p{L}+|Burgerbelangen(?:[ ]\p{Lu}\p{L}+)?|Gemeentebelangen|Lokaal[ ]\p{Lu}\p{L}+"
    r"|\p{Lu}\p{L}+[ ]Anders|Stadspartij(?:[ ]\p{L}+)?|\p{Lu}\p{L}*[Pp]artij(?:[ ]\p{L}+)?|fractie[ ][\p{L}\d -]{2,30}"
    r"|(?:\p{Lu}\p{L}+[ ]){0,2}(?:Lokaal|Groen|Ouderen|Senioren|Samen|Sociaal|Progressief|Democraten|Liberalen|Inwoners"
    r"|\p{L}*[Bb]elang(?:en)?|Actief|Hart[ ]voor|Trots|Leefbaar|Vrije?|Kleurrijk|Nieuw)"
    r"(?:[ ](?:\p{Lu}\p{L}+|voor|de|het)){0,3})"
)
_DEPUTY: Final = r"(?:plv\.[ ]|plaatsvervangend[ ]|waarnemend[ ]|wnd\.[ ]|loco-|toenmalig[ ]|voormalig[ ])?"
_TITLES: Final = rf"(?:(?:(?i:de)[ ])?{TITLE}[ ]?){{0,3}}"
_OWN: Final = rf"{_TITLES}(?:(?:{INITIALS}[ ]?|{CAPITAL_WORD}[ ]){{1,4}})?(?:{PREFIX}[ ]){{0,3}}"
_OF: Final = r"(?:[ ](?:van|der|bij|in)[ ](?:de[ ]|het[ ])?(?:gemeente[ ]|college[ ])?\p{Lu}[\p{L}'-]+)?"
_BEFORE: Final = Pattern(
    r"(?<!\p{L})(?<!oud-|ex-|[Aa]ssistent van de |[Mm]edewerker van de |[Ss]ecretaresse van de |[Vv]rouw van )"
    rf"(?:{_PARTY}-)?(?i:{_DEPUTY}{_OFFICE}){_OF}(?:[ ]?\((?:{_PARTY}|[^()\n]{{2,30}})\))?[ ]?[,:(]?[ \n]?"
    rf"{_TITLES}\Z"
    rf"|(?<!\p{{L}})(?<!burgemeester en )(?i:{_OFFICES})[ ]?[,:]?[ \n]"
    rf"(?:{_OWN}{SURNAME}(?:[ ]\({_PARTY}\))?(?:,|[ ]en|[ ]&)[ ]){{0,8}}"
    rf"{_TITLES}\Z"
)
_AFTER: Final = Pattern(
    rf"[ ]?\((?:(?:fractie|namens)[ ])?(?:{_PARTY})(?!\p{{L}})[^()\n]{{0,30}}\)"
    rf"|[ ]?\((?i:de[ ])?(?i:{_DEPUTY}{_OFFICE})(?!\p{{L}})[^()\n]{{0,60}}\)"
    r"|[ ]?[,–-]?[ ]?\n?[ ]?(?i:als[ ]|in[ ](?:zijn|haar)[ ]hoedanigheid[ ]van[ ]|onze[ ]|de[ ])?"
    rf"(?:{_PARTY}-)?(?i:{_DEPUTY}{_OFFICE})(?!\p{{L}})"
    r"(?P<next>[ ](?:\p{Lu}\p{Ll}*\.|de[ ]heer|mevrouw|\p{Lu}\p{Ll}+))?"
)
_MANDATE: Final = Pattern(
    r"(?i:namens[ ](?:dezen?|burgemeester[ ]en[ ]wethouders|het[ ]college|de[ ](?:burgemeester|raad))[^\n]{0,60},?)"
    rf"(?:\s{{0,3}}(?i:namens[ ]dezen?|voor[ ]dezen?),?)?\s{{1,4}}(?i:w\.g\.\s)?{_TITLES}\Z"
)
_MANDATED: Final = Pattern(
    r"[ ]?[,(]?[ ]?\n{0,3}[ ]?(?i:(?:algemeen[ ])?directeur|(?:team|afdelings|concern|cluster|sector)[ -]?"
    r"(?:manager|hoofd|leider|directeur)|hoofd[ ]|manager[ ]|gemeentesecretaris|teamleider|gemandateerde?)"
)
_BODY: Final = (
    r"(?:(?:\p{L}+-?)?commissie(?!-)|rekenkamer(?:commissie)?|adviesraad|kwaliteitsteam|gemeenteraad|raadsvergadering"
    r"|hoorzitting|griffier)"
)
"""Public bodies of which the chair and members are named."""
_PUBLIC: Final = Pattern(rf"(?<!\p{{L}}){_BODY}")
_CLUB: Final = Pattern(
    r"(?<!\p{L})(?:vereniging|stichting|vve|ondernemingsraad|ouderraad|bewoners|\p{L}*club|wijkraad|dorpsraad|bestuur)"
)
"""Private bodies: their chairs are citizens."""
_ROW: Final = rf"(?:{_OWN}{SURNAME}(?:[ ]\([^()\n]{{2,30}}\))?(?:,|[ ]en|[ ]&|;)[ ]){{0,8}}"
_MEMBER: Final = Pattern(
    rf"(?:(?:,|[ ]en|[ ]&)[ ]{_OWN}{SURNAME}){{0,6}}[ ]?"
    r"\((?i:(?:plv\.|plaatsvervangend|vice|extern)?[ -]?(?:voorzitter|lid|leden))\)"
)
_MEMBERS: Final = Pattern(
    rf"(?i:(?:leden|lid|voorzitter)[ ](?:van[ ])?(?:de[ ]|het[ ])?{_BODY})[^:\n]{{0,40}}:[ ]{_ROW}{_TITLES}\Z"
    rf"|(?i:portefeuille(?:-?houder)?s?(?:\(s\))?)[ ]?[:|][ ]?{_ROW}{_TITLES}\Z"
)
_CHAIR: Final = Pattern(rf"(?<!\p{{L}})(?i:(?:plv\.[ ]|plaatsvervangend[ ]|vice-?)?voorzitter),?[ ]{_TITLES}\Z")
_SUCCEEDS: Final = Pattern(
    r"(?i:vervangt|volgt|opvolger[ ]van|opvolgster[ ]van|in[ ]de[ ]plaats[ ]van|vertrek[ ]van)[ ]\Z"
)
_SEAT: Final = Pattern(r"opvolgend kandidaat|raadszetel|raadslid|beëdig|geloofsbriev|gemeenteraad")
_SIGNING: Final = Pattern(
    r"(?:\A|\n|,[ ])[ ]*(?P<titles>(?:(?:[ \t]*(?:de|het)[ ])?"
    r"(?:(?:loco-?)?burgemeester|(?:raads)?griffier|(?:gemeente|loco-?)?secretaris|voorzitter|wethouder"
    r"|dijkgraaf)[ ,\t]*)+)\n+"
    r"(?:[ ]*(?:w\.g\.)?[ ]*\n)?[^\n]{0,90}\Z"
)
"""A line of titles under a decision, with the line of names below it."""
_SIGNS: Final = frozenset({"burgemeester", "griffier", "raadsgriffier", "gemeentesecretaris", "dijkgraaf"})
_NEAR: Final = 150
_OFFICE_SOMEWHERE: Final = Pattern(
    rf"(?i:{_OFFICE}|raadsleden|de[ ]leden|leden[ ]van[ ]de|voorzitter|\(leden\)|leden[ ]|portefeuille)"
    rf"|\([^()\n]{{0,12}}{_PARTY}|(?i:namens[ ])"
)
_PRIVATE: Final = Pattern(
    r"(?<!\p{L})(?:woon(?:t|achtig|adres|plaats|ende)|wonende|thuis|bezwaar(?:maker|maakster|schrift)|geboren|geb\.|bsn"
    r"|burgerservicenummer|aanvrager|aanvraagster|verzoeker|verzoekster|appellant|klager|klaagster|eigenaar|eigenares"
    r"|privé|buurman|buurvrouw|echtgenoot|echtgenote|zoon|dochter|partner|rekeningnummer|patiënt|cliënt|uitkering"
    r"|mobiel|belanghebbende|indiener|inwoner|bewoner|bewoonster|leerling)(?!\p{L})"
)
_REACH: Final = 160


def speaks_of_office(reading: Reading) -> bool:
    """True where a reading can give anybody a public office; a quick look before the slow ones."""
    return _OFFICE_SOMEWHERE.search(reading.text) is not None


def in_office(reading: Reading, start: int, end: int) -> bool:
    """True where the text gives a name a public office, before it or right after."""
    text, low = reading.text, max(0, start - _REACH)
    if _BEFORE.search(text, low, start) or _in_public_body(reading, start, end) or _signs(reading, start):
        return True
    after = _AFTER.match(text, end, min(len(text), end + _REACH))
    # "Vos, wethouder Openbare ruimte" has the office; in "mevrouw Vos, wethouder Kampman" somebody else has.
    if after and (after["next"] is None or reading.common(after["next"].strip())):
        return True
    return _MANDATE.search(text, low, start) is not None and _MANDATED.match(text, end) is not None


def _in_public_body(reading: Reading, start: int, end: int) -> bool:
    """True for the chair and members of a body that acts in public, and for who takes or leaves a seat in it."""
    text, low = reading.text, max(0, start - _REACH)
    if _MEMBERS.search(text, low, start):
        return True
    around = max(0, start - _NEAR), min(len(text), end + _NEAR)
    if _SUCCEEDS.search(text, low, start):
        return _SEAT.search(reading.lower, *around) is not None
    if _MEMBER.match(text, end, min(len(text), end + _REACH)) or _CHAIR.search(text, low, start):
        return _PUBLIC.search(reading.lower, *around) is not None and not _CLUB.search(reading.lower, *around)
    return False


def _signs(reading: Reading, start: int) -> bool:
    """True for a name on the line below titles of which one signs for the municipality."""
    found = _SIGNING.search(reading.lower, max(0, start - _REACH), start)
    return found is not None and not _SIGNS.isdisjoint(found["titles"].replace(",", " ").split())


def in_private(reading: Reading, start: int, end: int) -> bool:
    """True where the words around a name are about somebody's private life or own case."""
    return _PRIVATE.search(reading.lower, max(0, start - 70), min(len(reading.lower), end + 60)) is not None
