"""Many answers that a machine is nearly sure of, accepted at once: what they are, the least sure to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from intake.desk import labels, words
from intake.desk.checking_words import ALARMS
from intake.desk.scope import visible
from intake.desk.visit import member, services
from intake.privacy.looks import Look, looked
from models import accepting
from models.accepting import MOST_AT_ONCE, Proposed
from models.errors import Rejected
from models.tables.audit import Activity

THRESHOLDS = (70, 75, 80, 85, 90)
"""Percent of certainty that can be asked for. A mark surer than 85, a comb surer than 93, needs nobody."""
USUAL = 80
SHOWN_FIRST = 6
"""The least sure ones: if these are right, so are most others."""


@dataclass(frozen=True, slots=True)
class Part:
    """How many answers to one question."""

    code: str
    title: str
    asked: str
    count: int


def accept_many() -> Response | str | tuple[str, int]:
    """What could be accepted at once; a form accepts it."""
    percent = request.values.get("zekerheid", type=int, default=USUAL)
    if percent not in THRESHOLDS:
        percent = USUAL
    if request.method == "GET":
        return _page(percent)
    if not request.form.get("bekeken"):
        return _page(percent, alarm=ALARMS["look_first"]), 400
    somebody = member()
    done = accepting.accept(
        services().store,
        visible(somebody),
        somebody.organisation_id,
        somebody.user_id,
        percent / 100,
        request.form.get("gezien", "").split()[:MOST_AT_ONCE],
    )
    if done.done:
        words.notice("accepted_many", done=str(done.done))
    if done.left:
        words.warning("left_many", left=str(done.left))
    return redirect(url_for("desk.accept_many", zekerheid=percent))


def undo_many() -> Response:
    """The last stack that this person accepted is undone."""
    somebody = member()
    acceptance_id = request.form.get("stapel", "")
    try:
        undone = accepting.take_back_all(
            services().store, visible(somebody), somebody.organisation_id, somebody.user_id, acceptance_id
        )
    except Rejected:
        words.warning("nothing_to_undo")
        return redirect(url_for("desk.accept_many"))
    if undone.done:
        words.notice("undone_many", done=str(undone.done))
    if undone.left:
        words.warning("went_on_many", left=str(undone.left))
    return redirect(url_for("desk.accept_many"))


def _page(percent: int, *, alarm: str | None = None) -> str:
    somebody, store = member(), services().store
    with store.read() as connection:
        found = accepting.proposed(store, connection, visible(somebody), somebody.user_id, percent / 100)
        last = accepting.last_of(connection, somebody.organisation_id, somebody.user_id)
    first = sorted(found, key=lambda one: one.confidence)[:SHOWN_FIRST]
    looked(
        store, somebody, [Look(Activity.REVIEW, "submission", one) for one in {each.submission_id for each in first}]
    )
    return render_template(
        "desk/accept_many.html",
        percent=percent,
        thresholds=THRESHOLDS,
        count=len(found),
        most=MOST_AT_ONCE,
        parts=_parts(found),
        first=[(one, _asked(one), _in_words(one)) for one in first],
        seen=" ".join(one.seen for one in found),
        last=last,
        alarm=alarm,
    )


def _parts(found: Sequence[Proposed]) -> list[Part]:
    """Counted by consultation and question, in the order in which they are asked."""
    counts = Counter((one.version.code, one.question) for one in found)
    newest = {(one.version.code, one.question): one for one in found}
    order = sorted(newest, key=lambda key: (key[0], _position(newest[key])))
    return [
        Part(code, _title(newest[code, question]), _asked(newest[code, question]), counts[code, question])
        for code, question in order
    ]


def _position(one: Proposed) -> int:
    return [question.key for question in one.version.definition.questions].index(one.question)


def _title(one: Proposed) -> str:
    definition = one.version.definition
    return definition.text(definition.title, labels.LANGUAGE)


def _asked(one: Proposed) -> str:
    definition = one.version.definition
    return labels.asked(definition, definition.question(one.question))


def _in_words(one: Proposed) -> str:
    definition = one.version.definition
    return labels.in_words(definition, definition.question(one.question), one.value)
