"""How often somebody may try to sign in. Counted in the database, so that it holds over all web processes.

An attempt is counted before the password is looked at: many at the same moment get no further than many in a row.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from models.clock import now
from models.secrets import Vault, new_id
from models.store import Store
from models.tables import SignInAttempt

ATTEMPT = SignInAttempt.__table__  # type: ignore[attr-defined]

WINDOW = timedelta(minutes=15)
MOST_AT_ONE_PLACE = 5
"""For one account from one address. A stranger elsewhere cannot lock the owner out."""
MOST_FOR_ONE_ACCOUNT = 50
MOST_FROM_ONE_ADDRESS = 50
"""Everybody in a town hall may come from one address."""


def may_try(store: Store, vault: Vault, email: str, address: str) -> bool:
    """Count an attempt; False if there were too many in the last `WINDOW`."""
    account, place = _hashes(vault, email, address)
    moment = now()
    with store.write() as connection:
        store.once_at_a_time(connection, "sign in", account)
        connection.execute(ATTEMPT.delete().where(ATTEMPT.c.at < moment - WINDOW))
        for_account, from_address, here = connection.execute(
            sa.select(
                sa.func.count().filter(ATTEMPT.c.account == account),
                sa.func.count().filter(ATTEMPT.c.address == place),
                sa.func.count().filter(ATTEMPT.c.account == account, ATTEMPT.c.address == place),
            ).where(sa.or_(ATTEMPT.c.account == account, ATTEMPT.c.address == place))
        ).one()
        if here >= MOST_AT_ONE_PLACE or for_account >= MOST_FOR_ONE_ACCOUNT or from_address >= MOST_FROM_ONE_ADDRESS:
            return False
        connection.execute(ATTEMPT.insert(), {"id": new_id(), "account": account, "address": place, "at": moment})
        return True


def forget_attempts(store: Store, vault: Vault, email: str, address: str) -> None:
    """The password was right: what went wrong before counts no more."""
    account, place = _hashes(vault, email, address)
    with store.write() as connection:
        connection.execute(ATTEMPT.delete().where(ATTEMPT.c.account == account, ATTEMPT.c.address == place))


def _hashes(vault: Vault, email: str, address: str) -> tuple[str, str]:
    return vault.lookup(f"account {email.strip().lower()}"), vault.lookup(f"address {address}")
