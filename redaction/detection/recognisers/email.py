# SPDX-License-Identifier: EUPL-1.2
"""Mail addresses, and which of them are shared mailboxes of an organisation."""

import re
from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from schemas.findings import Kind, Role

_ADDRESS: Final = Pattern(
    r"(?<![\w.+%-])(?P<local>[\p{L}\d][\p{L}\d.!#$%&'*+/=?^_{}~|-]{0,63})[ ]?(?:@|\(at\)|\[at\]|\(apenstaartje\))[ ]?\n?"
    r"(?P<domain>[\p{L}\d](?:[\p{L}\d-]{0,62})(?:[ ]?[.]\n?[\p{L}\d][\p{L}\d-]{0,62})*[.]\n?\p{L}{2,24})(?![\p{L}\d-])",
    ignore_case=True,
)
_SHARED: Final = frozenset(
    "info gemeente post postbus contact bezwaar bezwaren bezwaarschriften woo wob klacht klachten griffie raadsgriffie redactie"
    " pers persvoorlichting communicatie secretariaat bestuurssecretariaat bestuur college directie administratie facturen"
    " factuur crediteuren debiteuren financien inkoop hr hrm personeelszaken servicedesk helpdesk support service balie"
    " klantenservice klantcontact klantcontactcentrum kcc omgevingsvergunning vergunningen vergunning bouwen bouwtoezicht wmo"
    " jeugd jeugdzorg werk inkomen sociaal burgerzaken belastingen belasting handhaving toezicht melding meldingen milieu"
    " ruimte wonen verkeer evenementen subsidie subsidies archief privacy fg avg datalek security webmaster noreply"
    " reply no donotreply office sales mail algemeen receptie reserveren verhuur team afdeling juridische zaken juridisch"
    " stadsdeel wijk wijkteam wijkteams loket stadhuis gemeentehuis raad raadsleden fractie ondernemers parkeren"
    " bestemmingsplan bestemmingsplannen omgevingsplan omgevingsdienst omgevingswet planning ict beheer publiekszaken"
    " participatie inspraak zienswijze zienswijzen sollicitatie vacatures zorg griffier verzoek verzoeken documenten".split()
)
_FREE_MAIL: Final = Pattern(
    r"(?:^|\.)(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|ziggo|kpnmail|kpnplanet|planet|hetnet|xs4all|home"
    r"|upcmail|casema|chello|tele2|telfort|online|solcon|caiway|protonmail|proton|gmx|zonnet|wanadoo|quicknet|onsbrabantnet"
    r"|freedom|kabelnoord|glasnet)\.\p{L}{2,6}$"
)


class EmailRecogniser:
    """Every mail address; a shared mailbox gets the role of an organisation."""

    name = "email"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if "@" not in reading.text and "(at)" not in reading.lower and "[at]" not in reading.lower:
            return
        for match in _ADDRESS.finditer(reading.text):
            shared = is_shared_mailbox(match["local"], match["domain"])
            yield Candidate(
                kind=Kind.EMAIL, start=match.start(), end=match.end(), score=0.99, recogniser=self.name,
                role=Role.BEDRIJF if shared else Role.CONTACT,
                why="Groepspostbus van een organisatie." if shared else "E-mailadres dat naar een persoon wijst.",
            )  # fmt: skip


def is_shared_mailbox(local: str, domain: str) -> bool:
    """True for an address like ``info@`` or ``team-vergunningen@`` at a domain that is not for private mail."""
    parts = [part for part in re.split(r"[.\d_+-]+", local.lower()) if part]
    return bool(parts) and all(part in _SHARED for part in parts) and not _FREE_MAIL.search(domain.lower())
