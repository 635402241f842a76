"""Voting and signing in with a unique code, as `tests/openstad_double.py` plays them.

Observed of openstad-headless of 20 July 2026 with MariaDB and its auth server:

19. `/auth/code/login` of the auth server gives a form with `_csrf`. A code it does not know leads back to the form
    (302); one it knows to `/dialog/authorize`, and from there to the address asked for, with a `code`. After 50
    attempts of one browser it leads to `/login` instead, for 900 seconds.
20. `digest-login` of the API server takes that `code` for an `openstadlogintoken`, with 302 to `returnTo`; the same
    unique code is the same user. That token counts as `Bearer`.
21. A vote is always the caller's own. For an idea that has that vote already it is taken away (200, and not in the
    answer); with another opinion it is changed, under the same id.
22. With `withExisting: error` a vote for another idea is 403 "Je hebt al gestemd"; with `replace` the earlier goes.
    Several in one request are taken from who has none.
23. Votes closed: 403 "Stemmen is gesloten". An idea that is not there: 400 "Resource niet gevonden", and none is taken.
24. An administrator lists votes by `userId` and deletes them; one that is not there: 500 "You cannot delete this vote".

Observed and not played, because nothing is sent then: likes without signing in (a second user's from the same address
within five minutes is 403 "Je hebt al gestemd") and budgets (400 "Budget klopt niet").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flask

from tests.openstad_answers import Refusal, moment, paged

if TYPE_CHECKING:
    from tests.openstad_double import OpenStadDouble


class Voting:
    """The votes of one double, and its sign-in form."""

    def __init__(self, double: OpenStadDouble) -> None:
        self.double = double
        self.rows: list[dict[str, Any]] = []
        self.too_often = False
        self._ids = 0

    def add_to(self, app: flask.Flask) -> None:
        project = "/api/project/<int:project>/vote"
        app.add_url_rule("/auth/code/login", "form", self._form)
        app.add_url_rule("/auth/code/login", "login", self._login, methods=["POST"])
        app.add_url_rule("/dialog/authorize", "authorize", self._authorize)
        app.add_url_rule("/auth/project/<int:project>/digest-login", "digest", self._digest)
        app.add_url_rule(project, "votes", self._list)
        app.add_url_rule(project, "vote", self._vote, methods=["POST"])
        app.add_url_rule(f"{project}/<int:number>", "unvote", self._delete, methods=["DELETE"])

    def of(self, user: int) -> dict[int, str]:
        """Opinions of a user by idea."""
        return {row["resourceId"]: row["opinion"] for row in self.rows if row["userId"] == user}

    def _form(self) -> str:
        return '<form method="post"><input name="unique_code"><input type="hidden" name="_csrf" value="good"></form>'

    def _login(self) -> Any:
        back = flask.request.args["redirect_uri"]
        code = flask.request.form["unique_code"]
        if flask.request.form["_csrf"] != "good":
            return "invalid csrf token", 403
        if self.too_often:
            return flask.redirect(f"/login?redirect_uri={back}")
        if not any(row["code"] == code for row in self.double.unique_codes):
            return flask.redirect(f"/auth/code/login?redirect_uri={back}")
        answer = flask.redirect(flask.url_for("authorize", redirect_uri=back))
        answer.set_cookie("auth", code)
        return answer

    def _authorize(self) -> Any:
        return flask.redirect(f"{flask.request.args['redirect_uri']}&code=of-{flask.request.cookies['auth']}")

    def _digest(self, project: int) -> Any:
        token = self.double.sign_in(flask.request.args["code"].removeprefix("of-"))
        back = flask.request.args["returnTo"]
        return flask.redirect(f"{back}{'&' if '?' in back else '?'}openstadlogintoken={token}")

    def _list(self, project: int) -> Any:
        user = flask.request.args.get("userId", type=int)
        return paged([row for row in self.rows if user in (None, row["userId"])])

    def _delete(self, project: int, number: int) -> Any:
        found = [row for row in self.rows if row["id"] == number]
        if not found or self.double.who()[1] != "admin":
            raise Refusal(500, "You cannot delete this vote")
        self.rows.remove(found[0])
        return flask.jsonify({"vote": "deleted"})

    def _vote(self, project: int) -> Any:
        settings, (user, role) = self.double.config["votes"], self.double.who()
        if not settings["isActive"]:
            raise Refusal(403, "Stemmen is gesloten")
        if user is None or (settings["requiredUserRole"] == "member" and role == "anonymous"):
            raise Refusal(401, "Geen gebruiker gevonden")
        given = {int(one["resourceId"]): one["opinion"] for one in flask.request.get_json()}
        if not given.keys() <= {row["id"] for row in self.double.rows["resource"]}:
            raise Refusal(400, "Resource niet gevonden")
        mine = [row for row in self.rows if row["userId"] == user]
        others = [row for row in mine if row["resourceId"] not in given]
        if others and settings["withExisting"] == "error":
            raise Refusal(403, "Je hebt al gestemd")
        for row in others:
            self.rows.remove(row)
        for idea, opinion in given.items():
            self._one(user, idea, opinion)
        return flask.jsonify([row for row in self.rows if row["userId"] == user and row["resourceId"] in given])

    def _one(self, user: int, idea: int, opinion: str) -> None:
        there = [row for row in self.rows if (row["userId"], row["resourceId"]) == (user, idea)]
        if there and there[0]["opinion"] == opinion:
            self.rows.remove(there[0])
        elif there:
            there[0]["opinion"] = opinion
        else:
            self._ids += 1
            row = {"id": self._ids, "resourceId": idea, "userId": user, "opinion": opinion}
            self.rows.append({**row, "createdAt": moment(), "confirmed": False})
