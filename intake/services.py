"""What use cases need, put together once a process, after any fork."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.settings import Settings
from models.audit import Trail
from models.evidence import EvidenceStore
from models.secrets import Vault
from models.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    store: Store
    evidence: EvidenceStore
    vault: Vault
    trail: Trail
    progress: Callable[[int, int], object] = lambda done, pages: None
    """Told by long work after every page how many are done of how many; for who waits at a terminal."""


def open_services(settings: Settings) -> Services:
    """:raises Rejected: a setting names something that cannot be used."""
    trail = Trail(settings.secret_key)
    return Services(
        settings=settings,
        store=Store(settings.database_url, trail),
        evidence=EvidenceStore(settings.evidence_url),
        vault=Vault(settings.encryption_keys, settings.secret_key),
        trail=trail,
    )
