"""Forms and sheets that leave as paper: where their boxes stand is remembered for when they come back, however late."""

from __future__ import annotations

from channels.printed.layout import FormLayout
from models import printing
from models.consultations import Version
from models.printing import Printed
from models.store import Store


def remember(store: Store, version: Version, layout: FormLayout) -> None:
    """To be called for all that is printed, before anybody gets its file."""
    printed = Printed(version.version_id, layout.language, layout.large, layout.fingerprint())
    with store.write() as connection:
        printing.keep(store, connection, printed, layout.pages_as_kept())
