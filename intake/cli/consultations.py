"""Consultations and the telephone numbers that serve them."""

from __future__ import annotations

from pathlib import Path

import click
import phonenumbers

from intake.cli.opening import opened
from models import consultations
from models.errors import Rejected
from models.store import Store
from models.strict_yaml import InvalidDefinition


@click.group()
def consultation() -> None:
    """Participation processes with their questions."""


@consultation.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(files: tuple[Path, ...]) -> None:
    """Check consultation files and store them; a changed file becomes a new version. Prints CODE vN for each."""
    failed = 0
    with opened() as services:
        for file in files:
            try:
                code, number = consultations.load_definition(services.store, file.read_bytes())
                click.echo(f"{code} v{number}")
                _warn_of_cost(services.store, code)
            except InvalidDefinition as error:
                failed += 1
                for fault in error.faults:
                    click.echo(f"{file}: {fault}" if len(files) > 1 else str(fault), err=True)
    if failed:
        raise SystemExit(2 if failed == len(files) else 1)


def _warn_of_cost(store: Store, code: str) -> None:
    """It is no fault: somebody may want to ask it like this all the same."""
    from channels.sms.costs import costly

    with store.read() as connection:
        loaded = consultations.latest(store, connection, code)
    for long in costly(loaded.definition) if loaded else ():
        where = f"{code}: questions[{long.position}]"
        click.echo(f"{where}: takes {long.segments} text message segments in '{long.language}'", err=True)


@click.group()
def number() -> None:
    """Our telephone numbers."""


@number.command("assign")
@click.argument("telephone")
@click.option("--consultation", "code", help="The code of the consultation that it serves.")
@click.option("--organisation", "slug", help="Or an organisation: callers then key in a code.")
def assign(telephone: str, code: str | None, slug: str | None) -> None:
    """Let a number (+31…) serve a consultation or an organisation."""
    if (code is None) == (slug is None):
        raise Rejected("give either --consultation or --organisation", code="usage")
    normal = _normal(telephone)
    with opened() as services:
        before = consultations.assign_line(services.store, normal, code=code, organisation=slug)
        served = code or slug
        if before is None:
            click.echo(f"{normal} now serves {served}", err=True)
            return
        with services.store.read() as connection:
            old = consultations.code_of(connection, before.consultation_id) if before.consultation_id else "codes"
        click.echo(f"{normal} now serves {served}; before it served {old}", err=True)


def _normal(telephone: str) -> str:
    try:
        parsed = phonenumbers.parse(telephone, "NL")
        if phonenumbers.is_possible_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    raise Rejected(f"'{telephone}' is no telephone number; write it as +31…", code="bad_number")
