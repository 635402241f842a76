"""The organisation's consultations: which there are, when each is open, and which numbers serve it."""

from __future__ import annotations

from datetime import date

from flask import Response as Plain
from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from channels.paper.form import make_form
from intake.desk import words
from intake.desk.building import faults, form
from intake.desk.building import words as told
from intake.desk.building.draft import as_file
from intake.desk.labels import LANGUAGE
from intake.desk.visit import member, services
from intake.numbers import normal_number
from intake.printed_layouts import remember
from models import consultations as store
from models import drafts, offers
from models.clock import now
from models.consultations import Version
from models.definition import HOME_ZONE
from models.errors import Rejected
from models.reference import work_of
from models.strict_yaml import InvalidDefinition, dump_mapping, load_mapping

Answer = Response | str | tuple[str, int]

BLANK: dict[str, object] = {"code": "", "languages": ["nl"], "questions": []}


def consultations() -> str:
    """All of them, with what is being built."""
    return _list()


def consultation_new() -> Answer:
    """Begin a draft: of nothing, of a file, of one's own consultation as it is now, or of a copy of that."""
    kit, somebody = services(), member()
    try:
        mapping, of = _wanted()
    except InvalidDefinition as wrong:
        return _list(wrong=[each.text for each in faults.told(wrong.faults)]), 400
    with kit.store.write() as connection:
        draft_id = drafts.begin(connection, somebody.organisation_id, mapping, of)
    flash(told.NOTICES["begun"], "good")
    return redirect(url_for("desk.draft_page", draft_id=draft_id))


def consultation_page(code: str) -> str:
    """One consultation: its days, its numbers, its papers."""
    kit, somebody, found = services(), member(), own_version(code)
    with kit.store.read() as connection:
        lines = store.lines(connection, somebody.organisation_id)
        mine = {one.consultation_id: one.code for one in store.all_latest(kit.store, connection, found.organisation_id)}
        open_drafts = [one for one in drafts.all_of(connection, found.organisation_id) if one.of_code == code]
    return render_template(
        "desk/building/consultation.html",
        version=found,
        definition=found.definition,
        is_open=found.definition.is_open(now()),
        today=_today(),
        title=_title(found),
        own_lines=[one.number for one in lines if one.consultation_id == found.consultation_id],
        other_lines=[(one.number, mine.get(one.consultation_id or "")) for one in lines if
                     one.consultation_id != found.consultation_id],
        drafts=open_drafts,
        told=told,
        language_name=words.language_name,
        given=request.form,
    )  # fmt: skip


def consultation_file(code: str) -> Plain:
    """The file of the newest version, as it was given or made."""
    found = own_version(code)
    with services().store.read() as connection:
        return as_file(store.source(connection, found.version_id), f"{code}.yaml")


