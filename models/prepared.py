"""Statements of the hot path, compiled once and handed straight to the database's driver.

SQLAlchemy spends some 0.1 ms on each execution of a Core statement, ten times what SQLite needs for it. A dialogue step
takes eight. A `Prepared` keeps what SQLAlchemy worked out (the text, how values are bound and read) and skips the rest.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """`binds`: name, conversion and preset value of each parameter, in the order in which they stand."""

    text: str
    binds: tuple[tuple[str, Convert | None, Any], ...]
    positional: bool
    row: Callable[..., Any] | None
    reads: tuple[Convert | None, ...]


class Prepared:
    """A Core statement. Values are given by the names of its bind parameters (or columns, for an insert)."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: sa.Connection, values: Mapping[str, Any]) -> None:
        """Execute it."""
        self._execute(connection, values)

    def first(self, connection: sa.Connection, values: Mapping[str, Any]) -> Any:
        """The first row, with its columns as attributes; None if there is none."""
        cursor, compiled = self._execute(connection, values)
        found = cursor.fetchone()
        if found is None or compiled.row is None:
            return None
        return compiled.row(
            *(
                value if read is None or value is None else read(value)
                for value, read in zip(found, compiled.reads, strict=True)
            )
        )

    def _execute(self, connection: sa.Connection, values: Mapping[str, Any]) -> tuple[Any, _Compiled]:
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        bound = [
            (name, values.get(name, preset) if convert is None else convert(values.get(name, preset)))
            for name, convert, preset in compiled.binds
        ]
        dbapi = dialect.loaded_dbapi
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, [value for _, value in bound] if compiled.positional else dict(bound))
        except dbapi.Error as error:
            raise DBAPIError.instance(
                compiled.text, None, error, dbapi.Error, hide_parameters=True, dialect=dialect
            ) from error
        return cursor, compiled

    def _compile(self, dialect: Dialect) -> _Compiled:
        statement = self._statement
        compiled = statement.compile(dialect=dialect)
        by_name = {name: bind.type for bind, name in compiled.bind_names.items()}
        names = list(compiled.positiontup or by_name)
        binds = tuple((name, _binder(by_name[name], dialect), compiled.params.get(name)) for name in names)
        columns = list(statement.selected_columns) if isinstance(statement, sa.Select) else []
        made = _Compiled(
            text=compiled.string,
            binds=binds,
            positional=compiled.positiontup is not None,
            row=namedtuple("Row", [str(column.key) for column in columns], rename=True) if columns else None,
            reads=tuple(c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns),
        )
        self._compiled[dialect.name] = made
        return made


def _binder(kind: sa.types.TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)
