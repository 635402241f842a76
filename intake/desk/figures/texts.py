"""What was said in answer to an open question: listed and searched, not counted."""

from __future__ import annotations

import sqlalchemy as sa
from flask import render_template, request
from werkzeug.exceptions import NotFound

from intake.desk import labels
from intake.desk.building.managing import own_version
from intake.desk.scope import visible
from intake.desk.visit import member, services
from models.counted import COUNTED
from models.definition import STATEMENT, OpenText
from models.results import DECIDED
from models.search import catch_up, says
from models.submissions import ANSWER, SUBMISSION

PAGE = 50
LONGEST_SEARCH = 80


def open_texts(code: str, question: str) -> str:
    """Texts of contributions that count, the newest first."""
    kit, somebody, version = services(), member(), own_version(code)
    if not (question == STATEMENT.key or version.definition.has(question)):
        raise NotFound
    asked = version.definition.question(question)
    if not isinstance(asked, OpenText):
        raise NotFound
    search = request.args.get("zoek", "").strip()[:LONGEST_SEARCH]
    given = request.args.get("pagina", "1")
    page = int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 7 else 1
    if search:
        catch_up(kit.store, somebody.organisation_id)
    with kit.store.read() as connection:
        wanted = [
            *visible(somebody),
            SUBMISSION.c.consultation_id == version.consultation_id,
            SUBMISSION.c.status.in_(COUNTED),
            ANSWER.c.question == question,
            ANSWER.c.state.in_(DECIDED),
        ]
        if search:
            wanted.append(says(connection, search, somebody.organisation_id))
        both = SUBMISSION.join(ANSWER, ANSWER.c.submission_id == SUBMISSION.c.id)
        total = connection.execute(sa.select(sa.func.count()).select_from(both).where(*wanted)).scalar_one()
        rows = connection.execute(
            sa.select(
                SUBMISSION.c.id, SUBMISSION.c.receipt, SUBMISSION.c.channel, SUBMISSION.c.received_at,
                SUBMISSION.c.language, ANSWER.c.value,
            )
            .select_from(both)
            .where(*wanted)
            .order_by(SUBMISSION.c.received_at.desc(), SUBMISSION.c.id.desc())
            .offset((page - 1) * PAGE)
            .limit(PAGE)
        ).all()  # fmt: skip
    return render_template(
        "desk/figures/texts.html",
        version=version,
        title=labels.asked(version.definition, asked),
        rows=rows,
        total=total,
        search=search,
        page=page,
        last=max(1, -(-total // PAGE)),
    )
