"""Handing in many files at once: each with its own outcome, followed while they are read, and undone as one."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from channels.paper.form import make_form
from intake.desk.brought_in import MOST_AT_LENGTH
from intake.desk.uploads import LATER, SOON
from intake.jobs import run_entry
from models import outbox
from models.clock import now
from models.sessions import NOTED_EVERY, SESSION
from models.vocabulary import OutboxKind, OutboxState, Role
from tests.integration.desk.test_uploads import SCAN, bring, work
from tests.integration.desk.town import CODE, Town
from tests.integration.desk.visitor import Visitor
from tests.paper_kit import as_jpeg, printed, scaled

JSON = {"Accept": "application/json"}
STACK = "0f" * 16


def several(count: int) -> list[tuple[bytes, str]]:
    return [(SCAN + bytes([number // 256, number % 256]), f"blad {number}.png") for number in range(count)]


def hand_in(visitor: Visitor, count: int = 3, stack: str = STACK) -> None:
    assert bring(visitor, "/post", *several(count), stapel=stack).status_code == 200


def events(visitor: Visitor, seen: str = "", path: str = "/post/voortgang") -> tuple[dict[str, str], dict[str, Any]]:
    """The fields of the one event that comes, and its data."""
    answer = visitor.get(path, headers={"Last-Event-ID": seen})
    assert answer.mimetype == "text/event-stream"
    fields = dict(line.split(": ", 1) for line in answer.text.strip().split("\n"))
    return fields, json.loads(fields["data"])


def shown(visitor: Visitor) -> str:
    return visitor.get("/post").text


def test_four_hundred_files_at_once_are_all_kept_and_told_in_one_line(clerk: Visitor, town: Town) -> None:
    answer = bring(clerk, "/post", *several(400), stapel=STACK)
    assert "400 bestanden zijn goed ontvangen" in answer.text
    assert len(work(town, OutboxKind.READ_SCAN)) == 400
    assert sum(len(value) for name, value in answer.headers if name == "Set-Cookie") < 4000
    page = shown(clerk)
    assert "Stapel van 400 bestanden" in page
    assert len(page.encode()) < 100_000
    again = bring(clerk, "/post", *several(2), stapel=STACK).text
    assert again.count("was al eerder binnen") == 2


@pytest.mark.parametrize(
    ("content", "name", "remedy"),
    [
        (b"PK\x03\x04rest", "post.zip", "Pak het uit"),
        (b"\x00\x01\x02 geen scan", "film.mov", "Sla het op als pdf"),
        (b"", "leeg.pdf", "Dit bestand is leeg"),
    ],
)
def test_what_can_never_be_read_is_refused_at_once_with_the_remedy_and_the_rest_is_kept(
    clerk: Visitor, town: Town, content: bytes, name: str, remedy: str
) -> None:
    page = bring(clerk, "/post", (content, name), (SCAN, "goed.png")).text
    assert f"{name} is niet bewaard" in page
    assert remedy in page
    assert "goed.png is goed ontvangen" in page
    assert [entry.payload["name"] for entry in work(town, OutboxKind.READ_SCAN)] == ["goed.png"]


def test_more_than_may_come_at_once_is_refused_with_what_to_do(clerk: Visitor, app: Flask, town: Town) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 2000
    refused = clerk.client.post("/post", data={"bestand": (io.BytesIO(SCAN + b"0" * 4000), "groot.png")})
    assert refused.status_code == 413
    assert "lever er minder tegelijk in" in refused.text
    assert work(town, OutboxKind.READ_SCAN) == []


def test_a_script_hears_of_each_file_what_became_of_it(clerk: Visitor) -> None:
    fields = {"csrf_token": clerk.token(), "bestand": (io.BytesIO(SCAN), "een.png"), "stapel": STACK}
    (told,) = clerk.client.post("/post", data=fields, headers=JSON).get_json()["files"]
    assert (told["good"], told["text"]) == (True, "een.png is goed ontvangen. Inloop leest het nu.")
    nothing = clerk.client.post("/post", data={"csrf_token": clerk.token()}, headers=JSON).get_json()["files"]
    assert nothing == [{"name": "", "text": "Kies eerst een bestand.", "good": False, "later": False}]
    wrong = {"csrf_token": clerk.token(), "raadpleging": CODE, "datum": "31-31"}
    refused = clerk.client.post("/bijeenkomst", data=wrong, headers=JSON)
    assert (refused.status_code, "Deze datum bestaat niet" in refused.get_json()["problem"]) == (400, True)


def test_progress_comes_as_one_event_that_ends_and_then_only_what_changed(clerk: Visitor, town: Town) -> None:
    fields, idle = events(clerk)
    assert (fields["event"], fields["retry"], idle["told"]) == ("stand", str(LATER), "Alles is gelezen.")
    hand_in(clerk)
    fields, news = events(clerk, fields["id"])
    assert fields["retry"] == str(SOON)
    assert list(news["changed"]) == [STACK] == news["order"][:1]
    assert "0 van 3 bestanden gelezen" in news["changed"][STACK]
    assert news["told"] == "Er worden nog 3 bestanden gelezen."
    fields, quiet = events(clerk, fields["id"])
    assert quiet["changed"] == {}
    run_entry(town.services, work(town, OutboxKind.READ_SCAN)[0].id)
    assert "1 van 3 bestanden gelezen" in events(clerk, fields["id"])[1]["changed"][STACK]


def test_progress_of_meetings_is_told_to_a_facilitator(at_the_desk: Callable[[Role], Visitor]) -> None:
    facilitator = at_the_desk(Role.FACILITATOR)
    bring(facilitator, "/bijeenkomst", (b"- Meer licht.\n", "verslag.txt"), raadpleging=CODE, stapel=STACK)
    news = events(facilitator, path="/bijeenkomst/voortgang")[1]
    assert "verslag.txt" in news["changed"][STACK]
    assert "Draai deze stapel terug" not in news["changed"][STACK]


def test_a_page_that_stands_open_keeps_nobody_signed_in(clerk: Visitor, visitor: Visitor, town: Town) -> None:
    long_ago = now() - 2 * NOTED_EVERY
    with town.services.store.write() as connection:
        connection.execute(SESSION.update().values(seen_at=long_ago))
    events(clerk)
    with town.services.store.read() as connection:
        assert set(connection.execute(sa.select(SESSION.c.seen_at)).scalars()) == {long_ago}
    assert visitor.get("/post/voortgang").status_code == 302
    assert visitor.sign_in("clerk@zaandijk.example").location == "/"


def test_who_has_no_scripts_can_ask_for_a_page_that_refreshes_until_all_is_read(clerk: Visitor, town: Town) -> None:
    hand_in(clerk, 1)
    assert "Refresh" not in clerk.get("/post").headers
    assert clerk.get("/post?ververs=1").headers["Refresh"] == "5"
    run_entry(town.services, work(town, OutboxKind.READ_SCAN)[0].id)
    assert "Refresh" not in clerk.get("/post?ververs=1").headers


def test_in_a_large_stack_what_needs_somebody_comes_first_and_the_rest_in_short(clerk: Visitor, town: Town) -> None:
    hand_in(clerk, 40)
    entries = work(town, OutboxKind.READ_SCAN)
    with town.services.store.write() as connection:
        for entry in entries[:38]:
            outbox.close(connection, entry.id, {"pages": 1, "documents": [], "problems": []})
        trouble = {"page": 1, "code": "unreadable_page", "message": "page 1 cannot be read"}
        outbox.close(connection, entries[38].id, {"pages": 1, "documents": [], "problems": [trouble]})
    page = shown(clerk)
    assert "39 bestanden zonder problemen" in page
    assert page.index("blad 38.png") < page.index("39 bestanden zonder problemen") < page.index("blad 7.png")
    assert MOST_AT_LENGTH < 39


def test_a_stack_is_taken_back_by_who_handed_it_in_and_read_after_all_if_that_was_a_slip(
    clerk: Visitor, town: Town
) -> None:
    hand_in(clerk, 2)
    first, second = work(town, OutboxKind.READ_SCAN)
    run_entry(town.services, first.id)
    assert f"/post/stapels/{STACK}/terug" in shown(clerk)
    assert "1 afgewezen" in clerk.post(f"/post/stapels/{STACK}/terug", follow=True).text
    run_entry(town.services, second.id)
    with town.services.store.read() as connection:
        result = outbox.result_of(connection, second.id)[1]
    assert result
    assert "documents" not in result, "it is not read any more"
    assert f"/post/stapels/{STACK}/terug" not in shown(clerk)

    assert "blad 1.png wordt alsnog gelezen" in clerk.post(f"/post/{second.id}/alsnog", follow=True).text
    (anew,) = [entry for entry in work(town, OutboxKind.READ_SCAN) if entry.state is OutboxState.WAITING]
    assert (anew.payload["sha256"], anew.payload["stack"]) == (second.payload["sha256"], STACK)
    assert f"/post/{second.id}/alsnog" not in shown(clerk)
    run_entry(town.services, anew.id)
    with town.services.store.read() as connection:
        result = outbox.result_of(connection, anew.id)[1]
    assert result
    assert len(result["documents"]) == 1


def test_a_file_taken_back_while_it_was_read_brings_nothing(clerk: Visitor, town: Town) -> None:
    hand_in(clerk, 1)
    (entry,) = work(town, OutboxKind.READ_SCAN)
    with town.services.store.write() as connection:
        taken = outbox.lease(connection, entry.id)
    assert taken
    clerk.post(f"/post/stapels/{STACK}/terug")
    with town.services.store.write() as connection:
        assert not outbox.still_held(connection, taken)
        outbox.put_back(connection, taken, "the disk was full")
        assert outbox.result_of(connection, entry.id)[0] is OutboxState.DONE


def test_what_a_colleague_handed_in_only_a_coordinator_takes_back(
    clerk: Visitor, coordinator: Visitor, town: Town
) -> None:
    hand_in(coordinator, 1)
    (entry,) = work(town, OutboxKind.READ_SCAN)
    assert "Draai deze stapel terug" not in shown(clerk)
    for path in (f"/post/stapels/{STACK}/terug", f"/post/{entry.id}/terug", f"/post/{entry.id}/alsnog"):
        assert clerk.post(path).status_code == 404
    assert coordinator.post(f"/post/{entry.id}/alsnog").status_code == 404, "nobody took it back"
    assert coordinator.post(f"/post/stapels/{STACK}/terug").status_code == 302


def read_as(town: Town, problems: list[dict[str, Any]], pages: int = 6) -> None:
    """A file that came in and was read, with these problems."""
    with town.services.store.write() as connection:
        here = town.version().organisation_id
        payload = {"name": "stapel.pdf", "consultation": None}
        entry = outbox.add(connection, OutboxKind.READ_SCAN, "scan:2", payload, organisation_id=here)
        outbox.close(connection, entry, {"pages": pages, "documents": [], "problems": problems})


def test_which_pages_of_which_form_are_missing_is_told_and_what_needs_nobody_is_no_task(
    clerk: Visitor, town: Town
) -> None:
    def missing(page: int, asks: bool) -> dict[str, Any]:
        told = {"page": page, "pages": 4, "sheet": "7F3K2-M9QXA", "asks": asks}
        return {"page": 1, "code": "missing_page", "message": "…", "missing": told}

    read_as(town, [missing(2, True), missing(3, True), missing(4, False)])
    page = " ".join(shown(clerk).split())
    tasks, told = page.split("Dit moet u nog doen:")[1].split("Hier hoeft u niets voor te doen")
    assert "Formulier 7F3K2-M9QXA is niet compleet. Dit ontbreekt: pagina&#39;s 2 en 3 van 4." in tasks
    assert "Daar staan geen vragen op" in told
    assert "Daar staan geen vragen op" not in tasks


def test_blank_and_doubled_pages_are_told_but_ask_nothing_of_anybody(clerk: Visitor, town: Town) -> None:
    codes = {2: "blank_page", 4: "blank_page", 5: "duplicate_page", 6: "separator"}
    read_as(town, [{"page": page, "code": code, "message": "…"} for page, code in codes.items()])
    page = " ".join(shown(clerk).split()).split("stapel.pdf")[1].split('class="panel"')[0]
    assert "Dit moet u nog doen" not in page
    assert "Pagina&#39;s 2 en 4: Hier staat niets op." in page
    assert "Pagina 5: Deze pagina zit er twee keer in" in page
    assert "Pagina 6: Dit is een scheidingsvel." in page


def test_separator_sheets_can_be_printed_by_who_scans(clerk: Visitor) -> None:
    page = shown(clerk)
    assert "/post/scheidingsvellen" in page
    answer = clerk.get("/post/scheidingsvellen")
    assert answer.mimetype == "application/pdf"
    assert answer.get_data().startswith(b"%PDF-")


def test_a_file_that_came_by_itself_says_from_where(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        payload = {"name": "van de scanner.pdf", "from": "/srv/scans", "consultation": None}
        here = town.version().organisation_id
        outbox.add(connection, OutboxKind.READ_SCAN, "scan:1", payload, organisation_id=here)
    assert "vanzelf uit /srv/scans" in shown(clerk)


def test_photographs_of_the_sheets_of_one_form_are_one_form(clerk: Visitor, town: Town) -> None:
    version = town.version()
    form = make_form(version.definition, version.number, language="nl")
    sheets = [(as_jpeg(scaled(page, 250)), f"foto {at}.jpg") for at, page in enumerate(printed(form.pdf), start=1)]
    assert len(sheets) > 1
    page = bring(clerk, "/post", *sheets, (SCAN, "brief.png"), samen="ja").text
    assert f"foto 1.jpg en {len(sheets) - 1} meer is goed ontvangen" in page
    assert "brief.png is goed ontvangen, maar apart" in page
    together, apart = work(town, OutboxKind.READ_SCAN)
    assert apart.payload["name"] == "brief.png"
    run_entry(town.services, together.id)
    with town.services.store.read() as connection:
        result = outbox.result_of(connection, together.id)[1]
    assert result
    assert [one["kind"] for one in result["documents"]] == ["form"]
    assert [one["code"] for one in result["problems"] if one["code"] == "missing_page"] == []
    assert "was al eerder binnen" in bring(clerk, "/post", *sheets, samen="ja").text
    assert "is niet bewaard" in bring(clerk, "/post", sheets[0], (b"\xff\xd8\xff kapot", "b.jpg"), samen="ja").text
