"""Bringing files in at the desk."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import docx
import pytest
import sqlalchemy as sa

from intake.desk.uploads import STILL
from intake.files import media_type
from intake.jobs import run_entry
from intake.meeting_files import read_meeting_file
from models import outbox, watching
from models.accounts import ORGANISATION
from models.clock import now
from models.normalized import MEETING
from models.outbox import OUTBOX
from models.vocabulary import OutboxKind, OutboxState
from tests.integration.desk.town import CODE, OTHER_CODE, Town, page_image
from tests.integration.desk.visitor import Visitor

SCAN = page_image("Beste gemeente,")


def bring(visitor: Visitor, path: str, *files: tuple[bytes, str], **form: Any) -> Any:
    uploads = [(io.BytesIO(content), name) for content, name in files]
    return visitor.post(path, {"bestand": uploads, **form}, follow=True)


def work(town: Town, kind: OutboxKind) -> list[Any]:
    """What was put in, without what the town had already."""
    with town.services.store.read() as connection:
        found = sa.select(OUTBOX).where(OUTBOX.c.kind == kind, OUTBOX.c.state != OutboxState.FAILED)
        return list(connection.execute(found.order_by(OUTBOX.c.created_at)))


def test_scans_are_stored_for_reading_each_once(clerk: Visitor, town: Town) -> None:
    page = bring(clerk, "/post", (SCAN, "maandag.png"), (SCAN + b"\0", "dinsdag.png"), raadpleging=CODE).text
    assert "maandag.png is goed ontvangen" in page
    assert "dinsdag.png is goed ontvangen" in page
    entries = work(town, OutboxKind.READ_SCAN)
    assert [entry.payload["name"] for entry in entries] == ["maandag.png", "dinsdag.png"]
    assert {entry.organisation_id for entry in entries} == {town.version().organisation_id}
    assert "al eerder binnen" in bring(clerk, "/post", (SCAN, "nog eens.png"), raadpleging=CODE).text
    assert len(work(town, OutboxKind.READ_SCAN)) == 2


@pytest.mark.parametrize(
    ("content", "name", "code", "told"),
    [
        (b"", "leeg.pdf", "", "leeg.pdf is niet bewaard"),
        (SCAN, "goed.png", OTHER_CODE, "Deze raadpleging is er niet"),
        (SCAN, "goed.png", "0000", "Deze raadpleging is er niet"),
    ],
)
def test_what_cannot_be_taken_in_is_told(
    clerk: Visitor, town: Town, content: bytes, name: str, code: str, told: str
) -> None:
    assert told in bring(clerk, "/post", (content, name), raadpleging=code).text
    assert work(town, OutboxKind.READ_SCAN) == []


def test_choosing_no_file_is_told(clerk: Visitor) -> None:
    assert "Kies eerst een bestand" in clerk.post("/post", follow=True).text


def test_a_name_is_kept_without_its_folder_and_shown_as_text(clerk: Visitor, town: Town) -> None:
    page = bring(clerk, "/post", (SCAN, "scans/van iemand/<b>post.png")).text
    assert "<b>post" not in page
    assert work(town, OutboxKind.READ_SCAN)[0].payload["name"] == "<b>post.png"


def test_what_became_of_a_file_is_told_page_by_page(clerk: Visitor, town: Town) -> None:
    bring(clerk, "/post", (SCAN, "maandag.png"))
    (entry,) = work(town, OutboxKind.READ_SCAN)
    result = {
        "pages": 3,
        "documents": [{"submission": town.submissions["form"]}, {"submission": town.submissions["elsewhere"]}],
        "problems": [
            {"page": 2, "code": "unreadable_page", "message": "page 2 cannot be read"},
            {"page": 3, "code": "blank_page", "message": "page 3 is blank"},
            {"page": 4, "code": "duplicate_page", "message": "page 4 is page 1"},
            {"page": 6, "code": "unreadable_page", "message": "page 6 cannot be read"},
        ],
    }
    with town.services.store.write() as connection:
        outbox.close(connection, entry.id, result)
    page = clerk.get("/post").text
    assert "Gelezen" in page
    assert town.submissions["form"] in page
    assert town.submissions["elsewhere"] not in page
    assert page.count("Scan hem opnieuw") == 1
    tasks, others = page.split("Dit moet u nog doen:")[1].split("Hier hoeft u niets voor te doen")
    assert "Pagina&#39;s 2 en 6:" in tasks
    assert not any(f"Pagina {number}:" in tasks for number in (3, 4))
    assert all(f"Pagina {number}:" in others for number in (3, 4))


def test_notes_of_a_meeting_are_stored_for_reading(clerk: Visitor, town: Town) -> None:
    notes = (b"- Meer licht bij de halte.\n", "verslag.txt")
    page = bring(clerk, "/bijeenkomst", notes, raadpleging=CODE, titel="Wijkavond", datum="2026-11-12").text
    assert "verslag.txt is goed ontvangen" in page
    (entry,) = work(town, OutboxKind.READ_NOTES)
    assert (entry.payload["title"], entry.payload["date"], entry.payload["place"]) == ("Wijkavond", "2026-11-12", None)


def shown_after_reading(clerk: Visitor, town: Town, content: bytes, name: str) -> str:
    """The page of the first contribution in those notes."""
    bring(clerk, "/bijeenkomst", (content, name), raadpleging=CODE)
    with town.services.store.write() as connection:
        taken = outbox.lease(connection, work(town, OutboxKind.READ_NOTES)[0].id)
    assert taken
    read_meeting_file(town.services, taken)
    with town.services.store.read() as connection:
        result = outbox.result_of(connection, taken.id)[1]
    assert result
    return clerk.get(f"/inzendingen/{result['submissions'][0]}").text


def test_a_meeting_without_a_title_is_not_called_after_a_file_which_may_hold_a_name(clerk: Visitor, town: Town) -> None:
    for number, name in enumerate(("van mevrouw Verzonnen.txt", "andere avond.txt", "van mevrouw Verzonnen.txt")):
        bring(clerk, "/bijeenkomst", (f"- Bijdrage {number}, meer licht.\n".encode(), name), raadpleging=CODE)
    for entry in work(town, OutboxKind.READ_NOTES):
        run_entry(town.services, entry.id)
    with town.services.store.read() as connection:
        titles = connection.execute(sa.select(MEETING.c.title).order_by(MEETING.c.created_at)).scalars().all()
    called = town.version().definition.text(town.version().definition.title, "nl")
    assert titles[1:] == [called, f"{called} (2)"], "one for each file, and the corrected file is of the same"


@pytest.mark.parametrize("name", ["verslag.txt", "verslag.md"])
def test_notes_in_plain_text_stand_beside_the_contribution(clerk: Visitor, town: Town, name: str) -> None:
    notes = "Verslag van de avond\n\n- Meer licht bij de halte, één lamp is te weinig.\n- Een toilet.\n"
    page = shown_after_reading(clerk, town, notes.encode(), name)
    assert "Het verslag" in page
    assert notes.strip() in page


def test_of_other_notes_what_was_read_stands_beside_the_contribution(clerk: Visitor, town: Town) -> None:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("Meer licht bij de halte.", style="List Bullet")
    document.save(out)
    page = shown_after_reading(clerk, town, out.getvalue(), "verslag.docx")
    assert "Uit het verslag" in page
    assert re.search(r'<div class="notes"[^>]*>[^<]*Meer licht bij de halte', page)
    assert "verslag.docx</a>" in page


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Één lamp\n".encode(), "text/plain"),
        (b"\xef\xbb\xbfEen lamp\r\n", "text/plain"),
        (b"een\0lamp", "application/octet-stream"),
        (b"\xe9\xe9n lamp", "application/octet-stream"),
        (b"{\\rtf1 een lamp}", "application/rtf"),
        (b"%PDF-1.7 een lamp", "application/pdf"),
        (b"een lamp " * 120_000, "application/octet-stream"),
    ],
)
def test_text_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert media_type(content) == kind


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"raadpleging": CODE, "datum": "12 november"}, "Deze datum bestaat niet"),
        ({"raadpleging": OTHER_CODE}, "Kies bij welke raadpleging"),
        ({}, "Kies bij welke raadpleging"),
    ],
)
def test_a_meeting_needs_its_consultation_and_a_real_day(
    clerk: Visitor, town: Town, form: dict[str, str], told: str
) -> None:
    refused = clerk.post("/bijeenkomst", {"bestand": (io.BytesIO(b"x"), "a.txt"), **form})
    assert refused.status_code == 400
    assert told in refused.text
    assert work(town, OutboxKind.READ_NOTES) == []


def test_the_places_from_which_post_comes_by_itself_are_told(clerk: Visitor, town: Town) -> None:
    organisation = town.version().organisation_id
    with town.services.store.write() as connection:
        watching.looked(connection, organisation, "/srv/scans", took=True)
        watching.looked(connection, organisation, "imaps://scan@mail.example/INBOX", problem="no_sign_in")
        watching.refuse(connection, organisation, "/srv/scans", "<b>post.zip", "packed")
        long_ago = now() - STILL - timedelta(minutes=1)
        watching.looked(connection, organisation, "/srv/oud")
        connection.execute(
            watching.PLACE.update().where(watching.PLACE.c.address == "/srv/oud").values(looked_at=long_ago)
        )
    page = clerk.get("/post").text
    assert "In orde" in page
    assert "De mailserver weigert het wachtwoord" in page
    assert "Hier keek Inloop al een tijd niet" in page
    assert "&lt;b&gt;post.zip" in page
    assert "Pak het uit" in page


def test_another_organisation_sees_none_of_it(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        stranger = (
            connection.execute(sa.select(ORGANISATION.c.id).where(ORGANISATION.c.id != town.version().organisation_id))
            .scalars()
            .first()
        )
        assert stranger
        watching.looked(connection, stranger, "/srv/elders")
        watching.refuse(connection, stranger, "/srv/elders", "elders.zip", "packed")
    page = clerk.get("/post").text
    assert "elders" not in page


def test_how_far_a_file_is_read_is_told(clerk: Visitor, town: Town) -> None:
    bring(clerk, "/post", (SCAN, "stapel.png"))
    (entry,) = work(town, OutboxKind.READ_SCAN)
    with town.services.store.write() as connection:
        taken = outbox.lease(connection, entry.id)
        assert taken
        outbox.renew(connection, taken, {"done": 12, "pages": 65})
    page = clerk.get("/post").text
    assert "12 van 65 pagina" in page
    assert '<progress max="65" value="12"' in page


def test_a_file_that_could_not_be_read_can_be_tried_again(coordinator: Visitor, clerk: Visitor, town: Town) -> None:
    bring(clerk, "/post", (b"%PDF-1.7 kapot", "kapot.pdf"))
    (entry,) = work(town, OutboxKind.READ_SCAN)
    run_entry(town.services, entry.id)
    page = coordinator.get("/post").text
    assert "Dit bestand kan Inloop niet lezen" in page
    assert f"/werk/{entry.id}/opnieuw" in page
    assert f"/werk/{entry.id}/opnieuw" not in clerk.get("/post").text
    coordinator.post(f"/werk/{entry.id}/opnieuw")
    with town.services.store.read() as connection:
        assert outbox.result_of(connection, entry.id)[0] is OutboxState.WAITING
    assert town.services.evidence.get(entry.payload["sha256"]) == b"%PDF-1.7 kapot"
