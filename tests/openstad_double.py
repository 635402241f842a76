"""A double of OpenStad's API server, for where the real one does not run. It behaves as the real one was seen to.

Observed of openstad-headless of 20 July 2026, run with MariaDB; each is played here under the same number:

1. An unknown token is somebody anonymous, with 200: `GET /auth/project/:id/me` gives `{}`.
2. `GET /api/project/:id?includeConfig=1` gives `config` to an administrator only; an unknown project is 404.
3. A denied permission is 500 with "You cannot …".
4. A resource's title, summary and description are checked for length: 422, with all faults in one message. Summary and
   description are checked only where it is public (`publishDate`), and must be there: else "Cannot read …".
5. The reply to a new resource lacks `extraData`; reading it back gives it. Anonymous may make one: `userId` is null.
6. `canAddNewResources: false` is 401 "Inzenden is gesloten".
7. A new submission is always answered with `{}`. Nothing in it is checked.
8. An unknown `widgetId` ends the server process: no answer, and nobody there until it is started again.
9. `submission/widgets` lists id and description of enquêtes.
10. A comment's length is checked: 400. Its idea must be there ("Resource not found", 400) and public (400).
11. Lists: `page` counts from 0 and gives `{metadata, records}`; without `page` it is a bare array of everything.
12. `sort=createdAt_desc` and `updatedAt_desc` work on all three kinds. Moments are cut to whole seconds.
13. What was deleted is 404 "Resource not found"; a deleted comment is 500 "Comment not found".
14. Setting statuses does not move `updatedAt`. Statuses that are no whole numbers are dropped.
15. `RateLimit-*` on every answer; over the limit 429, in HTML, with `Retry-After`. Private addresses have no limit:
    the double limits only when told to.
16. Concepts are shown to their owner and to editors.
17. An administrator reads `config.auth` with the project's client on the auth server, its secret too, and each user's
    `idpUser`: the way of signing in, and the account's identifier there.
18. The auth server (here under the same address): `/api/admin/unique-codes` lists codes with the account that each made
    at its first sign-in (`userId`), for who knows the client's secret; else 401.

19 to 24, voting and signing in, are played by `tests/openstad_voting_double.py`.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from socket import SHUT_RDWR
from typing import Any
from uuid import uuid4

import flask
from werkzeug.serving import BaseWSGIServer, make_server

from intake.openstad.html import plain
from tests.openstad_answers import Refusal, moment, paged, told
from tests.openstad_voting_double import Voting

PROJECT, WIDGET = 2, 1
ADMIN, EDITOR, MEMBER = "admin-of-two", "editor-of-two", "member-of-two"
ROLES = {ADMIN: (2, "admin"), MEMBER: (3, "member"), EDITOR: (6, "editor")}
REFUSED_STATUS, DONE_STATUS = 6, 8
STATUSES = {
    5: "Reageer op deze inzending",
    REFUSED_STATUS: "Deze inzending wordt niet uitgevoerd",
    DONE_STATUS: "Deze inzending wordt uitgevoerd",
}
NEW_STATUS = 5
AUTH_CLIENT = {"adapter": "openstad", "clientId": "uniquecode", "clientSecret": "uniquecode123"}


class OpenStadDouble:
    """One project with one enquête. Listens on loopback from `start` to `stop`; what it holds outlives both."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {"resource": [], "submission": [], "comment": []}
        self.config: dict[str, Any] = {
            "resources": {
                "canAddNewResources": True, "titleMinLength": 10, "titleMaxLength": 50, "summaryMinLength": 20,
                "summaryMaxLength": 140, "descriptionMinLength": 140, "descriptionMaxLength": 5000,
            },
            "comments": {"canComment": True, "descriptionMinLength": 30, "descriptionMaxLength": 500},
        }  # fmt: skip
        self.config["votes"] = {
            "isActive": True, "voteType": "likes", "withExisting": "error", "requiredUserRole": "member",
        }  # fmt: skip
        self.config["auth"] = {"default": "openstad", "provider": {"openstad": AUTH_CLIENT}}
        self.users: dict[int, dict[str, str]] = {}
        self.unique_codes: list[dict[str, Any]] = []
        self.widgets: dict[int, dict[str, Any]] = {
            WIDGET: {"id": WIDGET, "type": "enquete", "description": "Plein", "config": {"items": []}}
        }
        self.tokens = dict(ROLES)
        self.lost_answers = 0
        self.broken: Callable[[str, str], bool] = lambda method, path: False
        self.limit: int | None = None
        self.requests = 0
        self.log: list[str] = []
        self.died = 0
        self._in_window = 0
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._server: BaseWSGIServer | None = None
        self._port = 0
        self.voting = Voting(self)
        self._app = self._routes()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self._port, self._app, threaded=True)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def lose_answers(self, count: int) -> None:
        """So many changes are made and not answered: the connection breaks."""
        self.lost_answers = count

    def new_window(self) -> None:
        """The minute of the rate limit is over."""
        self._in_window = 0

    def sign_in(self, code: str) -> str:
        """Somebody signs in with a unique code, which is made if it is not there; the token of that user."""
        known = [row for row in self.unique_codes if row["code"] == code]
        row = known[0] if known else {"id": next(self._ids), "code": code, "userId": None, "clientId": 3}
        if not known:
            self.unique_codes.append(row)
        if row["userId"] is None:
            row["userId"], user = next(self._ids) + 700, next(self._ids) + 7000
            self.users[user] = {"identifier": str(row["userId"]), "provider": "openstad"}
            self.tokens[f"signed-in-{code}"] = (user, "member")
        return f"signed-in-{code}"

    def _routes(self) -> flask.Flask:
        app = flask.Flask("openstad")
        app.before_request(self._arrive)
        app.after_request(self._leave)
        app.register_error_handler(Refusal, told)
        project = "/api/project/<int:project>"
        rules: list[tuple[str, str, Callable[..., Any]]] = [
            ("GET", "/auth/project/<int:project>/me", self._me),
            ("GET", project, self._project),
            ("PUT", project, self._configure),
            ("GET", f"{project}/status", self._statuses),
            ("GET", f"{project}/user", self._users),
            ("GET", "/api/admin/unique-codes", self._unique_codes),
            ("POST", "/api/admin/unique-code", self._make_unique_codes),
            ("GET", f"{project}/widgets/<int:number>", self._widget),
            ("GET", f"{project}/submission/widgets", self._widgets),
            ("GET", f"{project}/resource", lambda project: self._list("resource")),
            ("POST", f"{project}/resource", self._new_resource),
            ("GET", f"{project}/submission", lambda project: self._list("submission")),
            ("POST", f"{project}/submission", self._new_submission),
            ("GET", f"{project}/resource/<int:idea>/comment", lambda project, idea: self._list("comment", idea)),
            ("POST", f"{project}/resource/<int:idea>/comment", self._new_comment),
        ]
        for kind in ("resource", "submission"):
            one = f"{project}/{kind}/<their_id>"
            rules += [
                ("GET", one, lambda project, their_id, kind=kind: flask.jsonify(self._found(kind, their_id))),
                ("PUT", one, lambda project, their_id, kind=kind: self._update(kind, their_id)),
                ("DELETE", one, lambda project, their_id, kind=kind: self._delete(kind, their_id)),
            ]
        one = f"{project}/resource/<int:idea>/comment/<their_id>"
        rules += [
            ("GET", one, lambda project, idea, their_id: flask.jsonify(self._found("comment", their_id))),
            ("PUT", one, lambda project, idea, their_id: self._update("comment", their_id)),
            ("DELETE", one, lambda project, idea, their_id: self._delete("comment", their_id)),
        ]
        for at, (method, rule, view) in enumerate(rules):
            app.add_url_rule(rule, f"{at}", view, methods=[method])
        self.voting.add_to(app)
        return app

    def _arrive(self) -> Any:
        method, path = flask.request.method, flask.request.path
        with self._lock:
            self.requests += 1
            self._in_window += 1
            self.log.append(f"{method} {path}")
            if self.limit is not None and self._in_window > self.limit:
                headers = {"Retry-After": "60", "RateLimit-Remaining": "0", "RateLimit-Reset": "60"}
                return "Too many requests, please try again later.", 429, headers
        if self.broken(method, path):
            raise Refusal(500, "Er is iets misgegaan")
        if f"/{PROJECT}" not in path and "project" in path:
            raise Refusal(404, "Project niet gevonden voor projectId")
        return None

    def _leave(self, answer: flask.Response) -> flask.Response:
        if self.limit is not None and "RateLimit-Remaining" not in answer.headers:
            answer.headers["RateLimit-Limit"] = str(self.limit)
            answer.headers["RateLimit-Remaining"] = str(max(self.limit - self._in_window, 0))
            answer.headers["RateLimit-Reset"] = "60"
        if flask.request.method != "GET" and answer.status_code < 300 and self.lost_answers > 0:
            self.lost_answers -= 1
            flask.request.environ["werkzeug.socket"].shutdown(SHUT_RDWR)
        return answer

    def who(self) -> tuple[int | None, str]:
        """User and role of the caller: a fixed token stands alone, a user's own comes as Bearer."""
        given = flask.request.headers.get("Authorization", "").removeprefix("Bearer ")
        return self.tokens.get(given, (None, "anonymous"))

    def _need(self, *roles: str, what: str) -> None:
        if self.who()[1] not in roles:
            raise Refusal(500, f"You cannot {what}")

    def _me(self, project: int) -> Any:
        user, role = self.who()
        return flask.jsonify({} if user is None else {"id": user, "projectId": project, "role": role})

    def _project(self, project: int) -> Any:
        told = {"id": project, "name": "Plannen", "safeConfig": self.config}
        return flask.jsonify(told | ({"config": self.config} if self.who()[1] == "admin" else {}))

    def _configure(self, project: int) -> Any:
        self._need("admin", what="update this Project")
        self.config.update(flask.request.get_json()["config"])
        return flask.jsonify({"id": project})

    def _statuses(self, project: int) -> Any:
        return flask.jsonify(
            [{"id": n, "label": label, "addToNewResources": n == NEW_STATUS} for n, label in STATUSES.items()]
        )

    def _widgets(self, project: int) -> Any:
        self._need("admin", "editor", what="list this Submission")
        return flask.jsonify([{"id": w["id"], "description": w["description"]} for w in self.widgets.values()])

    def _widget(self, project: int, number: int) -> Any:
        if number not in self.widgets:
            raise Refusal(404, "Widget not found")
        return flask.jsonify(self.widgets[number])

    def _users(self, project: int) -> Any:
        self._need("admin", what="list this User")
        return paged([{"id": user, "projectId": PROJECT, "idpUser": idp} for user, idp in self.users.items()])

    def _unique_codes(self) -> Any:
        if not _is_client():
            return "Unauthorized", 401
        return flask.jsonify({"total": len(self.unique_codes), "data": self.unique_codes})

    def _make_unique_codes(self) -> Any:
        if not _is_client():
            return "Unauthorized", 401
        for _ in range(int(flask.request.args["amount"])):
            code = f"c{next(self._ids)}"
            self.unique_codes.append({"id": next(self._ids), "code": code, "userId": None, "clientId": 3})
        return flask.jsonify([])

    def _list(self, kind: str, idea: int | None = None) -> Any:
        if kind == "submission":
            self._need("admin", "editor", what="list this Submission")
        rows = [row for row in self.rows[kind] if idea is None or row["resourceId"] == idea]
        if self.who()[1] not in ("admin", "editor"):
            rows = [row for row in rows if kind != "resource" or row["publishDate"]]
        field = flask.request.args.get("sort", "createdAt_asc").split("_")
        rows = sorted(rows, key=lambda row: row.get(field[0], ""), reverse=field[1] == "desc")
        return paged(rows)

    def _row(self, kind: str, their_id: object, **fields: Any) -> dict[str, Any]:
        at = moment()
        row = {"id": their_id, "userId": self.who()[0], "createdAt": at, "updatedAt": at, **fields}
        with self._lock:
            self.rows[kind].append(row)
        return row

    def _new_resource(self, project: int) -> Any:
        if not self.config["resources"]["canAddNewResources"]:
            raise Refusal(401, "Inzenden is gesloten")
        body = flask.request.get_json()
        _check_resource(self.config["resources"], body)
        kept = {name: body.get(name) for name in ("title", "summary", "description", "publishDate", "extraData")}
        row = self._row(
            "resource", next(self._ids), **kept, modBreaks=None, statuses=_statuses([NEW_STATUS]), yes=0, no=0
        )
        return flask.jsonify({name: value for name, value in row.items() if name != "extraData"})

    def _new_submission(self, project: int) -> Any:
        body = flask.request.get_json()
        if body.get("widgetId") not in self.widgets:
            self.died += 1
            threading.Thread(target=self.stop).start()
            flask.request.environ["werkzeug.socket"].shutdown(SHUT_RDWR)
            return "", 500
        fields = {"widgetId": body["widgetId"], "submittedData": body["submittedData"], "status": "pending"}
        self._row("submission", str(uuid4()), **fields)
        return flask.jsonify({})

    def _new_comment(self, project: int, idea: int) -> Any:
        self._need("admin", "editor", "member", what="create this Comment")
        found = [row for row in self.rows["resource"] if row["id"] == idea]
        if not found:
            raise Refusal(400, "Resource not found")
        if not (self.config["comments"]["canComment"] and found[0]["publishDate"]):
            raise Refusal(400, "Je kunt niet reageren op deze inzending")
        body = flask.request.get_json()
        self._check_comment(body["description"])
        fields = {"resourceId": idea, "description": body["description"], "sentiment": body.get("sentiment", "for")}
        return flask.jsonify(self._row("comment", next(self._ids), **fields, user={"id": self.who()[0]}))

    def _check_comment(self, text: str) -> None:
        limits = self.config["comments"]
        least, most = limits["descriptionMinLength"], limits["descriptionMaxLength"]
        if not least <= len(text.strip()) <= most:
            raise Refusal(400, f"Beschrijving moet tussen {least} en {most} tekens zijn")

    def _found(self, kind: str, their_id: str) -> dict[str, Any]:
        for row in self.rows[kind]:
            if str(row["id"]) == their_id:
                return row
        raise Refusal(500 if kind == "comment" else 404, f"{kind.title()} not found")

    def _update(self, kind: str, their_id: str) -> Any:
        row = self._found(kind, their_id)
        self._need("admin", "editor", what=f"update this {kind}")
        body = flask.request.get_json()
        if kind == "resource":
            _check_resource(self.config["resources"], {**row, **body})
        if kind == "comment":
            self._check_comment(body["description"])
        if "statuses" in body:
            row["statuses"] = _statuses(body.pop("statuses"))
        if body:
            row.update(body, updatedAt=moment())
        return flask.jsonify(row)

    def _delete(self, kind: str, their_id: str) -> Any:
        row = self._found(kind, their_id)
        self._need("admin", "editor", what=f"delete this {kind}")
        with self._lock:
            self.rows[kind].remove(row)
        return flask.jsonify({kind: "deleted"})


