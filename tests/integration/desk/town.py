"""A made-up town with a bit of everything in its store, for tests of the desk. No name in it is anybody's."""

from __future__ import annotations

import io
import math
import shutil
import wave
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from PIL import Image, ImageDraw

from channels.counter.enter import Entry, enter
from intake.services import Services, open_services
from intake.settings import load_settings
from models import accounts, evidence, outbox
from models.clock import now
from models.consultations import Version, latest, load_definition
from models.normalized import MEETING
from models.reading import InTime, OnPage, Reading
from models.secrets import new_id
from models.submissions import Begun, NewSubmission, begin, put_answers, settle
from models.tables import CallBack, Contact
from models.tables.contacts import ContactPurpose, PartOfDay
from models.vocabulary import AnswerState, Channel, Doubt, EvidenceKind, Held, OutboxKind, Role, Status

PASSWORD = "vier losse woorden samen"
CODE = "4821"
OTHER_CODE = "7310"
XSS = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
PIXELS_PER_MM = 6
HERE, ELSEWHERE = "+31850000123", "+31850000456"
"""Telephone numbers of people who asked to be called back."""

_TODAY = datetime.now(UTC).date()

CONSULTATION = f"""
code: "{CODE}"
organisation: zaandijk
title: {{nl: "Een nieuw plein voor Zaandijk", en: "A new square for Zaandijk"}}
intro: {{nl: "De gemeente maakt een nieuw plein. Wat vindt u belangrijk?", en: "What matters to you?"}}
languages: [nl, en]
opens: {date(_TODAY.year - 1, 1, 1)}
closes: {date(_TODAY.year + 1, 12, 31)}
privacy: {{notice: {{nl: "Wij bewaren uw antwoorden veilig.", en: "We keep your answers safe."}}}}
questions:
  - {{key: first, type: choice, ask: {{nl: "Wat moet er zeker komen?", en: "What should be there?"}}, options: [
      {{key: trees, label: {{nl: "meer bomen", en: "more trees"}}}},
      {{key: benches, label: {{nl: "bankjes", en: "benches"}}}}]}}
  - {{key: also, type: choices, most: 2, required: false, ask: {{nl: "Wat nog meer?", en: "What else?"}}, options: [
      {{key: light, label: {{nl: "meer licht", en: "more light"}}}},
      {{key: toilet, label: {{nl: "een toilet", en: "a toilet"}}}},
      {{key: art, label: {{nl: "kunst", en: "art"}}}}]}}
  - {{key: safe, type: scale, from: 1, to: 5, low: {{nl: "heel onveilig", en: "very unsafe"}},
     high: {{nl: "heel veilig", en: "very safe"}}, ask: {{nl: "Hoe veilig is het?", en: "How safe is it?"}}}}
  - {{key: why, type: text, ask_if: {{question: safe, in: [1, 2]}}, ask: {{nl: "Waardoor komt dat?", en: "Why?"}}}}
  - {{key: again, type: yes_no, ask: {{nl: "Wilt u weer meepraten?", en: "Would you join again?"}}}}
  - {{key: age, type: number, min: 0, max: 120, required: false, ask: {{nl: "Hoe oud bent u?", en: "Your age?"}}}}
  - {{key: where, type: postcode, digits: 4, required: false, ask: {{nl: "Wat is uw postcode?", en: "Your postcode?"}}}}
"""

OTHER_CONSULTATION = f"""
code: "{OTHER_CODE}"
organisation: meerdam
title: Schoon water in de Meer
languages: [nl]
opens: {date(_TODAY.year - 1, 1, 1)}
closes: {date(_TODAY.year + 1, 12, 31)}
privacy: {{notice: "Wij bewaren uw antwoorden veilig."}}
questions:
  - {{key: idea, type: text, ask: "Wat is uw idee?"}}
"""


@dataclass(slots=True)
class Town:
    """The services over a seeded store, and the ids of what was seeded."""

    services: Services
    submissions: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    work: dict[str, str] = field(default_factory=dict)
    call_backs: dict[str, str] = field(default_factory=dict)

    def version(self, code: str = CODE) -> Version:
        with self.services.store.read() as connection:
            found = latest(self.services.store, connection, code)
        assert found is not None
        return found

    def email(self, role: Role) -> str:
        return f"{role}@zaandijk.example"


def open_town(home: Path, database_url: str = "") -> Town:
    """What is in that folder, or in another database."""
    given = {"INLOOP_HOME": str(home), "INLOOP_DATABASE_URL": database_url}
    return Town(open_services(load_settings(given)))


