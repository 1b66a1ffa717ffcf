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

_START_S = 20.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """A desk at an address."""

    address: str
    links: OneTimeLinks

    def link(self, id: str = "eerste", roles: frozenset[Role] = ALL) -> str:
        """A link that lets an account in once."""
        return f"{self.address}/aanmelden?sleutel={self.links.make(Account(id=id, roles=roles))}"


@contextmanager
def served(
    desk: Desk, options: Options | None = None, *, port: int = 0, provider: Provider | None = None
) -> Iterator[Served]:
    """Serve a desk from a thread for as long as this lasts; on a free port if none is given."""
    links = OneTimeLinks()
    app = make_app(desk, links, Options(held_back=0.0) if options is None else options, provider)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="desk", daemon=True)
        thread.start()
        end = time.monotonic() + _START_S
        try:
            while not server.started:
                assert thread.is_alive() and time.monotonic() < end, "the desk did not start"
                time.sleep(0.02)
            yield Served(address=f"http://127.0.0.1:{listening.getsockname()[1]}", links=links)
        finally:
            server.should_exit = True
            thread.join(_START_S)
