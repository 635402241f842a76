"""Who steals database and evidence of a consultation with codes finds no number, no code and no name in them."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from intake.cli import main
from models.tables import metadata
from models.vocabulary import Channel
from tests.consultation import CODE, SOURCE
from tests.installation import MOBILE, Installation

TEXTING, CALLING, WITHHELD = MOBILE, "+31612340002", "+31612340003"
NAME = "Wałęsa-Verzonnen"
PEOPLE = f"""naam;straat;huisnummer;toevoeging;postcode;plaats
Ş. {NAME};Voorbeeldstraat;12;B;1506 AB;ZAANDIJK
Ş. {NAME};Voorbeeldstraat;14;;1506 AB;ZAANDIJK
Ş. {NAME};Voorbeeldstraat;16;;1506 AB;ZAANDIJK
Ş. {NAME};Voorbeeldstraat;18;;1506 AB;ZAANDIJK
"""
PAGES, DPI = 4, 200


@pytest.fixture
def inloop(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", database_url)
    made.add_organisation()
    made.load(SOURCE.replace("contact: none", "contact: optional\nparticipation: code"))
    for name, value in (("HOME", str(tmp_path / "home")), ("DATABASE_URL", database_url)):
        monkeypatch.setenv(f"INLOOP_{name}", value)
    yield made
    made.close()


def ran(*arguments: object) -> None:
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output


def mailed(tmp_path: Path) -> tuple[list[str], Path]:
    """A mailing to four people: their codes, and the letters."""
    addresses, codes, letters = tmp_path / "adressen.csv", tmp_path / "codes.csv", tmp_path / "brieven.pdf"
    addresses.write_text(PEOPLE, encoding="utf-8")
    ran("codes", CODE, "--for", addresses, "-o", codes)
    ran("form", CODE, "--codes", codes, "-o", letters)
    with codes.open(newline="", encoding="utf-8") as lines:
        return [row["code"] for row in csv.DictReader(lines)], letters


def by_text(inloop: Installation, code: str) -> None:
    inloop.text("MEEDOEN 4821", number=TEXTING)
    inloop.text("mijn code is 111 222 333", number=TEXTING)
    inloop.text(f"{code[:3]} {code[3:6]} {code[6:]}", number=TEXTING)
    for said in ("1", "2", "1", "het is er donker", "1", "40", "1506", "1", "ja"):
        inloop.text(said, number=TEXTING)
    inloop.text(f"MEEDOEN 4821 {code}", number=TEXTING)


def by_telephone(inloop: Installation, code: str) -> None:
    call = inloop.call(number=CALLING)
    for keys in ("1", f"{code}#", "1", "#", "1"):
        call.press(keys)
    call.press("0")
    call.hang_up()


def by_post(inloop: Installation, letters: Path, tmp_path: Path) -> None:
    """The last form of the mailing comes back, scanned."""
    scan = tmp_path / "post.pdf"
    with pikepdf.new() as post:
        document = pdfium.PdfDocument(letters)
        for number in range(len(document) - PAGES, len(document)):
            picture = io.BytesIO()
            document[number].render(scale=DPI / 72).to_pil().save(picture, "PDF", resolution=DPI)
            with pikepdf.open(picture) as page:
                post.pages.extend(page.pages)
        post.save(scan)
        document.close()
    ran("scan", scan, "--wait")
    inloop.work()


def stolen(inloop: Installation, tmp_path: Path) -> dict[str, bytes]:
    """Everything that is stored: each column of each table, each file as it lies there, and the text of each PDF."""
    found: dict[str, bytes] = {}
    with inloop.services.store.read() as connection:
        for table in metadata.sorted_tables:
            values = [value for row in connection.execute(sa.select(table)) for value in row]
            found[table.name] = b"\n".join(one if isinstance(one, bytes) else str(one).encode() for one in values)
    files = [path for path in (tmp_path / "home").rglob("*") if path.is_file() and "secrets" not in path.parts]
    if inloop.services.store.is_sqlite:
        database = Path(str(inloop.services.store.engine.url.database))
        files += [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    for path in files:
        content = path.read_bytes()
        found[str(path)] = content
        if content.startswith(b"%PDF"):
            document = pdfium.PdfDocument(content)
            text = " ".join(str(document[n].get_textpage().get_text_range()) for n in range(len(document)))
            document.close()
            found[f"text of {path}"] = text.encode()
    return found


def spellings(number: str) -> set[str]:
    """As somebody might have kept it: international, national, bare, in groups."""
    bare = number.removeprefix("+31")
    return {number, bare, f"0{bare}", f"0031{bare}", f"06 {bare[1:]}", f"06-{bare[1:]}"}


def test_a_stolen_store_reveals_no_number_no_code_and_no_name(
    inloop: Installation, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    codes, letters = mailed(tmp_path)
    by_text(inloop, codes[0])
    by_telephone(inloop, codes[1])
    answers = {"first": "trees", "safe": 5, "again": True, "role": "worker"}
    assert inloop.enter(CODE, answers, participationCode=codes[2]).status_code == 201
    by_post(inloop, letters, tmp_path)
    assert {one.channel: one.participation_code for one in inloop.submissions()} == dict.fromkeys(
        (Channel.SMS, Channel.PHONE, Channel.COUNTER, Channel.FORM), True
    )
    hasty = inloop.call(number=CALLING)
    hasty.press(f"{codes[1]}#")
    withheld = inloop.call(number="anonymous")
    withheld.press("1")
    for keys in ("#", "0", f"0{WITHHELD[3:]}#"):
        withheld.press(keys)
    withheld.hang_up()

    with inloop.services.store.read() as connection:
        kept = connection.execute(sa.select(metadata.tables["contact"].c.encrypted)).scalars().all()
    assert {inloop.services.vault.decrypt(one) for one in kept} == {TEXTING, CALLING, f"0{WITHHELD[3:]}"}

    found = stolen(inloop, tmp_path)
    found["log"] = caplog.text.encode()
    assert b"het is er donker" in found["answer"]
    secrets = {spelling for number in (TEXTING, CALLING, WITHHELD) for spelling in spellings(number)}
    secrets |= {"111222333", "111 222 333", NAME, "Voorbeeldstraat"}
    secrets |= {one for code in codes for one in (code, f"{code[:3]} {code[3:6]} {code[6:]}")}
    leaks = [(secret, place) for place, content in found.items() for secret in secrets if secret.encode() in content]
    assert leaks == []
