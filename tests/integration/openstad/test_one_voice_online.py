"""Who has a code for the website beside a participation code is one voice, also with what was done on the website."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from intake.openstad.check import check
from intake.openstad.pulling import Pulled, pull
from models import codes
from models.codes import MadeCode
from models.errors import Rejected
from models.vocabulary import Channel, Status
from tests.consultation import with_changes
from tests.installation import Installation
from tests.integration.openstad.conftest import settled
from tests.integration.openstad.municipality import ANSWERS, Municipality
from tests.integration.openstad.platform import Platform
from tests.openstad_double import ADMIN, AUTH_CLIENT, OpenStadDouble, later

UNIQUE = ("z7y4N2p7t3M2", "m3Y2K4q2H6A2")
FILLED_IN = {"first": "bankjes", "safe": "4", "again": "Ja"}


@pytest.fixture
def beside(sqlite_url: str, tmp_path: Path, double: OpenStadDouble) -> Iterator[Municipality]:
    made = settled(sqlite_url, tmp_path, Platform(double.url, token=ADMIN), openstad_auth_url=double.url)
    made.source = with_changes(contact="none\nparticipation: code")
    made.publishes()
    yield made
    made.inloop.close()


def given_out(inloop: Installation, municipality: Municipality) -> list[MadeCode]:
    """A participation code for each unique code of the website."""
    services = inloop.services
    with services.store.write() as connection:
        return codes.make(services.store, connection, services.vault, municipality.version, len(UNIQUE), UNIQUE)


def fills_in(double: OpenStadDouble, code: str, **answers: str) -> None:
    Platform(double.url, token=double.sign_in(code)).fill_in(**{**FILLED_IN, **answers})


def pulled(beside: Municipality) -> Pulled:
    told = pull(beside.inloop.services, beside.version)
    assert told.problem is None
    return told


def test_what_was_done_with_the_unique_code_counts_for_the_participation_code(
    beside: Municipality, double: OpenStadDouble
) -> None:
    made = given_out(beside.inloop, beside)
    beside.inloop.enter(beside.code, ANSWERS, participationCode=made[0].code)
    fills_in(double, UNIQUE[0])
    fills_in(double, UNIQUE[1])
    first = double.rows["submission"][0]
    first["createdAt"] = later(first["createdAt"], timedelta(minutes=1))
    pulled(beside)
    online = beside.inloop.submissions(Channel.ONLINE)
    assert [one.participation_code for one in online] == [True, True]
    counted = [one.channel for one in beside.inloop.submissions() if one.status is Status.ACCEPTED]
    assert sorted(counted) == [Channel.ONLINE, Channel.ONLINE], "the latest of each, over all channels"
    beside.inloop.enter(beside.code, ANSWERS, participationCode=made[1].code)
    counted = [one.channel for one in beside.inloop.submissions() if one.status is Status.ACCEPTED]
    assert sorted(counted) == [Channel.COUNTER, Channel.ONLINE]


def test_who_signed_in_otherwise_waits_for_a_person(beside: Municipality, double: OpenStadDouble) -> None:
    given_out(beside.inloop, beside)
    fills_in(double, "of-somebody-else")
    pulled(beside)
    (only,) = beside.inloop.submissions(Channel.ONLINE)
    assert (only.participation_code, only.status) == (False, Status.NEEDS_PERSON)


def test_the_unique_code_stands_nowhere_in_the_store(beside: Municipality, tmp_path: Path) -> None:
    given_out(beside.inloop, beside)
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("inloop.sqlite*"))
    assert b"participation_code" in kept
    assert not any(code.encode() in kept for code in UNIQUE)


def test_a_unique_code_is_given_out_once(beside: Municipality) -> None:
    given_out(beside.inloop, beside)
    with pytest.raises(Rejected, match="given out"):
        given_out(beside.inloop, beside)


def test_while_the_auth_server_cannot_tell_nothing_comes_in_without_its_code(
    beside: Municipality, double: OpenStadDouble
) -> None:
    given_out(beside.inloop, beside)
    fills_in(double, UNIQUE[0])
    double.config["auth"]["provider"]["openstad"] = {**AUTH_CLIENT, "clientSecret": "wrong"}
    told = pull(beside.inloop.services, beside.version)
    assert "refuses the project's client" in (told.problem or "")
    assert beside.inloop.submissions(Channel.ONLINE) == []
    double.config["auth"]["provider"]["openstad"] = AUTH_CLIENT
    pulled(beside)
    assert beside.inloop.submissions(Channel.ONLINE)[0].participation_code


def test_the_check_tells_whether_the_auth_server_answers(beside: Municipality, double: OpenStadDouble) -> None:
    double.sign_in(UNIQUE[0])
    told = [one.text for one in check(beside.inloop.settings, beside.version) if one.is_good]
    assert f"the auth server answers at {double.url} and has 1 unique codes" in told
