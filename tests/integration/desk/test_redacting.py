"""A coordinator decides on each proposal to leave something out; what came in stays, what was decided is published."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from intake.app import create_app
from intake.deliveries.planning import PUBLIC_TEXT
from intake.privacy.names.apart import WarmFinder
from intake.privacy.names.searching import look
from intake.privacy.proposals import DECISION, SEARCH
from models.submissions import ANSWER
from models.vocabulary import Role
from tests.integration.desk.test_publishing import approve, publish_as, said
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor

TEXT = (
    "Bel 06 12345678 of mail mia@voorbeeld.example. "
    "Aaltje Verzonnen van de Kerkstraat 12 vindt het Marktplein te donker."
)


def page(visitor: Visitor, submission: str) -> str:
    return html.unescape(visitor.get(f"/inzendingen/{submission}/publiceren").text)


def proposed_text(text: str) -> str:
    return str(re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)[0])


def decide(visitor: Visitor, submission: str, words: str, choice: str) -> str:
    """Press a button beside a proposal; the page that follows."""
    (form,) = [
        one for one in re.findall(r"<form.*?</form>", page(visitor, submission), re.DOTALL) if f'"{words}"' in one
    ]
    fields = dict(re.findall(r'name="(vraag|van|tot|woorden)" value="([^"]*)"', form))
    answer = visitor.post(f"/inzendingen/{submission}/weglaten", {**fields, "keuze": choice})
    assert answer.status_code == 302
    return page(visitor, submission)


def look_for_names(town: Town) -> None:
    finder = WarmFinder("tests.engines:NamesByList")
    try:
        assert look(town.services, finder) >= 1
        assert look(town.services, finder) == 0, "what was looked through is not looked through again"
    finally:
        finder.close()


def test_what_nobody_looked_through_for_names_is_approved_by_who_says_that_they_looked(town: Town) -> None:
    app = create_app(replace(town.services.settings, names_engine="tests.engines:NamesByList"))
    coordinator, text = Visitor(app.test_client()), {"answer.why": "Het plein is te donker."}
    coordinator.sign_in(town.email(Role.COORDINATOR))
    publish_as(town, "as: submission, widget: 1")
    soon, later = said(town, TEXT), said(town, TEXT)
    code, shown = approve(coordinator, soon, **text)
    assert (code, "nog niet naar namen gezocht" in shown) == (400, True)
    assert "Het plein is te donker." in shown, "what was typed is still there"
    assert approve(coordinator, soon, **text, namen_gezien="1")[0] == 302
    look_for_names(town)
    assert approve(coordinator, later, **text)[0] == 302
    app.extensions["inloop"].store.close()


def test_each_proposal_is_decided_and_the_text_follows(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission = said(town, TEXT)
    shown = page(coordinator, submission)
    assert proposed_text(shown).startswith("Bel [telefoonnummer] of mail [e-mailadres].")
    assert shown.count("autofocus") == 1, "the keyboard is at the first that waits"
    after = decide(coordinator, submission, "mia@voorbeeld.example", "staat")
    assert proposed_text(after).startswith("Bel [telefoonnummer] of mail mia@voorbeeld.example.")
    decide(coordinator, submission, "06 12345678", "weg")
    assert "U hebt overal over besloten" in page(coordinator, submission)
    assert approve(coordinator, submission, **{"answer.why": proposed_text(after)})[0] == 302
    with town.services.store.read() as connection:
        answers = connection.execute(sa.select(PUBLIC_TEXT.c.answers)).scalar_one()
        decisions = {row.leave_out: row.by for row in connection.execute(sa.select(DECISION))}
        original = connection.execute(
            sa.select(ANSWER.c.value).where(ANSWER.c.submission_id == submission, ANSWER.c.question == "why")
        ).scalar_one()
    assert answers["why"].startswith("Bel [telefoonnummer] of mail mia@voorbeeld.example.")
    assert original == TEXT
    assert set(decisions) == {True, False}
    assert all(decisions.values()), "who decided is known"


def test_what_nobody_let_stand_is_refused_in_what_is_to_be_published(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission = said(town, TEXT)
    decide(coordinator, submission, "mia@voorbeeld.example", "staat")
    code, text = approve(coordinator, submission, **{"answer.why": TEXT})
    assert code == 400
    assert "aan iemand te herkennen" in text.replace("waaraan iemand te herkennen", "aan iemand te herkennen")


def test_a_name_that_was_found_after_the_page_was_opened_is_not_published_unseen(
    coordinator: Visitor, town: Town
) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission = said(town, TEXT)
    opened = proposed_text(page(coordinator, submission))
    assert "Aaltje Verzonnen" in opened
    look_for_names(town)
    assert approve(coordinator, submission, **{"answer.why": opened})[0] == 400
    decide(coordinator, submission, "Aaltje Verzonnen", "staat")
    decide(coordinator, submission, "Kerkstraat 12", "staat")
    assert approve(coordinator, submission, **{"answer.why": opened})[0] == 302


def test_names_are_proposed_once_the_engine_looked_and_streets_are_left_alone(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission = said(town, TEXT)
    assert "Aaltje" in proposed_text(page(coordinator, submission))
    look_for_names(town)
    shown = proposed_text(page(coordinator, submission))
    assert shown.endswith("[naam] van de [adres] vindt het Marktplein te donker.")


def test_a_name_that_always_stays_is_proposed_no_more_and_can_be_taken_off_the_list(
    coordinator: Visitor, town: Town
) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission, another = said(town, TEXT), said(town, TEXT)
    look_for_names(town)
    decide(coordinator, submission, "Aaltje Verzonnen", "altijd")
    assert "Aaltje Verzonnen" in proposed_text(page(coordinator, another))
    listed = coordinator.get("/publiceren/4821/namen").text
    (row,) = re.findall(r'name="weg" value="([^"]+)"', listed)
    coordinator.post("/publiceren/4821/namen", {"weg": row})
    assert "[naam]" in proposed_text(page(coordinator, another))
    coordinator.post("/publiceren/4821/namen", {"naam": "Kerkstraat"})
    assert "van de Kerkstraat [huisnummer] vindt" in proposed_text(page(coordinator, another))


def test_a_changed_text_is_looked_through_anew(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission = said(town, TEXT)
    look_for_names(town)
    with town.services.store.write() as connection:
        changed = ANSWER.update().where(ANSWER.c.submission_id == submission, ANSWER.c.question == "why")
        connection.execute(changed.values(value=f"Nu anders. {TEXT}"))
    assert "Aaltje" in proposed_text(page(coordinator, submission)), "places in another text mean nothing"


@pytest.mark.parametrize("role", [Role.CLERK, Role.FACILITATOR, Role.PRIVACY, Role.ADMIN])
def test_only_a_coordinator_decides(at_the_desk: Callable[[Role], Visitor], town: Town, role: Role) -> None:
    publish_as(town, "as: submission, widget: 1")
    assert at_the_desk(role).post(f"/inzendingen/{said(town)}/weglaten", {"keuze": "staat"}).status_code == 403


def test_what_was_found_goes_with_the_submission(town: Town) -> None:
    assert {key.column.table.name for key in SEARCH.foreign_keys} == {"submission"}
    assert "submission" in {key.column.table.name for key in DECISION.foreign_keys}
