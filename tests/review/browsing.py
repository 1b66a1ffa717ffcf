# SPDX-License-Identifier: EUPL-1.2
"""A desk that is served, and people who use it in a real browser."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from flows.desk import HouseDesk
from review.accounts import OneTimeLinks
from review.roles import Account
from review.web import make_app
from review.web.app import Options

_START_S = 10.0
_SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


class Served:
    """A running desk."""

    def __init__(self, address: str, links: OneTimeLinks) -> None:
        self.address = address
        self._links = links

    def sign_in(self, context: BrowserContext, id: str) -> Page:
        """A page on which somebody is signed in and sees the worklist."""
        page = context.new_page()
        page.set_default_timeout(8000)
        page.goto(f"{self.address}/aanmelden?sleutel={self._links.make(Account(id=id))}")
        page.click("main button")
        page.wait_for_selector("h1:has-text('Werklijst')")
        return page


@contextmanager
def served(desk: HouseDesk, options: Options) -> Iterator[Served]:
    """The desk on a free port of this machine."""
    links = OneTimeLinks()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(make_app(desk, links, options), log_config=None, access_log=False, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        end = time.monotonic() + _START_S
        while not server.started:
            assert thread.is_alive() and time.monotonic() < end, "the desk did not start"
            time.sleep(0.02)
        try:
            yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", links)
        finally:
            server.should_exit = True
            thread.join(_START_S)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; a test that needs it is skipped, loudly, where it is absent."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("CHROMIUM ABSENT: the desk was not tried in a browser (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_SWITCHES)
        try:
            yield browser
        finally:
            browser.close()
