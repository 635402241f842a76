"""Forms and sheets that leave as paper: where their boxes stand is remembered for when they come back, however late."""

from __future__ import annotations

from channels.printed.kept_layouts import keep_layout
from channels.printed.layout import FormLayout
from models.consultations import Version
from models.store import Store


def remember(store: Store, version: Version, layout: FormLayout) -> None:
    """To be called for all that is printed, before anybody gets its file."""
    with store.write() as connection:
        keep_layout(store, connection, version.version_id, layout)
