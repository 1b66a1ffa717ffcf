# SPDX-License-Identifier: EUPL-1.2
"""What every reason for which a document stops means, and what to do about it; for the command line and the desk."""

from dataclasses import dataclass
from typing import Final

from schemas.errors import BlockReason, RefusalReason


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """A reason in words, English for the command line and Dutch for the desk."""

    means: str
    to_do: str
    betekenis: str
    te_doen: str


def explained(reason: str) -> Explained:
    """The words for a stored reason; what is not a code is the class of an error that nobody foresaw."""
    return _EXPLAINED.get(reason, _UNFORESEEN)


def _words(means: str, to_do: str, betekenis: str, te_doen: str) -> Explained:
    return Explained(means=means, to_do=to_do, betekenis=betekenis, te_doen=te_doen)


_REFUSALS: Final = {
    RefusalReason.ENCRYPTED: _words(
        "encrypted with a certificate or rights management",
        "Ask the owner for a version without protection and offer it again.",
        "Versleuteld met een certificaat of rechtenbeheer",
        "Vraag de eigenaar om een versie zonder beveiliging en bied die opnieuw aan.",
    ),
    RefusalReason.PASSWORD_NEEDED: _words(
        "opens only with a password",
        "Ask the owner for a version without a password and offer it again.",
        "Gaat alleen open met een wachtwoord",
        "Vraag de eigenaar om een versie zonder wachtwoord en bied die opnieuw aan.",
    ),
    RefusalReason.DAMAGED: _words(
        "damaged, does not open",
        "Have it exported again from the system it came from.",
        "Beschadigd; het document gaat niet open",
        "Laat het opnieuw exporteren uit het systeem waar het vandaan komt.",
    ),
    RefusalReason.UNSUPPORTED_FORMAT: _words(
        "a format that cannot be made into a PDF here",
        "Save it as PDF in the program it was made with; `lakstraat doctor` tells whether LibreOffice is missing.",
        "Een bestandsformaat waarvan hier geen PDF te maken is",
        "Sla het in het programma van herkomst op als PDF en bied die aan.",
    ),
    RefusalReason.EMPTY: _words(
        "empty (0 bytes)",
        "Have it exported again, or remove it from the archive.",
        "Leeg bestand (0 bytes)",
        "Laat het opnieuw exporteren, of haal het uit het archief.",
    ),
    RefusalReason.TOO_LARGE: _words(
        "larger than the limit",
        "Split it, or raise limits.document_mib in the settings.",
        "Groter dan toegestaan",
        "Splits het document, of laat de beheerder de grens verhogen (limits.document_mib).",
    ),
    RefusalReason.SIDECAR_BROKEN: _words(
        "its MDTO file cannot be read",
        "Have the metadata exported again and put it beside the document.",
        "Het MDTO-bestand ernaast is onleesbaar of ongeldig",
        "Laat de metagegevens opnieuw exporteren.",
    ),
    RefusalReason.SIDECAR_CONTRADICTS: _words(
        "its MDTO file contradicts the document",
        "Compare checksum, size and name in the sidecar with the file; mend the one that is wrong.",
        "Het MDTO-bestand spreekt het document tegen",
        "Vergelijk controlegetal, omvang en naam met het bestand en herstel wat fout is.",
    ),
    RefusalReason.NOT_FOR_PUBLICATION: _words(
        "the archive says that it may not become public (yet)",
        "Nothing, unless the restriction in the archive is wrong or has ended.",
        "Volgens het archief mag het (nog) niet openbaar worden",
        "Niets, tenzij de beperking in het archief niet klopt of is afgelopen.",
    ),
}
_BLOCKS: Final = {
    BlockReason.NOT_ANALYSED: _words(
        "a part could not be searched",
        "Ask for another rendition, or handle it by hand.",
        "Een deel kon niet worden doorzocht",
        "Vraag om een andere versie, of behandel het met de hand.",
    ),
    BlockReason.NO_TEXT_LAYER: _words(
        "scanned pages without readable text",
        "Install tesseract with Dutch (`lakstraat doctor`) and resume; a page that stays unread goes by hand.",
        "Gescande pagina's zonder leesbare tekst",
        "Laat tekstherkenning installeren en hervat de partij; wat dan onleesbaar blijft, gaat met de hand.",
    ),
    BlockReason.UNKNOWN_CHARACTERS: _words(
        "characters whose meaning is not known",
        "Ask for an export with embedded fonts, or a scan.",
        "Tekens waarvan de betekenis niet bekend is",
        "Vraag om een export met ingesloten lettertypen, of om een scan.",
    ),
    BlockReason.RECOGNITION_UNCERTAIN: _words(
        "text recognition is too uncertain",
        "Ask for a better scan (300 dpi), or read it at the desk.",
        "De tekstherkenning is te onzeker",
        "Vraag om een betere scan (300 dpi), of lees het document zelf.",
    ),
    BlockReason.UNSAFE_OBJECT: _words(
        "an object that cannot be handled safely",
        "Print it to a new PDF in the program it came from.",
        "Bevat een onderdeel dat niet veilig te verwerken is",
        "Druk het in het programma van herkomst af naar een nieuwe PDF.",
    ),
    BlockReason.IMAGE_NOT_DECODABLE: _words(
        "a picture that cannot be decoded",
        "Print it to a new PDF, or scan it again.",
        "Een afbeelding die niet te lezen is",
        "Druk het af naar een nieuwe PDF, of scan het opnieuw.",
    ),
    BlockReason.FORM_XFA: _words(
        "an XFA form, whose text is not on the page",
        "Print the filled-in form to PDF in Adobe Reader.",
        "Een XFA-formulier; de tekst staat niet op de pagina",
        "Druk het ingevulde formulier in Adobe Reader af naar PDF.",
    ),
    BlockReason.PORTFOLIO: _words(
        "a PDF portfolio that holds other files",
        "Take the files out and offer them one by one.",
        "Een PDF-portfolio met andere bestanden erin",
        "Haal de bestanden eruit en bied ze afzonderlijk aan.",
    ),
    BlockReason.LAYERS_DIFFER: _words(
        "layers that show different texts",
        "Print it to PDF as it should be seen.",
        "Lagen die verschillende teksten tonen",
        "Druk het af naar PDF zoals het gezien moet worden.",
    ),
    BlockReason.TIME_LIMIT: _words(
        "took longer than the limit",
        "Resume at a quieter time, split it, or raise limits.seconds in the settings.",
        "Duurde langer dan toegestaan",
        "Hervat op een rustiger moment, of splits het document.",
    ),
    BlockReason.MEMORY_LIMIT: _words(
        "needed more memory than the limit",
        "Split it, or raise limits.memory_mib in the settings.",
        "Had meer geheugen nodig dan toegestaan",
        "Splits het document.",
    ),
    BlockReason.SIZE_LIMIT: _words(
        "unpacks to more than the limit",
        "Split it, or ask for a simpler export.",
        "Wordt bij het uitpakken groter dan toegestaan",
        "Splits het document, of vraag om een eenvoudiger export.",
    ),
    BlockReason.WORKER_CRASHED: _words(
        "brought down the process that read it",
        "Ask for another rendition; report the document's identifier.",
        "Het programma dat het las is erop vastgelopen",
        "Vraag om een andere versie en meld het kenmerk van het document.",
    ),
    BlockReason.ENGINES_DISAGREE: _words(
        "programs read different texts in it",
        "Print it to a new PDF, or handle it by hand.",
        "Verschillende programma's lezen er andere tekst in",
        "Druk het af naar een nieuwe PDF, of behandel het met de hand.",
    ),
    BlockReason.NOT_VERIFIED: _words(
        "the gate did not pass the redacted version",
        "Open it at the desk, look at the marked places and decide again.",
        "De controle liet de gelakte versie niet door",
        "Open het aan de desk, bekijk de gemarkeerde plaatsen en beslis opnieuw.",
    ),
    BlockReason.POLICY_UNKNOWN: _words(
        "the policy has no rule for what was found",
        "Add the rule to the policy file and resume.",
        "Het beleid heeft geen regel voor wat is gevonden",
        "Vul het beleidsbestand aan en hervat de partij.",
    ),
    BlockReason.METADATA_INCOMPLETE: _words(
        "metadata that a publication needs is missing",
        "Complete the MDTO file, give --category, or add or correct a rule for categories in the settings.",
        "Er ontbreken metagegevens die voor publicatie nodig zijn",
        "Vul de metagegevens in het archief aan, of geef de informatiecategorie met een regel in de instellingen.",
    ),
    BlockReason.METADATA_HOLDS_PERSONAL_DATA: _words(
        "the metadata itself holds personal data",
        "Change title or description in the archive and offer it again.",
        "In de metagegevens zelf staan persoonsgegevens",
        "Pas titel of omschrijving in het archief aan en bied het opnieuw aan.",
    ),
}
_UNFORESEEN: Final = _words(
    "a step broke in a way that nobody foresaw",
    "`lakstraat batch resume ID` tries again; report the name of the error when it stays.",
    "Een stap is onverwacht gestopt",
    "Hervat de partij; meld de naam van de fout als het zo blijft.",
)
_EXPLAINED: Final[dict[str, Explained]] = {
    **{reason.value: words for reason, words in _REFUSALS.items()},
    **{reason.value: words for reason, words in _BLOCKS.items()},
    "gone_from_archive": _words(
        "the archive no longer has it",
        "Nothing if it was taken away on purpose; otherwise put it back and resume.",
        "Het archief heeft het niet meer",
        "Niets als het met opzet is weggehaald; zet het anders terug en hervat de partij.",
    ),
    "ServiceMissing": _words(
        "the archive or a service did not give what was asked",
        "Check that it is reachable and resume the batch: lakstraat batch resume ID.",
        "Het archief of een dienst gaf niet wat werd gevraagd",
        "Controleer of het bereikbaar is en hervat de partij.",
    ),
    "WrongUse": _words(
        "the archive refuses access, or a setting is not possible",
        "Check credentials and settings with `lakstraat doctor` and resume.",
        "Het archief weigert toegang, of een instelling klopt niet",
        "Laat de beheerder toegang en instellingen controleren en hervat de partij.",
    ),
    "PublicationFailed": _words(
        "the place of publication did not take it",
        "Resume the batch when the place is back.",
        "De plaats van publicatie nam het niet aan",
        "Hervat de partij als die weer bereikbaar is.",
    ),
}
