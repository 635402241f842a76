"""The trail for the privacy officer: who looked at, changed, erased or took out what, and whether it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Response, render_template, request

from intake.desk import privacy_words
from intake.desk.visit import member, services
from intake.privacy.trails import FORMATS
from models import audit
from models.accounts import MEMBERSHIP, STAFF, Member
from models.activities import REGISTER
from models.audit import AUDIT, Deed, Verdict
from models.definition import HOME_ZONE
from models.tables.audit import Act

PAGE = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; empty: all. `first` and `last` are days, both included."""

    act: str = ""
    by: str = ""
    subject_id: str = ""
    first: str = ""
    last: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Filters:
        return cls(
            act=given.get("wat", ""),
            by=given.get("wie", ""),
            subject_id=given.get("waarvan", "").strip(),
            first=given.get("van", ""),
            last=given.get("tot", ""),
        )

    def query(self) -> dict[str, str]:
        """As the address has them."""
        named = {"wat": self.act, "wie": self.by, "waarvan": self.subject_id, "van": self.first, "tot": self.last}
        return {name: value for name, value in named.items() if value}

    def conditions(self) -> Iterator[sa.ColumnElement[bool]]:
        if self.act in {str(one) for one in Act}:
            yield AUDIT.c.act == Act(self.act)
        if self.by:
            yield AUDIT.c.by_id == self.by
        if self.subject_id:
            yield AUDIT.c.subject_id == self.subject_id
        if (first := _day(self.first)) is not None:
            yield AUDIT.c.at >= first
        if (last := _day(self.last)) is not None:
            yield AUDIT.c.at < last + timedelta(days=1)


def trail() -> str:
    """A page of it, newest first; with `?controle=ja` also whether all of it is whole."""
    kit, somebody = services(), member()
    filters = Filters.read(request.args)
    with kit.store.read() as connection:
        rows = _rows(connection, somebody, filters, before=request.args.get("voor", type=int))
        colleagues = _colleagues(connection, somebody)
        verdict: Verdict | None = None
        if request.args.get("controle"):
            verdict = kit.trail.verify(connection, somebody.organisation_id)
    return render_template(
        "desk/trail.html",
        rows=rows[:PAGE],
        older=rows[PAGE - 1].number if len(rows) > PAGE else None,
        colleagues=colleagues,
        filters=filters,
        verdict=verdict,
        told=privacy_words,
        acts=list(Act),
        register=REGISTER,
    )


def take_trail_out() -> Response:
    """All of it, as a file: every field, or the processings as Logboek Dataverwerkingen names them."""
    kit, somebody = services(), member()
    kind = "dpl" if request.form.get("vorm") == "dpl" else "jsonl"
    with kit.store.write() as connection:
        detail = {"format": kind}
        audit.note(connection, Deed(act=Act.CHECKED, organisation_id=somebody.organisation_id, detail=detail))

    def lines() -> Iterator[str]:
        with kit.store.read() as connection:
            for line in FORMATS[kind](connection, somebody.organisation_id, kit.settings.register_url):
                yield json.dumps(line, ensure_ascii=False) + "\n"

    answer = Response(lines(), mimetype="application/x-ndjson")
    answer.headers["Content-Disposition"] = f'attachment; filename="logboek-{kind}.jsonl"'
    return answer


def register() -> str:
    """The register of processing activities, for everybody: what the trail's records refer to."""
    return render_template("desk/register.html", register=REGISTER)


def _rows(connection: sa.Connection, somebody: Member, filters: Filters, before: int | None) -> list[sa.Row[Any]]:
    query = sa.select(AUDIT).where(AUDIT.c.chain == somebody.organisation_id, *filters.conditions())
    if before is not None:
        query = query.where(AUDIT.c.number < before)
    return list(connection.execute(query.order_by(AUDIT.c.number.desc()).limit(PAGE + 1)))


def _colleagues(connection: sa.Connection, somebody: Member) -> Mapping[str, str]:
    """E-mail addresses by id: the trail itself names nobody."""
    query = (
        sa.select(STAFF.c.id, STAFF.c.email)
        .join(MEMBERSHIP, MEMBERSHIP.c.user_id == STAFF.c.id)
        .where(MEMBERSHIP.c.organisation_id == somebody.organisation_id)
        .order_by(STAFF.c.email)
    )
    return {row.id: row.email for row in connection.execute(query)}


def _day(given: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(given), time.min, HOME_ZONE)
    except ValueError:
        return None
