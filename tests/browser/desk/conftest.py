"""The desk in a real browser: a server with a seeded town, and Chromium."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from intake.app import create_app
from tests.integration.desk.town import Town, copy_of, found, settle_in


@dataclass(frozen=True, slots=True)
class Site:
    """A running desk."""

    town: Town
    address: str


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        """Say nothing: a test's output is its own."""


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    running = launch()
    yield running
    running.close()


@pytest.fixture(scope="session")
def _settled(tmp_path_factory: pytest.TempPathFactory) -> Town:
    town = settle_in(found(tmp_path_factory.mktemp("town")))
    town.services.store.close()
    return town


@pytest.fixture
def site(_settled: Town, tmp_path: Path) -> Iterator[Site]:
    town = copy_of(_settled, tmp_path / "town")
    app = create_app(town.services.settings)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield Site(town, f"http://127.0.0.1:{server.port}")
    server.shutdown()
    thread.join()
    app.extensions["inloop"].store.close()
    town.services.store.close()


def _wait_before_keys(page: Page) -> None:
    """Whoever presses a key has waited for the page, and for its scripts, which run when all of it is there."""
    keyboard = page.keyboard
    for name in ("press", "type"):
        now = getattr(keyboard, name)

        def patiently(text: str, now: Callable[..., None] = now, **more: float) -> None:
            page.wait_for_load_state()
            now(text, **more)

        setattr(keyboard, name, patiently)


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A fresh browser window of a given size; without JavaScript unless asked for."""
    contexts = []

    def open_it(*, width: int = 1280, scripts: bool = False, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # a page that still scrolls moves what is clicked
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("filechooser", lambda _: None)  # a busy browser hands over only choosers that were asked for
        _wait_before_keys(page)
        return page

    yield open_it
    for context in contexts:
        context.close()
