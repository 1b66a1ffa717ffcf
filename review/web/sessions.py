# SPDX-License-Identifier: EUPL-1.2
"""Who a request is from, and whether a form was sent from our own page."""

import hmac
import secrets
from typing import Final

from starlette.requests import Request

from review.acting import Acting
from review.roles import Account, roles_of
from schemas.errors import LakstraatError

_ACTOR: Final = "actor"
_ROLES: Final = "roles"
_TOKEN: Final = "token"


class NotSignedIn(LakstraatError):
    """Nobody is signed in."""

    default_advice = "Sign in with the link that the desk printed when it started."

    def __init__(self) -> None:
        super().__init__("Nobody is signed in.")


class WrongToken(LakstraatError):
    """A form that did not come from the page it belongs to."""

    default_advice = "Open the page again and repeat what you did."

    def __init__(self) -> None:
        super().__init__("This form does not belong to your session.")


def begin(request: Request, account: Account) -> None:
    """Start a session."""
    request.session.clear()
    request.session[_ACTOR] = account.id
    request.session[_ROLES] = sorted(account.roles)
    request.session[_TOKEN] = secrets.token_urlsafe(24)


def account_of(request: Request) -> Account:
    """Who is signed in.

    Raises:
        NotSignedIn: nobody is.
    """
    actor = request.session.get(_ACTOR)
    if not isinstance(actor, str):
        raise NotSignedIn
    return Account(id=actor, roles=roles_of(request.session.get(_ROLES)))


def token_of(request: Request) -> str:
    """The secret that forms of this session carry."""
    return str(request.session.get(_TOKEN, ""))


def check_token(request: Request, given: str) -> None:
    """Let a form pass that carries the secret of its session.

    Raises:
        NotSignedIn, WrongToken: it does not.
    """
    account_of(request)
    if not hmac.compare_digest(token_of(request).encode(), given.encode()):
        raise WrongToken


def acting(request: Request) -> Acting:
    """The acts of who is signed in.

    Raises:
        NotSignedIn: nobody is.
    """
    state = request.app.state
    options = state.options
    return Acting(desk=state.desk, account=account_of(request), four_eyes=options.four_eyes, share=options.held_back)
