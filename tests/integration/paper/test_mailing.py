"""A mailing: addresses in, for each a letter with a code of its own and a form behind it, and nothing of it stored."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner, Result

from channels.paper.mailing import Recipient, Sender, make_mailing
from intake.cli import main
from models.vocabulary import Channel, Status
from tests.consultation import CODE, SOURCE, definition
from tests.installation import Installation

PEOPLE = """naam;straat;huisnummer;toevoeging;postcode;plaats
Ş. Wałęsa-Yılmaz;Voorbeeldstraat;12;B;1506 AB;ZAANDIJK
Bewoners van dit adres;Postbus 7;;;1500 AA;ZAANDIJK
"""
WINDOW = (20, 297 - 90, 110, 297 - 45)
"""Where a window envelope shows the page (DIN 680), mm from the left and from the bottom: left, bottom, right, top."""


@pytest.fixture
def inloop(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", sqlite_url)
    made.add_organisation()
    made.load(SOURCE.replace("contact: none", "contact: none\nparticipation: code"))
    monkeypatch.setenv("INLOOP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("INLOOP_DATABASE_URL", sqlite_url)
    yield made
    made.close()


def inloop_(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def posted(tmp_path: Path, people: str = PEOPLE, encoding: str = "utf-8") -> tuple[list[dict[str, str]], Path]:
    """Codes for these people, and the letters."""
    addresses, codes, letters = tmp_path / "adressen.csv", tmp_path / "codes.csv", tmp_path / "brieven.pdf"
    addresses.write_bytes(people.encode(encoding))
    made = inloop_("codes", CODE, "--for", addresses, "-o", codes)
    assert made.exit_code == 0, made.output
    printed = inloop_("form", CODE, "--codes", codes, "-o", letters)
    assert printed.exit_code == 0, printed.output
    with codes.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines)), letters


def text_of(letters: Path, page: int, box: tuple[int, int, int, int] | None = None) -> str:
    """What stands on a page, or in a box of it in mm."""
    document = pdfium.PdfDocument(letters)
    text = document[page].get_textpage()
    if box is None:
        return str(text.get_text_range())
    left, bottom, right, top = (side * 72 / 25.4 for side in box)
    return str(text.get_text_bounded(left, bottom, right, top))


def test_each_address_gets_a_letter_with_its_own_code_and_a_form_behind_it(
    inloop: Installation, tmp_path: Path
) -> None:
    rows, letters = posted(tmp_path)
    pages = len(pdfium.PdfDocument(letters)) // len(rows)
    assert pages % 2 == 0, "printed on both sides, no letter begins on the back of another"
    for at, row in enumerate(rows):
        grouped = " ".join(row["code"][n : n + 3] for n in (0, 3, 6))
        assert grouped in text_of(letters, at * pages)
        assert grouped in text_of(letters, at * pages + 2), "and on the form behind it"


def test_the_address_stands_in_the_window_and_nowhere_on_the_form(inloop: Installation, tmp_path: Path) -> None:
    _, letters = posted(tmp_path)
    assert text_of(letters, 0, WINDOW).split("\r\n") == [
        "Ş. Wałęsa-Yılmaz",
        "Voorbeeldstraat 12 B",
        "1506 AB ZAANDIJK",
    ]
    assert all("Voorbeeldstraat" not in text_of(letters, page) for page in (2, 3))


def test_the_longest_address_still_fits_in_the_window() -> None:
    lines = tuple(f"{n} " + "Vereniging van Eigenaren Groenezijde " * 2 for n in range(5))
    made = make_mailing(definition(), 1, [Recipient("123456789", "1", lines)], Sender("Zaandijk"), language="nl")
    page = pdfium.PdfDocument(made.pdf)[0].get_textpage()
    left, bottom, right, top = (side * 72 / 25.4 for side in WINDOW)
    shown = page.get_text_bounded(left, bottom, right, top).split()
    assert shown == " ".join(lines).split()


def test_a_letter_says_how_to_take_part_by_each_way_that_there_is(inloop: Installation, tmp_path: Path) -> None:
    _, letters = posted(tmp_path)
    said = " ".join(text_of(letters, 0).split())
    assert "bel 075 000 0000." in said
    assert "stuur 4821 naar 075 000 0000." in said
    assert "formulier in dat bij deze brief zit" in said
    assert "website" not in said, "no code for the website was given"


def test_a_form_of_a_mailing_counts_for_its_code_when_it_comes_back(inloop: Installation, tmp_path: Path) -> None:
    _, letters = posted(tmp_path)
    back = tmp_path / "terug.pdf"
    with pdfium.PdfDocument.new() as stack:
        stack.import_pages(pdfium.PdfDocument(letters), [2, 3])
        stack.save(back)
    told = json.loads(inloop_("scan", back, "--wait").stdout)
    assert [one["kind"] for one in told["documents"]] == ["form"]
    (only,) = inloop.submissions(Channel.FORM)
    assert (only.participation_code, only.status) == (True, Status.ACCEPTED)


def test_nothing_of_an_address_is_stored(inloop: Installation, tmp_path: Path) -> None:
    posted(tmp_path)
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("inloop.sqlite*"))
    kept += b"".join(file.read_bytes() for file in (tmp_path / "home").rglob("*") if file.is_file())
    assert b"zaandijk" in kept, "it is the store that is looked at"
    assert b"Voorbeeldstraat" not in kept


def test_a_file_of_a_spreadsheet_on_windows_is_read(inloop: Installation, tmp_path: Path) -> None:
    people = "Naam,Adres,Postcode,Plaats\nIgnaß Müller,Dorpsstraat 1,1506 AB,Zaandijk\n"
    rows, _ = posted(tmp_path, people, "cp1252")
    assert (rows[0]["name"], rows[0]["address"], rows[0]["place"]) == ("Ignaß Müller", "Dorpsstraat 1", "Zaandijk")


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("naam;postcode\nA;1506 AB\n", "needs the columns"),
        ("naam;adres;plaats\nA;Weg 1;Zaandijk\nB;;Zaandijk\n", "line 3"),
        (f"naam;adres;plaats\n{'A' * 71};Weg 1;Zaandijk\n", "line 2"),
    ],
)
def test_an_address_that_is_none_is_named_before_any_code_is_made(
    inloop: Installation, tmp_path: Path, people: str, said: str
) -> None:
    addresses, codes = tmp_path / "adressen.csv", tmp_path / "codes.csv"
    addresses.write_text(people)
    refused = inloop_("codes", CODE, "--for", addresses, "-o", codes)
    assert (refused.exit_code, codes.exists()) == (2, False)
    assert said in refused.output
    assert inloop_("codes", CODE, "--count", 1, "-o", codes).exit_code == 0
    assert codes.read_text().endswith(",1\n")
