# SPDX-License-Identifier: EUPL-1.2
"""The application: addresses, sessions, headers, and what people see when something is refused."""

import secrets
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.accounts import OneTimeLinks
from review.acting import NotYet, NotYours
from review.journal import InHand, Stale
from review.ports import Desk, NoSuchDocument
from review.web import actions, pages
from review.web.screens import screen
from review.web.sessions import NotSignedIn, WrongToken
from schemas.errors import LakstraatError

_HERE: Final = Path(__file__).parent
_SESSION_S: Final = 8 * 3600
_HEADERS: Final = (
    (
        b"content-security-policy",
        b"default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self';"
        b" form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


def make_app(
    desk: Desk, links: OneTimeLinks, *, hosts: tuple[str, ...] = ("127.0.0.1", "localhost"), four_eyes: bool = False
) -> Starlette:
    """The desk as an application.

    Args:
        desk: the documents and what can be done with them.
        links: how people get in.
        hosts: names by which the desk is called; other names are refused.
        four_eyes: a second person must approve.
    """
    app = Starlette(
        routes=[
            Route("/", pages.worklist),
            Route("/aanmelden", pages.sign_in, methods=["GET", "POST"]),
            Route("/afmelden", actions.sign_out, methods=["POST"]),
            Route("/toetsen", pages.keys),
            Route("/documenten/{key:int}/blad/{page:int}", pages.page),
            Route("/documenten/{key:int}/blad/{page:int}/beeld.png", pages.picture),
            Route("/documenten/{key:int}/blad/{page:int}/openbaar.png", pages.public_picture),
            Route("/documenten/{key:int}/blad/{page:int}/woorden", pages.words),
            Route("/documenten/{key:int}/blad/{page:int}/{act}", actions.act, methods=["POST"]),
            Route("/documenten/{key:int}/afronden", pages.finish),
            Route("/documenten/{key:int}/verloop", pages.history),
            Route("/documenten/{key:int}/in-handen", actions.hold, methods=["POST"]),
            Mount("/vast", StaticFiles(directory=_HERE / "static")),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(_Headers),
            Middleware(
                SessionMiddleware, secret_key=secrets.token_hex(32), session_cookie="lakstraat", same_site="strict",
                max_age=_SESSION_S,
            ),
        ],
        exception_handlers={
            NotSignedIn: _to_sign_in,
            LakstraatError: _refused,
            404: _not_found,
        },
    )  # fmt: skip
    app.state.desk, app.state.links, app.state.four_eyes = desk, links, four_eyes
    return app


class _Headers:
    """Adds the headers that keep a page from running or fetching anything of others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers)


def _to_sign_in(_: Request, __: Exception) -> Response:
    return RedirectResponse("/aanmelden", status_code=303)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, LakstraatError)  # the table of handlers gives no other
    status = {Stale: 412, InHand: 423, NotYet: 409, NotYours: 403, NoSuchDocument: 404, WrongToken: 403}.get(
        type(error), 400
    )
    missing: Any = error.missing if isinstance(error, NotYet) else ()
    return screen(request, "refused.html", status=status, error=error, missing=missing)


def _not_found(_: Request, __: Exception) -> Response:
    return HTMLResponse(
        '<!DOCTYPE html><html lang="nl"><title>Niet gevonden</title><h1>Deze pagina is er niet</h1>'
        '<p><a href="/">Naar de werklijst</a></p></html>',
        status_code=404,
    )
