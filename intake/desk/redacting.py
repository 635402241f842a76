"""What a person says of each proposal to leave something out, and the names that a consultation leaves standing."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.deliveries.approving import own_words
from intake.desk import labels, redacting_words
from intake.desk.dossier import load
from intake.desk.visit import member, services
from intake.privacy.proposals import Proposal, Proposals, decide, proposals
from intake.privacy.protected import LONGEST, phrases_of, protect, protect_no_more
from intake.privacy.spans import STANDS_FOR
from models.consultations import Version, latest
from models.submissions import SUBMISSION

LEAVE_OUT, STAYS, ALWAYS_STAYS = "weg", "staat", "altijd"

AROUND = 60
"""Characters of the text that are shown before and behind a proposal."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One proposal as the page shows it: numbered from 1, with what stands around it."""

    number: int
    proposal: Proposal
    before: str
    behind: str

    @property
    def kind(self) -> str:
        return redacting_words.KINDS[self.proposal.span.kind]

    @property
    def stands_for(self) -> str:
        return STANDS_FOR[self.proposal.span.kind]

    @property
    def can_always_stay(self) -> bool:
        return self.proposal.span.kind in redacting_words.NAMES


def pieces(proposed: Proposals) -> list[Piece]:
    found = []
    for number, one in enumerate(proposed.in_order, start=1):
        text = proposed.texts[one.question]
        before, behind = text[: one.span.start], text[one.span.end :]
        start = "…" if len(before) > AROUND else ""
        end = "…" if len(behind) > AROUND else ""
        found.append(Piece(number, one, start + before[-AROUND:], behind[:AROUND] + end))
    return found


def first_open(shown: list[Piece]) -> int | None:
    """The number of the first proposal that nobody decided."""
    return next((one.number for one in shown if one.proposal.leave_out is None), None)


def decide_span(submission_id: str) -> Response:
    """Leave it out, let it stand here, or let it stand in this consultation from now on. Then to the next."""
    kit, somebody = services(), member()
    choice = request.form.get("keuze")
    with kit.store.write() as connection:
        connection.execute(sa.select(SUBMISSION.c.id).where(SUBMISSION.c.id == submission_id).with_for_update())
        dossier = load(kit.store, connection, somebody, submission_id)
        found = latest(kit.store, connection, dossier.version.code) if dossier and dossier.version else None
        if dossier is None or found is None or found.definition.publish is None:
            raise NotFound
        texts = own_words(connection, submission_id, dossier.definition or found.definition)
        wanted = next((one for one in proposals(connection, submission_id, found, texts).in_order if _is_it(one)), None)
        if wanted is None or choice not in (LEAVE_OUT, STAYS, ALWAYS_STAYS):
            flash(redacting_words.PROBLEMS["gone"], "bad")
        elif choice == ALWAYS_STAYS:
            protect(connection, found.consultation_id, wanted.said, by=somebody.user_id)
        else:
            text = texts[wanted.question]
            decide(connection, submission_id, wanted, text, leave_out=choice == LEAVE_OUT, by=somebody.user_id)
    return redirect(url_for("desk.approve_texts", submission_id=submission_id))


def _is_it(one: Proposal) -> bool:
    given = request.form.get("vraag"), request.form.get("van"), request.form.get("tot"), request.form.get("woorden")
    return given == (one.question, str(one.span.start), str(one.span.end), one.said)


def kept_names(code: str) -> str | Response:
    """The names that stay in what is published: add one, take one away."""
    kit = services()
    if request.method == "GET":
        with kit.store.read() as connection:
            found = _consultation(connection, code)
            phrases = phrases_of(connection, found.consultation_id)
        title = found.definition.text(found.definition.title, labels.LANGUAGE)
        listed = found.definition.privacy.keep
        return render_template(
            "desk/kept_names.html", code=code, title=title, phrases=phrases, listed=listed, longest=LONGEST
        )
    with kit.store.write() as connection:
        found = _consultation(connection, code)
        if request.form.get("weg"):
            protect_no_more(connection, found.consultation_id, request.form["weg"])
        elif not protect(connection, found.consultation_id, request.form.get("naam", ""), by=member().user_id):
            flash(redacting_words.PROBLEMS["not_added"], "bad")
    return redirect(url_for("desk.kept_names", code=code))


def _consultation(connection: sa.Connection, code: str) -> Version:
    found = latest(services().store, connection, code)
    if found is None or found.organisation_id != member().organisation_id:
        raise NotFound
    return found
