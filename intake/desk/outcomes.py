"""What the platform's staff said of contributions, told to who made them: many with one button, each by its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels.catalogue import catalogue
from channels.turns import Mode
from intake.desk import publishing_words
from intake.desk.scope import visible
from intake.desk.telling import LONGEST, Draft, Reachable, reachable, send
from intake.desk.visit import member, services
from intake.openstad.pulling import OUTCOME
from models.clock import now
from models.consultations import code_of
from models.contacts import CONTACT
from models.submissions import SUBMISSION
from models.tables.contacts import ContactPurpose
from models.tables.replies import ReplyPurpose, ReplyWay
from models.vocabulary import Channel

AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class ToTell:
    """One outcome, with the text proposed. `way` None: no message can reach them; `to.why_not` says why."""

    id: str
    submission: sa.Row[tuple[object, ...]]
    consultation: str
    said: str
    text: str
    to: Reachable
    way: ReplyWay | None


def outcomes() -> Response | str:
    """What is to be told, the oldest first. Pressed: what was ticked is told as it stands there."""
    if request.method == "GET":
        with services().store.read() as connection:
            found, left = _to_tell(connection), _count(connection)
        return render_template("desk/outcomes.html", outcomes=found, left=left, longest=LONGEST, told=publishing_words)
    told, kept = 0, 0
    with services().store.write() as connection:
        for one in _to_tell(connection, request.form.getlist("uitkomst")):
            text = " ".join(request.form.get(f"tekst.{one.id}", "").split())
            if one.way is None or not 0 < len(text) <= LONGEST:
                kept += 1
                continue
            draft = Draft(text, one.way, ReplyPurpose.OUTCOME, f"outcome-{one.id}")
            send(connection, services().vault, one.submission, one.to, draft, member())
            _settle(connection, one.id)
            told += 1
    flash(publishing_words.told_of(told, kept), "good" if told and not kept else "bad")
    return redirect(url_for("desk.outcomes"))


def settle_outcome(outcome_id: str) -> Response:
    """Told by letter or otherwise, or not to be told: it is on the list no more."""
    with services().store.write() as connection:
        if not _to_tell(connection, [outcome_id]):
            raise NotFound
        _settle(connection, outcome_id)
    flash(publishing_words.NOTICES["outcome_settled"], "good")
    return redirect(url_for("desk.outcomes"))


def _settle(connection: sa.Connection, outcome_id: str) -> None:
    connection.execute(OUTCOME.update().where(OUTCOME.c.id == outcome_id).values(settled_at=now()))


def _open() -> tuple[sa.ColumnElement[bool], ...]:
    """Answers that nobody told yet to who asked to hear. A newer answer takes the older one's place."""
    newer = OUTCOME.alias("newer")
    wants = sa.exists().where(CONTACT.c.submission_id == SUBMISSION.c.id, CONTACT.c.purpose == ContactPurpose.OUTCOME)
    overtaken = sa.exists().where(
        newer.c.submission_id == OUTCOME.c.submission_id, newer.c.answers.is_(True), newer.c.id > OUTCOME.c.id
    )
    return (*visible(member()), OUTCOME.c.answers.is_(True), OUTCOME.c.settled_at.is_(None), wants, ~overtaken)


def _count(connection: sa.Connection) -> int:
    query = sa.select(sa.func.count()).select_from(OUTCOME).join(SUBMISSION, SUBMISSION.c.id == OUTCOME.c.submission_id)
    return int(connection.execute(query.where(*_open())).scalar_one())


def _to_tell(connection: sa.Connection, only: Sequence[str] | None = None) -> list[ToTell]:
    query = (
        sa.select(OUTCOME.c.id, OUTCOME.c.statuses, OUTCOME.c.text, OUTCOME.c.submission_id)
        .join(SUBMISSION, SUBMISSION.c.id == OUTCOME.c.submission_id)
        .where(*_open())
        .order_by(OUTCOME.c.at)
        .limit(AT_A_TIME)
    )
    if only is not None:
        query = query.where(OUTCOME.c.id.in_(only)).with_for_update(of=OUTCOME)
    found = []
    for row in connection.execute(query).all():
        submission = connection.execute(sa.select(SUBMISSION).where(SUBMISSION.c.id == row.submission_id)).one()
        to = reachable(connection, services().vault, submission) or Reachable(why_not="unreadable")
        said = row.text or ". ".join(row.statuses)
        about = catalogue(submission.language, Mode.SMS)("about_yours", receipt=submission.receipt)
        code = code_of(connection, submission.consultation_id)
        found.append(
            ToTell(row.id, submission, code, said, f"{about} {said}"[:LONGEST], to, _way(submission.channel, to))
        )
    return found


def _way(channel: Channel, to: Reachable) -> ReplyWay | None:
    """As the person came in: who called is called, who texted gets a text; else whatever reaches them."""
    if channel is Channel.PHONE and ReplyWay.CALL in to.ways:
        return ReplyWay.CALL
    return to.ways[0] if to.ways else None
