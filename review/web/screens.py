# SPDX-License-Identifier: EUPL-1.2
"""Pages from templates, with the words that stored values have on the screen."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from review.web.messages import MESSAGES
from review.web.sessions import token_of
from schemas.findings import Band, Kind
from schemas.woo import gronden

_AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
_WORDS: Final = {
    "to_review": "wacht op beoordeling",
    "in_review": "in behandeling",
    "second": "wacht op tweede beoordelaar",
    "question": "vraag open",
    "release": "wacht op vrijgave",
    "hold_until": "vastgehouden tot een datum",
    "reviewed": "beoordeeld",
    "approved": "goedgekeurd",
    "published": "gepubliceerd",
    "suspended": "opgeschort",
    "done": "afgerond",
    "blocked": "tegengehouden",
    "not_verified": "de controle achteraf gaf geen groen licht",
    "time_limit": "duurde te lang",
    "memory_limit": "vroeg te veel geheugen",
    "unsafe_object": "bevat iets dat niet veilig te verwijderen is",
    "metadata_incomplete": "metagegevens ontbreken",
    "in_hand": "eerder teruggetrokken of vervangen",
    "redact": "lakken",
    "keep": "laten staan",
    "ask": "voorgelegd",
    "decided": "besliste over een voorstel",
    "added": "voegde een verwijdering toe",
    "undone": "maakte iets ongedaan",
    "page_read": "las een pagina",
    "context_checked": "deed de contextcontrole",
    "noted": "maakte een opmerking",
    "redone": "deed iets opnieuw",
    "asked": "stelde een vraag",
    "answered": "beantwoordde een vraag",
    "revealed": "kreeg achtergehouden voorstellen te zien",
    "lease_broken": "nam het document over",
    "resumed": "hervatte",
    "finished": "rondde af",
    "returned": "gaf terug",
    "begin-eerder": "woord erbij, links",
    "begin-later": "woord eraf, links",
    "einde-eerder": "woord eraf, rechts",
    "einde-later": "woord erbij, rechts",
    "omhoog": "omhoog",
    "omlaag": "omlaag",
    "hoger": "hoger",
    "lager": "lager",
    "judged": "besloot over het geheel",
    "not_public": "niet openbaar",
    "already_public": "reeds openbaar",
}
_KINDS: Final = {kind.value: kind.value.replace("_", " ") for kind in Kind} | {
    "bsn": "BSN", "iban": "IBAN", "a_nummer": "A-nummer", "v_nummer": "V-nummer", "email": "e-mailadres", "mrz": "MRZ",
    "kvk_nummer": "KvK-nummer", "rsin": "RSIN", "btw_id": "btw-nummer", "ip_adres": "IP-adres",
    "mac_adres": "MAC-adres", "big_nummer": "BIG-nummer",
    "postcode_huisnummer": "postcode en huisnummer", "term": "eigen aanwijzing",
}  # fmt: skip
_MARKS: Final = {Band.ZEKER.value: "✓", Band.CONTROLEREN.value: "?", Band.TWIJFEL.value: "??"}
"""A sign beside each band, so that colour is never the only difference."""


def word(value: object) -> str:
    """A stored value in Dutch."""
    text = str(value)
    return _WORDS.get(text, text.replace("_", " "))


def _said(text: str) -> str:
    """A message of an error in Dutch; one that has no translation stays as it is."""
    return MESSAGES.get(text, text)


def _local(moment: datetime, dag: bool = False) -> str:
    """A time as people in the Netherlands read it."""
    return moment.astimezone(_AMSTERDAM).strftime("%d-%m-%Y %H:%M" if dag else "%H:%M")


def _hidden(token: str, seen: int) -> Markup:
    """Fields that every form carries: the secret of the session, and the last event that the page shows."""
    return Markup('<input type="hidden" name="token" value="{}"><input type="hidden" name="gezien" value="{}">').format(
        token, seen
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["woord"] = word
    environment.filters["melding"] = _said
    environment.filters["tijd"] = _local
    environment.globals["geheim"] = _hidden
    environment.filters["dag"] = lambda day: "" if day is None else f"{day:%d-%m-%Y}"
    environment.globals["grondnaam"] = {ground.value: details.korte_naam for ground, details in gronden().items()}
    environment.filters["soort"] = lambda kind: _KINDS.get(str(kind), str(kind))
    environment.filters["teken"] = lambda band: _MARKS[str(band)]
    environment.globals["gronden"] = tuple(
        (ground.value, details.korte_naam) for ground, details in sorted(gronden().items())
    )
    return environment


def screen(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the desk."""
    body = (
        _environment()
        .get_template(template)
        .render(token=token_of(request), actor=request.session.get("actor"), path=request.url.path, **values)
    )
    return HTMLResponse(body, status_code=status)
