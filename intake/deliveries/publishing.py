"""`inloop publish`: deliver what can be delivered now, in this process, and say how it stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from intake.deliveries import lines, planning
from intake.deliveries.lines import Line, read_line
from intake.deliveries.planning import DELIVERY, entry_key
from intake.deliveries.registry import check_set_up
from intake.deliveries.target import LineHeld
from intake.services import Services
from models import outbox
from models.clock import now
from models.consultations import Version
from models.outbox import OUTBOX
from models.submissions import SUBMISSION
from models.tables.deliveries import DeliveryState
from models.vocabulary import OutboxState, Status

PATIENCE = timedelta(minutes=2)
"""What can go on within so long is waited for: the platform's pace, or a request that was not answered."""
POLL_SECONDS = 0.2

OPEN = (DeliveryState.WAITING, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Failed:
    receipt: str
    problem: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one consultation's deliveries."""

    code: str
    there: int
    gone: int
    waiting: int
    to_approve: int
    failed: Sequence[Failed]
    line: Line


def publish_now(
    services: Services, found: Version, run_entry: Callable[[Services, str], bool], tick: Callable[[int], None]
) -> Standing:
    """Deliver until nothing is left that can go within `PATIENCE`.

    :param run_entry: works on an entry of the outbox if it is free; whether it was.
    :param tick: is told how many are still to be delivered, for a progress bar.
    """
    try:
        if found.definition.publish is not None:
            check_set_up(services.settings, found.definition.publish)
    except LineHeld as why:
        with services.store.write() as connection:
            lines.hold(connection, found.consultation_id, why)
            return standing(connection, found)
    planning.plan(services.store, found)
    while (due := _next_due(services, found)) is not None and due - now() <= PATIENCE:
        tick(_count(services, found))
        if due > now():
            time.sleep(min((due - now()).total_seconds(), POLL_SECONDS))
            continue
        with services.store.write() as connection:
            planning.arm(connection, found.consultation_id, found.organisation_id)
            query = sa.select(OUTBOX.c.id).where(OUTBOX.c.unique_key == entry_key(found.consultation_id))
            entry_id = str(connection.execute(query).scalar_one())
            outbox.run_now(connection, entry_id)
        if not run_entry(services, entry_id):
            time.sleep(POLL_SECONDS)
    with services.store.read() as connection:
        return standing(connection, found)


def _next_due(services: Services, found: Version) -> datetime | None:
    """When the next one can go, by its own moment, the pace and who has the lease; None where nothing can."""
    with services.store.read() as connection:
        due: datetime | None = connection.execute(
            sa.select(sa.func.min(DELIVERY.c.due_at)).where(
                DELIVERY.c.consultation_id == found.consultation_id, DELIVERY.c.state.in_(OPEN)
            )
        ).scalar()
        line = read_line(connection, found.consultation_id)
        leased: datetime | None = connection.execute(
            sa.select(OUTBOX.c.leased_until).where(
                OUTBOX.c.unique_key == entry_key(found.consultation_id), OUTBOX.c.state == OutboxState.RUNNING
            )
        ).scalar()
    if due is None or (line.problem is not None and line.held_until is not None and line.held_until > now()):
        return None
    return max(due, line.held_until or due, leased or due)


def _count(services: Services, found: Version) -> int:
    query = sa.select(sa.func.count()).where(
        DELIVERY.c.consultation_id == found.consultation_id, DELIVERY.c.state.in_(OPEN)
    )
    with services.store.read() as connection:
        return int(connection.execute(query).scalar_one())


def standing(connection: sa.Connection, found: Version) -> Standing:
    counts: dict[DeliveryState, int] = {
        row[0]: row[1]
        for row in connection.execute(
            sa.select(DELIVERY.c.state, sa.func.count())
            .where(DELIVERY.c.consultation_id == found.consultation_id)
            .group_by(DELIVERY.c.state)
        )
    }
    failed = connection.execute(
        sa.select(SUBMISSION.c.receipt, DELIVERY.c.problem)
        .join(SUBMISSION, SUBMISSION.c.id == DELIVERY.c.submission_id)
        .where(DELIVERY.c.consultation_id == found.consultation_id, DELIVERY.c.state == DeliveryState.FAILED)
        .order_by(DELIVERY.c.created_at)
    ).all()
    to_approve = connection.execute(
        sa.select(sa.func.count()).where(
            SUBMISSION.c.consultation_id == found.consultation_id,
            SUBMISSION.c.status == Status.ACCEPTED,
            *planning.from_outside(),
        )
    ).scalar_one()
    line = read_line(connection, found.consultation_id)
    return Standing(
        code=found.code,
        there=counts.get(DeliveryState.THERE, 0),
        gone=counts.get(DeliveryState.GONE, 0),
        waiting=sum(counts.get(state, 0) for state in OPEN),
        to_approve=to_approve,
        failed=[Failed(row.receipt, row.problem or "") for row in failed],
        line=line,
    )
