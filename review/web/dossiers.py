# SPDX-License-Identifier: EUPL-1.2
"""Decisions over more than one place: shown with their reach first, then taken, then undone as one; and the lists."""

from collections import Counter
from datetime import date
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from review.acting import Acting
from review.dossier import Plan, carry_out, plan_decision, plan_text, take_back
from review.journal import Stale
from review.likeness import seen_from
from review.lists import HOUSE, Entry, EntryKind
from review.opening import Opened
from review.passages import plan_copies
from review.ports import DeskDocument, NoSuchDocument
from review.roles import Role
from review.texts import sentence
from review.web.actions import Form, seen_in
from review.web.screens import screen
from review.web.searching import Search
from review.web.sessions import acting, check_token
from schemas.errors import WrongUse
from schemas.review import DecisionKind
from schemas.woo import parse_grond

_SHOWN: Final = 200
"""Documents that are listed one by one; the others are counted."""
_ACTIONS: Final = {"lakken": DecisionKind.REDACT, "blijft": DecisionKind.KEEP}


async def preview(request: Request) -> Response:
    """What a decision would reach, per document, before it is taken.

    A text that is looked for comes in a form: what people write must not stand in an address.
    """
    mine, given = acting(request), dict(request.query_params)
    given.pop("tekst", None)
    if request.method == "POST":
        form: Form = await request.form()
        check_token(request, str(form.get("token", "")))
        given = {name: str(value) for name, value in form.items() if name not in ("token", "gezien")}

    def work() -> Response:
        opened = mine.open(request.path_params["key"])
        plan = _plan(mine, opened, given)
        stays = [reach for reach in plan.reaches if reach.why_not]
        changes = [reach for reach in plan.reaches if not reach.why_not]
        return screen(
            request, "reach.html", document=opened.document, opened=opened, plan=plan, given=given,
            shown=(*stays, *changes[:_SHOWN]), more=len(changes[_SHOWN:]), subject=_subject(opened, given),
        )  # fmt: skip

    return await run_in_threadpool(work)


async def decide(request: Request) -> Response:
    """Take the decision that was shown."""
    form: Form = await request.form()
    check_token(request, str(form.get("token", "")))
    mine, given = acting(request), {name: str(value) for name, value in form.items()}

    def work() -> str:
        opened = mine.open(request.path_params["key"])
        if opened.state.last != seen_in(request, form):
            raise Stale
        return carry_out(mine, _plan(mine, opened, given))

    act = await run_in_threadpool(work)
    page = given.get("blad", "1")
    return RedirectResponse(f"/handelingen/{act}?document={request.path_params['key']}&blad={page}", status_code=303)


async def alike(request: Request) -> Response:
    """The documents that are like one, and what can be copied from and to them."""
    mine, key = acting(request), request.path_params["key"]

    def work() -> Response:
        opened = mine.open(key)
        group = mine.desk.alike([key]).get(key)
        seen = {} if group is None else seen_from(group, key)
        rows = [(one.document, seen[one.document.key]) for one in mine.desk.examined(list(seen))]
        decided = len(opened.state.choices) + len(opened.state.additions)
        may = mine.account.may(Role.BEOORDELAAR, Role.TWEEDE_BEOORDELAAR)
        return screen(request, "alike.html", document=opened.document, rows=rows, decided=decided, may=may)

    return await run_in_threadpool(work)


async def copies(request: Request) -> Response:
    """What copying decisions over identical passages would do, per document, before it is done."""
    mine, given = acting(request), dict(request.query_params)

    def work() -> Response:
        document, source, plan = _copies(mine, request.path_params["key"], given)
        return screen(request, "copies.html", document=document, source=source, plan=plan, given=given)

    return await run_in_threadpool(work)


async def copy(request: Request) -> Response:
    """Copy the decisions as was shown."""
    form: Form = await request.form()
    check_token(request, str(form.get("token", "")))
    mine, key = acting(request), request.path_params["key"]
    given = {name: str(value) for name, value in form.items()}

    def work() -> str:
        _, source, plan = _copies(mine, key, given)
        if source.state.last != seen_in(request, form):
            raise Stale
        return carry_out(mine, plan)

    return RedirectResponse(f"/handelingen/{await run_in_threadpool(work)}?document={key}&blad=1", status_code=303)


def _copies(mine: Acting, key: int, given: dict[str, str]) -> tuple[DeskDocument, Opened, Plan]:
    """From another document that is like this one to this one, or from this one to all that are like it."""
    group = mine.desk.alike([key]).get(key)
    others = () if group is None else tuple(one for one in group.documents if one != key)
    document = mine.desk.document(key)
    wanted = given.get("van", "")
    if not wanted:
        source = mine.open(key)
        return document, source, plan_copies(mine, source, others)
    if not wanted.isdigit() or int(wanted) not in others:
        raise NoSuchDocument
    source = mine.open(int(wanted))
    return document, source, plan_copies(mine, source, [key])


