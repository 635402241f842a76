"""A recording of a meeting: kept with it, and written down by the same engines as a call's."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from channels.meetings.attached import sound_type
from intake.app import create_app
from intake.jobs import find_due, run_entry
from models.submissions import SUBMISSION
from models.vocabulary import Channel, Role
from tests.integration.desk.test_live_entry import OCCASION
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor

HEARD = "tests.engines:Parrot:meer bankjes bij de halte|en een dak erboven"


@pytest.fixture
def facilitator(town: Town) -> Iterator[Visitor]:
    """Of an installation in which a machine listens."""
    town.services = replace(town.services, settings=replace(town.services.settings, speech_engine=HEARD))
    app = create_app(town.services.settings)
    app.testing = True
    visitor = Visitor(app.test_client())
    visitor.sign_in(town.email(Role.FACILITATOR))
    yield visitor
    app.extensions["inloop"].store.close()


def work(town: Town) -> None:
    with town.services.store.write() as connection:
        waiting = find_due(town.services, connection)
    for entry in waiting:
        run_entry(town.services, entry)


def said(town: Town) -> int:
    query = sa.select(sa.func.count()).where(SUBMISSION.c.channel == Channel.MEETING)
    with town.services.store.read() as connection:
        return int(connection.execute(query).scalar_one())


def test_what_a_machine_heard_stands_at_the_meeting_and_is_nobodys_contribution(
    facilitator: Visitor, town: Town
) -> None:
    place, before = str(facilitator.post("/bijeenkomsten/nieuw", dict(OCCASION)).location), said(town)
    for _ in range(2):
        sound = io.BytesIO(b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\0" * 64)
        facilitator.post(f"{place}/bestanden", {"bestand": (sound, "tafel-2.wav")})
        work(town)
    page = facilitator.get(place).text
    assert page.count(">tafel-2.wav<") == 1
    assert "Wat de computer hoorde" in page
    assert "meer bankjes bij de halte" in page
    assert "en een dak erboven" in page
    assert said(town) == before


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x18ftypmp42", "audio/mp4"),
        (b"\0\0\0\x1cftypisom", "audio/mp4"),
        (b"\0\0\0\x14ftyp3gp4", "audio/3gpp"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81", "audio/webm"),
        (b"#!AMR\n<", "audio/amr"),
        (b"\xff\xf1P\x80", "audio/aac"),
        (b"OggS\0\x02", "audio/ogg"),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_what_telephones_record_is_known_as_sound(start: bytes, kind: str | None) -> None:
    assert sound_type(start + b"\0" * 20 if start else start) == kind