def found(home: Path, database_url: str = "") -> Town:
    """A town with its organisations, consultations and staff, in which nothing came in yet."""
    town = open_town(home, database_url)
    store = town.services.store
    store.upgrade()
    accounts.add_organisation(store, "zaandijk", "Gemeente Zaandijk")
    accounts.add_organisation(store, "meerdam", "Waterschap Meerdam")
    for source in (CONSULTATION, OTHER_CONSULTATION):
        load_definition(store, source.encode())
    for role in Role:
        add_staff(store, f"{role}@zaandijk.example", "zaandijk", role)
    add_staff(store, "clerk@meerdam.example", "meerdam", Role.CLERK)
    return town


def copy_of(town: Town, home: Path) -> Town:
    """The same town in a folder of its own: hashing passwords anew would take its time, on purpose."""
    shutil.copytree(town.services.settings.home, home)
    return replace(town, services=open_town(home).services)


def add_staff(store: accounts.Store, email: str, organisation: str, role: Role) -> str:
    """Somebody who has replaced the one-time password by `PASSWORD`; their id."""
    one_time = accounts.add_user(store, email, organisation, role)
    user_id = accounts.sign_in(store, email, one_time)
    assert user_id is not None
    accounts.set_password(store, user_id, PASSWORD)
    return user_id


def settle_in(town: Town) -> Town:
    """Let something come in through every door."""
    with town.services.store.write() as connection:
        _text_message(town, connection)
        _form(town, connection)
        _call(town, connection)
        _letter(town, connection)
        _meeting(town, connection)
        _counter(town, connection)
        _hostile(town, connection)
        _elsewhere(town, connection)
        _failed_work(town, connection)
        _call_backs(town, connection)
    return town


def submit(
    connection: sa.Connection,
    version: Version,
    channel: Channel,
    readings: list[Reading],
    *,
    ago: timedelta = timedelta(hours=1),
    **more: object,
) -> Begun:
    """A submission with its answers, as a door leaves it."""
    known = {
        "organisation_id": version.organisation_id,
        "consultation_id": version.consultation_id,
        "version_id": version.version_id,
        "channel": channel,
        "language": "nl",
        "received_at": now() - ago,
        "status": Status.IN_PROGRESS,
        **more,
    }
    begun = begin(connection, NewSubmission(**known))  # type: ignore[arg-type]
    put_answers(connection, begun.id, version.definition, readings)
    if known["consultation_id"] is not None and known["status"] is Status.IN_PROGRESS:
        settle(connection, begun.id, version.definition, complete=True)
    return begun


def read(question: str, value: object, raw: str | None = None, **more: object) -> Reading:
    settings = {"state": AnswerState.READ, "confidence": 1.0, **more}
    return Reading(question, value, raw, **settings)  # type: ignore[arg-type]


def unsure(question: str, value: object, confidence: float, **more: object) -> Reading:
    return read(question, value, state=AnswerState.UNCERTAIN, confidence=confidence, **more)


def _text_message(town: Town, connection: sa.Connection) -> None:
    version = town.version()
    readings = [read("first", "trees", "1"), read("safe", 4, "vier"), read("again", True, "ja graag")]
    begun = submit(connection, version, Channel.SMS, readings, ago=timedelta(minutes=20))
    for text in ("MEEDOEN 4821", "1", "overslaan", "vier", "ja graag"):
        kept = evidence.keep_small(connection, version.organisation_id, EvidenceKind.MESSAGE, text)
        evidence.link(connection, begun.id, kept.id)
        town.evidence["message"] = kept.id
    town.submissions["sms"] = begun.id


def _form(town: Town, connection: sa.Connection) -> None:
    version = town.version()
    image = page_image("Een nieuw plein voor Zaandijk")
    page = _blob(town, connection, version, EvidenceKind.PAGE, image, "image/png", page=1)
    scan = _blob(
        town,
        connection,
        version,
        EvidenceKind.SCAN,
        b"%PDF-1.7 made up",
        "application/pdf",
        name="post van maandag.pdf",
    )
    readings = [
        unsure(
            "first",
            "trees",
            0.5,
            raw="1,2",
            doubt=Doubt.SEVERAL_MARKS,
            evidence=page.sha256,
            where=OnPage(1, 20, 60, 60, 16),
        ),
        read("also", ["light"], evidence=page.sha256, where=OnPage(1, 20, 95, 60, 24)),
        read("safe", 2, evidence=page.sha256, where=OnPage(1, 20, 135, 80, 8)),
        unsure("why", "Het is er te donker s avonds", 0.41, evidence=page.sha256, where=OnPage(1, 20, 160, 170, 40)),
        read("again", False, evidence=page.sha256, where=OnPage(1, 20, 212, 40, 8)),
        Reading.empty("age"),
        unsure("where", "1506", 0.71, raw="15o6", evidence=page.sha256, where=OnPage(1, 20, 250, 32, 10)),
    ]
    begun = submit(connection, version, Channel.FORM, readings, ago=timedelta(days=3), origin="sheet:0001")
    for kept in (scan, page):
        evidence.link(connection, begun.id, kept.id)
    town.submissions["form"] = begun.id
    town.evidence.update(page=page.id, scan=scan.id)


