"""Sheets on paper for the tables of a meeting: printed, and corrected beside the words that were written on them."""

from __future__ import annotations

from flask import Response as Plain
from flask import flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels.meetings.table_sheet import MOST_COPIES
from channels.meetings.table_sheet_mending import mend
from intake.desk import words
from intake.desk.deciding import locked
from intake.desk.meetings import occasion
from intake.desk.meetings_words import FAULTS
from intake.desk.visit import member, services
from intake.table_sheets import print_table_sheet
from models.errors import Rejected


def table_sheets(meeting_id: str) -> Response:
    """The sheets of a meeting as PDF, to be printed."""
    shown = occasion(meeting_id)
    version = next((one for one in shown.about if one.code == request.form.get("raadpleging")), None)
    if version is None:
        raise NotFound
    copies, a3 = _number(request.form.get("aantal", "")), request.form.get("papier") == "a3"
    if not 1 <= copies <= MOST_COPIES:
        flash(FAULTS["copies"].format(most=MOST_COPIES), "bad")
        return redirect(url_for("desk.meeting_page", meeting_id=meeting_id))
    language = version.definition.first_language
    made = print_table_sheet(services(), version, shown.row, language=language, copies=copies, a3=a3)
    answer = Plain(made.pdf, mimetype="application/pdf")
    name = f"tafelvel-{version.code}-{'a3' if a3 else 'a4'}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def mend_row(submission_id: str) -> Response:
    """Correct what stands beside the words of a row: how many people, which table, which question."""
    going_on = request.form.get("verder")
    question = request.form.get("vraag")
    try:
        with services().store.write() as connection:
            dossier = locked(connection, submission_id)
            if dossier.definition is None or not dossier.is_row:
                raise NotFound
            if not dossier.decidable:
                raise Rejected("it went on already", code="too_far")
            mend(
                connection,
                submission_id,
                dossier.definition,
                question=question,
                supporters=_number(request.form.get("mensen", "")),
                table=request.form.get("tafel"),
                by=member().user_id,
                reason=words.REASONS.kept("row_mended"),
            )
    except Rejected as refused:
        flash(FAULTS[refused.code], "bad")
        question = None
    else:
        words.notice("row_mended")
    if going_on is None:
        return redirect(url_for("desk.submission", submission_id=submission_id))
    return redirect(url_for("desk.check_field", submission_id=submission_id, question=question or going_on))


def _number(given: str) -> int:
    """0 for what is none, which no number of people or sheets may be."""
    text = given.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
