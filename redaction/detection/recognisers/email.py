# SPDX-License-Identifier: EUPL-1.2
"""Mail addresses, and which of them are shared mailboxes of an organisation."""

import re
from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.gazetteer import Gazetteer
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.word_lists import word_set
from redaction.detection.word_features import compound
from schemas.findings import Kind, Role

_ADDRESS: Final = Pattern(
    r"(?<![\w.+%-])(?P<local>[\p{L}\d][\p{L}\p{M}\d.!#$%&'*+/=?^_{}~|-]{0,63})[ ]?(?:@|\(at\)|\[at\]"
    r"|\(apenstaartje\))[ ]?\n?"
    r"(?P<domain>[\p{L}\d](?:[\p{L}\d-]{0,62})(?:[ ]?[.]\n?[\p{L}\d][\p{L}\d-]{0,62})*[.]\n?\p{L}{2,24})(?![\p{L}\d-])",
    ignore_case=True,
)
_FREE_MAIL: Final = Pattern(
    r"(?:^|\.)(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|ziggo|kpnmail|kpnplanet|planet|hetnet"
    r"|xs4all|home"
    r"|upcmail|casema|chello|tele2|telfort|online|solcon|caiway|protonmail|proton|gmx|zonnet|wanadoo|quicknet"
    r"|onsbrabantnet"
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
            # ``bouwkunde@`` and ``slotboom@`` are alike: a plain word may be a surname, so a person decides.
            plain = not shared and _is_function(reading, match["local"], match["domain"])
            yield Candidate(
                kind=Kind.EMAIL, start=match.start(), end=match.end(), score=0.7 if plain else 0.99,
                recogniser=self.name, role=Role.BEDRIJF if shared else Role.CONTACT, doubtful=plain,
                why="Groepspostbus van een organisatie." if shared
                else "E-mailadres van gewone woorden: een postbus, of een achternaam die een woord is." if plain
                else "E-mailadres dat naar een persoon wijst.",
            )  # fmt: skip


def is_shared_mailbox(local: str, domain: str) -> bool:
    """True for an address like ``info@`` or ``team-vergunningen@`` at a domain that is not for private mail."""
    parts = [part for part in re.split(r"[.\d_+-]+", local.lower()) if part]
    return (
        bool(parts)
        and all(part in word_set("shared_mailboxes") for part in parts)
        and not _FREE_MAIL.search(domain.lower())
    )


def _is_plain_part(lists: Gazetteer, part: str) -> bool:
    return part in word_set("shared_mailboxes") or (len(part) > 3 and (part in lists.words or compound(lists, part)))


def _is_function(reading: Reading, local: str, domain: str) -> bool:
    """True where a mailbox outside private mail has plain words only (``bouwkunde@``) and no name in it."""
    parts = [part for part in re.split(r"[.\d_+-]+", local.lower()) if part]
    lists = reading.gazetteer
    return (
        bool(parts)
        and all(_is_plain_part(lists, part) for part in parts)
        and not any(lists.is_first(part) or lists.is_last(part) for part in parts)
        and not _FREE_MAIL.search(domain.lower())
    )
