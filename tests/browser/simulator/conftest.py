"""The simulator's page in a real browser, on a running Inloop; with a microphone that beeps, or without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.unit.simulator.running import Running, running

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def with_microphone(launch: Callable[..., Browser]) -> Iterator[Browser]:
    browser = launch(*MICROPHONE)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def without_microphone(launch: Callable[..., Browser]) -> Iterator[Browser]:
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture
def here(tmp_path: Path, sqlite_url: str) -> Iterator[Running]:
    with running(tmp_path / "home", sqlite_url) as inloop:
        yield inloop


@pytest.fixture
def open_page(with_microphone: Browser, without_microphone: Browser, here: Running) -> Iterator[Open]:
    """The page in a fresh window, with the short silences switched on. No script may fail, and no policy be broken."""
    contexts, wrong = [], []

    def noted(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            wrong.append(message.text)

    def open_it(*, width: int = 1280, microphone: bool = True, dark: bool = False) -> Page:
        browser = with_microphone if microphone else without_microphone
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", noted)
        page.goto(f"{here.address}/simulator")
        page.get_by_label("Snel").check()
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert wrong == []
