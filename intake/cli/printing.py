"""The printed form."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import click

from channels.paper.form import make_form
from intake.cli.opening import opened
from intake.files import required_version
from models import printing
from models.codes import is_code
from models.errors import Rejected
from models.printing import Printed


@click.command()
@click.argument("code")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF.")
@click.option("--language", help="Default: the consultation's first.")
@click.option("--copies", default=1, type=click.IntRange(1, 10_000), help="Each copy has an identity of its own.")
@click.option("--codes", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="CSV of inloop codes.")
@click.option("--large", is_flag=True, help="In print of 18 points, with larger boxes.")
@click.option("--layout", type=click.Path(dir_okay=False, path_type=Path), help="Where the boxes stand, as JSON.")
def form(
    code: str,
    output: Path,
    language: str | None,
    copies: int,
    codes: Path | None,
    large: bool,
    layout: Path | None,
) -> None:
    """Print the form of a consultation. A single copy can be filled in on screen as well."""
    with opened() as services:
        version = required_version(services, code)
        printed = make_form(
            version.definition,
            version.number,
            language=language or version.definition.first_language,
            copies=copies,
            codes=_codes(codes) if codes else None,
            large=large,
        )
        placed = printed.layout
        key = Printed(version.version_id, placed.language, placed.large, placed.fingerprint())
        with services.store.write() as connection:
            printing.keep(services.store, connection, key, placed.pages_as_kept())
    _write(output, printed.pdf)
    if layout:
        _write(layout, (json.dumps(printed.layout.as_json(), indent=1) + "\n").encode())


def _codes(file: Path) -> list[tuple[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or not {"code", "form_number"} <= rows[0].keys():
        raise Rejected(f"{file.name} needs the columns code and form_number, as inloop codes writes them", code="codes")
    for number, row in enumerate(rows, start=2):
        if not is_code(row["code"]):
            raise Rejected(
                f"{file.name}, line {number}: '{row['code']}' is no participation code; was a digit lost in a "
                "spreadsheet?",
                code="codes",
            )
    twice = [code for code, times in Counter(row["code"] for row in rows).items() if times > 1]
    if twice:
        raise Rejected(f"{file.name}: the code {twice[0]} stands there more than once", code="codes")
    return [(row["code"], row["form_number"]) for row in rows]


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Rejected(f"{file} cannot be written: {error.strerror}", code="output") from error
