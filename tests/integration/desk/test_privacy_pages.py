"""The privacy officer reads the trail, checks it, gives somebody their data and erases it: in one organisation only."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from intake.desk.privacy_words import subject
from intake.desk.trail import PAGE
from models import audit
from models.audit import Deed
from models.erasure import ERASURE
from models.submissions import SUBMISSION
from models.tables import metadata
from models.tables.audit import Act
from models.vocabulary import Channel, Role
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor


@pytest.fixture
def officer(at_the_desk: Callable[[Role], Visitor]) -> Visitor:
    return at_the_desk(Role.PRIVACY)


def receipt(town: Town, channel: Channel = Channel.SMS) -> str:
    with town.services.store.read() as connection:
        query = sa.select(SUBMISSION.c.receipt).where(SUBMISSION.c.channel == channel).order_by(SUBMISSION.c.id)
        return str(connection.execute(query.limit(1)).scalar_one())


def home(town: Town) -> str:
    with town.services.store.read() as connection:
        of = SUBMISSION.c.receipt == receipt(town)
        return str(connection.execute(sa.select(SUBMISSION.c.organisation_id).where(of)).scalar_one())


def receipts(town: Town) -> set[str]:
    with town.services.store.read() as connection:
        return set(connection.execute(sa.select(SUBMISSION.c.receipt)).scalars())


def test_the_trail_tells_who_did_what_newest_first(
    town: Town, officer: Visitor, at_the_desk: Callable[[Role], Visitor]
) -> None:
    at_the_desk(Role.CLERK).post(f"/terugbellen/{town.call_backs['here']}/neem", follow=True)
    page = officer.get("/logboek").text
    assert town.email(Role.CLERK) in page
    assert page.index("contactgegeven") < page.index("ingesteld", page.index("<table"))
    assert "Terugbellen" in page


def test_the_trail_can_be_filtered_and_is_paged(town: Town, officer: Visitor) -> None:
    for n in range(PAGE + 5):
        with town.services.store.write() as connection:
            deed = Deed(
                act=Act.PUBLISHED, organisation_id=home(town), subject="submission", subject_id=f"verzonnen-{n}"
            )
            audit.note(connection, deed)
    first = officer.get("/logboek?wat=published").text
    assert first.count("vrijgegeven voor publicatie</td>") == PAGE
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert officer.get(older).text.count("vrijgegeven voor publicatie</td>") == 5
    one = officer.get("/logboek?waarvan=verzonnen-3").text
    assert one.count("vrijgegeven voor publicatie</td>") == 1
    assert officer.get("/logboek?van=2999-01-01").text.count("<tbody>") == 0


def test_the_trail_is_checked_and_its_head_told(town: Town, officer: Visitor) -> None:
    page = officer.get("/logboek?controle=ja").text
    assert "Het logboek klopt." in page
    with town.services.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.execute(
            audit.AUDIT.update().where(audit.AUDIT.c.chain == home(town), audit.AUDIT.c.number == 1).values(by_id="x")
        )
    page = officer.get("/logboek?controle=ja").text
    assert "geknoeid" in page
    assert "Een regel is veranderd." in page


def test_the_trail_as_a_file_in_the_terms_of_the_standard(
    town: Town, officer: Visitor, at_the_desk: Callable[[Role], Visitor]
) -> None:
    at_the_desk(Role.CLERK).post(f"/terugbellen/{town.call_backs['here']}/neem", follow=True)
    lines = [json.loads(line) for line in officer.post("/logboek/bestand", {"vorm": "dpl"}).text.splitlines()]
    assert lines
    by_span = {line["span_id"] for line in lines}
    assert len(by_span) == len(lines)
    for line in lines:
        assert len(bytes.fromhex(line["trace_id"])) == 16
        assert len(bytes.fromhex(line["span_id"])) == 8
        told = {one["key"]: one["value"] for one in line["attributes"]}
        assert told["dpl.core.processing_activity_id"].endswith("/verwerkingen#terugbellen")
        assert ("dpl.core.data_subject_id" in told) == ("dpl.core.data_subject_id_type" in told)
        assert line.get("parent_span_id") in {None, *by_span}
    everything = [json.loads(line) for line in officer.post("/logboek/bestand", {"vorm": "jsonl"}).text.splitlines()]
    assert [one["number"] for one in everything] == list(range(1, len(everything) + 1))
    assert everything[-1]["act"] == "checked"


def test_somebody_gets_their_own_data(town: Town, officer: Visitor) -> None:
    answer = officer.post("/rechten/inzage", {"soort": "ontvangst", "nummer": receipt(town)})
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert receipt(town) in archive.read("lees-mij.html").decode()


def test_what_goes_is_shown_before_it_goes(town: Town, officer: Visitor) -> None:
    given = {"soort": "ontvangst", "nummer": receipt(town)}
    page = officer.post("/rechten/wissen", dict(given)).text
    assert "Dit gaat weg, voorgoed" in page
    assert given["nummer"] in receipts(town)
    page = officer.post("/rechten/wissen", {**given, "zeker": "ja"}).text
    assert given["nummer"] not in receipts(town)
    assert "op verzoek" in page
    with town.services.store.read() as connection:
        (proof,) = connection.execute(sa.select(ERASURE)).all()
        erased = [row for row in audit.records(connection, home(town)) if row.act is Act.ERASED]
    assert [row.subject_id for row in erased] == [proof.id]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"soort": "ontvangst", "nummer": "12345"}, "geen ontvangstnummer"),
        ({"soort": "telefoon", "nummer": "hallo"}, "geen telefoonnummer"),
        ({"soort": "telefoon", "nummer": "0612349999"}, "weten wij niets"),
    ],
)
@pytest.mark.parametrize("path", ["/rechten/inzage", "/rechten/wissen"])
def test_a_wrong_number_says_what_is_wrong_with_it(
    officer: Visitor, path: str, given: dict[str, object], said: str
) -> None:
    answer = officer.post(path, dict(given))
    assert answer.status_code == 400
    assert said in answer.text


def test_another_organisations_people_are_not_reached(town: Town, officer: Visitor) -> None:
    with town.services.store.read() as connection:
        query = sa.select(SUBMISSION.c.receipt).where(SUBMISSION.c.organisation_id != home(town))
        theirs = str(connection.execute(query.limit(1)).scalar_one())
    for path in ("/rechten/inzage", "/rechten/wissen"):
        answer = officer.post(path, {"soort": "ontvangst", "nummer": theirs, "zeker": "ja"})
        assert answer.status_code == 400
        assert "kennen wij niet" in answer.text
    assert theirs in receipts(town)


def test_everybody_can_read_what_data_is_used_for(visitor: Visitor) -> None:
    page = visitor.get("/verwerkingen")
    assert page.status_code == 200
    assert 'id="uitkomst-vertellen"' in page.text


def test_all_that_can_be_erased_has_a_name_that_people_know() -> None:
    found = {"submission", "dialogue", "contact", "evidence", "participation_code", "arrival", "outbox"}
    for _ in metadata.sorted_tables:
        found |= {
            table.name
            for table in metadata.sorted_tables
            if any(key.column.table.name in found for key in table.foreign_keys)
        }
    assert {name for name in found if subject(name) == name} == set()
