"""The company's other half: it takes messages and calls of ours, brings them to people, and tells how that went.

It answers like Twilio's REST API. What it took lies in a folder, a file each, so that several processes can play it.
Twilio's own magic numbers for tests are refused here as there; a test has anything else go wrong through `faults`.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from intake.simulator.company import Deliver
from intake.simulator.fields import of_call_of_ours, of_message_of_ours
from intake.simulator.shelf import ACCOUNT
from intake.simulator.twiml import Say, voice
from models.clock import now
from models.errors import InloopError, TryAgain

LOG = logging.getLogger("inloop.simulator")


class What(StrEnum):
    """The resources of the REST API."""

    MESSAGES = "Messages"
    CALLS = "Calls"


GOES_WELL: Mapping[What, tuple[tuple[str, int | None], ...]] = {
    What.MESSAGES: (("sent", None), ("delivered", None)),
    What.CALLS: (("completed", None),),
}

REFUSED_NUMBERS = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
"""From https://www.twilio.com/docs/iam/test-credentials."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How one request goes otherwise than well.

    :ivar status: the HTTP status of the answer; 0: no answer at all, the connection breaks.
    :ivar code: Twilio's code in a refusal.
    :ivar taken: whether it was taken, whatever the answer says.
    :ivar reports: the callbacks, in this order, as (status, code).
    :ivar reports_first: they come before the answer.
    """

    status: int = 201
    code: int | None = None
    taken: bool = True
    reports: tuple[tuple[str, int | None], ...] | None = None
    reports_first: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """One message or call that was taken."""

    sid: str
    what: What
    sender: str
    to: str
    text: str
    taken_at: str
    callback: str


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: dict[str, Any]


Faults = Callable[[What, Mapping[str, str]], Fault | None]


def _no_fault(_what: What, fields: Mapping[str, str]) -> Fault | None:
    code = REFUSED_NUMBERS.get(fields.get("To", ""))
    return None if code is None else Fault(status=400, code=code, taken=False)


class Carrier:
    """:param tell: runs the callbacks of what was taken; in a thread of its own unless a test wants to see to it."""

    def __init__(
        self,
        folder: Path,
        deliver: Deliver,
        *,
        faults: Faults = _no_fault,
        tell: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        self._folder = folder
        self._deliver = deliver
        self._faults = faults
        self._tell = tell or _in_a_thread

    def take(self, what: What, fields: Mapping[str, str]) -> Answer:
        """Take a message or call, or refuse it."""
        fault = self._faults(what, fields) or Fault()
        if not fault.taken:
            return _refusal(fault)
        text = fields.get("Body", "") if what is What.MESSAGES else _said(fields.get("Twiml", ""))
        prefix = "SM" if what is What.MESSAGES else "CA"
        brought = Brought(
            f"{prefix}{secrets.token_hex(16)}",
            what,
            fields.get("From", ""),
            fields.get("To", ""),
            text,
            now().isoformat(),
            fields.get("StatusCallback", ""),
        )
        self._keep(brought)
        reports = GOES_WELL[what] if fault.reports is None else fault.reports

        def report() -> None:
            for status, code in reports:
                self.report(brought, status, code)

        if fault.reports_first:
            report()
        else:
            self._tell(report)
        return Answer(201, _shown(brought)) if fault.status == 201 else _refusal(fault)

    def report(self, brought: Brought, status: str, code: int | None = None) -> None:
        """Tell the callback that was given; without one, nobody."""
        if not brought.callback:
            return
        of = of_message_of_ours if brought.what is What.MESSAGES else of_call_of_ours
        self._deliver("POST", brought.callback, of(brought.sid, brought.sender, brought.to, status, code))

    def brought(self, what: What, *, to: str | None = None, sender: str | None = None) -> list[Brought]:
        """What was taken, newest first."""
        prefix = "SM" if what is What.MESSAGES else "CA"
        files = sorted(self._folder.glob(f"*{prefix}*.json"), reverse=True) if self._folder.exists() else []
        everything = (_read(file) for file in files)
        return [one for one in everything if (to or one.to) == one.to and (sender or one.sender) == one.sender]

    def listed(self, what: What, *, to: str | None, sender: str | None) -> dict[str, Any]:
        """The resource's list, as the REST API gives it."""
        return {what.value.lower(): [_shown(one) for one in self.brought(what, to=to, sender=sender)][:50]}

    def _keep(self, brought: Brought) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial = self._folder / f"{brought.sid}.part"
            partial.write_text(json.dumps(asdict(brought)), encoding="utf-8")
            partial.replace(self._folder / f"{brought.taken_at.replace(':', '')}-{brought.sid}.json")
        except OSError as error:
            raise TryAgain("the simulator cannot keep a message; is the disk full?", code="simulator") from error


def _read(file: Path) -> Brought:
    kept = json.loads(file.read_text(encoding="utf-8"))
    return Brought(**{**kept, "what": What(kept["what"])})


def _said(document: str) -> str:
    """What is heard in a call, line by line."""
    return "\n".join(verb.text for verb in voice(document) if isinstance(verb, Say))


def _shown(brought: Brought) -> dict[str, Any]:
    return {
        "account_sid": ACCOUNT,
        "body": brought.text,
        "date_created": format_datetime(datetime.fromisoformat(brought.taken_at)),
        "direction": "outbound-api",
        "from": brought.sender,
        "sid": brought.sid,
        "status": "queued",
        "to": brought.to,
    }


def _refusal(fault: Fault) -> Answer:
    body = {"status": fault.status, "message": "refused by the simulator"}
    return Answer(fault.status, body if fault.code is None else {**body, "code": fault.code})


def _in_a_thread(tell: Callable[[], None]) -> None:
    """After the answer was given; nobody waits for it."""

    def run() -> None:
        try:
            tell()
        except InloopError as problem:
            LOG.warning("a callback could not be delivered: %s", problem.message)

    threading.Thread(target=run, daemon=True).start()
