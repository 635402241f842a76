"""Where the boxes stand on paper that was printed or read here: for what comes back later, and for what is covered."""

from __future__ import annotations

import sqlalchemy as sa

from channels.printed.layout import FormLayout
from models import printing
from models.printing import Printed
from models.store import Store


def keep_layout(store: Store, connection: sa.Connection, version_id: str, layout: FormLayout) -> None:
    """The same layout of that version again changes nothing."""
    printed = Printed(version_id, layout.language, layout.large, layout.fingerprint())
    printing.keep(store, connection, printed, layout.pages_as_kept())
