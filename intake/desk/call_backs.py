"""Who asked to be called back: a promise of the telephone and of text messages that staff keep here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import answering_words as said
from intake.desk.labels import LANGUAGE
from intake.desk.visit import member, services
from models import calling_back
from models.answer_terms import terms_of
from models.calling_back import Waiting
from models.clock import now
from models.consultations import all_latest
from models.tables.contacts import CallOutcome

MOST_SHOWN = 100
DONE_SHOWN = timedelta(days=7)


def call_backs() -> str:
    """Who can be called now, who later, and of whom there is no number. No number stands here: see `calling`."""
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        terms = terms_of(connection, somebody.organisation_id)
        people = calling_back.waiting(connection, somebody.organisation_id, terms)
        done = calling_back.done_since(connection, somebody.organisation_id, now() - DONE_SHOWN, MOST_SHOWN)
        titles = titles_of(connection)
    moment = now()
    reachable = [one for one in people if one.encrypted is not None]
    return render_template(
        "desk/call_backs.html",
        due=_free_first([one for one in reachable if one.call_from <= moment], somebody.user_id)[:MOST_SHOWN],
        later=sorted((one for one in reachable if one.call_from > moment), key=lambda one: one.call_from)[:MOST_SHOWN],
        without=[one for one in people if one.encrypted is None][:MOST_SHOWN],
        people=len(people),
        late=sum(one.due_at < moment for one in people),
        done=done,
        titles=titles,
        terms=terms,
        moment=moment,
        said=said,
    )


def titles_of(connection: sa.Connection) -> Mapping[str, str]:
    """What the organisation's consultations are called, by their ids."""
    return {
        one.consultation_id: one.definition.text(one.definition.title, LANGUAGE)
        for one in all_latest(services().store, connection, member().organisation_id)
    }


def call_next() -> Response:
    """Whoever waits longest of those who can be called now and are before nobody else."""
    kit, somebody = services(), member()
    with kit.store.write() as connection:
        calling_back.one_at_a_time(kit.store, connection, somebody.organisation_id)
        people = calling_back.waiting(
            connection, somebody.organisation_id, terms_of(connection, somebody.organisation_id)
        )
        person = calling_back.take_next(connection, people, somebody.user_id)
    if person is None:
        flash(said.WARNINGS["nobody_now"], "bad")
        return redirect(url_for("desk.call_backs"))
    return redirect(url_for("desk.calling", call_back_id=person.id))


def drop_call_back(call_back_id: str) -> Response:
    """Nobody can be called: there is no number. Told twice, the first time stands."""
    kit, somebody = services(), member()
    with kit.store.write() as connection:
        calling_back.one_at_a_time(kit.store, connection, somebody.organisation_id)
        person = waits(connection, call_back_id)
        if person is not None and person.encrypted is None:
            calling_back.close(connection, person, somebody.user_id, CallOutcome.NO_NUMBER, None)
    flash(said.NOTICES["ended" if person else "done_before"], "good")
    return redirect(url_for("desk.call_backs"))


def waits(connection: sa.Connection, call_back_id: str) -> Waiting | None:
    """The person; None if they wait no more. Another organisation's do not exist."""
    organisation_id = member().organisation_id
    if not calling_back.exists(connection, organisation_id, call_back_id):
        raise NotFound
    return calling_back.find(connection, organisation_id, call_back_id, terms_of(connection, organisation_id))


def _free_first(people: Sequence[Waiting], user_id: str) -> Sequence[Waiting]:
    """Longest waiting first; last those whom a colleague is calling."""
    return sorted(people, key=lambda one: one.held_for_others(user_id))
