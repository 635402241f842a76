"""A person's data erased at their request: first what is on another platform, then all that is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from intake.deliveries import planning
from intake.deliveries.planning import DELIVERY
from intake.deliveries.publishing import publish_now
from intake.services import Services
from models import erasure, voices
from models.consultations import Version, latest_of
from models.erasure import Traces
from models.submissions import SUBMISSION, move
from models.tables.deliveries import DeliveryState
from models.tables.erasures import ErasureGround
from models.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Erased:
    """What was removed here: rows by table, and files. Nothing was, if `still_there` names receipts.

    :ivar counts_again: receipts of earlier contributions with the same participation code that count now.
    """

    rows: Mapping[str, int]
    files: int
    still_there: Sequence[str] = ()
    counts_again: Sequence[str] = ()


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
        codes = sorted({code for one in sorted(traces.submissions) if (code := voices.lock(connection, one))})
        before = _counting(connection, codes)
        rows, blobs = erasure.erase(connection, traces, ErasureGround.REQUEST)
        for code_id in codes:
            voices.recount(connection, code_id)
        again = sorted(_counting(connection, codes) - before)
    return Erased(rows, erasure.sweep(services.store, services.evidence, blobs), counts_again=again)


def _counting(connection: sa.Connection, codes: Sequence[str]) -> set[str]:
    """Receipts of what counts of these participation codes."""
    query = sa.select(SUBMISSION.c.receipt).where(
        SUBMISSION.c.code_id.in_(codes), SUBMISSION.c.status.in_(voices.VALID)
    )
    return set(connection.execute(query).scalars())


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
