"""What people did on OpenStad comes in, and what its staff said of ours comes back.

Ideas are read whole each time: a change of status does not move their `updatedAt`. Enquête submissions and comments are
read from the newest change back to where the last pull ended; once a day all are listed, to notice what was deleted.
Each row is stored by itself, and how far the list was
read with it: broken off anywhere, the next pull goes on from there. A row seen twice changes nothing.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from channels.online.keep import Came, Contribution, gone, keep
from intake.deliveries import lines
from intake.deliveries.planning import DELIVERY
from intake.deliveries.registry import openstad_access
from intake.deliveries.sending import DELETED_THERE
from intake.deliveries.target import LineHeld, NotThere
from intake.openstad.client import OpenStad, check_account
from intake.openstad.fields import REFERENCE
from intake.openstad.online_votes import KIND, contribution, is_on_its_way, voters
from intake.openstad.rows import Said, comment, enquete, idea, moment, said_of
from intake.openstad.target import kind_of, limits_of
from intake.openstad.unique_codes import auth_access, unique_codes, users_by_account
from intake.services import Services
from models import codes
from models.clock import now
from models.consultations import Version
from models.definition import Publish
from models.retention import rest_is_over
from models.secrets import new_id
from models.submissions import SUBMISSION, move
from models.tables import OnlineContribution, Outcome, PullMark
from models.tables.deliveries import DeliveryState
from models.vocabulary import Status

OUTCOME = Outcome.__table__  # type: ignore[attr-defined]
ONLINE = OnlineContribution.__table__  # type: ignore[attr-defined]
MARK = PullMark.__table__  # type: ignore[attr-defined]

SWEEP_EVERY = timedelta(days=1)
WAIT = timedelta(seconds=10)
"""At most so long at a time for the platform's pace: a lease is renewed in between."""
GO_ON_EVERY = 50
"""Contributions."""
OVERLAP = timedelta(minutes=2)
"""Read again at the end: their moments are whole seconds, and two rows of one second may be stored apart."""


@dataclass(slots=True)
class Pulled:
    """What a pull did. `problem`: what held it up; what was read until then is stored."""

    code: str
    came: Counter[Came] = field(default_factory=Counter)
    gone: int = 0
    outcomes: int = 0
    problem: str | None = None


def pull(services: Services, found: Version, go_on: Callable[[], None] = lambda: None) -> Pulled:
    """Pull one consultation that is published to OpenStad. `go_on` is called now and then, to renew a lease."""
    pulled = Pulled(found.code)
    publish = found.definition.publish
    if publish is None or publish.to != "openstad" or rest_is_over(found):
        return pulled
    try:
        _Pull(services, found, publish, pulled, go_on).run()
    except LineHeld as why:
        pulled.problem = why.message
    with services.store.write() as connection:
        _put_mark(connection, found.consultation_id, pulled_at=now(), problem=pulled.problem)
    return pulled