def _call(town: Town, connection: sa.Connection) -> None:
    version = town.version()
    sound = _blob(town, connection, version, EvidenceKind.RECORDING, tone(), "audio/x-wav")
    readings = [
        read("first", "benches", "2"),
        read("safe", 1, "1"),
        unsure("why", None, 0.0, evidence=sound.sha256, where=InTime(0.5, 2.0)),
        read("again", True, "1"),
    ]
    begun = submit(connection, version, Channel.PHONE, readings, ago=timedelta(hours=20))
    for digits in ("4821#", "2", "1"):
        kept = evidence.keep_small(connection, version.organisation_id, EvidenceKind.KEYS, digits)
        evidence.link(connection, begun.id, kept.id)
    evidence.link(connection, begun.id, sound.id)
    town.submissions["phone"] = begun.id
    town.evidence["recording"] = sound.id


def _letter(town: Town, connection: sa.Connection) -> None:
    version = town.version()
    page = _blob(town, connection, version, EvidenceKind.PAGE, page_image("Beste gemeente,"), "image/png", page=1)
    text = "Beste gemeente, het plein is te kaal. Ik mis een bankje in de schaduw. Groeten van een bewoner."
    begun = submit(
        connection,
        version,
        Channel.LETTER,
        [unsure("statement", text, 0.63, raw=text, evidence=page.sha256)],
        ago=timedelta(days=2),
        consultation_id=None,
        version_id=None,
        status=Status.NEEDS_PERSON,
        complete=True,
        held=Held.WHICH_CONSULTATION,
    )
    evidence.link(connection, begun.id, page.id)
    town.submissions["letter"] = begun.id


def _meeting(town: Town, connection: sa.Connection) -> None:
    version = town.version()
    meeting_id = new_id()
    connection.execute(
        MEETING.insert(),
        {
            "id": meeting_id,
            "organisation_id": version.organisation_id,
            "consultation_id": version.consultation_id,
            "title": "Wijkavond Oud-Zaandijk",
            "held_on": date(2026, 11, 12),
            "place": "Buurthuis De Sluis",
            "created_at": now(),
        },
    )
    notes = "Tafel 1\n- Mevrouw Voorbeeld: meer licht bij de halte.\n- Iedereen wil een toilet.\n"
    kept = _blob(town, connection, version, EvidenceKind.NOTES, notes.encode(), "text/plain", name="verslag.txt")
    begun = submit(
        connection,
        version,
        Channel.MEETING,
        [unsure("statement", "Iedereen wil een toilet.", 0.8, raw="- Iedereen wil een toilet.", evidence=kept.sha256)],
        ago=timedelta(days=1),
        meeting_id=meeting_id,
        meeting_table="1",
        supporters=7,
    )
    evidence.link(connection, begun.id, kept.id)
    town.submissions["meeting"] = begun.id
    town.evidence["notes"] = kept.id


def _counter(town: Town, connection: sa.Connection) -> None:
    answers: Mapping[str, object] = {"first": "trees", "safe": 5, "again": True, "age": 71}
    begun = enter(connection, town.services.vault, town.services.evidence, town.version(), Entry(answers=answers))
    town.submissions["counter"] = begun.id


def _hostile(town: Town, connection: sa.Connection) -> None:
    """Somebody who tries to put a program into the page."""
    version = town.version()
    kept = evidence.keep_small(connection, version.organisation_id, EvidenceKind.MESSAGE, XSS)
    page = _blob(
        town,
        connection,
        version,
        EvidenceKind.NOTES,
        f"<html>{XSS}</html>".encode(),
        "text/html",
        name="</a>notes.html",
    )
    begun = submit(
        connection,
        version,
        Channel.SMS,
        [read("safe", 1), unsure("why", XSS, 0.5, raw=XSS, evidence=kept.sha256)],
        ago=timedelta(hours=5),
        meeting_remark=XSS,
    )
    for one in (kept, page):
        evidence.link(connection, begun.id, one.id)
    town.submissions["hostile"] = begun.id
    town.evidence["html"] = page.id


