# SPDX-License-Identifier: EUPL-1.2
"""Things that bear the name of a person: streets, companies, laws, schools, committees.

A veto trims what was taken for a name; it does not drop it, for "de heer De Vries (De Vries Bouw B.V.)" names a person
and a company. In flattened text a name may stand right before a street, so the words before the street's own word are
taken along only where an article or preposition opens the phrase or the model sees one place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from redaction.detection.patterns import CAPITAL_WORD, INITIALS, PREFIX, TITLE, Pattern
from redaction.detection.reading import Reading


@dataclass(frozen=True, slots=True)
class Veto:
    """A stretch that is no person; ``personal`` where the thing may be a person's own business."""

    start: int
    end: int
    personal: bool = False


_NAMES: Final = rf"(?:(?:{INITIALS}|{CAPITAL_WORD}|{PREFIX})[ -]){{0,4}}"
_STREET_END: Final = (
    r"(?:straat|straatje|laan|laantje|plein|pleintje|kade|gracht|singel|steeg|plantsoen|dreef|boulevard|weg|weggetje|park|pad"
    r"|markt|brug|tunnel|viaduct|kanaal|haven|sportpark|zwembad|hof|wal|ring|baan|sluis|poort|dijk|kwartier|wijk|buurt)"
)
_OPENING: Final = r"(?<=(?<!\p{L})(?:de|het|aan|op|in|langs|nabij|bij|hoek|van|naar|en|tot|tussen|via|rond|door|straat|adres|locatie|perceel)[ ])"
_STREET: Final = Pattern(
    rf"(?:{_OPENING}{_NAMES})?\p{{Lu}}[\p{{L}}\p{{M}}'’-]*(?:(?<=\p{{L}}){_STREET_END}|(?<=[-])(?i:{_STREET_END}))(?!\p{{L}})"
)
_WEAK_STREET: Final = frozenset(
    {"hof", "wal", "ring", "baan", "sluis", "poort", "dijk", "park", "pad", "weg", "brug", "wijk", "haven"}
)
_LEGAL: Final = (
    r"(?:B\.?[ ]?V\.?|N\.?V\.?|C\.?V\.?|U\.?A\.?|Ltd\.?|GmbH|SE|Inc\.?|Holding|Groep|Group|Beheer|Nederland|Vastgoed|Participaties"
    r"|Advocaten|Notarissen|Makelaars|Accountants|Architecten|Ingenieurs|Adviseurs|Consultants|Bouw|Infra|Transport)"
)
_COMPANY: Final = Pattern(
    rf"(?:(?:{INITIALS}|{CAPITAL_WORD}|{PREFIX}|&|en|\d{{1,3}})[ ]|{CAPITAL_WORD}-){{1,6}}{_LEGAL}(?![\p{{L}}\d])"
    rf"(?:[ ](?:B\.?V\.?|N\.?V\.?))?"
)
_ONE_MAN: Final = (
    r"(?:Bakkerij|Slagerij|Garage|Caf[eé]|Eetcaf[eé]|Restaurant|Hotel|Kapsalon|Autobedrijf|Autobedrijven|Loonbedrijf|Loonwerkbedrijf"
    r"|Kwekerij|Groothandel|Drukkerij|Makelaardij|Installatiebedrijf|Dakdekkersbedrijf|Stukadoorsbedrijf|Hoveniersbedrijf|Rijschool"
    r"|Fietsenmaker|Boekhandel|Bloemenhandel|Tuincentrum|Timmerbedrijf|Klussenbedrijf|Schoonmaakbedrijf|Transportbedrijf|Adviesbureau"
    r"|Administratiekantoor|Notariskantoor|Advocatenkantoor|Architectenbureau|Ingenieursbureau|Tandartspraktijk|Huisartsenpraktijk"
    r"|Fysiotherapie|Praktijk|Firma|Fa\.|Gebroeders|Gebr\.|Maatschap|VOF|V\.O\.F\.|\p{Lu}[\p{Ll}]+(?:bedrijf|handel|makelaars))"
)
_BUSINESS: Final = Pattern(
    rf"{_ONE_MAN}[ ](?:(?:{INITIALS}|{CAPITAL_WORD}|{PREFIX}|&|en|de)[ ]){{0,4}}{CAPITAL_WORD}(?:[ ](?:en|&)[ ](?:[Zz]n\.?|[Zz]oon|[Zz]onen))?"
    rf"|{_NAMES}{CAPITAL_WORD}[ ](?:en|&)[ ](?:[Zz]n\.?|[Zz]oon|[Zz]onen|[Dd]ochters)(?!\p{{L}})"
)
_BODY: Final = Pattern(
    r"(?:Stichting|Vereniging|Woningcorporatie|Coöperatie|Basisschool|basisschool|School|school|Scholengemeenschap|Sporthal|sporthal"
    r"|Wijkcentrum|wijkcentrum|Buurthuis|buurthuis|Ziekenhuis|ziekenhuis|Zorggroep|Verpleeghuis|verpleeghuis|Museum|museum|Theater"
    r"|theater|Kasteel|kasteel|Huize|huize|Wet|Regeling|Besluit|Verordening|Fonds|fonds|Galerie|Instituut)"
    rf"[ ](?:(?:{CAPITAL_WORD}|{PREFIX}|{INITIALS})[ ]){{0,4}}{CAPITAL_WORD}"
)
_NAMED_AFTER: Final = Pattern(
    rf"(?:(?i:commissie|motie|rapport|kabinet|wet|nota|amendement|lex|toeslag|norm|arrest|akkoord|college|adviesraad|plan|fonds"
    rf"|motie|zaak|regeling)[ ]?-[ ]?{_NAMES}{CAPITAL_WORD})"
    rf"|(?:{_NAMES}\p{{Lu}}[\p{{L}}\p{{M}}'’-]*(?:school|scholen|college|lyceum|gymnasium|stichting|museum|theater|ziekenhuis"
    rf"|centrum|fonds|prijs|akkoord|regeling|lezing|toernooi|vereniging|arrest|methode|instituut|universiteit|gebouw"
    rf"|monument|fabriek|kazerne)(?!\p{{L}}))"
    rf"|(?:(?i:ziekte|syndroom|wet|motie|stelling|schaal|huis|kamer)[ ]van[ ](?:{PREFIX}[ ]){{0,2}}{CAPITAL_WORD}(?![ ]\p{{Lu}}))"
)
_PERSON_BEFORE: Final = Pattern(rf"(?:{TITLE}[ ]?|{INITIALS})(?:{PREFIX}[ ]){{0,3}}$")
_TITLE: Final = Pattern(rf"(?<!\p{{L}}){TITLE}")
_HOUSE_NUMBER: Final = Pattern(r"[ ]{1,2}\d{1,5}(?!\d)")


