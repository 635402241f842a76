"""Any page of a list as quickly as the first: how many submissions there are at each moment, kept by triggers"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_SIFTED = ["consultation_id", "channel", "status"]
_COUNTED = ("organisation_id", "consultation_id", "channel", "status", "received_at", "updated_at")
_CHANGE = "submission_change (organisation_id, consultation_id, channel, status, received, updated, number)"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "submission_change",
        sa.Column("id", number, nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("consultation_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    key = ["organisation_id", "counted_by", "span", "starts", *_SIFTED]
    op.create_table(
        "submission_tally",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("counted_by", sa.String(length=24), nullable=False),
        sa.Column("span", sa.String(length=24), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consultation_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*key),
        sqlite_with_rowid=False,
    )
    nothing = sa.text("number = 0")
    op.create_index(
        "ix_submission_tally_nothing", "submission_tally", ["number"], sqlite_where=nothing, postgresql_where=nothing
    )
    for name in ("ix_submission_list", "ix_submission_updated"):
        op.drop_index(name, table_name="submission")
    op.create_index("ix_submission_list", "submission", ["organisation_id", "received_at", "id", *_SIFTED])
    op.create_index("ix_submission_updated", "submission", ["organisation_id", "updated_at", "id", *_SIFTED])
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    for statement in (*_counted(sqlite), *(_sqlite_triggers() if sqlite else _postgresql_triggers())):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for what in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER submission_counted_{what}")
    else:
        op.execute("DROP TRIGGER submission_counted ON submission")
        op.execute("DROP FUNCTION submission_counted()")
    for name in ("ix_submission_list", "ix_submission_updated"):
        op.drop_index(name, table_name="submission")
    op.create_index("ix_submission_list", "submission", ["organisation_id", "received_at", "id"])
    op.create_index("ix_submission_updated", "submission", ["organisation_id", "updated_at"])
    op.drop_table("submission_tally")
    op.drop_table("submission_change")


def _counted(sqlite: bool) -> Iterator[str]:
    """What is there already. SQLite keeps moments as text, as SQLAlchemy writes them."""
    for counted_by in ("received", "updated"):
        for span, characters, rest in (("day", 10, " 00:00:00.000000"), ("minute", 16, ":00.000000")):
            column = f"{counted_by}_at"
            starts = (
                f"substr({column}, 1, {characters}) || '{rest}'" if sqlite else f"date_trunc('{span}', {column}, 'UTC')"
            )
            yield (
                "INSERT INTO submission_tally "  # noqa: S608 - of words that stand here
                f"SELECT organisation_id, '{counted_by}', '{span}', {starts}, coalesce(consultation_id, ''), "
                "channel, status, count(*) FROM submission GROUP BY 1, 4, 5, 6, 7"
            )


def _noted(row: str, number: int, sqlite: bool) -> str:
    def minute(column: str) -> str:
        at = f"{row}.{column}"
        return f"substr({at}, 1, 16) || ':00.000000'" if sqlite else f"date_trunc('minute', {at}, 'UTC')"

    values = f"{row}.organisation_id, coalesce({row}.consultation_id, ''), {row}.channel, {row}.status"
    moments = f"{minute('received_at')}, {minute('updated_at')}"
    return f"INSERT INTO {_CHANGE} VALUES ({values}, {moments}, {number});"  # noqa: S608 - of words that stand here


def _sqlite_triggers() -> Iterator[str]:
    gone, come = _noted("OLD", -1, True), _noted("NEW", 1, True)
    yield f"CREATE TRIGGER submission_counted_insert AFTER INSERT ON submission BEGIN {come} END"
    yield f"CREATE TRIGGER submission_counted_delete AFTER DELETE ON submission BEGIN {gone} END"
    differs = " OR ".join(
        f"substr(OLD.{one}, 1, 16) IS NOT substr(NEW.{one}, 1, 16)"
        if one.endswith("_at")
        else f"OLD.{one} IS NOT NEW.{one}"
        for one in _COUNTED
    )
    yield (
        f"CREATE TRIGGER submission_counted_update AFTER UPDATE OF {', '.join(_COUNTED)} ON submission "
        f"WHEN {differs} BEGIN {gone} {come} END"
    )


def _postgresql_triggers() -> Iterator[str]:
    differs = " OR ".join(
        f"date_trunc('minute', OLD.{one}) <> date_trunc('minute', NEW.{one})"
        if one.endswith("_at")
        else f"OLD.{one} IS DISTINCT FROM NEW.{one}"
        for one in _COUNTED
    )
    yield (
        "CREATE FUNCTION submission_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF NOT ({differs}) THEN RETURN NULL; END IF; END IF; "
        f"IF TG_OP <> 'INSERT' THEN {_noted('OLD', -1, False)} END IF; "
        f"IF TG_OP <> 'DELETE' THEN {_noted('NEW', 1, False)} END IF; "
        "RETURN NULL; END $$"
    )
    yield (
        "CREATE TRIGGER submission_counted AFTER INSERT OR UPDATE OR DELETE ON submission "
        "FOR EACH ROW EXECUTE FUNCTION submission_counted()"
    )
