"""Letters that ask for an answer: which wait, who takes them, to whom the answer goes, and how it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import answering_words as said
from intake.desk import words
from intake.desk.call_backs import titles_of
from intake.desk.dossier import load
from intake.desk.remarks import LONGEST, note_given
from intake.desk.visit import member, services
from intake.desk.who_wrote import Writer, writers
from intake.privacy.looks import Look, looked
from models import letters_to_answer
from models.answer_terms import terms_of
from models.clock import now
from models.errors import Rejected
from models.letters_to_answer import Letter
from models.submissions import remark
from models.tables.answering import LetterOutcome
from models.tables.audit import Activity

MOST_SHOWN = 200
DONE_SHOWN = timedelta(days=30)
LONGEST_ANSWER = 6000


@dataclass(frozen=True, slots=True)
class Reply:
    """A letter back, as it is printed. Stored nowhere: the paper is the letter."""

    to: str
    text: str


def letters() -> str:
    """What waits for an answer, longest first, and what was answered lately."""
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        terms = terms_of(connection, somebody.organisation_id)
        waiting = letters_to_answer.waiting(connection, somebody.organisation_id, terms, MOST_SHOWN)
        done = letters_to_answer.done_since(connection, somebody.organisation_id, now() - DONE_SHOWN, MOST_SHOWN)
        titles = titles_of(connection)
    return render_template(
        "desk/letters.html", letters=waiting, done=done, titles=titles, terms=terms, moment=now(), said=said
    )


def letter(letter_id: str) -> Response | str:
    """One of them, with who wrote it: for who answers it."""
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        found = _waits(connection, letter_id)
        if found is None:
            return _done_before()
        mine = found.held_by == somebody.user_id
        wrote = writers(connection, kit.vault, found.submission_id) if mine else ()
        titles = titles_of(connection)
    looked(kit.store, somebody, [Look(Activity.TELL_OUTCOME, "contact", one.id) for one in wrote if one.address])
    return render_template(
        "desk/letter.html",
        letter=found,
        mine=mine,
        wrote=[one for one in wrote if one.address],
        to=_address(wrote),
        titles=titles,
        moment=now(),
        longest=LONGEST,
        longest_answer=LONGEST_ANSWER,
        given=request.form,
        said=said,
    )


def print_answer(letter_id: str) -> Response | str:
    """A letter back, to be printed. It is kept nowhere."""
    with services().store.read() as connection:
        found = _waits(connection, letter_id)
        if found is None:
            return _done_before()
        titles = titles_of(connection)
    reply = Reply(request.form.get("aan", "").strip()[:600], request.form.get("tekst", "").strip()[:LONGEST_ANSWER])
    return render_template("desk/letter_answer.html", letter=found, reply=reply, titles=titles, moment=now())


def ask_for_answer(submission_id: str) -> Response:
    """A clerk found that this contribution asks for an answer."""
    kit, somebody = services(), member()
    with kit.store.write() as connection:
        letters_to_answer.one_at_a_time(kit.store, connection, somebody.organisation_id)
        dossier = load(kit.store, connection, somebody, submission_id)
        if dossier is None or dossier.row.channel not in letters_to_answer.ON_PAPER:
            raise NotFound
        asked = letters_to_answer.ask(connection, dossier.row, somebody.user_id)
        if asked:
            remark(connection, submission_id, by=somebody.user_id, reason=words.REASONS.kept("asks"))
    flash(said.NOTICES["letter_asked" if asked else "letter_asked_before"], "good")
    return redirect(url_for("desk.submission", submission_id=submission_id))


def take_letter(letter_id: str) -> Response:
    """Answer it. What a colleague answers stays theirs, unless this one says to take over."""
    kit, somebody = services(), member()
    with kit.store.write() as connection:
        letters_to_answer.one_at_a_time(kit.store, connection, somebody.organisation_id)
        found = _waits(connection, letter_id)
        if found is None:
            return _done_before()
        if not found.held_for_others(somebody.user_id) or request.form.get("over"):
            letters_to_answer.take(connection, found, somebody.user_id)
        else:
            flash(said.WARNINGS["writing"].format(who=found.held_email), "bad")
    return redirect(url_for("desk.letter", letter_id=letter_id))


def leave_letter(letter_id: str) -> Response:
    """For somebody else to answer."""
    kit, somebody = services(), member()
    with kit.store.write() as connection:
        letters_to_answer.one_at_a_time(kit.store, connection, somebody.organisation_id)
        found = _waits(connection, letter_id)
        if found is not None and found.held_by == somebody.user_id:
            letters_to_answer.let_go(connection, found)
            flash(said.NOTICES["letter_let_go"], "good")
    return redirect(url_for("desk.letters"))


def letter_answered(letter_id: str) -> Response | tuple[str, int]:
    """How it was answered. Told twice, the first time stands."""
    kit, somebody = services(), member()
    chosen = request.form.get("uitkomst", "")
    try:
        note = note_given()
        if chosen not in set(LetterOutcome):
            raise Rejected("no outcome was chosen", code="choose")
        if chosen == LetterOutcome.OTHERWISE and note is None:
            raise Rejected("how it was dealt with has to be noted", code="note_needed")
    except Rejected as refused:
        flash(said.WARNINGS[str(refused.code)], "bad")
        page = letter(letter_id)
        return page if isinstance(page, Response) else (page, 400)
    with kit.store.write() as connection:
        letters_to_answer.one_at_a_time(kit.store, connection, somebody.organisation_id)
        found = _waits(connection, letter_id)
        if found is None:
            return _done_before()
        letters_to_answer.close(connection, found, somebody.user_id, LetterOutcome(chosen), note)
        reason = words.REASONS.kept("answered", how=said.LETTER_OUTCOMES.kept(LetterOutcome(chosen)))
        remark(connection, found.submission_id, by=somebody.user_id, reason=reason)
    flash(said.NOTICES["letter_done"], "good")
    return redirect(url_for("desk.letters"))


def _waits(connection: sa.Connection, letter_id: str) -> Letter | None:
    """None if it waits no more. Another organisation's do not exist."""
    organisation_id = member().organisation_id
    if not letters_to_answer.exists(connection, organisation_id, letter_id):
        raise NotFound
    return letters_to_answer.find(connection, organisation_id, letter_id, terms_of(connection, organisation_id))


def _address(wrote: Sequence[Writer]) -> str:
    """Where the answer goes: as somebody confirmed it, else as it was read."""
    found = sorted((one for one in wrote if one.address), key=lambda one: one.proposed)
    return found[0].address if found else ""


def _done_before() -> Response:
    flash(said.NOTICES["letter_done_before"], "good")
    return redirect(url_for("desk.letters"))
