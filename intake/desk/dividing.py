"""A letter that is several letters, or says several things: a person says where each begins."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels.paper.dividing import (
    Letterhead,
    WrittenPage,
    divide,
    letterhead,
    may_be_divided,
    parted,
    prepare,
    proposed,
    written_pages,
)
from intake.desk import words
from intake.desk.deciding import Refused
from intake.desk.dossier import Dossier, load
from intake.desk.visit import member, services
from models.errors import Rejected


def divide_letter(submission_id: str) -> Response | str | tuple[str, int]:
    """Show the letter line by line; make what begins at the lines that were marked letters of their own."""
    kit = services()
    try:
        dossier, head, pages = _letter(submission_id)
        if request.method == "GET":
            return render_template("desk/dividing.html", dossier=dossier, pages=pages, marked=proposed(pages))
        division = prepare(kit.evidence, parted(pages, _starts(request.form.getlist("begin"))), head)
    except Refused as refused:
        return refused.page(submission_id)
    except Rejected:
        marked = _starts(request.form.getlist("begin"))
        return render_template("desk/dividing.html", dossier=dossier, pages=pages, marked=marked, problem=True), 400
    receipt = words.receipt(dossier.row.receipt)
    count = str(len(division.reading.documents))
    reasons = (words.REASONS.kept("divided", count=count), words.REASONS.kept("comes_from", receipt=receipt))
    try:
        with kit.store.write() as connection:
            parts = divide(kit.store, connection, kit.vault, head, division, by=member().user_id, reasons=reasons)
    except Rejected:
        return Refused("already_decided", 409).page(submission_id)
    words.notice("divided", count=count)
    return redirect(url_for("desk.submission", submission_id=parts[0]))


def _letter(submission_id: str) -> tuple[Dossier, Letterhead, list[WrittenPage]]:
    kit = services()
    with kit.store.read() as connection:
        dossier = load(kit.store, connection, member(), submission_id)
        if dossier is None:
            raise NotFound
        if dossier.version is None or not may_be_divided(connection, submission_id):
            raise Refused("not_decidable", 409)
        try:
            head = letterhead(connection, submission_id, dossier.version.code)
            return dossier, head, written_pages(connection, kit.evidence, submission_id)
        except Rejected as problem:
            raise Refused("not_decidable", 409) from problem


def _starts(marked: list[str]) -> set[tuple[int, int]]:
    """`page.line`, as the form names its lines."""
    named = [one.partition(".") for one in marked]
    return {(int(page), int(line)) for page, _, line in named if page.isdecimal() and line.isdecimal()}
