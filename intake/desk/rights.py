"""People's rights: the privacy officer gives somebody their own data, or erases it."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Response, render_template, request

from intake.desk import privacy_words
from intake.desk.visit import member, services
from intake.jobs import run_entry
from intake.privacy import insight
from intake.privacy.asking import Find, by_number, by_receipt
from intake.privacy.erasing import erase_person
from models import erasure
from models.erasure import ERASURE, Traces
from models.errors import Rejected

Page = str | tuple[str, int]

PROOFS_SHOWN = 20


def rights() -> str:
    """Where it begins: whose data, and what somebody wants."""
    return _page()


def give_insight() -> Response | Page:
    """The file for the person."""
    kit = services()
    try:
        find = _asked()
        with kit.store.write() as connection:
            traces = _found(find, connection)
            insight.note_given(connection, traces)
    except Rejected as error:
        return _page(problem=error.code), 400
    with kit.store.read() as connection:
        found = insight.gather(kit, connection, traces)
    answer = Response(insight.as_zip(found), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="inzage.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def erase_somebody() -> Page:
    """First what would go, then, once that was seen, it goes for good."""
    kit = services()
    try:
        find = _asked()
        if request.form.get("zeker") != "ja":
            with kit.store.read() as connection:
                return _page(asked=erasure.count(connection, _found(find, connection)))
        erased = erase_person(kit, find, run_entry)
    except Rejected as error:
        return _page(problem=error.code), 400
    return _page(erased=erased)


def _asked() -> Find:
    """Within the organisation alone: what somebody sent to another is that one's.

    :raises Rejected: what was typed is no receipt, or no telephone number.
    """
    given, organisation_id = request.form.get("nummer", ""), member().organisation_id
    if request.form.get("soort") == "telefoon":
        return by_number(services().vault, given, organisation_id)
    return by_receipt(given, organisation_id)


def _found(find: Find, connection: sa.Connection) -> Traces:
    traces = find(connection)
    if not traces:
        raise Rejected("nothing is known of that number", code="nothing")
    return traces


def _page(**shown: object) -> str:
    here = ERASURE.c.organisation_id == member().organisation_id
    with services().store.read() as connection:
        query = sa.select(ERASURE).where(here).order_by(ERASURE.c.at.desc(), ERASURE.c.id.desc()).limit(PROOFS_SHOWN)
        proofs = connection.execute(query).all()
    return render_template("desk/rights.html", proofs=proofs, told=privacy_words, given=request.form, **shown)
