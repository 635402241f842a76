"""One person who is called: their number, what was tried, and what came of it. Seen by who calls them alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from channels.catalogue import catalogue
from channels.outgoing import send_later
from channels.phone.callers import HOME_COUNTRY, takes_texts
from channels.turns import Mode
from intake.desk import answering_words as said
from intake.desk.call_backs import titles_of, waits
from intake.desk.remarks import LONGEST, note_given
from intake.desk.visit import member, services
from intake.numbers import as_written
from intake.privacy.looks import Look, looked
from models import calling_back, opt_outs
from models.answer_terms import Again, again_at, choices, terms_of
from models.calling_back import Waiting
from models.clock import now
from models.consultations import LINE
from models.errors import Rejected
from models.tables.audit import Activity
from models.tables.contacts import CallOutcome
from models.tables.replies import ReplyPurpose

NOT_REACHED = "niet-bereikt"
"""What the form sends for a call in vain that will be tried once more; its other choices are outcomes."""
ENDS = {CallOutcome.ANSWERED, CallOutcome.MESSAGE, CallOutcome.UNREACHED, CallOutcome.OTHERWISE}


@dataclass(frozen=True, slots=True)
class Message:
    """The text message to who was not reached; no text: `why_not` says why none can be sent (a key of NO_MESSAGE)."""

    text: str = ""
    line: str = ""
    why_not: str | None = None


def calling(call_back_id: str) -> Response | str:
    """The page of who is called. A colleague who does not call them sees no number."""
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        person = waits(connection, call_back_id)
        if person is None:
            return _done_before()
        mine = person.held_by == somebody.user_id
        number = _number(person) if mine else None
        terms = terms_of(connection, somebody.organisation_id)
        message = _message(connection, person, number) if number else Message()
        titles = titles_of(connection)
    if number and person.contact_id:
        looked(kit.store, somebody, [Look(Activity.CALL_BACK, "contact", person.contact_id)])
    moment = now()
    return render_template(
        "desk/calling.html",
        person_called=person,
        mine=mine,
        number=number and _readable(number),
        dialled=re.sub(r"[^+0-9]", "", number or ""),
        unreadable=mine and person.encrypted is not None and number is None,
        last_try=len(person.attempts) + 1 >= terms.most_attempts,
        terms=terms,
        message=message,
        again=choices(moment),
        titles=titles,
        moment=moment,
        longest=LONGEST,
        given=request.form,
        said=said,
    )


def take_call(call_back_id: str) -> Response:
    """Call them. Whom a colleague is calling stays theirs, unless this one says to take over."""
    kit, somebody = services(), member()
    with kit.store.write() as connection:
        calling_back.one_at_a_time(kit.store, connection, somebody.organisation_id)
        person = waits(connection, call_back_id)
        if person is None:
            return _done_before()
        held = person.held_for_others(somebody.user_id)
        if not held or request.form.get("over"):
            calling_back.take(connection, person, somebody.user_id)
        else:
            flash(said.WARNINGS["calling"].format(who=person.held_email), "bad")
    return redirect(url_for("desk.calling", call_back_id=person.id))


def leave_call(call_back_id: str) -> Response:
    """Not now: somebody else may call them."""
    kit, somebody = services(), member()
    with kit.store.write() as connection:
        calling_back.one_at_a_time(kit.store, connection, somebody.organisation_id)
        person = waits(connection, call_back_id)
        if person is not None and person.held_by == somebody.user_id:
            calling_back.let_go(connection, person)
            flash(said.NOTICES["let_go"], "good")
    return redirect(url_for("desk.call_backs"))


def called(call_back_id: str) -> Response | tuple[str, int]:
    """What came of it. Told twice, the first time stands; who really spoke to somebody is believed without a claim."""
    kit, somebody = services(), member()
    try:
        note = note_given()
    except Rejected as refused:
        return _again(call_back_id, str(refused.code))
    chosen = request.form.get("uitkomst", "")
    with kit.store.write() as connection:
        calling_back.one_at_a_time(kit.store, connection, somebody.organisation_id)
        person = waits(connection, call_back_id)
        if person is None:
            return _done_before()
        if request.form.get("pogingen") != str(len(person.attempts)):
            flash(said.NOTICES["tried_before"], "good")
            return redirect(url_for("desk.call_backs"))
        problem = _store(connection, person, chosen, note)
    if problem is not None:
        return _again(call_back_id, problem)
    return redirect(url_for("desk.call_backs"))


def _store(connection: sa.Connection, person: Waiting, chosen: str, note: str | None) -> str | None:
    """Store what was chosen; a key of WARNINGS if it cannot be."""
    by = member().user_id
    when = request.form.get("weer", "")
    if chosen == NOT_REACHED and when in set(Again):
        calling_back.tried(connection, person, by, again_at=again_at(Again(when), now()), note=note)
        flash(said.NOTICES["again"].format(when=said.AGAIN[Again(when)]), "good")
        return None
    if chosen not in ENDS:
        return "choose"
    outcome = CallOutcome(chosen)
    if outcome is CallOutcome.OTHERWISE and note is None:
        return "note_needed"
    if outcome is CallOutcome.MESSAGE and not _send(connection, person):
        return "no_message"
    if outcome in (CallOutcome.MESSAGE, CallOutcome.UNREACHED):
        calling_back.tried(connection, person, by, again_at=None, note=note)
    calling_back.close(connection, person, by, outcome, note)
    flash(said.NOTICES["message_sent" if outcome is CallOutcome.MESSAGE else "ended"], "good")
    return None


def _number(person: Waiting) -> str | None:
    """None: there is none, or the key for it is lost."""
    if person.encrypted is None:
        return None
    try:
        return services().vault.decrypt(person.encrypted)
    except Rejected:
        return None


def _readable(number: str) -> str:
    """As people dial and say it: 06 12345678, or with its country."""
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return number
    at_home = parsed.country_code == HOME_COUNTRY
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def _message(connection: sa.Connection, person: Waiting, number: str) -> Message:
    """What can be told to who was not reached, in the language in which they asked."""
    organisation_id = member().organisation_id
    if not takes_texts(number):
        return Message(why_not="landline")
    if opt_outs.is_opted_out(connection, organisation_id, services().vault.lookup(number)):
        return Message(why_not="opted_out")
    ours = sa.select(LINE.c.number).where(LINE.c.organisation_id == organisation_id).order_by(LINE.c.number)
    line = person.line or connection.execute(ours.limit(1)).scalar()
    if line is None:
        return Message(why_not="no_line")
    told = {"organisation": member().organisation_name, "number": as_written(line)}
    return Message(catalogue(person.language, Mode.SMS)("called_in_vain", **told), line)


def _send(connection: sa.Connection, person: Waiting) -> bool:
    """Have the message sent, once; whether it can be."""
    number = _number(person)
    message = _message(connection, person, number) if number else Message()
    if number is None or not message.text:
        return False
    send_later(
        connection,
        services().vault,
        organisation_id=member().organisation_id,
        line=message.line,
        number=number,
        language=person.language,
        text=message.text,
        purpose=ReplyPurpose.ANSWER,
        unique_key=f"called in vain:{person.id}",
        submission_id=person.submission_ids[-1] if person.submission_ids else None,
        dialogue_id=person.dialogue_id,
        created_by=member().user_id,
    )
    return True


def _again(call_back_id: str, problem: str) -> Response | tuple[str, int]:
    """The page once more with what was typed, and what is wrong with it."""
    flash(said.WARNINGS[problem], "bad")
    page = calling(call_back_id)
    return page if isinstance(page, Response) else (page, 400)


def _done_before() -> Response:
    flash(said.NOTICES["done_before"], "good")
    return redirect(url_for("desk.call_backs"))
