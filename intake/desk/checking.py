"""Checking what a machine was unsure of: one field at a time, with its crop or its sound, for one person at a time."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.answer_cards import AnswerCard
from intake.desk.checking_words import ALARMS
from intake.desk.deciding import Refused, decide_card, locked
from intake.desk.dossier import Dossier, load
from intake.desk.headers import SCRIPTED_POLICY
from intake.desk.scope import visible
from intake.desk.visit import member, services
from intake.privacy.looks import Look, looked
from models import claims
from models.clock import now
from models.consultations import all_latest
from models.decisions import made_by, take_back
from models.errors import Rejected
from models.tables.audit import Activity
from models.vocabulary import Status

PASSED_OVER, LAST = "checking-passed-over", "checking-last"
MOST_PASSED_OVER = 50
LONGEST_NOTE = 500
PAUSE = timedelta(minutes=5)
"""Between two decisions: longer is no work, and does not slow the figures."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What somebody did today: shown to that person alone."""

    decided: int
    an_hour: int | None


def check_next() -> Response:
    """To the field that waits for this person: here where it was left, else the oldest that nobody has."""
    return _go_on()


def check_ahead() -> Response:
    """To the picture of what may well come after `?na=`, for a browser to have by then; claimed when it is seen.

    A page of its own that nobody waits for: the step from one field to the next costs no query more.
    """
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        urgent = claims.urgent(all_latest(kit.store, connection, somebody.organisation_id))
        passed_over = [*cookie.get(PASSED_OVER, []), request.args.get("na", "")]
        find = partial(claims.next_in_line, connection, visible(somebody), somebody.user_id)
        found = find(urgent=urgent, passed_over=passed_over)
        question = claims.first_on_paper(connection, found) if found else None
    if question is None:
        return Response(status=204)
    return redirect(url_for("desk.crop", submission_id=found, question=question))


def check_field(submission_id: str, question: str) -> Response | str | tuple[Response | str, int]:
    """One field: the picture or the sound, what was read, and what it may be."""
    kit, somebody = services(), member()
    with kit.store.write() as connection:
        dossier = _found(connection, submission_id)
        holder = claims.take(connection, submission_id, somebody.user_id) if dossier.waits else somebody.user_id
        if holder != somebody.user_id:
            return render_template("desk/check_taken.html"), 409
    card = dossier.answer(question)
    if card is None or dossier.definition is None:
        raise NotFound
    if request.method == "GET":
        return _page(dossier, card)
    return _answered(dossier, card)


def _answered(dossier: Dossier, card: AnswerCard) -> Response | tuple[Response, int]:
    submission_id, did = dossier.row.id, request.form.get("oordeel", "")
    if did == "overslaan":
        put_off = [one for one in cookie.get(PASSED_OVER, []) if one != submission_id]
        cookie[PASSED_OVER] = [*put_off, submission_id][-MOST_PASSED_OVER:]
        with services().store.write() as connection:
            claims.let_go(connection, submission_id, member().user_id)
        return _go_on()
    if did == "collega":
        note = request.form.get("vraag", "").strip()[:LONGEST_NOTE]
        with services().store.write() as connection:
            claims.ask_a_colleague(connection, submission_id, member().user_id, note)
        words.notice("asked_colleague")
        return _go_on()
    try:
        with services().store.write() as connection:
            current = locked(connection, submission_id)
            again = current.answer(card.key)
            if again is None:
                raise NotFound
            status = decide_card(connection, current, again)
            if status is not Status.NEEDS_PERSON:
                claims.let_go(connection, submission_id, member().user_id)
    except Refused as refused:
        return _page(_again(submission_id), card, alarm=refused), refused.status
    cookie[LAST] = [submission_id, card.key]
    return _go_on(submission_id)


def undo_check() -> Response:
    """The last decision of this person here is undone, and the field is shown again."""
    last = cookie.pop(LAST, None)
    if not last:
        words.warning("nothing_to_undo")
        return redirect(url_for("desk.check_next"))
    submission_id, question = last
    try:
        with services().store.write() as connection:
            dossier = locked(connection, submission_id)
            if dossier.definition is None or not dossier.decidable:
                raise Rejected("it went on meanwhile", code="nothing_to_undo")
            take_back(connection, submission_id, dossier.definition, question, by=member().user_id)
    except Rejected:
        words.warning("nothing_to_undo")
        return redirect(url_for("desk.check_next"))
    return redirect(url_for("desk.check_field", submission_id=submission_id, question=question))


def _go_on(submission_id: str | None = None) -> Response:
    """To the next field, of the same contribution while one waits there; then to what waits for another reason."""
    kit, somebody = services(), member()
    with kit.store.write() as connection:
        dossier = load(kit.store, connection, somebody, submission_id) if submission_id else None
        if dossier is None or not dossier.undecided:
            passed_over = cookie.get(PASSED_OVER, [])
            urgent = claims.urgent(all_latest(kit.store, connection, somebody.organisation_id))
            take_next = partial(claims.take_next, connection, visible(somebody), somebody.user_id, urgent=urgent)
            found = take_next(passed_over=passed_over)
            if found is None and passed_over:
                cookie.pop(PASSED_OVER)
                found = take_next()
            dossier = load(kit.store, connection, somebody, found) if found else None
    if dossier is None:
        return redirect(url_for("desk.next_submission"))
    field = dossier.undecided[0].key
    return redirect(url_for("desk.check_field", submission_id=dossier.row.id, question=field))


def _found(connection: sa.Connection, submission_id: str) -> Dossier:
    found = load(services().store, connection, member(), submission_id)
    if found is None:
        raise NotFound
    return found


def _again(submission_id: str) -> Dossier:
    with services().store.read() as connection:
        return _found(connection, submission_id)


def _page(dossier: Dossier, card: AnswerCard, *, alarm: Refused | None = None) -> Response:
    somebody = member()
    with services().store.read() as connection:
        asked = claims.question_of(connection, dossier.row.id)
        left = claims.waiting(connection, visible(somebody))
        pace = _pace(made_by(connection, somebody.user_id, now() - timedelta(hours=12)))
    looked(services().store, somebody, [Look(Activity.REVIEW, "submission", dossier.row.id)])
    undecided = [one.key for one in dossier.undecided]
    others = [one for one in dossier.undecided if one.key != card.key]
    page = Response(
        render_template(
            "desk/check.html",
            dossier=dossier,
            card=dossier.answer(card.key) or card,
            number=undecided.index(card.key) + 1 if card.key in undecided else None,
            of=len(undecided),
            left=left,
            pace=pace,
            note=asked.note if asked is not None and asked.asked_by != somebody.user_id else None,
            following=others[0].key if others and others[0].has_crop else None,
            is_last=not others,
            can_undo=LAST in cookie,
            problem=ALARMS.get(alarm.alarm) if alarm else None,
            why=alarm.more.get("problem") if alarm else None,
        ),
        mimetype="text/html",
    )
    page.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    return page


def _pace(moments: list[datetime]) -> Pace:
    """Fields decided in the last hours, and how many an hour of work: pauses are left out."""
    steps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    worked = sum((step for step in steps if step <= PAUSE), timedelta())
    counted = sum(step <= PAUSE for step in steps)
    return Pace(
        len(moments), round(counted / (worked / timedelta(hours=1))) if worked >= timedelta(minutes=1) else None
    )