class _Pull:
    def __init__(
        self, services: Services, found: Version, publish: Publish, pulled: Pulled, go_on: Callable[[], None]
    ) -> None:
        self.services = services
        self.found = found
        self.publish = publish
        self.pulled = pulled
        self.go_on = go_on
        url, token = openstad_access(services.settings)
        self.api = OpenStad(url, token, publish.project or 0)
        self.we: int | None = None
        self.code_holders: dict[int, str] | None = None
        self.taken = 0

    def run(self) -> None:
        account = self.api.account()
        check_account(account)
        self.we = account.id
        limits = limits_of(self.api.config(), self.publish)
        with self.services.store.write() as connection:
            lines.note_limits(connection, self.found.consultation_id, limits)
        if self.publish.as_ == "vote":
            self._votes()
        elif self.publish.as_ == "resource":
            self._ideas()
        else:
            kind = kind_of(self.publish)
            self._changes(kind)
            self._sweep(kind)

    def _sweep(self, kind: str) -> None:
        """Once a day, and not after the first pull, which read all there is."""
        query = sa.select(MARK.c.swept_at).where(MARK.c.consultation_id == self.found.consultation_id)
        with self.services.store.read() as connection:
            swept_at = connection.execute(query).scalar()
        if swept_at is not None and now() - swept_at < SWEEP_EVERY:
            return
        if swept_at is not None:
            self._missing({str(row["id"]) for row in self._all(kind)})
        with self.services.store.write() as connection:
            _put_mark(connection, self.found.consultation_id, swept_at=now())

    def _all(self, kind: str) -> Iterator[dict[str, Any]]:
        """The whole list, at the platform's pace: begun anew after each full minute, a long one would never end."""
        number = 0
        while True:
            try:
                page = self.api.page(kind, number, sort="createdAt_desc")
            except LineHeld as why:
                if not why.is_pace:
                    raise
                self.go_on()
                time.sleep(min((why.wait or WAIT).total_seconds(), WAIT.total_seconds()))
                continue
            yield from page.records
            self.go_on()
            if page.is_last:
                return
            number += 1

    def _ideas(self) -> None:
        usual = {one["id"] for one in self.api.statuses() if one.get("addToNewResources")}
        seen: set[str] = set()
        for row in self.api.newest_first("resource"):
            seen.add(str(row["id"]))
            reference = (row.get("extraData") or {}).get("originalId")
            if not self._is_ours(row, reference, usual) and row.get("publishDate"):
                self._take(row, idea(row))
        self._missing(seen)

    def _votes(self) -> None:
        """All votes, each time: nothing tells which were changed or taken away."""
        there = voters(self.api.newest_first(KIND))
        for voter in there:
            code_id = self._holders().get(voter.user)
            with self.services.store.read() as connection:
                ours = connection.execute(sa.select(DELIVERY.c.id).where(DELIVERY.c.their_id == voter.name)).first()
                if ours is not None or is_on_its_way(connection, self.found, code_id):
                    continue
            self._take({"userId": voter.user}, contribution(self.found.definition, self.publish, voter))
        self._missing({one.their_id for one in there} | {one.name for one in there})

    def _changes(self, kind: str) -> None:
        with self.services.store.read() as connection:
            mark = connection.execute(
                sa.select(MARK).where(MARK.c.consultation_id == self.found.consultation_id)
            ).first()
        up_to = mark.up_to if mark else None
        number = max(mark.page - 1, 0) if mark and mark.next_up_to else 0
        next_up_to = mark.next_up_to if mark else None
        while True:
            page = self.api.page(kind, number, sort="updatedAt_desc")
            if number == 0 and page.records:
                next_up_to = moment(page.records[0]["updatedAt"])
            for row in page.records:
                if up_to is not None and moment(row["updatedAt"]) < up_to - OVERLAP:
                    self._read_to_the_end(next_up_to)
                    return
                self._change(row)
            if page.is_last:
                self._read_to_the_end(next_up_to or up_to)
                return
            number += 1
            with self.services.store.write() as connection:
                _put_mark(connection, self.found.consultation_id, page=number, next_up_to=next_up_to)

    def _read_to_the_end(self, up_to: datetime | None) -> None:
        with self.services.store.write() as connection:
            _put_mark(connection, self.found.consultation_id, up_to=up_to, page=0, next_up_to=None)

    def _change(self, row: dict[str, Any]) -> None:
        if self.publish.as_ == "submission":
            fields = row.get("submittedData") or {}
            if row.get("widgetId") == self.publish.widget and not self._is_ours(row, fields.get(REFERENCE), set()):
                self._take(row, enquete(self.found, row))
            return
        if _user_of(row) != self.we:
            self._take(row, comment(row))

    def _is_ours(self, row: dict[str, Any], reference: object, usual: set[int]) -> bool:
        """Whether we brought it there; then what its staff said of it is noted."""
        if not isinstance(reference, str) or not reference:
            return False
        with self.services.store.read() as connection:
            delivery = connection.execute(
                sa.select(DELIVERY.c.id, DELIVERY.c.submission_id, DELIVERY.c.told, DELIVERY.c.their_id).where(
                    DELIVERY.c.reference == reference, DELIVERY.c.consultation_id == self.found.consultation_id
                )
            ).first()
        if delivery is None:
            return False
        said = said_of(row, usual)
        if said.as_json() != delivery.told or delivery.their_id is None:
            with self.services.store.write() as connection:
                self._note(connection, delivery, str(row["id"]), said)
        return True

    def _note(self, connection: sa.Connection, delivery: sa.Row[Any], their_id: str, said: Said) -> None:
        values = {"told": said.as_json(), "their_id": their_id}
        known = connection.execute(
            sa.select(DELIVERY.c.told).where(DELIVERY.c.id == delivery.id).with_for_update()
        ).scalar_one()
        connection.execute(DELIVERY.update().where(DELIVERY.c.id == delivery.id).values(**values))
        digest = sha256(json.dumps(said.as_json(), sort_keys=True).encode()).hexdigest()
        told_before = sa.select(OUTCOME.c.id).where(OUTCOME.c.delivery_id == delivery.id, OUTCOME.c.digest == digest)
        is_news = said.is_news if known is None else known != said.as_json()
        if not is_news or connection.execute(told_before).first() is not None:
            return
        connection.execute(
            OUTCOME.insert(),
            {
                "id": new_id(),
                "delivery_id": delivery.id,
                "submission_id": delivery.submission_id,
                "digest": digest,
                "statuses": list(said.statuses),
                "text": said.text,
                "answers": said.answers,
                "at": now(),
            },
        )
        self.pulled.outcomes += 1
        query = sa.select(SUBMISSION.c.status).where(SUBMISSION.c.id == delivery.submission_id)
        if said.answers and connection.execute(query).scalar_one() is Status.PUBLISHED:
            move(connection, delivery.submission_id, Status.ANSWERED, reason=said.reason)

    def _take(self, row: dict[str, Any], given: Contribution) -> None:
        if not given.readings:
            return
        self.taken += 1
        if self.taken % GO_ON_EVERY == 0:
            self.go_on()
        code_id = self._holders().get(int(_user_of(row) or 0))
        services = self.services
        with services.store.write() as connection:
            came = keep(services.store, connection, services.evidence, self.found, given, code_id)
        self.pulled.came[came] += 1

    def _holders(self) -> dict[int, str]:
        """Participation codes by the user of the project who signed in with the unique code that belongs to each.

        The unique codes pass through: what is compared, and what is stored, are keyed hashes of them.
        """
        if self.code_holders is None:
            self.code_holders = self._ask_for_holders()
        return self.code_holders

    def _ask_for_holders(self) -> dict[int, str]:
        with self.services.store.read() as connection:
            if not codes.has_online(connection, self.found.consultation_id):
                return {}
        auth_url, sign_in = auth_access(self.services.settings, self.api)
        signed_in = [(one.account, one.code) for one in unique_codes(auth_url, sign_in) if one.account is not None]
        with self.services.store.read() as connection:
            holders = codes.holders(connection, self.services.vault, self.found.consultation_id, signed_in)
        return {user: holders[account] for account, user in users_by_account(self.api, sign_in) if account in holders}

    def _missing(self, seen: set[str]) -> None:
        """What is in no list any more is asked for by name before it is said to be deleted."""
        with self.services.store.read() as connection:
            ours = connection.execute(
                sa.select(DELIVERY.c.their_id, DELIVERY.c.id).where(
                    DELIVERY.c.consultation_id == self.found.consultation_id, DELIVERY.c.state == DeliveryState.THERE
                )
            ).all()
            theirs = connection.execute(
                sa.select(ONLINE.c.their_id)
                .join(SUBMISSION, SUBMISSION.c.id == ONLINE.c.submission_id)
                .where(
                    ONLINE.c.consultation_id == self.found.consultation_id,
                    ONLINE.c.kind == self.publish.as_,
                    SUBMISSION.c.status != Status.WITHDRAWN,
                )
            ).scalars()
            theirs_missing = [one for one in theirs if one not in seen]
        for their_id, delivery_id in ours:
            if their_id is not None and their_id not in seen and self._is_deleted(their_id):
                failed = {
                    "state": DeliveryState.FAILED,
                    "code": DELETED_THERE,
                    "problem": "somebody deleted it on OpenStad",
                }
                with self.services.store.write() as connection:
                    still = sa.and_(DELIVERY.c.id == delivery_id, DELIVERY.c.state == DeliveryState.THERE)
                    self.pulled.gone += connection.execute(DELIVERY.update().where(still).values(**failed)).rowcount
        for their_id in theirs_missing:
            if self._is_deleted(their_id):
                with self.services.store.write() as connection:
                    self.pulled.gone += gone(connection, self.found, self.publish.as_, their_id)

    def _is_deleted(self, their_id: str) -> bool:
        if self.publish.as_ == "vote":
            known = voters(self.api.votes_of(int(their_id.partition(":")[0])))
            return not any(their_id in (one.name, one.their_id) for one in known)
        try:
            self.api.one(kind_of(self.publish), their_id)
        except NotThere:
            return True
        return False


def _user_of(row: dict[str, Any]) -> int | None:
    """Who made it, as a user of the project."""
    user: int | None = (row.get("user") or {}).get("id", row.get("userId"))
    return user


def _put_mark(connection: sa.Connection, consultation_id: str, **values: Any) -> None:
    mine = MARK.c.consultation_id == consultation_id
    if connection.execute(MARK.update().where(mine).values(**values)).rowcount == 0:
        connection.execute(MARK.insert(), {"consultation_id": consultation_id, "page": 0, **values})
