"""A desk with many submissions in its store: one in forty waits for a person with two fields to check.

Of one of the two a machine is nearly sure, so that many can be accepted at once.
"""

from __future__ import annotations

import sqlalchemy as sa

from models import listing
from models.consultations import CONSULTATION
from models.store import Store
from tests.integration.desk.town import CODE

ONE_IN = 40
"""Of so many submissions one waits: of 100,000 there are 2,500, with 5,000 fields."""

_ANSWERS = (
    ("first", 0, "CASE WHEN n % 3 = 0 THEN '\"trees\"' ELSE '\"benches\"' END"),
    ("also", 1, 'CASE WHEN n % 5 = 0 THEN \'["art", "light"]\' ELSE \'["toilet"]\' END'),
    ("safe", 2, "CAST(1 + n % 5 AS text)"),
    ("why", 3, "'\"Het is er te donker, zegt nummer ' || CAST(n AS text) || '.\"'"),
    ("again", 4, "CASE WHEN n % 4 = 0 THEN 'false' ELSE 'true' END"),
    ("age", 5, "CAST(18 + n % 70 AS text)"),
    ("where", 6, "'\"' || CAST(1500 + n % 10 AS text) || '\"'"),
)
"""Question, position, and its value as the store keeps it."""

_IN_DOUBT = {"first": ("faint_mark", "0.94"), "where": ("unclear_character", "0.72")}
"""Question, why it waits, and how sure the machine is."""


def fill(store: Store, size: int) -> None:
    """Put `size` submissions into a town in which nothing came in yet, some over each of ninety days."""
    dialect = "sqlite" if store.is_sqlite else "postgresql"
    with store.write() as connection:
        organisation, consultation, version = connection.execute(
            sa.select(CONSULTATION.c.organisation_id, CONSULTATION.c.id, CONSULTATION.c.latest_version_id).where(
                CONSULTATION.c.code == CODE
            )
        ).one()
        given = {"size": size, "organisation": organisation, "consultation": consultation, "version": version}
        for statement in _statements(dialect):
            text = sa.text(statement)
            connection.execute(text, {name: value for name, value in given.items() if f":{name}" in statement})
    listing.merge(store)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if store.is_sqlite else "VACUUM ANALYZE")


def _statements(dialect: str) -> list[str]:
    if dialect == "sqlite":
        numbers = "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :size)"
        at = "strftime('%Y-%m-%d %H:%M:%S.000000', '2026-08-20', '+' || ((n * 7776000) / :size) || ' seconds')"
        name, digest, receipt = (
            "printf('{}%07x-0000-7000-8000-%012x', n, n)",
            "printf('%064x', n)",
            "printf('9%011d', n)",
        )
        json, blob = "{}", "x'00'"
    else:
        numbers = "WITH s(n) AS (SELECT generate_series(1, CAST(:size AS bigint)))"
        at = "timestamptz '2026-08-20 00:00:00+00' + ((n * 7776000) / :size) * interval '1 second'"
        name = "'{}' || lpad(to_hex(n), 7, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0')"
        digest, receipt = "lpad(to_hex(n), 64, '0')", "'9' || lpad(CAST(n AS text), 11, '0')"
        json, blob = "CAST({} AS json)", "decode('00', 'hex')"
    waits = f"n % {ONE_IN} = 0"
    submission, evidence = name.format("0"), name.format("e")
    kind = "CASE WHEN n % 10 < 6 THEN 'form' WHEN n % 10 < 9 THEN 'sms' ELSE 'letter' END"
    channel = f"CASE WHEN {waits} THEN 'form' ELSE {kind} END"
    columns = "id, organisation_id, consultation_id, version_id, receipt, channel, status, complete, language"
    made = [
        f"INSERT INTO submission ({columns}, supporters, received_at, updated_at) {numbers} "  # noqa: S608 - of words that stand here
        f"SELECT {submission}, :organisation, :consultation, :version, {receipt}, {channel}, "
        f"CASE WHEN {waits} THEN 'needs_person' ELSE 'accepted' END, true, 'nl', 1, {at}, {at} FROM s",
        "INSERT INTO evidence (id, organisation_id, sha256, kind, media_type, size, content, page, incomplete, "  # noqa: S608
        f"created_at) {numbers} SELECT {evidence}, :organisation, {digest}, 'page', 'image/png', 1, {blob}, 1, false, "
        f"{at} FROM s WHERE {waits}",
        f"INSERT INTO submission_evidence (submission_id, evidence_id) {numbers} "  # noqa: S608
        f"SELECT {submission}, {evidence} FROM s WHERE {waits}",
    ]
    place = json.format('\'{"page": 1, "box": [20, 60, 60, 16]}\'')
    for question, position, value in _ANSWERS:
        doubted = waits if question in _IN_DOUBT else "1 = 0"
        doubt, sure = _IN_DOUBT.get(question, ("text", "0.98"))
        made.append(
            "INSERT INTO answer (id, submission_id, question, position, value, state, confidence, doubt, "  # noqa: S608
            f"evidence_sha256, place) {numbers} "
            f"SELECT {name.format(f'{position + 1:x}')}, {submission}, '{question}', {position}, "
            f"{json.format(value)}, CASE WHEN {doubted} THEN 'uncertain' ELSE 'read' END, "
            f"CASE WHEN {doubted} THEN {sure} ELSE 0.98 END, CASE WHEN {doubted} THEN '{doubt}' END, "
            f"CASE WHEN {waits} THEN {digest} END, {json.format(f'CASE WHEN {waits} THEN {place} END')} FROM s"
        )
    return made
