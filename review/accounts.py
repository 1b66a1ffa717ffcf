# SPDX-License-Identifier: EUPL-1.2
"""How a local account gets in, on one machine: by a link that works once."""

import hmac
import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from review.roles import Account
from schemas.errors import LakstraatError

_WINDOW: Final = timedelta(minutes=1)
_ATTEMPTS: Final = 10


class TooManyAttempts(LakstraatError):
    """Somebody tries links."""

    default_advice = "Wait a minute."

    def __init__(self) -> None:
        super().__init__("Too many attempts to sign in.")


@dataclass(slots=True, eq=False)
class OneTimeLinks:
    """Links that let an account in, each once.

    Wrong attempts are counted, so that trying is no way in.
    """

    _links: dict[str, Account] = field(default_factory=dict, repr=False)
    _wrong: deque[datetime] = field(default_factory=deque)

    def make(self, account: Account) -> str:
        """A new secret for an account."""
        secret = secrets.token_urlsafe(24)
        self._links[secret] = account
        return secret

    def use(self, secret: str, now: datetime) -> Account | None:
        """The account behind a secret, which is worth nothing afterwards.

        Raises:
            TooManyAttempts: there were too many wrong ones in the last minute.
        """
        while self._wrong and now - self._wrong[0] > _WINDOW:
            self._wrong.popleft()
        if len(self._wrong) >= _ATTEMPTS:
            raise TooManyAttempts
        for known in self._links:
            if hmac.compare_digest(known.encode(), secret.encode()):
                return self._links.pop(known)
        self._wrong.append(now)
        return None
