"""Paper that comes in twice, or in pieces: a person sees both beside each other and says what is what."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from PIL import Image, ImageDraw, ImageFont

from channels.paper.form import PrintedForm, make_form
from intake.jobs import run_entry
from intake.scanned_files import take_in_scan
from models import erasure, outbox
from models.reading import Value
from models.submissions import ANSWER, SUBMISSION
from models.tables import Contact
from models.vocabulary import AnswerState, Channel, Doubt, Held, Role, Status
from tests.integration.desk.town import CODE, Town
from tests.integration.desk.visitor import Visitor
from tests.paper_kit import Grey, Pen, as_pdf, fill, scaled

ANSWERS: dict[str, Value] = {"first": "trees", "safe": 4, "again": True, "age": 31}
OTHERS: dict[str, Value] = {"first": "benches", "safe": 2, "again": False, "age": 67}
SERIF = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"


def scan(town: Town, pages: list[Grey], dpi: float = 200) -> list[dict[str, Any]]:
    """Bring pages in and read them; the documents."""
    organisation = town.version().organisation_id
    taken = take_in_scan(town.services, as_pdf(pages, dpi), "scan.pdf", organisation_id=organisation, consultation=CODE)
    assert taken.first
    run_entry(town.services, taken.entry_id)
    with town.services.store.read() as connection:
        _, result, problem = outbox.result_of(connection, taken.entry_id)
    assert result, problem
    documents: list[dict[str, Any]] = result["documents"]
    return documents


@pytest.fixture
def form(town: Town) -> PrintedForm:
    version = town.version()
    return make_form(version.definition, version.number, language="nl")


def filled(form: PrintedForm, town: Town, answers: dict[str, Value], pen: int, dpi: float = 200) -> list[Grey]:
    return [scaled(page, dpi) for page in fill(form, town.version().definition, answers, Pen(pen)).pages]


def row(town: Town, submission_id: str) -> Any:
    with town.services.store.read() as connection:
        return connection.execute(sa.select(SUBMISSION).where(SUBMISSION.c.id == submission_id)).one()


def counted(town: Town) -> int:
    with town.services.store.read() as connection:
        query = sa.select(sa.func.count()).where(
            SUBMISSION.c.status == Status.ACCEPTED, SUBMISSION.c.channel == Channel.FORM
        )
        return int(connection.execute(query.where(SUBMISSION.c.origin.like("sheet:%"))).scalar_one())


@pytest.fixture
def twice(town: Town, form: PrintedForm) -> tuple[str, str]:
    """One sheet, first scanned without its last question's page, then whole."""
    pages = filled(form, town, ANSWERS, 7)
    (first,) = scan(town, pages[:1])
    (second,) = scan(town, filled(form, town, ANSWERS, 7, dpi=220))
    return first["submission"], second["submission"]


def choose(clerk: Visitor, submission_id: str, choice: str, other: str = "") -> Any:
    clerk.get(f"/inzendingen/{submission_id}")
    return clerk.post(f"/inzendingen/{submission_id}/zelfde-vel", {"keuze": choice, "ander": other}, follow=True)


def test_both_scans_stand_beside_each_other(clerk: Visitor, town: Town, twice: tuple[str, str]) -> None:
    first, second = twice
    assert row(town, second).held is Held.SAME_SHEET
    page = clerk.get(f"/inzendingen/{second}").text
    assert "Hetzelfde vel papier kwam al eerder binnen" in page
    assert f"/inzendingen/{first}" in page
    assert re.search(r"\d+ antwoord(en zijn| is) anders", page) or "Alle antwoorden zijn gelijk" in page
    assert f"/inzendingen/{first}/paginas/" in page, "the earlier scan is shown"


def test_a_better_scan_replaces_the_first_and_one_voice_counts(
    clerk: Visitor, town: Town, twice: tuple[str, str]
) -> None:
    first, second = twice
    told = choose(clerk, second, "vervangt", first).text
    assert "deze scan telt" in told
    assert (row(town, first).status, row(town, first).held) == (Status.SUPERSEDED, None)
    assert (row(town, second).status, row(town, second).held) == (Status.ACCEPTED, None)
    assert counted(town) == 1
    history = clerk.get(f"/inzendingen/{first}").text
    assert "vervangen door een andere scan van hetzelfde vel" in history
    assert town.email(Role.CLERK) in history


def test_a_replacement_can_be_undone(clerk: Visitor, town: Town, form: PrintedForm) -> None:
    (first,) = scan(town, filled(form, town, ANSWERS, 7))
    (second,) = scan(town, filled(form, town, ANSWERS, 7, dpi=220))
    choose(clerk, second["submission"], "vervangt", first["submission"])
    assert "Van ditzelfde vel is er een andere scan" in clerk.get(f"/inzendingen/{first['submission']}").text
    choose(clerk, first["submission"], "vervangt", second["submission"])
    assert row(town, first["submission"]).status is Status.ACCEPTED
    assert row(town, second["submission"]).status is Status.SUPERSEDED
    assert counted(town) == 1


