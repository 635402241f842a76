"""What every command begins with: settings, and a store that is up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from intake.services import Services, open_services
from intake.settings import load_settings
from models import audit
from models.audit import Deed, Doer
from models.errors import Rejected
from models.tables.audit import Act, By


@contextmanager
def opened(*, by_itself: bool = False) -> Iterator[Services]:
    """What a command works with.

    :param by_itself: for a process that goes on without anybody: what it does is not the doing of who started it.
    :raises Rejected: a setting is bad, or the store was never set up or is of another version.
    """
    services = open_services(load_settings())
    try:
        if not services.store.is_current():
            raise Rejected("the store is not set up for this version; run: inloop upgrade", code="not_upgraded")
        if not by_itself:
            command = click.get_current_context().command_path
            audit.begin(_who(), Deed(act=Act.CHANGED, organisation_id=None, detail={"command": command}))
        yield services
    finally:
        audit.end()
        services.store.close()


def _who() -> Doer:
    """The account on this machine, by its number; behind sudo that of who called it."""
    return Doer(By.COMMAND, f"uid:{os.environ.get('SUDO_UID') or os.getuid()}")
