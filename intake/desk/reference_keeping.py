"""What a coordinator decides: what goes into the reference work, its themes, how it is presented and published."""

from __future__ import annotations

import io
from dataclasses import replace

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import reference_words as told
from intake.desk.reference import given_entry, given_themes, looks_for_names, undecided
from intake.desk.visit import member, services
from intake.reference.formats import FORMATS
from intake.reference.proposing import Proposal, proposal, proposals, waiting
from intake.reference.publication import gather
from models import reference as work
from models import reference_keeping as keeping
from models.errors import Rejected
from models.reference import Wanted


def reference_proposals() -> Response | str | tuple[str, int]:
    """What is proposed, one after the other: taken in as it stands there, or left out."""
    if request.method == "GET":
        return _proposal_page()
    kit, somebody, origin = services(), member(), request.form.get("herkomst", "")
    with kit.store.read() as connection:
        found = proposal(kit.store, connection, somebody.organisation_id, origin)
    if found is None:
        flash(told.FAULTS["gone"], "bad")
        return redirect(url_for("desk.reference_proposals"))
    if request.form.get("besluit") == "weg":
        with kit.store.write() as connection:
            keeping.leave_out(connection, somebody.organisation_id, origin, found.new.submission_id, somebody.user_id)
        flash(told.NOTICES["left_out"], "good")
        return redirect(url_for("desk.reference_proposals"))
    try:
        given, state = given_entry(request.form, somebody.role, found.known)
        new = replace(
            found.new,
            kind=given.kind,
            text=given.text,
            title=given.title,
            said_by=given.said_by,
            name_approved=given.name_approved,
            place=given.place,
            held_on=given.held_on,
            let_stand=given.let_stand,
        )
        with kit.store.write() as connection:
            kit.store.once_at_a_time(connection, "reference", origin)
            if proposal(kit.store, connection, somebody.organisation_id, origin) is not None:
                keeping.add(
                    connection,
                    somebody.organisation_id,
                    new,
                    state=state,
                    by=somebody.user_id,
                    themes=given_themes(request.form),
                )
    except Rejected as refused:
        return _proposal_page(found, refused), 400
    flash(told.NOTICES["taken_in"], "good")
    return redirect(url_for("desk.reference_proposals"))


def _proposal_page(shown: Proposal | None = None, refused: Rejected | None = None) -> str:
    kit, somebody = services(), member()
    with kit.store.write() as connection:
        keeping.take_in_approved(connection, somebody.organisation_id)
    with kit.store.read() as connection:
        left = waiting(kit.store, connection, somebody.organisation_id)
        if shown is None and left:
            shown = proposals(kit.store, connection, somebody.organisation_id, limit=1)[0]
        themes = work.themes(connection, [somebody.organisation_id], public=False)
    given = request.form if refused else _as_given(shown) if shown else {}
    return render_template(
        "desk/reference_proposals.html",
        shown=shown,
        left=left,
        given=given,
        problem=refused.code if refused else None,
        undecided=undecided(refused),
        names_waited_for=looks_for_names() and shown is not None and shown.known.names is None,
        themes=themes,
        told=told,
    )


def _as_given(shown: Proposal) -> dict[str, str]:
    return {
        "soort": shown.new.kind,
        "tekst": shown.new.text,
        "titel": shown.new.title or "",
        "plaats": shown.new.place or "",
        "datum": shown.new.held_on.isoformat() if shown.new.held_on else "",
        "themas": shown.theme or "",
    }


def reference_themes() -> Response | str:
    """The list of themes: what is proposed is agreed to, named otherwise or taken away."""
    somebody, store = member(), services().store
    if request.method == "GET":
        with store.read() as connection:
            found = work.themes(connection, [somebody.organisation_id], public=False)
        return render_template("desk/reference_themes.html", themes=found)
    theme_id, name = request.form.get("thema", ""), request.form.get("naam", "").strip()
    with store.write() as connection:
        if request.form.get("besluit") == "weg":
            done = keeping.drop_theme(connection, somebody.organisation_id, theme_id)
        elif theme_id:
            done = keeping.rename_theme(connection, somebody.organisation_id, theme_id, name)
        else:
            done = bool(name)
            if done:
                keeping.add_theme(connection, somebody.organisation_id, name[: keeping.LONGEST_THEME], proposed=False)
    if not done and theme_id:
        raise NotFound
    flash(told.NOTICES["kept"], "good")
    return redirect(url_for("desk.reference_themes"))


def reference_publishing() -> Response | str:
    """How the work is presented, whether it is shared, and its forms to take along."""
    somebody, store = member(), services().store
    if request.method == "POST":
        with store.write() as connection:
            keeping.present(
                connection,
                somebody.organisation_id,
                title=request.form.get("titel", ""),
                intro=request.form.get("inleiding", "")[: keeping.LONGEST_TEXT],
                shared="delen" in request.form,
            )
        flash(told.NOTICES["kept"], "good")
        return redirect(url_for("desk.reference_publishing"))
    with store.read() as connection:
        presented = work.work_of(connection, somebody.organisation_id)
        public = work.entries(connection, Wanted(organisations=[somebody.organisation_id]), limit=1)
    return render_template("desk/reference_publishing.html", work=presented, public=public, formats=FORMATS, told=told)


def reference_download(kind: str) -> Response:
    """The work as one file; `?gedeeld=1` with what others share."""
    if kind not in FORMATS:
        raise NotFound
    somebody, store = member(), services().store
    with store.read() as connection:
        slug = work.work_of(connection, somebody.organisation_id).slug
    try:
        publication = gather(store, slug, shared=request.args.get("gedeeld") == "1")
    except Rejected as refused:
        raise NotFound from refused
    form = FORMATS[kind]
    return send_file(
        io.BytesIO(form.make(publication)),
        mimetype=form.media_type,
        as_attachment=True,
        download_name=f"naslagwerk-{slug}.{form.ending}",
    )
