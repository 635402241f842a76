"""Organisations, the people who work for them, and programs that may read or write."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.tables.columns import id_field, moment, one_of, refers_to
from models.vocabulary import Role, Scope


class Organisation(SQLModel, table=True):
    """The tenant. Everything belongs to exactly one."""

    id: str = id_field()
    slug: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=200)
    created_at: datetime = moment()


class User(SQLModel, table=True):
    """A member of staff. What they may do depends on the organisation: see `Membership`."""

    __tablename__ = "staff"

    id: str = id_field()
    email: str = Field(unique=True, max_length=254)
    password_hash: str = Field(max_length=200)
    one_time: bool = Field(default=False)
    """The password was made by Inloop and has to be replaced at the first sign-in."""
    language: str | None = Field(default=None, max_length=2)
    """In which they read the desk; None: Dutch."""
    created_at: datetime = moment()
    disabled_at: datetime | None = moment(nullable=True)


class Membership(SQLModel, table=True):
    user_id: str = Field(foreign_key="staff.id", primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", primary_key=True, max_length=36)
    role: Role = one_of(Role)


class ApiToken(SQLModel, table=True):
    """Only the token's hash is kept."""

    __tablename__ = "api_token"

    id: str = id_field()
    organisation_id: str = refers_to("organisation.id")
    scope: Scope = one_of(Scope)
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = moment()
    revoked_at: datetime | None = moment(nullable=True)


class SignInAttempt(SQLModel, table=True):
    """One attempt to sign in, until it succeeds or no longer counts. Whose and from where: keyed hashes."""

    __tablename__ = "sign_in_attempt"

    id: str = id_field()
    account: str = Field(max_length=64, index=True)
    address: str = Field(max_length=64, index=True)
    at: datetime = moment(index=True)
