"""The printed form."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from channels.paper.form import make_form
from channels.paper.mailing import Sender, make_mailing
from intake.cli.mailing_list import read_codes
from intake.cli.opening import opened
from intake.files import required_version
from intake.numbers import as_written
from intake.printed_layouts import remember
from intake.services import Services
from models.consultations import Version, line_of, organisation_name
from models.errors import Rejected


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
    """Print the form of a consultation. A single copy can be filled in on screen as well.

    With a file of --codes that has addresses, each form follows a letter to that address.
    """
    with opened() as services:
        version = required_version(services, code)
        language = language or version.definition.first_language
        recipients = read_codes(codes) if codes else []
        forms = len(recipients) if codes else copies
        with click.progressbar(length=forms, file=sys.stderr, hidden=forms == 1 or not sys.stderr.isatty()) as bar:
            if any(one.address for one in recipients):
                printed = make_mailing(
                    version.definition,
                    version.number,
                    recipients,
                    _sender(services, version),
                    language=language,
                    large=large,
                    tick=bar.update,
                )
            else:
                printed = make_form(
                    version.definition,
                    version.number,
                    language=language,
                    copies=copies,
                    codes=[(one.code, one.form_number) for one in recipients] if codes else None,
                    large=large,
                    tick=bar.update,
                )
        remember(services.store, version, printed.layout)
    _write(output, printed.pdf)
    if layout:
        _write(layout, (json.dumps(printed.layout.as_json(), indent=1) + "\n").encode())


def _sender(services: Services, version: Version) -> Sender:
    """Who writes, and the number to call: the consultation's own, or else one of its organisation."""
    with services.store.read() as connection:
        name = organisation_name(connection, version.organisation_id)
        line = line_of(connection, version)
    if line is None:
        return Sender(name)
    return Sender(name, as_written(line.number), asks_for_code=line.consultation_id is None)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Rejected(f"{file} cannot be written: {error.strerror}", code="output") from error
