"""What every command begins with: settings, and a store that is up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from intake.services import Services, open_services
from intake.settings import load_settings
from models.errors import Rejected


@contextmanager
def opened() -> Iterator[Services]:
    """:raises Rejected: a setting is bad, or the store was never set up or is of another version."""
    services = open_services(load_settings())
    try:
        if not services.store.is_current():
            raise Rejected("the store is not set up for this version; run: inloop upgrade", code="not_upgraded")
        yield services
    finally:
        services.store.close()
