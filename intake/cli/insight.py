"""A person's own data as a file for themselves."""

from __future__ import annotations

import os
from pathlib import Path

import click

from intake.cli.asked import asked_for
from intake.cli.opening import opened
from models.errors import Rejected


@click.command()
@click.option("--receipt", help="The number that the person got: one contribution, and all that belongs to it.")
@click.option("--phone", help="A telephone number: all that came from it, or is to reach it.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="FILE.zip with the originals; or FILE.html to read, or FILE.json to move.",
)
def insight(receipt: str | None, phone: str | None, output: Path) -> None:
    """Write a person's own data to a file for that person, readable for you alone. Check first who asks for it."""
    from intake.privacy import insight as made

    if output.suffix not in made.FORMS:
        raise Rejected(f"{output} must end in {', '.join(made.FORMS)}", code="output")
    with opened() as services:
        find = asked_for(services, receipt, phone)
        with services.store.write() as connection:
            traces = find(connection)
            if not traces:
                raise Rejected("nothing is known of that number; no file was made", code="unknown")
            made.note_given(connection, traces)
        with services.store.read() as connection:
            found = made.gather(services, connection, traces)
    content = made.FORMS[output.suffix](found)
    try:
        with open(output, "xb", opener=_private) as file:
            file.write(content)
    except OSError as error:
        raise Rejected(f"{output} cannot be written: {error.strerror}", code="output") from error
    click.echo(f"{len(found.contributions)} contributions, {len(found.files)} originals in {output}", err=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
