"""The privacy papers are true to the code: every table is in them, and what they name is there."""

from __future__ import annotations

import re

import click
import pytest

from intake.cli import main
from intake.settings import NAMES, PREFIX
from models.activities import REGISTER
from models.definition import Privacy
from models.tables import metadata
from tests.architecture.repository import ROOT

PAPERS = sorted((ROOT / "docs/privacy").glob("*.md"))
MANUAL = ROOT / "docs/handleiding/privacy.md"


def section(heading: str) -> str:
    """A part of the DPIA, up to the next heading of its kind or a higher one."""
    text = (ROOT / "docs/privacy/dpia.md").read_text(encoding="utf-8")
    return re.split(r"^#{2,3} ", text.split(f"### {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def rows(heading: str) -> list[str]:
    return re.findall(r"^\| `([a-z_]+)` \|", section(heading), re.MULTILINE)


def test_every_table_is_in_the_dpia_once_and_none_that_is_gone() -> None:
    named = [*rows("Met gegevens van bewoners"), *rows("Met gegevens van medewerkers")]
    named += re.findall(r"`([a-z_]+)`", section("Zonder persoonsgegevens"))
    assert sorted(named) == sorted(metadata.tables)


def test_what_refers_to_a_person_is_not_called_free_of_personal_data() -> None:
    """Whatever goes when somebody is erased is somebody's, and so is what the vault encrypted or a hash finds."""
    without = set(re.findall(r"`([a-z_]+)`", section("Zonder persoonsgegevens")))
    personal = {"submission", "dialogue", "contact", "evidence"}
    for table in metadata.sorted_tables:
        if any(key.column.table.name in personal for key in table.foreign_keys):
            personal.add(table.name)
    personal |= {table.name for table in metadata.sorted_tables if {"lookup", "caller", "email"} & set(table.c.keys())}
    assert without & personal == set()


@pytest.mark.parametrize("paper", [*PAPERS, MANUAL], ids=lambda path: path.name)
def test_columns_settings_commands_and_terms_that_are_named_are_there(paper: object) -> None:
    text = paper.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    for table, column in re.findall(r"`([a-z_]+)\.([a-z_]+)`", text):
        if table == "privacy":
            assert column in Privacy.model_fields, f"privacy.{column}"
        elif table in metadata.tables:
            assert column in metadata.tables[table].c, f"{table}.{column}"
        else:
            assert (table, column) in {("gegevens", "json")}, f"{table}.{column}"
    for setting in re.findall(r"`(INLOOP_[A-Z_]+)`", text):
        assert setting.removeprefix(PREFIX) in NAMES, setting
    for command in re.findall(r"(?:`|^\$ )inloop ([a-z][a-z -]*)", text, re.MULTILINE):
        assert _exists(command.split()), command


def _exists(words: list[str]) -> bool:
    found: click.Command | None = main
    for word in words:
        if word.startswith("-") or not isinstance(found, click.Group):
            break
        found = found.get_command(click.Context(found), word)
        if found is None:
            return False
    return True


def test_the_register_in_the_papers_is_the_one_in_the_code() -> None:
    text = (ROOT / "docs/privacy/verwerkingsregister.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE)
    assert {key: (name, purpose, ground) for key, name, purpose, ground in told} == {
        str(key): (one.name, one.purpose, one.ground) for key, one in REGISTER.items()
    }


def test_what_an_organisation_must_fill_in_is_marked() -> None:
    assert "[vul in" in (ROOT / "docs/privacy/verwerkingsregister.md").read_text(encoding="utf-8")
