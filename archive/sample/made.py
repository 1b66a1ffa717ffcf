# SPDX-License-Identifier: EUPL-1.2
"""A sample document that is ready, with what its sidecar says."""

from dataclasses import dataclass
from typing import Final

from archive.sample.draft import Draft
from schemas.values.codes import Informatiecategorie

FOOTER: Final = "Postbus 20, 7500 AA Enschede  |  telefoon 14 053  |  www.enschede.nl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """One document.

    Attributes:
        kind: Dutch name of the document kind, as in the truth file.
        stem: file name without extension; it may hold a planted name.
        title: MDTO naam.
        data: the PDF.
        soort: classificatie in the municipality's own list.
        parts: the annexes, when this is the main document of a dossier.
    """

    kind: str
    stem: str
    title: str
    data: bytes
    draft: Draft
    category: Informatiecategorie
    soort: str
    omschrijving: str = ""
    trefwoorden: tuple[str, ...] = ()
    received: bool = False
    parts: tuple["Made", ...] = ()
