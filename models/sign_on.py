"""Which provider of single sign-on an organisation trusts, and who may come in through it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from models import audit
from models.accounts import EMAIL, MEMBERSHIP, ORGANISATION, STAFF, hashed, required_organisation
from models.clock import now
from models.errors import Rejected
from models.secrets import Vault, new_id
from models.store import Store
from models.tables import SignOn, StaffIdentity
from models.vocabulary import Role

SIGN_ON = SignOn.__table__  # type: ignore[attr-defined]
IDENTITY = StaffIdentity.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An organisation's OpenID Connect provider, as its administrator registered us there."""

    issuer: str
    """Without a trailing slash, unless the provider's own name for itself has one."""
    client_id: str
    client_secret: str | None
    roles_claim: str
    roles: tuple[tuple[str, Role], ...]
    """What the claim may say, the role it gives. Of several, the first counts."""

    def role_for(self, said: Iterable[str]) -> Role | None:
        given = set(said)
        return next((role for value, role in self.roles if value in given), None)


@dataclass(frozen=True, slots=True)
class Trusting:
    """An organisation that trusts a provider."""

    organisation_id: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a provider says of somebody, signature checked."""

    subject: str
    email: str
    email_verified: bool
    role: Role


def set_provider(store: Store, vault: Vault, slug: str, provider: Provider | None) -> None:
    """Trust this provider from now on, or none.

    :raises Rejected: there is no such organisation.
    """
    with store.write() as connection:
        organisation_id = required_organisation(connection, slug)
        connection.execute(SIGN_ON.delete().where(SIGN_ON.c.organisation_id == organisation_id))
        if provider is not None:
            secret = vault.encrypt(provider.client_secret) if provider.client_secret else None
            connection.execute(
                SIGN_ON.insert(),
                {
                    "organisation_id": organisation_id,
                    "issuer": provider.issuer,
                    "client_id": provider.client_id,
                    "client_secret": secret,
                    "roles_claim": provider.roles_claim,
                    "roles": [[value, str(role)] for value, role in provider.roles],
                },
            )
        audit.set_up(connection, organisation_id, SIGN_ON.name, organisation_id)


def trusting(connection: sa.Connection) -> list[Trusting]:
    """Organisations whose staff can come in through a provider, by name."""
    query = sa.select(ORGANISATION.c.id, ORGANISATION.c.slug, ORGANISATION.c.name).join(
        SIGN_ON, SIGN_ON.c.organisation_id == ORGANISATION.c.id
    )
    return [Trusting(*row) for row in connection.execute(query.order_by(ORGANISATION.c.name))]


def provider_of(connection: sa.Connection, vault: Vault, organisation_id: str) -> Provider:
    row = connection.execute(sa.select(SIGN_ON).where(SIGN_ON.c.organisation_id == organisation_id)).one()
    return Provider(
        issuer=row.issuer,
        client_id=row.client_id,
        client_secret=vault.decrypt(row.client_secret) if row.client_secret else None,
        roles_claim=row.roles_claim,
        roles=tuple((value, Role(role)) for value, role in row.roles),
    )


def admit(connection: sa.Connection, organisation_id: str, issuer: str, claimed: Claimed) -> str:
    """The id of who comes in, with the role that the provider gives. Somebody new gets an account.

    An account that is there already is taken over only by who the provider says has that address for certain, and only
    if it serves no other organisation: a provider speaks for its own organisation's people.

    :raises Rejected: the account cannot be theirs, or was disabled.
    """
    user_id = connection.execute(
        sa.select(IDENTITY.c.user_id).where(IDENTITY.c.issuer == issuer, IDENTITY.c.subject == claimed.subject)
    ).scalar()
    if user_id is None:
        user_id = _account(connection, organisation_id, claimed)
        connection.execute(
            IDENTITY.insert(), {"id": new_id(), "user_id": user_id, "issuer": issuer, "subject": claimed.subject}
        )
    disabled = connection.execute(sa.select(STAFF.c.disabled_at).where(STAFF.c.id == user_id)).scalar()
    if disabled is not None:
        raise Rejected("this account was disabled", code="disabled")
    here = sa.and_(MEMBERSHIP.c.user_id == user_id, MEMBERSHIP.c.organisation_id == organisation_id)
    role = connection.execute(sa.select(MEMBERSHIP.c.role).where(here)).scalar()
    if role is None:
        row = {"user_id": user_id, "organisation_id": organisation_id, "role": claimed.role}
        connection.execute(MEMBERSHIP.insert(), row)
    elif role != claimed.role:
        connection.execute(MEMBERSHIP.update().where(here).values(role=claimed.role))
    if role != claimed.role:
        audit.set_up(connection, organisation_id, STAFF.name, user_id, role=claimed.role)
    return user_id


def _account(connection: sa.Connection, organisation_id: str, claimed: Claimed) -> str:
    email = claimed.email.strip().lower()
    if not EMAIL.fullmatch(email) or len(email) > 254:
        raise Rejected("the provider gives no e-mail address", code="no_address")
    user_id: str | None = connection.execute(sa.select(STAFF.c.id).where(STAFF.c.email == email)).scalar()
    if user_id is None:
        made = new_id()
        unguessed = hashed(secrets.token_urlsafe(32))
        row = {"id": made, "email": email, "password_hash": unguessed, "one_time": False, "created_at": now()}
        connection.execute(STAFF.insert(), row)
        return made
    served = set(
        connection.execute(sa.select(MEMBERSHIP.c.organisation_id).where(MEMBERSHIP.c.user_id == user_id)).scalars()
    )
    if not claimed.email_verified or served - {organisation_id}:
        raise Rejected("there is an account with this address already", code="address_taken")
    return user_id
