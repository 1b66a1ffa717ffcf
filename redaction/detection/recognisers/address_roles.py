# SPDX-License-Identifier: EUPL-1.2
"""In which role an address stands: where somebody can be reached, what the text is about, or an organisation's."""

from collections.abc import Mapping
from typing import Final

from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_grammar import is_first, is_last, is_plain
from redaction.detection.tokens import INITIAL, LINE
from schemas.findings import Role

ROLE_WHY: Final[Mapping[Role, str]] = {
    Role.BEDRIJF: ", adres van een organisatie.",
    Role.CONTACT: ", in een zin of blok over waar iemand te bereiken is.",
    Role.ONDERWERP: ", in een zin over een plaats waar het stuk over gaat.",
    Role.ONBEKEND: ".",
}
_REACH: Final = 110
_OFFICE: Final = Pattern(
    r"(?<!\p{L})(?:postbus|antwoordnummer|bezoekadres|stadhuis|stadskantoor|gemeentehuis|gemeentekantoor|raadhuis"
    r"|provinciehuis|rechtbank|raad van state|wijkcentrum|buurthuis|sporthal|sportcomplex|bibliotheek|school"
    r"|basisschool"
    r"|ziekenhuis|gemeente[ ]\p{L}+,?|vestigingsadres|kantoor|kantooradres|politiebureau|theater|dorpshuis|gemeentewerf"
    r"|milieustraat|hoofdkantoor|gevestigd|vestiging)(?!\p{L})"
)
_CONTACT: Final = Pattern(
    r"(?<!\p{L})(?:wonende?|woonachtig|woont|wonen|woonde|woonden|woonadres|correspondentieadres|briefadres"
    r"|adres(?:gegevens)?"
    r"(?=[ ]{0,2}[:;|\n]|[ ](?:is|luidt|van|op))|op het adres|postadres|verblijvende?|verblijft|verblijfadres"
    r"|ingeschreven|thuis"
    r"|bewoners?|bewoonster|huisadres|verhuisd|verhuist|verhuizing|domicilie|thuisadres|privéadres|geboren|afzender"
    r"|retour"
    r"|t\.a\.v\.|aan de heer|aan mevrouw|mijn (?:nieuwe )?adres|naw|logeert|slaapt|inwoner|huurt|huurder|huurwoning"
    r"|uitkering"
    r"|factuuradres|bezorgadres|afleveradres|bsn|geb\.|mijn huis|mijn woning|zijn woning|haar woning|hun woning"
    r"|opgehaald)(?!\p{L})"
)
_SUBJECT: Final = Pattern(
    r"(?<!\p{L})(?:perceel|percelen|locatie|bouwplan|bouwlocatie|omgevingsvergunning|gelegen|ter hoogte van"
    r"|plaatselijk bekend"
    r"|bestemmingsplan|omgevingsplan|herinrichting|werkzaamheden|kadastraal|sloop|slopen|nieuwbouw|verbouw(?:en|ing)?"
    r"|bouwen"
    r"|plaatsen van|kappen|kap van|panden?|project(?:locatie)?|bouw van|object|objectadres|betreft|wegvak|kruising"
    r"|aanleg"
    r"|rioolvervanging|dakkapel|uitweg|inrit|evenement|terras|exploitatievergunning|verkeersbesluit|gevel|aanbouw"
    r"|uitbouw"
    r"|splitsen|kamerverhuur|bedrijfspand|inrichting|melding activiteitenbesluit|monument|speelplaats"
    r"|laadpaal)(?!\p{L})"
)
_CONTACT_AFTER: Final = Pattern(
    r"[^.;\n]{0,45}(?<!\p{L})(?:woont|wonen|wonende?|woonachtig|woonde|ingeschreven)(?!\p{L})"
)
_SENTENCE: Final = Pattern(r"(?<=[\p{Ll}\d)]{2})[.?!][ ](?=\p{Lu})|\n")
_RANGE: Final = Pattern(r"[ ]?(?:tot en met|t/m|t\.e\.m\.|en verder)(?!\p{L})")
_SUBJECT_LEAD: Final = 30
_ADDRESSEE: Final = Pattern(
    r"\s*(?:aan:?[ ])?(?:de[ ])?(?:mevrouw|mevr\.?|mw\.?|heer|dhr\.?|meneer|familie|fam\.?|mejuffrouw|erven|weduwe)[ /]"
)
"""How a line of an address begins that names a person."""
_LINE: Final = 90


def address_role(reading: Reading, start: int, end: int) -> Role:
    """The role of the address that lies there; the nearest word that tells, in the same sentence, decides."""
    if _name_before(reading, start):
        return Role.CONTACT  # the letterhead of an organisation may stand above the person who lives there
    if _OFFICE.search(reading.before(start, 45)):
        return Role.BEDRIJF
    if _RANGE.match(reading.lower, end):
        return Role.ONDERWERP
    low = max(0, start - _REACH)
    breaks = [match.end() for match in _SENTENCE.finditer(reading.text, low, start)]
    low = breaks[-1] if breaks else low
    contact = max((match.end() for match in _CONTACT.finditer(reading.lower, low, start)), default=-1)
    subject = max((match.end() for match in _SUBJECT.finditer(reading.lower, low, start)), default=-1)
    if contact > subject or _CONTACT_AFTER.match(reading.lower, end):
        return Role.CONTACT
    if subject >= 0:
        return Role.ONDERWERP
    return Role.CONTACT if _CONTACT.search(reading.before(start, 90)) else Role.ONBEKEND


def _name_before(reading: Reading, start: int) -> bool:
    """Whether a person's name stands right before, with at most a mark or a line end between."""
    return _addressee_before(reading, start) or _name_word_before(reading, start)


def _addressee_before(reading: Reading, start: int) -> bool:
    """Whether the line above, or what stands before on the same line, is about a person by its first word."""
    begin, _ = reading.line_of(start)
    if not reading.text[begin:start].strip(" ,-|"):
        begin, _ = reading.line_of(max(begin - 1, 0))
    line = reading.lower[begin:start]
    return len(line) < _LINE and _ADDRESSEE.match(line) is not None


def _name_word_before(reading: Reading, start: int) -> bool:
    tokens, at = reading.tokens, reading.token_at(start) - 1
    while at >= 0 and tokens[at].text in ",-|;\n:":
        at -= 1
    if at < 0:
        return False
    token = tokens[at]
    if token.sort == INITIAL:
        return True
    if not token.capital or is_plain(reading, token):
        return False
    before = tokens[at - 1] if at else None
    initials = before is not None and before.sort == INITIAL
    first = before is not None and before.sort != LINE and before.capital and is_first(reading, before)
    return initials or first or is_first(reading, token) or is_last(reading, token)
