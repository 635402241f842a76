"""What the API can do, as data: from one list come the routes, what is asked of a request, and the description."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

import flask
from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

from intake.services import Services
from models.accounts import Bearer
from models.errors import Rejected
from models.vocabulary import Scope

DEFAULT_SIZE, LARGEST_SIZE = 50, 200
LAST_PAGE = 1_000_000
LONGEST_WORDS = 200

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter: what the description says of it, and how its text is read. An empty one is as if left out.

    :ivar read: raises Rejected without the name, which is put before it.
    """

    name: str
    text: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A request that may be answered. `query` has every parameter of the operation; None where it was not given."""

    services: Services
    who: Bearer
    query: Mapping[str, Any]
    given: Mapping[str, str]

    @property
    def page(self) -> int:
        """From 1."""
        return int(self.query["page"] or 1)

    @property
    def size(self) -> int:
        return int(self.query["pageSize"] or DEFAULT_SIZE)

    def answer_page(self, rows: list[Any], total: int, of: type[BaseModel]) -> flask.Response:
        """A page with the addresses of its neighbours."""
        return answer(
            of(
                count=total,
                next=self._neighbour(1, total) if self.page * self.size < total else None,
                previous=self._neighbour(-1, total) if 1 < self.page <= -(-total // self.size) + 1 else None,
                results=rows,
            )
        )

    def _neighbour(self, step: int, total: int) -> str | None:
        query = {**self.given, "page": self.page + step, "pageSize": self.size}
        return f"{self.services.settings.public_url}{flask.request.path}?{urlencode(query)}"


View = Callable[..., flask.Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked. `path` as OpenAPI writes it; the view gets a `Call` and the path's parts by name.

    :ivar example: of the answer; what the description shows.
    :ivar repeats: it is answered with 200 the second time; the first with 201.
    """

    id: str
    path: str
    summary: str
    text: str
    tag: str
    view: View
    answers: type[BaseModel]
    example: BaseModel
    parameters: tuple[Parameter, ...] = ()
    scope: Scope = Scope.READ
    body: type[BaseModel] | None = None
    body_example: Mapping[str, Any] | None = None

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"

    @property
    def rule(self) -> str:
        """The path as Flask writes it."""
        return re.sub(r"{(\w+)}", r"<\1>", self.path)

    @property
    def parts(self) -> list[str]:
        """What is named in the path."""
        return re.findall(r"{(\w+)}", self.path)


def answer(body: BaseModel) -> flask.Response:
    """200, as JSON."""
    return flask.Response(body.model_dump_json(by_alias=True), mimetype="application/json")


def read_query(operation: Operation, given: MultiDict[str, str]) -> dict[str, Any]:
    """:raises Rejected: naming the parameter that cannot be used, is there twice, or is unknown."""
    known = [parameter.name for parameter in operation.parameters]
    for name, texts in given.lists():
        if len(texts) > 1:
            raise Rejected(f"{name}: give it once", code="bad_parameter")
        if name not in known:
            told = f"known: {', '.join(known)}" if known else "this address takes none"
            raise Rejected(f"{name}: there is no such parameter; {told}", code="bad_parameter")
    found: dict[str, Any] = dict.fromkeys(known)
    for parameter in operation.parameters:
        text = given.get(parameter.name)
        if text:
            try:
                found[parameter.name] = parameter.read(text)
            except Rejected as error:
                raise Rejected(f"{parameter.name}: {error.message}", code="bad_parameter") from error
    return found


def one_of(name: str, text: str, kind: type[Kind]) -> Parameter:
    """A word of a closed set."""

    def read(value: str) -> Kind:
        try:
            return kind(value)
        except ValueError as error:
            raise Rejected(f"must be one of {', '.join(kind)}", code="bad_parameter") from error

    return Parameter(name, text, {"type": "string", "enum": [*map(str, kind), ""]}, read)


EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def words(name: str, text: str) -> Parameter:
    """A short text."""

    def read(value: str) -> str:
        if len(value) > LONGEST_WORDS or "\0" in value:
            raise Rejected(f"must be a text of at most {LONGEST_WORDS} characters", code="bad_parameter")
        return value

    return Parameter(name, text, {"type": "string", "maxLength": LONGEST_WORDS, "pattern": r"^[^\u0000]*$"}, read)


def _code(value: str) -> str:
    if not re.fullmatch("[0-9]{4,6}", value):
        raise Rejected("must be a code of 4 to 6 digits", code="bad_parameter")
    return value


def _moment(value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value.replace(" ", "+"))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:  # in UTC it is a few hours before the first or after the last year
        return EARLIEST if found.year == 1 else LATEST
    except ValueError as error:
        raise Rejected("must be a moment such as 2026-11-23T14:00:00Z", code="bad_parameter") from error


def _whole(largest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) < 9 and 1 <= int(value) <= largest):
            raise Rejected(f"must be a whole number from 1 to {largest}", code="bad_parameter")
        return int(value)

    return read


_EMPTY = {"type": "string", "maxLength": 0}
CODE_SCHEMA = {"type": "string", "pattern": "^[0-9]{4,6}$"}
CONSULTATION = Parameter(
    "consultation", "The consultation's code", {"type": "string", "pattern": "^([0-9]{4,6})?$"}, _code
)
UPDATED_SINCE = Parameter(
    "updatedSince",
    "Changed at or after this moment; the list is then in the order of `updatedAt`",
    {"anyOf": [{"type": "string", "format": "date-time"}, _EMPTY]},
    _moment,
)


def _number(name: str, text: str, largest: int, default: int) -> Parameter:
    whole = {"type": "integer", "minimum": 1, "maximum": largest}
    return Parameter(name, text, {"anyOf": [whole, _EMPTY], "default": default}, _whole(largest))


PAGING = (
    _number("page", "From 1", LAST_PAGE, 1),
    _number("pageSize", f"At most {LARGEST_SIZE}", LARGEST_SIZE, DEFAULT_SIZE),
)
