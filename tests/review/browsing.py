# SPDX-License-Identifier: EUPL-1.2
"""People who use a desk in a real browser."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.review.serving import Served

_SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def window(browser: Browser, *, locale: str = "nl-NL", **options: Any) -> BrowserContext:
    """A browser window of somebody's own, in Dutch unless another language is asked for."""
    return browser.new_context(locale=locale, **options)


def sign_in(desk: Served, context: BrowserContext, id: str) -> Page:
    """A page on which somebody is signed in and sees the worklist."""
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(desk.link(id))
    page.click("main button")
    page.wait_for_selector(".filter select[name=stand]")
    return page


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
