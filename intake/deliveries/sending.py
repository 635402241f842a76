"""Delivers what waits of one consultation, one at a time, by whoever holds the consultation's lease.

No platform is asked to know an idempotency key: that each submission is there once is seen to here. `sending` is stored
before the request. Whoever finds a delivery in that state later, after a crash or a request without a clear answer,
looks for it on the platform before anything is sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from intake.deliveries import lines
from intake.deliveries.content import approved_at, item_of
from intake.deliveries.planning import DELIVERY, new_reference
from intake.deliveries.target import Item, ItemRefused, LineHeld, NotThere, Target, Unclear
from models import outbox
from models.clock import now
from models.consultations import latest_of
from models.definition import Publish
from models.errors import Rejected
from models.outbox import Work
from models.secrets import Vault
from models.store import Store
from models.submissions import move, status_of
from models.tables.deliveries import DeliveryState, Wanted
from models.vocabulary import Status

LOG = logging.getLogger("inloop.deliveries")

SLICE = timedelta(seconds=20)
"""How long a worker stays with one consultation; after that other work has its turn."""
PREPARE_EVERY = timedelta(minutes=1)
"""Token, rights, limits and widget are looked at again so often."""
LOOK_AFTER = timedelta(seconds=60)
"""A request that was not answered may still be worked on over there: twice as long as we wait for its answer."""
MOST_UNCLEAR = 5
"""After so many requests without a clear answer a person looks at this one, and the others go on."""

DELETED_THERE = "deleted_there"


@dataclass(frozen=True, slots=True)
class Deliverer:
    """What delivering needs; `open_target` makes the target that a consultation names.

    :ivar stay: how long to stay with one consultation.
    """

    store: Store
    vault: Vault
    open_target: Callable[[Publish], Target]
    stay: timedelta = SLICE


def deliver(kit: Deliverer, work: Work) -> None:
    """Deliver what waits of the consultation in the payload, for a while; then let other work have a turn.

    :raises TryAgain: the database is not there.
    """
    _Run(kit, work).run()


class _Run:
    def __init__(self, kit: Deliverer, work: Work) -> None:
        self.store = kit.store
        self.kit = kit
        self.work = work
        self.consultation_id = str(work.payload["consultation"])
        self.begun = now()
        self.target: Target | None = None
        self.publish: Publish | None = None
        self.prepared_at: datetime | None = None

    def run(self) -> None:
        try:
            while self._one():
                pass
        except LineHeld as why:
            self._hold(why)

    def _one(self) -> bool:
        """Deliver one; False if nothing is due, it was enough for now, or somebody else has the lease."""
        delivery = self._next()
        if delivery is None:
            return False
        target, publish = self._ready()
        taken = self._mark(delivery, publish)
        if taken is None:
            return self._still_ours()
        try:
            their_id, state = self._bring(target, *taken)
        except Unclear as problem:
            self._unclear(delivery, problem)
        except LineHeld as why:
            self._put_back(delivery)
            raise why
        except Rejected as problem:
            self._failed(delivery, problem)
        else:
            self._settled(delivery, taken[1], their_id, state)
        return True

    def _next(self) -> sa.Row[Any] | None:
        with self.store.write() as connection:
            if not outbox.still_held(connection, self.work):
                return None
            outbox.renew(connection, self.work)
            due = self._due(connection)
            if due is None or now() - self.begun > self.kit.stay:
                outbox.close(connection, self.work.id)
                return None
            return due

    def _due(self, connection: sa.Connection) -> sa.Row[Any] | None:
        """What may be there already goes first: nobody knows how it stands with it."""
        for state in (DeliveryState.SENDING, DeliveryState.WAITING):
            found = connection.execute(
                sa.select(DELIVERY)
                .where(
                    DELIVERY.c.consultation_id == self.consultation_id,
                    DELIVERY.c.state == state,
                    DELIVERY.c.due_at <= now(),
                )
                .order_by(DELIVERY.c.due_at)
                .limit(1)
            ).first()
            if found is not None:
                return found
        return None

    def _ready(self) -> tuple[Target, Publish]:
        """The target and what is asked of it, with its rights looked at within the last `PREPARE_EVERY`."""
        with self.store.read() as connection:
            publish = latest_of(self.store, connection, self.consultation_id).definition.publish
        if publish is None:
            raise LineHeld("the consultation is published nowhere any more", code="no_mapping")
        if self.target is None or publish != self.publish:
            self.target, self.publish, self.prepared_at = self.kit.open_target(publish), publish, None
        if self.prepared_at is None or now() - self.prepared_at > PREPARE_EVERY:
            limits = self.target.prepare(publish)
            with self.store.write() as connection:
                lines.works(connection, self.consultation_id, limits)
            self.prepared_at = now()
        return self.target, publish

    def _mark(self, delivery: sa.Row[Any], publish: Publish) -> tuple[sa.Row[Any], Item, bool] | None:
        """From here on it may be there, whatever happens to us. The delivery, what is sent, and whether to look first.

        None if there is nothing to send any more, or nothing that can be.
        """
        with self.store.write() as connection:
            if not outbox.still_held(connection, self.work):
                return None
            current = connection.execute(
                sa.select(DELIVERY).where(DELIVERY.c.id == delivery.id).with_for_update()
            ).one()
            if current.state not in (DeliveryState.WAITING, DeliveryState.SENDING):
                return None
            was_begun = current.sending_at is not None
            if current.wanted is Wanted.WITHDRAWN and not was_begun:
                _set(connection, current.id, state=DeliveryState.GONE, settled_at=now(), code=None, problem=None)
                return None
            values: dict[str, Any] = {
                "state": DeliveryState.SENDING,
                "attempts": current.attempts + 1,
                "sending_at": current.sending_at or now(),
                "due_at": now() + LOOK_AFTER,
            }
            if not was_begun:
                values["place"] = publish.place
            _set(connection, current.id, **values)
            current = connection.execute(sa.select(DELIVERY).where(DELIVERY.c.id == current.id)).one()
            try:
                return current, item_of(self.store, self.kit.vault, connection, current, publish), was_begun
            except Rejected as problem:
                values = {"state": DeliveryState.FAILED, "code": problem.code, "problem": problem.message}
                _set(connection, current.id, **values)
                return None

    def _still_ours(self) -> bool:
        with self.store.write() as connection:
            return outbox.still_held(connection, self.work)

    def _bring(
        self, target: Target, delivery: sa.Row[Any], item: Item, look_first: bool
    ) -> tuple[str | None, DeliveryState]:
        """Make it so on the platform; their name for it, and the state that this leaves."""
        their_id: str | None = delivery.their_id
        was_there = delivery.settled_at is not None
        if their_id is None and look_first:
            their_id = target.find(item)
        if delivery.wanted is Wanted.WITHDRAWN:
            return self._take_away(target, item, their_id), DeliveryState.GONE
        if their_id is None and was_there:
            raise NotThere("somebody deleted it on the platform", code=DELETED_THERE)
        if their_id is None:
            return target.place(item), DeliveryState.THERE
        return target.replace(item, their_id), DeliveryState.THERE

    @staticmethod
    def _take_away(target: Target, item: Item, their_id: str | None) -> str | None:
        if their_id is None:
            return None
        try:
            return their_id if target.withdraw(item, their_id) else None
        except NotThere:
            return None

    def _settled(self, delivery: sa.Row[Any], item: Item, their_id: str | None, state: DeliveryState) -> None:
        gone_for_good = state is DeliveryState.GONE and their_id is None
        with self.store.write() as connection:
            wanted = connection.execute(sa.select(DELIVERY.c.wanted).where(DELIVERY.c.id == delivery.id)).scalar_one()
            is_newest = approved_at(connection, delivery.submission_id) == item.approved_at
            done = wanted is Wanted.WITHDRAWN if state is DeliveryState.GONE else wanted is Wanted.PLACED and is_newest
            _set(
                connection,
                delivery.id,
                state=state if done else DeliveryState.WAITING,
                their_id=their_id,
                attempts=0,
                due_at=now(),
                code=None,
                problem=None,
                settled_at=None if gone_for_good else now(),
                **({"reference": new_reference(), "sending_at": None, "place": None} if gone_for_good else {}),
            )
            if (
                done
                and state is DeliveryState.THERE
                and status_of(connection, delivery.submission_id) is Status.APPROVED
            ):
                move(connection, delivery.submission_id, Status.PUBLISHED, reason=f"is on {delivery.target}")
            lines.works(connection, self.consultation_id)

    def _unclear(self, delivery: sa.Row[Any], problem: Unclear) -> None:
        """It may be there. It is looked for when nothing can be under way any more; the rights are looked at again."""
        self.prepared_at = None
        LOG.warning("delivery %s: %s", delivery.id, problem.message)
        with self.store.write() as connection:
            attempts = connection.execute(
                sa.select(DELIVERY.c.attempts).where(DELIVERY.c.id == delivery.id)
            ).scalar_one()
            values: dict[str, Any] = {"code": problem.code, "problem": problem.message}
            if attempts >= MOST_UNCLEAR:
                values["state"] = DeliveryState.FAILED
            _set(connection, delivery.id, **values)

    def _put_back(self, delivery: sa.Row[Any]) -> None:
        """Surely not taken, through no fault of its own: as it was before."""
        before = {name: delivery._mapping[name] for name in ("state", "attempts", "sending_at", "due_at", "place")}
        with self.store.write() as connection:
            _set(connection, delivery.id, **before)

    def _failed(self, delivery: sa.Row[Any], problem: Rejected) -> None:
        code = DELETED_THERE if isinstance(problem, NotThere) else problem.code
        LOG.warning("delivery %s cannot be done: %s", delivery.id, problem.message)
        values: dict[str, Any] = {"state": DeliveryState.FAILED, "code": code, "problem": problem.message[:2000]}
        if isinstance(problem, ItemRefused) and delivery.state is DeliveryState.WAITING and delivery.their_id is None:
            values["sending_at"] = delivery.sending_at
        with self.store.write() as connection:
            _set(connection, delivery.id, **values)

    def _hold(self, why: LineHeld) -> None:
        with self.store.write() as connection:
            if outbox.still_held(connection, self.work):
                lines.hold(connection, self.consultation_id, why)
                outbox.close(connection, self.work.id)
        if not why.is_pace:
            LOG.warning("deliveries of consultation %s wait: %s", self.consultation_id, why.message)


def _set(connection: sa.Connection, delivery_id: str, **values: Any) -> None:
    connection.execute(DELIVERY.update().where(DELIVERY.c.id == delivery_id).values(**values))


def try_again(connection: sa.Connection, delivery_id: str, organisation_id: str) -> bool:
    """Deliver anew what failed, at somebody's word. What was deleted over there is placed as something new."""
    row = connection.execute(
        sa.select(DELIVERY)
        .where(
            DELIVERY.c.id == delivery_id,
            DELIVERY.c.organisation_id == organisation_id,
            DELIVERY.c.state == DeliveryState.FAILED,
        )
        .with_for_update()
    ).first()
    if row is None:
        return False
    values: dict[str, Any] = {"attempts": 0, "due_at": now(), "code": None, "problem": None}
    if row.code == DELETED_THERE:
        anew = {"their_id": None, "settled_at": None, "sending_at": None, "reference": new_reference()}
        values |= anew | {"state": DeliveryState.WAITING}
    elif row.their_id is None and row.sending_at is not None:
        values["state"] = DeliveryState.SENDING
    else:
        values["state"] = DeliveryState.WAITING
    _set(connection, delivery_id, **values)
    lines.try_now(connection, row.consultation_id)
    return True
