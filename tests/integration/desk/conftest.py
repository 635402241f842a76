"""A seeded town, and somebody at its desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from intake.app import create_app
from models.vocabulary import Role
from tests.integration.desk.town import Town, copy_of, found, settle_in
from tests.integration.desk.visitor import Visitor


@pytest.fixture(scope="session")
def _settled(tmp_path_factory: pytest.TempPathFactory) -> Town:
    town = settle_in(found(tmp_path_factory.mktemp("town")))
    town.services.store.close()
    return town


@pytest.fixture
def town(_settled: Town, tmp_path: Path) -> Iterator[Town]:
    """A town of the test's own."""
    copy = copy_of(_settled, tmp_path / "town")
    yield copy
    copy.services.store.close()


@pytest.fixture
def app(town: Town) -> Iterator[Flask]:
    app = create_app(town.services.settings)
    app.testing = True
    yield app
    app.extensions["inloop"].store.close()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def at_the_desk(app: Flask, town: Town) -> Callable[[Role], Visitor]:
    """Somebody of a role, signed in."""

    def arrive(role: Role) -> Visitor:
        visitor = Visitor(app.test_client())
        assert visitor.sign_in(town.email(role)).status_code == 302
        return visitor

    return arrive


@pytest.fixture
def clerk(at_the_desk: Callable[[Role], Visitor]) -> Visitor:
    return at_the_desk(Role.CLERK)


@pytest.fixture
def coordinator(at_the_desk: Callable[[Role], Visitor]) -> Visitor:
    return at_the_desk(Role.COORDINATOR)
