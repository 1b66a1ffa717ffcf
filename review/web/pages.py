# SPDX-License-Identifier: EUPL-1.2
"""What people look at: the worklist, a page of a document, and the way to the end."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from review.accounts import TooManyAttempts
from review.acting import CONFIRMATION, Acting
from review.adjusting import Direction
from review.context import context_words
from review.dossier import counts
from review.events import first_break
from review.folding import changes, redoable, reviewed, undoable, unmet
from review.keys import keys_of
from review.likeness import Resemblance, seen_from
from review.opening import Opened
from review.ports import WORKABLE, DeskDocument, NoSuchDocument, Stand
from review.roles import Role
from review.statistics import statistics
from review.web.screens import screen
from review.web.sessions import acting, begin, check_token
from schemas.findings import Action, Band, Finding
from schemas.review import DecisionKind

_KEPT: Final = {"cache-control": "private, max-age=900"}
"""A page of a document does not change; the browser need not ask for it again after each decision."""
_CONTEXT_PAGES: Final = 60
_FAVOURITES: Final = ("5.1.2.e", "5.1.1.e", "5.1.1.d", "5.1.2.f", "5.1.1.c", "5.1.2.h", "5.1.2.i", "5.2", "5.1.5")
_SAYINGS: Final = (
    ("followed_redact", "gelakt"), ("dropped", "toch blijven staan"), ("followed_keep", "blijven staan"),
    ("redacted_after_all", "toch gelakt"),
)  # fmt: skip
"""Columns of the statistics: name of the text, and the stored word."""
_OPEN: Final = frozenset(Stand) - {Stand.DONE}
_PAGES_SHOWN: Final = 60
_NUMBERS: Final = 50
_ROWS: Final = 100
"""Documents on one part of the worklist."""


async def worklist(request: Request) -> Response:
    """The documents that wait, what is due first on top."""
    mine, asked = acting(request), request.query_params
    documents = await run_in_threadpool(mine.desk.documents)
    leases = await run_in_threadpool(mine.desk.journal.leases, mine.desk.now())
    stand, dossier, order = asked.get("stand", ""), asked.get("dossier", ""), asked.get("volgorde", "termijn")
    shown = [
        one
        for one in documents
        if (one.stand.value == stand if stand else one.stand in _OPEN) and (not dossier or one.dossier == dossier)
    ]
    shown.sort(key=_ORDERS.get(order, _ORDERS["termijn"]))
    newest: dict[str, int] = {}
    for one in documents:
        newest[one.id] = max(one.key, newest.get(one.id, 0))
    just = next((one for one in documents if asked.get("klaar") == str(one.key)), None)
    last = max(1, -(-len(shown) // _ROWS))
    number = min(max(1, int(asked.get("deel", "1")) if asked.get("deel", "1").isdigit() else 1), last)
    part = shown[(number - 1) * _ROWS : number * _ROWS]
    return screen(
        request, "worklist.html", rows=[(one, leases.get(one.key)) for one in part], now=mine.desk.now(),
        like=_like(mine, [one.key for one in part]),
        newer={one.key: newest[one.id] for one in part if newest[one.id] != one.key and one.stand in _OPEN},
        total=len(shown), first=(number - 1) * _ROWS + 1, part=number, parts=last,
        coordinator=mine.account.may(Role.COORDINATOR),
        stand=stand, dossier=dossier, order=order, just=just,
        counts=[(one, sum(document.stand is one for document in documents)) for one in Stand],
        dossiers=sorted({one.dossier for one in documents if one.dossier is not None}),
    )  # fmt: skip


def _like(mine: Acting, keys: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """How many documents are like each of these, and whether all of them have the same text."""
    found = {key: seen_from(group, key).values() for key, group in mine.desk.alike(keys).items()}
    return {key: (len(seen), all(one is Resemblance.SAME for one in seen)) for key, seen in found.items()}


_ORDERS: Final[dict[str, Callable[[DeskDocument], tuple[Any, ...]]]] = {
    "termijn": lambda one: (one.due is None, one.due, one.since),
    "risico": lambda one: (-one.doubtful, -one.proposals),
    "dossier": lambda one: (one.dossier is None, one.dossier or "", one.since),
}


async def next_document(request: Request) -> Response:
    """The first document of the worklist that nobody has in hand."""
    mine = acting(request)
    check_token(request, str((await request.form()).get("token", "")))
    documents = await run_in_threadpool(mine.desk.documents)
    leases = await run_in_threadpool(mine.desk.journal.leases, mine.desk.now())
    free = [
        one
        for one in documents
        if one.stand in WORKABLE and (one.key not in leases or leases[one.key].actor == mine.actor)
    ]
    first = min(free, key=_ORDERS["termijn"], default=None)
    return RedirectResponse("/" if first is None else f"/documenten/{first.key}/blad/1", status_code=303)


async def sign_in(request: Request) -> Response:
    """Come in by a link that works once. The link itself only shows a button: a preview of it uses nothing up."""
    oidc = request.app.state.provider is not None
    if request.method == "GET":
        secret = request.query_params.get("sleutel", "")
        return screen(request, "sign_in.html", secret=secret, wrong=False, oidc=oidc)
    form = await request.form()
    try:
        account = request.app.state.links.use(str(form.get("sleutel", "")), request.app.state.desk.now())
    except TooManyAttempts as error:
        return screen(request, "refused.html", status=429, error=error, missing=())
    if account is None:
        return screen(request, "sign_in.html", status=403, secret="", wrong=True, oidc=oidc)
    begin(request, account)
    return RedirectResponse("/", status_code=303)


async def intake(request: Request) -> Response:
    """What came in of each batch, what did not, and what to do about it."""
    batches = await run_in_threadpool(acting(request).desk.intake)
    return screen(request, "intake.html", batches=batches, most=_NUMBERS)


async def keys(request: Request) -> Response:
    """The keys of the desk, and the form in which somebody chooses others."""
    mine = acting(request)
    chosen = await run_in_threadpool(keys_of, mine.desk.journal, mine.actor)
    saved = bool(request.query_params.get("bewaard"))
    return screen(request, "keys.html", keys=chosen, given={}, saved=saved, wrong=None)


async def page(request: Request) -> Response:
    """One page of a document with its proposals."""
    mine, number = acting(request), request.path_params["page"] - 1
    return await run_in_threadpool(_page, request, mine, request.path_params["key"], number)


def _page(request: Request, mine: Acting, key: int, number: int) -> Response:
    opened = mine.open(key)
    document, state = opened.document, opened.state
    if not 0 <= number < document.pages:
        raise NoSuchDocument
    may, lease = mine.may_work(opened), mine.desk.journal.leases(mine.desk.now()).get(key)
    if may:
        lease = mine.desk.journal.take(key, mine.actor, mine.desk.now())
        may = lease.actor == mine.actor
    here = tuple(one for one in state.findings.findings if any(place == number for place, _ in one.places))
    here = tuple(sorted(here, key=lambda one: _reading_order(one, number)))
    same = counts(mine, opened, here)
    width, height = mine.desk.page_size(key, number)
    response = screen(
        request, "page.html", document=document, number=number, state=state, may=may, lease=lease, width=width,
        height=height, proposals=[_row(opened, one, number, same[one.id]) for one in here],
        added=[one for one in state.additions if one.page == number], remarks=mine.remarks(opened),
        pages=_page_list(opened, number, request.query_params.get("bladen", "")),
        bladen=request.query_params.get("bladen", ""),
        notes=mine.desk.notes(key), left=len(state.open()), undo=bool(undoable(opened.events, mine.actor)),
        redo=bool(redoable(opened.events, mine.actor)),
        sure=sum(
            one.band is Band.ZEKER and one.action is not Action.ASK and one.id not in state.choices
            for one in here if one.first_page == number
        ),
        view=request.query_params.get("beeld", "voorstel"), coordinator=mine.account.may(Role.COORDINATOR),
        directions=[one.value for one in Direction], favourites=_FAVOURITES,
        keys=keys_of(mine.desk.journal, mine.actor),
        like=_like(mine, [key]).get(key),
        taken=sum(one.taken_over for one in state.choices.values()),
        dropped=[one for one in state.dropped if one.first_page == number],
    )  # fmt: skip
    response.headers["etag"] = f'"{state.last}"'
    return response


def _page_list(opened: Opened, number: int, only: str) -> list[tuple[int, int, bool]]:
    """Pages for the list beside the page: number, open proposals, read. Of a long document those around this one."""
    open_on = Counter(one.first_page for one in opened.state.open())
    read, total = opened.state.read, opened.document.pages
    match only:
        case "open":
            chosen = sorted(open_on)
        case "ongelezen":
            chosen = [place for place in range(total) if place not in read]
        case _:
            chosen = list(range(total))
    if len(chosen) > _PAGES_SHOWN:
        middle = sum(place < number for place in chosen)
        first = max(0, min(middle - _PAGES_SHOWN // 2, len(chosen) - _PAGES_SHOWN))
        chosen = chosen[first : first + _PAGES_SHOWN]
    return [(place, open_on[place], place in read) for place in chosen]


def _reading_order(finding: Finding, page: int) -> tuple[float, float]:
    first = min((box.y0, box.x0) for place, box in finding.places if place == page)
    return round(first[0] / 6), first[1]


def _row(opened: Opened, finding: Finding, page: int, same: int) -> dict[str, object]:
    chosen = opened.state.choices.get(finding.id)
    kind = opened.state.decision(finding)
    look = "open" if chosen is None else ("weg" if kind is DecisionKind.REDACT else "blijft")
    spans = chosen.spans if chosen and chosen.spans is not None else finding.spans
    regions = chosen.boxes if chosen and chosen.boxes is not None else finding.regions
    boxes = [box for span in spans if span.page == page for box in span.boxes]
    return {
        "finding": finding,
        "chosen": chosen,
        "look": look,
        "ground": (chosen.ground if chosen and chosen.ground else finding.ground) or "5.1.2.e",
        "boxes": boxes + (list(regions) if finding.page == page else []),
        "same": same,
        "text": bool(finding.spans),
    }


async def picture(request: Request) -> Response:
    """A page as it came, as a picture: a PDF of others never reaches the browser."""
    mine, number = acting(request), request.path_params["page"] - 1
    data = await run_in_threadpool(mine.desk.page_picture, request.path_params["key"], number)
    return Response(data, media_type="image/png", headers=_KEPT)


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
        [
            {
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "box": [one.box.x0, one.box.y0, one.box.x1, one.box.y1],
            }
            for one in found
        ]
    )


async def finish(request: Request) -> Response:
    """What stands between a document and its end."""
    mine, key = acting(request), request.path_params["key"]

    def work() -> Response:
        opened = mine.open(key)
        decided = reviewed(opened.state)
        grounds = Counter(redaction.ground for redaction in decided.redactions)
        document, state = opened.document, opened.state
        return screen(
            request, "finish.html", document=document, state=state, mine=state.finished_by == mine.actor,
            missing=unmet(state, document.pages) if document.stand in WORKABLE else (), grounds=sorted(grounds.items()),
            total=len(decided.redactions), second_needed=mine.four_eyes or state.needs_second,
            may=mine.may_work(opened), account=mine.account, today=mine.desk.now().date(),
            changes=changes(state), confirmation=CONFIRMATION, reasons=mine.desk.suspensions,
            unread=[place + 1 for place in range(document.pages) if place not in state.read][:12],
            open_pages=sorted({one.first_page + 1 for one in state.open()})[:12],
            words=context_words(mine.desk, document) if document.pages <= _CONTEXT_PAGES else None,
            remarks=mine.remarks(opened),
        )  # fmt: skip

    return await run_in_threadpool(work)


async def history(request: Request) -> Response:
    """Everything that happened to a document at the desk, and whether the chain is whole."""
    mine = acting(request)
    opened = await run_in_threadpool(mine.open, request.path_params["key"])
    return screen(
        request, "history.html", document=opened.document, events=opened.events, broken=first_break(opened.events),
        reasons=mine.desk.suspensions,
        about={one.id: one for one in (*opened.state.findings.findings, *opened.state.dropped)},
    )  # fmt: skip


async def numbers(request: Request) -> Response:
    """Statistics per ground, kind and week; never per person."""
    mine = acting(request)
    counted = await run_in_threadpool(statistics, mine)
    states = await run_in_threadpool(mine.desk.states)
    return screen(request, "statistics.html", counted=counted, sayings=_SAYINGS, states=states)
