"""Consultations and the telephone numbers that serve them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from intake.cli.opening import opened
from intake.files import required_version
from intake.numbers import normal_number
from models import consultations, offers
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


@consultation.command("offer")
@click.argument("code")
@click.option("--note", default="", help="What others should know before they take it over.")
@click.option("--withdraw", is_flag=True, help="Offer it no more.")
def offer(code: str, note: str, withdraw: bool) -> None:
    """Let other organisations take over a consultation as a template, with what was learned of it."""
    with opened() as services:
        found = required_version(services, code)
        with services.store.write() as connection:
            if not withdraw:
                offers.offer(connection, found, note)
                return
            if not offers.withdraw(connection, found):
                raise Rejected(f"the consultation {code} is not offered", code="not_offered")


@consultation.command("offers")
def list_offers() -> None:
    """What organisations offer: code, title, whose it is, and how many lessons come with it."""
    with opened() as services, services.store.read() as connection:
        for one in offers.offers(services.store, connection):
            definition = one.version.definition
            title = definition.text(definition.title, definition.first_language)
            learned = len(offers.lessons(connection, one.version))
            click.echo(f"{one.code}\t{title}\t{one.organisation}\t{learned} lessons")


@consultation.command("take")
@click.argument("code")
@click.option("--as", "as_code", required=True, help="The code of your own.")
@click.option("--organisation", required=True, help="Who takes it over.")
@click.option("--opens", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Its first day, as 2026-11-23.")
@click.option("--closes", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Its last day.")
def take(code: str, as_code: str, organisation: str, opens: datetime, closes: datetime) -> None:
    """Take over a consultation that is offered: the same questions under a code of your own. Prints that code."""
    with opened() as services:
        try:
            made = offers.take_over(
                services.store,
                code,
                as_code=as_code,
                organisation=organisation,
                opens=opens.date(),
                closes=closes.date(),
            )
        except InvalidDefinition as error:
            for fault in error.faults:
                click.echo(str(fault), err=True)
            raise SystemExit(2) from error
        click.echo(made)
        click.echo("look its privacy notice over: it was written for another organisation", err=True)


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
    normal = normal_number(telephone)
    with opened() as services:
        before = consultations.assign_line(services.store, normal, code=code, organisation=slug)
        served = code or slug
        if before is None:
            click.echo(f"{normal} now serves {served}", err=True)
            return
        with services.store.read() as connection:
            old = consultations.code_of(connection, before.consultation_id) if before.consultation_id else "codes"
        click.echo(f"{normal} now serves {served}; before it served {old}", err=True)
