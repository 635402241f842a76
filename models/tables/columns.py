"""Column types that all tables share."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlmodel import Field


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware moment, stored in UTC. Refuses a naive one: its zone would be a guess."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC) if dialect.name != "sqlite" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class OneOf(sa.TypeDecorator[StrEnum]):
    """A closed set, stored as its word, so that the database can be read without the code."""

    impl = sa.String(24)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(self.kind(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Encrypted(sa.TypeDecorator[bytes]):
    """What `models.secrets.Vault` encrypted. A new key reaches every column of this type: see `models.keys`."""

    impl = sa.LargeBinary
    cache_ok = True


def id_field() -> Any:
    """A time-ordered UUID as text."""
    return Field(sa_type=sa.String(36), primary_key=True)


def refers_to(column: str, *, nullable: bool = False, index: bool = True) -> Any:
    """A foreign key to `table.column`."""
    default: dict[str, Any] = {"default": None} if nullable else {}
    return Field(foreign_key=column, sa_type=sa.String(36), nullable=nullable, index=index, **default)


def moment(*, nullable: bool = False, index: bool = False) -> Any:
    default: dict[str, Any] = {"default": None} if nullable else {}
    return Field(sa_type=UtcDateTime, nullable=nullable, index=index, **default)


def one_of(kind: type[StrEnum], *, nullable: bool = False, index: bool = False) -> Any:
    default: dict[str, Any] = {"default": None} if nullable else {}
    return Field(sa_type=OneOf(kind), nullable=nullable, index=index, **default)


def json_field(*, nullable: bool = True) -> Any:
    """Any JSON; None is SQL's NULL."""
    default: dict[str, Any] = {"default": None} if nullable else {}
    return Field(sa_type=sa.JSON(none_as_null=True), nullable=nullable, **default)


def long_text(*, nullable: bool = False) -> Any:
    default: dict[str, Any] = {"default": None} if nullable else {}
    return Field(sa_type=sa.Text, nullable=nullable, **default)


def encrypted_field(*, nullable: bool = False) -> Any:
    """Bytes of the vault."""
    default: dict[str, Any] = {"default": None} if nullable else {}
    return Field(sa_type=Encrypted, nullable=nullable, **default)