def _elsewhere(town: Town, connection: sa.Connection) -> None:
    version = town.version(OTHER_CODE)
    kept = evidence.keep_small(connection, version.organisation_id, EvidenceKind.MESSAGE, "Schoner water graag")
    page = _blob(town, connection, version, EvidenceKind.PAGE, page_image("Elders"), "image/png", page=1)
    where = OnPage(1, 20, 60, 60, 16)
    begun = submit(
        connection, version, Channel.FORM, [unsure("idea", "Schoner water", 0.5, evidence=page.sha256, where=where)]
    )
    for one in (kept, page):
        evidence.link(connection, begun.id, one.id)
    town.submissions["elsewhere"] = begun.id
    town.evidence.update(elsewhere=kept.id, elsewhere_page=page.id)


LOCKED = b"%PDF-1.7 with a password"


def _failed_work(town: Town, connection: sa.Connection) -> None:
    for name, code in (("here", CODE), ("elsewhere", OTHER_CODE)):
        entry = outbox.add(
            connection,
            OutboxKind.READ_SCAN,
            f"scan {name}",
            {"name": "post van dinsdag.pdf", "sha256": town.services.evidence.put(LOCKED), "consultation": None},
            organisation_id=town.version(code).organisation_id,
        )
        outbox.give_up(connection, entry, "the file is encrypted; ask the sender for one without a password")
        town.work[name] = entry


def _call_backs(town: Town, connection: sa.Connection) -> None:
    for name, code, number, ago in (
        ("withheld", CODE, None, timedelta(minutes=5)),
        ("here", CODE, HERE, timedelta(hours=3)),
        ("elsewhere", OTHER_CODE, ELSEWHERE, timedelta(hours=1)),
    ):
        town.call_backs[name] = ask_call_back(town, connection, code, number, ago=ago)


def ask_call_back(town: Town, connection: sa.Connection, code: str, number: str | None, *, ago: timedelta) -> str:
    """Somebody pressed 0, from that number."""
    version, vault, contact_id, made = town.version(code), town.services.vault, new_id() if number else None, new_id()
    if number:
        connection.execute(
            sa.insert(Contact),
            {
                "id": contact_id,
                "organisation_id": version.organisation_id,
                "purpose": ContactPurpose.CALL_BACK,
                "channel": Channel.PHONE,
                "encrypted": vault.encrypt(number),
                "lookup": vault.lookup(number),
                "created_at": now() - ago,
            },
        )
    connection.execute(
        sa.insert(CallBack),
        {
            "id": made,
            "organisation_id": version.organisation_id,
            "consultation_id": version.consultation_id,
            "contact_id": contact_id,
            "language": "tr",
            "part_of_day": PartOfDay.MORNING if number else None,
            "asked_at": now() - ago,
        },
    )
    return made


def _blob(
    town: Town,
    connection: sa.Connection,
    version: Version,
    kind: EvidenceKind,
    content: bytes,
    media_type: str,
    *,
    name: str | None = None,
    page: int | None = None,
) -> evidence.Kept:
    sha256 = town.services.evidence.put(content)
    return evidence.keep_blob(
        connection, version.organisation_id, kind, sha256, len(content), media_type=media_type, name=name, page=page
    )


def page_image(title: str) -> bytes:
    """A filled form, roughly: an upright A4 page with a tick, a comb and some writing."""
    scale = PIXELS_PER_MM
    image = Image.new("L", (210 * scale, 297 * scale), 252)
    pen = ImageDraw.Draw(image)
    pen.text((20 * scale, 25 * scale), title, fill=20, font_size=8 * scale)
    for y, label in ((60, "meer bomen"), (70, "bankjes"), (95, "meer licht"), (105, "een toilet")):
        pen.rectangle((20 * scale, y * scale, 25 * scale, (y + 5) * scale), outline=30, width=3)
        pen.text((28 * scale, y * scale), label, fill=20, font_size=4 * scale)
    for y in (60, 70, 95):
        pen.line((20 * scale, y * scale, 25 * scale, (y + 5) * scale), fill=40, width=7)
        pen.line((25 * scale, y * scale, 20 * scale, (y + 5) * scale), fill=40, width=7)
    pen.rectangle((20 * scale, 160 * scale, 190 * scale, 200 * scale), outline=30, width=3)
    pen.text((24 * scale, 166 * scale), "Het is er te donker 's avonds", fill=60, font_size=7 * scale)
    for cell, digit in enumerate("1506"):
        x = 20 + cell * 8
        pen.rectangle((x * scale, 250 * scale, (x + 8) * scale, 260 * scale), outline=30, width=3)
        pen.text(((x + 2) * scale, 251 * scale), digit, fill=60, font_size=8 * scale)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def tone(seconds: float = 3.0, rate: int = 8000) -> bytes:
    """A WAV with a tone in it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        samples = (int(8000 * math.sin(2 * math.pi * 330 * at / rate)) for at in range(int(seconds * rate)))
        sound.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples))
    return out.getvalue()
