"""Many people who take part more than once, over all channels, while the processes that take it in are being killed.

Each process works on its share as edges and workers do: what comes in a request in one transaction with its arrival;
paper is taken in first, and read by whichever process leases it later. A process that was killed begins at what was not
acknowledged, and offers some of what was once more.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

import sqlalchemy as sa

from models import codes, consultations, outbox, submissions
from models.accounts import add_organisation
from models.arrivals import Response, receive
from models.consultations import Version
from models.errors import TryAgain
from models.outbox import OUTBOX, Work
from models.reading import Reading
from models.secrets import Vault
from models.store import Store
from models.submissions import SUBMISSION, NewSubmission
from models.vocabulary import AnswerState, Channel, OutboxKind, OutboxState, Status
from models.voices import CODE
from tests.consultation import with_changes
from tests.time_passing import leases_run_out, retries_come_due

CHANNELS = (Channel.PHONE, Channel.SMS, Channel.FORM, Channel.LETTER, Channel.COUNTER, Channel.ONLINE)
PAPER = frozenset({Channel.FORM, Channel.LETTER})
MOST_TIMES = 4
BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
SECRET = "what only this simulation knows, so that its processes find the same codes"
VAULT = Vault([KEY], SECRET)
CODES = "codes.txt"
PROCESSES = 3


@dataclass(frozen=True, slots=True)
class Given:
    """One contribution. `reference` is unique, `person` counts from 0; `complete` tells whether all was answered."""

    reference: str
    person: int
    channel: Channel
    received_at: datetime
    complete: bool


def plan(people: int, seed: int) -> list[Given]:
    """Who contributes what and when, in the order in which the work on it is done: any order."""
    dice = random.Random(seed)
    given = [
        Given(
            f"p{person}-{time_}",
            person,
            dice.choice(CHANNELS),
            BEGAN + timedelta(seconds=dice.randrange(2_000_000)),
            dice.random() < 0.8,
        )
        for person in range(people)
        for time_ in range(dice.randint(1, MOST_TIMES))
    ]
    dice.shuffle(given)
    return given


def expected(given: list[Given]) -> dict[int, str]:
    """The reference of what counts, by person, by the rule as it is written down; ties in time do not occur."""
    best: dict[int, Given] = {}
    for one in given:
        if one.person not in best or (one.complete, one.received_at) > (
            best[one.person].complete,
            best[one.person].received_at,
        ):
            best[one.person] = one
    return {person: one.reference for person, one in best.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the store says in the end. `kills` counts processes that were killed."""

    submissions: int
    counted: dict[int, list[str]]
    kills: int
    seconds: float


def simulate(store: Store, url: str, folder: Path, people: int, seed: int, *, every: int) -> Outcome:
    """Let `people` take part, killing a process about each time that so many came in, until all is done."""
    version = _prepare(store, folder, people)
    store.close()  # no connection survives the forks below
    dice, began, kills = random.Random(seed + 1), time.monotonic(), 0
    running = {number: _start(url, folder, people, seed, number) for number in range(PROCESSES)}
    next_kill = dice.randint(1, 2 * every)
    while running:
        time.sleep(0.02)
        for number in [number for number, process in running.items() if not process.is_alive()]:
            if running.pop(number).exitcode:
                raise RuntimeError(f"process {number} failed; see what it said")
        if running and sum(_acknowledged(folder, number) for number in range(PROCESSES)) >= next_kill:
            number = dice.choice(sorted(running))
            running[number].kill()
            running[number].join()
            kills, next_kill = kills + 1, next_kill + dice.randint(1, 2 * every)
            leases_run_out(store)
            store.close()
            running[number] = _start(url, folder, people, seed, number)
    leases_run_out(store)
    retries_come_due(store)
    _read_paper(store, version)
    return Outcome(*_found(store), kills, time.monotonic() - began)


def _acknowledged(folder: Path, number: int) -> int:
    """How much of its share a process did."""
    file = folder / f"acknowledged-{number}"
    return int(file.read_text()) if file.exists() else 0


def _prepare(store: Store, folder: Path, people: int) -> Version:
    add_organisation(store, "zaandijk", "Zaandijk")
    source = with_changes(title="Een nieuw plein\nparticipation: code").encode()
    code, _ = consultations.load_definition(store, source)
    version = _version(store, code)
    with store.write() as connection:
        made = codes.make(store, connection, VAULT, version, people)
    (folder / CODES).write_text("\n".join([code, *(one.code for one in made)]))
    return version


def _version(store: Store, code: str) -> Version:
    with store.read() as connection:
        found = consultations.latest(store, connection, code)
    if found is None:
        raise LookupError(code)
    return found


