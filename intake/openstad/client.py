"""OpenStad's HTTP API, headless version of July 2026, as observed: see `tests/openstad_double.py` for what was seen.

It has no idempotency, answers an unknown token as if nobody had signed in (200), and denies with 500 more often than
with 403. So an answer is judged here, once, into a few errors with one meaning each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests

from intake.deliveries.target import ItemRefused, LineHeld, NotThere, Unclear
from models.clock import now

TIMEOUT = (5.0, 20.0)
"""Seconds to connect, and to wait for an answer."""
PAGE = 100
"""Rows of a list in one request."""

CLOSED = "Inzenden is gesloten"
_BUSY = frozenset({502, 503, 504})
_NOT_FOUND = ("Comment not found",)
"""What comes as 500 and means 404."""
_VOTED = ("Je hebt al gestemd", "Je hebt het maximum aantal stemmen bereikt")
_NO_VOTE_ON_IT = "Je kunt niet stemmen op deze inzending"
_VOTING_CLOSED = "Stemmen is gesloten"
_RIGHTS = ("admin", "superuser")
_Body = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the token stands for. `id` is None for a token that OpenStad does not know."""

    id: int | None
    role: str | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in to a project: OpenStad's name for the way, and the project's client on the auth server."""

    provider: str
    client: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    records: list[dict[str, Any]]
    is_last: bool


class OpenStad:
    """One project of one OpenStad, for the time of one run.

    :param is_ours: whether the token is Inloop's, which must be an administrator's; else it is a participant's.
    """

    def __init__(self, url: str, token: str, project: int, *, is_ours: bool = True) -> None:
        self._base = url.rstrip("/")
        self._project = project
        self._is_ours = is_ours
        self._session = requests.Session()
        self._session.headers["Authorization"] = token
        self._free_at: datetime | None = None

    def account(self) -> Account:
        """Who we are there."""
        told = self._get(f"/auth/project/{self._project}/me")
        return Account(told.get("id"), told.get("role"))

    def config(self) -> dict[str, Any]:
        """The project's settings, for an administrator; without them for anybody else."""
        told = self._get(f"/api/project/{self._project}", includeConfig=1)
        config: dict[str, Any] = told.get("config") or {}
        return config

    def sign_in(self) -> SignIn | None:
        """The usual way of signing in to the project; None where it is not OpenStad's own auth server."""
        auth = self.config().get("auth") or {}
        provider = str(auth.get("default") or "openstad")
        told = (auth.get("provider") or {}).get(provider) or {}
        if told.get("adapter") != "openstad" or not (told.get("clientId") and told.get("clientSecret")):
            return None
        return SignIn(provider, str(told["clientId"]), str(told["clientSecret"]))

    def users(self) -> Iterator[dict[str, Any]]:
        """All users of the project."""
        number = 0
        while True:
            told = self._get(self._path("user"), page=number, pageSize=PAGE)
            yield from told["records"]
            number += 1
            if number >= told["metadata"]["pageCount"]:
                return

    def widgets(self) -> dict[int, str]:
        """Numbers and descriptions of the project's enquêtes."""
        listed = self._get(self._path("submission/widgets"))
        return {row["id"]: row["description"] for row in listed}

    def widget(self, number: int) -> dict[str, Any]:
        """An enquête with its questions."""
        told: dict[str, Any] = self._get(self._path(f"widgets/{number}"), includeConfig=1)
        return told

    def statuses(self) -> list[dict[str, Any]]:
        """The statuses that a resource of the project can have."""
        listed: list[dict[str, Any]] = self._get(self._path("status"))
        return listed

    def page(self, kind: str, number: int, *, sort: str) -> Page:
        """One page (counted from 0) of a list: `resource`, `submission` or `resource/…/comment`."""
        extra = {"includeVoteCount": 1, "includeTags": 1} if kind == "resource" else {}
        told = self._get(self._path(kind), page=number, pageSize=PAGE, sort=sort, **extra)
        return Page(told["records"], number + 1 >= told["metadata"]["pageCount"])

    def newest_first(self, kind: str) -> Iterator[dict[str, Any]]:
        """All rows. One that comes in meanwhile moves others to the next page: they are seen twice, never missed."""
        number = 0
        while True:
            page = self.page(kind, number, sort="createdAt_desc")
            yield from page.records
            if page.is_last:
                return
            number += 1

    def one(self, kind: str, their_id: str) -> dict[str, Any]:
        """:raises NotThere: it was deleted."""
        told: dict[str, Any] = self._get(self._path(f"{kind}/{their_id}"))
        return told

    def votes_of(self, user: int) -> list[dict[str, Any]]:
        """All votes and likes of one user in the project."""
        listed: list[dict[str, Any]] = self._get(self._path("vote"), userId=user)
        return listed

    def vote(self, votes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Vote as the token's own user, all at once. What stands there already is taken away by it, not kept."""
        told = self._change("POST", self._path("vote"), list(votes))
        return told if isinstance(told, list) else []

    def create(self, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
        told = self._change("POST", self._path(kind), body)
        return told if isinstance(told, dict) else {}

    def update(self, kind: str, their_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """:raises NotThere: it was deleted."""
        told = self._change("PUT", self._path(f"{kind}/{their_id}"), body)
        return told if isinstance(told, dict) else {}

    def delete(self, kind: str, their_id: str) -> None:
        """:raises NotThere: it was deleted before."""
        self._change("DELETE", self._path(f"{kind}/{their_id}"), None)

    def _path(self, rest: str) -> str:
        return f"/api/project/{self._project}/{rest}"

    def _get(self, path: str, **query: Any) -> Any:
        """Reading changes nothing over there: without an answer it simply has to wait."""
        try:
            answer = self._request("GET", path, query, None)
        except requests.RequestException as error:
            raise away() from error
        if answer.status_code == requests.codes.internal_server_error and _message(answer) in _NOT_FOUND:
            raise NotThere("it is not there any more", code="not_there")
        if answer.status_code == requests.codes.internal_server_error:
            raise self._denied(path, answer)
        self._judge(answer)
        return _json(answer)

    def _change(self, method: str, path: str, body: _Body) -> Any:
        try:
            answer = self._request(method, path, {"nomail": 1}, body)
        except requests.ConnectTimeout as error:
            raise away() from error
        except requests.RequestException as error:
            raise Unclear(
                "OpenStad did not answer; it is looked for there before it is sent again", code="no_answer"
            ) from error
        if answer.status_code == requests.codes.internal_server_error and _message(answer) not in _NOT_FOUND:
            self._check_rights()
            raise Unclear(f"OpenStad answered with an error of its own: {_message(answer)}", code="server_error")
        self._judge(answer)
        return _json(answer)

    def _request(self, method: str, path: str, query: Mapping[str, Any], body: _Body) -> requests.Response:
        if self._free_at is not None and self._free_at > now():
            raise slower(self._free_at - now())
        answer = self._session.request(
            method, self._base + path, params=dict(query), json=body, timeout=TIMEOUT, allow_redirects=False
        )
        self._heed_pace(answer)
        return answer

    def _heed_pace(self, answer: requests.Response) -> None:
        """`RateLimit-Remaining: 0`: the next request would be refused, until `RateLimit-Reset` (seconds) has passed."""
        remaining, reset = (answer.headers.get(f"RateLimit-{name}", "") for name in ("Remaining", "Reset"))
        if remaining == "0" and reset.isdigit():
            self._free_at = now() + timedelta(seconds=int(reset))

    def _judge(self, answer: requests.Response) -> None:
        """:raises LineHeld, ItemRefused, NotThere: it was not taken, and what that means."""
        code, message = answer.status_code, _message(answer)
        if code < 300:
            return
        if code == requests.codes.too_many_requests:
            seconds = answer.headers.get("Retry-After") or answer.headers.get("RateLimit-Reset") or ""
            raise slower(timedelta(seconds=int(seconds) if seconds.isdigit() else 60))
        if code in _BUSY:
            raise away()
        if code < 400:
            raise LineHeld("OpenStad sends us elsewhere; put its final address into INLOOP_OPENSTAD_URL", code="moved")
        if code in (401, 403):
            self._check_rights()
            if CLOSED in message:
                raise closed()
            if _VOTING_CLOSED in message:
                raise voting_closed()
            if message in _VOTED:
                raise voted_there()
            if message == _NO_VOTE_ON_IT:
                raise ItemRefused("OpenStad takes no votes on that idea", code="refused")
            raise LineHeld(f"OpenStad does not allow this: {message}", code="not_allowed")
        if code == 404 and "roject" in message:
            raise LineHeld(f"OpenStad has no project {self._project}; mend publish.project", code="no_project")
        if code == 404 or message in _NOT_FOUND:
            raise NotThere("somebody deleted it on OpenStad", code="deleted_there")
        raise ItemRefused(f"OpenStad does not take it: {message}", code="refused")

    def _denied(self, path: str, answer: requests.Response) -> LineHeld:
        """A 500 to a question: most often a right that is missing."""
        if not path.endswith("/me"):
            self._check_rights()
        return LineHeld(f"OpenStad answered with an error of its own: {_message(answer)}", code="server_error")

    def _check_rights(self) -> None:
        if self._is_ours:
            check_account(self.account())


def check_account(account: Account) -> None:
    """:raises LineHeld: OpenStad does not know the token, or its user may not do what is needed."""
    if account.id is None:
        raise LineHeld(
            "OpenStad does not know the token; set INLOOP_OPENSTAD_TOKEN to one of its fixed tokens", code="bad_token"
        )
    if account.role not in _RIGHTS:
        raise LineHeld(
            f"the token's user has the role '{account.role}'; give it the role 'admin' in the project", code="role"
        )


def away() -> LineHeld:
    return LineHeld("OpenStad cannot be reached; it is tried again by itself", code="away")


def closed() -> LineHeld:
    return LineHeld(
        "the project is closed on OpenStad ('Inzenden is gesloten'); open it there, or wait",
        code="closed",
        wait=timedelta(minutes=15),
    )


def voting_closed() -> LineHeld:
    return LineHeld(
        "votes are closed on OpenStad ('Stemmen is gesloten'); open them in the project there, or wait",
        code="closed",
        wait=timedelta(minutes=15),
    )


def voted_there() -> ItemRefused:
    return ItemRefused(
        "the same person has votes of another kind on the website; they are left as they are", code="voted_there"
    )


def slower(wait: timedelta) -> LineHeld:
    return LineHeld("OpenStad asks us to wait a moment", code="pace", wait=wait, is_pace=True)


def _message(answer: requests.Response) -> str:
    """What OpenStad says, in Dutch. Shown to staff; it can hold nothing but our own words and theirs."""
    told = _json(answer)
    message = told.get("message") if isinstance(told, dict) else None
    return str(message)[:300] if message else f"HTTP {answer.status_code}"


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except requests.JSONDecodeError:
        return {}
