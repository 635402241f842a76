"""How staff prove who they are, and for how long that holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import encrypted_field, id_field, json_field, long_text, moment, refers_to


class StaffSession(SQLModel, table=True):
    """One browser in which somebody is signed in. Found by the hash of what the cookie holds; gone on signing out."""

    __tablename__ = "staff_session"

    token_hash: str = Field(primary_key=True, max_length=64)
    user_id: str = refers_to("staff.id")
    credential: str = Field(max_length=16)
    """Of the password at that moment: a new password ends the session."""
    second_factor: bool = Field(default=False)
    """The second step was taken, or a provider of single sign-on answers for it."""
    issuer: str | None = Field(default=None, max_length=500)
    """The provider through which somebody came; the session is only for organisations that trust it."""
    began_at: datetime = moment()
    seen_at: datetime = moment(index=True)


class SecondFactor(SQLModel, table=True):
    """The secret of an app that makes codes (RFC 6238)."""

    __tablename__ = "second_factor"

    user_id: str = Field(foreign_key="staff.id", primary_key=True, max_length=36)
    secret: bytes = encrypted_field()
    confirmed_at: datetime | None = moment(nullable=True)
    """When a first code was right. Before that it is asked of nobody."""
    last_step: int = Field(default=0, sa_type=sa.BigInteger)
    """The step of 30 seconds whose code was used last: no code counts twice."""


class RecoveryCode(SQLModel, table=True):
    """For who lost the app: each works once. Only a keyed hash is kept."""

    __tablename__ = "recovery_code"

    id: str = id_field()
    user_id: str = refers_to("staff.id")
    code_hash: str = Field(max_length=64)


class StaffIdentity(SQLModel, table=True):
    """Who somebody is to a provider of single sign-on."""

    __tablename__ = "staff_identity"
    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)

    id: str = id_field()
    user_id: str = refers_to("staff.id")
    issuer: str = Field(max_length=500)
    subject: str = Field(max_length=255)


class SignOn(SQLModel, table=True):
    """An organisation's provider of single sign-on, by OpenID Connect."""

    __tablename__ = "sign_on"

    organisation_id: str = Field(foreign_key="organisation.id", primary_key=True, max_length=36)
    issuer: str = Field(max_length=500)
    client_id: str = Field(max_length=255)
    client_secret: bytes | None = encrypted_field(nullable=True)
    roles_claim: str = Field(max_length=100)
    roles: Any = json_field(nullable=False)
    """What the claim may say → the role it gives here."""


class DeskRules(SQLModel, table=True):
    """What an organisation demands of its desk, and how it looks there."""

    __tablename__ = "desk_rules"

    organisation_id: str = Field(foreign_key="organisation.id", primary_key=True, max_length=36)
    second_factor_for: Any = json_field(nullable=False)
    """Roles that sign in with a second step."""
    house_style: str | None = long_text(nullable=True)
    """Design tokens as CSS."""
