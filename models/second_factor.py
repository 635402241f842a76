"""The second step of signing in: a code from an app (TOTP, RFC 6238), or one of the recovery codes."""

from __future__ import annotations

import secrets

import pyotp
import sqlalchemy as sa

from models.clock import now
from models.secrets import Vault, new_id
from models.tables import RecoveryCode, SecondFactor

FACTOR = SecondFactor.__table__  # type: ignore[attr-defined]
RECOVERY = RecoveryCode.__table__  # type: ignore[attr-defined]

STEP_SECONDS = 30
CLOCKS_DIFFER = 1
"""Steps before and after this one whose code is taken as well (RFC 6238, 5.2: one for the way it has to go)."""
RECOVERY_CODES = 8
ISSUER = "Inloop"


def prepare(connection: sa.Connection, vault: Vault, user_id: str) -> str:
    """The secret of somebody who sets an app up, in base32: the same one until a first code was right."""
    row = connection.execute(
        sa.select(FACTOR.c.secret, FACTOR.c.confirmed_at).where(FACTOR.c.user_id == user_id)
    ).first()
    if row is not None and row.confirmed_at is None:
        return vault.decrypt(row.secret)
    made = pyotp.random_base32()
    connection.execute(FACTOR.delete().where(FACTOR.c.user_id == user_id))
    connection.execute(FACTOR.insert(), {"user_id": user_id, "secret": vault.encrypt(made), "last_step": 0})
    return made


def address(secret: str, email: str) -> str:
    """What the QR code says to the app (otpauth://)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def confirm(connection: sa.Connection, vault: Vault, user_id: str, code: str) -> bool:
    """Whether the first code of a new app is right: from now on it is asked."""
    if not _right(connection, vault, user_id, code, confirmed=False):
        return False
    connection.execute(FACTOR.update().where(FACTOR.c.user_id == user_id).values(confirmed_at=now()))
    return True


def new_recovery_codes(connection: sa.Connection, vault: Vault, user_id: str) -> tuple[str, ...]:
    """To be seen this once, in place of those that there were."""
    connection.execute(RECOVERY.delete().where(RECOVERY.c.user_id == user_id))
    made = tuple(f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(RECOVERY_CODES))
    hashed = [{"id": new_id(), "user_id": user_id, "code_hash": _hash(vault, user_id, code)} for code in made]
    connection.execute(RECOVERY.insert(), hashed)
    return made


def check(connection: sa.Connection, vault: Vault, user_id: str, given: str) -> bool:
    """Whether a code of the app or a recovery code is right. Either counts once."""
    if _right(connection, vault, user_id, given, confirmed=True):
        return True
    used = connection.execute(
        RECOVERY.delete().where(RECOVERY.c.user_id == user_id, RECOVERY.c.code_hash == _hash(vault, user_id, given))
    )
    return used.rowcount == 1


def forget(connection: sa.Connection, user_id: str) -> None:
    """The app and its recovery codes: somebody lost them."""
    connection.execute(FACTOR.delete().where(FACTOR.c.user_id == user_id))
    connection.execute(RECOVERY.delete().where(RECOVERY.c.user_id == user_id))


def _right(connection: sa.Connection, vault: Vault, user_id: str, given: str, *, confirmed: bool) -> bool:
    digits = "".join(given.split())
    state = FACTOR.c.confirmed_at.is_not(None) if confirmed else FACTOR.c.confirmed_at.is_(None)
    row = connection.execute(
        sa.select(FACTOR.c.secret, FACTOR.c.last_step).where(FACTOR.c.user_id == user_id, state)
    ).first()
    if row is None or not (digits.isascii() and digits.isdigit()):
        return False
    codes, moment = pyotp.TOTP(vault.decrypt(row.secret)), int(now().timestamp())
    for shift in range(-CLOCKS_DIFFER, CLOCKS_DIFFER + 1):
        step = moment // STEP_SECONDS + shift
        if step > row.last_step and secrets.compare_digest(codes.generate_otp(step), digits):
            used = connection.execute(
                FACTOR.update().where(FACTOR.c.user_id == user_id, FACTOR.c.last_step < step).values(last_step=step)
            )
            return used.rowcount == 1
    return False


def _hash(vault: Vault, user_id: str, code: str) -> str:
    return vault.lookup(f"recovery {user_id} {code.strip().lower()}")
