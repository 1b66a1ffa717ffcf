# SPDX-License-Identifier: EUPL-1.2
"""Pages from templates, in the language of who looks, with the words that stored values have on the screen."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from review.texts import LANGUAGES, catalogue, chosen, message, pattern, word
from review.web.sessions import token_of
from schemas.findings import Band
from schemas.woo import gronden

LANGUAGE: Final = "taal"
"""Cookie and form field in which somebody's choice of language is kept."""
_AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
_MARKS: Final = {Band.ZEKER.value: "✓", Band.CONTROLEREN.value: "?", Band.TWIJFEL.value: "??"}
"""A sign beside each band, so that colour is never the only difference."""


def language_of(request: Request) -> str:
    """The language in which somebody reads the desk."""
    return chosen(request.cookies.get(LANGUAGE), request.headers.get("accept-language", ""))


def script_texts(language: str) -> Mapping[str, str]:
    """What the script of a document page says."""
    before = "script."
    return {
        name.removeprefix(before): text
        for name, text in catalogue(language).items()
        if name.startswith(before) and isinstance(text, str)
    }


def _local(moment: datetime, dag: bool = False) -> str:
    """A time as people in the Netherlands read it."""
    return moment.astimezone(_AMSTERDAM).strftime("%d-%m-%Y %H:%M" if dag else "%H:%M")


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d-%m-%Y}"


def _hidden(token: str, seen: int) -> Markup:
    """Fields that every form carries: the secret of the session, and the last event that the page shows."""
    return Markup('<input type="hidden" name="token" value="{}"><input type="hidden" name="gezien" value="{}">').format(
        token, seen
    )


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "woord": lambda value: word(language, "word", value),
        "soort": lambda kind: word(language, "kind", kind),
        "stand": lambda value: word(language, "state", value),
        "uitkomst": lambda value: word(language, "outcome", value),
        "melding": lambda text: message(language, text),
        "tijd": _local,
        "dag": _day,
        "teken": lambda band: _MARKS[str(band)],
    }
    names = {ground.value: details.korte_naam for ground, details in gronden().items()}
    environment.globals |= {
        # The texts are ours and may hold tags; what is filled in is escaped.
        "t": lambda text, /, **values: Markup(pattern(language, text, values.get("n"))).format(**values),
        "geheim": _hidden,
        "taal": language,
        "andere_taal": next(other for other in LANGUAGES if other != language),
        "script_texts": json.dumps(script_texts(language)),
        "grondnaam": names,
        "gronden": tuple(sorted(names.items())),
    }
    return environment


def screen(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the desk."""
    about = {
        "token": token_of(request),
        "actor": request.session.get("actor"),
        "path": request.url.path,
        "terug": _back(request),
    }
    return bare_screen(request, template, status=status, **about, **values)


def bare_screen(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page that needs no session: what broke may be the session itself."""
    language = language_of(request)
    body = _environment(language).get_template(template).render(**values)
    headers = {"content-language": language, "vary": "accept-language, cookie"}
    return HTMLResponse(body, status_code=status, headers=headers)


def _back(request: Request) -> str:
    """Where somebody is, to come back to after a choice of language; an answer to a form is no such place."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
