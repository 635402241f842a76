"""A database of PostgreSQL for one test after another: emptied in between, since making one copies a thousand files."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from tests.servers import PostgresServer

MOST_TESTS = 100
"""After which a new one is made all the same: what was emptied leaves some dust."""
PATIENCE = "5s"

SHAPE = """
SELECT md5(string_agg(concat_ws(' ', oid, relname, relkind, relfilenode, relnatts, relhastriggers), ',' ORDER BY oid))
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind <> 't'
UNION ALL SELECT md5(string_agg(concat_ws(' ', oid, tgenabled), ',' ORDER BY oid)) FROM pg_trigger
UNION ALL SELECT md5(string_agg(concat_ws(' ', oid, prosrc), ',' ORDER BY oid))
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
BEGIN_ANEW = "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"
LEAVE = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


class Databases:
    """Copies of `template`, in which nothing that a test did is left for the next."""

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server = server
        self._template = template
        self._at_hand: _Copy | None = None

    def take(self) -> str:
        """The name of one that is as the template is."""
        if self._at_hand is None:
            self._at_hand = _Copy(self._server, self._server.create_database(self._template))
        return self._at_hand.name

    def give_back(self, *, spoilt: bool = False) -> None:
        """:param spoilt: somebody may still be at work in it, or it is to be thrown away for another reason."""
        if self._at_hand is not None and (spoilt or not self._at_hand.emptied()):
            self.close()

    def close(self) -> None:
        if self._at_hand is not None:
            self._at_hand.close()
            self._server.drop_database(self._at_hand.name)
            self._at_hand = None


class _Copy:
    """With a connection that no trigger and no foreign key hinders."""

    def __init__(self, server: PostgresServer, name: str) -> None:
        self.name = name
        self._tests = 0
        options = f"-c session_replication_role=replica -c lock_timeout={PATIENCE}"
        self._connection = psycopg.connect(server.url(name), autocommit=True, options=options)
        self._tables = [str(table) for (table,) in self._connection.execute(TABLES)]
        self._filled = sql.SQL(" UNION ALL ").join(
            sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(sql.Literal(table), sql.Identifier(table))
            for table in self._tables
        )
        self._kept = self._with_rows()
        self._before = self._state()

    def emptied(self) -> bool:
        """Whether it is again as it was, and good for another test."""
        self._tests += 1
        try:
            self._connection.execute(LEAVE, [self.name])
            with self._connection.transaction():
                for table in self._with_rows() - self._kept:
                    self._connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                self._connection.execute(BEGIN_ANEW)
            return self._tests < MOST_TESTS and self._state() == self._before
        except psycopg.Error:
            return False

    def close(self) -> None:
        self._connection.close()

    def _with_rows(self) -> set[str]:
        return {str(table) for (table,) in self._connection.execute(self._filled, prepare=True)}

    def _state(self) -> list[Any]:
        """Its shape, and what it held from the beginning."""
        rows = sql.SQL("SELECT md5(string_agg(kept::text, ',' ORDER BY kept::text)) FROM {} AS kept")
        held = [self._connection.execute(rows.format(sql.Identifier(table))).fetchall() for table in sorted(self._kept)]
        return [self._connection.execute(SHAPE, prepare=True).fetchall(), *held]
