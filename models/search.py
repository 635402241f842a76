"""Finding submissions and entries of the reference work by their words: the index, and how it keeps up.

What comes in through a door is not indexed there: a caller waits for no index. It follows within a minute by the
worker, or at once when somebody at the desk looks for something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from models.full_text import Query, asked, label, terms
from models.store import Store
from models.submissions import ANSWER, SUBMISSION
from models.tables import SearchText

SEARCH_TEXT = SearchText.__table__  # type: ignore[attr-defined]

AT_A_TIME = 200
LATE = timedelta(minutes=10)
"""A change may be seen that much later than it says it was made: its transaction was not over."""

_FTS = sa.table("fts_search_text", sa.column("rowid", sa.Integer), sa.column("fts_search_text", sa.Text))
_KEPT = ("organisation_id", "source_at", "labels", "stems", "forms", "parts")


@dataclass(frozen=True, slots=True)
class Matches:
    """Rows of the index that hold what somebody looks for: to select from, and the condition. `number` orders them by
    when they were first indexed, and costs nothing to order by.
    """

    source: sa.FromClause
    condition: sa.ColumnElement[bool]
    number: sa.ColumnElement[int]


def matches(connection: sa.Connection, query: Query, labels: Sequence[Sequence[str]] = ()) -> Matches:
    """:param labels: of each of these groups one has to be there."""
    if connection.dialect.name == "sqlite":
        condition = _FTS.c.fts_search_text.op("MATCH", is_comparison=True)(query.on_sqlite(labels))
        return Matches(_FTS.join(SEARCH_TEXT, SEARCH_TEXT.c.number == _FTS.c.rowid), condition, _FTS.c.rowid)
    wanted = sa.cast(query.on_postgresql(labels), postgresql.TSQUERY)
    condition = sa.column("fts_terms", postgresql.TSVECTOR).op("@@", is_comparison=True)(wanted)
    return Matches(SEARCH_TEXT, condition, SEARCH_TEXT.c.number)


def says(connection: sa.Connection, search: str, organisation_id: str) -> sa.ColumnElement[bool]:
    """A condition on submissions: the words stand in what somebody said or wrote, or in what staff made of it.

    Every word may be the beginning of one, or part of a compound; capitals, accents and endings do not matter. Contact
    data is never looked through: it is encrypted.
    """
    query = asked(search, loosely=True)
    if not query:
        return sa.false()
    found = matches(connection, query, [[of_submissions(organisation_id)]])
    ids = sa.select(SEARCH_TEXT.c.submission_id).select_from(found.source).where(found.condition)
    condition: sa.ColumnElement[bool] = SUBMISSION.c.id.in_(ids)
    return condition


def of_submissions(organisation_id: str) -> str:
    """The label of all submissions of an organisation."""
    return label("s", organisation_id)


def keep(connection: sa.Connection, owner: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Index texts, in place of what was indexed of their owners before.

    :param owner: the column that says whose they are, `submission_id` or `entry_id`.
    :param rows: as `row` makes them.
    """
    given = list(rows)
    if not given:
        return
    insert: Any = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(SEARCH_TEXT)
    values = {name: insert.excluded[name] for name in _KEPT}
    connection.execute(insert.on_conflict_do_update(index_elements=[owner], set_=values), given)


def row(
    texts: Iterable[str | None],
    labels: Iterable[str],
    *,
    organisation_id: str,
    source_at: datetime | None = None,
    **owner: str,
) -> dict[str, Any]:
    """One row of the index."""
    found = terms(*texts)
    return {
        "organisation_id": organisation_id,
        "source_at": source_at,
        "labels": " ".join(labels),
        "stems": found.stems,
        "forms": found.forms,
        "parts": found.parts,
        **owner,
    }


def catch_up(store: Store, organisation_id: str, most: int = AT_A_TIME) -> int:
    """Index up to `most` submissions that changed since they were, the longest ago first; how many there were.

    :raises TryAgain: the database cannot be reached.
    """
    with store.read() as connection:
        changed = _changed(connection, organisation_id, most)
        texts = _texts(connection, [one.id for one in changed])
    made = {
        one.id: row(
            texts.get(one.id, ()),
            [of_submissions(organisation_id)],
            organisation_id=organisation_id,
            source_at=one.updated_at,
            submission_id=one.id,
        )
        for one in changed
    }
    if made:
        with store.write() as connection:
            store.once_at_a_time(connection, "search", organisation_id)
            keep(connection, "submission_id", (made[one] for one in _still_there(connection, list(made))))
    return len(made)


def catch_up_all(store: Store) -> None:
    """Index whatever is not yet, of every organisation."""
    with store.read() as connection:
        ids = connection.execute(sa.select(SUBMISSION.c.organisation_id).distinct()).scalars().all()
    for organisation_id in ids:
        while catch_up(store, organisation_id) == AT_A_TIME:
            pass


def forget_words(connection: sa.Connection, submissions: sa.Select[Any]) -> None:
    """What is kept of these submissions became less: what they are found by goes, and is made anew of what is left."""
    emptied = {"source_at": None, "stems": "", "forms": "", "parts": ""}
    connection.execute(SEARCH_TEXT.update().where(SEARCH_TEXT.c.submission_id.in_(submissions)).values(emptied))


def _changed(connection: sa.Connection, organisation_id: str, most: int) -> Sequence[sa.Row[Any]]:
    ours = (SEARCH_TEXT.c.organisation_id == organisation_id, SEARCH_TEXT.c.submission_id.is_not(None))
    latest: datetime | None = connection.execute(sa.select(sa.func.max(SEARCH_TEXT.c.source_at)).where(*ours)).scalar()
    query = sa.select(SUBMISSION.c.id, SUBMISSION.c.updated_at)
    emptied = query.join(SEARCH_TEXT, SEARCH_TEXT.c.submission_id == SUBMISSION.c.id).where(
        *ours, SEARCH_TEXT.c.source_at.is_(None)
    )
    newer = (
        query.outerjoin(SEARCH_TEXT, SEARCH_TEXT.c.submission_id == SUBMISSION.c.id)
        .where(
            SUBMISSION.c.organisation_id == organisation_id,
            SEARCH_TEXT.c.source_at.is_distinct_from(SUBMISSION.c.updated_at),
        )
        .order_by(SUBMISSION.c.updated_at, SUBMISSION.c.id)
    )
    if latest is not None:
        newer = newer.where(SUBMISSION.c.updated_at >= latest - LATE)
    found = connection.execute(emptied.limit(most)).all()
    return found or connection.execute(newer.limit(most)).all()


def _texts(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """What was said or written in each submission: as it came in, and as it was corrected."""
    found: dict[str, dict[str, None]] = {}
    query = (
        sa.select(ANSWER.c.submission_id, ANSWER.c.raw, ANSWER.c.value)
        .where(ANSWER.c.submission_id.in_(ids))
        .order_by(ANSWER.c.submission_id, ANSWER.c.position)
    )
    for submission_id, raw, value in connection.execute(query):
        texts = [text for text in (raw, value) if isinstance(text, str)]
        found.setdefault(submission_id, {}).update(dict.fromkeys(texts))
    return {submission_id: list(texts) for submission_id, texts in found.items()}


def _still_there(connection: sa.Connection, ids: Sequence[str]) -> Sequence[str]:
    """Those that were not erased meanwhile, and will not be before the transaction ends."""
    query = sa.select(SUBMISSION.c.id).where(SUBMISSION.c.id.in_(ids)).order_by(SUBMISSION.c.id)
    return connection.execute(query.with_for_update(read=True, key_share=True)).scalars().all()