async def done(request: Request) -> Response:
    """What one act did, with a button that undoes it."""
    mine, act = acting(request), request.path_params["act"]

    def work() -> Response:
        events = mine.desk.journal.of_act(act)
        hits = Counter(event.document for event in events)
        documents = [(one.document, hits[one.document.key]) for one in mine.desk.examined(sorted(hits)[:_SHOWN])]
        return screen(request, "done.html", act=act, documents=documents, hits=len(events), reached=len(hits),
                      more=len(hits) - len(documents),
                      back=request.query_params, undone=None, left=())  # fmt: skip

    return await run_in_threadpool(work)


async def undo(request: Request) -> Response:
    """Undo one act in every document that it reached."""
    form = await request.form()
    check_token(request, str(form.get("token", "")))
    mine, act = acting(request), request.path_params["act"]

    def work() -> Response:
        undone, left = take_back(mine, act)
        return screen(
            request, "done.html", act=act, documents=(), hits=0, reached=0, more=0, back=form, undone=undone, left=left
        )

    return await run_in_threadpool(work)


async def lists(request: Request) -> Response:
    """The list of the house, or of a dossier."""
    mine = acting(request)
    scope = request.query_params.get("dossier") or HOUSE
    entries = await run_in_threadpool(mine.desk.entries, scope)
    return screen(request, "lists.html", scope=scope, house=scope == HOUSE, entries=entries,
                  may=_may_list(mine, scope))  # fmt: skip


async def change_list(request: Request) -> Response:
    """Add a line to a list, or take one out."""
    form: Form = await request.form()
    check_token(request, str(form.get("token", "")))
    mine = acting(request)
    scope = str(form.get("lijst", "")) or HOUSE
    if not _may_list(mine, scope):
        mine.account.must(Role.COORDINATOR)

    def work() -> None:
        entries = mine.desk.entries(scope)
        if form.get("weg"):
            gone = int(str(form["weg"]))
            new = tuple(entry for place, entry in enumerate(entries, start=1) if place != gone)
        else:
            new = (*entries, _entry(form))
        mine.desk.put_entries(scope, new, mine.actor)

    await run_in_threadpool(work)
    return RedirectResponse("/lijsten" if scope == HOUSE else f"/lijsten?dossier={scope}", status_code=303)


async def search_again(request: Request) -> Response:
    """Begin to search a document, or all of a dossier, again."""
    form: Form = await request.form()
    check_token(request, str(form.get("token", "")))
    mine = acting(request)
    mine.account.must(Role.COORDINATOR)
    documents = await run_in_threadpool(_asked, mine, form)
    name = request.app.state.searches.begin(mine, documents)
    return RedirectResponse(f"/opnieuw-zoeken/{name}", status_code=303)


async def searched(request: Request) -> Response:
    """How far a search is, and what came of it; what did not succeed stays as it is and is named."""
    acting(request).account.must(Role.COORDINATOR)
    search: Search = request.app.state.searches.get(request.path_params["name"])
    return screen(request, "searched.html", search=search, rows=tuple(search.done))


def _asked(mine: Acting, form: Form) -> tuple[DeskDocument, ...]:
    if str(form.get("document", "")).isdigit():
        return (mine.desk.document(int(str(form["document"]))),)
    dossier = str(form.get("dossier", ""))
    return tuple(one.document for one in mine.desk.examined(list(mine.desk.tallies(dossier)))) if dossier else ()


def _may_list(mine: Acting, scope: str) -> bool:
    """Lists of the house are the coordinator's; a dossier's are of whoever decides there too."""
    return mine.account.may(Role.COORDINATOR) or (scope != HOUSE and mine.account.may(Role.BEOORDELAAR))


def _entry(form: Form) -> Entry:
    text, kind = str(form.get("tekst", "")).strip(), EntryKind(str(form.get("soort", "")))
    if len(text) < 2:
        raise WrongUse("This text is too short.", advice="Give at least two letters.")
    about = str(form.get("functie", "")).strip()
    if kind is EntryKind.TERM:
        about = parse_grond(str(form.get("grond", ""))).value
    elif not about:
        raise WrongUse("An official has a public office or mandate.", advice="Say which, and where it is known from.")
    return Entry(
        kind=kind, text=text, about=about, source=str(form.get("bron", "")).strip(),
        since=_day(form, "vanaf"), until=_day(form, "tot"),
    )  # fmt: skip


def _day(form: Form, name: str) -> date | None:
    text = str(form.get(name, "")).strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongUse("This is not a date.", advice="Write it as 2026-11-24.") from None


def _plan(mine: Acting, opened: Opened, given: dict[str, str]) -> Plan:
    whole = given.get("bereik") == "dossier"
    ground = given.get("grond") or None
    if given.get("tekst"):
        return plan_text(mine, opened, given["tekst"], ground or "5.1.2.e", whole=whole)
    action = _ACTIONS.get(given.get("wat", ""))
    if action is None:
        raise WrongUse("There is no such act.")
    return plan_decision(mine, opened, opened.finding(given.get("vondst", "")), action, ground, whole=whole)


def _subject(opened: Opened, given: dict[str, str]) -> str:
    return given.get("tekst") or opened.finding(given.get("vondst", "")).text or sentence("finish.picture")
