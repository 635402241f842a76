"""An installation voting an OpenStad: the double, or the real one where its address is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models import accounts
from models.vocabulary import Role
from tests.consultation import SOURCE, with_changes
from tests.installation import Installation
from tests.integration.openstad.municipality import Municipality
from tests.integration.openstad.platform import REAL, Platform
from tests.openstad_double import OpenStadDouble


@pytest.fixture
def double() -> Iterator[OpenStadDouble]:
    """For what only a double does at somebody's word: break, forget answers, be away."""
    made = OpenStadDouble()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def platform(request: pytest.FixtureRequest) -> Platform:
    """Either."""
    return Platform(REAL) if REAL else Platform(request.getfixturevalue("double").url)


@pytest.fixture
def municipality(sqlite_url: str, tmp_path: Path, platform: Platform) -> Iterator[Municipality]:
    made = settled(sqlite_url, tmp_path, platform)
    yield made
    made.inloop.close()


@pytest.fixture
def on_each_store(database_url: str, tmp_path: Path, platform: Platform) -> Iterator[Municipality]:
    made = settled(database_url, tmp_path, platform)
    yield made
    made.inloop.close()


def settled(database_url: str, tmp_path: Path, platform: Platform, **settings: str) -> Municipality:
    given = {"openstad_url": platform.url, "openstad_token": platform.token, **settings}
    inloop = Installation(tmp_path / "home", database_url, **given)
    inloop.add_organisation()
    accounts.add_user(inloop.services.store, "coordinator@zaandijk.example", "zaandijk", Role.COORDINATOR)
    return Municipality(inloop, platform, SOURCE)


@pytest.fixture
def ideas(platform: Platform) -> list[int]:
    platform.votes_by(isActive=True, voteType="likes", withExisting="error", requiredUserRole="member")
    return [platform.new_idea(f"Een idee om op te stemmen, nummer {number}") for number in range(3)]


@pytest.fixture
def voting(sqlite_url: str, tmp_path: Path, platform: Platform, ideas: list[int]) -> Iterator[Municipality]:
    made = settled(sqlite_url, tmp_path, platform, openstad_auth_url=platform.auth_url)
    made.source = with_changes(contact="none\nparticipation: code")
    by_option = f"{{trees: {ideas[0]}, benches: {ideas[1]}}}"
    made.publishes(**{"as": "vote", "question": "first", "resources": by_option})
    yield made
    made.inloop.close()
