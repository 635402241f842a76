"""The little of Twilio's REST API that Inloop uses: recordings, messages and calls."""

from __future__ import annotations

import hmac

import flask
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, Unauthorized

from intake.simulator.carrier import Carrier, What
from intake.simulator.shelf import ACCOUNT, Shelf

ACCOUNTS = "/simulator/2010-04-01/Accounts/<account>"
RECORDING = f"{ACCOUNTS}/Recordings/<reference>"


def add_rest(blueprint: flask.Blueprint, shelf: Shelf, carrier: Carrier, token: str) -> None:
    """Serve the recordings on the shelf, and take messages and calls, for who has the account and its token."""

    def authorize(account: str) -> None:
        _authorize(account, token)

    @blueprint.post(f"{ACCOUNTS}/<any(Messages, Calls):what>.json")
    def take(account: str, what: str) -> tuple[flask.Response, int]:
        authorize(account)
        answer = carrier.take(What(what), flask.request.form.to_dict())
        return flask.jsonify(answer.body), answer.status

    @blueprint.get(f"{ACCOUNTS}/<any(Messages, Calls):what>.json")
    def listed(account: str, what: str) -> flask.Response:
        authorize(account)
        asked = flask.request.args
        return flask.jsonify(carrier.listed(What(what), to=asked.get("To"), sender=asked.get("From")))

    @blueprint.get(RECORDING)
    def recording(account: str, reference: str) -> flask.Response:
        authorize(account)
        wav = shelf.get(reference.removesuffix(".wav"))
        if wav is None:
            raise NotFound
        return flask.Response(wav, mimetype="audio/x-wav")

    @blueprint.delete(f"{RECORDING}.json")
    def delete_recording(account: str, reference: str) -> tuple[str, int]:
        authorize(account)
        if not shelf.delete(reference):
            raise NotFound
        return "", 204


def _authorize(account: str, token: str) -> None:
    given = flask.request.authorization
    name, word = (given.username or "", given.password or "") if given else ("", "")
    right = hmac.compare_digest(word.encode(), token.encode()) and name == account == ACCOUNT
    if not right:
        raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "Twilio API"}))