def _start(url: str, folder: Path, people: int, seed: int, number: int) -> ForkProcess:
    process = get_context("fork").Process(target=_work, args=(url, folder, people, seed, number))
    process.start()
    return process


def _work(url: str, folder: Path, people: int, seed: int, number: int) -> None:
    _Process(url, folder, people, seed, number).run()


def _found(store: Store) -> tuple[int, dict[int, list[str]]]:
    """How many submissions there are, and the references of those that count, by person."""
    with store.read() as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(SUBMISSION)).scalar_one()
        rows = connection.execute(
            sa.select(CODE.c.form_number, SUBMISSION.c.meeting_remark)
            .join(SUBMISSION, SUBMISSION.c.code_id == CODE.c.id)
            .where(SUBMISSION.c.status == Status.ACCEPTED)
        ).all()
    counted: dict[int, list[str]] = {}
    for row in rows:
        counted.setdefault(row.form_number - 1, []).append(row.meeting_remark)
    return count, counted


class _Process:
    """One of the processes: takes in its share, reads paper in between, and writes down what was acknowledged."""

    def __init__(self, url: str, folder: Path, people: int, seed: int, number: int) -> None:
        self.store = Store(url)
        code, *self.codes = (folder / CODES).read_text().split("\n")
        self.version = _version(self.store, code)
        self.share = plan(people, seed)[number::PROCESSES]
        self.folder, self.number = folder, number
        self.dice = random.Random(f"{seed} {number} {os.getpid()}")

    def run(self) -> None:
        for at in range(_acknowledged(self.folder, self.number), len(self.share)):
            self._bring(self.share[at])
            if self.dice.random() < 0.05:
                self._bring(self.dice.choice(self.share[: at + 1]))
            partial = self.folder / f"acknowledged-{self.number}.part"
            partial.write_text(str(at + 1))
            partial.replace(partial.with_suffix(""))
            if self.dice.random() < 0.1:
                _read_paper(self.store, self.version, most=3)

    def _bring(self, given: Given) -> None:
        """Until it is acknowledged, as a telephone company does."""
        while True:
            try:
                receive(self.store, "simulation", given.reference, lambda connection: self._effect(connection, given))
                return
            except TryAgain:
                time.sleep(0.01)

    def _effect(self, connection: sa.Connection, given: Given) -> Response:
        said = {
            "reference": given.reference,
            "code": self.codes[given.person],
            "channel": str(given.channel),
            "received_at": given.received_at.isoformat(),
            "complete": given.complete,
        }
        if given.channel in PAPER:
            organisation = self.version.organisation_id
            key = f"paper:{given.reference}"
            outbox.add(connection, OutboxKind.READ_SCAN, key, said, organisation_id=organisation)
        else:
            _contribute(self.store, connection, self.version, said)
        return Response(given.reference)


def _contribute(store: Store, connection: sa.Connection, version: Version, said: dict[str, object]) -> None:
    code_id = codes.find(connection, VAULT, version.consultation_id, str(said["code"]))
    begun = submissions.begin(
        connection,
        NewSubmission(
            organisation_id=version.organisation_id,
            consultation_id=version.consultation_id,
            version_id=version.version_id,
            channel=Channel(str(said["channel"])),
            language="nl",
            received_at=datetime.fromisoformat(str(said["received_at"])),
            status=Status.READING,
            meeting_remark=str(said["reference"]),
            code_id=code_id,
        ),
    )
    answer = Reading("first", "trees", "1", AnswerState.READ, 1.0)
    submissions.put_answers(connection, begun.id, version.definition, [answer])
    submissions.settle(connection, begun.id, version.definition, complete=bool(said["complete"]))


def _read_paper(store: Store, version: Version, *, most: int | None = None) -> None:
    """Read what was taken in, in whatever order; all of it without `most`."""
    read = 0
    while most is None or read < most:
        with store.read() as connection:
            ready = outbox.due(connection, most=20)
        if not ready:
            return
        for entry in random.sample(ready, min(len(ready), most or len(ready))):
            with store.write() as connection:
                work = outbox.lease(connection, entry)
            read += 1
            if work is None:
                continue
            try:
                _read(store, version, work)
            except TryAgain as problem:
                with store.write() as connection:
                    outbox.put_back(connection, work, problem.message)


def _read(store: Store, version: Version, work: Work) -> None:
    with store.write() as connection:
        if outbox.still_held(connection, work):
            _contribute(store, connection, version, work.payload)
            outbox.close(connection, work.id)


def left(store: Store) -> Counter[OutboxState]:
    """How the work on paper stands."""
    with store.read() as connection:
        return Counter(connection.execute(sa.select(OUTBOX.c.state)).scalars())
