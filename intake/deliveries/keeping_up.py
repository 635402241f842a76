"""What the worker does once a minute: note what is to be delivered, and have pulled what was not for a while."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from intake.deliveries import planning
from intake.deliveries.registry import check_set_up
from intake.deliveries.target import LineHeld
from intake.openstad.pulling import MARK, pull
from intake.services import Services
from models import outbox
from models.clock import now
from models.consultations import ORGANISATION, Version, all_latest, latest_of
from models.definition import Publish
from models.errors import TryAgain
from models.outbox import Work
from models.vocabulary import OutboxKind

PULL_EVERY = timedelta(minutes=15)


def keep_up(services: Services) -> None:
    """Plan the deliveries of all consultations, and have a worker pull those that are due."""
    with services.store.read() as connection:
        organisations = connection.execute(sa.select(ORGANISATION.c.id)).scalars().all()
        versions = [found for one in organisations for found in all_latest(services.store, connection, one)]
    for found in versions:
        publish = found.definition.publish
        if publish is None or not _is_set_up(services, publish):
            continue
        planning.plan(services.store, found)
        if publish.to == "openstad":
            _have_pulled(services, found)


def _is_set_up(services: Services, publish: Publish) -> bool:
    try:
        check_set_up(services.settings, publish)
    except LineHeld:
        return False
    return True


def _have_pulled(services: Services, found: Version) -> None:
    with services.store.write() as connection:
        query = sa.select(MARK.c.pulled_at).where(MARK.c.consultation_id == found.consultation_id)
        pulled_at = connection.execute(query).scalar()
        if pulled_at is None or now() - pulled_at >= PULL_EVERY:
            outbox.arm(
                connection,
                OutboxKind.PULL,
                f"{OutboxKind.PULL}:{found.consultation_id}",
                {"consultation": found.consultation_id},
                organisation_id=found.organisation_id,
            )


def pull_due(services: Services, work: Work) -> None:
    """:raises TryAgain: the platform held it up; what was read until then is stored."""
    with services.store.read() as connection:
        found = latest_of(services.store, connection, str(work.payload["consultation"]))

    def go_on() -> None:
        with services.store.write() as connection:
            outbox.renew(connection, work)

    pulled = pull(services, found, go_on)
    if pulled.problem is not None:
        raise TryAgain(pulled.problem, code="pull")
    with services.store.write() as connection:
        outbox.close(connection, work.id)
