# SPDX-License-Identifier: EUPL-1.2
"""Small documents and sidecars for the archive tests, built by code."""

import io
from pathlib import Path

import pikepdf

from archive.folder import FolderSource
from archive.mdto.model import Informatieobject, Verwijzing
from archive.mdto.writer import NO_RESTRICTION, term, write_informatieobject
from archive.source import Offered
from schemas.documents import Identificatie

ENSCHEDE = Verwijzing(
    naam="gemeente Enschede", identificatie=Identificatie(kenmerk="gm0153", bron="TOOI register gemeenten compleet")
)


def pdf_bytes(*, user_password: str | None = None) -> bytes:
    """A PDF of one empty page."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        encryption = False if user_password is None else pikepdf.Encryption(owner="baas", user=user_password)
        pdf.save(target, encryption=encryption, deterministic_id=user_password is None)
    return target.getvalue()


def information(**changes: object) -> Informatieobject:
    """A plain informatieobject with some fields changed."""
    fields: dict[str, object] = {
        "identificaties": (Identificatie(kenmerk="Z2026-000147-D01", bron="Zaaksysteem"),),
        "naam": "Besluit op aanvraag",
        "waardering": term("Tijdelijk te bewaren", "Waarderingen", "V"),
        "archiefvormers": (ENSCHEDE,),
        "beperkingen": (NO_RESTRICTION,),
    }
    return Informatieobject(**{**fields, **changes})  # type: ignore[arg-type]


def offer(folder: Path, document: bytes, *sidecars: bytes) -> Offered:
    """The document as a folder source offers it, with sidecars beside it."""
    (folder / "stuk.pdf").write_bytes(document)
    names = ("stuk.pdf.mdto.xml", "stuk.bestand.mdto.xml", "stuk.mdto.xml")
    for name, content in zip(names, sidecars, strict=False):
        (folder / name).write_bytes(content)
    (offered,) = FolderSource(folder)
    return offered


def sidecar(**changes: object) -> bytes:
    """The plain informatieobject as a file."""
    return write_informatieobject(information(**changes))
