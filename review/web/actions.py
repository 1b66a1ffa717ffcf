# SPDX-License-Identifier: EUPL-1.2
"""What people do: every form is checked against its session and against what they had seen."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from review.acting import Acting
from review.adjusting import Direction
from review.journal import Stale
from review.keys import STANDARD, Keys, keep_keys, keys_of
from review.ports import Judgement, Occurrence
from review.snapping import lines_of, words_under
from review.texts import LANGUAGES
from review.web.screens import LANGUAGE, screen
from review.web.sessions import acting, check_token
from schemas.errors import WrongUse
from schemas.geometry import Box
from schemas.review import DecisionKind

Form = Mapping[str, Any]
_YEAR_S: Final = 365 * 24 * 3600


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


async def let_go(request: Request) -> Response:
    """Put a document back for somebody else."""
    check_token(request, str((await request.form()).get("token", "")))
    mine = acting(request)
    await run_in_threadpool(mine.desk.journal.let_go, request.path_params["key"], mine.actor)
    return RedirectResponse("/", status_code=303)


async def choose_keys(request: Request) -> Response:
    """Other keys, or none of one sign, for who is signed in."""
    form: Form = await request.form()
    check_token(request, str(form.get("token", "")))
    mine = acting(request)
    given = {name: _word(form, name) for name in STANDARD if name in form}
    try:
        chosen = Keys() if form.get("standaard") else Keys(on=form.get("aan") == "ja", by_name=given)
    except WrongUse as wrong:
        now = await run_in_threadpool(keys_of, mine.desk.journal, mine.actor)
        return screen(request, "keys.html", status=400, keys=now, given=given, saved=False, wrong=wrong)
    await run_in_threadpool(keep_keys, mine.desk.journal, mine.actor, chosen)
    return RedirectResponse("/toetsen?bewaard=ja", status_code=303)


async def choose_language(request: Request) -> Response:
    """The other language, remembered in the browser; nobody need be signed in for it."""
    form: Form = await request.form()
    language, back = _word(form, "taal"), _word(form, "terug")
    if language not in LANGUAGES:
        raise WrongUse("There is no such language.")
    here = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = RedirectResponse(back if here else "/", status_code=303)
    answer.set_cookie(LANGUAGE, language, max_age=_YEAR_S, httponly=True, samesite="strict")
    return answer


async def act(request: Request) -> Response:
    """One act on one page of a document; afterwards the page is shown again."""
    form: Form = await request.form()
    check_token(request, str(form.get("token", "")))
    mine, key = acting(request), request.path_params["key"]
    number = request.path_params["page"] - 1
    does = _ACTS.get(request.path_params["act"])
    if does is None:
        raise WrongUse("There is no such act.")
    to = await run_in_threadpool(does, mine, key, number, seen_in(request, form), form)
    return RedirectResponse(to, status_code=303)


def seen_in(request: Request, form: Form) -> int:
    """Number of the last event that the page was made from; a program may say it in If-Match."""
    given = request.headers.get("if-match", "").strip('"') or str(form.get("gezien", ""))
    if not given.isdigit():
        raise Stale
    return int(given)


def _here(key: int, number: int, form: Form, place: str = "voorstellen") -> str:
    return f"/documenten/{key}/blad/{number + 1}#{form.get('volgende') or place}"


def _decide(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    action = DecisionKind.REDACT if form.get("wat") == "lakken" else DecisionKind.KEEP
    mine.decide(key, seen, _word(form, "vondst"), action, _word(form, "grond") or None)
    return _here(key, number, form)


def _adjust(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    try:
        direction = Direction(_word(form, "richting"))
    except ValueError:
        raise WrongUse("There is no such direction.") from None
    mine.adjust(key, seen, _word(form, "vondst"), direction)
    return _here(key, number, form, f"v-{_word(form, 'vondst')}")


def _accept_sure(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    mine.accept_sure(key, seen, number)
    return _here(key, number, form)


def _word_marked(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    start, end = _number(form, "start"), _number(form, "end")
    boxes = lines_of([one.box for one in mine.desk.words(key, number) if one.start < end and start < one.end])
    place = Occurrence(page=number, start=start, end=end, boxes=boxes)
    mine.add_text(key, seen, (place,) if boxes else (), _ground(form))
    return _here(key, number, form)


def _box_drawn(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    x0, y0, x1, y1 = (_points(form, name) for name in ("x0", "y0", "x1", "y1"))
    drawn = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    places = () if form.get("vrij") == "ja" else words_under(drawn, mine.desk.words(key, number), number)
    if places:
        mine.add_text(key, seen, places, _ground(form))
    else:
        mine.add_box(key, seen, number, (drawn.x0, drawn.y0, drawn.x1, drawn.y1), _ground(form))
    return _here(key, number, form)


def _remove(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    mine.remove_addition(key, seen, _number(form, "nummer"))
    return _here(key, number, form)


def _read(mine: Acting, key: int, number: int, seen: int, _: Form) -> str:
    mine.read(key, seen, number)
    return f"/documenten/{key}/blad/{min(number + 2, mine.desk.document(key).pages)}#voorstellen"


def _undo(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    mine.undo(key, seen)
    return _here(key, number, form)


def _redo(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    mine.redo(key, seen)
    return _here(key, number, form)


def _remark(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    question = form.get("soort") == "vraag"
    mine.remark(
        key, seen, _word(form, "tekst"), question=question, finding=_word(form, "vondst") or None, page=number,
        group=_word(form, "groep") if question else "",
    )  # fmt: skip
    return "/" if question else _here(key, number, form)


def _answer(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    mine.answer(key, seen, _number(form, "nummer"), _word(form, "tekst"))
    return _here(key, number, form)


def _context(mine: Acting, key: int, _: int, seen: int, __: Form) -> str:
    mine.check_context(key, seen)
    return f"/documenten/{key}/afronden"


def _finish(mine: Acting, key: int, _: int, seen: int, form: Form) -> str:
    mine.finish(key, seen, until=_day(form, "tot"), confirmation=_word(form, "bevestiging"))
    return f"/?klaar={key}"


def _approve_second(mine: Acting, key: int, _: int, seen: int, __: Form) -> str:
    mine.approve_second(key, seen)
    return f"/?klaar={key}"


def _release(mine: Acting, key: int, _: int, seen: int, __: Form) -> str:
    mine.release(key, seen)
    return f"/?klaar={key}"


def _send_back(mine: Acting, key: int, _: int, seen: int, __: Form) -> str:
    mine.send_back(key, seen)
    return "/"


def _judge(mine: Acting, key: int, _: int, seen: int, form: Form) -> str:
    try:
        judgement = Judgement(_word(form, "oordeel"))
    except ValueError:
        raise WrongUse("There is no such judgement.") from None
    mine.judge(key, seen, judgement, ground=_word(form, "grond"), link=_word(form, "adres"))
    return f"/?klaar={key}"


def _suspend(mine: Acting, key: int, _: int, seen: int, form: Form) -> str:
    mine.suspend(key, seen, _word(form, "reden"))
    return f"/documenten/{key}/afronden"


def _resume(mine: Acting, key: int, _: int, seen: int, __: Form) -> str:
    mine.resume(key, seen)
    return f"/documenten/{key}/afronden"


def _break_lease(mine: Acting, key: int, number: int, seen: int, form: Form) -> str:
    mine.break_lease(key, seen)
    return _here(key, number, form)


_ACTS: Final[dict[str, Callable[[Acting, int, int, int, Form], str]]] = {
    "besluit": _decide,
    "bijstellen": _adjust,
    "alles-zeker": _accept_sure,
    "woord": _word_marked,
    "vak": _box_drawn,
    "weghalen": _remove,
    "gelezen": _read,
    "ongedaan": _undo,
    "opnieuw": _redo,
    "opmerking": _remark,
    "antwoord": _answer,
    "context": _context,
    "klaar": _finish,
    "tweede-goed": _approve_second,
    "vrijgeven": _release,
    "terug": _send_back,
    "oordeel": _judge,
    "opschorten": _suspend,
    "hervatten": _resume,
    "overnemen": _break_lease,
}


def _word(form: Form, name: str) -> str:
    return str(form.get(name, "")).strip()


def _ground(form: Form) -> str:
    return _word(form, "grond") or "5.1.2.e"


def _day(form: Form, name: str) -> date | None:
    text = _word(form, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongUse("This is not a date.", advice="Write it as 2026-11-24.") from None


def _number(form: Form, name: str) -> int:
    text = _word(form, name)
    if not text.isdigit():
        raise WrongUse("A number is missing in the form.")
    return int(text)


def _points(form: Form, name: str) -> float:
    try:
        value = float(_word(form, name))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise WrongUse("A number is missing in the form.")
    return value
