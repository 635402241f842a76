"""How long people may wait for an answer, and how often they are called in vain: as the organisation agrees on."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from intake.desk import answering_words as said
from intake.desk.visit import member, services
from models.answer_terms import MOST_ATTEMPTS, MOST_DAYS, Terms, choose_terms, terms_of
from models.errors import Rejected


def answer_terms() -> Response | str | tuple[str, int]:
    """The terms, and changing them."""
    somebody = member()
    if request.method == "GET":
        with services().store.read() as connection:
            return _page(terms_of(connection, somebody.organisation_id))
    chosen = Terms(_number("bellen"), _number("brieven"), _number("pogingen"))
    try:
        with services().store.write() as connection:
            choose_terms(connection, somebody.organisation_id, chosen)
    except Rejected as refused:
        most = MOST_ATTEMPTS if refused.code == "most_attempts" else MOST_DAYS
        flash(said.WARNINGS["terms_wrong"].format(most=most), "bad")
        return _page(chosen), 400
    flash(said.NOTICES["terms_kept"], "good")
    return redirect(url_for("desk.call_backs"))


def _number(name: str) -> int:
    """0 for what is no number: it is refused like any that is too small."""
    text = request.form.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _page(terms: Terms) -> str:
    return render_template("desk/terms.html", terms=terms, most_days=MOST_DAYS, most_attempts=MOST_ATTEMPTS)
