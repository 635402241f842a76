"""The least that a text message webhook can be: Flask, Twilio's signature check, one insert, a fixed answer.

It is made to be fast, with the drivers' own connections and the signature check on a plain dict, and as durable as
ours: SQLite in WAL mode with synchronous=FULL, PostgreSQL with its defaults.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable

import psycopg
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

from benchmarks.dialogues import PATH, PUBLIC_URL, TOKEN

ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Dank u wel.</Message></Response>'
TABLE = "CREATE TABLE IF NOT EXISTS message (sid TEXT PRIMARY KEY, sender TEXT NOT NULL, body TEXT NOT NULL)"

Insert = Callable[[str, str, str], None]


def _sqlite(path: str) -> Insert:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(TABLE)

    def insert(sid: str, sender: str, body: str) -> None:
        connection.execute("INSERT INTO message VALUES (?, ?, ?)", (sid, sender, body))

    return insert


def _postgres(url: str) -> Insert:
    connection = psycopg.connect(url, autocommit=True)

    def insert(sid: str, sender: str, body: str) -> None:
        connection.execute("INSERT INTO message VALUES (%s, %s, %s)", (sid, sender, body))

    return insert


def create_app() -> Flask:
    app = Flask(__name__)
    validator = RequestValidator(TOKEN)
    url = os.environ["INLOOP_DATABASE_URL"]
    own = threading.local()

    def insert() -> Insert:
        if not hasattr(own, "insert"):
            own.insert = _sqlite(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else _postgres(url)
        return own.insert  # type: ignore[no-any-return]  # what the line above put there

    @app.post(PATH)
    def sms() -> Response:
        form = request.form.to_dict()
        if not validator.validate(PUBLIC_URL + PATH, form, request.headers.get("X-Twilio-Signature", "")):
            return Response(status=403)
        insert()(form["MessageSid"], form["From"], form["Body"])
        return Response(ANSWER, mimetype="text/xml")

    @app.get("/healthz")
    def alive() -> str:
        return "alive"

    return app
