"""Results and the overview: the same figures on the page, in the API and in files, with a table beside every plot."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pdfplumber
import pytest
from openpyxl import load_workbook

from intake.figures.pages import as_pdf
from intake.figures.tables import Table, as_csv, as_read, as_xlsx
from models.results import results
from models.vocabulary import Channel, Role
from tests.integration.desk.town import CODE, Town, read, submit
from tests.integration.desk.visitor import Visitor

RESULTS = f"/raadplegingen/{CODE}/uitslag"


@pytest.fixture
def answered(town: Town) -> Town:
    """Five more who answered by text message, two of them a fortnight ago."""
    with town.services.store.write() as connection:
        for at in range(5):
            ago = timedelta(days=14 if at < 2 else 0)
            given = [read("first", "trees" if at < 3 else "benches"), read("safe", at + 1), read("why", f"Reden {at}")]
            submit(connection, town.version(), Channel.SMS, given, ago=ago)
    return town


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_page_the_files_and_the_api_have_the_same_figures(coordinator: Visitor, answered: Town) -> None:
    with answered.services.store.read() as connection:
        counted = results(answered.services.store, connection, answered.version())
    first = {value: tally.submissions for value, tally in counted.questions[0].values.items()}
    page = coordinator.get(RESULTS).text
    shown = dict(re.findall(r'<th scope="row" dir="auto">(meer bomen|bankjes)</th><td>(\d+)</td>', page))
    assert shown == {"meer bomen": str(first["trees"]), "bankjes": str(first["benches"])}

    table = rows(coordinator.get(f"{RESULTS}/csv").data)
    assert ["meer bomen", str(first["trees"])] in [row[:2] for row in table]
    book = load_workbook(io.BytesIO(coordinator.get(f"{RESULTS}/xlsx").data))
    cells = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    assert ["meer bomen", first["trees"]] in [row[:2] for row in cells]
    with pdfplumber.open(io.BytesIO(coordinator.get(f"{RESULTS}/pdf").data)) as pdf:
        text = "\n".join(one.extract_text() for one in pdf.pages)
    assert f"meer bomen {first['trees']}" in text


def test_results_are_divided_by_door_and_narrowed_to_one(coordinator: Visitor, answered: Town) -> None:
    by_door = rows(coordinator.get(f"{RESULTS}/csv?verdeel=kanaal").data)
    heads = next(row for row in by_door if row[:1] == ["Antwoord"])
    trees = next(row for row in by_door if row[:1] == ["meer bomen"])
    assert sum(map(int, trees[3:])) == int(trees[1])
    assert "Sms" in heads
    only = rows(coordinator.get(f"{RESULTS}/csv?kanaal=sms").data)
    assert next(row for row in only if row[:1] == ["meer bomen"])[1] == trees[heads.index("Sms")]


@pytest.mark.parametrize("query", ["kanaal=duif", "verdeel=alles"])
def test_what_cannot_be_asked_is_not_there(coordinator: Visitor, query: str) -> None:
    assert coordinator.get(f"{RESULTS}?{query}").status_code == 404
    assert coordinator.get(f"{RESULTS}/exe").status_code == 404


def test_every_plot_has_a_name_and_a_table(coordinator: Visitor, answered: Town) -> None:
    page = coordinator.get(RESULTS).text
    plots = re.findall(r'<svg class="plot"[^>]*role="img" aria-labelledby="([^"]+)"', page)
    assert plots
    for plot in plots:
        assert f'id="{plot}"' in page
    assert page.count("<caption") >= len(plots)
    assert "style=" not in page


def test_open_texts_are_listed_and_searched_and_not_counted(coordinator: Visitor, answered: Town) -> None:
    assert "Lees en doorzoek de teksten" in coordinator.get(RESULTS).text
    everything = coordinator.get(f"/raadplegingen/{CODE}/teksten/why").text
    assert "Reden 0" in everything
    assert "Reden 4" in everything
    found = coordinator.get(f"/raadplegingen/{CODE}/teksten/why?zoek=reden+3").text
    assert "Reden 3" in found
    assert "Reden 0" not in found
    assert coordinator.get(f"/raadplegingen/{CODE}/teksten/first").status_code == 404
    assert coordinator.get(f"/raadplegingen/{CODE}/teksten/nergens").status_code == 404


def test_a_facilitator_reads_only_what_was_said_at_the_own_doors(
    at_the_desk: Callable[[Role], Visitor], answered: Town
) -> None:
    assert "Reden" not in at_the_desk(Role.FACILITATOR).get(f"/raadplegingen/{CODE}/teksten/why").text


def test_the_overview_shows_thirty_days_and_takes_them_along(coordinator: Visitor, answered: Town) -> None:
    table = rows(coordinator.get("/overzicht/csv").data)
    days = [row for row in table if re.fullmatch(r"\d{4}-\d\d-\d\d", row[0] if row else "")]
    assert len(days) == 30
    assert days[-15][2 + list(Channel).index(Channel.SMS)] == "2"
    assert all(int(row[1]) == sum(map(int, row[2:])) for row in days)
    assert "Tabel per dag" in coordinator.get("/").text
    assert coordinator.get("/overzicht/pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("value", "language", "said"),
    [(12.5, "nl", "12,5"), (12.5, "en", "12.5"), (1250, "nl", "1.250"), (1250, "en", "1,250"), (None, "nl", "")],
)
def test_numbers_are_written_as_their_reader_writes_them(value: float | None, language: str, said: str) -> None:
    assert as_read(value, language) == said


def test_a_text_that_a_spreadsheet_would_compute_stays_a_text() -> None:
    table = [Table("=1+1", ("@a", "b"), (("+31", 3),))]
    assert rows(as_csv(table)) == [["'=1+1"], ["'@a", "b"], ["'+31", "3"]]
    sheet = load_workbook(io.BytesIO(as_xlsx(table))).worksheets[0]
    assert [cell.value for cell in sheet[4]] == ["'+31", 3]


def test_a_picture_in_a_text_does_not_keep_figures_from_being_printed() -> None:
    made = as_pdf(
        "Uitslag 👍", "nu", [Table("Wat? سؤال", ("Antwoord", "Aantal"), (("👍 goed", 2), ("так", 0)), 1)], "nl"
    )
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        text = pdf.pages[0].extract_text()
    assert "? goed 2" in text
    assert "так 0" in text
