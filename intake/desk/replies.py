"""Messages and calls at the desk: writing one about a submission, and what failed and waits for somebody."""

from __future__ import annotations

import re

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels.outgoing import failures, pacing
from channels.twilio import meaning_of
from intake.desk import words
from intake.desk.dossier import load
from intake.desk.review import submission_page
from intake.desk.telling import KINDS, LONGEST, Draft, reachable, send
from intake.desk.visit import member, services
from models.tables.replies import ReplyPurpose, ReplyWay

_ONCE = re.compile(r"[\w-]{8,64}")


def tell(submission_id: str) -> Response | str | tuple[str, int]:
    """Show what was written as it will be heard, with what it costs; send it when it was seen so."""
    kit, somebody = services(), member()
    draft = _draft()
    with kit.store.write() as connection:
        dossier = load(kit.store, connection, somebody, submission_id)
        to = reachable(connection, kit.vault, dossier.row) if dossier is not None else None
        if dossier is None or to is None or draft is None or draft.way not in to.ways:
            raise NotFound
        problem = "no_text" if not draft.text else "long_text" if len(draft.text) > LONGEST else None
        seen = request.form.get("gezien") == draft.text
        if problem is None and seen:
            send(connection, kit.vault, dossier.row, to, draft, somebody)
    if problem is not None:
        return submission_page(submission_id, alarm=problem, draft=draft), 400
    if not seen:
        return submission_page(submission_id, draft=draft, shown_draft=True)
    words.notice("to_be_sent")
    return redirect(url_for("desk.submission", submission_id=submission_id))


def _draft() -> Draft | None:
    """What the form holds; None if no form of ours could."""
    form = request.form
    way, kind, once = form.get("manier", ""), form.get("soort", ""), form.get("eenmalig", "")
    if way not in set(ReplyWay) or kind not in KINDS or not _ONCE.fullmatch(once):
        return None
    text = "\n".join(" ".join(line.split()) for line in form.get("tekst", "").strip().splitlines())
    return Draft(text, ReplyWay(way), ReplyPurpose(kind), once)


def replies() -> str:
    """What failed, and which of our numbers cannot send."""
    somebody = member()
    with services().store.read() as connection:
        failed = failures.failed_of(connection, somebody.organisation_id)
        held = failures.held_of(connection, somebody.organisation_id)
    return render_template("desk/replies.html", failed=failed, held=held, meaning=meaning_of)


def settle_reply(reply_id: str) -> Response:
    """Somebody dealt with it. Told twice, the first time stands."""
    somebody = member()
    with services().store.write() as connection:
        settled = failures.settle(connection, reply_id, somebody.organisation_id, by=somebody.user_id)
    words.notice("reply_settled" if settled else "reply_settled_before")
    return redirect(url_for("desk.replies"))


def try_line(line: str) -> Response:
    """What held one of our numbers was mended: do not wait for the next attempt."""
    with services().store.write() as connection:
        if line not in {row.line for row in failures.held_of(connection, member().organisation_id)}:
            raise NotFound
        pacing.try_now(connection, line)
    words.notice("line_tried")
    return redirect(url_for("desk.replies"))
