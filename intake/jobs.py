"""Work from the outbox: each kind has one handler. A job carries an entry's id, nothing else."""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import sqlalchemy as sa

from channels.meetings.attached import transcribe_attached
from channels.outgoing.sending import LONGEST_WAIT, Sender, send_replies
from channels.outgoing.waking import wake_lines
from channels.phone.recordings import delete_recording, fetch_recording, lose_recording
from channels.phone.transcribing import transcribe_recording
from channels.speech.engine import DESK
from channels.twilio import Rest, TwilioGateway
from intake.deliveries import planning
from intake.deliveries.keeping_up import pull_due
from intake.deliveries.registry import open_target
from intake.deliveries.sending import Deliverer, deliver
from intake.meeting_files import read_meeting_file
from intake.scanned_files import read_scan
from intake.services import Services, open_services
from intake.settings import Settings, load_settings
from models import outbox
from models.clock import now
from models.comparing import compare
from models.errors import NeedsPerson, Rejected, TryAgain
from models.outbox import Work
from models.vocabulary import OutboxKind

LOG = logging.getLogger("inloop.jobs")

Handler = Callable[[Services, Work], None]


def _rest(services: Services) -> Rest:
    settings = services.settings
    return Rest(settings.twilio_api_url, settings.twilio_account_sid, settings.twilio_auth_token)


def _sender(services: Services) -> Sender:
    settings = services.settings
    return Sender(
        store=services.store,
        vault=services.vault,
        gateway=TwilioGateway(settings.twilio_api_url, settings.twilio_account_sid, settings.twilio_auth_token),
        callbacks_at=settings.callbacks_at,
        per_second=settings.messages_per_second,
    )


def _deliverer(services: Services) -> Deliverer:
    return Deliverer(services.store, services.vault, partial(open_target, services.settings))


def _transcribe(services: Services, work: Work) -> None:
    transcribe = transcribe_attached if "evidence" in work.payload else transcribe_recording
    transcribe(services.store, services.evidence, services.settings.speech_engine, work)


HANDLERS: Mapping[OutboxKind, Handler] = MappingProxyType(
    {
        OutboxKind.READ_SCAN: read_scan,
        OutboxKind.READ_NOTES: read_meeting_file,
        OutboxKind.FETCH_RECORDING: lambda services, work: fetch_recording(
            services.store,
            services.evidence,
            _rest(services),
            work,
            transcribed=services.settings.speech_engine != DESK,
        ),
        OutboxKind.DELETE_RECORDING: lambda services, work: delete_recording(services.store, _rest(services), work),
        OutboxKind.SEND_REPLIES: lambda services, work: send_replies(_sender(services), work),
        OutboxKind.PULL: pull_due,
        OutboxKind.COMPARE: lambda services, work: compare(services.store, work),
        OutboxKind.DELIVER: lambda services, work: deliver(_deliverer(services), work),
        OutboxKind.TRANSCRIBE: _transcribe,
    }
)
"""Each does its work and closes the entry in the transaction that stores the result."""


def run(entry_id: str) -> None:
    """What the queue calls, in a process of its own."""
    _run_with(load_settings(), entry_id)


def _run_with(settings: Settings, entry_id: str) -> None:
    services = open_services(settings)
    try:
        run_entry(services, entry_id)
    finally:
        services.store.close()


def run_entry(services: Services, entry_id: str) -> bool:
    """Work on one entry if it is free; whether it was."""
    with services.store.write() as connection:
        work = outbox.lease(connection, entry_id)
    if work is None:
        return False
    try:
        HANDLERS[work.kind](services, work)
    except TryAgain as problem:
        with services.store.write() as connection:
            if not outbox.put_back(connection, work, problem.message):
                _lost(services, connection, work)
        LOG.warning("%s %s waits: %s", work.kind, work.id, problem.message)
    except (Rejected, NeedsPerson) as problem:
        with services.store.write() as connection:
            outbox.give_up(connection, work.id, problem.message)
            _lost(services, connection, work)
        LOG.warning("%s %s cannot be done: %s", work.kind, work.id, problem.message)
    return True


def _lost(services: Services, connection: sa.Connection, work: Work) -> None:
    """What was waiting for this work waits no longer; a person sees that it failed."""
    if work.kind is OutboxKind.FETCH_RECORDING:
        lose_recording(services.store, connection, work)


def give_up_exhausted(services: Services, connection: sa.Connection) -> None:
    """Work that was broken off each time is tried no more."""
    for work in outbox.give_up_exhausted(connection):
        _lost(services, connection, work)


def find_due(services: Services, connection: sa.Connection) -> list[str]:
    """Ids of what can be worked on now, after giving up what never ends and looking for what is to be sent."""
    give_up_exhausted(services, connection)
    wake_lines(connection)
    planning.wake(connection)
    return outbox.due(connection)


def run_due(services: Services) -> int:
    """Work on all that is due, each entry in a process of its own and, if it failed, once; how many were worked on."""
    tried: set[str] = set()
    while True:
        with services.store.write() as connection:
            going_on = outbox.going_on(connection, tried)
            ended = tried - going_on.keys()
            ids = [entry_id for entry_id in find_due(services, connection) if entry_id not in ended]
        services.store.close()
        goes_on_at = min(going_on.values(), default=None)
        if ids:
            for entry_id in ids:
                run_apart(services, entry_id)
            tried.update(ids)
        elif goes_on_at is not None and goes_on_at <= now() + LONGEST_WAIT:
            time.sleep(max((goes_on_at - now()).total_seconds(), 0))
        else:
            return len(tried)


def run_apart(services: Services, entry_id: str) -> None:
    """Work on one entry in a process of its own, so that whatever it does to that process, we go on.

    No connection may be open in this process: none survives a fork.
    """
    child = multiprocessing.get_context("fork").Process(target=_run_with, args=(services.settings, entry_id))
    child.start()
    child.join()
    if child.exitcode:
        LOG.error("the work on %s ended with %s", entry_id, child.exitcode)
        with services.store.write() as connection:
            work = outbox.left_running(connection, entry_id)
            if work is not None and not outbox.put_back(connection, work, "the work was broken off"):
                _lost(services, connection, work)
        services.store.close()
