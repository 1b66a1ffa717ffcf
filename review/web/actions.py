# SPDX-License-Identifier: EUPL-1.2
"""What people do: every form is checked against its session and against what they had seen."""

import math
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from review.acting import Acting
from review.journal import Stale
from review.ports import Judgement
from review.web.sessions import acting, check_token
from schemas.errors import WrongUse
from schemas.review import DecisionKind


async def sign_out(request: Request) -> Response:
    """End the session."""
    check_token(request, str((await request.form()).get("token", "")))
    request.session.clear()
    return RedirectResponse("/aanmelden", status_code=303)


async def hold(request: Request) -> Response:
    """A sign of life: the document stays in hand."""
    check_token(request, str((await request.form()).get("token", "")))
    mine = acting(request)
    lease = await run_in_threadpool(mine.desk.journal.take, request.path_params["key"], mine.actor, mine.desk.now())
    return Response(status_code=204 if lease.actor == mine.actor else 423)


async def act(request: Request) -> Response:
    """One act on one page of a document; afterwards the page is shown again."""
    form: Mapping[str, Any] = await request.form()
    check_token(request, str(form.get("token", "")))
    mine, key = acting(request), request.path_params["key"]
    number = request.path_params["page"] - 1
    seen = _seen(request, form)
    to = await run_in_threadpool(_act, mine, request.path_params["act"], key, number, seen, form)
    return RedirectResponse(to, status_code=303)


def _seen(request: Request, form: Mapping[str, Any]) -> int:
    """Number of the last event that the page was made from; a program may say it in If-Match."""
    given = request.headers.get("if-match", "").strip('"') or str(form.get("gezien", ""))
    if not given.isdigit():
        raise Stale
    return int(given)


def _act(mine: Acting, act: str, key: int, number: int, seen: int, form: Mapping[str, Any]) -> str:
    here = f"/documenten/{key}/blad/{number + 1}"
    ground = str(form.get("grond", "")) or "5.1.2.e"
    match act:
        case "besluit":
            action = DecisionKind.REDACT if form.get("wat") == "lakken" else DecisionKind.KEEP
            mine.decide(key, seen, str(form.get("vondst", "")), action, str(form.get("grond", "")) or None)
            return f"{here}#{form.get('volgende') or 'voorstellen'}"
        case "alles-zeker":
            mine.accept_sure(key, seen, number)
        case "woord":
            start, end = _number(form, "start"), _number(form, "end")
            mine.add_text(key, seen, ((number, start, end),), ground)
        case "zoek":
            places = mine.desk.occurrences(key, str(form.get("tekst", "")))
            if not places:
                raise WrongUse("This text does not stand in the document.", advice="Look at how it is written there.")
            mine.add_text(key, seen, places, ground)
        case "vak":
            x0, y0, x1, y1 = (_points(form, name) for name in ("x0", "y0", "x1", "y1"))
            mine.add_box(key, seen, number, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), ground)
        case "gelezen":
            mine.read(key, seen, number)
            document = mine.desk.document(key)
            return f"/documenten/{key}/blad/{min(number + 2, document.pages)}#voorstellen"
        case "ongedaan":
            mine.undo(key, seen)
        case "context":
            mine.check_context(key, seen)
            return f"/documenten/{key}/afronden"
        case "klaar":
            mine.finish(key, seen)
            return "/"
        case "tweede-goed":
            mine.approve_second(key, seen)
            return "/"
        case "terug":
            mine.send_back(key, seen)
            return "/"
        case "oordeel":
            mine.judge(key, seen, _judgement(form))
            return "/"
        case _:
            raise WrongUse("There is no such act.")
    return f"{here}#voorstellen"


def _number(form: Mapping[str, Any], name: str) -> int:
    text = str(form.get(name, ""))
    if not text.isdigit():
        raise WrongUse("A number is missing in the form.")
    return int(text)


def _points(form: Mapping[str, Any], name: str) -> float:
    try:
        value = float(str(form.get(name, "")))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise WrongUse("The corner of a box is missing in the form.")
    return value


def _judgement(form: Mapping[str, Any]) -> Judgement:
    try:
        return Judgement(str(form.get("oordeel", "")))
    except ValueError:
        raise WrongUse("There is no such judgement.") from None
