"""A municipality that publishes to OpenStad: what its people and its staff do in these tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from intake.deliveries import planning
from intake.deliveries.approving import Texts, approve, limits_known
from intake.deliveries.lines import LINE
from intake.deliveries.planning import DELIVERY
from intake.deliveries.registry import open_target
from intake.deliveries.sending import Deliverer
from intake.deliveries.target import Target
from models.accounts import STAFF
from models.clock import now
from models.consultations import Version, latest
from models.submissions import move, status_of
from models.vocabulary import Status
from tests.installation import Installation
from tests.integration.openstad.platform import Platform

ANSWERS: dict[str, Any] = {
    "first": "trees",
    "also": ["light", "art"],
    "safe": 4,
    "again": True,
    "age": 61,
    "where": "1506",
}
BODY = "Het plein is 's avonds donker & stil. Wij durven er niet meer te lopen, en dat is jammer. " * 2
IDEA = Texts(title="Meer licht op het plein", summary="Het plein is te donker om te lopen.", body=BODY)


@dataclass
class Municipality:
    inloop: Installation
    platform: Platform
    source: str
    code: str = "4821"

    def publishes(self, **mapping: object) -> None:
        """Load the consultation with such a mapping; without one: as an enquête submission."""
        given = {"to": "openstad", "project": self.platform.project, **(mapping or self._enquete())}
        self.inloop.load(f"{self.source}\npublish: {_yaml(given)}\n")

    def _enquete(self) -> dict[str, object]:
        return {"as": "submission", "widget": self.platform.widget}

    @property
    def version(self) -> Version:
        with self.inloop.services.store.read() as connection:
            found = latest(self.inloop.services.store, connection, self.code)
        assert found is not None
        return found

    def enters(self, **answers: object) -> str:
        """Somebody takes part at the counter; the submission's id."""
        made = self.inloop.enter(self.code, {**ANSWERS, **answers})
        assert made.status_code == 201, made.text
        return str(made.json["id"])

    def approves(self, submission_id: str, texts: Texts = IDEA, **more: Any) -> None:
        with self.inloop.services.store.write() as connection:
            by = connection.execute(sa.select(STAFF.c.id)).scalar_one()
            limits = limits_known(connection, self.version.consultation_id)
            approve(connection, self.version, submission_id, texts, by=by, limits=limits, **more)

    def moves(self, submission_id: str, status: Status) -> None:
        with self.inloop.services.store.write() as connection:
            move(connection, submission_id, status)

    def works(self) -> None:
        """The worker has its turn: plans, and delivers what can go."""
        services = self.inloop.services
        planning.plan(services.store, self.version)
        with services.store.write() as connection:
            planning.wake(connection)
        self.inloop.work()

    def time_passes(self) -> None:
        """Whatever waits for a moment waits no longer."""
        with self.inloop.services.store.write() as connection:
            connection.execute(DELIVERY.update().values(due_at=now() - timedelta(days=1)))
            connection.execute(LINE.update().values(held_until=None))

    def status(self, submission_id: str) -> Status:
        with self.inloop.services.store.read() as connection:
            return status_of(connection, submission_id)

    def delivery(self, submission_id: str) -> Any:
        with self.inloop.services.store.read() as connection:
            return connection.execute(sa.select(DELIVERY).where(DELIVERY.c.submission_id == submission_id)).one()

    def line(self) -> Any:
        with self.inloop.services.store.read() as connection:
            return connection.execute(sa.select(LINE)).one()

    def deliverer(self, wrap: Callable[[Target], Target] = lambda target: target) -> Deliverer:
        services = self.inloop.services
        make = partial(open_target, services.settings)
        return Deliverer(services.store, services.vault, lambda publish: wrap(make(publish)))


def _yaml(given: dict[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in given.items()) + "}"
