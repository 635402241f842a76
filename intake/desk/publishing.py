"""What goes to the online platform: approving texts, and how it stands with what was approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.deliveries import lines, planning
from intake.deliveries.approving import APPROVABLE, FIELDS, BadText, Texts, approve, own_words, proposal
from intake.deliveries.lines import read_line
from intake.deliveries.planning import DELIVERY
from intake.deliveries.publishing import Standing, standing
from intake.deliveries.sending import try_again
from intake.deliveries.target import Limits
from intake.desk import labels, publishing_words, redacting
from intake.desk.dossier import Dossier, load
from intake.desk.scope import visible
from intake.desk.visit import member, services
from intake.privacy.names.engine import OFF
from intake.privacy.proposals import proposals
from models.consultations import Version, all_latest, latest
from models.definition import Publish
from models.submissions import SUBMISSION
from models.tables.deliveries import DeliveryState
from models.vocabulary import Status

MOST_FAILURES = 50
LOOKED = "namen_gezien"


@dataclass(frozen=True, slots=True)
class Line:
    """One consultation on the page of the coordinator."""

    version: Version
    title: str
    standing: Standing
    failed: Sequence[sa.Row[Any]]


@dataclass(frozen=True, slots=True)
class TextField:
    """One text to approve. `source`: what somebody wrote or said, where it came from one answer."""

    name: str
    label: str
    text: str
    limit: str
    source: str | None
    problem: str | None
    rows: int


def publishing() -> str:
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        versions = [
            one for one in all_latest(kit.store, connection, somebody.organisation_id) if one.definition.publish
        ]
        found = [
            Line(
                one,
                one.definition.text(one.definition.title, labels.LANGUAGE),
                standing(connection, one),
                _failed(connection, one),
            )
            for one in versions
        ]
    return render_template("desk/publishing.html", lines=found, told=publishing_words)


def _failed(connection: sa.Connection, one: Version) -> Sequence[sa.Row[Any]]:
    wanted: sa.Select[Any] = (
        sa.select(DELIVERY.c.id, DELIVERY.c.code, DELIVERY.c.problem, DELIVERY.c.submission_id, SUBMISSION.c.receipt)
        .join(SUBMISSION, SUBMISSION.c.id == DELIVERY.c.submission_id)
        .where(DELIVERY.c.consultation_id == one.consultation_id, DELIVERY.c.state == DeliveryState.FAILED)
        .order_by(DELIVERY.c.created_at)
        .limit(MOST_FAILURES)
    )
    return connection.execute(wanted).all()


def next_to_approve() -> Response:
    """To whatever has waited longest for an approval."""
    kit, somebody = services(), member()
    with kit.store.read() as connection:
        published = [
            one.consultation_id
            for one in all_latest(kit.store, connection, somebody.organisation_id)
            if one.definition.publish
        ]
        following = connection.execute(
            sa.select(SUBMISSION.c.id)
            .where(
                *visible(somebody),
                *planning.from_outside(),
                SUBMISSION.c.status == Status.ACCEPTED,
                SUBMISSION.c.consultation_id.in_(published),
            )
            .order_by(SUBMISSION.c.received_at)
            .limit(1)
        ).scalar()
    if following is None:
        flash(publishing_words.NOTICES["none_left"], "good")
        return redirect(url_for("desk.publishing"))
    return redirect(url_for("desk.approve_texts", submission_id=following))


def approve_texts(submission_id: str) -> Response | str | tuple[str, int]:
    """The texts of one submission as everybody would read them; approved with one button."""
    if request.method == "GET":
        return _page(submission_id)
    kit, somebody = services(), member()
    given = Texts(
        **{name: request.form.get(name) for name in FIELDS},
        answers={
            name.removeprefix("answer."): text for name, text in request.form.items() if name.startswith("answer.")
        },
    )
    try:
        with kit.store.write() as connection:
            connection.execute(sa.select(SUBMISSION.c.id).where(SUBMISSION.c.id == submission_id).with_for_update())
            dossier, found, _ = _published(connection, submission_id)
            if request.form.get("gezien") != _seen(dossier):
                return _page(submission_id, alarm=str(publishing_words.CHANGED), status=409)
            if dossier.row.status not in APPROVABLE:
                return _page(submission_id, alarm=str(publishing_words.NOT_APPROVABLE), status=409)
            if LOOKED not in request.form and given.named() and _unlooked(connection, dossier, found):
                return _page(submission_id, given=given, alarm=str(publishing_words.NAMES_UNKNOWN), status=400)
            approve(
                connection,
                found,
                submission_id,
                given,
                by=somebody.user_id,
                limits=read_line(connection, found.consultation_id).limits,
                looked_at="mag_blijven" in request.form,
            )
    except BadText as bad:
        return _page(submission_id, given=given, bad=bad, status=400)
    flash(publishing_words.NOTICES["approved"], "good")
    return redirect(url_for("desk.next_to_approve"))


def _unlooked(connection: sa.Connection, dossier: Dossier, found: Version) -> bool:
    """Whether names are looked for here, and not yet in these texts: then a person has to say that they looked."""
    words = own_words(connection, dossier.row.id, dossier.definition or found.definition)
    if services().settings.names_engine == OFF or not words:
        return False
    return not proposals(connection, dossier.row.id, found, words).names_looked_for


def deliver_again(delivery_id: str) -> Response:
    """Somebody looked at what failed, and wants it delivered after all."""
    with services().store.write() as connection:
        done = try_again(connection, delivery_id, member().organisation_id)
    flash(publishing_words.NOTICES["again" if done else "not_failed"], "good")
    return redirect(url_for("desk.publishing"))


def line_again(code: str) -> Response:
    """Somebody mended what held up a consultation."""
    kit = services()
    with kit.store.write() as connection:
        found = latest(kit.store, connection, code)
        if found is None or found.organisation_id != member().organisation_id:
            raise NotFound
        lines.try_now(connection, found.consultation_id)
    flash(publishing_words.NOTICES["again"], "good")
    return redirect(url_for("desk.publishing"))


def _published(connection: sa.Connection, submission_id: str) -> tuple[Dossier, Version, Publish]:
    """A submission, the newest version of its consultation, and where that is published."""
    kit = services()
    dossier = load(kit.store, connection, member(), submission_id)
    found = latest(kit.store, connection, dossier.version.code) if dossier and dossier.version else None
    if dossier is None or found is None or found.definition.publish is None:
        raise NotFound
    return dossier, found, found.definition.publish


def _page(
    submission_id: str,
    *,
    given: Texts | None = None,
    bad: BadText | None = None,
    alarm: str | None = None,
    status: int = 200,
) -> tuple[str, int]:
    with services().store.read() as connection:
        dossier, found, publish = _published(connection, submission_id)
        definition = dossier.definition or found.definition
        words = own_words(connection, submission_id, definition)
        proposed = proposals(connection, submission_id, found, words)
        texts = given or proposal(connection, submission_id, proposed, publish)
        limits = read_line(connection, found.consultation_id).limits
    fields = _fields(dossier, publish, texts, words, limits, bad)
    shown = redacting.pieces(proposed)
    page = render_template(
        "desk/approve.html",
        dossier=dossier,
        fields=fields,
        seen=_seen(dossier),
        alarm=alarm,
        bad=bad,
        becomes=publishing_words.AS[publish.as_],
        limits_known=limits is not None or publish.as_ in ("submission", "vote"),
        approvable=dossier.row.status in APPROVABLE,
        pieces=shown,
        first_open=redacting.first_open(shown),
        proposed=proposed,
        unlooked=alarm == str(publishing_words.NAMES_UNKNOWN),
        names_wanted=services().settings.names_engine != OFF and bool(words),
        words_of_people=words if publish.as_ not in ("submission", "vote") else {},
    )
    return page, status


def _fields(
    dossier: Dossier,
    publish: Publish,
    texts: Texts,
    words: Mapping[str, str],
    limits: Limits | None,
    bad: BadText | None,
) -> list[TextField]:
    def problem(name: str) -> str | None:
        return publishing_words.refused(bad) if bad is not None and bad.name == name else None

    if publish.as_ == "submission":
        asks = {card.key: card.ask for card in dossier.answers}
        return [
            TextField(
                f"answer.{key}", asks[key], texts.answers.get(key, ""), "", words[key], problem(f"answer.{key}"), 5
            )
            for key in words
        ]
    wanted = {"resource": FIELDS, "vote": ()}.get(publish.as_, ("body",))
    return [
        TextField(
            name,
            publishing_words.FIELDS[name],
            getattr(texts, name) or "",
            publishing_words.length_in_words(getattr(limits, name) if limits else None),
            None,
            problem(name),
            {"title": 1, "summary": 2, "body": 8}[name],
        )
        for name in wanted
    ]


def _seen(dossier: Dossier) -> str:
    """What was looked at: another value means that somebody changed it meanwhile."""
    return f"{dossier.row.status} {dossier.row.updated_at.isoformat()}"
