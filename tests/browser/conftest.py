"""One Playwright for all browser tests of a process: a second one beside it is refused."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first is Chromium without its own windows, menus and services, which cost more than the pages do."""
PATIENCE = 20_000
"""Milliseconds that a test waits for what it expects to see: on a busy machine a page takes its time."""

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def launch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Browser]]:
    """Starts the machine's own Chromium, with more arguments if any are given; whoever asks for it closes it."""
    program = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    assert program, "no Chromium here; run: make test"
    expect.set_options(timeout=PATIENCE)
    sound = tmp_path_factory.mktemp("sound")  # or it would leave a folder behind in /tmp
    with sync_playwright() as playwright:

        def start(*arguments: str) -> Browser:
            return playwright.chromium.launch(
                executable_path=program,
                args=[*QUIET, *arguments],
                env={**os.environ, "PULSE_RUNTIME_PATH": str(sound)},
            )

        yield start
