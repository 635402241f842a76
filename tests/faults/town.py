"""An Inloop of real processes that can be killed, and the people who go on talking to it all the while."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from threading import Event
from typing import Any

import psutil
import requests

from channels.paper.form import make_form
from intake.meeting_files import take_in_meeting_file
from intake.queue import hint
from tests.commands import PROGRAM, environment
from tests.consultation import CODE, definition
from tests.installation import LINE, TOKEN, Heard, Installation
from tests.servers import RedisServer
from tests.waiting import eventually

PATIENCE_SECONDS = 90
"""Within which any input must be acknowledged, whatever is being killed meanwhile."""
PAUSE_SECONDS = 0.05
"""Between two attempts of the telephone company."""


class Town:
    """The web process, a worker and a Redis, over a store that a test can look into."""

    def __init__(self, inloop: Installation, redis: RedisServer) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.inloop = inloop
        self.redis = redis
        self.url = f"http://localhost:{self.port}"
        self.settings = {
            "database_url": inloop.settings.database_url,
            "redis_url": redis.url,
            "twilio_auth_token": TOKEN,
            "port": str(self.port),
        }
        self.home = inloop.settings.home
        self._log = (self.home / "processes.log").open("ab")
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        self._running[name] = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", PROGRAM, name],
            env=environment(self.home, self.settings),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def end(self, name: str) -> None:
        """With all that it started, as the supervisor and systemd do."""
        process = self._running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for name in list(self._running):
            self.end(name)
        self._log.close()

    def revive(self) -> None:
        """Start again what has ended by itself, as the supervisor does."""
        for name, process in list(self._running.items()):
            if process.poll() is not None:
                self.end(name)
                self.start(name)

    def answers(self) -> bool:
        """Whether the web process does."""
        self.revive()
        try:
            return requests.get(f"{self.url}/healthz", timeout=5).ok
        except requests.RequestException:
            return False

    def kill(self, victim: str) -> None:
        """SIGKILL, and start again whatever does not start itself; returns when the town is whole again."""
        match victim:
            case "web worker":
                main = psutil.Process(self._running["web"].pid)
                workers = [one for one in main.children(recursive=True) if "tracker" not in " ".join(one.cmdline())]
                if workers:
                    random.choice(workers).kill()
            case "redis":
                self.redis.stop(signal.SIGKILL)
                self.redis.start()
            case name:
                self.end(name)
                self.start(name)
        eventually(self.answers, f"the web process answers after {victim} was killed", seconds=PATIENCE_SECONDS)


@contextmanager
def running_town(inloop: Installation, redis: RedisServer) -> Iterator[Town]:
    town = Town(inloop, redis)
    try:
        town.start("web")
        town.start("work")
        eventually(town.answers, "the web process answers", seconds=PATIENCE_SECONDS)
        yield town
    finally:
        town.close()


class Company:
    """Delivers like Twilio: signed, and again with the same bytes until it is answered with 2xx."""

    def __init__(self, town: Town, chance: random.Random) -> None:
        self.town = town
        self.chance = chance
        self.attempts = 0
        self.acknowledged = 0

    def post(self, path: str, **fields: str) -> str:
        signature = self.town.inloop.signatures.sign(f"{self.town.url}{path}", fields)
        body = self._until_answered(path, data=fields, headers={"X-Twilio-Signature": signature})
        if self.chance.random() < 0.2:
            again = self._until_answered(path, data=fields, headers={"X-Twilio-Signature": signature})
            assert again == body, f"a repeat heard something else: {again} after {body}"
        return body

    def enter(self, key: str, answers: dict[str, Any]) -> str:
        headers = {"Authorization": f"Bearer {self.town.inloop.token}", "Idempotency-Key": key}
        path = f"/v1/consultations/{CODE}/submissions"
        return self._until_answered(path, json={"answers": answers}, headers=headers)

    def _until_answered(self, path: str, **request: Any) -> str:
        ends, last = time.monotonic() + PATIENCE_SECONDS, ""
        while True:
            self.attempts += 1
            try:
                answer = requests.post(f"{self.town.url}{path}", timeout=15, **request)
                if answer.ok:
                    self.acknowledged += 1
                    return answer.text
                assert answer.status_code == 503, f"{answer.status_code} is no answer: {answer.text}"
                last = answer.text
            except requests.RequestException as error:
                last = str(error)
            assert time.monotonic() < ends, f"never answered: {path}; the last was: {last}"
            time.sleep(PAUSE_SECONDS)


@dataclass
class Person:
    """Somebody with a postcode of their own, by which their submission is found, and what it must hold."""

    postcode: str
    values: Mapping[str, Any]
    heard: int = 0
    receipts: list[str] = field(default_factory=list)


def texter(company: Company, number: int) -> Person:
    """A whole dialogue by text message."""
    first, safe, postcode = number % 3 + 1, number % 5 + 1, str(1000 + number)
    texts = ["MEEDOEN 4821", str(first), "overslaan", str(safe)]
    values: dict[str, Any] = {"first": ("trees", "benches", "play")[first - 1], "also": None, "safe": safe}
    if safe <= 2:
        texts.append(f"Omdat {number}")
        values["why"] = f"Omdat {number}"
    texts += ["nee", str(number % 100), postcode, "1"]
    values |= {"again": False, "age": number % 100, "where": postcode, "role": "resident"}
    said = ""
    for at, text in enumerate(texts):
        fields = {"MessageSid": f"SM{number}-{at}", "From": f"+3161{number:07d}", "To": LINE, "Body": text}
        said = company.post("/twilio/sms", **fields)
    return Person(postcode, values, len(texts), re.findall(r"\b\d{8,}\b", unescape(said)))


def caller(company: Company, number: int) -> Person:
    """A whole call, by keys."""
    first, postcode = number % 3 + 1, str(1000 + number)
    keys = ["1", str(first), "13#", "5", "1", f"{number % 100}#", f"{postcode}#", "2"]
    values = {
        "first": ("trees", "benches", "play")[first - 1],
        "also": ["light", "art"],
        "safe": 5,
        "again": True,
        "age": number % 100,
        "where": postcode,
        "role": "worker",
    }
    base = {"CallSid": f"CA{number}", "From": f"+3162{number:07d}", "To": LINE, "CallStatus": "in-progress"}
    now = Heard(company.post("/twilio/voice", **base))
    for digits in keys:
        assert now.action, now.twiml
        now = Heard(company.post(now.action, **base, Digits=digits))
    spoken = re.findall(r"\d(?:[, ]+\d){6,}", now.text)
    return Person(postcode, values, len(keys) + 1, [re.sub(r"\D", "", one) for one in spoken[:1]])


def clerk(company: Company, number: int) -> Person:
    """An entry through the API."""
    postcode = str(1000 + number)
    given = {"first": "play", "safe": 1, "why": f"Balie {number}", "where": postcode}
    said = company.enter(f"key {number}", given)
    values = {**given, "also": None, "again": None, "age": None, "role": None}
    return Person(postcode, values, 1, re.findall(r'"receipt":"(\d+)"', said))


DOORS = (texter, caller, texter, clerk)


def crowd(company: Company, own: int, most: int, enough: Event) -> list[Person]:
    """One person after another through all doors, until it is enough. `own` of `most` shares the numbers out."""
    people: list[Person] = []
    number = own
    while not (enough.is_set() and len(people) >= len(DOORS)):
        people.append(DOORS[len(people) % len(DOORS)](company, number))
        number += most
    return people


@dataclass
class Post:
    """Files that were brought in, and what must come of all of them together."""

    statements: set[str] = field(default_factory=set)
    forms: int = 0


def scribe(town: Town, chance: random.Random, enough: Event) -> Post:
    """Brings notes of meetings and a printed form, through the command line and through the desk's own way in."""
    brought, folder, number = Post(), town.home / "post", 0
    folder.mkdir()
    form = folder / "form.pdf"
    form.write_bytes(make_form(definition(), 1, language="nl", copies=2).pdf)
    _command(town, chance, "scan", str(form))
    brought.forms = 2
    while not enough.is_set():
        notes = folder / f"notes-{number}.txt"
        said = {f"Er moet meer groen komen bij huis {number}.", f"De lamp bij nummer {number} is kapot."}
        notes.write_text(f"Verslag {number}\n\nTafel 1\n" + "".join(f"- {one}\n" for one in sorted(said)))
        if number % 4 == 0:
            _command(town, chance, "meeting", "import", str(notes), "--consultation", CODE)
        else:
            taken = take_in_meeting_file(town.inloop.services, notes.read_bytes(), notes.name, consultation=CODE)
            hint(town.inloop.settings, [taken.entry_id])
        brought.statements |= said
        number += 1
        enough.wait(0.5)
    return brought


def _command(town: Town, chance: random.Random, *arguments: str) -> None:
    """A command that is killed at first, and then typed again."""
    command = [PROGRAM, *arguments]
    with (town.home / "commands.log").open("ab") as log:
        streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        first = subprocess.Popen(command, env=environment(town.home, town.settings), **streams)
        try:
            first.wait(chance.uniform(0.5, 4))
        except subprocess.TimeoutExpired:
            first.kill()
            first.wait()
        again = subprocess.run(command, env=environment(town.home, town.settings), check=False, **streams)
    assert again.returncode == 0, (town.home / "commands.log").read_text()
