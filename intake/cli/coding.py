"""Participation codes for a mailing."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from intake.cli.opening import opened
from intake.files import required_version
from models import codes as participation
from models.codes import MOST, MadeCode
from models.errors import Rejected


@click.command()
@click.argument("code")
@click.option("--count", required=True, type=click.IntRange(1, MOST), help="How many: one for each letter.")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The CSV, a new file."
)
def codes(code: str, count: int, output: Path) -> None:
    """Make participation codes for a mailing: a CSV for `inloop form --codes`, readable for you alone.

    The store keeps only a hash of each code: this file is the one place where they stand. Delete it after printing.
    """
    if output.exists():
        raise Rejected(f"{output} is there already and may hold codes that were sent; choose a new name", code="output")
    with opened() as services:
        version = required_version(services, code)
        waiting = _room_for(output)
        try:
            with services.store.write() as connection:
                made = participation.make(services.store, connection, services.vault, version, count)
                _write(waiting, made)
            waiting.rename(output)
        finally:
            waiting.unlink(missing_ok=True)
    click.echo(f"{count} codes for consultation {code} in {output}; delete it after printing", err=True)


def _room_for(output: Path) -> Path:
    """An empty file beside it, for this account alone, that becomes it when the codes are valid."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
    except OSError as error:
        raise Rejected(f"{output} cannot be written: {error.strerror}", code="output") from error
    os.close(handle)
    return Path(name)


def _write(file: Path, made: Sequence[MadeCode]) -> None:
    """On the disk before the codes are valid: no valid code may stand nowhere."""
    try:
        with file.open("w", encoding="utf-8", newline="") as lines:
            rows = csv.writer(lines)
            rows.writerow(("code", "form_number"))
            rows.writerows((one.code, one.form_number) for one in made)
            lines.flush()
            os.fsync(lines.fileno())
    except OSError as error:
        raise Rejected(f"{file.parent} has no room for the codes: {error.strerror}", code="output") from error
