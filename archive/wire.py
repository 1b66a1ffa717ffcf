# SPDX-License-Identifier: EUPL-1.2
"""Asks a service over HTTP: a few times where it is in trouble, and never for more bytes than may come."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

import httpx

ATTEMPTS: Final = 4

_Answer = TypeVar("_Answer")


class Trouble(Exception):
    """An attempt that failed in a way that may pass. Its text names the kind of trouble, never what was said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back; ``place`` is where a redirect leads, or nothing."""

    status: int
    content: bytes = field(repr=False)
    place: str = field(default="", repr=False)


def bounded(http: httpx.Client, request: httpx.Request, most: int) -> Answer:
    """Send a request and read its answer; reading stops when the body is longer than ``most``.

    A redirect is not followed.

    Raises:
        httpx.HTTPError: the service cannot be reached, or breaks off.
    """
    answer = http.send(request, stream=True, follow_redirects=False)
    try:
        parts, size = [], 0
        for part in answer.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > most:
                break
        place = answer.headers.get("Location", "") if answer.is_redirect else ""
        return Answer(status=answer.status_code, content=b"".join(parts), place=place)
    finally:
        answer.close()


class Patience:
    """Asks again after a pause, which doubles each time.

    Args:
        pause_s: seconds before the second attempt.
        between_s: seconds between any two questions, where a service needs them.
    """

    def __init__(self, pause_s: float, *, between_s: float = 0.0) -> None:
        self._pause_s = pause_s
        self._between_s = between_s
        self._not_before = 0.0

    def ask(self, once: Callable[[], _Answer]) -> _Answer:
        """The answer of the first attempt that has one.

        Raises:
            Trouble: that of the last attempt, or the name of the error of the connection.
        """
        pause, trouble = self._pause_s, Trouble()
        for _ in range(ATTEMPTS):
            time.sleep(max(0.0, self._not_before - time.monotonic()))
            self._not_before = time.monotonic() + self._between_s
            try:
                return once()
            except Trouble as found:
                trouble = found
            except httpx.HTTPError as error:
                trouble = Trouble(type(error).__name__)
            self._not_before = time.monotonic() + pause
            pause *= 2
        raise trouble from None
