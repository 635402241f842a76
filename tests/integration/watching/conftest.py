"""An installation with one organisation whose post comes in by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.consultation import SOURCE
from tests.installation import Installation


@pytest.fixture
def watching(sqlite_url: str, tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """An installation with a given setting `WATCH`."""
    made: list[Installation] = []

    def make(watch: str, **settings: str) -> Installation:
        inloop = Installation(tmp_path / "home", sqlite_url, watch=watch, **settings)
        inloop.add_organisation()
        inloop.load(SOURCE)
        made.append(inloop)
        return inloop

    yield make
    for one in made:
        one.close()
