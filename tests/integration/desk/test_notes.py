"""A facilitator divides the notes of a meeting otherwise, with a plain browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa

from channels.meetings.segment_keeping import NOTE_SEGMENT
from models import meetings
from models.accounts import user_id
from models.audit import AUDIT
from models.decisions import decide
from models.definition import STATEMENT
from models.meetings import Details
from models.submissions import ANSWER, SUBMISSION, move
from models.tables.audit import Act
from models.vocabulary import Role, Status
from tests.integration.desk.seeded_notes import NOTES, keep_notes
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Desk:
    """The page of one meeting's notes, and somebody in front of it."""

    town: Town
    visitor: Visitor
    meeting: str
    path: str

    def parts(self) -> list[sa.Row[tuple[object, ...]]]:
        evidence = self.path.rsplit("/", 1)[-1]
        query = sa.select(NOTE_SEGMENT).where(NOTE_SEGMENT.c.evidence_id == evidence)
        with self.town.services.store.read() as connection:
            return list(connection.execute(query.order_by(NOTE_SEGMENT.c.position)))

    def at(self, words: str) -> sa.Row[tuple[object, ...]]:
        (found,) = [one for one in self.parts() if words in one.text]
        return found

    def version(self) -> str:
        found = re.search(r'name="versie" value="(\d+)"', self.visitor.get(self.path).text)
        assert found
        return found[1]

    def send(self, act: str, words: str, **more: object) -> tuple[int, str]:
        """What the page says after that form."""
        form = {"versie": self.version(), "stuk": self.at(words).position, "daad": act, **more}
        answer = self.visitor.post(self.path, form, follow=True)
        return answer.status_code, answer.text

    def status(self, submission_id: str) -> Status:
        with self.town.services.store.read() as connection:
            query = sa.select(SUBMISSION.c.status).where(SUBMISSION.c.id == submission_id)
            return connection.execute(query).scalar_one()  # type: ignore[no-any-return]


@pytest.fixture
def desk(town: Town, at_the_desk: Callable[[Role], Visitor]) -> Desk:
    version = town.version()
    with town.services.store.write() as connection:
        details = Details(title="Wijkavond", held_on=date(2026, 11, 12))
        meeting = meetings.begin(connection, version.organisation_id, version.consultation_id, details)
        evidence = keep_notes(connection, version, meeting)
    return Desk(town, at_the_desk(Role.FACILITATOR), meeting, f"/bijeenkomsten/{meeting}/verslag/{evidence}")


