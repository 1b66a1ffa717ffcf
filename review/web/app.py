# SPDX-License-Identifier: EUPL-1.2
"""The application: addresses, sessions, headers, and what people see when something is refused."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.accounts import OneTimeLinks
from review.acting import NotYet
from review.journal import InHand, Stale
from review.ports import Desk, NoSuchDocument
from review.roles import NotYours
from review.web import actions, api, dossiers, pages
from review.web.oidc import NotAdmitted, Provider
from review.web.screens import bare_screen, screen
from review.web.searching import Searches
from review.web.sessions import NotSignedIn, WrongToken, begin
from schemas.errors import DocumentBlocked, LakstraatError, ServiceMissing
from schemas.events import log_event

_HERE: Final = Path(__file__).parent
_SESSION_S: Final = 8 * 3600
_HEADERS: Final = (
    (
        b"content-security-policy",
        b"default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self';"
        b" form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_PAGE: Final = "/documenten/{key:int}/blad/{page:int}"
_STATUS: Final[dict[type[LakstraatError], int]] = {
    Stale: 412, InHand: 423, NotYet: 409, NotYours: 403, NoSuchDocument: 404, WrongToken: 403, NotAdmitted: 403,
    DocumentBlocked: 409, ServiceMissing: 503,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """How the desk is set up.

    Attributes:
        hosts: names by which the desk is called; other names are refused.
        four_eyes: a second person must approve.
        held_back: part of the sure proposals that is shown only at the end.
        secure: sessions travel over HTTPS only.
    """

    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    four_eyes: bool = False
    held_back: float = 0.03
    secure: bool = False


def make_app(
    desk: Desk, links: OneTimeLinks, options: Options | None = None, provider: Provider | None = None
) -> Starlette:
    """The desk as an application.

    Args:
        desk: the documents and what can be done with them.
        links: how people get in on one machine.
        options: how it is set up.
        provider: how people get in where the house has an identity provider.
    """
    chosen = Options() if options is None else options
    # The same over restarts: who was signed in when the service stopped still is when it is back.
    secret = hmac.new(desk.secret, b"session", hashlib.sha256).hexdigest()
    searches = Searches()

    @asynccontextmanager
    async def open_as_long(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(searches.close)

    app = Starlette(
        routes=_routes(),
        lifespan=open_as_long,
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(chosen.hosts), www_redirect=False),
            Middleware(_Headers),
            Middleware(
                SessionMiddleware, secret_key=secret, session_cookie="lakstraat", max_age=_SESSION_S,
                # The provider sends people back from another site; a strict cookie would not come along.
                same_site="strict" if provider is None else "lax", https_only=chosen.secure,
            ),
        ],
        exception_handlers={
            NotSignedIn: _to_sign_in, LakstraatError: _refused, 404: _not_found, Exception: _broken,
        },
    )  # fmt: skip
    app.state.desk, app.state.links, app.state.options, app.state.provider = desk, links, chosen, provider
    app.state.searches = searches
    return app


def _routes() -> list[Route | Mount]:
    return [
        Route("/", pages.worklist),
        Route("/volgende", pages.next_document, methods=["POST"]),
        Route("/aanmelden", pages.sign_in, methods=["GET", "POST"]),
        Route("/aanmelden/begin", _begin_oidc),
        Route("/aanmelden/terug", _back_from_oidc),
        Route("/afmelden", actions.sign_out, methods=["POST"]),
        Route("/inname", pages.intake),
        Route("/toetsen", pages.keys),
        Route("/toetsen", actions.choose_keys, methods=["POST"]),
        Route("/taal", actions.choose_language, methods=["POST"]),
        Route("/opnieuw-zoeken", dossiers.search_again, methods=["POST"]),
        Route("/opnieuw-zoeken/{name}", dossiers.searched),
        Route("/cijfers", pages.numbers),
        Route("/lijsten", dossiers.lists),
        Route("/lijsten", dossiers.change_list, methods=["POST"]),
        Route("/handelingen/{act}", dossiers.done),
        Route("/handelingen/{act}/ongedaan", dossiers.undo, methods=["POST"]),
        Route(_PAGE, pages.page),
        Route(f"{_PAGE}/beeld.png", pages.picture),
        Route(f"{_PAGE}/openbaar.png", pages.public_picture),
        Route(f"{_PAGE}/woorden", pages.words),
        Route(_PAGE + "/{act}", actions.act, methods=["POST"]),
        Route("/documenten/{key:int}/bereik", dossiers.preview),
        Route("/documenten/{key:int}/bereik", dossiers.decide, methods=["POST"]),
        Route("/documenten/{key:int}/zoek", dossiers.preview, methods=["POST"]),
        Route("/documenten/{key:int}/gelijk", dossiers.alike),
        Route("/documenten/{key:int}/kopie", dossiers.copies),
        Route("/documenten/{key:int}/kopie", dossiers.copy, methods=["POST"]),
        Route("/documenten/{key:int}/afronden", pages.finish),
        Route("/documenten/{key:int}/verloop", pages.history),
        Route("/documenten/{key:int}/in-handen", actions.hold, methods=["POST"]),
        Route("/documenten/{key:int}/neerleggen", actions.let_go, methods=["POST"]),
        Route("/api/v1/documents/{key:int}", api.document),
        Route("/api/v1/documents/{key:int}/proposals", api.proposals),
        Route("/api/v1/documents/{key:int}/audit", api.audit),
        Route("/api/v1/documents/{key:int}/lease", api.lease, methods=["PUT", "DELETE"]),
        Route("/api/v1/statistics", api.numbers),
        Mount("/vast", StaticFiles(directory=_HERE / "static")),
    ]


class _Headers:
    """Adds the headers that keep a page from running or fetching anything of others, and from being kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message["headers"])
                if not any(name == b"cache-control" for name, _ in given):
                    given.append((b"cache-control", b"no-store"))
                message["headers"] = [*given, *_HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers)


async def _begin_oidc(request: Request) -> Response:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        return RedirectResponse("/aanmelden", status_code=303)
    to, kept = await run_in_threadpool(provider.way_in)
    request.session["oidc"] = kept
    return RedirectResponse(to, status_code=303)


async def _back_from_oidc(request: Request) -> Response:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        return RedirectResponse("/aanmelden", status_code=303)
    kept = request.session.pop("oidc", {})
    begin(request, await run_in_threadpool(provider.who, dict(request.query_params), kept))
    return RedirectResponse("/", status_code=303)


def _to_sign_in(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return _problem(401, error)
    return RedirectResponse("/aanmelden", status_code=303)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, LakstraatError)  # the table of handlers gives no other
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 400)
    if request.url.path.startswith("/api/"):
        return _problem(status, error)
    missing: Any = error.missing if isinstance(error, NotYet) else ()
    return screen(request, "refused.html", status=status, error=error, missing=missing)


def _problem(status: int, error: Exception) -> Response:
    told = {"status": status, "title": str(error), "detail": getattr(error, "advice", "")}
    return JSONResponse(told, status_code=status, media_type="application/problem+json")


def _not_found(request: Request, _: Exception) -> Response:
    return screen(request, "not_found.html", status=404)


def _broken(request: Request, error: Exception) -> Response:
    """What nobody foresaw: its name goes to the log, its text nowhere, for it may quote a document."""
    log_event("desk_failed", error=type(error).__name__)
    answer = bare_screen(request, "broken.html", status=500)
    for name, value in (*_HEADERS, (b"cache-control", b"no-store")):
        answer.headers[name.decode()] = value.decode()
    return answer
