# SPDX-License-Identifier: EUPL-1.2
"""Words about health, crime and kinship: personal only where a person stands nearby."""

from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from schemas.findings import Kind

_PERSON_NEAR: Final = Pattern(
    r"(?<!\p{L})(?:cliënt|cliënte|betrokkene|verzoeker|verzoekster|mijn|zijn|haar|hij|zij|ik|patiënt|patiënte|werknemer|werkneemster|medewerkster|leerling|mevrouw|mw|dhr|de heer"
    r"|meneer|verdachte|buurman|buurvrouw|vader|moeder|zoon|dochter|kind|partner|aanvrager|aanvraagster|bewoner|bewoonster|klager)(?!\p{L})"
)
_ILLNESS: Final = Pattern(
    r"(?<!\p{L})(?:depressie|depressief|kanker|tumor|borstkanker|longkanker|chemotherapie|dementie|alzheimer|parkinson|diabetes|suikerziekte|epilepsie|schizofrenie|psychose|psychotisch|bipolair(?:e stoornis)?"
    r"|burn-?out|overspannen|autisme|asperger|adhd|ptss|trauma(?:behandeling)?|verslaving|verslaafd|alcoholist(?:e)?|alcoholprobleem|alcoholverslaving|drugsverslaving|hiv|aids|hepatitis|ms|copd|reuma|astma|fibromyalgie"
    r"|hartinfarct|hartfalen|herseninfarct|beroerte|cva|dwarslaesie|verlamd|amputatie|zwanger(?:schap)?|miskraam|abortus|zelfmoord(?:poging)?|suïcidaal|suïcide(?:poging)?|borderline|persoonlijkheidsstoornis"
    r"|angststoornis|eetstoornis|anorexia|verstandelijk(?:e)? beperk(?:t|ing)|licht verstandelijk beperkt|lvb|rolstoelafhankelijk|slechtziend|doof|blind|hersenletsel|niet-aangeboren hersenletsel|medicatie|antidepressiva"
    r"|methadon|opgenomen in (?:het|een) (?:ziekenhuis|kliniek)|gediagnosticeerd met [\p{L} -]{3,30}|lijdt aan [\p{L} -]{3,30}|ziekgemeld|arbeidsongeschikt)(?!\p{L})"
)
_STRONG_ILLNESS: Final = Pattern(
    r"gediagnosticeerd met|lijdt aan|diagnose|opgenomen in|onder behandeling|last van|heeft|wegens|vanwege|door zijn|door haar|mijn"
)
_CRIME: Final = Pattern(
    r"(?<!\p{L})(?:veroordeeld (?:voor|tot|wegens) [^.,;\n]{3,60}|verdacht van [^.,;\n]{3,60}|aangehouden (?:voor|wegens|op verdenking van) [^.,;\n]{3,60}|strafblad|justitiële documentatie|gevangenisstraf|celstraf|taakstraf|werkstraf"
    r"|in (?:voorlopige )?hechtenis|huiselijk geweld|mishandel(?:ing|d)|zedendelict|aanranding|verkrachting|drugshandel|diefstal|inbraak|stalking|bedreiging|tbs|reclassering|ex-gedetineerde|gedetineerd|winkeldiefstal|hennepkwekerij|oplichting)(?!\p{L})"
)
_KIN: Final = Pattern(
    r"(?<!\p{L})(?:(?:de|mijn|onze|zijn|haar|uw|hun|een|twee)[ ])?(?:buurman|buurvrouw|buren|buurpand|buurmeisje|buurjongen|overbuurman|overbuurvrouw|bovenbuurman|bovenbuurvrouw|onderbuurman|onderbuurvrouw|benedenbuurman)(?!\p{L})"
    r"|(?<!\p{L})(?:mijn|zijn|haar|uw)[ ](?:ex-?)?(?:echtgenoot|echtgenote|man|vrouw|partner|vriend|vriendin|zoon|dochter|kind|kinderen|zoontje|dochtertje|vader|moeder|broer|zus|oma|opa|schoonmoeder|schoonvader|schoonzoon|schoondochter|neef|nicht|oom|tante|ex)(?!\p{L})"
)


class GezondheidRecogniser:
    """Words for illness and care in a sentence about a person."""

    name = "gezondheid"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for match in _ILLNESS.finditer(reading.lower):
            before, after = reading.before(match.start(), 90), reading.after(match.end(), 60)
            if not _PERSON_NEAR.search(before) and not _PERSON_NEAR.search(after):
                continue
            strong = _STRONG_ILLNESS.search(before[-40:] + match.group())
            yield Candidate(
                kind=Kind.GEZONDHEID, start=match.start(), end=match.end(), score=0.8 if strong else 0.6, recogniser=self.name,
                why="Woord over gezondheid in een zin over een persoon.",
            )  # fmt: skip


class StrafrechtelijkRecogniser:
    """Words for crime and punishment in a sentence about a person."""

    name = "strafrechtelijk"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for match in _CRIME.finditer(reading.lower):
            if _PERSON_NEAR.search(reading.before(match.start(), 90)) or _PERSON_NEAR.search(
                reading.after(match.end(), 60)
            ):
                yield Candidate(
                    kind=Kind.STRAFRECHTELIJK, start=match.start(), end=match.end(), score=0.65, recogniser=self.name,
                    why="Woord over strafbare feiten in een zin over een persoon.",
                )  # fmt: skip


class RelatieRecogniser:
    """Words that point at somebody beside a person or an address."""

    name = "relatie"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for match in _KIN.finditer(reading.lower):
            yield Candidate(
                kind=Kind.RELATIE, start=match.start(), end=match.end(), score=0.5, recogniser=self.name,
                why="Woord voor een buur of familielid; kan iemand aanwijzen in een dossier over een persoon of adres.",
            )  # fmt: skip


def word_recognisers() -> tuple[GezondheidRecogniser, StrafrechtelijkRecogniser, RelatieRecogniser]:
    """One of each, in a fixed order."""
    return (GezondheidRecogniser(), StrafrechtelijkRecogniser(), RelatieRecogniser())
