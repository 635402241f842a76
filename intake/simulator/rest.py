"""The little of Twilio's REST API that Inloop uses: a recording is fetched, and deleted."""

from __future__ import annotations

import hmac

import flask
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, Unauthorized

from intake.simulator.shelf import ACCOUNT, Shelf

RECORDING = "/simulator/2010-04-01/Accounts/<account>/Recordings/<reference>"


def add_recordings(blueprint: flask.Blueprint, shelf: Shelf, token: str) -> None:
    """Serve the recordings on the shelf to who has the account and its token."""

    def authorize(account: str) -> None:
        given = flask.request.authorization
        name, word = (given.username or "", given.password or "") if given else ("", "")
        right = hmac.compare_digest(word.encode(), token.encode()) and name == account == ACCOUNT
        if not right:
            raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "Twilio API"}))

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
