# SPDX-License-Identifier: EUPL-1.2
"""The same for programs: JSON, with an ETag that says what was seen."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from review.acting import Acting
from review.events import first_break
from review.folding import unmet
from review.statistics import statistics
from review.web.sessions import acting, check_token


async def document(request: Request) -> Response:
    """State and counts of a document."""
    mine = acting(request)
    opened = await run_in_threadpool(mine.open, request.path_params["key"])
    state, shown = opened.state, opened.document
    told = {
        "id": shown.id, "key": shown.key, "state": shown.state, "pages": shown.pages, "revision": shown.revision,
        "open": len(state.open()), "read": len(state.read), "additions": len(state.additions),
        "questions": len(state.questions), "unmet": unmet(state, shown.pages), "last": state.last,
    }  # fmt: skip
    return JSONResponse(told, headers={"etag": f'"{state.last}"'})


async def proposals(request: Request) -> Response:
    """The proposals of a document, of one page if ``page`` (from 1) is given."""
    mine, page = acting(request), request.query_params.get("page", "")
    opened = await run_in_threadpool(mine.open, request.path_params["key"])
    told = [
        {
            "id": one.id, "kind": one.kind.value, "band": one.band.value, "ground": one.ground,
            "proposed": one.action.value, "text": one.text, "why": one.why, "person": one.person,
            "boxes": [[place + 1, box.x0, box.y0, box.x1, box.y1] for place, box in one.places],
            "decision": None if one.id not in opened.state.choices else opened.state.choices[one.id].kind.value,
        }
        for one in opened.state.findings.findings
        if not page.isdigit() or any(place + 1 == int(page) for place, _ in one.places)
    ]  # fmt: skip
    return JSONResponse(told, headers={"etag": f'"{opened.state.last}"'})


async def audit(request: Request) -> Response:
    """The chain of a document, as it can be checked and kept with the case; no text of the document is in it."""
    mine = acting(request)
    opened = await run_in_threadpool(mine.open, request.path_params["key"])
    return JSONResponse({"document": opened.document.id, "broken_at": first_break(opened.events), "events": [
        {
            "number": event.number, "moment": event.moment.isoformat(), "actor": event.actor,
            "kind": event.kind.value, "revision": event.revision, "policy": event.policy, "model": event.model,
            "act": event.act, "detail": dict(event.detail), "before": event.before, "digest": event.digest,
        }
        for event in opened.events
    ]})  # fmt: skip


async def lease(request: Request) -> Response:
    """Take or renew (PUT) or give back (DELETE) a document; 423 when somebody else has it."""
    check_token(request, request.headers.get("x-csrf-token", ""))
    mine = acting(request)
    status, told = await run_in_threadpool(_lease, mine, request.path_params["key"], request.method)
    return JSONResponse(told, status_code=status)


def _lease(mine: Acting, key: int, method: str) -> tuple[int, dict[str, str]]:
    mine.desk.document(key)
    if method == "DELETE":
        mine.desk.journal.let_go(key, mine.actor)
        return 200, {}
    held = mine.desk.journal.take(key, mine.actor, mine.desk.now())
    return 200 if held.actor == mine.actor else 423, {"holder": held.actor, "until": held.until.isoformat()}


async def numbers(request: Request) -> Response:
    """Statistics per ground, kind and week."""
    return JSONResponse((await run_in_threadpool(statistics, acting(request))).as_json())
