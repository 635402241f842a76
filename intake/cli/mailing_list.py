"""Files of a mailing: addresses, and participation codes with or without them. Read, passed on, and never stored."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from channels.paper.mailing import Recipient
from models.codes import is_code
from models.errors import Rejected

ADDRESS = ("name", "address", "postcode", "place", "country")
"""Columns of an address, in the order in which an envelope has them."""

OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {"naam": "name", "adres": "address", "straat": "address", "street": "address", "city": "place", "town": "place"}
    | {"plaats": "place", "woonplaats": "place", "land": "country", "zip": "postcode"}
    | {"huisnummer": "number", "house_number": "number", "toevoeging": "addition"}
)
"""How columns of other programs are called, and what is meant. A street, its number and an addition are one line."""

MOST_LETTERS_A_LINE = 70
"""What still fits in the window of an envelope in the smallest print."""
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One line of such a file; `number` is the line's in the file, to name a fault by."""

    number: int
    fields: Mapping[str, str]

    @property
    def address(self) -> tuple[str, ...]:
        """The lines for the envelope; a postcode and a place stand on one."""
        given = self.fields
        place = "  ".join(part for name in ("postcode", "place") if (part := given.get(name, "")))
        return tuple(line for line in (given.get("name", ""), self.street, place, given.get("country", "")) if line)

    @property
    def street(self) -> str:
        given = self.fields
        return " ".join(part for name in ("address", "number", "addition") if (part := given.get(name, "")))


def read_addresses(file: Path) -> list[dict[str, str]]:
    """A file of addresses, as `ADDRESS` names their columns.

    :raises Rejected: it has no such columns, or a line of it is no address; each such line is named.
    """
    rows = list(_rows(file))
    if not rows or not {"address", "place"} <= rows[0].fields.keys():
        raise Rejected(f"{file.name} needs the columns address and place, or adres and plaats", code="addresses")
    _check(file, [fault for row in rows if (fault := _fault_of_address(row))])
    return [{**{name: row.fields.get(name, "") for name in ADDRESS}, "address": row.street} for row in rows]


def read_codes(file: Path) -> list[Recipient]:
    """A file of `inloop codes`, also where addresses were added to it.

    :raises Rejected: it holds no codes, one of them is none or stands there twice, or a line has no full address.
    """
    rows = list(_rows(file))
    if not rows or not {"code", "form_number"} <= rows[0].fields.keys():
        raise Rejected(f"{file.name} needs the columns code and form_number, as inloop codes writes them", code="codes")
    for row in rows:
        if not is_code(row.fields["code"]):
            raise Rejected(
                f"{file.name}, line {row.number}: '{row.fields['code']}' is no participation code; was a digit lost in "
                "a spreadsheet?",
                code="codes",
            )
    twice = [code for code, times in Counter(row.fields["code"] for row in rows).items() if times > 1]
    if twice:
        raise Rejected(f"{file.name}: the code {twice[0]} stands there more than once", code="codes")
    if any(row.address for row in rows):
        _check(file, [fault for row in rows if (fault := _fault_of_address(row))])
    return [
        Recipient(row.fields["code"], row.fields["form_number"], row.address, row.fields.get("openstad_code") or None)
        for row in rows
    ]


def read_unique_codes(file: Path, count: int) -> list[str]:
    """The first `count` codes of OpenStad's own list that nobody signed in with yet.

    :raises Rejected: it has no such column, or too few codes.
    """
    rows = list(_rows(file))
    if not rows or "code" not in rows[0].fields:
        raise Rejected(f"{file.name} needs the column code, as OpenStad's export has it", code="unique_codes")
    free = [row.fields["code"] for row in rows if row.fields["code"] and not row.fields.get("userid")]
    if len(free) < count:
        raise Rejected(
            f"{file.name} has {len(free)} codes that nobody signed in with yet, and {count} are needed; make more on "
            "OpenStad",
            code="unique_codes",
        )
    return free[:count]


def _fault_of_address(row: Row) -> str | None:
    if not row.fields.get("place") or not row.street:
        return f"line {row.number}: an address needs a street or a post box, and a place"
    long = [line for line in row.address if len(line) > MOST_LETTERS_A_LINE]
    if long:
        return f"line {row.number}: '{long[0][:30]}…' has more than {MOST_LETTERS_A_LINE} characters"
    return None


def _check(file: Path, faults: Sequence[str]) -> None:
    if faults:
        more = f"\n… and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise Rejected("\n".join(f"{file.name}, {fault}" for fault in faults[:MOST_FAULTS]) + more, code="addresses")


def _rows(file: Path) -> Iterator[Row]:
    """Comma, semicolon or tab; UTF-8, or what a spreadsheet on Windows writes."""
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.DictReader(text.splitlines(), delimiter=delimiter)
    for row in lines:
        fields = {_named(name): " ".join((value or "").split()) for name, value in row.items() if name is not None}
        yield Row(lines.line_num, fields)


def _named(column: str) -> str:
    name = column.strip().lower().replace(" ", "_")
    return OTHER_NAMES.get(name, name)
