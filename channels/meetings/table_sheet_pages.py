"""Pages of tables' sheets in a scanned file, one after another → what each table said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from channels.meetings.table_sheet import table_sheet_layout
from channels.meetings.table_sheet_rows import Number, OnSheet, PageRows, alphabets, page_rows
from channels.printed.kept_pages import kept
from channels.printed.layout import FormLayout
from channels.printed.observing import observe
from models.definition import Definition
from models.errors import Rejected
from scans.handwriting import HandwritingEngine
from scans.identity import MeetingIdentity
from scans.ink import ink_page
from scans.pages import FoundPage
from scans.strokes import Strokes, same_strokes

Known = Callable[[MeetingIdentity], Definition | None]
"""What a sheet was printed for; None if this file may not be about that consultation or that meeting."""

Printed = Callable[[MeetingIdentity, FormLayout], FormLayout | None]
"""Its layout as this program prints it → as it was printed; None if it never was."""


@dataclass(frozen=True, slots=True)
class TablePage:
    """One page of a sheet, read. `number` counts in the file; `image` is the encoded upright page."""

    number: int
    identity: MeetingIdentity
    table: Number
    rows: tuple[OnSheet, ...]
    image: bytes = field(repr=False)
    strokes: Strokes = field(repr=False)


class TablePages:
    """Collects the pages of tables' sheets while a file is read."""

    def __init__(self, known: Known, printed: Printed, handwriting: HandwritingEngine) -> None:
        self._known = known
        self._printed = printed
        self._handwriting = handwriting
        self.pages: list[TablePage] = []
        self._last: tuple[str, Number] = ("", Number(None))

    def read(self, number: int, found: FoundPage, identity: MeetingIdentity) -> None:
        """Read the page that is `number` in the file.

        :raises Rejected: nothing comes of this page: `foreign_page`, `duplicate_page`, or `blank_page` if nothing is
            written on it.
        """
        definition = self._known(identity)
        if definition is None or identity.language not in definition.languages:
            raise Rejected("This sheet is of a meeting that is not known here.", code="foreign_page")
        layout = self._layout(definition, identity)
        boxes = next((page for page in layout.pages if page.page == identity.page), None)
        if boxes is None:
            raise Rejected("This sheet has no such page here. Type in what is on it.", code="foreign_page")
        seen, written = observe(
            ink_page(found.canvas), boxes, number, alphabets, [identity.language], self._handwriting
        )
        first = next((one for one in self.pages if _same_page(one, identity, written)), None)
        if first is not None:
            message = f"This is page {first.number} of the file, scanned twice; it counts once."
            raise Rejected(message, code="duplicate_page")
        read = page_rows(definition, identity.language, seen)
        table = self._table(identity, read)
        if not read.rows:
            raise Rejected("Nothing is written on this side of a table's sheet.", code="blank_page")
        self.pages.append(TablePage(number, identity, table, read.rows, kept(found.canvas), written))

    def _layout(self, definition: Definition, identity: MeetingIdentity) -> FormLayout:
        ours = table_sheet_layout(definition, identity.version, identity.language)
        layout = ours if ours.fingerprint() == identity.layout else self._printed(identity, ours)
        if layout is None:
            message = "This sheet was printed with another layout. Type in what is on it."
            raise Rejected(message, code="foreign_page")
        return layout

    def _table(self, identity: MeetingIdentity, read: PageRows) -> Number:
        """The other side of a sheet, which comes right after it, is of the same table if it names none."""
        sheet, before = self._last
        goes_on = sheet == identity.sheet and identity.page > 1 and read.table == Number(None)
        table = before if goes_on else read.table
        self._last = (identity.sheet, table)
        return table


def _same_page(one: TablePage, identity: MeetingIdentity, written: Strokes) -> bool:
    there = (one.identity.sheet, one.identity.page) == (identity.sheet, identity.page)
    return there and same_strokes(one.strokes, written)
