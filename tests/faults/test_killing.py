"""Whatever is killed, and whenever: what was acknowledged has its effect exactly once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa

from models.arrivals import ARRIVAL
from models.outbox import OUTBOX
from models.vocabulary import Channel, OutboxState, Status
from tests.commands import inloop
from tests.consultation import SOURCE
from tests.faults.town import Company, Person, Post, Town, crowd, running_town, scribe
from tests.installation import Installation
from tests.rows import rows
from tests.servers import RedisServer
from tests.time_passing import leases_run_out, retries_come_due

CROWD = 3
"""People at a time."""

TALKING = (Channel.SMS, Channel.PHONE, Channel.COUNTER)

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]


@pytest.mark.parametrize(
    ("database", "victims"),
    [
        ("sqlite", ["web worker", "work", "web", "redis", "web worker", "web worker", "work", "web"]),
        ("postgres", ["web worker", "web", "work"]),
    ],
)
def test_everything_acknowledged_happens_once_whatever_is_killed(
    request: pytest.FixtureRequest, tmp_path: Path, redis_server: RedisServer, database: str, victims: list[str]
) -> None:
    made = Installation(tmp_path / "home", request.getfixturevalue(f"{database}_url"))
    made.add_organisation()
    made.load(SOURCE)
    chance = random.Random(4821)
    chance.shuffle(victims)
    try:
        with running_town(made, redis_server) as town:
            people, post = _while_killing(town, victims, chance)
        _what_is_left_is_done_a_minute_later(made)
        _nothing_twice_nothing_missing(made, people)
        _all_post_is_read_once(made, post)
    finally:
        made.close()


def _while_killing(town: Town, victims: Sequence[str], chance: random.Random) -> tuple[list[Person], Post]:
    enough = Event()
    companies = [Company(town, random.Random(seed)) for seed in range(CROWD)]
    with ThreadPoolExecutor(CROWD + 1) as pool:
        writer = pool.submit(scribe, town, random.Random(1), enough)
        crowds = [pool.submit(crowd, one, own, CROWD, enough) for own, one in enumerate(companies)]
        try:
            for victim in victims:
                reached = sum(one.acknowledged for one in companies) + chance.randint(5, 25)
                while sum(one.acknowledged for one in companies) < reached and not any(
                    found.done() for found in crowds
                ):
                    town.revive()
                    enough.wait(0.01)
                town.kill(victim)
        finally:
            enough.set()
        return [person for found in crowds for person in found.result()], writer.result()


def _what_is_left_is_done_a_minute_later(made: Installation) -> None:
    """Nobody renews the leases of those that were killed, and another worker takes over."""
    leases_run_out(made.services.store)
    retries_come_due(made.services.store)
    done = inloop(made.settings.home, "work", "--burst", database_url=made.settings.database_url)
    assert done.returncode == 0, done.stderr


def _nothing_twice_nothing_missing(made: Installation, people: list[Person]) -> None:
    talked = [one for one in made.submissions() if one.channel in TALKING]
    found = {str(one.answer("where").value): one for one in talked}
    assert len(talked) == len(people)
    for person in people:
        submission = found[person.postcode]
        assert {answer.question: answer.value for answer in submission.answers} == person.values
        assert (submission.status, submission.complete) == (Status.ACCEPTED, True)
        assert person.receipts == [submission.receipt]
        assert len(submission.evidence) == person.heard
    with made.services.store.read() as connection:
        arrived = sa.select(sa.func.count()).where(ARRIVAL.c.provider.in_(("twilio-sms", "twilio-voice", "api")))
        assert connection.execute(arrived).scalar_one() == sum(person.heard for person in people)
    conversations = sum(one.channel is not Channel.COUNTER for one in talked)
    assert rows(made.services.store)["dialogue"] == conversations


def _all_post_is_read_once(made: Installation, post: Post) -> None:
    said = [one.answer("statement").value for one in made.submissions(Channel.MEETING)]
    assert sorted(map(str, said)) == sorted(post.statements)
    assert len(made.submissions(Channel.FORM)) == post.forms
    with made.services.store.read() as connection:
        left = sa.select(OUTBOX.c.kind, OUTBOX.c.state, OUTBOX.c.problem).where(OUTBOX.c.state != OutboxState.DONE)
        assert connection.execute(left).all() == []
