"""What a person says about paper that came in twice, or in pieces."""

from __future__ import annotations

import sqlalchemy as sa
from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels.paper.completing import complete
from channels.paper.joining import join
from intake.desk import words
from intake.desk.deciding import Refused
from intake.desk.dossier import Dossier, load
from intake.desk.visit import member, services
from models.errors import Rejected
from models.same_paper import drop, let_count
from models.submissions import release
from models.vocabulary import Held

REPLACES, APART, DOUBLED, COMPLETES = "vervangt", "apart", "dubbel", "aanvulling"


def same_sheet(submission_id: str) -> Response | tuple[str, int]:
    """Of two scans of one sheet: which one counts, that they are of two people, or that they complete one another."""
    try:
        with services().store.write() as connection:
            dossier = _dossier(connection, submission_id)
            if request.form.get("keuze") == COMPLETES:
                submission_id, told = _complete(connection, dossier)
            else:
                told = _choose(connection, dossier)
    except Refused as refused:
        return refused.page(submission_id)
    words.notice(told[0], **told[1])
    return redirect(url_for("desk.submission", submission_id=submission_id, verder=1))


def _choose(connection: sa.Connection, dossier: Dossier) -> tuple[str, dict[str, str]]:
    choice, by = request.form.get("keuze"), member().user_id
    others = {twin.id: twin for twin in dossier.same_sheet}
    if dossier.definition is None or not others:
        raise Refused("not_decidable", 409)
    try:
        if choice == REPLACES and (other := others.get(request.form.get("ander", ""))) is not None:
            receipt = words.receipt(other.receipt)
            reasons = (
                words.REASONS.kept("replaces", receipt=receipt),
                words.REASONS.kept("replaced", receipt=words.receipt(dossier.row.receipt)),
            )
            let_count(connection, dossier.row.id, other.id, dossier.definition, by=by, reasons=reasons)
            return "replaced", {"receipt": receipt}
        if choice == APART and dossier.row.held is Held.SAME_SHEET:
            release(connection, dossier.row.id, dossier.definition, by=by)
            return "released", {}
        if choice == DOUBLED and dossier.row.held is Held.SAME_SHEET:
            drop(connection, dossier.row.id, by=by, reason=words.REASONS.kept("doubled"))
            return "doubled", {}
    except Rejected as problem:
        raise Refused("already_decided", 409) from problem
    raise Refused("not_decidable", 409)


def _complete(connection: sa.Connection, dossier: Dossier) -> tuple[str, tuple[str, dict[str, str]]]:
    """The id of the form that holds all pages now, and what is said of it."""
    if dossier.definition is None or not dossier.parts:
        raise Refused("not_decidable", 409)
    reasons = words.REASONS.kept("completed"), words.REASONS.kept("completes")
    try:
        form, _ = complete(connection, dossier.row.id, dossier.definition, by=member().user_id, reasons=reasons)
    except Rejected as problem:
        raise Refused("already_decided", 409) from problem
    return form, ("completed", {})


def join_letters(submission_id: str) -> Response | tuple[str, int]:
    """This letter is the rest of the one before it."""
    try:
        with services().store.write() as connection:
            dossier = _dossier(connection, submission_id)
            if dossier.goes_on is None:
                raise Refused("not_decidable", 409)
            reasons = (
                words.REASONS.kept("joined", receipt=words.receipt(dossier.row.receipt)),
                words.REASONS.kept("joins", receipt=words.receipt(dossier.goes_on.receipt)),
            )
            earlier = join(connection, submission_id, by=member().user_id, reasons=reasons)
    except Refused as refused:
        return refused.page(submission_id)
    except Rejected:
        return Refused("already_decided", 409).page(submission_id)
    words.notice("joined")
    return redirect(url_for("desk.submission", submission_id=earlier, verder=1))


def _dossier(connection: sa.Connection, submission_id: str) -> Dossier:
    found = load(services().store, connection, member(), submission_id)
    if found is None:
        raise NotFound
    return found
