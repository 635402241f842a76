"""What a person changes about a submission: an answer, its consultation, its status."""

from __future__ import annotations

import sqlalchemy as sa
from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels import receipts
from intake.desk import words
from intake.desk.answer_cards import AnswerCard
from intake.desk.dossier import DECIDABLE, Dossier, load
from intake.desk.fields import given_value, problem_in_words
from intake.desk.filled_form import CODE
from intake.desk.known_number import asker
from intake.desk.listing import take_waiting
from intake.desk.review import BY_HAND, submission_page
from intake.desk.visit import member, services
from models import codes, voices
from models.consultations import latest
from models.decisions import decide, file_under
from models.errors import Rejected
from models.submissions import SUBMISSION, move, release
from models.vocabulary import Held, Status

LONGEST_REASON = 300
ILLEGIBLE = "onleesbaar"
EMPTY = "leeg"


class Refused(Exception):
    """A change that cannot be made: the page is shown again and says why. Nothing was written."""

    def __init__(self, alarm: str, status: int = 400, **more: str) -> None:
        super().__init__(alarm)
        self.alarm = alarm
        self.status = status
        self.more = more

    def page(self, submission_id: str) -> tuple[str, int]:
        return submission_page(submission_id, alarm=self.alarm, **self.more), self.status


def decide_answer(submission_id: str, question: str) -> Response | tuple[str, int]:
    """Confirm or correct an answer, or say that it is empty or illegible; then on to the next."""
    try:
        with services().store.write() as connection:
            dossier = locked(connection, submission_id)
            card = dossier.answer(question)
            if card is None or dossier.version is None:
                raise NotFound
            status = decide_card(connection, dossier, card)
            finished = dossier.row.status is Status.NEEDS_PERSON and status is not Status.NEEDS_PERSON
            following = take_waiting(connection, member(), after=submission_id) if finished else None
    except Refused as refused:
        return refused.page(submission_id)
    return _on(dossier, card.ask, finished=finished, following=following)


def decide_card(connection: sa.Connection, dossier: Dossier, card: AnswerCard) -> Status:
    """Settle one answer as the form says; the status afterwards. `anders`: a value that may stand there instead.

    :raises Refused: it says nothing that can be kept, or somebody was first.
    """
    if dossier.definition is None or not dossier.decidable:
        raise Refused("not_decidable", 409)
    if request.form.get("gezien") != card.seen:
        raise Refused("changed", 409, about=card.key)
    verdict = request.form.get("oordeel", "")
    control = "anders" if "anders" in request.form else "waarde"
    value = None if verdict in (ILLEGIBLE, EMPTY) else given_value(card.question, request.form, control)
    if verdict not in (ILLEGIBLE, EMPTY) and value in (None, []):
        raise Refused("nothing", about=card.key)
    try:
        return decide(
            connection,
            dossier.row.id,
            dossier.definition,
            card.key,
            by=member().user_id,
            value=value,
            illegible=verdict == ILLEGIBLE,
        )
    except Rejected as problem:
        raise Refused("refused", about=card.key, problem=problem_in_words(card.question, problem)) from problem


def _on(dossier: Dossier, asked: str, *, finished: bool, following: str | None) -> Response:
    """To the next answer that waits, here or in the next submission."""
    receipt = words.receipt(dossier.row.receipt)
    if not finished:
        words.notice("decided", question=asked)
        return redirect(url_for("desk.submission", submission_id=dossier.row.id, verder=1))
    if following is None:
        words.notice("all_done", receipt=receipt)
        return redirect(url_for("desk.submission", submission_id=dossier.row.id))
    words.notice("done", receipt=receipt)
    return redirect(url_for("desk.submission", submission_id=following, verder=1))


