"""How an organisation wants messages sent that nobody waits for: quiet hours, and whether silence is followed up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from models.errors import Rejected
from models.tables import SendingRules

SENDING_RULES = SendingRules.__table__  # type: ignore[attr-defined]

HERE = ZoneInfo("Europe/Amsterdam")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when nobody is disturbed, on the clock of Europe/Amsterdam. Equal ends: never quiet."""

    begins: time
    ends: time

    @classmethod
    def parse(cls, text: str) -> QuietHours:
        """:raises Rejected: it is not of the form 21:00-08:00."""
        found = _HOURS.fullmatch(text.strip())
        if found is None:
            raise Rejected(f"'{text}' are no hours; write them like 21:00-08:00", code="bad_hours")
        return cls(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))

    def hold(self, moment: datetime) -> bool:
        """Whether it is quiet at that moment."""
        clock = moment.astimezone(HERE).time()
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


@dataclass(frozen=True, slots=True)
class Rules:
    quiet: QuietHours
    reminders: bool


DEFAULT = Rules(QuietHours(time(21), time(8)), reminders=False)


def rules_of(connection: sa.Connection, organisation_id: str) -> Rules:
    """What the organisation chose, or the default."""
    row = connection.execute(sa.select(SENDING_RULES).where(SENDING_RULES.c.organisation_id == organisation_id)).first()
    return DEFAULT if row is None else read_rules(row.quiet_from, row.quiet_to, row.reminders)


def read_rules(quiet_from: str | None, quiet_to: str | None, reminders: bool | None) -> Rules:
    """Rules from their columns; None in each: nothing was chosen."""
    if quiet_from is None or quiet_to is None:
        return DEFAULT
    return Rules(QuietHours.parse(f"{quiet_from}-{quiet_to}"), bool(reminders))


def choose_rules(connection: sa.Connection, organisation_id: str, rules: Rules) -> None:
    values = {
        "reminders": rules.reminders,
        "quiet_from": f"{rules.quiet.begins:%H:%M}",
        "quiet_to": f"{rules.quiet.ends:%H:%M}",
    }
    changed = SENDING_RULES.update().where(SENDING_RULES.c.organisation_id == organisation_id).values(values)
    if connection.execute(changed).rowcount == 0:
        connection.execute(SENDING_RULES.insert(), {"organisation_id": organisation_id, **values})