def vetoes(reading: Reading) -> Iterator[Veto]:
    """Every stretch of a reading that bears a person's name and is none.

    Raises:
        TimeoutError: a search did not end in time.
    """
    yield from _streets(reading)
    for pattern, personal in ((_COMPANY, False), (_BUSINESS, True), (_BODY, False), (_NAMED_AFTER, False)):
        for match in pattern.finditer(reading.text):
            start = _after_title(reading.text, match.start(), match.end())
            if not _PERSON_BEFORE.search(reading.text[max(0, start - 24) : start]) or pattern is _COMPANY:
                yield Veto(start, match.end(), personal)


def _streets(reading: Reading) -> Iterator[Veto]:
    for match in _STREET.finditer(reading.text):
        start, end = match.span()
        for span in reading.entities:
            # One place for the model: the words before belong to it.
            if (
                span.label == "LOC"
                and span.start < start
                and span.end >= end
                and "\n" not in reading.text[span.start : end]
            ):
                start = span.start
        numbered = _HOUSE_NUMBER.match(reading.text, end) is not None
        single = " " not in reading.text[start:end]
        weak = any(reading.lower[start:end].endswith(ending) for ending in _WEAK_STREET)
        person = _PERSON_BEFORE.search(reading.text[max(0, start - 24) : start]) is not None
        if numbered or not ((person and single) or (weak and single and reading.marked("PER", start, end))):
            yield Veto(start, end)


def _after_title(text: str, start: int, end: int) -> int:
    """A title inside a phrase is where a person begins; the thing begins after the person's name at the earliest."""
    last = start
    for match in _TITLE.finditer(text, start, end):
        last = match.end()
    return last