def choose_consultation(submission_id: str) -> Response | tuple[str, int]:
    """For a letter or notes that came without a consultation."""
    kit, somebody = services(), member()
    try:
        with kit.store.write() as connection:
            dossier = locked(connection, submission_id)
            chosen = latest(kit.store, connection, request.form.get("raadpleging", ""))
            if chosen is None or chosen.organisation_id != somebody.organisation_id:
                raise Refused("no_consultation")
            if dossier.version is not None:
                raise Refused("already_filed", 409)
            if dossier.row.status not in DECIDABLE:
                raise Refused("not_decidable", 409)
            file_under(connection, submission_id, chosen, by=somebody.user_id)
    except Refused as refused:
        return refused.page(submission_id)
    words.notice("filed", code=chosen.code)
    return redirect(url_for("desk.submission", submission_id=submission_id, verder=1))


def release_held(submission_id: str) -> Response | tuple[str, int]:
    """Somebody looked at why a submission was held, and lets it go on."""
    try:
        with services().store.write() as connection:
            dossier = locked(connection, submission_id)
            if dossier.definition is None or dossier.row.held is None or not dossier.decidable:
                raise Refused("not_decidable", 409)
            status = release(connection, submission_id, dossier.definition, by=member().user_id)
            finished = status is not Status.NEEDS_PERSON
            following = take_waiting(connection, member(), after=submission_id) if finished else None
    except Refused as refused:
        return refused.page(submission_id)
    if finished:
        return _on(dossier, "", finished=True, following=following)
    words.notice("released")
    return redirect(url_for("desk.submission", submission_id=submission_id, verder=1))


def give_code(submission_id: str) -> Response | tuple[str, int]:
    """Somebody found the participation code of what came without one. Codes that do not exist are counted."""
    kit, given, who = services(), "".join(request.form.get(CODE, "").split()), asker()
    try:
        with kit.store.write() as connection:
            dossier = locked(connection, submission_id)
            if dossier.version is None or dossier.row.held is not Held.NO_CODE or not dossier.decidable:
                raise Refused("not_decidable", 409)
            if receipts.is_blocked(connection, who):
                raise Refused("too_many_wrong", 409)
            if not codes.give(connection, kit.vault, submission_id, dossier.version, given):
                raise Refused("no_such_code")
            release(connection, submission_id, dossier.version.definition, by=member().user_id)
    except Refused as refused:
        if refused.alarm == "no_such_code":
            with kit.store.write() as connection:
                receipts.count_wrong(connection, who)
        return refused.page(submission_id)
    words.notice("code_given")
    return redirect(url_for("desk.submission", submission_id=submission_id))


def move_status(submission_id: str) -> Response | tuple[str, int]:
    """Accept or reject a submission, or have it looked at again."""
    try:
        with services().store.write() as connection:
            wanted = _move(connection, locked(connection, submission_id))
    except Refused as refused:
        return refused.page(submission_id)
    words.notice("moved", status=words.STATUSES[wanted])
    return redirect(url_for("desk.submission", submission_id=submission_id))


def _move(connection: sa.Connection, dossier: Dossier) -> Status:
    wanted, reason = request.form.get("status", ""), request.form.get("reden", "").strip()[:LONGEST_REASON]
    if wanted not in BY_HAND:
        raise Refused("no_status")
    if request.form.get("gezien") != dossier.row.status:
        raise Refused("status_changed", 409)
    if wanted == Status.ACCEPTED and dossier.waits:
        raise Refused("not_finished")
    if wanted == Status.REJECTED and not reason:
        raise Refused("no_reason")
    try:
        move(connection, dossier.row.id, Status(wanted), by=member().user_id, reason=reason or None)
    except Rejected as problem:
        raise Refused("status_changed", 409) from problem
    return Status(wanted)


def locked(connection: sa.Connection, submission_id: str) -> Dossier:
    """The submission as it is now; whoever else would change it waits for this transaction."""
    kit = services()
    voices.lock(connection, submission_id)
    connection.execute(sa.select(SUBMISSION.c.id).where(SUBMISSION.c.id == submission_id).with_for_update())
    found = load(kit.store, connection, member(), submission_id)
    if found is None:
        raise NotFound
    return found
