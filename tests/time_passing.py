"""Time goes by: what is stored moves into the past, as if somebody had waited."""

from __future__ import annotations

from datetime import timedelta

from channels.outgoing.later import REPLY
from channels.outgoing.pacing import PACE
from models.clock import now
from models.outbox import OUTBOX
from models.store import Store
from models.submissions import DIALOGUE
from models.tables.replies import ReplyState
from models.vocabulary import OutboxState


def silence_of(store: Store, duration: timedelta) -> None:
    """Nothing was heard in any dialogue for so long."""
    with store.write() as connection:
        for row in connection.execute(DIALOGUE.select()).all():
            earlier = {"updated_at": row.updated_at - duration, "started_at": row.started_at - duration}
            connection.execute(DIALOGUE.update().where(DIALOGUE.c.id == row.id).values(earlier))


def leases_run_out(store: Store) -> int:
    """A minute and more in which nobody renewed a lease; how many there were."""
    with store.write() as connection:
        running = connection.execute(OUTBOX.select().where(OUTBOX.c.state == OutboxState.RUNNING)).all()
        for row in running:
            past = {"leased_until": row.leased_until - timedelta(minutes=5)}
            connection.execute(OUTBOX.update().where(OUTBOX.c.id == row.id).values(past))
        return len(running)


def retries_come_due(store: Store) -> None:
    """The pauses before the next attempt are over."""
    with store.write() as connection:
        for row in connection.execute(OUTBOX.select().where(OUTBOX.c.state == OutboxState.WAITING)).all():
            connection.execute(
                OUTBOX.update().where(OUTBOX.c.id == row.id).values(due_at=row.due_at - timedelta(days=1))
            )


def holds_end(store: Store) -> None:
    """Numbers of ours that were held may send again, and requests without an answer can be looked for."""
    with store.write() as connection:
        connection.execute(PACE.update().values(free_at=now()))
        doubtful = REPLY.c.state == ReplyState.SENDING
        connection.execute(REPLY.update().where(doubtful).values(due_at=now()))
    retries_come_due(store)


def pauses_end(store: Store) -> None:
    """Messages that wait for another attempt have waited long enough."""
    with store.write() as connection:
        connection.execute(PACE.update().values(free_at=now()))
        connection.execute(REPLY.update().where(REPLY.c.state == ReplyState.WAITING).values(due_at=now()))
    retries_come_due(store)
