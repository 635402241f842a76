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


@pytest.fixture
def home(tmp_path: Path, sqlite_url: str) -> Path:
    """The home of an installation with a migrated store and an organisation."""
    made = Installation(tmp_path / "home", sqlite_url)
    made.add_organisation()
    made.close()
    Path(sqlite_url.removeprefix("sqlite:///")).rename(tmp_path / "home" / "inloop.db")
    return tmp_path / "home"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample consultation's file."""
    file = tmp_path / "plein.yaml"
    file.write_text(SOURCE)
    return file


def _installed(database_url: str, tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "home", database_url)
    made.add_organisation()
    made.load(SOURCE)
    return made
