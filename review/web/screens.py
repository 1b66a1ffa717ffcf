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
    "omhoog": "omhoog", "omlaag": "omlaag", "hoger": "hoger", "lager": "lager",
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


_MESSAGES: Final = {
    "Your account does not have the role that this needs.": "Uw account heeft niet de rol die hiervoor nodig is.",
    "This document does not wait for a second person.": "Dit document wacht niet op een tweede beoordelaar.",
    "This document does not wait for release.": "Dit document wacht niet op vrijgave.",
    "This account has no role at the desk.": "Dit account heeft geen rol aan de desk.",
    "There is no word on that side, or nothing would be left.":
        "Aan die kant staat geen woord meer, of er blijft niets over.",
    "Choose keep instead.": "Kies dan voor laten staan.",
    "There is no text.": "Er is niets ingevuld.",
    "Write what you want to say.": "Schrijf wat u wilt zeggen.",
    "This reaches no document that can be changed.": "Dit bereikt geen document dat nu te wijzigen is.",
    "Look at the reasons in the list.": "Zie de redenen in de lijst.",
    "This text is too short.": "Deze tekst is te kort.",
    "Give at least two letters.": "Geef ten minste twee letters.",
    "Unknown Woo ground.": "Onbekende grond.",
    "Say where the document is public.": "Zeg waar het document al openbaar is.",
    "Give an address that starts with https://.": "Geef een adres dat met https:// begint.",
    "An official has a public office or mandate.": "Wie op de lijst staat, heeft een openbare functie of een mandaat.",
    "Say which, and where it is known from.": "Zeg welke, en waaruit dat blijkt.",
    "The box has no size or lies off the page.": "Het vak heeft geen maat of valt buiten de pagina.",
    "Draw it again.": "Teken het opnieuw.",
    "Somebody tries links.": "Te veel pogingen om aan te melden.",
    "Somebody else, or you in another window, changed this document in the meantime.":
        "Dit document is intussen veranderd, door iemand anders of door uzelf in een ander venster.",
    "Look at the document again and repeat what you did.": "Bekijk het document opnieuw en herhaal wat u deed.",
    "Somebody else has this document in hand.": "Een collega heeft dit document in handen.",
    "You can read it; decide when it is free again.": "U kunt het lezen; beslissen kan als het weer vrij is.",
    "The document cannot be finished yet.": "Het document kan nog niet worden afgerond.",
    "Do what is missing first.": "Doe eerst wat nog ontbreekt.",
    "This document or page is not on the desk.": "Dit document ligt niet op de desk.",
    "Go back to the worklist.": "Ga terug naar de werklijst.",
    "This text does not stand in the document.": "Deze tekst staat niet in het document.",
    "Look at how it is written there.": "Kijk hoe het daar geschreven is.",
    "A second person is somebody else than the first.": "De tweede beoordelaar is iemand anders dan de eerste.",
    "Ask a colleague.": "Vraag een collega.",
    "This form does not belong to your session.": "Dit formulier hoort niet bij uw sessie.",
    "Open the page again and repeat what you did.": "Open de pagina opnieuw en herhaal wat u deed.",
    "Too many attempts to sign in.": "Te veel pogingen om aan te melden.",
    "Wait a minute.": "Wacht een minuut.",
    "Nothing can be decided about this document now.": "Over dit document kan nu niets worden beslist.",
    "See where it is in the worklist.": "Zie de werklijst voor waar het is.",
}  # fmt: skip


def word(value: object) -> str:
    """A stored value in Dutch."""
    text = str(value)
    return _WORDS.get(text, text.replace("_", " "))


def _said(text: str) -> str:
    """A message of an error in Dutch; one that has no translation stays as it is."""
    return _MESSAGES.get(text, text)


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
