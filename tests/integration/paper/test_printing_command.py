"""`inloop form`: for a mailing, in large print, and what it remembers of what it printed."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from intake.cli import main
from models import printing
from scans.documents import Decoder
from scans.identity import PageIdentity
from scans.pages import FoundPage, find_page
from tests.consultation import CODE, SOURCE
from tests.installation import Installation


@pytest.fixture
def inloop(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", sqlite_url)
    made.add_organisation()
    made.load(SOURCE.replace("contact: none", "contact: none\nparticipation: code"))
    monkeypatch.setenv("INLOOP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("INLOOP_DATABASE_URL", sqlite_url)
    yield made
    made.close()


@pytest.fixture
def codes(inloop: Installation, tmp_path: Path) -> Path:
    """A file as `inloop codes` writes it."""
    return _written(tmp_path / "codes.csv", inloop.make_codes(CODE, 3))


def _written(file: Path, codes: Sequence[str]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["code", "form_number"])
        rows.writerows([code, n] for n, code in enumerate(codes, start=1))
    return file


def _form(tmp_path: Path, *arguments: str) -> tuple[Result, Path]:
    output = tmp_path / "form.pdf"
    return CliRunner().invoke(main, ["form", CODE, "-o", str(output), *arguments]), output


def _identities(pdf: Path) -> list[PageIdentity]:
    with Decoder() as decoder, decoder.open(pdf.read_bytes()) as document:
        found = [find_page(page.image, page.dpi) for page in map(document.image, range(1, document.pages + 1))]
    return [PageIdentity.parse(page.payload) for page in found if isinstance(page, FoundPage)]  # type: ignore[misc]


def test_a_mailing_has_one_form_for_each_code_in_the_order_of_the_file(
    inloop: Installation, codes: Path, tmp_path: Path
) -> None:
    made, output = _form(tmp_path, "--codes", str(codes))
    assert (made.exit_code, made.output) == (0, "")
    given = [row["code"] for row in csv.DictReader(io.StringIO(codes.read_text()))]
    identities = _identities(output)
    assert [one.participation for one in identities if one.page == 1] == given
    assert len({one.sheet for one in identities}) == len(given)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda codes: [codes[0], codes[1][:-1] + str((int(codes[1][-1]) + 1) % 10)], "line 3"),
        (lambda codes: [codes[0].lstrip("123456789")[:5], codes[1]], "line 2"),
        (lambda codes: [codes[0], codes[1], codes[0]], "more than once"),
        (lambda codes: [], "code and form_number"),
    ],
)
def test_a_code_that_is_none_or_stands_there_twice_prints_nothing(
    inloop: Installation, codes: Path, tmp_path: Path, change: object, said: str
) -> None:
    given = [row["code"] for row in csv.DictReader(io.StringIO(codes.read_text()))]
    assert callable(change)
    made, output = _form(tmp_path, "--codes", str(_written(tmp_path / "changed.csv", change(given))))
    assert made.exit_code == 2
    assert said in made.output
    assert not output.exists()


def test_large_print_says_so_on_every_page_and_in_its_geometry(inloop: Installation, tmp_path: Path) -> None:
    layout = tmp_path / "layout.json"
    made, output = _form(tmp_path, "--large", "--language", "en", "--layout", str(layout))
    assert made.exit_code == 0, made.output
    identities = _identities(output)
    assert all(one.large for one in identities)
    told = json.loads(layout.read_text())
    assert (told["large"], len(told["pages"])) == (True, len(identities))
    ticks = [box for page in told["pages"] for box in page["boxes"] if box["kind"] == "tick"]
    assert {(box["w"], box["h"]) for box in ticks} == {(7.0, 7.0)}
    with pikepdf.open(output) as pdf:
        assert str(pdf.Root.Lang) == "en"


def test_the_command_remembers_each_print_once(inloop: Installation, tmp_path: Path) -> None:
    for arguments in ((), (), ("--large",), ("--language", "en")):
        made, _ = _form(tmp_path, *arguments)
        assert made.exit_code == 0, made.output
    with inloop.services.store.read() as connection:
        kept = connection.execute(sa.select(printing.LAYOUT.c.language, printing.LAYOUT.c.large)).all()
    assert sorted(tuple(row) for row in kept) == [("en", False), ("nl", False), ("nl", True)]
