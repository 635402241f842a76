"""Two contributions that may be one person's, side by side: a person says whether they are, and can go back on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import words
from intake.desk.dossier import Dossier, load
from intake.desk.doubles_words import NOTICES, REASONS, STATES
from intake.desk.scope import visible
from intake.desk.visit import member, services
from models.consultations import CONSULTATION
from models.definition import Definition
from models.duplicates import SUGGESTION, campaigns, join, separate, to_look_at
from models.errors import Rejected
from models.submissions import SUBMISSION
from models.tables.duplicates import SuggestionState
from models.vocabulary import Held

MOST = 100
APART = "apart"


def doubles() -> str:
    """What is to be looked at, what was decided, and campaigns."""
    with services().store.read() as connection:
        mine = SUGGESTION.c.organisation_id == member().organisation_id
        waiting = sa.and_(mine, to_look_at())
        decided = sa.and_(mine, SUGGESTION.c.state != SuggestionState.OPEN)
        return render_template(
            "desk/doubles.html",
            waiting=_list(connection, waiting, SUGGESTION.c.made_at),
            count=connection.execute(sa.select(sa.func.count()).select_from(SUGGESTION).where(waiting)).scalar_one(),
            decided=_list(connection, decided, SUGGESTION.c.at.desc()),
            campaigns=campaigns(connection, member().organisation_id),
            same_sheet=_same_sheet(connection),
            states=STATES,
            codes={row.id: row.code for row in connection.execute(sa.select(CONSULTATION.c.id, CONSULTATION.c.code))},
        )


def _list(connection: sa.Connection, wanted: sa.ColumnElement[bool], order: Any) -> Sequence[sa.Row[Any]]:
    first, second = SUBMISSION.alias(), SUBMISSION.alias()
    query: sa.Select[Any] = (
        sa.select(
            SUGGESTION.c.id,
            SUGGESTION.c.state,
            SUGGESTION.c.same_phone,
            SUGGESTION.c.alike,
            CONSULTATION.c.code,
            first.c.receipt.label("first"),
            first.c.channel.label("first_channel"),
            second.c.receipt.label("second"),
            second.c.channel.label("second_channel"),
        )
        .join(CONSULTATION, CONSULTATION.c.id == SUGGESTION.c.consultation_id)
        .join(first, first.c.id == SUGGESTION.c.first_id)
        .join(second, second.c.id == SUGGESTION.c.second_id)
        .where(wanted)
        .order_by(order, SUGGESTION.c.id)
        .limit(MOST)
    )
    return connection.execute(query).all()


def _same_sheet(connection: sa.Connection) -> Sequence[sa.Row[Any]]:
    """Scans of a sheet that came before: they are decided about on their own pages."""
    query = sa.select(SUBMISSION.c.id, SUBMISSION.c.receipt).where(
        *visible(member()), SUBMISSION.c.held == Held.SAME_SHEET
    )
    return connection.execute(query.order_by(SUBMISSION.c.received_at).limit(MOST)).all()


def double(suggestion_id: str) -> str:
    """The two, answer beside answer."""
    with services().store.read() as connection:
        suggestion = _found(connection, suggestion_id)
        pair = _pair(connection, suggestion)
    asked = {card.key: card.ask for dossier in pair for card in dossier.answers}
    return render_template("desk/double.html", suggestion=suggestion, pair=pair, asked=asked, states=STATES)


def decide_double(suggestion_id: str) -> Response:
    """One person's, and which one counts; or two people's. Then to the next."""
    choice, by = request.form.get("keuze", ""), member().user_id
    try:
        with services().store.write() as connection:
            suggestion = _found(connection, suggestion_id, held=True)
            pair = {dossier.row.id: dossier for dossier in _pair(connection, suggestion)}
            first, second = pair[suggestion.first_id], pair[suggestion.second_id]
            if choice == APART:
                came_back = first if suggestion.counts_id == second.row.id else second
                other = second if came_back is first else first
                reason = REASONS.kept("separated", receipt=words.receipt(other.row.receipt))
                separate(connection, suggestion, _definition(came_back), by=by, reason=reason)
            elif choice in pair:
                chosen, other = pair[choice], first if choice == suggestion.second_id else second
                reasons = (
                    REASONS.kept("chosen", receipt=words.receipt(other.row.receipt)),
                    REASONS.kept("gave_way", receipt=words.receipt(chosen.row.receipt)),
                )
                join(connection, suggestion, choice, _definition(chosen), by=by, reasons=reasons)
            else:
                raise NotFound
    except Rejected as problem:
        flash(NOTICES[problem.code], "bad")
        return redirect(url_for("desk.double", suggestion_id=suggestion_id))
    flash(NOTICES["apart" if choice == APART else "joined"], "good")
    return _to_the_next()


def _to_the_next() -> Response:
    with services().store.read() as connection:
        mine = SUGGESTION.c.organisation_id == member().organisation_id
        following = connection.execute(
            sa.select(SUGGESTION.c.id)
            .where(mine, to_look_at())
            .order_by(SUGGESTION.c.made_at, SUGGESTION.c.id)
            .limit(1)
        ).scalar()
    if following is None:
        return redirect(url_for("desk.doubles"))
    return redirect(url_for("desk.double", suggestion_id=following))


def _found(connection: sa.Connection, suggestion_id: str, *, held: bool = False) -> sa.Row[Any]:
    query = sa.select(SUGGESTION).where(
        SUGGESTION.c.id == suggestion_id, SUGGESTION.c.organisation_id == member().organisation_id
    )
    found = connection.execute(query.with_for_update() if held else query).first()
    if found is None:
        raise NotFound
    return found


def _pair(connection: sa.Connection, suggestion: sa.Row[Any]) -> tuple[Dossier, Dossier]:
    first, second = (
        load(services().store, connection, member(), one) for one in (suggestion.first_id, suggestion.second_id)
    )
    if first is None or second is None:
        raise NotFound
    return first, second


def _definition(dossier: Dossier) -> Definition:
    if dossier.definition is None:
        raise NotFound
    return dossier.definition
