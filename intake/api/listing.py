"""Which submissions a request asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from models.errors import Rejected
from models.normalized import Wanted
from models.vocabulary import Channel, Status

DEFAULT_SIZE, LARGEST_SIZE = 50, 200

PARAMETERS = ("consultation", "status", "channel", "updatedSince", "page", "pageSize")

CODE = re.compile("[0-9]{4,6}")

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Listing:
    wanted: Wanted
    page: int
    size: int

    def neighbour(self, path: str, arguments: Mapping[str, str], step: int, total: int) -> str | None:
        """The address of the page before or after; None where there is none."""
        page = self.page + step
        if page < 1 or (page - 1) * self.size >= total:
            return None
        return f"{path}?{urlencode({**arguments, 'page': page, 'pageSize': self.size})}"


def read_listing(arguments: Mapping[str, str], organisation_id: str) -> Listing:
    """:raises Rejected: naming the query parameter that cannot be used, or is unknown: it would filter nothing."""
    for name in arguments:
        if name not in PARAMETERS:
            raise Rejected(f"{name}: there is no such parameter; known: {', '.join(PARAMETERS)}", code="bad_parameter")
    wanted = Wanted(
        organisation_id=organisation_id,
        consultation=_code("consultation", arguments),
        status=_one_of("status", arguments, Status),
        channel=_one_of("channel", arguments, Channel),
        updated_since=_moment("updatedSince", arguments),
    )
    return Listing(
        wanted,
        page=_whole("page", arguments, 1, 1_000_000),
        size=_whole("pageSize", arguments, DEFAULT_SIZE, LARGEST_SIZE),
    )


def _code(name: str, arguments: Mapping[str, str]) -> str | None:
    value = arguments.get(name)
    if value and not CODE.fullmatch(value):
        raise Rejected(f"{name}: must be a code of 4 to 6 digits", code="bad_parameter")
    return value or None


def _one_of(name: str, arguments: Mapping[str, str], kind: type[Kind]) -> Kind | None:
    value = arguments.get(name)
    if not value:
        return None
    try:
        return kind(value)
    except ValueError as error:
        raise Rejected(f"{name}: must be one of {', '.join(kind)}", code="bad_parameter") from error


def _moment(name: str, arguments: Mapping[str, str]) -> datetime | None:
    value = arguments.get(name)
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value.replace(" ", "+"))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Rejected(f"{name}: must be a moment such as 2026-11-23T14:00:00Z", code="bad_parameter") from error


def _whole(name: str, arguments: Mapping[str, str], default: int, largest: int) -> int:
    value = arguments.get(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 9 and 1 <= int(value) <= largest):
        raise Rejected(f"{name}: must be a whole number from 1 to {largest}", code="bad_parameter")
    return int(value)
