"""Somebody at the counter has a number: a receipt, or a participation code. What they sent in, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels import receipts
from channels.catalogue import catalogue
from channels.counter.adding import add, may_add
from channels.receipts import TOLD, Asker
from channels.turns import Mode
from intake.desk import words
from intake.desk.labels import LANGUAGE
from intake.desk.scope import visible
from intake.desk.visit import member, services
from intake.privacy.looks import Look, looked
from models import arrivals, codes
from models.clock import now
from models.consultations import Version, all_latest, latest_of, version
from models.errors import Rejected
from models.secrets import is_receipt, new_id
from models.submissions import SUBMISSION
from models.tables.audit import Activity
from models.vocabulary import Channel

PROVIDER = "desk"
LINE = "desk"
"""Stands for the line of ours that was reached, where wrong numbers are counted."""
MOST_WRONG = 20
"""Numbers that nobody has, of one member of staff in a day: people read digits out wrong. Of 90 million participation
codes at most 200,000 are in use, so that 20 guesses find one in a hundred days of trying, and each is in the trail."""
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Known:
    """A contribution of whoever has the number. `told` is how it stands, to be read out in their language."""

    row: sa.Row[Any]
    title: str
    told: str
    addable: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """What a participation code opens. `code` goes on to the form, and into no address and no log."""

    code: str
    served: Version
    open: bool


def asker() -> Asker:
    """Who looks for a number, for counting those that nobody has."""
    somebody = member()
    caller = services().vault.lookup(f"desk {somebody.user_id}")
    return Asker(somebody.organisation_id, caller, LINE, Channel.COUNTER, MOST_WRONG)


def find_known() -> Response | str | tuple[str, int]:
    """By a number that somebody reads out. It comes in a form, for codes do not belong in addresses."""
    kit, somebody = services(), member()
    given = "".join(character for character in request.form.get("nummer", "") if character.isalnum())
    who = asker()
    with kit.store.write() as connection:
        if receipts.is_blocked(connection, who):
            return _not_found(str(words.TOO_MANY_WRONG))
        versions = all_latest(kit.store, connection, somebody.organisation_id)
        rows, holder, code_id = _find(connection, versions, given)
        if not rows and holder is None:
            if given:
                receipts.count_wrong(connection, who)
            return _not_found(str(words.NO_SUCH_NUMBER if given else words.NUMBER_ASKED))
        known = [_known(connection, row) for row in rows]
    looks = [Look(Activity.REVIEW, "submission", one.row.id) for one in known]
    looks += [Look(Activity.REVIEW, "participation_code", code_id)] if code_id else []
    looked(kit.store, somebody, looks)
    return render_template(
        "desk/counter_found.html", known=known, holder=holder, longest=LONGEST, entry=new_id(), labels_language=LANGUAGE
    )


def add_said(submission_id: str) -> Response:
    """What somebody wants to add to what they sent in before. Pressed twice, it is there once."""
    kit, somebody = services(), member()
    text = request.form.get("tekst", "").strip()
    entry = request.form.get("form-entry", "")
    with kit.store.read() as connection:
        row = _row(connection, SUBMISSION.c.id == submission_id)
    if row is None:
        raise NotFound
    if not 0 < len(text) <= LONGEST or not entry:
        flash(words.WARNINGS["nothing_to_add"], "bad")
        return redirect(url_for("desk.counter"))

    def effect(connection: sa.Connection) -> arrivals.Response:
        fresh = _row(connection, SUBMISSION.c.id == submission_id)
        if fresh is None or not _addable(connection, fresh):
            raise Rejected("this contribution can no longer change", code="final")
        served = version(kit.store, connection, fresh.version_id)
        reason = words.REASONS.kept("added")
        add(connection, kit.evidence, fresh, served, text, by=somebody.user_id, reason=reason)
        return arrivals.Response("", media_type="text/plain", status=201, about=submission_id)

    try:
        arrivals.receive(kit.store, PROVIDER, f"{somebody.organisation_id} added {entry}"[:128], effect)
    except Rejected:
        flash(words.WARNINGS["not_addable"], "bad")
        return redirect(url_for("desk.counter"))
    words.notice("added", receipt=words.receipt(row.receipt))
    return redirect(url_for("desk.submission", submission_id=submission_id))


def _find(
    connection: sa.Connection, versions: Sequence[Version], given: str
) -> tuple[Sequence[sa.Row[Any]], Holder | None, str | None]:
    """Contributions, and what the code opens with its id; by a receipt neither."""
    if not codes.is_code(given):
        row = _row(connection, SUBMISSION.c.receipt == given) if is_receipt(given) else None
        return ([row] if row else []), None, None
    for served in versions:
        if served.definition.participation != "code":
            continue
        code_id = codes.find(connection, services().vault, served.consultation_id, given)
        if code_id is not None:
            query = sa.select(SUBMISSION).where(*visible(member()), SUBMISSION.c.code_id == code_id)
            rows = connection.execute(query.order_by(SUBMISSION.c.received_at.desc()).limit(20)).all()
            return rows, Holder(given, served, served.definition.is_open(now())), code_id
    return [], None, None


def _row(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> sa.Row[Any] | None:
    return connection.execute(sa.select(SUBMISSION).where(*visible(member()), wanted)).first()


def _known(connection: sa.Connection, row: sa.Row[Any]) -> Known:
    served = version(services().store, connection, row.version_id) if row.version_id else None
    title = served.definition.text(served.definition.title, LANGUAGE) if served else ""
    told = catalogue(row.language, Mode.PHONE)(TOLD[row.status])
    return Known(row, title, told, _addable(connection, row))


def _addable(connection: sa.Connection, row: sa.Row[Any]) -> bool:
    if not may_add(row):
        return False
    return latest_of(services().store, connection, row.consultation_id).definition.is_open(now())


def _not_found(problem: str) -> tuple[str, int]:
    return render_template("desk/counter_not_found.html", problem=problem), 404