def test_a_copied_form_of_somebody_else_counts_as_well(clerk: Visitor, town: Town, form: PrintedForm) -> None:
    (first,) = scan(town, filled(form, town, ANSWERS, 7))
    (second,) = scan(town, filled(form, town, OTHERS, 8))
    page = clerk.get(f"/inzendingen/{second['submission']}").text
    assert "antwoorden zijn anders" in page
    choose(clerk, second["submission"], "apart")
    assert row(town, first["submission"]).status is Status.ACCEPTED
    assert row(town, second["submission"]).held is None
    assert row(town, second["submission"]).status is not Status.SUPERSEDED


def test_a_double_scan_can_be_dropped(clerk: Visitor, town: Town, form: PrintedForm) -> None:
    (first,) = scan(town, filled(form, town, ANSWERS, 7))
    (second,) = scan(town, filled(form, town, ANSWERS, 7, dpi=220))
    assert "Alle antwoorden zijn gelijk" in clerk.get(f"/inzendingen/{second['submission']}").text
    choose(clerk, second["submission"], "dubbel")
    assert row(town, first["submission"]).status is Status.ACCEPTED
    assert row(town, second["submission"]).status is Status.SUPERSEDED
    assert counted(town) == 1


def test_what_was_approved_already_is_not_replaced_by_a_clerk(
    clerk: Visitor, town: Town, twice: tuple[str, str]
) -> None:
    first, second = twice
    with town.services.store.write() as connection:
        connection.execute(SUBMISSION.update().where(SUBMISSION.c.id == first).values(status=Status.APPROVED))
    refused = choose(clerk, second, "vervangt", first)
    assert refused.status_code == 409
    assert "al beslist" in refused.text
    assert row(town, second).held is Held.SAME_SHEET


def test_another_submission_cannot_be_replaced_that_way(clerk: Visitor, town: Town, twice: tuple[str, str]) -> None:
    assert choose(clerk, twice[1], "vervangt", town.submissions["form"]).status_code == 409
    assert row(town, town.submissions["form"]).status is not Status.SUPERSEDED


def typed(text: str) -> Grey:
    page = Image.new("L", (1654, 2339), 250)
    ImageDraw.Draw(page).multiline_text((170, 150), text, 30, ImageFont.truetype(SERIF, 32), spacing=14)
    return np.asarray(page)


THOUGHTS = (
    "Op het plein is het in de avond erg donker.",
    "Dat vindt niemand prettig in de buurt, ook mijn buren niet.",
    "De bankjes bij de kerk moeten blijven staan.",
    "Wie wacht er nu nog graag op de bus?",
    "Een paar bomen geven in de zomer schaduw.",
)
LONG = "\n".join(f"{THOUGHTS[at % 5]} {THOUGHTS[at * 3 % 4]}" for at in range(38))
"""A page full, whose last line ends a sentence."""


@pytest.fixture
def pieces(town: Town) -> tuple[str, str]:
    """A letter whose first page is full and ends with a sentence, and a page that may be the rest of it."""
    first = typed(f"Zaandijk, 3 november 2026\n\nGeachte heer, mevrouw,\n\n{LONG}")
    rest = typed("Ook voor de kinderen moet er iets komen.\n\nMet vriendelijke groet,\nA. Verzonnen\nDorpsstraat 1")
    one, two = scan(town, [first, rest])
    assert (one["pages"], two["pages"]) == ([1], [2])
    return one["submission"], two["submission"]


def statement(town: Town, submission_id: str) -> Any:
    with town.services.store.read() as connection:
        return connection.execute(sa.select(ANSWER).where(ANSWER.c.submission_id == submission_id)).one()


def test_a_page_that_may_belong_to_a_letter_asks_and_is_joined(
    clerk: Visitor, town: Town, pieces: tuple[str, str]
) -> None:
    first, rest = pieces
    assert row(town, rest).held is Held.GOES_ON
    assert "Hoort dit bij de brief ervoor?" in clerk.get(f"/inzendingen/{rest}").text
    joined = clerk.post(f"/inzendingen/{rest}/samenvoegen", follow=True).text
    assert "de twee brieven zijn nu één" in joined
    assert (row(town, first).status, row(town, rest).status) == (Status.NEEDS_PERSON, Status.SUPERSEDED)
    assert "Ook voor de kinderen" in statement(town, first).value
    assert "erg donker" in statement(town, first).value
    assert len(re.findall(r'<figure class="page">', joined)) == 2
    with town.services.store.read() as connection:
        contact = Contact.__table__  # type: ignore[attr-defined]
        query = sa.select(contact.c.id).where(contact.c.submission_id == rest)
        assert connection.execute(query).first() is None, "who wrote goes with the letter"
    assert clerk.post(f"/inzendingen/{rest}/samenvoegen").status_code == 409, "and is joined once"


