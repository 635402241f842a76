"""The sheet of a table: printed at the meeting's page, filled in by hand, scanned with the post, and corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from channels.meetings.table_sheet import table_sheet_layout
from channels.printed.layout import FormLayout
from channels.printed.stamping import A3
from intake.jobs import run_entry
from intake.scanned_files import take_in_scan
from models import outbox
from models.consultations import Version, latest
from models.vocabulary import Role, Status
from tests.integration.desk.test_live_entry import OCCASION, typed
from tests.integration.desk.town import CODE, OTHER_CODE, Town
from tests.integration.desk.visitor import Visitor
from tests.paper_kit import Grey, Pen, as_pdf, printed, skewed, upside_down

ASKED = {"raadpleging": CODE, "aantal": "1", "papier": "a4"}


@pytest.fixture
def facilitator(at_the_desk: Callable[[Role], Visitor]) -> Visitor:
    return at_the_desk(Role.FACILITATOR)


@pytest.fixture
def place(facilitator: Visitor) -> str:
    return str(facilitator.post("/bijeenkomsten/nieuw", dict(OCCASION)).location)


@pytest.fixture
def version(town: Town) -> Version:
    with town.services.store.read() as connection:
        found = latest(town.services.store, connection, CODE)
    assert found is not None
    return found


@pytest.fixture
def layout(version: Version) -> FormLayout:
    return table_sheet_layout(version.definition, version.number, "nl")


def fill(pdf: bytes, layout: FormLayout, table: str, *, larger: float = 1.0) -> list[Grey]:
    """The pages of one sheet on which a table of 14 wrote something."""
    pages, pen = printed(pdf), Pen(3)
    for page, box in layout.boxes():
        here, sheet = replace(box, **{side: getattr(box, side) * larger for side in "xywh"}), pages[page - 1]
        match box.question, box.option:
            case "@table", "1":
                pen.comb(sheet, here, table)
            case "@1", "why":
                pen.mark(sheet, here, "cross")
            case ("@1", "people"):
                pen.comb(sheet, here, "12")
            case (("@1" | "@2"), None):
                pen.write(sheet, here, "Graag bankjes bij de bushalte")
            case ("first", "trees") | ("safe", "2"):
                pen.comb(sheet, here, "14")
    return pages


def scan(town: Town, whose: str | None, pages: list[Grey], name: str) -> tuple[list[str], list[str]]:
    """Bring pages in and read them, without a machine for handwriting; statuses and problems.

    `whose` post it is: an organisation's id, or None for what the sheets say themselves.
    """
    services = replace(town.services, settings=replace(town.services.settings, handwriting_engine="desk"))
    taken = take_in_scan(services, as_pdf(pages), name, organisation_id=whose)
    run_entry(services, taken.entry_id)
    with services.store.read() as connection:
        _, result, _ = outbox.result_of(connection, taken.entry_id)
    assert result is not None
    return [one["status"] for one in result["documents"]], [one["code"] for one in result["problems"]]


WAITS, COUNTS = Status.NEEDS_PERSON, Status.ACCEPTED


def test_a_filled_sheet_comes_back_as_contributions_of_its_table(
    facilitator: Visitor, town: Town, place: str, version: Version, layout: FormLayout
) -> None:
    pdf, rng = facilitator.post(f"{place}/vellen", dict(ASKED)).data, np.random.default_rng(5)
    pages = [skewed(page, rng) for page in fill(pdf, layout, "2")]
    assert scan(town, version.organisation_id, [*pages, pages[0]], "vellen.pdf") == (
        [WAITS, WAITS, COUNTS, COUNTS],
        ["duplicate_page"],
    )
    found = typed(town, place)
    assert {one.meeting.table for one in found if one.meeting} == {"Tafel 2"}
    answers = {(a.question, str(a.value), one.supporters) for one in found for a in one.answers if a.where}
    assert answers == {("why", "None", 12), ("statement", "None", 1), ("first", "trees", 14), ("safe", "2", 14)}
    for path in [f"/inzendingen/{one.id}/uitsneden/{a.question}" for one in found for a in one.answers if a.where]:
        assert facilitator.get(path).status_code == 200, "who led the meeting sees what was written there"

    again = [upside_down(page, rng) for page in fill(pdf, layout, "2")]
    assert scan(town, version.organisation_id, again, "nog-eens.pdf")[0] == [WAITS] * 4, (
        "the same sheet, scanned once more"
    )
    copy = [skewed(page, rng) for page in fill(pdf, layout, "1")]
    assert scan(town, version.organisation_id, copy, "kopie.pdf")[0] == [WAITS, WAITS, COUNTS, COUNTS], (
        "a copy that another table used"
    )


def test_the_large_sheet_is_read_as_the_small_one_is(
    facilitator: Visitor, town: Town, place: str, layout: FormLayout
) -> None:
    pdf = facilitator.post(f"{place}/vellen", {**ASKED, "papier": "a3"}).data
    (first, _) = fill(pdf, layout, "1", larger=A3)
    blank = printed(facilitator.post(f"{place}/vellen", dict(ASKED)).data)[0]
    pages = [skewed(page, np.random.default_rng(8)) for page in (first, blank)]
    assert scan(town, None, pages, "a3.pdf") == ([WAITS, WAITS], ["blank_page"])
    elsewhere = town.version(OTHER_CODE).organisation_id
    assert scan(town, elsewhere, pages[:1], "elders.pdf") == ([], ["foreign_page"]), "another organisation's post"
    row = next(one for one in typed(town, place) if one.supporters == 12)

    page = facilitator.get(f"/nakijken/{row.id}/why").text
    assert "12 mensen" in page
    mended = {"mensen": "11", "tafel": "Tafel 2", "vraag": "statement", "verder": "why"}
    assert str(facilitator.post(f"/inzendingen/{row.id}/vel", mended).location).endswith("/statement")
    (changed,) = [one for one in typed(town, place) if one.id == row.id]
    assert (changed.supporters, [a.question for a in changed.answers]) == (11, ["statement"])
    assert changed.meeting is not None
    assert changed.meeting.table == "Tafel 2"
    for wrong in ({"mensen": "0"}, {"mensen": "veel"}, {"vraag": "first"}):
        facilitator.post(f"/inzendingen/{row.id}/vel", mended | wrong)
    (same,) = [one for one in typed(town, place) if one.id == row.id]
    assert same.supporters == 11


def test_only_as_many_sheets_as_there_may_be_tables(facilitator: Visitor, place: str) -> None:
    for number in ("0", "201", "-1", "veel", ""):
        assert facilitator.post(f"{place}/vellen", ASKED | {"aantal": number}).status_code == 302
    assert facilitator.post(f"{place}/vellen", ASKED | {"raadpleging": "0000"}).status_code == 404
