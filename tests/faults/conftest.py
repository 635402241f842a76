"""An installation from which things are taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.consultation import SOURCE
from tests.installation import Installation


@pytest.fixture
def inloop(sqlite_url: str, tmp_path: Path) -> Iterator[Installation]:
    """With one organisation and the sample consultation. No Redis runs where its settings say."""
    made = Installation(tmp_path / "home", sqlite_url)
    made.add_organisation()
    made.load(SOURCE)
    yield made
    made.close()
