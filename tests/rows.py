"""What a store holds, counted: a test that says "nothing was stored" compares two counts of everything."""

from __future__ import annotations

import sqlalchemy as sa

from models.store import Store
from models.tables import metadata

COUNTED = frozenset({"submission_change", "submission_tally"})
"""What only says how many rows another table has."""


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    with store.read() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
            if table.name not in COUNTED
        }


def added(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """The tables that grew or shrank, with the difference."""
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}
