# SPDX-License-Identifier: EUPL-1.2
"""Addresses: street with house number, postcode with house number, and in which role they stand."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from schemas.findings import Kind, Role

STREET_SUFFIX: Final = (
    r"(?:straat|straatje|str\.?|laan|laantje|weg|wegje|plein|pad|paadje|dijk|kade|gracht|singel|hof|hofje|steeg|dreef|park|plantsoen|allee"
    r"|boulevard|brink|markt|baan|ring|poort|wal|haven|brug|erf|burg|plaats|akker|akkers|hoek|hoeve|veld|velde|beek|berg|bos|bosch|donk"
    r"|eind|einde|gaarde|horst|kamp|kolk|kwartier|land|loo|lust|maat|mate|made|oever|oord|polder|rode|schans|sluis|stede|terp|tuin"
    r"|vaart|vliet|waard|weide|werf|wijk|zijde|zoom|stukken|es|esch|brook|broek|ven|meen|rug|rak|zand|laar|loop|stein|hout|heide|heem"
    r"|kreek|wetering|tocht|dam|dal|spoor|bult|kroft|slag|hove|hoven|lanen|perk|gaard|bongerd|wende|veste|vest|dwarsstraat|campus)"
)
_NUMBER: Final = r"(?P<number>\d{1,5}[ ]?(?:[-–/][ ]?\d{1,4}|[-–]?[a-zA-Z](?![\w])|[ -]?(?i:bis|hs|huis|rd|ii|iii|iv|boven|beneden|zw|rood)(?!\w)){0,2})(?![\w]|[.,:]\d|[ ]?[%°€])"
_STREET: Final = Pattern(
    r"(?<![\w-])(?P<street>(?:(?:[Dd]e|[Hh]et|[Ii]n|[Oo]p|[Aa]an|[Aa]chter|[Vv]oor|'[st])[ ])?(?:(?:\p{Lu}[\p{L}'’.-]*|van|der|den|de|ten|ter|te|het|'t|v\.d\.|1e|2e|3e)[ ]){0,4}?"
    rf"(?:\p{{Lu}}[\p{{L}}'’-]*?{STREET_SUFFIX}|(?<=[ ])(?:{STREET_SUFFIX}|\p{{Lu}}\p{{Ll}}*)(?<={STREET_SUFFIX})))(?i:[ ]?(?:,|huisnummer|nr\.?|nummer)?)[ ]{{0,2}}\n?[ ]?"
    + _NUMBER
)
_POSTCODE: Final = Pattern(
    r"(?<![\w.,€-])(?P<postcode>[1-9]\d{3}[ ]{0,2}(?!SA|SD|SS)[A-Z]{2})(?![\w])(?P<house>[ ]{0,2}[,-]?[ ]{0,2}(?i:huisnummer[: ]{1,2}|nr\.?[ ]?)?\d{1,5}[ ]?(?:[-/]\d{1,4}|[a-zA-Z](?!\w))?(?![\w.,-]))?"
)
_SMALL_POSTCODE: Final = Pattern(
    r"(?<![\w.,€-])(?P<postcode>[1-9]\d{3}[ ]?[a-z]{2})(?![\w])(?P<house>[ ]{1,2}\d{1,5}[a-z]?(?![\w.,-]))?"
)
_BEFORE_POSTCODE: Final = Pattern(
    r"(?P<street>\p{Lu}[\p{L}'’.-]*(?:[ ](?:\p{L}[\p{L}'’.-]*)){0,5})[ ]"
    + _NUMBER
    + r"[ ]?[,;]?[ ]{0,3}\n?[ ]{0,8}(?=[1-9]\d{3}[ ]?[A-Z]{2}(?!\w))"
)
_NOT_LETTERS: Final = frozenset(
    "DE EN IN OP TE IS AF ER ZO OF OM NU WE JE ZE HE EU BV NV CV MG KG KM CM MM ML PM AM UU WW IV VI II XX HA GJ KW MW".split()
)
_OFFICE: Final = Pattern(
    r"(?<!\p{L})(?:postbus|antwoordnummer|bezoekadres|stadhuis|stadskantoor|gemeentehuis|gemeentekantoor|raadhuis|provinciehuis|rechtbank|raad van state|wijkcentrum|sporthal|bibliotheek|school|ziekenhuis|gemeente[ ]\p{L}+,?|vestigingsadres|kantoor)(?!\p{L})"
)
_POSTBUS: Final = Pattern(r"(?<!\p{L})(?P<box>(?:Postbus|Antwoordnummer|Postbox)[ ]{0,2}\d{1,6})", ignore_case=True)
_CONTACT: Final = Pattern(
    r"(?<!\p{L})(?:wonende?|woonachtig|woont|woonde|woonadres|correspondentieadres|briefadres|adres(?:gegevens)?[:]|postadres|woonplaats|verblijvende?|verblijft|ingeschreven"
    r"|thuis|bewoner|bewoners|huisadres|verhuisd|verhuist|domicilie|thuisadres|privéadres|geboren|afzender|retour|t\.a\.v\.|aan de heer|aan mevrouw|mijn adres|naw|postcode|huisnummer|logeert|slaapt)(?!\p{L})"
)
_SUBJECT: Final = Pattern(
    r"(?<!\p{L})(?:perceel|percelen|locatie|bouwplan|bouwlocatie|omgevingsvergunning|gelegen|ter hoogte van|plaatselijk bekend|bestemmingsplan|omgevingsplan|herinrichting|werkzaamheden"
    r"|kadastraal|sloop|slopen|nieuwbouw|verbouw(?:en|ing)?|bouwen|plaatsen van|kappen|kap van|pand|panden|project(?:locatie)?|bouw van|object|objectadres|betreft|wegvak|kruising|aanleg|rioolvervanging"
    r"|dakkapel|uitweg|inrit|evenement|terras|exploitatievergunning|verkeersbesluit|gevel|aanbouw|uitbouw)(?!\p{L})"
)


class AdresRecogniser:
    """Street and house number, also right before a postcode whatever the street is called."""

    name = "adres"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        seen: list[tuple[int, int]] = []
        for match in _BEFORE_POSTCODE.finditer(reading.text):
            if _POSTBUS.search(match.group()):
                continue
            seen.append((match.start(), match.end("number")))
            yield self._candidate(
                reading, match.start(), match.end("number"), 0.96, "Straat en huisnummer voor een postcode."
            )
        for match in _STREET.finditer(reading.text):
            start, end = match.start(), match.end("number")
            if any(begin < end and start < stop for begin, stop in seen):
                continue
            yield self._candidate(reading, start, end, 0.93, "Straatnaam met een huisnummer.")
        for match in _POSTBUS.finditer(reading.text):
            yield Candidate(
                kind=Kind.ADRES, start=match.start(), end=match.end(), score=0.95, role=Role.BEDRIJF, recogniser=self.name,
                why="Postbus of antwoordnummer van een organisatie.",
            )  # fmt: skip

    def _candidate(self, reading: Reading, start: int, end: int, score: float, why: str) -> Candidate:
        role = address_role(reading, start)
        return Candidate(
            kind=Kind.ADRES,
            start=start,
            end=end,
            score=score,
            role=role,
            recogniser=self.name,
            why=why[:-1] + _ROLE_WHY[role],
        )


class PostcodeRecogniser:
    """A postcode, with its house number where that follows."""

    name = "postcode"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        for match in _POSTCODE.finditer(reading.text):
            if _looks_like_words(reading, match["postcode"], match.end("postcode")):
                continue
            yield self._candidate(reading, match.start(), match.end(), house=match["house"] is not None)
        for match in _SMALL_POSTCODE.finditer(reading.text):
            if _CONTACT.search(reading.before(match.start(), 50)) or reading.gazetteer.is_place(
                _next_word(reading, match.end())
            ):
                yield self._candidate(reading, match.start(), match.end(), house=match["house"] is not None)

    def _candidate(self, reading: Reading, start: int, end: int, *, house: bool) -> Candidate:
        role = address_role(reading, start)
        why = "Postcode met huisnummer." if house else "Postcode van zes tekens."
        return Candidate(
            kind=Kind.POSTCODE_HUISNUMMER, start=start, end=end, score=0.95 if house else 0.9, role=role,
            recogniser=self.name, why=why[:-1] + _ROLE_WHY[role],
        )  # fmt: skip


_ROLE_WHY: Final = {
    Role.BEDRIJF: ", adres van een organisatie.",
    Role.CONTACT: ", in een zin of blok over waar iemand te bereiken is.",
    Role.ONDERWERP: ", in een zin over een plaats waar het stuk over gaat.",
    Role.ONBEKEND: ".",
}


def address_role(reading: Reading, start: int) -> Role:
    """Whether an address is where somebody can be reached, what the text is about, or an organisation's."""
    line, _ = reading.line_of(start)
    before = reading.before(start, 90)
    close = reading.lower[max(line, start - 60) : start]
    if _OFFICE.search(before[-45:]):
        return Role.BEDRIJF
    if _CONTACT.search(close):
        return Role.CONTACT
    if _SUBJECT.search(reading.lower[max(line, start - 110) : start]):
        return Role.ONDERWERP
    return Role.CONTACT if _CONTACT.search(before) else Role.ONBEKEND


def _looks_like_words(reading: Reading, postcode: str, end: int) -> bool:
    """True for "2024 EN": a year before a word in capitals, not a postcode."""
    letters = postcode[-2:]
    if letters not in _NOT_LETTERS:
        return False
    year = 1900 <= int(postcode[:4]) <= 2099
    return not reading.gazetteer.is_place(_next_word(reading, end)) or (
        year and " " in postcode and letters in {"EN", "DE", "IN", "OP"}
    )


def _next_word(reading: Reading, offset: int) -> str:
    words = reading.text[offset : offset + 40].split()
    return words[0].strip(",.;:") if words else ""
