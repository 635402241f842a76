"""An installation to knock at: on SQLite where any store will do, on each kind where the store matters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.consultation import SOURCE
from tests.installation import Installation


@pytest.fixture
def inloop(sqlite_url: str, tmp_path: Path) -> Iterator[Installation]:
    """With one organisation and the sample consultation."""
    made = _installed(sqlite_url, tmp_path)
    yield made
    made.close()


@pytest.fixture
def on_each_store(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    """The same, on SQLite and on PostgreSQL in turn."""
    made = _installed(database_url, tmp_path)
    yield made
    made.close()


def _installed(database_url: str, tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "home", database_url)
    made.add_organisation()
    made.load(SOURCE)
    return made
