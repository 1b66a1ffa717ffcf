# SPDX-License-Identifier: EUPL-1.2
"""What people look at: the worklist, a page of a document, and the way to the end."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from review.accounts import TooManyAttempts
from review.acting import Acting, Opened
from review.events import first_break
from review.folding import reviewed, undoable, unmet
from review.ports import NoSuchDocument, Stand
from review.web.screens import screen
from review.web.sessions import acting, begin
from schemas.findings import Band, Finding
from schemas.geometry import Box
from schemas.review import DecisionKind


async def worklist(request: Request) -> Response:
    """The documents that wait, the longest waiting first."""
    mine = acting(request)
    documents = await run_in_threadpool(mine.desk.documents)
    leases = await run_in_threadpool(mine.desk.journal.leases, mine.desk.now())
    rows = [(document, leases.get(document.key)) for document in documents]
    return screen(request, "worklist.html", rows=rows, today=mine.desk.now())


async def sign_in(request: Request) -> Response:
    """Come in by a link that works once. The link itself only shows a button: a preview of it uses nothing up."""
    if request.method == "GET":
        return screen(request, "sign_in.html", secret=request.query_params.get("sleutel", ""), wrong=False)
    form = await request.form()
    try:
        account = request.app.state.links.use(str(form.get("sleutel", "")), request.app.state.desk.now())
    except TooManyAttempts as error:
        return screen(request, "refused.html", status=429, error=error, missing=())
    if account is None:
        return screen(request, "sign_in.html", status=403, secret="", wrong=True)
    begin(request, account.id)
    return RedirectResponse("/", status_code=303)


async def keys(request: Request) -> Response:
    """The keys of the desk."""
    acting(request)
    return screen(request, "keys.html")


async def page(request: Request) -> Response:
    """One page of a document with its proposals."""
    mine, number = acting(request), request.path_params["page"] - 1
    return await run_in_threadpool(_page, request, mine, request.path_params["key"], number)


def _page(request: Request, mine: Acting, key: int, number: int) -> Response:
    opened = mine.open(key)
    document = opened.document
    if not 0 <= number < document.pages:
        raise NoSuchDocument
    lease = mine.desk.journal.take(key, mine.actor, mine.desk.now())
    may = lease.actor == mine.actor and document.stand in (Stand.TO_REVIEW, Stand.IN_REVIEW)
    state = opened.state
    here = [one for one in state.findings.findings if any(place == number for place, _ in one.places)]
    width, height = mine.desk.page_size(key, number)
    return screen(
        request, "page.html", document=document, number=number, state=state, may=may, lease=lease, width=width,
        height=height, proposals=[_row(opened, one, number) for one in here],
        added=[(one, _boxes_of(mine, key, one)) for one in state.additions if one.page == number],
        pages=[(place, len(state.open(place)), place in state.read) for place in range(document.pages)],
        notes=mine.desk.notes(key), left=len(state.open()), undo=undoable(opened.events, mine.actor) is not None,
        sure=sum(one.band is Band.ZEKER and one.id not in state.choices for one in here),
        view=request.query_params.get("beeld", "voorstel"),
    )  # fmt: skip


def _row(opened: Opened, finding: Finding, page: int) -> dict[str, object]:
    chosen = opened.state.choices.get(finding.id)
    kind = opened.state.decision(finding)
    look = "open" if chosen is None else ("weg" if kind is DecisionKind.REDACT else "blijft")
    same = sum(
        1 for other in opened.state.findings.findings if finding.person is not None and other.person == finding.person
    )
    return {
        "finding": finding,
        "chosen": chosen,
        "look": look,
        "ground": (chosen.ground if chosen and chosen.ground else finding.ground) or "5.1.2.e",
        "boxes": [box for place, box in finding.places if place == page],
        "same": same,
    }


def _boxes_of(mine: Acting, key: int, added: object) -> list[Box]:
    boxes: tuple[Box, ...] = getattr(added, "boxes", ())
    if boxes:
        return list(boxes)
    start, end, number = getattr(added, "start", 0), getattr(added, "end", 0), getattr(added, "page", 0)
    return [word.box for word in mine.desk.words(key, number) if word.start < end and start < word.end]


async def picture(request: Request) -> Response:
    """A page as it came, as a picture: a PDF of others never reaches the browser."""
    mine, number = acting(request), request.path_params["page"] - 1
    data = await run_in_threadpool(mine.desk.page_picture, request.path_params["key"], number)
    return Response(data, media_type="image/png")


async def public_picture(request: Request) -> Response:
    """A page as the public will see it, made by the removal itself."""
    mine, key = acting(request), request.path_params["key"]
    number = request.path_params["page"] - 1
    opened = await run_in_threadpool(mine.open, key)
    data = await run_in_threadpool(mine.desk.public_picture, key, number, reviewed(opened.state))
    return Response(data, media_type="image/png")


async def words(request: Request) -> Response:
    """The words of a page with their places, for the word cursor."""
    mine, number = acting(request), request.path_params["page"] - 1
    found = await run_in_threadpool(mine.desk.words, request.path_params["key"], number)
    return JSONResponse(
        [{"start": one.start, "end": one.end, "box": [one.box.x0, one.box.y0, one.box.x1, one.box.y1]} for one in found]
    )


async def finish(request: Request) -> Response:
    """What stands between a document and its end."""
    mine, key = acting(request), request.path_params["key"]
    opened = await run_in_threadpool(mine.open, key)
    decided = reviewed(opened.state)
    grounds: dict[str, int] = {}
    for redaction in decided.redactions:
        grounds[redaction.ground] = grounds.get(redaction.ground, 0) + 1
    document, state = opened.document, opened.state
    second = document.stand is Stand.SECOND
    return screen(
        request, "finish.html", document=document, state=state, second=second, mine=state.finished_by == mine.actor,
        missing=() if second else unmet(state, document.pages), grounds=sorted(grounds.items()),
        total=len(decided.redactions), four_eyes=mine.four_eyes,
        people=sum(choice.actor == mine.actor for choice in state.choices.values()), number=0,
    )  # fmt: skip


async def history(request: Request) -> Response:
    """Everything that happened to a document at the desk, and whether the chain is whole."""
    mine = acting(request)
    opened = await run_in_threadpool(mine.open, request.path_params["key"])
    return screen(
        request, "history.html", document=opened.document, events=opened.events, broken=first_break(opened.events)
    )