def consultation_form(code: str) -> Response:
    """The printed form, ready to be sent out."""
    found = own_version(code)
    language = found.definition.language(request.args.get("taal"))
    large = request.args.get("groot") == "ja"
    try:
        made = make_form(found.definition, found.number, language=language, large=large)
    except Rejected:
        flash(told.NOTICES["not_printable"], "bad")
        return redirect(url_for("desk.consultation_page", code=code))
    remember(services().store, found, made.layout)
    answer = Plain(made.pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="formulier-{code}-{language}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def change_days(code: str) -> Response:
    """Open or close a consultation, or choose other days: a new version of it, with the same questions."""
    found = own_version(code)
    before = found.definition.opens, found.definition.closes
    match request.form.get("actie"):
        case "open":
            chosen = _today(), max(before[1], _today())
        case "sluit":
            chosen = min(before[0], _today()), _today()
        case _:
            opens, closes = (form.day(request.form.get(name, "")) for name in ("opens", "closes"))
            if not isinstance(opens, date) or not isinstance(closes, date) or closes < opens:
                flash(told.NOTICES["days_wrong"], "bad")
                return redirect(url_for("desk.consultation_page", code=code))
            chosen = opens, closes
    if chosen == before:
        flash(told.NOTICES["days_same"], "good")
    else:
        kit = services()
        with kit.store.read() as connection:
            mapping = load_mapping(store.source(connection, found.version_id).encode())
        changed = dump_mapping(mapping | {"opens": chosen[0], "closes": chosen[1]})
        _, number = store.load_definition(kit.store, changed)
        flash(told.NOTICES["days_changed"].format(number=number), "good")
    return redirect(url_for("desk.consultation_page", code=code))


def assign_number(code: str) -> Response:
    """Let a telephone number serve this consultation, or give it back to the organisation as a whole."""
    kit, somebody, found = services(), member(), own_version(code)
    try:
        number = normal_number(request.form.get("nummer", ""))
        if request.form.get("actie") == "los":
            with kit.store.read() as connection:
                slug = work_of(connection, somebody.organisation_id).slug
            store.assign_line(kit.store, number, organisation=slug, within=somebody.organisation_id)
            flash(told.NOTICES["number_general"].format(number=number), "good")
        else:
            before = store.assign_line(kit.store, number, code=code, within=somebody.organisation_id)
            served = before and before.consultation_id
            if served and served != found.consultation_id:
                with kit.store.read() as connection:
                    old = store.code_of(connection, served)
                flash(told.NOTICES["number_moved"].format(number=number, before=old), "good")
            else:
                flash(told.NOTICES["number_new"].format(number=number), "good")
    except Rejected as refused:
        flash(told.NOTICES["not_yours" if refused.code == "not_yours" else "no_number"], "bad")
    return redirect(url_for("desk.consultation_page", code=code))


def own_version(code: str) -> Version:
    """The newest version of a consultation of one's own organisation."""
    kit = services()
    with kit.store.read() as connection:
        found = store.latest(kit.store, connection, code)
    if found is None or found.organisation_id != member().organisation_id:
        raise NotFound
    return found


def _wanted() -> tuple[dict[str, object], Version | None]:
    """What a draft begins as, and the version that it changes.

    :raises InvalidDefinition: the file cannot be read at all.
    """
    kit, somebody = services(), member()
    if (code := request.form.get("code")) is not None:
        found = own_version(code)
        if request.form.get("actie") == "kopie":
            copy = offers.template(
                found, "", found.definition.organisation, found.definition.opens, found.definition.closes
            )
            return load_mapping(copy), None
        with kit.store.read() as connection:
            return load_mapping(store.source(connection, found.version_id).encode()), found
    upload = request.files.get("bestand")
    if upload is not None and upload.filename:
        mapping = load_mapping(upload.read())
        with kit.store.read() as connection:
            there = store.latest(kit.store, connection, str(mapping.get("code")))
        return mapping, there if there and there.organisation_id == somebody.organisation_id else None
    with kit.store.read() as connection:
        return BLANK | {"organisation": work_of(connection, somebody.organisation_id).slug}, None


def _list(wrong: list[str] | None = None) -> str:
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        found = store.all_latest(kit.store, connection, somebody.organisation_id)
        lines = store.lines(connection, somebody.organisation_id)
        open_drafts = drafts.all_of(connection, somebody.organisation_id)
    numbers: dict[str | None, list[str]] = {}
    for one in lines:
        numbers.setdefault(one.consultation_id, []).append(one.number)
    moment = now()
    return render_template(
        "desk/building/consultations.html",
        found=[(one, _title(one), one.definition.is_open(moment)) for one in found],
        numbers=numbers,
        drafts=[(one, _draft_title(one)) for one in open_drafts],
        today=_today(),
        wrong=wrong or [],
    )


def _draft_title(draft: drafts.Draft) -> str:
    raw = draft.mapping
    title = raw.get("title")
    return str(title.get(form.languages_of(raw)[0], "")) if isinstance(title, dict) else ""


def _title(version: Version) -> str:
    return version.definition.text(version.definition.title, LANGUAGE)


def _today() -> date:
    return now().astimezone(HOME_ZONE).date()
