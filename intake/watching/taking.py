"""One file from a watched place: taken in, known already, or refused with a reason. And what is noted of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from intake.files import Whence, unfit
from intake.queue import hint
from intake.scanned_files import take_in_scan
from intake.services import Services
from intake.watching.places import Place
from models import accounts, consultations, watching
from models.errors import Rejected, TryAgain

LOG = logging.getLogger("inloop.watching")

NOTE_SECONDS = 60.0


class Unreachable(Exception):
    """A place cannot be used now. `code` is told to staff, the message to who reads the log."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Look:
    """What one look at a place brought: names of files taken in, of those refused with why, and of those that do not
    look whole yet."""

    taken: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    problem: str | None = None


class Taker:
    """Takes in files for one place, and notes how it went."""

    def __init__(self, services: Services, place: Place, address: str) -> None:
        self.services = services
        self.place = place
        self.address = address
        self._organisation_id = ""
        self._look = Look()
        self._told: str | None = None
        self._noted: tuple[str | None, float] = (None, -NOTE_SECONDS)

    def look(self, around: Callable[[], None]) -> Look:
        """One look around. What stood in the way is noted, told in the log once, and tried again at the next look.

        :raises TryAgain: the store cannot be reached, so that not even that can be noted.
        """
        self._look = look = Look()
        told = None
        try:
            self._organisation_id = self._whose()
            around()
        except Unreachable as problem:
            look.problem, told = problem.code, str(problem)
        except TryAgain as problem:
            look.problem, told = "no_room", problem.message
        if told is not None and told != self._told:
            LOG.warning("%s: %s", self.address, told)
        self._told = told
        if self._organisation_id and self._worth_noting(look):
            with self.services.store.write() as connection:
                watching.looked(
                    connection, self._organisation_id, self.address, took=bool(look.taken), problem=look.problem
                )
        return look

    def _worth_noting(self, look: Look) -> bool:
        """What happened, or else once in a while that somebody still looks."""
        moment = time.monotonic()
        if not look.taken and look.problem == self._noted[0] and moment < self._noted[1] + NOTE_SECONDS:
            return False
        self._noted = (look.problem, moment)
        return True

    def _whose(self) -> str:
        slug, code = self.place.organisation, self.place.code
        with self.services.store.read() as connection:
            found = accounts.organisation_id(connection, slug)
            version = consultations.latest(self.services.store, connection, code) if code else None
        if found is None:
            raise Unreachable("no_organisation", f"there is no organisation {slug}; add it first")
        if code and (version is None or version.organisation_id != found):
            raise Unreachable("unknown_consultation", f"{slug} has no consultation {code}; load it first")
        return found

    def take(self, data: bytes, name: str) -> str | None:
        """Take in a file; None, or the code of why it was refused.

        :raises TryAgain: it could not be stored; the same file may be brought again.
        """
        code = unfit(data)
        if code is None:
            try:
                taken = take_in_scan(
                    self.services,
                    data,
                    name,
                    organisation_id=self._organisation_id,
                    consultation=self.place.code,
                    whence=Whence(place=self.address),
                )
            except Rejected as refused:
                code = refused.code
            else:
                (self._look.taken if taken.first else self._look.known).append(name)
                hint(self.services.settings, [taken.entry_id])
        if code is not None:
            self.refuse(name, code)
        return code

    def wait_for(self, name: str) -> None:
        """Tell that a file is left where it is until it is whole."""
        self._look.unfinished.append(name)

    def refuse(self, name: str, code: str) -> None:
        """Note that a file is not taken in."""
        self._look.refused.append((name, code))
        with self.services.store.write() as connection:
            watching.refuse(connection, self._organisation_id, self.address, name, code)
        LOG.info("%s: %s was refused: %s", self.address, name, code)