def test_the_whole_text_is_shown_in_parts_each_with_what_it_is_and_what_became_of_it(desk: Desk) -> None:
    assert desk.path in desk.visitor.get(f"/bijeenkomsten/{desk.meeting}").text
    page = desk.visitor.get(desk.path).text
    shown = re.findall(r'<p class="segment-text"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert " ".join(shown).split() == NOTES.split()
    assert page.count('<strong class="segment-kind">Bijdrage</strong>') == 3
    assert "8 mensen" in page
    assert "Mevrouw Verzonnen" in page
    assert page.count('<strong class="segment-kind">Geleerde les</strong>') == 1
    assert page.count("status-needs_person") == 3


def test_a_part_is_split_at_a_word_without_scripts(desk: Desk) -> None:
    place = desk.at("bankjes").position
    page = desk.visitor.get(f"{desk.path}/grens/{place}?splits=1").text
    found = re.search(r'name="op" value="(\d+)"[^>]*>laat<', page)
    assert found
    assert desk.send("split", "bankjes", op=found[1])[0] == 200
    assert desk.at("bankjes").words == "Bel de buurt als er bankjes komen en"
    assert desk.at("laat de bomen").kind == "contribution"
    assert "".join(str(one.text) for one in desk.parts()).split() == NOTES.split()


def test_a_border_is_moved_to_a_word_of_the_part_before(desk: Desk) -> None:
    second = desk.at("fietsen").position
    page = desk.visitor.get(f"{desk.path}/grens/{second}").text
    assert "nu begint het hier" in page
    found = re.search(r'name="op" value="(\d+)"[^>]*>laat<', page)
    assert found
    desk.send("border", "fietsen", op=found[1])
    assert str(desk.at("fietsen").text).startswith("laat de bomen staan.")
    assert desk.at("bankjes").words == "Bel de buurt als er bankjes komen en"


def test_what_somebody_says_of_a_part_is_kept_and_undone(desk: Desk) -> None:
    said = {"soort": "contribution", "tafel": "Tafel 3", "mensen": "5", "spreker": "een bewoner", "vraag": "why"}
    desk.send("describe", "bankjes", **said)
    kept = desk.at("bankjes")
    assert (kept.table, kept.supporters, kept.speaker, kept.question) == ("Tafel 3", 5, "een bewoner", "why")
    page = desk.send("undo", "bankjes")[1]
    assert (desk.at("bankjes").table, desk.at("bankjes").supporters) == ("Tafel 2", 1)
    assert "een wijziging bij stuk" in page
    assert desk.town.email(Role.FACILITATOR) in page


@pytest.mark.parametrize(
    ("act", "more", "told"),
    [
        ("describe", {"mensen": "0"}, "Vul een aantal mensen in"),
        ("describe", {"mensen": "veel"}, "Vul een aantal mensen in"),
        ("describe", {"vraag": "geen"}, "Deze vraag is er niet"),
        ("describe", {}, "Er is niets veranderd"),
        ("split", {"op": "0"}, "Aan elke kant van de grens"),
        ("border", {"op": "999999"}, "Aan elke kant van de grens"),
        ("undo", {}, "niets om ongedaan te maken"),
    ],
)
def test_what_cannot_be_done_is_told_with_what_to_do(desk: Desk, act: str, more: dict[str, str], told: str) -> None:
    before = desk.parts()
    status, page = desk.send(act, "bankjes", **more)
    assert status == 400
    assert told in page
    assert desk.parts() == before


def test_of_two_facilitators_at_once_the_second_is_told_who_was_first(
    desk: Desk, at_the_desk: Callable[[Role], Visitor]
) -> None:
    seen = desk.version()
    other = Desk(desk.town, at_the_desk(Role.COORDINATOR), desk.meeting, desk.path)
    other.send("merge", "meer licht")
    before = desk.parts()
    status, page = desk.send("merge", "fietsen", versie=seen)
    assert status == 409
    assert "Een collega wijzigde dit verslag net" in page
    assert desk.town.email(Role.COORDINATOR) in page
    assert desk.parts() == before


def test_what_somebody_decided_about_is_changed_only_by_who_is_sure(desk: Desk) -> None:
    mine, version = str(desk.at("bankjes").submission_id), desk.town.version()
    with desk.town.services.store.write() as connection:
        by = str(user_id(connection, desk.town.email(Role.CLERK)))
        decide(connection, mine, version.definition, STATEMENT.key, by=by, value="Bankjes.")
    status, page = desk.send("describe", "bankjes", mensen="4")
    assert status == 409
    assert "Over deze bijdrage is al beslist" in page
    assert mine in page
    assert desk.status(mine) is Status.ACCEPTED
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.split('id="fout"')[1]))
    desk.visitor.post(
        desk.path, {**{name: again[name] for name in ("versie", "stuk", "daad", "mensen")}, "zeker": "ja"}
    )
    assert desk.status(mine) is Status.SUPERSEDED
    assert desk.status(str(desk.at("bankjes").submission_id)) is Status.NEEDS_PERSON


def test_what_is_approved_is_not_changed_and_the_page_says_what_to_do(desk: Desk) -> None:
    mine = str(desk.at("bankjes").submission_id)
    with desk.town.services.store.write() as connection:
        connection.execute(ANSWER.update().where(ANSWER.c.submission_id == mine).values(state="confirmed"))
        move(connection, mine, Status.ACCEPTED)
        move(connection, mine, Status.APPROVED)
    before = desk.parts()
    for sure in ("", "ja"):
        status, page = desk.send("merge", "bankjes", zeker=sure)
        assert status == 409
        assert "Vraag een coördinator" in page
    assert desk.parts() == before


def test_who_looks_at_notes_stands_in_the_trail(desk: Desk) -> None:
    desk.visitor.get(desk.path)
    with desk.town.services.store.read() as connection:
        query = sa.select(AUDIT.c.subject).where(AUDIT.c.act == Act.LOOKED, AUDIT.c.subject_id == desk.path[-36:])
        assert connection.execute(query).scalars().all() == ["evidence"]


def test_notes_of_another_meeting_are_not_found(desk: Desk) -> None:
    version = desk.town.version()
    with desk.town.services.store.write() as connection:
        details = Details(title="Een andere avond")
        other = meetings.begin(connection, version.organisation_id, version.consultation_id, details)
    evidence = desk.path.rsplit("/", 1)[-1]
    assert desk.visitor.get(f"/bijeenkomsten/{other}/verslag/{evidence}").status_code == 404
    assert desk.visitor.get(f"/bijeenkomsten/{other}/verslag/{evidence}/grens/3").status_code == 404
    assert desk.visitor.get(f"{desk.path}/grens/999").status_code == 404
    assert desk.visitor.get(f"{desk.path}/grens/0").status_code == 404
