"""The process that looks for names: in texts that wait for an approval, or for the reference work, before a person
comes to it.

It has no queue: what was not looked through yet is read from the database, so nothing is lost when it is away. Several
may run; looking twice is harmless.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Mapping
from types import FrameType

import sqlalchemy as sa

from intake.deliveries import planning
from intake.deliveries.approving import own_words
from intake.privacy.names.apart import WarmFinder
from intake.privacy.names.engine import OFF
from intake.privacy.proposals import SEARCH, digest
from intake.reference import names_wanted
from intake.services import Services
from models.clock import now
from models.consultations import CONSULTATION, latest_of, version
from models.errors import NeedsPerson, TryAgain
from models.submissions import SUBMISSION
from models.vocabulary import Status

LOG = logging.getLogger("inloop.names")

AT_A_TIME = 50
PAUSE_SECONDS = 3.0


def look_forever(services: Services) -> None:
    """Look for names until SIGTERM or SIGINT."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    if services.settings.names_engine == OFF:
        LOG.info("no names are looked for: INLOOP_NAMES_ENGINE is not set")
        stopping.wait()
        return
    finder = WarmFinder(services.settings.names_engine)
    try:
        while not stopping.is_set():
            if look(services, finder) == 0:
                stopping.wait(PAUSE_SECONDS)
    finally:
        finder.close()


def look(services: Services, finder: WarmFinder) -> int:
    """Look through some of what was not looked through yet; how many. 0: nothing is left, or it cannot be done now."""
    done = 0
    try:
        for submission_id, texts in _waiting(services):
            _keep(
                services, submission_id, {question: _looked_through(finder, text) for question, text in texts.items()}
            )
            done += 1
        with services.store.read() as connection:
            wanted = names_wanted.waiting(connection, limit=AT_A_TIME)
        for one in wanted:
            found = _looked_through(finder, one.words)
            with services.store.write() as connection:
                names_wanted.keep(connection, one, found)
            done += 1
    except TryAgain as problem:
        LOG.warning("%s", problem.message)
        return 0
    return done


def _looked_through(finder: WarmFinder, text: str) -> dict[str, object]:
    """A text over which the engine takes too long is left to whoever approves it: nothing is proposed for it."""
    try:
        persons = finder.persons(text)
    except NeedsPerson as problem:
        LOG.warning("%s", problem.message)
        return {"text": None, "persons": []}
    return {"text": digest(text), "persons": persons}


def _waiting(services: Services) -> list[tuple[str, Mapping[str, str]]]:
    """Submissions that wait for an approval or for the reference work and were not looked through, or changed since."""
    store = services.store
    looked_through = sa.exists().where(
        SEARCH.c.submission_id == SUBMISSION.c.id, SEARCH.c.at >= SUBMISSION.c.updated_at
    )
    with store.read() as connection:
        consultations = connection.execute(sa.select(CONSULTATION.c.id)).scalars().all()
        published = [one for one in consultations if latest_of(store, connection, one).definition.publish]
        to_platform = sa.and_(
            SUBMISSION.c.status == Status.ACCEPTED,
            SUBMISSION.c.consultation_id.in_(published),
            *planning.from_outside(),
        )
        rows = connection.execute(
            sa.select(SUBMISSION.c.id, SUBMISSION.c.version_id)
            .where(
                sa.or_(to_platform, names_wanted.of_meetings()),
                SUBMISSION.c.version_id.is_not(None),
                ~looked_through,
            )
            .order_by(SUBMISSION.c.received_at)
            .limit(AT_A_TIME)
        ).all()
        return [
            (row.id, own_words(connection, row.id, version(store, connection, row.version_id).definition))
            for row in rows
        ]


def _keep(services: Services, submission_id: str, found: Mapping[str, object]) -> None:
    row = {"engine": services.settings.names_engine, "found": dict(found), "at": now()}
    with services.store.write() as connection:
        mine = SEARCH.c.submission_id == submission_id
        there = connection.execute(sa.select(SUBMISSION.c.id).where(SUBMISSION.c.id == submission_id)).first()
        if there is not None and connection.execute(SEARCH.update().where(mine).values(**row)).rowcount == 0:
            connection.execute(SEARCH.insert(), {"submission_id": submission_id, **row})
