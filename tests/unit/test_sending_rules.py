"""When nobody is disturbed, and how an organisation chooses that."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from channels.outgoing.rules import DEFAULT, HERE, QuietHours, rules_of
from intake.settings import BadSetting, load_settings
from models.accounts import add_organisation, required_organisation
from models.errors import Rejected
from models.store import Store
from tests.commands import inloop


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("hours", "moment", "quiet"),
    [
        ("21:00-08:00", "2026-11-23T20:59", False),
        ("21:00-08:00", "2026-11-23T21:00", True),
        ("21:00-08:00", "2026-11-24T07:59", True),
        ("21:00-08:00", "2026-11-24T08:00", False),
        ("12:00-13:00", "2026-11-24T12:30", True),
        ("12:00-13:00", "2026-11-24T13:00", False),
        ("00:00-00:00", "2026-11-24T00:00", False),
        ("21:00-08:00", "2026-07-01T07:30", True),
    ],
)
def test_quiet_hours_are_those_of_the_clock_on_the_wall(hours: str, moment: str, quiet: bool) -> None:
    assert QuietHours.parse(hours).hold(at(moment)) is quiet


@pytest.mark.parametrize("hours", ["", "21-8", "24:00-08:00", "21:00", "21:60-08:00", "altijd"])
def test_what_are_no_hours_is_refused_with_an_example(hours: str) -> None:
    with pytest.raises(Rejected, match="21:00-08:00"):
        QuietHours.parse(hours)


def test_an_organisation_that_chose_nothing_is_quiet_at_night_and_reminds_nobody(store: Store) -> None:
    add_organisation(store, "zaandijk", "Zaandijk")
    with store.read() as connection:
        assert rules_of(connection, required_organisation(connection, "zaandijk")) == DEFAULT
    assert (str(DEFAULT.quiet), DEFAULT.reminders) == ("21:00-08:00", False)


def test_rules_are_chosen_on_the_command_line_each_by_itself(sqlite_url: str, tmp_path: Path) -> None:
    store = Store(sqlite_url)
    add_organisation(store, "zaandijk", "Zaandijk")
    store.close()

    def chosen(*options: str) -> str:
        done = inloop(tmp_path, "organisation", "set", "zaandijk", *options, database_url=sqlite_url)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    assert chosen("--reminders", "on") == "zaandijk: reminders on, quiet 21:00-08:00"
    assert chosen("--quiet", "20:00-09:00") == "zaandijk: reminders on, quiet 20:00-09:00"
    assert chosen("--reminders", "off") == "zaandijk: reminders off, quiet 20:00-09:00"
    assert chosen() == "zaandijk: reminders off, quiet 20:00-09:00"
    wrong = inloop(tmp_path, "organisation", "set", "zaandijk", "--quiet", "laat", database_url=sqlite_url)
    assert wrong.returncode == 2
    unknown = inloop(tmp_path, "organisation", "set", "nergens", "--reminders", "on", database_url=sqlite_url)
    assert unknown.returncode == 2


@pytest.mark.parametrize("rate", ["0", "-1", "1000", "snel", "nan"])
def test_a_pace_that_cannot_be_kept_stops_the_start(tmp_path: Path, rate: str) -> None:
    with pytest.raises(BadSetting, match=r"INLOOP_MESSAGES_PER_SECOND.*0\.01 to 100"):
        load_settings({"INLOOP_HOME": str(tmp_path), "INLOOP_MESSAGES_PER_SECOND": rate})