def test_a_page_of_somebody_else_goes_its_own_way(clerk: Visitor, town: Town, pieces: tuple[str, str]) -> None:
    first, rest = pieces
    assert clerk.post(f"/inzendingen/{rest}/vrijgeven").status_code == 302
    assert row(town, rest).held is None
    assert "Hoort dit bij" not in clerk.get(f"/inzendingen/{rest}").text
    assert "kinderen" not in statement(town, first).value


def test_who_is_erased_goes_from_the_scan_that_was_set_aside_and_nobody_elses_form(
    clerk: Visitor, town: Town, twice: tuple[str, str]
) -> None:
    first, second = twice
    with town.services.store.read() as connection:
        receipt = row(town, second).receipt
        assert erasure.of_receipt(connection, receipt).submissions == {second}, "a copied form may be another's"
    choose(clerk, second, "vervangt", first)
    with town.services.store.read() as connection:
        assert erasure.of_receipt(connection, receipt).submissions == {first, second}


def separately(town: Town, pages: list[Grey]) -> list[str]:
    """A file for each page, as many scanners make them; the submissions."""
    return [document["submission"] for page in pages for document in scan(town, [page])]


def answers(town: Town, submission_id: str) -> dict[str, tuple[Value | None, AnswerState]]:
    with town.services.store.read() as connection:
        rows = connection.execute(sa.select(ANSWER).where(ANSWER.c.submission_id == submission_id)).all()
    return {row.question: (row.value, row.state) for row in rows}


def test_pages_that_came_in_a_file_each_become_one_form(clerk: Visitor, town: Town, form: PrintedForm) -> None:
    pages = filled(form, town, OTHERS | {"where": "1506"}, 7)
    boxed = [one.page for one in form.layout.pages if one.boxes]
    assert len(boxed) > 1, "or there is nothing to put together"
    ids = separately(town, [pages[number - 1] for number in reversed(boxed)])
    first, later = ids[0], ids[1:]
    assert {row(town, one).held for one in later} == {Held.SAME_SHEET}
    for one in ids:
        page = clerk.get(f"/inzendingen/{one}").text
        assert "Maak er één formulier van" in page
        assert "Deze telt, in plaats van" not in page, "that would lose the other page"
    told = choose(clerk, later[-1], "aanvulling").text
    assert "de bladzijden zijn nu één formulier" in told
    said = answers(town, first)
    assert said["first"] == ("benches", AnswerState.READ)
    assert said["safe"] == (2, AnswerState.READ)
    assert said["again"] == (False, AnswerState.READ)
    assert said["age"] == (67, AnswerState.READ)
    assert said["where"] == ("1506", AnswerState.READ)
    assert said["why"][1] is AnswerState.EMPTY
    assert (row(town, first).status, row(town, first).held, row(town, first).complete) == (Status.ACCEPTED, None, True)
    assert {row(town, one).status for one in later} == {Status.SUPERSEDED}
    assert counted(town) == 1
    history = clerk.get(f"/inzendingen/{first}").text
    assert history.count("/paginas/") >= len(boxed), "all pages are with the form"
    assert "aangevuld met bladzijden uit andere bestanden" in history


def test_an_answer_whose_condition_stands_on_another_page_is_asked_for_after_all(
    clerk: Visitor, town: Town, form: PrintedForm
) -> None:
    (page_of_why,) = {at for at, box in form.layout.boxes() if box.question == "why"}
    (page_of_safe,) = {at for at, box in form.layout.boxes() if box.question == "safe"}
    assert page_of_why != page_of_safe
    pages = filled(form, town, OTHERS | {"why": "Het is er donker"}, 7)
    ids = separately(town, [pages[page_of_safe - 1], pages[page_of_why - 1]])
    choose(clerk, ids[1], "aanvulling")
    with town.services.store.read() as connection:
        query = sa.select(ANSWER).where(ANSWER.c.submission_id == ids[0], ANSWER.c.question == "why")
        why = connection.execute(query).one()
    assert why.doubt in (Doubt.TEXT, Doubt.UNREADABLE), "no longer that it was not asked"
    assert row(town, ids[0]).status is Status.NEEDS_PERSON


def test_a_page_that_is_there_twice_is_never_put_together_with_another(
    clerk: Visitor, town: Town, form: PrintedForm
) -> None:
    whole = filled(form, town, ANSWERS, 7)
    (first,) = scan(town, whole)
    (part,) = scan(town, filled(form, town, OTHERS, 8)[:1])
    assert "Maak er één formulier van" not in clerk.get(f"/inzendingen/{part['submission']}").text
    assert choose(clerk, part["submission"], "aanvulling").status_code == 409
    assert row(town, first["submission"]).status is Status.ACCEPTED


def test_a_form_that_still_lacks_a_page_goes_on_waiting(clerk: Visitor, town: Town, form: PrintedForm) -> None:
    boxed = [one.page for one in form.layout.pages if one.boxes]
    pages = filled(form, town, ANSWERS, 7)
    ids = separately(town, [pages[boxed[0] - 1]])
    assert "Maak er één formulier van" not in clerk.get(f"/inzendingen/{ids[0]}").text
    assert row(town, ids[0]).held is Held.MISSING_PAGE
