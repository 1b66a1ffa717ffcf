# SPDX-License-Identifier: EUPL-1.2
"""A desk that listens on this machine, for browsers and programs."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from review.accounts import OneTimeLinks
from review.ports import Desk
from review.roles import ALL, Account, Role
from review.web import Options, Provider, make_app


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """A desk at an address."""

    address: str
    links: OneTimeLinks

    def link(self, id: str = "eerste", roles: frozenset[Role] = ALL) -> str:
        """A link that lets an account in once."""
        return f"{self.address}/aanmelden?sleutel={self.links.make(Account(id=id, roles=roles))}"


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@contextmanager
def served(
    desk: Desk, options: Options | None = None, *, port: int | None = None, provider: Provider | None = None
) -> Iterator[Served]:
    """Serve a desk from a thread for as long as this lasts."""
    chosen, links = free_port() if port is None else port, OneTimeLinks()
    app = make_app(desk, links, Options(held_back=0.0) if options is None else options, provider)
    server = uvicorn.Server(uvicorn.Config(app, port=chosen, log_config=None, access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, name="desk")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server ended before it started"
            time.sleep(0.02)
        yield Served(address=f"http://127.0.0.1:{chosen}", links=links)
    finally:
        server.should_exit = True
        thread.join()
