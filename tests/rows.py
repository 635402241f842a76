"""What a store holds, counted: a test that says "nothing was stored" compares two counts of everything."""

from __future__ import annotations

from models.store import Store
from models.tables import metadata

COUNTED = frozenset({"submission_change", "submission_tally"})
"""What only says how many rows another table has."""


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    counted = sorted(metadata.tables.keys() - COUNTED)
    query = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in counted)  # noqa: S608 - our own
    with store.read() as connection:
        return {row[0]: row[1] for row in connection.exec_driver_sql(query)}


def added(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """The tables that grew or shrank, with the difference."""
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}
