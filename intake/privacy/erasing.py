"""A person's data erased at their request: first what is on another platform, then all that is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from intake.deliveries import planning
from intake.deliveries.planning import DELIVERY
from intake.deliveries.publishing import publish_now
from intake.services import Services
from models import erasure
from models.consultations import Version, latest_of
from models.erasure import Traces
from models.submissions import SUBMISSION, move
from models.tables.deliveries import DeliveryState
from models.tables.erasures import ErasureGround
from models.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Erased:
    """What was removed here: rows by table, and files. Nothing was, if `still_there` names receipts."""

    rows: Mapping[str, int]
    files: int
    still_there: Sequence[str] = ()


def erase_person(
    services: Services, find: Callable[[sa.Connection], Traces], run_entry: Callable[[Services, str], bool]
) -> Erased:
    """Erase what `find` finds. What was published is withdrawn there first, for nobody could do so afterwards.

    :param run_entry: works on an entry of the outbox if it is free; whether it was.
    :raises TryAgain: the database or the storage cannot be reached. Doing it again is harmless.
    """
    with services.store.write() as connection:
        elsewhere = _withdraw(services, connection, find(connection))
    for version in elsewhere:
        publish_now(services, version, run_entry, lambda _: None)
    with services.store.write() as connection:
        traces = find(connection)
        there = [row.receipt for row in _elsewhere(connection, traces)]
        if there:
            return Erased({}, 0, there)
        rows, blobs = erasure.erase(connection, traces, ErasureGround.REQUEST)
    return Erased(rows, erasure.sweep(services.store, services.evidence, blobs))


def _elsewhere(connection: sa.Connection, traces: Traces) -> Sequence[sa.Row[tuple[str, str, str, Status]]]:
    """The contributions that are on a platform, or may be: something was sent, and it was not taken back."""
    sent = sa.or_(DELIVERY.c.state != DeliveryState.WAITING, DELIVERY.c.sending_at.is_not(None))
    query = (
        sa.select(SUBMISSION.c.id, SUBMISSION.c.receipt, SUBMISSION.c.consultation_id, SUBMISSION.c.status)
        .join(DELIVERY, DELIVERY.c.submission_id == SUBMISSION.c.id)
        .where(SUBMISSION.c.id.in_(traces.submissions), sent, DELIVERY.c.state != DeliveryState.GONE)
        .order_by(SUBMISSION.c.receipt)
    )
    return connection.execute(query).all()


def _withdraw(services: Services, connection: sa.Connection, traces: Traces) -> list[Version]:
    """Note that they are to be taken back; the consultations that they belong to."""
    consultations: set[str] = set()
    for row in _elsewhere(connection, traces):
        if row.status is not Status.WITHDRAWN:
            move(connection, row.id, Status.WITHDRAWN, reason="to be erased")
        consultations.add(row.consultation_id)
    versions = [latest_of(services.store, connection, one) for one in sorted(consultations)]
    for version in versions:
        planning.note(connection, version)
    return versions
