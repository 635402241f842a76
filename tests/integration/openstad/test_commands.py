"""`inloop publish` and `inloop pull`, as people type them, and what the worker does of itself."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from intake.deliveries.keeping_up import keep_up
from models.outbox import OUTBOX
from models.vocabulary import OutboxKind, Status
from tests.commands import inloop
from tests.integration.openstad.municipality import Municipality
from tests.openstad_double import OpenStadDouble


def run(municipality: Municipality, *words: str, **more: str) -> tuple[int, list[dict[str, Any]]]:
    settings = municipality.inloop.settings
    ended = inloop(settings.home, *words, database_url=settings.database_url, **more)
    return ended.returncode, [json.loads(line) for line in ended.stdout.splitlines()]


def access(municipality: Municipality) -> dict[str, str]:
    return {"openstad_url": municipality.platform.url, "openstad_token": municipality.platform.token}


def test_publish_and_pull_say_what_they_did(municipality: Municipality) -> None:
    municipality.publishes()
    submission = municipality.enters()
    municipality.enters(safe=1, why="Het is er donker.")
    code, (told,) = run(municipality, "publish", **access(municipality))
    assert (code, told["there"], told["to_approve"], told["failed"]) == (0, 1, 1, [])
    assert municipality.status(submission) is Status.PUBLISHED
    municipality.platform.fill_in(first="bankjes")
    code, (told,) = run(municipality, "pull", **access(municipality))
    assert (code, told["problem"]) == (0, None)
    assert told["new"] >= 1


def test_what_cannot_be_reached_is_told_and_ends_with_one(municipality: Municipality) -> None:
    municipality.publishes()
    municipality.enters()
    nowhere = {"openstad_url": "http://127.0.0.1:9", "openstad_token": "any"}
    code, (told,) = run(municipality, "publish", "--consultation", "4821", **nowhere)
    assert (code, told["waiting"], told["there"]) == (1, 1, 0)
    assert "cannot be reached" in told["problem"]
    code, (told,) = run(municipality, "pull", "--consultation", "4821", **nowhere)
    assert (code, "cannot be reached" in told["problem"]) == (1, True)


def test_without_a_platform_set_up_nothing_is_approved_by_a_rule(municipality: Municipality) -> None:
    municipality.publishes()
    submission = municipality.enters()
    code, (told,) = run(municipality, "publish", "--consultation", "4821")
    assert (code, "INLOOP_OPENSTAD_URL" in told["problem"]) == (1, True)
    assert municipality.status(submission) is Status.ACCEPTED


def test_a_consultation_that_names_no_platform_is_a_wrong_question(municipality: Municipality) -> None:
    municipality.inloop.load(municipality.source)
    assert run(municipality, "publish", "--consultation", "4821", **access(municipality)) == (2, [])


def test_the_worker_delivers_and_pulls_without_being_asked(municipality: Municipality, double: OpenStadDouble) -> None:
    municipality.publishes()
    submission = municipality.enters()
    before = [one.id for one in municipality.inloop.submissions()]
    municipality.platform.fill_in(first="bankjes")
    keep_up(municipality.inloop.services)
    municipality.works()
    assert municipality.status(submission) is Status.PUBLISHED
    assert len(municipality.inloop.submissions()) > len(before)
    with municipality.inloop.services.store.read() as connection:
        kinds = set(connection.execute(sa.select(OUTBOX.c.kind)).scalars())
    assert {OutboxKind.DELIVER, OutboxKind.PULL} <= kinds
