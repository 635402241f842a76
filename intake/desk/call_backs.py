"""Who asked to be called back: a promise of the telephone and of text messages that staff keep here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.labels import LANGUAGE
from intake.desk.visit import member, services
from intake.privacy.looks import Look, looked
from models.accounts import STAFF, Member
from models.clock import now
from models.consultations import all_latest
from models.contacts import CONTACT
from models.errors import Rejected
from models.secrets import Vault
from models.tables import CallBack
from models.tables.audit import Activity
from models.tables.contacts import PartOfDay

CALL_BACK = CallBack.__table__  # type: ignore[attr-defined]

MOST_SHOWN = 100
DONE_SHOWN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody who waits for a call. `number` is None if it was withheld or erased, `part_of_day` if any will do."""

    id: str
    asked_at: datetime
    title: str | None
    language: str
    part_of_day: PartOfDay | None
    number: str | None
    contact_id: str = ""
    unreadable: bool = False
    """Whether there is a number, for which the key is lost."""

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it."""
        return re.sub(r"[^+0-9]", "", self.number or "")


@dataclass(frozen=True, slots=True)
class Done:
    """Somebody who was called, or who could not be; `by` is an e-mail address. No number: nobody needs it any more."""

    asked_at: datetime
    title: str | None
    done_at: datetime
    by: str | None


def call_backs() -> str:
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        titles = {
            one.consultation_id: one.definition.text(one.definition.title, LANGUAGE)
            for one in all_latest(kit.store, connection, somebody.organisation_id)
        }
        wanted = _wanted(connection, kit.vault, somebody, titles)
        done = _done(connection, somebody, titles)
    looked(kit.store, somebody, [Look(Activity.CALL_BACK, "contact", one.contact_id) for one in wanted if one.number])
    return render_template("desk/call_backs.html", wanted=wanted, done=done)


def called(call_back_id: str) -> Response:
    """Somebody was called. Told twice, the first time stands."""
    somebody = member()
    here = (CALL_BACK.c.id == call_back_id, CALL_BACK.c.organisation_id == somebody.organisation_id)
    with services().store.write() as connection:
        closed = connection.execute(
            CALL_BACK.update()
            .where(*here, CALL_BACK.c.done_at.is_(None))
            .values(done_at=now(), done_by=somebody.user_id)
        )
        if not closed.rowcount and connection.execute(sa.select(CALL_BACK.c.id).where(*here)).first() is None:
            raise NotFound
    words.notice("called" if closed.rowcount else "called_before")
    return redirect(url_for("desk.call_backs"))


def _wanted(connection: sa.Connection, vault: Vault, somebody: Member, titles: Mapping[str, str]) -> Sequence[Wanted]:
    """Who waits longest first."""
    rows = connection.execute(
        sa.select(CALL_BACK, CONTACT.c.encrypted)
        .outerjoin(CONTACT, CONTACT.c.id == CALL_BACK.c.contact_id)
        .where(CALL_BACK.c.organisation_id == somebody.organisation_id, CALL_BACK.c.done_at.is_(None))
        .order_by(CALL_BACK.c.asked_at, CALL_BACK.c.id)
        .limit(MOST_SHOWN)
    )
    return [_with_number(row, vault, titles.get(row.consultation_id)) for row in rows]


def _with_number(row: sa.Row[Any], vault: Vault, title: str | None) -> Wanted:
    known = Wanted(row.id, row.asked_at, title, row.language, row.part_of_day, None, row.contact_id)
    if row.encrypted is None:
        return known
    try:
        return replace(known, number=vault.decrypt(row.encrypted))
    except Rejected:
        return replace(known, unreadable=True)


def _done(connection: sa.Connection, somebody: Member, titles: Mapping[str, str]) -> Sequence[Done]:
    """Of the last days, newest first."""
    rows = connection.execute(
        sa.select(CALL_BACK.c.asked_at, CALL_BACK.c.consultation_id, CALL_BACK.c.done_at, STAFF.c.email)
        .outerjoin(STAFF, STAFF.c.id == CALL_BACK.c.done_by)
        .where(CALL_BACK.c.organisation_id == somebody.organisation_id, CALL_BACK.c.done_at >= now() - DONE_SHOWN)
        .order_by(CALL_BACK.c.done_at.desc(), CALL_BACK.c.id)
        .limit(MOST_SHOWN)
    )
    return [Done(row.asked_at, titles.get(row.consultation_id), row.done_at, row.email) for row in rows]
