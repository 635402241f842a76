"""Participation codes for a mailing."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from intake.cli.mailing_list import ADDRESS, read_addresses, read_unique_codes
from intake.cli.opening import opened
from intake.files import required_version
from models import codes as participation
from models.codes import MOST, MadeCode
from models.errors import Rejected

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("code")
@click.option("--count", type=click.IntRange(1, MOST), help="How many: one for each letter.")
@click.option("--for", "addresses", type=FILE, help="In place of --count: a CSV of addresses, a code for each.")
@click.option("--openstad", "online", type=FILE, help="A CSV of OpenStad's unique codes, to give one with each code.")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The CSV, a new file."
)
def codes(code: str, count: int | None, addresses: Path | None, online: Path | None, output: Path) -> None:
    """Make participation codes for a mailing: a CSV for `inloop form --codes`, readable for you alone.

    The store keeps only a hash of each code: this file is the one place where they stand. Delete it after printing.
    """
    if (count is None) == (addresses is None):
        raise click.UsageError("give either --count or --for")
    if output.exists():
        raise Rejected(f"{output} is there already and may hold codes that were sent; choose a new name", code="output")
    people = read_addresses(addresses) if addresses else []
    count = count or len(people)
    unique = read_unique_codes(online, count) if online else []
    with opened() as services:
        version = required_version(services, code)
        waiting = _room_for(output)
        try:
            with services.store.write() as connection:
                made = participation.make(services.store, connection, services.vault, version, count, unique)
                _write(waiting, made, people)
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


def _write(file: Path, made: Sequence[MadeCode], people: Sequence[Mapping[str, str]]) -> None:
    """On the disk before the codes are valid: no valid code may stand nowhere."""
    has_online = any(one.online for one in made)
    more = (("openstad_code",) if has_online else ()) + (ADDRESS if people else ())
    try:
        with file.open("w", encoding="utf-8", newline="") as lines:
            rows = csv.writer(lines)
            rows.writerow(("code", "form_number", *more))
            for at, one in enumerate(made):
                own = {**(people[at] if people else {}), "openstad_code": one.online}
                rows.writerow((one.code, one.form_number, *(own[name] for name in more)))
            lines.flush()
            os.fsync(lines.fileno())
    except OSError as error:
        raise Rejected(f"{file.parent} has no room for the codes: {error.strerror}", code="output") from error
