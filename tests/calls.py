"""Calls about the sample consultation, key by key."""

from __future__ import annotations

import sqlalchemy as sa

from tests.installation import MOBILE, Call, Installation

ALL = ("1", "1", "13#", "4", "1", "23#", "1506#", "2")
"""A whole call: Dutch, then each answer."""

TO_RECORDING = ("1", "1", "#", "1")
"""As far as the open question."""


def press(call: Call, *keys: str) -> Call:
    for digits in keys:
        call.press(digits)
    return call


def broken_off(inloop: Installation, *keys: str, number: str = MOBILE) -> None:
    """A call in which somebody hangs up after these keys."""
    press(inloop.call(number=number), *keys).hang_up()


def counted(inloop: Installation, table: sa.Table) -> int:
    with inloop.services.store.read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