def _is_client() -> bool:
    given = flask.request.authorization
    known = AUTH_CLIENT["clientId"], AUTH_CLIENT["clientSecret"]
    return given is not None and (given.username, given.password) == known


def _check_resource(limits: dict[str, Any], body: dict[str, Any]) -> None:
    faults = []
    for name, word in (("title", "Titel"), ("summary", "Samenvatting"), ("description", "Beschrijving")):
        text, least, most = body.get(name), limits[f"{name}MinLength"], limits[f"{name}MaxLength"]
        if text is None:
            faults.append("Cannot read properties of undefined (reading 'trim')")
            continue
        length = len(plain(text)) if name == "summary" else len(text.strip())
        if not least <= length <= most and (name == "title" or body.get("publishDate")):
            faults.append(f"{word} moet tussen {least} en {most} tekens zijn")
    if faults:
        raise Refusal(422, ", ".join(faults))


def _statuses(numbers: list[Any]) -> list[dict[str, Any]]:
    return [{"id": n, "label": STATUSES[n]} for n in numbers if isinstance(n, int) and n in STATUSES]


def later(when: str, by: timedelta) -> str:
    """A moment of OpenStad's, moved."""
    return (datetime.fromisoformat(when) + by).strftime("%Y-%m-%dT%H:%M:%S.000Z")
